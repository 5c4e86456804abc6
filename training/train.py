"""Train the network; may be stopped at any time and goes on where it was.

    python -m training.train --steps 30000 --state build/reader
    python -m training.train --numbers --steps 13000 --state build/reader

The state folder holds ``checkpoint.pt`` (weights, their running mean, optimiser, step) and ``log.txt``, for the network
for numbers ``numbers.pt`` and ``numbers.txt``. The learning rate falls to nothing at the last step; more steps later
raise it again.
"""

from __future__ import annotations

import argparse
import copy
import math
import multiprocessing
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import nn

from training.network import CHECKPOINT, NUMBERS, NumberReader, Reader
from training.number_samples import NumberSamples
from training.samples import FOUND_FOLDER, LEARNT_PENS, Batch, Sample, Samples
from training.scoring import score_of

_QUEUE = 24  # batches that wait
_WARM_UP = 120  # steps
_MEAN = 0.998  # of the running mean of the weights: what is measured and shipped
_EVERY = 250  # steps between checkpoints
_CLIP = 5.0
_PLACES = 1.0  # weight of standing at the right place beside the right text: learning starts at once, places are exact
_NARROW = 250  # steps at the start with short strips only


@dataclass(slots=True)
class Run:
    """Everything that goes on after a stop."""

    network: nn.Module
    mean: nn.Module
    optimiser: torch.optim.Optimizer
    step: int = 0

    def save(self, path: Path) -> None:
        """Write the checkpoint whole or not at all."""
        part = path.with_suffix(".part")
        state = {"network": self.network.state_dict(), "mean": self.mean.state_dict()}
        torch.save(state | {"optimiser": self.optimiser.state_dict(), "step": self.step}, part)
        part.replace(path)

    def load(self, path: Path) -> None:
        """Go on from a checkpoint; one of blended weights has no optimiser yet."""
        state = torch.load(path, weights_only=True)
        self.network.load_state_dict(state["network"])
        self.mean.load_state_dict(state["mean"])
        if "optimiser" in state:
            self.optimiser.load_state_dict(state["optimiser"])
        self.step = state["step"]


def main() -> int:
    """Train up to ``--steps``."""
    options = _options()
    options.state.mkdir(parents=True, exist_ok=True)
    torch.set_num_threads(1)
    torch.manual_seed(options.seed)
    run = _new_run(options)
    checkpoint = options.state / (NUMBERS if options.numbers else CHECKPOINT)
    if checkpoint.exists():
        run.load(checkpoint)
    validation = [sample for sample, _ in zip(_validation(options), range(300), strict=False)]
    with (options.state / ("numbers.txt" if options.numbers else "log.txt")).open("a", encoding="utf-8") as log:
        for step, loss, seconds in _train(run, options):
            if step % 50 == 0:
                log.write(f"{step} loss {loss:.3f} {seconds:.0f} s\n")
                log.flush()
            if step % _EVERY == 0 or step == options.steps:
                run.save(checkpoint)
            if step % (2 * _EVERY) == 0 or step == options.steps:
                log.write(f"{step} validation {score_of(run.mean, validation)}\n")
                log.flush()
    return 0


def _train(run: Run, options: argparse.Namespace) -> Iterator[tuple[int, float, float]]:
    context = multiprocessing.get_context("spawn")
    queue = context.Queue(_QUEUE)
    make = _make_pieces if options.numbers else _make
    given = (queue, options.seed * 1000 + run.step, run.step, options.state / FOUND_FOLDER)
    maker = context.Process(target=make, args=given, daemon=True)
    maker.start()
    loss_of = nn.CTCLoss(zero_infinity=True)
    loss_mean, start = 0.0, time.monotonic()
    try:
        while run.step < options.steps:
            loss = _step(run, queue.get(), loss_of, _rate(run.step, options))
            run.step += 1
            loss_mean = loss if not loss_mean else 0.98 * loss_mean + 0.02 * loss
            yield run.step, loss_mean, time.monotonic() - start
    finally:
        maker.terminate()


def _step(run: Run, batch: Batch, loss_of: nn.CTCLoss, rate: float) -> float:
    for group in run.optimiser.param_groups:
        group["lr"] = rate
    strips = torch.from_numpy(batch.strips).float().div_(255)[:, None].contiguous(memory_format=torch.channels_last)
    scores = run.network(strips)
    likely = scores.transpose(0, 1).log_softmax(2)
    steps = torch.full((likely.shape[1],), likely.shape[0])
    loss: torch.Tensor = loss_of(likely, torch.from_numpy(batch.targets), steps, torch.from_numpy(batch.lengths))
    whole = loss + _PLACES * nn.functional.cross_entropy(
        scores.flatten(0, 1), torch.from_numpy(batch.shown).flatten(), ignore_index=-1
    )
    run.optimiser.zero_grad()
    whole.backward()
    nn.utils.clip_grad_norm_(run.network.parameters(), _CLIP)
    run.optimiser.step()
    _follow(run)
    return loss.item()


def _follow(run: Run) -> None:
    """The running mean comes nearer to the weights."""
    keep = min(_MEAN, (run.step + 1) / (run.step + 10))
    with torch.no_grad():
        for mean, now in zip(run.mean.state_dict().values(), run.network.state_dict().values(), strict=True):
            if mean.dtype.is_floating_point:
                mean.lerp_(now, 1 - keep)
            else:
                mean.copy_(now)


def _rate(step: int, options: argparse.Namespace) -> float:
    warm = min(1.0, (step + 1) / _WARM_UP)
    return float(options.rate * warm * (0.01 + 0.99 * 0.5 * (1 + math.cos(math.pi * step / options.steps))))


def _new_run(options: argparse.Namespace) -> Run:
    network = (NumberReader if options.numbers else Reader)().to(memory_format=torch.channels_last)
    mean = copy.deepcopy(network).eval()
    return Run(network, mean, torch.optim.AdamW(network.parameters(), options.rate, weight_decay=1e-3))


def _make(queue: multiprocessing.Queue[Batch], seed: int, step: int, scanned: Path) -> None:
    """The other process: batches, without end; short texts first."""
    for batch in Samples("train", seed, longest=14).batches():
        if step >= _NARROW:
            break
        queue.put(batch)
        step += 1
    for batch in Samples("train", seed + 1, scanned=scanned, pens=LEARNT_PENS).batches():
        queue.put(batch)


def _make_pieces(queue: multiprocessing.Queue[Batch], seed: int, step: int, scanned: Path) -> None:
    """The other process for the network for numbers."""
    for batch in NumberSamples("train", seed + step, scanned=scanned, pens=LEARNT_PENS).batches():
        queue.put(batch)


def _validation(options: argparse.Namespace) -> Iterator[Sample]:
    samples = (NumberSamples if options.numbers else Samples)("validation", options.seed + 77)
    while True:
        yield samples.sample()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser("python -m training.train", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--state", type=Path, default=Path("build/reader"), help="folder of the checkpoint")
    parser.add_argument("--numbers", action="store_true", help="the network for numbers instead of that for lines")
    parser.add_argument("--steps", type=int, default=30_000, help="the last step")
    parser.add_argument("--rate", type=float, default=2.5e-3, help="highest learning rate")
    parser.add_argument("--seed", type=int, default=5)
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
