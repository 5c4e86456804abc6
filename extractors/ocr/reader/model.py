"""The trained networks, run by onnxruntime on one thread: a strip in, probabilities of every character out."""

from __future__ import annotations

import hashlib
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

STEP = 2  # pixels of a strip to a step of a network
LINES, NUMBERS = "reader", "numbers"  # the networks: one for lines, one for pieces of lines around numbers
_FOLDER = Path(__file__).parent
_CALIBRATION = _FOLDER / "calibration.toml"


@dataclass(frozen=True, slots=True)
class Scale:
    """From the network's own probability to the share that is right: logistic in its log-odds."""

    slope: float
    offset: float


def runs_here() -> bool:
    """Whether onnxruntime is installed."""
    return find_spec("onnxruntime") is not None


def log_probabilities(strip: NDArray[np.float32], network: str = LINES) -> NDArray[np.float64]:
    """Natural logarithms (steps, classes) for a strip (HEIGHT, width); ``width`` is divisible by ``STEP``."""
    scores: NDArray[np.float32] = _session(network).run(None, {"strips": strip[None, None]})[0][0]
    wide = scores.astype(np.float64)
    wide -= wide.max(axis=1, keepdims=True)
    wide -= np.log(np.exp(wide).sum(axis=1, keepdims=True))
    return wide


@cache
def calibration() -> dict[str, Scale]:
    """The scale of ``thai`` and ``arabic`` numbers and of all other ``text``."""
    with _CALIBRATION.open("rb") as file:
        return {kind: Scale(**values) for kind, values in tomllib.load(file).items()}


@cache
def version() -> str:
    """Of the weights, of what is made of their answers, and of the program that runs them."""
    import onnxruntime

    digest = hashlib.sha256()
    for part in sorted(path for kind in ("onnx", "py", "toml") for path in _FOLDER.glob(f"*.{kind}")):
        digest.update(part.read_bytes())
    return f"{digest.hexdigest()[:16]} onnxruntime {onnxruntime.__version__}"


@cache
def _session(network: str) -> Any:
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    return onnxruntime.InferenceSession(_FOLDER / f"{network}.onnx", options, providers=["CPUExecutionProvider"])
