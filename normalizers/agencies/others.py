"""Bodies that are told by the head of their name only (departments, universities, funds, …): found, never resolved."""

from __future__ import annotations

import re
from functools import cache

from normalizers import thai
from normalizers.agencies.central import is_safe, known_matches, near_matches
from normalizers.agencies.mentions import AgencyMention
from normalizers.agencies.types import data

_BEFORE = "ของ"
_AT = "ณ "
_NAME = r"[ก-๎ฯ]"
_SHORTEST = 3  # letters that a name has beside its head


@cache
def _pattern() -> re.Pattern[str]:
    """A head after a boundary, then Thai letters; one line end may stand inside the name."""
    heads = "|".join(map(re.escape, sorted(data("types")["other"]["heads"], key=len, reverse=True)))
    apart = rf"(?:(?<={_BEFORE})|(?<![ก-๎])(?<!{_AT}))"
    return re.compile(rf"{apart}(?P<head>{heads})(?P<rest>{_NAME}{{3,60}}(?:\n+{_NAME}{{3,60}})?)")


@cache
def _cut() -> re.Pattern[str]:
    places = "|".join(data("types")["place_words"].values())
    ends = "|".join(map(re.escape, data("types")["other"]["ends"]))
    return re.compile(rf"{ends}|\n+(?:{places})")


def find_other_bodies(text: str, *, oversight: bool = False) -> list[AgencyMention]:
    """Names that begin like those of departments, universities, funds and the like; ``type`` is the head word.

    Only at the start of a word that is set off, or after "ของ": these heads are parts of other words too. The bodies
    that run or oversee the assessment are left out unless ``oversight`` asks for them.
    """
    found = []
    for match in _pattern().finditer(text):
        rest = match["rest"]
        end = _cut().search(rest)
        rest = _own_lines(match["head"], rest[: end.start()] if end else rest)
        name = match["head"] + re.sub(r"\s", "", rest)
        if len(thai.fold(rest)) < _SHORTEST or (is_oversight(name) and not oversight):
            continue
        stop = match.start() + len(match["head"]) + len(rest.rstrip())
        raw = text[match.start() : stop]
        found.append(AgencyMention(match["head"], name, None, None, raw, match.start(), stop, known=False))
    return found


def _own_lines(head: str, rest: str) -> str:
    """What belongs to a name that may go on in the next line: all of it where that is known, or a word says so."""
    first, _, second = rest.partition("\n")
    second = second.strip()
    if not second:
        return rest
    joined = head + first + second
    if known_matches(joined) or is_safe(joined, near_matches(joined)):
        return rest
    rules = data("types")["other"]
    known = bool(known_matches(head + first))
    goes_on = re.search(rules["open_ends"], first) or re.match(rules["goes_on"], second)
    return rest if goes_on and not known else first


def is_oversight(name: str) -> bool:
    """Whether a body runs or oversees the assessment, so that every paper may speak of it."""
    folded = thai.fold(name)
    return any(folded.startswith(thai.fold(known)) for known in data("types")["oversight"]["names"])
