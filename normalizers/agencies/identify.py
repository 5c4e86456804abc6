"""The one body of any kind that a short text names: a cell of a list, a line of a title, what a person types."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from normalizers import thai
from normalizers.agencies.central import (
    ABBREVIATION,
    BEGINNING,
    CentralMatch,
    head_of,
    is_safe,
    known_matches,
    name_key,
    near_matches,
)
from normalizers.agencies.distance import amphoe_table, near_amphoe, province_table
from normalizers.agencies.mentions import AgencyMention, PlaceMention, find_agencies, find_places, one_line, read_place
from normalizers.agencies.misread_words import with_type_word
from normalizers.agencies.model import UNKNOWN_AGENCY, Agency, unknown_agency
from normalizers.agencies.offices import find_office, is_short_form, spelled_out, with_stop
from normalizers.agencies.others import find_other_bodies
from normalizers.agencies.places import Place, names_of
from normalizers.agencies.resolution import (
    MOST_CANDIDATES,
    Candidate,
    Outcome,
    Reason,
    Resolution,
    resolve,
)
from normalizers.agencies.types import data, kind_of
from normalizers.agencies.votes import NAME, score

_NUMBER_BEFORE = re.compile(r"^[\s\d๐-๙.)(:–-]+")
_PROVINCE = "จังหวัด"
_LITTLE = 0.25  # share of the letters of an amphoe without its word that may be misread


def identify(text: str, places: Sequence[PlaceMention] = (), most: int = 0) -> Resolution:
    """Decide which body ``text`` names: an office, a central body, a local one, else one that no list knows.

    ``text`` holds one name, perhaps with its amphoe, province or ministry, with line ends inside; ``places`` is what
    its surroundings say. Exact readings go before misread ones, and no correction crosses from one kind to another.
    A body that nothing knows keeps its printed name and gets an id of its own; where no body is named at all, the
    agency is ``UNKNOWN_AGENCY``.
    """
    text = with_stop(_NUMBER_BEFORE.sub("", thai.clean(text)))
    line = " ".join(text.split())
    spelled = spelled_out(line)
    if office := find_office(line) or find_office(spelled):
        return _office(line, office, places, most)
    for printed in dict.fromkeys((line, spelled)):
        if matches := known_matches(printed):
            return _central(line, printed, matches, most)
    if local := _local(text, line):
        around = [*places, *_named_places(line, local)]
        if len({thai.fold(mention.name) for mention in local}) > 1:
            return _several(text, [resolve([mention], around, most) for mention in local])
        resolution = resolve(local[:1], around, most)
        if local[0].type != _PROVINCE or resolution.outcome is not Outcome.UNKNOWN:  # all provinces are known
            return _completed(line, local[0], around, resolution) or resolution
    matches = near_matches(spelled)
    if matches and is_safe(spelled, matches):
        return _central(line, spelled, matches, most)
    if told := _lines(text, places, most) or _with_type_word(line, places, most):
        return told
    if matches and head_of(name_key(spelled)):
        return _central(line, spelled, matches, most)
    return Resolution(_other(line, spelled), (), 0.0, Outcome.UNKNOWN)


def _lines(text: str, places: Sequence[PlaceMention], most: int) -> Resolution | None:
    """What a text of several lines names that is no one name: the known body of its first lines.

    Where another body follows, which one is meant nobody can say.
    """
    lines = [line for line in text.split("\n") if line.strip()]
    for count in range(len(lines) - 1, 0, -1):
        first = identify("\n".join(lines[:count]), places, most)
        if first.outcome not in (Outcome.EXACT, Outcome.CORRECTED):
            continue
        other = identify("\n".join(lines[count:]), places, most)
        same = other.agency.agency_id == first.agency.agency_id
        above = other.agency.agency_type == data("types")["central"]["above"]
        return first if same or above or other.outcome is Outcome.UNKNOWN else _several(text, [first, other])
    return None


def _with_type_word(line: str, places: Sequence[PlaceMention], most: int) -> Resolution | None:
    """The body whose type word is misread, where the rest is the name of one there is.

    With nothing but a name the rest must be that name to the letter.
    """
    spelled = with_type_word(line)
    local = _local(spelled, spelled) if spelled is not None else []
    if spelled is None or not local or local[0].start > 0:
        return None
    around = [*places, *_named_places(spelled, local)]
    found = resolve([replace(local[0], raw=line, named="")], around, most)
    placed = any(place.amphoe or place.province for place in around) or local[0].amphoe or local[0].province
    settled = found.outcome is Outcome.EXACT or (found.outcome is Outcome.CORRECTED and placed)
    return replace(found, outcome=Outcome.CORRECTED) if settled else None


def _several(text: str, found: Sequence[Resolution]) -> Resolution:
    """Several bodies in one text: none is taken."""
    candidates = tuple(candidate for resolution in found for candidate in resolution.candidates)
    return Resolution(Agency(None, " ".join(text.split())), candidates, 0.0, Outcome.AMBIGUOUS)


def identify_other(mention: AgencyMention, amphoe: str | None, province: str | None) -> Resolution:
    """Decide which body a mention of ``find_other_bodies`` means; ``amphoe`` and ``province`` are what its title says.

    One that nothing knows keeps the name as found, with the head word as its kind.
    """
    resolution = identify(mention.raw, [PlaceMention(amphoe, province, "", 0, 0)] if amphoe or province else [])
    if resolution.outcome is not Outcome.UNKNOWN:
        return resolution
    return replace(resolution, agency=_unknown(mention.name, one_line(mention), mention.type, amphoe, province))


def _unknown(name: str, raw: str, kind: str, amphoe: str | None, province: str | None) -> Agency:
    """A body that nothing but its head word tells."""
    repeated = kind in data("types")["other"]["repeated"]
    return unknown_agency(name, raw, agency_type=kind, amphoe=amphoe, province=province, repeated=repeated)


def _office(line: str, office: AgencyMention, places: Sequence[PlaceMention], most: int) -> Resolution:
    """The office at its place; one whose word is misread counts as corrected."""
    resolution = resolve([replace(office, raw=line, named="")], places, most)
    misread = thai.fold(office.type) not in thai.fold(line) and not is_short_form(line)
    return (
        replace(resolution, outcome=Outcome.CORRECTED)
        if misread and resolution.outcome is Outcome.EXACT
        else resolution
    )


def _local(text: str, line: str) -> list[AgencyMention]:
    """Bodies told by a place; none where the text begins with the head of another kind ("โรงเรียนเทศบาล…")."""
    mentions = find_agencies(text)
    if mentions:
        others = find_other_bodies(line, oversight=True)
        before = thai.fold(text[: mentions[0].start])
        belongs = bool(before and others and others[0].start == 0)
        return [] if belongs else mentions
    place = read_place(line, 0)
    if place.province and not place.amphoe and place.end == len(line):
        return [AgencyMention(_PROVINCE, place.province, None, None, line, 0, len(line))]
    return []


def _completed(
    line: str, mention: AgencyMention, around: Sequence[PlaceMention], found: Resolution
) -> Resolution | None:
    """The one body whose name goes on where a narrow cell cuts it off, None where none or several do.

    Never where the print may as well be a misreading of another name.
    """
    kind, key = kind_of(mention.type), thai.fold(mention.name)
    settled = found.outcome in (Outcome.EXACT, Outcome.CORRECTED)
    ends_a_word = any(thai.fold(word).endswith(key) for word in line.split())
    if kind is None or settled or not ends_a_word:
        return None
    limits, names = data("costs")["central"], names_of(kind.level)
    going_on = [place for name, places in names.items() if name.startswith(key) for place in places]
    fitting = {place.code: place for place in going_on if all(_lies_in(place, said) for said in around)}
    if key in names or len(fitting) != 1:
        return None
    (place,) = fitting.values()
    near = [candidate for candidate in found.candidates if candidate.cost <= score("unit")]
    enough = len(key) >= limits["share_printed"] * len(place.keys[0])
    if not enough or any(candidate.agency.agency_id != f"{kind.code}-{place.code}" for candidate in near):
        return None
    said = PlaceMention(place.amphoe, place.province, "", 0, 0)
    resolution = resolve([replace(mention, name=place.name)], [said])
    why = Reason(BEGINNING, key, 0.0)
    told = tuple(replace(candidate, reasons=(why, *candidate.reasons[1:])) for candidate in resolution.candidates)
    return replace(resolution, outcome=Outcome.CORRECTED, candidates=told)


def _lies_in(place: Place, said: PlaceMention) -> bool:
    in_amphoe = said.amphoe is None or thai.fold(said.amphoe) in place.amphoe_keys
    return in_amphoe and (said.province is None or thai.fold(said.province) in place.province_keys)


def _named_places(line: str, local: Sequence[AgencyMention]) -> list[PlaceMention]:
    """Amphoe and provinces anywhere in the line, also without their word behind the name ("อบต.… มหาสารคาม")."""
    found = list(find_places(line))
    seen = {thai.fold(name) for mention in local for name in (mention.name, mention.amphoe, mention.province) if name}
    for word in line.split()[1:]:
        key = thai.fold(word)
        if key in seen:
            continue
        province, amphoe = key in province_table().known, key in amphoe_table().known
        amphoe = amphoe or (not province and _is_nearly_amphoe(word))
        if province or amphoe:
            found.append(
                PlaceMention(word if amphoe and not province else None, word if province else None, word, 0, 0)
            )
    return found


def _is_nearly_amphoe(word: str) -> bool:
    """Whether a word that stands without "อำเภอ" is a misread amphoe."""
    key = thai.fold(word)
    letters = min(near_amphoe(key).values(), default=float("inf"))
    return "." not in word and letters <= min(1.0, _LITTLE * len(key))


def _central(line: str, printed: str, matches: Sequence[CentralMatch], most: int) -> Resolution:
    candidates = tuple(_candidate(line, printed, match) for match in matches[: most or MOST_CANDIDATES])
    first = matches[0]
    gap = (matches[1].letters - first.letters) * score("unit") if len(matches) > 1 else score("cap")
    if is_safe(printed, matches):
        exact = first.letters == 0 and first.known_by in (NAME, ABBREVIATION)
        outcome = Outcome.EXACT if exact else Outcome.CORRECTED
        return Resolution(candidates[0].agency, candidates, gap, outcome)
    if first.letters == 0 or (len(matches) > 1 and is_safe(printed, matches[:1])):
        return Resolution(Agency(printed, line, head_of(name_key(printed))), candidates, gap, Outcome.AMBIGUOUS)
    return Resolution(_other(line, printed), candidates, gap, Outcome.UNKNOWN)


def _candidate(line: str, printed: str, match: CentralMatch) -> Candidate:
    agency = Agency(match.body.name, line, match.body.type, match.body.code)
    cost = match.letters * score("unit")
    return Candidate(agency, cost, (match.known_by,), (Reason(match.known_by, name_key(printed), cost),))


def _other(line: str, spelled: str) -> Agency:
    """A body that only its head word tells, as printed; nothing where the text begins with no such word."""
    named = [mention for mention in find_other_bodies(spelled, oversight=True) if mention.start == 0]
    head = named[0].type if named else head_of(thai.fold(spelled))
    if head is None or head in data("types")["central"]["too_common"]:
        return UNKNOWN_AGENCY
    place = next(iter(find_places(spelled)), None)
    if place is None:
        return _unknown(spelled, line, head, None, None)
    own = spelled[: place.start].rstrip()
    apart = place.end == len(spelled) and own != spelled[: place.start] and len(thai.fold(own)) > len(head)
    return _unknown(own if apart else spelled, line, head, place.amphoe, place.province)
