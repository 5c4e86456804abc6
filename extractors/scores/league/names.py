"""Whose row it is: the name as printed, with the places and the kind of body that its surroundings tell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from extractors.document import Position
from extractors.findings import Finding, finding
from extractors.scores.league.bodies import BodyRow
from extractors.scores.league.layout import Layout
from extractors.scores.league.sheet import text_of
from extractors.scores.league.vocabulary import Kind
from normalizers.agencies import (
    Agency,
    Outcome,
    PlaceMention,
    Resolution,
    find_agencies,
    find_places,
    identify,
    unknown_agency,
)
from normalizers.agencies.typewords import type_words

_OWN_WORD = {Kind.PROVINCE: "จังหวัด", Kind.MINISTRY: "กระทรวง"}
_MAJORITY = 0.8  # share of the bodies told by a place that one province must explain to be the table's own
_FEWEST = 4
_CANDIDATES = 80
_NEAR = 0.01  # cost up to which a candidate counts as the printed name


@dataclass(frozen=True, slots=True)
class Named:
    """A row with its agency."""

    row: BodyRow
    agency: Agency
    outcome: Outcome
    findings: tuple[Finding, ...] = ()


def named_rows(
    layout: Layout, rows: Sequence[BodyRow], around: Sequence[str], earlier: Sequence[str], own: Agency
) -> list[Named]:
    """The rows of bodies with their agencies.

    ``around`` are the texts above the table, ``earlier`` those above other tables, the nearest last.

    No two names of one year are the same body: where a correction leads to a body that another row names, it is not
    made, and the row keeps its printed name with an id of its own.
    """
    outer = _place_of(earlier, PlaceMention(None, own.province, "", 0, 0))
    place = _place_of(around, replace(outer, amphoe=None))
    hints = [layout.unit.head, *reversed(around)]
    found = [_resolved(layout, row, place, hints) for row in rows]
    if place.province is None and (province := _common_province(found)):
        place = replace(place, province=province)
        found = [_resolved(layout, row, place, hints) for row in rows]
    named = _once_each(rows, found)
    return [
        Named(row, agency, resolution.outcome, tuple(_findings(layout, row, agency, resolution)))
        for row, agency, resolution in zip(rows, named, found, strict=True)
    ]


def _place_of(texts: Sequence[str], outer: PlaceMention) -> PlaceMention:
    """The one amphoe and province that the nearest texts name, else those outside."""
    for text in reversed(texts):
        places, bodies = find_places(text), find_agencies(text)
        provinces = {place.province for place in places} | {body.province for body in bodies}
        amphoes = {place.amphoe for place in places} | {body.amphoe for body in bodies}
        provinces, amphoes = provinces - {None}, amphoes - {None}
        if len(provinces) == 1 or len(amphoes) == 1:
            province = provinces.pop() if len(provinces) == 1 else outer.province
            return PlaceMention(amphoes.pop() if len(amphoes) == 1 else None, province, text, 0, 0)
    return outer


def _resolved(layout: Layout, row: BodyRow, table_place: PlaceMention, hints: Sequence[str]) -> Resolution:
    """Who the name of one row is, in its own places or those of its section."""
    section = _place_of([row.section], table_place) if row.section else table_place
    amphoe, province = _beside(layout, row, Kind.AMPHOE), _beside(layout, row, Kind.PROVINCE)
    place = PlaceMention(amphoe or section.amphoe, province or section.province, "", 0, 0)
    places = [place] if place.amphoe or place.province else []
    name = row.name
    word = _OWN_WORD.get(layout.unit.kind)
    if word and not name.startswith((word, "กรุงเทพ")):
        return _printed_as(identify(word + name, places, _CANDIDATES), name)
    found = identify(name, places, _CANDIDATES)
    if found.agency.agency is None:
        for hint in (_beside(layout, row, Kind.TYPE), row.section, *hints):
            if (kind := _type_word(hint)) and (told := identify(kind + name, places, _CANDIDATES)).agency.agency:
                return _printed_as(told, name)
    return found


def _printed_as(found: Resolution, name: str) -> Resolution:
    return replace(found, agency=replace(found.agency, agency_raw=name))


def _type_word(text: str | None) -> str | None:
    """The one kind of body that a text speaks of without naming any."""
    if not text or find_agencies(text):
        return None
    kinds = {word.type for word in type_words(text)}
    return kinds.pop() if len(kinds) == 1 else None


def _beside(layout: Layout, row: BodyRow, kind: Kind) -> str | None:
    """The text of a row's column of a kind, without the word for the place."""
    column = layout.first(kind)
    if column is None:
        return None
    text = text_of(layout.sheet.cell(row.row, column.index))
    for word in ("อำเภอ", "จังหวัด", "อ.", "จ."):
        text = text.removeprefix(word).strip()
    return text or None


def _common_province(found: Iterable[Resolution]) -> str | None:
    """The province that explains nearly all names, where nothing else says which one it is."""
    local = [provinces for resolution in found if (provinces := _provinces(resolution))]
    votes = Counter(province for provinces in local for province in sorted(provinces))
    best = votes.most_common(1)
    if len(local) < _FEWEST or not best or best[0][1] < _MAJORITY * len(local):
        return None
    return best[0][0] if len(votes) == 1 or votes.most_common(2)[1][1] < best[0][1] else None


def _provinces(resolution: Resolution) -> set[str]:
    """The provinces in which a body of exactly this name, or the one that was chosen, lies."""
    if resolution.agency.agency_id and resolution.agency.province:
        return {resolution.agency.province}
    near = [candidate.agency for candidate in resolution.candidates if candidate.cost <= _NEAR]
    return {agency.province for agency in near if agency.province}


def _once_each(rows: Sequence[BodyRow], found: Sequence[Resolution]) -> list[Agency]:
    """Agencies of the rows, no body twice in a year unless it is printed twice in the same words."""
    claims: dict[tuple[str, int | None], list[int]] = {}
    for index, (row, resolution) in enumerate(zip(rows, found, strict=True)):
        claims.setdefault((resolution.agency.agency_id or "", row.year), []).append(index)
    agencies = []
    for index, (row, resolution) in enumerate(zip(rows, found, strict=True)):
        agency = resolution.agency
        rivals = claims[agency.agency_id or "", row.year] if agency.agency_id else []
        exact = [other for other in rivals if found[other].outcome is Outcome.EXACT]
        mine = agency.agency_id is not None and (len(rivals) == 1 or exact == [index])
        agencies.append(agency if mine else _own_id(agency, row, unique=len(rivals) > 1))
    return agencies


def _own_id(agency: Agency, row: BodyRow, *, unique: bool) -> Agency:
    """A body that was not settled: its printed name and an id made of it (of its row too, where the name repeats)."""
    name = agency.agency or row.name
    key = " ".join(filter(None, (row.name, agency.amphoe, agency.province, str(row.row) if unique else None)))
    made = unknown_agency(key, row.name)
    return replace(agency, agency=name if not unique else row.name, agency_raw=row.name, agency_id=made.agency_id)


def _findings(layout: Layout, row: BodyRow, agency: Agency, resolution: Resolution) -> Iterator[Finding]:
    """What a person should know about how a name was resolved."""
    cell = layout.sheet.cell(row.row, layout.unit.index)
    place = cell.position if cell is not None else Position(1)
    name = agency.agency or row.name
    if resolution.outcome is Outcome.AMBIGUOUS:
        fitting = "; ".join(_with_place(candidate.agency) for candidate in resolution.candidates[:5])
        yield finding("agency_ambiguous", row.name, found=fitting, agency=agency, page=place.page, line=place.line)
    elif agency.agency_id != resolution.agency.agency_id or resolution.outcome is Outcome.UNKNOWN:
        yield finding("agency_unknown", name, found=row.name, agency=agency, page=place.page, line=place.line)
    elif resolution.outcome is Outcome.CORRECTED:
        right = _with_place(agency)
        at = {"page": place.page, "line": place.line}
        yield finding("agency_corrected", row.name, expected=right, found=row.name, agency=agency, **at)


def _with_place(agency: Agency) -> str:
    amphoe = f"อำเภอ{agency.amphoe}" if agency.amphoe else None
    province = f"จังหวัด{agency.province}" if agency.province and agency.tambon else None
    return " ".join(part for part in (agency.agency, amphoe, province) if part)
