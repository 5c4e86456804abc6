"""How well a network reads samples."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import torch
from rapidfuzz.distance import Levenshtein
from torch import nn

from extractors.ocr.reader.alphabet import alphabet
from training.samples import Sample

_NUMBER = re.compile(r"[๐-๙]+(?:[.,][๐-๙]+)*|[0-9]+(?:[.,][0-9]+)*")


@dataclass(frozen=True, slots=True)
class Score:
    """Share of characters wrong, and of numbers right, in percent."""

    wrong: float
    thai: float
    arabic: float

    def __str__(self) -> str:
        return f"CER {self.wrong:.2f} % numbers right: Thai {self.thai:.1f} % Arabic {self.arabic:.1f} %"


def score_of(network: nn.Module, samples: Sequence[Sample]) -> Score:
    """The figures of a network on samples, each read alone."""
    slips = letters = 0
    seen, right = {True: 0, False: 0}, {True: 0, False: 0}
    for sample in samples:
        text = best_text(network, sample)
        slips += Levenshtein.distance(text, sample.text)
        letters += len(sample.text)
        found = _NUMBER.findall(text)
        for number in _NUMBER.findall(sample.text):
            thai = number[0] >= "๐"
            seen[thai] += 1
            right[thai] += number in found
    shares = {kind: 100 * right[kind] / max(seen[kind], 1) for kind in seen}
    return Score(100 * slips / max(letters, 1), shares[True], shares[False])


def best_text(network: nn.Module, sample: Sample) -> str:
    """The most probable path as text."""
    with torch.no_grad():
        scores = network(torch.from_numpy(sample.strip)[None, None])[0].numpy()
    path = scores.argmax(axis=1)
    first = np.flatnonzero((path != 0) & (path != np.concatenate(([0], path[:-1]))))
    return "".join(alphabet()[number] for number in path[first])
