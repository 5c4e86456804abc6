"""Which body a paper is about: all its mentions together against every place, or an honest "not known"."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from rapidfuzz.distance import Levenshtein

from normalizers.agencies.distance import amphoe_table, body_names, near_bodies, province_table
from normalizers.agencies.mentions import AgencyMention, PlaceMention, printed_name, telling_mention
from normalizers.agencies.model import UNKNOWN_AGENCY, Agency, unknown_agency
from normalizers.agencies.places import Place, amphoe_names, names_of, province_names
from normalizers.agencies.types import AgencyType, Level, data, kind_of, single_bodies
from normalizers.agencies.votes import (
    AMPHOE,
    NAME,
    PROVINCE,
    Costs,
    Votes,
    amphoe_cost,
    count_votes,
    folded_name,
    name_cost,
    province_cost,
    score,
    support,
)

MOST_CANDIDATES = 5


class Outcome(StrEnum):
    """How a paper's body was found."""

    EXACT = "exact"
    CORRECTED = "corrected"
    AMBIGUOUS = "ambiguous"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Reason:
    """What one field of the print says about a candidate: its best reading (folded) and what that leaves, in points.

    ``field`` is name, amphoe or province; for central bodies how the name was known (former_name, abbreviation,
    beginning).
    """

    field: str
    printed: str
    cost: float


@dataclass(frozen=True, slots=True)
class Candidate:
    """A body that the print may mean: what it leaves unexplained (points), the fields that speak for it, and all."""

    agency: Agency
    cost: float
    evidence: tuple[str, ...]
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What was decided. ``gap`` is the lead over the next candidate in points of vote.

    ``inferred_fields`` are "amphoe" and "province" where no print has them and the name alone filled them in.
    ``foreign`` are the mentions that name another body and so gave no vote.
    """

    agency: Agency
    candidates: tuple[Candidate, ...]
    gap: float
    outcome: Outcome
    inferred_fields: tuple[str, ...] = ()
    foreign: tuple[AgencyMention, ...] = ()


@dataclass(frozen=True, slots=True)
class _Case:
    """The mentions that count, their type, their votes and what these make of places."""

    type: str
    level: Level
    mentions: tuple[AgencyMention, ...]
    votes: Votes
    costs: Costs


@dataclass(frozen=True, slots=True)
class _Ranked:
    places: tuple[Place, ...]
    gap: float


def resolve(mentions: Sequence[AgencyMention], places: Sequence[PlaceMention] = (), most: int = 0) -> Resolution:
    """Decide which one body all ``mentions`` of a paper mean; ``places`` are addresses that stand apart.

    Field by field (name, amphoe, province) the print is compared with every place; cost and gap are in points, 2.2 per
    unrelated letter (``costs.toml``). A body that is not the gazetteer's keeps its printed name and gets an id of its
    own; where several places fit, none is chosen. The first ``most`` candidates are worked out whether they matter to
    the decision or not.
    """
    main = _main_group(mentions)
    if not main:
        return Resolution(UNKNOWN_AGENCY, (), 0.0, Outcome.UNKNOWN)
    counted = frozenset(main)
    others = tuple(mention for mention in mentions if mention not in counted)
    if main[0].type in single_bodies():
        return Resolution(_single(main), (), score("cap"), Outcome.EXACT, (), others)
    case = _case(main, places)
    ranked = _rank(case, most)
    if ranked.places:
        strangers = [mention for mention in main if _is_foreign(case.level, mention, ranked.places[0])]
        if strangers and len(strangers) < len(main):
            away = frozenset(strangers)
            case = _case([mention for mention in main if mention not in away], places)
            ranked = _rank(case, most)
            others = (*others, *strangers)
    return _decide(case, ranked, others, most)


def _main_group(mentions: Sequence[AgencyMention]) -> list[AgencyMention]:
    """Mentions of the kind that weighs most: local bodies by tambon or town go together, each other kind by itself."""
    groups: dict[str, list[AgencyMention]] = {}
    for mention in mentions:
        kind = kind_of(mention.type)
        group = "local" if kind and kind.level in (Level.TAMBON, Level.TOWN) else mention.type
        groups.setdefault(group, []).append(mention)
    return max(groups.values(), key=_total_weight, default=[])


def _total_weight(mentions: Iterable[AgencyMention]) -> float:
    return sum(count_votes(tuple(mentions)).name.values())


def _case(mentions: Sequence[AgencyMention], places: Sequence[PlaceMention]) -> _Case:
    kind = _kind(_type_of(mentions))
    apart = places if kind.level is not Level.PROVINCE else ()
    votes = count_votes(mentions, apart)
    return _Case(kind.word, kind.level, tuple(mentions), votes, Costs(kind.level, votes))


def _type_of(mentions: Sequence[AgencyMention]) -> str:
    """The type word printed most; it is never changed, for two bodies of one place often differ by it alone."""
    weights: dict[str, float] = {}
    for mention in mentions:
        weights[mention.type] = weights.get(mention.type, 0.0) + mention.weight
    return max(weights, key=lambda word: weights[word])


def _kind(word: str) -> AgencyType:
    kind = kind_of(word)
    if kind is None:
        raise ValueError(f"{word} is no kind of body that a place tells")
    return kind


def _rank(case: _Case, most: int) -> _Ranked:
    exact = _exact_place(case)
    if exact:
        return _Ranked((exact,), score("cap"))
    index = names_of(case.level)
    near = {name for printed in case.votes.name for name in near_bodies(case.level, printed)}
    candidates = {place.code: place for name in near for place in index[name]}
    found = _cheapest(case, candidates.values(), most)
    gap = found[1][0] - found[0][0] if len(found) > 1 else score("cap")
    return _Ranked(tuple(place for _, _, place in found), gap)


def _cheapest(case: _Case, places: Iterable[Place], most: int) -> list[tuple[float, str, Place]]:
    """Places with their costs, the cheapest first: at least ``most`` and two, and all that are near the first."""
    listed = list(places)
    found = sorted(zip(_costs(case, listed), [place.code for place in listed], listed, strict=True))
    gap, needed = _limits(case)["gap"], max(2, most)
    limit = max(found[min(needed, len(found)) - 1][0], found[0][0] + gap) if found else 0.0
    return [held for held in found if held[0] <= limit]


def _exact_place(case: _Case) -> Place | None:
    """The one place that all print agrees with to the letter: the common case, and a hundred times faster."""
    if len(case.votes.name) != 1:
        return None
    (printed,) = case.votes.name
    fitting = [
        place
        for place in names_of(case.level).get(printed, ())
        if all(name in place.amphoe_keys for name in case.votes.amphoe if place.amphoe)
        and all(name in place.province_keys for name in case.votes.province)
    ]
    seats = [place for place in fitting if place.is_seat] if _kind(case.type).seat else []
    fitting = seats if len(seats) == 1 else fitting
    return fitting[0] if len(fitting) == 1 else None


def _costs(case: _Case, places: Sequence[Place]) -> list[float]:
    """Votes against places, and what speaks against them beforehand: a town called like a province is its capital."""
    ranks = case.costs.ranks(places)
    if not _kind(case.type).seat:
        return ranks
    provinces = province_table().known
    unlikely = [not place.is_seat and not provinces.isdisjoint(place.keys) for place in places]
    return [rank + score("no_seat") * wrong for rank, wrong in zip(ranks, unlikely, strict=True)]


def _is_foreign(level: Level, mention: AgencyMention, own: Place) -> bool:
    """Whether a mention is the exact name of another real place, not a misreading of ``own``."""
    printed = folded_name(mention.name)
    if printed not in body_names(level).known:
        return False
    if name_cost(level, printed, own) >= score("cap") or _is_neighbour(level, printed, own):
        return True
    fits = [
        place
        for place in names_of(level)[printed]
        if _field_is(mention.amphoe, place.amphoe_keys) and _field_is(mention.province, place.province_keys)
    ]
    placed = bool(mention.amphoe or mention.province)
    return placed and bool(fits) and all(place.code != own.code for place in fits) and not _shares_place(mention, own)


def _field_is(printed: str | None, keys: Sequence[str]) -> bool:
    return printed is None or folded_name(printed) in keys


def _shares_place(mention: AgencyMention, own: Place) -> bool:
    return _field_is(mention.amphoe, own.amphoe_keys) and _field_is(mention.province, own.province_keys)


def _is_neighbour(level: Level, printed: str, own: Place) -> bool:
    """Whether the name is that of another place in the same amphoe, one letter away: never read one as the other."""
    same_amphoe = (place for place in names_of(level)[printed] if place.amphoe == own.amphoe)
    return any(place.province == own.province and place.code != own.code for place in same_amphoe)


def _decide(case: _Case, ranked: _Ranked, foreign: tuple[AgencyMention, ...], most: int) -> Resolution:
    candidates = tuple(_candidate(case, place) for place in ranked.places[: most or MOST_CANDIDATES])
    if not ranked.places:
        return Resolution(_unknown(case), (), 0.0, Outcome.UNKNOWN, (), foreign)
    best, cost = ranked.places[0], candidates[0].cost
    limits = _limits(case)
    if not _is_supported(case, best) or cost > limits["propose"]:
        return Resolution(_unknown(case), candidates, ranked.gap, Outcome.UNKNOWN, (), foreign)
    if not _is_safe(case, ranked, cost):
        return Resolution(_ambiguous(case, ranked), candidates, ranked.gap, Outcome.AMBIGUOUS, (), foreign)
    outcome = Outcome.EXACT if cost == 0 and _leading_name(case) == best.keys[0] else Outcome.CORRECTED
    inferred = _not_printed(case, best)
    return Resolution(candidates[0].agency, candidates, ranked.gap, outcome, inferred, foreign)


def _limits(case: _Case) -> dict[str, float]:
    town = "town_" if case.level is Level.TOWN else ""
    placed = "with_place" if case.votes.placed else "name_only"
    limits: dict[str, float] = data("costs")["accept"][town + placed]
    return limits


def _is_supported(case: _Case, best: Place) -> bool:
    """Whether enough of the names printed are near that of the place, and enough of them very near."""
    needed = data("costs")["support"]
    within_reach = support(case.level, case.votes, best, score("cap") - 1e-6)
    close = support(case.level, case.votes, best, _limits(case)["propose"])
    return bool(within_reach >= needed["reach"] and close >= needed["close"])


def _is_safe(case: _Case, ranked: _Ranked, cost: float) -> bool:
    """Whether the first place may be published: near enough, well ahead, and no coin toss between neighbours."""
    limits, best = _limits(case), ranked.places[0]
    of_name = min(name_cost(case.level, printed, best) for printed in case.votes.name)
    if of_name > min(limits["cost"], limits["share"] * len(best.keys[0]) * score("unit")):
        return False
    if of_name and len(ranked.places) > 1 and _differ_by_a_letter(best, ranked.places[1]):
        return False
    gap_needed = limits["gap" if cost else "exact_gap"]
    most = limits["both" if case.votes.amphoe and case.votes.province else "cost"]
    return cost <= most and ranked.gap >= gap_needed


def _differ_by_a_letter(one: Place, other: Place) -> bool:
    same_amphoe = (one.amphoe, one.province) == (other.amphoe, other.province)
    return same_amphoe and Levenshtein.distance(one.keys[0], other.keys[0], score_cutoff=1) <= 1


def _candidate(case: _Case, place: Place) -> Candidate:
    fields: tuple[tuple[str, Mapping[str, float], Callable[[str], float]], ...] = (
        (NAME, case.votes.name, lambda printed: name_cost(case.level, printed, place)),
        (AMPHOE, case.votes.amphoe, lambda printed: amphoe_cost(printed, place)),
        (PROVINCE, case.votes.province, lambda printed: province_cost(printed, place)),
    )
    reasons = tuple(_reason(field, votes, cost) for field, votes, cost in fields if votes)
    evidence = tuple(reason.field for reason in reasons if reason.cost < score("cap"))
    return Candidate(_agency(case, place), case.costs.own(place), evidence, reasons)


def _reason(field: str, votes: Mapping[str, float], cost: Callable[[str], float]) -> Reason:
    """The reading of a field that speaks most for a place."""
    best = min(votes, key=cost)
    return Reason(field, best, cost(best))


def _agency(case: _Case, place: Place) -> Agency:
    kind = _kind(case.type)
    return Agency(
        agency=kind.word + place.name,
        agency_raw=printed_name(telling_mention(case.mentions)),
        agency_type=kind.word,
        agency_id=f"{kind.code}-{place.code}",
        tambon=place.tambon,
        amphoe=place.amphoe,
        province=place.province,
    )


def _single(mentions: Sequence[AgencyMention]) -> Agency:
    body = single_bodies()[mentions[0].type]
    return Agency(
        agency=body.word,
        agency_raw=printed_name(telling_mention(mentions)),
        agency_type=body.word,
        agency_id=f"{body.code}-{body.place}",
        amphoe=body.amphoe,
        province=body.province,
    )


def _ambiguous(case: _Case, ranked: _Ranked) -> Agency:
    """No id; the official name and a place only where all candidates that fit as well share them."""
    costs = _costs(case, ranked.places)
    limit = costs[0] + _limits(case)["gap"]
    rivals = [place for place, cost in zip(ranked.places, costs, strict=True) if cost < limit]
    amphoe, province = _printed_place(case)
    return Agency(
        agency=case.type + (_shared(rivals, lambda place: place.name) or _as_printed(case)),
        agency_raw=printed_name(telling_mention(case.mentions)),
        agency_type=case.type,
        amphoe=_shared(rivals, lambda place: place.amphoe) or amphoe,
        province=_shared(rivals, lambda place: place.province) or province,
    )


def _shared(places: Sequence[Place], field: Callable[[Place], str | None]) -> str | None:
    values = {field(place) for place in places}
    return values.pop() if len(values) == 1 and len(places) > 1 else None


def _unknown(case: _Case) -> Agency:
    """As printed, with an id of its own; amphoe and province only where they are real names."""
    amphoe, province = _printed_place(case)
    return unknown_agency(
        case.type + _as_printed(case),
        printed_name(telling_mention(case.mentions)),
        agency_type=case.type,
        amphoe=amphoe,
        province=province,
    )


def _printed_place(case: _Case) -> tuple[str | None, str | None]:
    """Amphoe and province that are printed and real, the leading ones."""
    amphoe = (amphoe_names()[name] for name in _leading(case.votes.amphoe) if name in amphoe_table().known)
    provinces = (province_names()[name] for name in _leading(case.votes.province) if name in province_table().known)
    return next(amphoe, None), next(provinces, None)


def _leading(votes: Mapping[str, float]) -> list[str]:
    return sorted(votes, key=lambda name: -votes[name])


def _leading_name(case: _Case) -> str:
    return _leading(case.votes.name)[0]


def _as_printed(case: _Case) -> str:
    leading = _leading_name(case)
    return next(mention.name for mention in case.mentions if folded_name(mention.name) == leading)


def _not_printed(case: _Case, place: Place) -> tuple[str, ...]:
    fields = ((AMPHOE, place.amphoe, case.votes.amphoe), (PROVINCE, place.province, case.votes.province))
    if case.level is Level.PROVINCE:
        return ()
    own = {AMPHOE} if case.level is Level.AMPHOE else set()
    return tuple(field for field, value, votes in fields if value and not votes and field not in own)
