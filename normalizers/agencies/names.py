"""Reading a place name out of running text: where it ends is what makes the best sense of it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cache, lru_cache

from normalizers import thai
from normalizers.agencies import distance
from normalizers.agencies.types import Level, data

# No name ends before the first group or after the second: a cut there would tear a syllable or a double name apart.
_NO_START = frozenset("ะัาำิีึืฺุู็่้๊๋์ํ๎ๅ-")
_NO_END = frozenset("เแโใไ-")
_MAX_PARTS = 4


class Kind(Enum):
    """Which names are looked for."""

    TAMBON = Level.TAMBON
    TOWN = Level.TOWN
    PROVINCE = Level.PROVINCE
    AMPHOE = "amphoe"


@dataclass(frozen=True, slots=True)
class NameRead:
    """A name as printed (blanks inside taken out), where it ends, and whether the gazetteer knows one like it."""

    name: str
    end: int
    known: bool


@dataclass(frozen=True, slots=True)
class _End:
    """One place where the name may end: the name up to there, the length of text it covers."""

    name: str
    length: int


@dataclass(frozen=True, slots=True)
class _Reading:
    """What was made of a tail; ``length`` counts from the first letter of the tail."""

    name: str
    length: int
    known: bool


def _table(kind: Kind) -> distance.Names:
    return distance.amphoe_table() if kind is Kind.AMPHOE else distance.body_names(Level(kind.value))


@lru_cache(maxsize=16384)
def _letters_off(kind: Kind, folded: str) -> float:
    """Distance in letters to the nearest name of the kind, infinite when none is in reach or half of it is wrong."""
    if folded in _table(kind).known:
        return 0.0
    near = distance.near_amphoe(folded) if kind is Kind.AMPHOE else distance.near_bodies(Level(kind.value), folded)
    letters = min(near.values(), default=float("inf"))
    return letters if letters <= 0.4 * len(folded) else float("inf")


@cache
def _hard_stop() -> re.Pattern[str]:
    """What ends a name for certain: punctuation, digits, Latin letters, an empty line, the word for the next place."""
    words = data("types")["place_words"]
    return re.compile(
        r"[^\s\u0e01-\u0e2e\u0e30-\u0e3a\u0e40-\u0e45\u0e47-\u0e4e-]|\s*\n\s*\n"
        rf"|\s*(?:{words['amphoe']}|{words['province']}|องค์การบ|เทศบาล)"
    )


@cache
def _boundary_words() -> re.Pattern[str]:
    boundary = data("types")["boundary"]
    return re.compile("|".join(map(re.escape, sorted(boundary["words"], key=len, reverse=True))))


@cache
def _no_name() -> re.Pattern[str]:
    boundary = data("types")["boundary"]
    return re.compile("|".join(map(re.escape, (*boundary["words"], *boundary["not_a_name"]))))


def read_name(text: str, position: int, kind: Kind) -> NameRead | None:
    """Read the name that starts at ``position`` (after blanks and leaders); None when none stands there.

    After a blank only names that the gazetteer knows, or nearly, are believed, or one that fills its line.
    """
    start = position
    while start < len(text) and text[start] in " \t\n.…_" and start - position < 40:
        start += 1
    tail = text[start : start + int(data("costs")["reading"]["tail"])]
    stop = _hard_stop().search(tail)
    body = tail[: stop.start()] if stop else tail
    cut_off = not stop and start + len(tail) < len(text)
    first_line = body.split("\n", 1)[0].strip()
    whole = first_line if not cut_off and _is_complete(text, start, body, stop) and " " not in first_line else None
    reading = _read(body.rstrip(), kind, cut_off=cut_off, apart=start > position, whole=whole)
    if reading is None or (not reading.known and start > position and not _fills_line(text, start, reading.length)):
        return None
    return NameRead(reading.name, start + reading.length, reading.known)


def _is_complete(text: str, start: int, body: str, stop: re.Match[str] | None) -> bool:
    """Whether the first line of ``body`` ends where a name ends for certain: at a line end or the next place's word."""
    after = text[start + len(body.split("\n", 1)[0].rstrip()) :][:1]
    return after in ("", "\n") or (stop is not None and bool(_place_word().match(text, start + stop.start())))


@cache
def _place_word() -> re.Pattern[str]:
    words = data("types")["place_words"]
    return re.compile(rf"\s*(?:{words['amphoe']}|{words['province']})")


def _fills_line(text: str, start: int, length: int) -> bool:
    end = start + length
    return text[end : end + 1] in ("", "\n")


@lru_cache(maxsize=16384)
def _read(body: str, kind: Kind, *, cut_off: bool, apart: bool, whole: str | None) -> _Reading | None:
    """Make sense of the text after a type word; ``whole`` is the name where its end is beyond doubt."""
    if len(thai.fold(body)) < 2:
        return None
    reading = data("costs")["reading"]
    ends = list(_ends(body, cut_off=cut_off))
    best = _best(ends, (), kind, 0.0)
    if next_word := _no_name().match(body):  # a name that begins like the next word must be right, and more than it
        if whole and not best:  # nor may it be far from right
            best = _best([end for end in ends if end.length == len(whole)], (), kind, reading["glued"])
        return best if best and (whole or best.length > next_word.end()) else None
    # A blank or a stop is a better sign of the end than a word that may follow, and that better than none.
    clean = [end for end in ends if body[end.length : end.length + 1] in ("", " ", "\n", "\t")]
    best = best or _best(clean, (), kind, reading["glued" if apart else "far"])
    if best is None and whole and len(whole) <= reading["longest_unknown"]:
        return _Reading(whole, len(whole), known=False)
    best = best or _best(ends, list(_glued_ends(body)), kind, reading["glued" if apart else "near"])
    return best or _unknown(ends)


def _ends(body: str, *, cut_off: bool) -> Iterator[_End]:
    """Where the name may end: before a blank (parts joined), before a boundary word, at the end of the tail."""
    gaps = [match.span() for match in re.finditer(r"\s+", body)]
    stops = [start for start, _ in gaps] + ([] if cut_off else [len(body)])
    for stop in stops[:_MAX_PARTS]:
        yield _End(re.sub(r"\s", "", body[:stop]), stop)
    for match in _boundary_words().finditer(body):
        if match.start() and (not gaps or match.start() < gaps[0][0]):
            yield _End(body[: match.start()], match.start())


def _glued_ends(body: str) -> Iterator[_End]:
    """Ends inside the first word, where a name may be glued to whatever follows."""
    first = re.split(r"\s", body, maxsplit=1)[0]
    for length in range(int(data("costs")["reading"]["shortest_glued"]), len(first)):
        if first[length] not in _NO_START and first[length - 1] not in _NO_END:
            yield _End(first[:length], length)


def _best(ends: Sequence[_End], glued: Sequence[_End], kind: Kind, limit: float) -> _Reading | None:
    """The end that gives the nearest name, longer ones preferred; parts are joined only into a name that exists."""
    reading = data("costs")["reading"]
    rated = [(end, 0.0 if len(end.name) != end.length else limit, 0.0) for end in ends]
    rated += [(end, reading["glued"], reading["glue"]) for end in glued]
    off = {end.name: _letters_off(kind, thai.fold(end.name)) for end, _, _ in rated}
    fitting = [
        (off[end.name] + glue - reading["per_letter"] * len(end.name), end.length, end)
        for end, most, glue in rated
        if off[end.name] <= most
    ]
    if not fitting:
        return None
    best = min(fitting, key=lambda item: item[:2])[2]
    return _Reading(best.name, best.length, known=True)


def _unknown(ends: Sequence[_End]) -> _Reading | None:
    """A name that no place has: up to the first blank or boundary word."""
    if not ends:
        return None
    first = min(ends, key=lambda end: end.length)
    if not 2 <= len(first.name) <= int(data("costs")["reading"]["longest_unknown"]):
        return None
    return _Reading(first.name, first.length, known=False)
