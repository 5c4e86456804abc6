"""Who wrote the paper: every naming of a body, weighed by where it stands, resolved to one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import partial

from extractors.document import Position
from extractors.findings import Finding, finding
from extractors.identity.lines import Role, Stream, pattern, rules
from normalizers.agencies import (
    UNKNOWN_AGENCY,
    Agency,
    AgencyMention,
    Outcome,
    Resolution,
    find_agencies,
    find_other_bodies,
    find_places,
    identify_other,
    one_line,
    resolve,
    telling_mention,
)
from normalizers.thai import fold

_PLACE_WORDS = {"amphoe": "อำเภอ", "province": "จังหวัด"}


@dataclass(frozen=True, slots=True)
class Who:
    """The paper's agency and what a person should know about how it was found."""

    agency: Agency
    findings: tuple[Finding, ...]


@dataclass(frozen=True, slots=True)
class _Naming:
    """A mention, the place it stands at, and whether the words before make it the owner of the paper's matter."""

    mention: AgencyMention
    role: Role
    position: Position
    owner: bool


def who_wrote(streams: Sequence[Stream]) -> Who:
    """Decide whose paper it is; bodies that a table lists are none of them its author."""
    local = [naming for stream in streams for naming in _namings(stream, find_agencies(stream.text))]
    others = [naming for stream in streams for naming in _namings(stream, find_other_bodies(stream.text))]
    if own := _other_author(local, others) or (None if local else _overseer(streams)):
        amphoe, province = _title_place(streams)
        resolution = identify_other(own.mention, amphoe, province)
        strangers = [naming for naming in (*local, *others) if naming.mention.name != own.mention.name]
        findings = tuple(_outcome_findings(resolution, [own]))
        return Who(resolution.agency, (*findings, *_foreign_text(strangers, resolution.agency)))
    local = local or list(_province_lines(streams))
    mentions = [naming.mention for naming in local]
    if not mentions:
        return Who(UNKNOWN_AGENCY, (finding("agency_missing", ""), *_foreign_text(others, UNKNOWN_AGENCY)))
    places = [place for stream in streams for place in find_places(stream.text)]
    resolution = resolve(mentions, places)
    foreign = frozenset(resolution.foreign)
    strangers = [naming for naming in local if naming.mention in foreign]
    counted = [naming for naming in local if naming.mention not in foreign]
    findings = tuple(_outcome_findings(resolution, counted))
    return Who(resolution.agency, (*findings, *_foreign_text([*strangers, *others], resolution.agency)))


def _namings(stream: Stream, mentions: Sequence[AgencyMention]) -> Iterator[_Naming]:
    rule = rules()["who"]
    for mention in mentions:
        piece = stream.piece_at(mention.start)
        if piece.role is Role.LISTED:
            continue
        before = stream.text[max(piece.start, mention.start - rule["look_back"]) : mention.start]
        owner = bool(pattern(rule["own_matter"]).search(before))
        weighed = replace(mention, weight=_weight(piece.role, before))
        yield _Naming(weighed, piece.role, piece.position, owner)


def _weight(role: Role, before: str) -> float:
    rule, weights = rules()["who"], rules()["weight"]
    if pattern(rule["label"]).search(before):
        return float(weights["named"])
    own = float(weights["cell" if role is Role.HEADER else role.value])
    return max(own, float(weights["owner"])) if pattern(rule["owner"]).search(before) else own


def _other_author(local: Sequence[_Naming], others: Sequence[_Naming]) -> _Naming | None:
    """The body of another kind that the title names, where the title names no local one; else of a heading or "ของ"."""
    if any(naming.role is Role.TITLE or naming.mention.weight >= rules()["weight"]["named"] for naming in local):
        return None
    for naming in others:
        if naming.role is Role.TITLE:
            return naming
    if local:
        return None
    named = [naming for naming in others if naming.role is Role.HEADING or naming.owner]
    return max(named, key=lambda naming: naming.mention.weight, default=None)


def _titles(streams: Sequence[Stream]) -> Iterator[tuple[str, Position]]:
    """The texts of the title."""
    for stream in streams:
        for piece in stream.pieces:
            if piece.role is Role.TITLE:
                yield stream.text[piece.start : stream.end_of(piece)], piece.position


def _overseer(streams: Sequence[Stream]) -> _Naming | None:
    """A body that runs the assessment is the author only where its name alone fills a line of the title."""
    rule = rules()["who"]
    for text, position in _titles(streams):
        for mention in find_other_bodies(text, oversight=True):
            before, after = text[: mention.start], text[mention.end :]
            if pattern(rule["line_before"]).search(before) and pattern(rule["line_after"]).search(after):
                return _Naming(mention, Role.TITLE, position, owner=True)
    return None


def _province_lines(streams: Sequence[Stream]) -> Iterator[_Naming]:
    """Provinces that sign a paper without another word than their name."""
    text = "\n".join(text for text, _ in _titles(streams))
    for match in pattern(rules()["who"]["province_line"]).finditer(text):
        if any(place.province == match["place"] for place in find_places(match["name"])):
            position = next(position for part, position in _titles(streams) if match["name"] in part)
            name, start, end = match["name"], match.start("name"), match.end("name")
            yield _Naming(
                AgencyMention("จังหวัด", match["place"], None, None, name, start, end), Role.TITLE, position, owner=True
            )


def _title_place(streams: Sequence[Stream]) -> tuple[str | None, str | None]:
    """Amphoe and province of the title, where it names one only."""
    places = [place for text, _ in _titles(streams) for place in find_places(text)]
    amphoe = {place.amphoe for place in places} - {None}
    province = {place.province for place in places} - {None}
    return (amphoe.pop() if len(amphoe) == 1 else None, province.pop() if len(province) == 1 else None)


def _outcome_findings(resolution: Resolution, own: Sequence[_Naming]) -> Iterator[Finding]:
    agency = resolution.agency
    mention = telling_mention([naming.mention for naming in own])
    shown = next(naming for naming in own if naming.mention is mention)
    printed = one_line(mention)
    raised = partial(finding, agency=agency, page=shown.position.page, line=shown.position.line)
    name = agency.agency or printed
    if resolution.outcome is Outcome.UNKNOWN:
        yield raised("agency_unknown", name, found=printed)
    elif resolution.outcome is Outcome.AMBIGUOUS:
        fitting = "; ".join(_full_name(candidate.agency) for candidate in resolution.candidates)
        yield raised("agency_ambiguous", name, found=fitting)
    elif resolution.outcome is Outcome.CORRECTED or fold(mention.name) not in fold(name):
        yield raised("agency_corrected", printed, expected=_full_name(agency), found=printed)
    for field in resolution.inferred_fields:
        yield raised("place_inferred", _PLACE_WORDS[field], expected=getattr(agency, field))


def _full_name(agency: Agency) -> str:
    """Official name with amphoe and province."""
    amphoe = f"อำเภอ{agency.amphoe}" if agency.amphoe else None
    province = f"จังหวัด{agency.province}" if agency.province and agency.tambon else None
    return " ".join(part for part in (agency.agency, amphoe, province) if part)


def _foreign_text(namings: Sequence[_Naming], own: Agency) -> Iterator[Finding]:
    """One finding for every other body that stands where the author's name should stand."""
    seen: set[str] = set()
    for naming in namings:
        name = one_line(naming.mention)
        if naming.owner and fold(name) not in seen and fold(name) != fold(own.agency or ""):
            seen.add(fold(name))
            position = naming.position
            yield finding("foreign_agency_text", name, found=name, agency=own, page=position.page, line=position.line)
