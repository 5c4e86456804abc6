"""Words that tables and sentences are understood by, mended where a recogniser misread some of their letters.

A head that says "ปิงบประมาณ 2567" is a year to a person and a budget to a program. What a word looks like is compared
(``normalizers.thai.skeleton`` without any marks), so that nothing but what print mixes up is taken for a misreading;
the words and how far they may be off are data (``slips.toml``). Other words and digits stay as they are.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from extractors.ocr.reader.alphabet import MARKS
from normalizers.thai import skeleton

_THAI = frozenset(map(chr, range(ord("ก"), ord("๎") + 1)))
_UNSEEN = MARKS | set("ะ:")  # a colon is what a blurred print leaves of the vowel


@dataclass(frozen=True, slots=True)
class _Term:
    """A word, what it looks like, how many of its letters and marks may be others."""

    text: str
    looks: str
    edits: int


@cache
def _terms() -> tuple[_Term, ...]:
    held = tomllib.loads(resources.files("extractors.ocr").joinpath("slips.toml").read_text(encoding="utf-8"))["terms"]
    return tuple(
        _Term(word, "".join(look for look, _ in _looks(word)), len(word) // held["letters_to_edit"])
        for word in sorted(held["words"], key=len, reverse=True)
    )


@cache
def _look(letter: str) -> str:
    """What a letter looks like; nothing for what words do not differ by, a blank between words."""
    return "" if letter in _UNSEEN else skeleton(letter) or " "


def _looks(text: str) -> list[tuple[str, int]]:
    """What the letters of a text look like, and where they stand."""
    return [(look, place) for place, letter in enumerate(text) if (look := _look(letter))]


def with_terms(text: str) -> str:
    """The text with its misread words mended."""
    looks = "".join(look for look, _ in _looks(text))
    for term in _terms():
        if term.looks in looks:  # what stands for another word stays as it looks
            text = _mended(text, term)
    return text


@cache
def _phrases() -> tuple[tuple[str, int], ...]:
    held = tomllib.loads(resources.files("extractors.ocr").joinpath("slips.toml").read_text(encoding="utf-8"))[
        "phrases"
    ]
    return tuple((phrase, len(phrase) // held["letters_to_edit"]) for phrase in held["words"])


def with_phrases(text: str) -> str:
    """The text with its misread phrases mended, the nearest print of each."""
    from rapidfuzz import fuzz

    for phrase, edits in _phrases():
        if phrase in text or len(text) < len(phrase) - edits:
            continue
        near = fuzz.partial_ratio_alignment(text, phrase, score_cutoff=100 * (1 - 2 * edits / len(phrase)))
        if near is None:
            continue
        distance, start, end = _nearest(text, phrase, near.src_start, near.src_end, edits)
        if distance <= edits:
            text = text[:start] + phrase + text[end:]
    return text


def _nearest(text: str, phrase: str, start: int, end: int, reach: int) -> tuple[int, int, int]:
    """The stretch around ``start`` to ``end`` that is nearest to a phrase: its distance, where it begins and ends."""
    from rapidfuzz.distance import Levenshtein

    steps = range(-reach, reach + 1)
    stretches = {(max(start + a, 0), min(_end(text, end + b - 1), len(text))) for a in steps for b in steps}
    return min((Levenshtein.distance(text[a:b], phrase), a, b) for a, b in stretches if a < b)


def _mended(text: str, term: _Term) -> str:
    line = _looks(text)
    looks = "".join(look for look, _ in line)
    start = looks.rfind(term.looks)
    while start >= 0:  # from the right: the places before a mended word stay as they were
        first, last = line[start][1], _end(text, line[start + len(term.looks) - 1][1])
        if _is_misread(text, first, last, term):
            text = text[:first] + term.text + text[last:]
        start = looks.rfind(term.looks, 0, start)
    return text


def _is_misread(text: str, first: int, last: int, term: _Term) -> bool:
    """Whether what stands there is another print of the word, and not the end of one word and another behind it."""
    from rapidfuzz.distance import Levenshtein

    read = text[first:last]
    begins = not (first and text[first - 1] in _THAI)
    marked = term.text[1:2] not in MARKS or read[1:2] in MARKS
    return (begins or marked) and 0 < Levenshtein.distance(read, term.text) <= term.edits


def _end(text: str, place: int) -> int:
    """Where a letter ends, its marks included."""
    place += 1
    while place < len(text) and text[place] in MARKS:
        place += 1
    return place
