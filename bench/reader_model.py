"""A made-up reader of scores: it errs as the measured one does, and is as sure as the measured one.

For every print its confidence is drawn from the measured ones (``confusions.toml``); the reading is right as often as
readings of that confidence were. A wrong one is a slip drawn from the counts, and its true print is among the other
readings as often as it was measured.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace

from extractors.document import NumberReadings
from extractors.facts import ScoreMention
from normalizers.numerals import any_digit_misreadings, parse_score
from pipeline.reconcile.confusions import Confusions, confusions

_THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_TRUSTED = 0.4  # as in the vocabulary of the scores
_RARE = 1e-4  # share of readings that are less sure than any measured


def read_again(rng: random.Random, mention: ScoreMention, worse: float, script: str = "thai") -> ScoreMention:
    """A mention of a true print as the reader sees it; ``worse`` multiplies how often it is unsure."""
    model = confusions()[f"reader.{script}"]
    sure = _confidence(rng, model, worse)
    true = mention.raw_value
    right = rng.random() < sure
    others = _slips(rng, model, true)
    listed = right or rng.random() < model.listed
    texts = [true, *others] if right else [others[0], *([true] if listed else []), *others[1:]]
    found = _shared(rng, texts[:5], sure)
    shown = tuple((text.translate(_THAI) if script == "thai" else text, likely) for text, likely in found)
    score = parse_score(shown[0][0])
    return replace(
        mention,
        raw_value=shown[0][0],
        value=score.value if score else None,
        confidence=round(sure, 4),
        candidates=shown,
        trusted=sure >= _TRUSTED,
        method="ocr:reader",
    )


def _confidence(rng: random.Random, model: Confusions, worse: float) -> float:
    """A probability drawn from the measured ones, evenly within its bin."""
    weights = [(count + _RARE) * (worse if least < 0.95 else 1.0) for least, count in model.sure]
    place = rng.choices(range(len(weights)), weights)[0]
    least = max(model.sure[place][0], 0.3)
    most = model.sure[place + 1][0] if place + 1 < len(model.sure) else 0.9999
    return rng.uniform(least, most)


def _slips(rng: random.Random, model: Confusions, true: str) -> list[str]:
    """Four wrong prints, likelier slips more often."""
    value = round(float(true) * 100)
    known = [(f"{item.value:.2f}", item) for item in any_digit_misreadings(true)]
    weights = []
    for text, item in known:
        cost = model.cost(item.kind, text, value)
        weights.append(2.718 ** -(item.cost if cost is None else cost))
    found = list(dict.fromkeys(rng.choices([text for text, _ in known], weights, k=12)))
    return [*found[:3], true.replace(".", "")][: rng.randint(2, 4)]


def _shared(rng: random.Random, texts: Sequence[str], sure: float) -> NumberReadings:
    """The readings with probabilities: the best has ``sure``, the others share the rest, falling."""
    shares = sorted((rng.random() ** 3 for _ in texts[1:]), reverse=True)
    whole = sum(shares) or 1.0
    return (
        (texts[0], sure),
        *((text, (1 - sure) * share / whole) for text, share in zip(texts[1:], shares, strict=True)),
    )
