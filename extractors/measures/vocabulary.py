"""What the columns of measure tables are called: ``vocabulary.toml`` in memory, and the matching of one header."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from enum import StrEnum
from functools import cache, lru_cache
from importlib import resources
from typing import Any

from normalizers.numerals import to_arabic
from normalizers.status import parse_status
from normalizers.thai import fold
from normalizers.years import parse_month


class Field(StrEnum):
    """The meaning of a column. From ``EXPECTED`` on: known, but the tables publish nothing of them."""

    NUMBER = "number"
    INDICATOR = "indicator"
    TOOL = "tool"
    ANALYSIS = "analysis"
    MEASURE = "measure"
    ACTIVITY = "activity"
    APPROACH = "approach"
    STEPS = "steps"
    RESPONSIBLE = "responsible"
    PERIOD = "period"
    MONITORING = "monitoring"
    PROGRESS = "progress"
    STATUS = "status"
    SUMMARY = "summary"
    OUTCOME = "outcome"
    EXPECTED = "expected"
    TARGET = "target"
    REMARK = "remark"
    SCORE = "score"
    BUDGET = "budget"
    RISK = "risk"
    AGENDA = "agenda"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class TitleRule:
    """One line of the choice of the title column."""

    field: Field
    when: frozenset[Field]
    unless: frozenset[Field]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The data file, its wordings already folded."""

    headers: tuple[tuple[str, Field], ...]
    stems: tuple[tuple[str, Field], ...]
    tails: tuple[re.Pattern[str], ...]
    weights: dict[Field, int]
    titles: tuple[TitleRule, ...]
    matching: dict[str, Any]
    recognition: dict[str, Any]
    steps: tuple[Field, ...]
    unpublished: frozenset[Field]
    labels: frozenset[Field]
    issues: tuple[str, ...]
    rows: dict[str, Any]
    subject: dict[str, Any]
    checklist: dict[str, Any]
    captions: dict[str, Any]
    contents: dict[str, Any]
    costs: re.Pattern[str]
    told: re.Pattern[str]
    not_told: re.Pattern[str]
    of_all: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class HeaderMatch:
    """Which field a header names and how closely it fits a known wording (0..1)."""

    field: Field
    similarity: float


def _fields(names: list[str]) -> frozenset[Field]:
    return frozenset(Field(name) for name in names)


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary; read once."""
    data = tomllib.loads(resources.files(__package__).joinpath("vocabulary.toml").read_text(encoding="utf-8"))
    fields = {Field(name): entry for name, entry in data["fields"].items()}
    return Vocabulary(
        headers=tuple((fold(text), name) for name, entry in fields.items() for text in entry["headers"]),
        stems=tuple((fold(text), name) for name, entry in fields.items() for text in entry.get("stems", ())),
        tails=tuple(re.compile(_without_sure_marks(pattern)) for pattern in data["tails"]["patterns"]),
        weights={name: entry["weight"] for name, entry in fields.items()},
        titles=tuple(
            TitleRule(Field(rule["field"]), _fields(rule.get("when", [])), _fields(rule.get("unless", [])))
            for rule in data["title"]
        ),
        matching=data["matching"],
        recognition=data["recognition"],
        steps=tuple(Field(name) for name in data["steps"]["fields"]),
        labels=_fields(data["recognition"]["labels"]),
        unpublished=_fields(data["recognition"]["unpublished"]),
        issues=tuple(fold(text) for text in data["recognition"]["issues"]),
        rows=data["rows"],
        subject=data["subject"],
        checklist=data["checklist"],
        captions=data["captions"],
        contents=data["contents"],
        costs=re.compile(data["recognition"]["costs"]),
        told=re.compile(data["captions"]["told"], re.IGNORECASE),
        not_told=re.compile(data["captions"]["not_told"]),
        of_all=re.compile(data["captions"]["of_all"]),
    )


def _without_sure_marks(pattern: str) -> str:
    """A pattern that also fits where a scan lost or changed the marks above the letters ("เพือ", "ปิ")."""
    return re.sub("[ัิีึืํ็]", "[ัิีึืํ็]?", re.sub("([่-๋์])", r"\1?", pattern))


_PARTS = (re.compile("/"), re.compile(r"[/\n]"))  # a header's wordings, whose lines may be wrapped or not
_YEAR_BEHIND = re.compile(r"(?<=[ก-๎. ])(?:25)?[0-9]{2}\s*$")
_BRACKETS = re.compile(r"[(\[](?P<inside>[^()\[\]]*)[)\]]?")


def header_key(text: str) -> str:
    """The header without brackets, blanks, punctuation and the year it may name."""
    key = fold(_BRACKETS.sub("", text)) or fold(text)
    for tail in vocabulary().tails:
        key = tail.sub("", key) or key
    return key


def _whole(key: str) -> HeaderMatch | None:
    from rapidfuzz.distance import Levenshtein

    words = vocabulary()
    best: dict[Field, float] = {}
    for wording, name in words.headers:
        if wording == key:
            return HeaderMatch(name, 1.0)
        if min(len(wording), len(key)) >= words.matching["exact_below"]:
            best[name] = max(best.get(name, 0.0), Levenshtein.normalized_similarity(wording, key))
    ranked = sorted(best.items(), key=lambda pair: pair[1], reverse=True)
    if not ranked or ranked[0][1] < words.matching["header_similarity"]:
        return None
    lead = ranked[0][1] - (ranked[1][1] if len(ranked) > 1 else 0.0)
    return HeaderMatch(*ranked[0]) if lead >= words.matching["header_margin"] else None


def _stem(key: str) -> HeaderMatch | None:
    from rapidfuzz.distance import Levenshtein

    words = vocabulary()
    best: tuple[int, float, Field] | None = None
    for stem, name in words.stems:
        if len(stem) < words.matching["stem_share"] * len(key) or len(stem) > len(key):
            continue
        similarity = Levenshtein.normalized_similarity(stem, key[: len(stem)])
        accepted = 1.0 if len(stem) < words.matching["exact_below"] else words.matching["stem_similarity"]
        if similarity >= accepted and (best is None or (len(stem), similarity) > best[:2]):
            best = (len(stem), similarity, name)
    return HeaderMatch(best[2], best[1]) if best else None


def _parts(text: str) -> list[str]:
    split = (pattern.split(text) for pattern in _PARTS)
    parts = [header_key(part) for pieces in split if len(pieces) > 1 for part in pieces]
    return list(dict.fromkeys(part for part in parts if part))


def _one_part(text: str) -> HeaderMatch | None:
    """The first known of the wordings that a header joins by a slash; "…/มาตรการ" names the measure in any place."""
    known = [match for part in _parts(text) if (match := _exactly(part))]
    return next((match for match in known if match.field is Field.MEASURE), next(iter(known), None))


@cache
def _by_wording() -> dict[str, Field]:
    return dict(reversed(vocabulary().headers))


def _exactly(key: str) -> HeaderMatch | None:
    name = _by_wording().get(key)
    return HeaderMatch(name, 1.0) if name is not None else None


def _special(text: str) -> HeaderMatch | None:
    """A column headed by one status or one month, marked in the rows that have it."""
    if names_one_status(text):
        return HeaderMatch(Field.STATUS, 1.0)
    month = _YEAR_BEHIND.sub("", to_arabic(text)).strip()
    return HeaderMatch(Field.PERIOD, 1.0) if parse_month(month) is not None else None


def names_one_status(text: str) -> bool:
    """Whether a header is nothing but one status."""
    return parse_status(text) is not None


def match_header(text: str) -> HeaderMatch | None:
    """The field that a header cell names, None when it names none or is too long to be a header.

    Whole wordings go before beginnings: "ตัวชี้วัดความสำเร็จ" is no indicator column.
    """
    return _match(text) if len(text) <= 3 * vocabulary().matching["header_length"] else None


@lru_cache(maxsize=4096)
def exact_header(text: str) -> HeaderMatch | None:
    """The field whose name a text is to the letter, blanks and punctuation aside."""
    return _exactly(header_key(text))


@lru_cache(maxsize=4096)
def _match(text: str) -> HeaderMatch | None:
    key = header_key(text)
    if not key or len(key) > vocabulary().matching["header_length"]:
        return None
    whole = _whole(key)
    if whole is not None:
        return whole
    part = _one_part(text)
    if part is not None and part.field is Field.MEASURE:
        return part
    return _stem(key) or part or _of_beginnings(text) or _special(text)


def _of_beginnings(text: str) -> HeaderMatch | None:
    """What the parts of a header of two languages begin with ("Action / วิธีดำเนินการตามแผน", "Timeline (ช่วงเวลา)")."""
    inside = [header_key(match["inside"]) for match in _BRACKETS.finditer(text)]
    wordings = [*(header_key(part) for part in _PARTS[0].split(text)[1:]), *inside]
    found = (_exactly(wording) or _stem(wording) for wording in wordings if wording)
    return next((match for match in found if match is not None), None)
