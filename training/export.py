"""Write what was trained into the product: the weights as ONNX and the calibration of its probabilities.

python -m training.export --state build/reader
"""

from __future__ import annotations

import argparse
import math
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import torch
from rapidfuzz.distance import Levenshtein
from torch import nn

from extractors.ocr.reader import model
from extractors.ocr.reader.decode import NUMBER, Reading
from extractors.ocr.reader.sizes import read_strip
from training.network import CHECKPOINT, NUMBERS, NumberReader, Reader
from training.samples import FOUND_FOLDER, Sample, Samples

_FOLDER = Path(model.__file__).parent
_KINDS = ("thai", "arabic", "text")
_HEAD = """\
# From the network's own probability to the share that is right: 1 / (1 + exp(-(slope * log-odds + offset))).
# Fitted on fonts of the validation part; written by training.export together with the networks.
"""


def main() -> int:
    """Export, then calibrate what was exported."""
    parser = argparse.ArgumentParser("python -m training.export", description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--state", type=Path, default=Path("build/reader"), help="folder of the checkpoints")
    parser.add_argument("--samples", type=int, default=4000, help="strips to calibrate with")
    parser.add_argument("--seed", type=int, default=5)
    options = parser.parse_args()
    for network, held, name in ((Reader(), CHECKPOINT, model.LINES), (NumberReader(), NUMBERS, model.NUMBERS)):
        network.load_state_dict(torch.load(options.state / held, weights_only=True)["mean"])
        write_onnx(network.eval(), _FOLDER / f"{name}.onnx")
    _write(dict.fromkeys(_KINDS, (1.0, 0.0)))
    source = Samples("validation", options.seed + 991, scanned=options.state / FOUND_FOLDER)
    _write(fitted(source.sample() for _ in range(options.samples)))
    return 0


def write_onnx(network: nn.Module, path: Path) -> None:
    """The network with one strip of any width as input."""
    with torch.no_grad():
        torch.onnx.export(
            network,
            (torch.zeros(1, 1, 48, 256),),
            str(path),
            input_names=["strips"],
            output_names=["scores"],
            dynamic_axes={"strips": {3: "width"}, "scores": {1: "steps"}},
            opset_version=17,
            dynamo=False,
        )


def fitted(samples: Iterable[Sample]) -> dict[str, tuple[float, float]]:
    """Slope and offset of each kind."""
    odds: dict[str, list[float]] = {kind: [] for kind in _KINDS}
    right: dict[str, list[bool]] = {kind: [] for kind in _KINDS}
    for sample in samples:
        reading = read_strip(sample.strip)
        for kind, probability, correct in judged(reading, sample.text):
            inside = min(max(probability, 1e-7), 1 - 1e-7)
            odds[kind].append(math.log(inside / (1 - inside)))
            right[kind].append(correct)
    return {kind: _logistic(odds[kind], right[kind]) for kind in _KINDS}


def judged(reading: Reading, truth: str) -> Iterable[tuple[str, float, bool]]:
    """Every number and every other character of a reading: its kind, its probability, whether it is right."""
    kept = [False] * len(reading.text)
    for block in Levenshtein.opcodes(reading.text, truth):
        if block.tag == "equal":
            kept[block.src_start : block.src_end] = [True] * (block.src_end - block.src_start)
    truths = [match.group() for match in NUMBER.finditer(truth)]
    inside = set()
    for number in reading.numbers:
        inside.update(range(number.start, number.end))
        text, probability = number.readings[0]
        kind = "thai" if text[0] >= "๐" else "arabic"
        yield kind, probability, text in truths
    for place, character in enumerate(reading.characters):
        if place not in inside:
            yield "text", character.probability, kept[place]


def _logistic(odds: Sequence[float], right: Sequence[bool]) -> tuple[float, float]:
    """Platt's scaling (1999) by Newton's method, with his targets, which keep certainty away from 1."""
    x = np.array(odds)
    good, bad = sum(right), len(right) - sum(right)
    target = np.where(np.array(right), (good + 1) / (good + 2), 1 / (bad + 2))
    rows = np.stack([x, np.ones_like(x)], axis=1)
    weights = np.array([1.0, 0.0])
    for _ in range(50):
        likely = 1 / (1 + np.exp(-np.clip(rows @ weights, -30, 30)))
        slope = rows.T @ (likely - target) + 1e-3 * (weights - (1.0, 0.0))
        bend = (rows * (likely * (1 - likely))[:, None]).T @ rows + 1e-3 * np.eye(2)
        weights = weights - np.linalg.solve(bend, slope)
    return round(float(weights[0]), 4), round(float(weights[1]), 4)


def _write(scales: dict[str, tuple[float, float]]) -> None:
    parts = [f"[{kind}]\nslope = {slope}\noffset = {offset}\n" for kind, (slope, offset) in scales.items()]
    (_FOLDER / "calibration.toml").write_text(_HEAD + "\n" + "\n".join(parts), encoding="utf-8")
    model.calibration.cache_clear()


if __name__ == "__main__":
    sys.exit(main())
