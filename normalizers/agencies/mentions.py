"""Finding the bodies that a text names: type word, name, and the amphoe and province that follow.

Thai puts no blank between words, so where a name ends is a guess: every plausible end is tried, the gazetteer chooses.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from normalizers import thai
from normalizers.agencies.distance import amphoe_table, province_table
from normalizers.agencies.names import Kind, read_name
from normalizers.agencies.types import Level, agency_types, data, single_bodies
from normalizers.agencies.typewords import TypeWord, type_words

_FILLER = r"[\s.…_,;:–-]{0,40}"
_DIGITS = r"[\d๐-๙]"


@dataclass(frozen=True, slots=True)
class AgencyMention:
    """One naming of a body: canonical type word and the names as printed, blanks taken out.

    ``start`` and ``end`` are offsets into the text that was searched, ``raw`` what stands between them; ``named`` is
    the part of ``raw`` before the amphoe and the province. ``known`` tells that the name is, or is near, a name of
    the gazetteer. ``weight`` says how much it counts (1 in running text).
    """

    type: str
    name: str
    amphoe: str | None
    province: str | None
    raw: str
    start: int
    end: int
    known: bool = True
    weight: float = 1.0
    named: str = ""


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """An amphoe or a province, or both, that stands apart from a body's name; exact names only."""

    amphoe: str | None
    province: str | None
    raw: str
    start: int
    end: int
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class PlaceRead:
    """Amphoe and province as printed behind a name, and where they end."""

    amphoe: str | None
    province: str | None
    end: int


@cache
def _following(word: str) -> re.Pattern[str]:
    """Filler, an optional house number and tambon (an address), then the word for an amphoe or a province."""
    words = data("types")["place_words"]
    number = rf"(?:(?:เลขที่|หมู่ที่|หมู่|ม\.) ?{_DIGITS}{{1,4}}(?:/{_DIGITS}{{1,4}})? ?){{0,2}}"
    tambon = rf"(?:{words['tambon']} ?[^\s\d๐-๙]{{2,25}} ?)?"
    return re.compile(rf"{_FILLER}{number}{tambon}(?:{words[word]})[ .…]{{0,3}}")


@cache
def _apart() -> re.Pattern[str]:
    """Word for an amphoe or a province anywhere; never the tail of a longer word (ส่วนจังหวัด, ประจำจังหวัด is fine)."""
    words = data("types")["place_words"]
    return re.compile(rf"(?P<amphoe>(?<![ก-๎.]){words['amphoe']})|(?P<province>(?<!ส่วน)(?<!ภูธร){words['province']})")


def read_place(text: str, position: int) -> PlaceRead:
    """Amphoe and province that follow a name at ``position``; ``end`` is ``position`` when nothing follows."""
    amphoe = province = None
    match = _following("amphoe").match(text, position)
    if match and (read := read_name(text, match.end(), Kind.AMPHOE)):
        amphoe, position = read.name, read.end
    match = _following("province").match(text, position)
    if match and (read := read_name(text, match.end(), Kind.PROVINCE)):
        province, position = read.name, read.end
    return PlaceRead(amphoe, province, position)


def find_agencies(text: str) -> list[AgencyMention]:
    """All bodies that ``text`` names, in order; ``text`` as ``normalizers.thai.clean`` gives it.

    A type word without a name ("องค์การบริหารส่วนตำบล" as a class of bodies, "อบต." as short for "we") is no mention.
    """
    return list(_agencies(text))


def _agencies(text: str) -> Iterator[AgencyMention]:
    covered = 0
    for word in type_words(text):
        if word.start < covered:
            continue
        mention = _single(text, word) if word.type in single_bodies() else _named(text, word)
        if mention:
            covered = mention.end
            yield mention


def _single(text: str, word: TypeWord) -> AgencyMention:
    body = single_bodies()[word.type]
    raw = text[word.start : word.end]
    return AgencyMention(word.type, word.type, body.amphoe, body.province, raw, word.start, word.end)


_KINDS = {Level.TAMBON: Kind.TAMBON, Level.TOWN: Kind.TOWN, Level.PROVINCE: Kind.PROVINCE}


def _named(text: str, word: TypeWord) -> AgencyMention | None:
    level = agency_types()[word.type].level
    read = read_name(text, word.end, _KINDS[level])
    if read is None:
        return None
    place = read_place(text, read.end)
    if level is Level.PROVINCE:
        place = PlaceRead(None, None, read.end)
    raw, named = text[word.start : place.end].strip(), text[word.start : read.end].strip()
    fields = (word.type, read.name, place.amphoe, place.province)
    return AgencyMention(*fields, raw, word.start, place.end, known=read.known, named=named)


def find_places(text: str) -> list[PlaceMention]:
    """Amphoe and provinces printed anywhere in ``text`` ("ตำบล… อำเภอ… จังหวัด…" of an address), real names only."""
    found: list[PlaceMention] = []
    covered = 0
    for match in _apart().finditer(text):
        if match.start() < covered:
            continue
        place = read_place(text, match.start())
        if place.end > match.start():
            covered = place.end
            raw = text[match.start() : place.end]
            found.append(PlaceMention(place.amphoe, place.province, raw, match.start(), place.end))
    return [place for place in found if _is_real(place)]


def _is_real(place: PlaceMention) -> bool:
    amphoe_fits = place.amphoe is None or thai.fold(place.amphoe) in amphoe_table().known
    province_fits = place.province is None or thai.fold(place.province) in province_table().known
    return amphoe_fits and province_fits


def telling_mention(mentions: Sequence[AgencyMention]) -> AgencyMention:
    """The mention to show: of the weightiest ones the first with most fields."""
    return max(mentions, key=lambda mention: (mention.weight, bool(mention.amphoe) + bool(mention.province)))


def one_line(mention: AgencyMention) -> str:
    """What was printed, with line ends and runs of blanks as one blank."""
    return " ".join(mention.raw.split())


def printed_name(mention: AgencyMention) -> str:
    """The name as printed, without the amphoe and the province that follow it, in one line."""
    return " ".join((mention.named or mention.raw).split())
