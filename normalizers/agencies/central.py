"""Central bodies by name: ministries, departments, universities, state enterprises and the like (``central.csv``).

A name is known by its official form, a former one, an abbreviation, its beginning (a narrow cell), or misread letters.
"""

from __future__ import annotations

import csv
import re
from bisect import bisect_left
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from math import inf
from pathlib import Path
from types import MappingProxyType
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import Levenshtein

from normalizers import thai
from normalizers.agencies.distance import weighted_distance
from normalizers.agencies.types import data

NAME, FORMER, ABBREVIATION, BEGINNING = "name", "former_name", "abbreviation", "beginning"
_CUT_MARKS = "ฯ…"


@dataclass(frozen=True, slots=True)
class CentralBody:
    """A body of the State that no place tells; ``name`` is the official one of today, ``parent`` its ministry."""

    code: str
    name: str
    type: str
    abbreviations: tuple[str, ...]
    former: tuple[str, ...]
    parent: str | None


@dataclass(frozen=True, slots=True)
class CentralMatch:
    """A body that a printed name may mean: how it was known and how many letters are off."""

    body: CentralBody
    known_by: str
    letters: float


@cache
def central_bodies() -> tuple[CentralBody, ...]:
    """All rows of ``central.csv``."""
    text = Path(__file__).with_name("central.csv").read_text("utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return tuple(
        CentralBody(
            code=row["id"],
            name=row["name"],
            type=row["type"],
            abbreviations=_parts(row["abbreviations"]),
            former=_parts(row["former"]),
            parent=row["parent"] or None,
        )
        for row in rows
    )


def _parts(cell: str) -> tuple[str, ...]:
    return tuple(part for part in cell.split("|") if part)


def known_matches(printed: str) -> tuple[CentralMatch, ...]:
    """Bodies that ``printed`` (nothing but a name, maybe with the ministry behind it) names without a wrong letter.

    By their official or a former name, else by an abbreviation, else by the beginning of the name. Several mean that
    the print is shared ("กพร.").
    """
    key = name_key(printed)
    if not key:
        return ()
    own = _without_parent(key)
    found = _names().get(key) or _names().get(own) or _by_abbreviation(printed)
    return found or _by_beginning(own, marked=_is_cut(printed))


def near_matches(printed: str) -> tuple[CentralMatch, ...]:
    """Bodies whose names are near ``printed``, each once, the nearest first; none with another head word."""
    return _misread(_without_parent(name_key(printed)))


@lru_cache(maxsize=4096)
def name_key(name: str) -> str:
    """Key for comparing names of bodies: folded, "องค์กร" as "องค์การ", without the words that tell the legal form."""
    key = thai.fold(name)
    for wrong, right in _rules()["same"].items():
        key = key.replace(wrong, right)
    stripped = re.sub(_rules()["legal_form"], "", key)
    return stripped or key


@cache
def _rules() -> Mapping[str, Any]:
    return MappingProxyType(data("types")["central"])


@cache
def _names() -> Mapping[str, tuple[CentralMatch, ...]]:
    """Every key of an official or former name."""
    found: dict[str, list[CentralMatch]] = {}
    for body in central_bodies():
        found.setdefault(name_key(body.name), []).append(CentralMatch(body, NAME, 0.0))
        for former in body.former:
            found.setdefault(name_key(former), []).append(CentralMatch(body, FORMER, 0.0))
    return MappingProxyType({key: tuple(matches) for key, matches in found.items()})


@cache
def _parents() -> tuple[str, ...]:
    return tuple(sorted({name_key(body.parent) for body in central_bodies() if body.parent}, key=len, reverse=True))


def _without_parent(key: str) -> str:
    """The name without the ministry printed behind it; a ministry's own permanent secretary keeps it."""
    for parent in _parents():
        if key.endswith(parent) and len(key) > len(parent):
            own = key.removesuffix(parent)
            return key if own.endswith(str(_rules()["joins"])) else own
    return key


@cache
def _abbreviations() -> tuple[Mapping[str, tuple[CentralBody, ...]], Mapping[str, tuple[CentralBody, ...]]]:
    """Abbreviations with their inner full stops, and without them."""
    dotted: dict[str, list[CentralBody]] = {}
    bare: dict[str, list[CentralBody]] = {}
    for body in central_bodies():
        for form in _forms(body):
            dotted.setdefault(_dotted(form), []).append(body)
            bare.setdefault(thai.fold(form), []).append(body)
    unique = [{key: tuple(dict.fromkeys(bodies)) for key, bodies in table.items()} for table in (dotted, bare)]
    return MappingProxyType(unique[0]), MappingProxyType(unique[1])


def _forms(body: CentralBody) -> Iterable[str]:
    """Abbreviations alone and behind the head of the name ("กระทรวง อว.")."""
    head = head_of(thai.fold(body.name))
    for short in body.abbreviations:
        yield short
        if head and not short.startswith(head):
            yield head + short


def _dotted(form: str) -> str:
    return re.sub(r"\s", "", thai.clean(form)).rstrip(".")


def _by_abbreviation(printed: str) -> tuple[CentralMatch, ...]:
    dotted, bare = _abbreviations()
    key = thai.fold(printed)
    shortest = int(_limits()["shortest_abbreviation"])
    if len(key) < shortest and "." not in printed:
        return ()
    bodies = dotted.get(_dotted(printed)) or bare.get(key, ())
    return tuple(CentralMatch(body, ABBREVIATION, 0.0) for body in bodies)


def _is_cut(printed: str) -> bool:
    stripped = printed.rstrip()
    return stripped.endswith((*_CUT_MARKS, ".."))


def _by_beginning(key: str, *, marked: bool) -> tuple[CentralMatch, ...]:
    """Bodies whose name goes on where ``key`` ends; one only, and enough of its name printed, or none is meant.

    ``marked``: the print says itself that it is cut ("ฯ", "…").
    """
    limits = _limits()
    key = key.rstrip(_CUT_MARKS)
    if len(key) < limits["shortest_beginning"]:
        return ()
    going_on = _going_on(key)
    bodies = {match.body for name in going_on for match in _names()[name]}
    share = limits["marked_share" if marked else "share_printed"]
    if len(bodies) != 1 or len(key) < share * min(map(len, going_on)):
        return ()
    return (CentralMatch(bodies.pop(), BEGINNING, 0.0),)


def _going_on(key: str) -> Sequence[str]:
    """All names that begin with ``key``: neighbours in their order."""
    names = _ordered()
    start = end = bisect_left(names, key)
    while end < len(names) and names[end].startswith(key):
        end += 1
    return names[start:end]


@cache
def _ordered() -> tuple[str, ...]:
    return tuple(sorted(_names()))


@lru_cache(maxsize=4096)
def _misread(key: str) -> tuple[CentralMatch, ...]:
    limits = _limits()
    reach = max(1, round(limits["reach"] * len(key)))
    near = process.extract(key, list(_names()), scorer=Levenshtein.distance, score_cutoff=reach, limit=None)
    head = head_of(key)
    best: dict[CentralBody, CentralMatch] = {}
    for name, _, _ in near:
        if head and not (head_of(name) or head).startswith(head):
            continue  # of another kind; the end of a long head ("มหาวิทยาลัยราชภัฏ") may be misread
        letters = weighted_distance(key, name)
        for match in _names()[name]:
            if match.body not in best or letters < best[match.body].letters:
                best[match.body] = CentralMatch(match.body, match.known_by, letters)
    return tuple(sorted(best.values(), key=lambda match: (match.letters, match.body.code)))


def is_safe(printed: str, matches: Sequence[CentralMatch]) -> bool:
    """Whether the first match may be published: the only exact one, or near enough and well ahead of the next."""
    if not matches:
        return False
    first, limits = matches[0], _limits()
    if not first.letters:
        return len(matches) == 1 or matches[1].letters > 0
    gap = matches[1].letters - first.letters if len(matches) > 1 else limits["gap"]
    if first.letters > limits["most"] or gap < limits["gap"]:
        return False
    return _is_little(name_key(printed), name_key(first.body.name))


@lru_cache(maxsize=4096)
def _is_little(key: str, name: str) -> bool:
    """Whether little enough is wrong in the head word and in what stands behind it, each by itself."""
    limits = _limits()
    head = head_of(name) or ""
    of_head, own, cut = _parts_off(key, head, name[len(head) :])
    return own <= limits["share"] * (len(key) - cut) and of_head <= limits["share_head"] * len(head)


def _parts_off(key: str, head: str, rest: str) -> tuple[float, float, int]:
    """Letters wrong in the head and in the rest, and where the head ends: there where the sum is least.

    A head without a wrong letter ends where it ends; else the ends are tried from the most like head on.
    """
    if key.startswith(head):
        return 0.0, weighted_distance(key[len(head) :], rest), len(head)
    cuts = range(max(0, len(head) - 2), len(head) + 3)
    best = inf, 0.0, 0
    for of_head, cut in sorted((weighted_distance(key[:cut], head), cut) for cut in cuts):
        if of_head >= best[0] + best[1]:
            break
        own = weighted_distance(key[cut:], rest)
        if of_head + own < best[0] + best[1]:
            best = of_head, own, cut
    return best


@cache
def _limits() -> Mapping[str, float]:
    limits: dict[str, float] = data("costs")["central"]
    return MappingProxyType(limits)


@lru_cache(maxsize=8192)
def head_of(key: str) -> str | None:
    """The word that a name begins with and that tells its kind, the longest of ``types.toml`` that fits."""
    fitting = [head for head in _heads() if key.startswith(head)]
    return max(fitting, key=len, default=None)


@cache
def _heads() -> tuple[str, ...]:
    return tuple(data("types")["central"]["heads"])
