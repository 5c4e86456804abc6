"""A mean of two sets of weights that were trained from the same beginning: often better than either.

    python -m training.blend build/before/checkpoint.pt build/after/checkpoint.pt --share 0.5 --state build/reader

(Wortsman et al. 2022.) What is written can be exported (``training.export``) and trained on (``training.train``), whose
steps then count from the beginning.
"""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

import torch

from training.network import CHECKPOINT

Weights = dict[str, torch.Tensor]


def main() -> int:
    """Read both, write their mean."""
    parser = argparse.ArgumentParser("python -m training.blend", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("first", type=Path, help="checkpoint")
    parser.add_argument("second", type=Path, help="checkpoint of the same network, trained on")
    parser.add_argument("--share", type=float, default=0.5, help="of the second one's weights, 0 to 1")
    parser.add_argument("--state", type=Path, default=Path("build/reader"), help="folder of the new checkpoint")
    options = parser.parse_args()
    first, second = (torch.load(path, weights_only=True)["mean"] for path in (options.first, options.second))
    weights = blended(first, second, options.share)
    options.state.mkdir(parents=True, exist_ok=True)
    torch.save({"network": weights, "mean": weights, "step": 0}, options.state / CHECKPOINT)
    return 0


def blended(first: Weights, second: Weights, share: float) -> Weights:
    """The weighted mean; what is counted is the second's. Raises ValueError for networks of another shape."""
    if {name: weight.shape for name, weight in first.items()} != {name: w.shape for name, w in second.items()}:
        raise ValueError("the checkpoints are of two different networks")
    return {
        name: torch.lerp(first[name], weight, share) if weight.dtype.is_floating_point else weight
        for name, weight in second.items()
    }


if __name__ == "__main__":
    sys.exit(main())
