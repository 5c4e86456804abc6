"""A type word that is itself misread at the beginning of a name ("อบค.ทุ่งแก", "เทศบาสตำบสเจริญศิลป์")."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Levenshtein

from normalizers import thai
from normalizers.agencies.distance import weighted_distance
from normalizers.agencies.types import agency_types, data

# A few letters before a stop, with a blank or a digit that a scan may have put there; a name follows.
_SHORT = re.compile(r"(?P<form>[ก-ฮ0-9๐-๙A-Za-z]{1,2} ?[ก-ฮ0-9๐-๙A-Za-z]{1,2})\s?[.,:;·•]\s*(?=[ก-ฮเ-ไ])")


@dataclass(frozen=True, slots=True)
class _Reading:
    """A type word that the beginning of a text may be: how far off (letters), and where the name begins."""

    letters: float
    word: str
    start: int


def with_type_word(text: str) -> str | None:
    """``text`` with its misread type word put right, None where it begins with none or where two are as near.

    ``costs.toml`` (``type_word``) tells how much may be wrong. No known word, short or long, is ever taken for another.
    """
    limits = data("costs")["type_word"]
    readings = sorted([*_short(text), *_long(text)], key=lambda reading: (reading.letters, reading.start))
    if not readings:
        return None
    best = readings[0]
    rivals = [reading.letters for reading in readings if reading.word != best.word]
    if rivals and min(rivals) - best.letters < limits["gap"]:
        return None
    return best.word + text[best.start :]


def _short(text: str) -> Iterator[_Reading]:
    """All short forms beside what stands before a stop."""
    match = _SHORT.match(text)
    if match is None:
        return
    limits, printed = data("costs")["type_word"], thai.fold(match["form"])
    readings = [_Reading(weighted_distance(printed, form), word, match.end()) for form, word in _forms()]
    longest = limits["most_short"] if len(printed) > limits["short"] else limits["most_shortest"]
    if min(reading.letters for reading in readings) <= longest:
        yield from readings


@cache
def _forms() -> tuple[tuple[str, str], ...]:
    kinds = agency_types().values()
    forms = {(thai.fold(form), kind.word) for kind in kinds for form in kind.abbreviations}
    return tuple(sorted(forms))


def _long(text: str) -> Iterator[_Reading]:
    """Every type word beside the beginning of the text, cut where it fits best."""
    limits = data("costs")["type_word"]
    for kind in agency_types().values():
        word = thai.fold(kind.word)
        most = limits["share"] * len(word)
        near: _Reading | None = None
        for end in range(len(kind.word) - limits["slack"], min(len(text), len(kind.word) + limits["slack"]) + 1):
            printed = thai.fold(text[:end])
            if Levenshtein.distance(printed, word, score_cutoff=limits["slips"]) > limits["slips"]:
                continue
            letters = weighted_distance(printed, word)
            if letters <= most and (near is None or letters < near.letters):
                near = _Reading(letters, kind.word, end)
        if near is not None:
            yield near
