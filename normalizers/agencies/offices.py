"""Offices of a province or an amphoe: "office word + จังหวัด/อำเภอ + name", or a short form with the name."""

from __future__ import annotations

import re
from functools import cache

from normalizers import thai
from normalizers.agencies.distance import weighted_distance
from normalizers.agencies.mentions import AgencyMention, read_place
from normalizers.agencies.names import Kind, read_name
from normalizers.agencies.types import AgencyType, Level, agency_types, data, office_types, single_bodies

_KINDS = {Level.AMPHOE: Kind.AMPHOE, Level.PROVINCE: Kind.PROVINCE}


def find_office(text: str) -> AgencyMention | None:
    """The office that ``text``, nothing but its name, is; None where it is none or goes on behind the place.

    A branch ("สาขา…") or a unit of an office is another body, so the text must end with the place.
    """
    for kind, end in (*_by_word(text), *_by_short_form(text)):
        read = read_name(text, end, _KINDS[kind.level])
        if read is None or not read.known:
            continue
        place = read_place(text, read.end)
        if thai.fold(text[place.end :]):
            continue
        province = place.province if kind.level is Level.AMPHOE else None
        return AgencyMention(kind.word, read.name, None, province, text, 0, place.end, named=text[: read.end])
    return None


@cache
def _place_words() -> re.Pattern[str]:
    words = data("types")["place_words"]
    return re.compile(rf"(?P<amphoe>{words['amphoe']})|(?P<province>{words['province']})")


def _by_word(text: str) -> list[tuple[AgencyType, int]]:
    """Kinds whose word, or one nearly like it, stands before a word for a place, and where the place's word ends."""
    found = []
    for match in _place_words().finditer(text):
        level = Level.AMPHOE if match["amphoe"] else Level.PROVINCE
        kind = _nearest(thai.fold(text[: match.start()]), level)
        if kind:
            found.append((kind, match.end()))
    return found


@cache
def _words(level: Level) -> dict[str, AgencyType]:
    return {thai.fold(kind.stem): kind for kind in office_types().values() if kind.level is level}


def _nearest(word: str, level: Level) -> AgencyType | None:
    words = _words(level)
    if word in words:
        return words[word]
    limits = data("costs")["office"]
    ranked = sorted((weighted_distance(word, known), known) for known in words if abs(len(word) - len(known)) <= 4)
    if not ranked or ranked[0][0] > limits["share"] * len(word):
        return None
    alone = len(ranked) == 1 or ranked[1][0] - ranked[0][0] >= limits["gap"]
    return words[ranked[0][1]] if alone else None


@cache
def _short_forms() -> re.Pattern[str]:
    forms = sorted((form for kind in office_types().values() for form in kind.abbreviations), key=len, reverse=True)
    place = data("types")["place_words"]
    spelled = "|".join(map(re.escape, forms))
    return re.compile(rf"(?P<form>{spelled})\s*(?:{place['amphoe']}|{place['province']})?")


def _by_short_form(text: str) -> list[tuple[AgencyType, int]]:
    match = _short_forms().match(text)
    if not match:
        return []
    return [(kind, match.end()) for kind in office_types().values() if match["form"] in kind.abbreviations]


def is_short_form(text: str) -> bool:
    """Whether ``text`` begins with the short form of an office."""
    return bool(_short_forms().match(text))


@cache
def _stopped() -> tuple[str, ...]:
    """Short forms of names and of type words that are written with a full stop."""
    kinds = [*agency_types().values(), *office_types().values()]
    forms = {form for kind in kinds for form in kind.abbreviations}
    forms |= {form for body in single_bodies().values() for form in body.abbreviations}
    forms |= {entry["form"] for entry in data("offices")["short"]}
    return tuple(sorted((form for form in forms if form.endswith(".") and len(form) > 2), key=len, reverse=True))


def with_stop(text: str) -> str:
    """``text`` with the full stop of a short form that it begins with, where only a blank follows ("สภ เมืองแพร่")."""
    for form in _stopped():
        bare = form.removesuffix(".")
        if text == bare or text.startswith(f"{bare} "):
            return form + text.removeprefix(bare).lstrip()
    return text


def spelled_out(text: str) -> str:
    """``text`` with a short form at its start, that stands for the head of a name, written out ("มรภ.เชียงราย")."""
    for entry in data("offices")["short"]:
        rest = text.removeprefix(entry["form"])
        if rest != text and thai.fold(rest):
            return str(entry["long"]) + rest.lstrip()
    return text
