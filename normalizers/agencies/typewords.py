"""Type words of bodies in running text: full words (blanks and line ends inside, wrong letters) and short forms."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from rapidfuzz.distance import Levenshtein

from normalizers.agencies.types import AgencyType, agency_types, single_bodies

_THAI = "[ก-๎]"
_GAP = r"\s{0,3}"


@dataclass(frozen=True, slots=True)
class TypeWord:
    """A type word found: its canonical form and where it stands."""

    type: str
    start: int
    end: int


def type_words(text: str) -> list[TypeWord]:
    """All type words of ``text`` in order, the longest where several overlap."""
    found = [*_full_words(text), *_short_words(text)]
    found.sort(key=lambda word: (word.start, -word.end))
    kept: list[TypeWord] = []
    for word in found:
        if not kept or word.start >= kept[-1].end:
            kept.append(word)
    return kept


def _spaced(word: str) -> str:
    return _GAP.join(map(re.escape, word))


@cache
def _anchors(part: str) -> re.Pattern[str]:
    return re.compile(_spaced(part))


@cache
def _single_words() -> re.Pattern[str]:
    return re.compile("|".join(_spaced(word) for word in single_bodies()))


@cache
def _short_forms() -> dict[str, str]:
    """Short forms as the data has them, with their canonical word."""
    of_types = [(form, kind.word) for kind in agency_types().values() for form in kind.abbreviations]
    return dict(of_types + [(form, body.word) for body in single_bodies().values() for form in body.abbreviations])


@cache
def _short_pattern() -> re.Pattern[str]:
    """A form listed without its full stop may stand after a Thai letter if it has one (เว็บไซต์อบต., not รับผิดชอบต่อ)."""
    bare = "|".join(re.escape(form) for form in _short_forms() if not form.endswith("."))
    strict = "|".join(re.escape(form) for form in _short_forms() if form.endswith("."))
    return re.compile(rf"(?:{bare})\.|(?<!{_THAI})(?:{bare}|{strict})")


def _short_words(text: str) -> Iterator[TypeWord]:
    forms = _short_forms()
    for match in _short_pattern().finditer(text):
        form = match.group()
        yield TypeWord(forms.get(form) or forms[form.rstrip(".")], match.start(), match.end())


def _full_words(text: str) -> Iterator[TypeWord]:
    for match in _single_words().finditer(text):
        yield TypeWord(re.sub(r"\s", "", match.group()), match.start(), match.end())
    for kind in agency_types().values():
        for match in _anchors(kind.tail).finditer(text):
            start = _stem_before(text, match.start(), kind)
            if start is not None:
                yield TypeWord(kind.word, start, match.end())
        if not kind.tail_slips:
            continue
        for stem in (kind.stem, *kind.misspelled):
            for match in _anchors(stem).finditer(text):
                end = _tail_after(text, match.end(), kind)
                if end is not None:
                    yield TypeWord(kind.word, match.start(), end)


def _stem_before(text: str, end: int, kind: AgencyType) -> int | None:
    """Where the stem that ends at ``end`` begins, None when the text there is no such word."""
    reach = max(0, end - 3 * len(kind.stem))
    letters = [index for index in range(reach, end) if not text[index].isspace()]
    best: tuple[int, int, int] | None = None
    for length in _lengths(kind.stem, kind.stem_slips):
        if length > len(letters):
            continue
        start = letters[-length]
        slips = Levenshtein.distance("".join(text[i] for i in letters[-length:]), kind.stem)
        candidate = (slips, abs(length - len(kind.stem)), start)
        best = candidate if best is None else min(best, candidate)
    return best[2] if best and best[0] <= kind.stem_slips else None


def _tail_after(text: str, start: int, kind: AgencyType) -> int | None:
    """Where the tail that starts at ``start`` ends, None when the text there is no such word (exact ones included)."""
    letters = [index for index in range(start, min(len(text), start + 3 * len(kind.tail))) if not text[index].isspace()]
    best: tuple[int, int, int] | None = None
    for length in _lengths(kind.tail, kind.tail_slips):
        if length > len(letters):
            continue
        end = letters[length - 1] + 1
        slips = Levenshtein.distance("".join(text[i] for i in letters[:length]), kind.tail)
        candidate = (slips, abs(length - len(kind.tail)), end)
        best = candidate if best is None else min(best, candidate)
    return best[2] if best and 0 < best[0] <= kind.tail_slips else None


def _lengths(part: str, slips: int) -> range:
    return range(max(1, len(part) - slips), len(part) + slips + 1)
