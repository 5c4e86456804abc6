"""``reconcile``: all mentions of a document, grouped by agency and fiscal year, to the values to publish."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from extractors.facts import Context, Identity, ScoreMention
from extractors.findings import Finding, finding
from normalizers.agencies import Agency
from normalizers.framework import Framework, framework
from pipeline.reconcile.judge import computed, statuses
from pipeline.reconcile.model import JudgedMention, Reconciled, Score, Status
from pipeline.reconcile.notes import findings_of
from pipeline.reconcile.publish import Year, code_key, judged, scores_of
from pipeline.reconcile.readings import Reading, grains_of, readings_of
from pipeline.reconcile.settle import Readings, Settlement, settle
from pipeline.reconcile.unproven import joined, proven

Who = tuple[str, ...]


def reconcile(identity: Identity, mentions: Sequence[ScoreMention]) -> Reconciled:
    """Decide which readings are true.

    Scores are sorted by agency, fiscal year (the newest first) and code; mentions keep their order. Mentions without a
    fiscal year, or of a code that the framework does not know, are judged but not published.
    """
    agencies: dict[Who, Agency] = {_who(identity.agency): identity.agency}
    groups: dict[tuple[Who, int], list[ScoreMention]] = defaultdict(list)
    undated: dict[Who, list[ScoreMention]] = defaultdict(list)
    for mention in mentions:
        if mention.context is Context.AVERAGE:
            continue
        agency = mention.agency or identity.agency
        agencies.setdefault(_who(agency), agency)
        if mention.fiscal_year is None:
            undated[_who(agency)].append(mention)
        elif _is_code(framework(mention.fiscal_year), mention.code):
            groups[_who(agency), mention.fiscal_year].append(mention)
    years = [
        _year(agencies[who], fiscal_year, group)
        for (who, fiscal_year), group in sorted(groups.items(), key=lambda item: (item[0][0], -item[0][1]))
    ]
    found = [finding_ for year in years for finding_ in findings_of(year)]
    found += [_year_missing(agencies[who], group) for who, group in sorted(undated.items())]
    scores = tuple(score for year in years for score in scores_of(year))
    return Reconciled(scores, tuple(_judged(identity, mentions, scores)), tuple(found))


def _who(agency: Agency) -> Who:
    """What tells agencies apart: the id, else the name (as printed where there is no other) and its places."""
    if agency.agency_id:
        return (agency.agency or "", agency.agency_id)
    name = agency.agency or agency.agency_raw or ""
    return (name, agency.tambon or "", agency.amphoe or "", agency.province or "")


def _is_code(year: Framework, code: str) -> bool:
    try:
        year.level_of(code)
    except ValueError:
        return False
    return True


def _year(agency: Agency, fiscal_year: int, mentions: Sequence[ScoreMention]) -> Year:
    year = framework(fiscal_year)
    by_code: dict[str, list[ScoreMention]] = defaultdict(list)
    for mention in mentions:
        by_code[mention.code].append(mention)
    grains = grains_of(mentions)
    codes = sorted(by_code, key=lambda code: code_key(year, code))
    readings: Readings = _readings(codes, by_code, grains, voting=True)
    untrusted = _readings(codes, by_code, grains, voting=False)
    settled, readings, left_out = _without_unproven(year, settle(year, readings), readings)
    if untrusted and (proof := proven(year, settled, untrusted)):
        untrusted = {code: found for code, found in untrusted.items() if code not in proof}
        readings = joined(readings, proof)
        settled = settle(year, readings)
    untrusted = {code: (*left_out.get(code, ()), *untrusted.get(code, ())) for code in {**left_out, **untrusted}}
    found = statuses(settled, readings, year)
    derived = dict(computed(year, settled, found, frozenset(by_code)))
    return Year(agency, fiscal_year, year, readings, settled, found, derived, untrusted)


def _without_unproven(
    framework: Framework, settled: Settlement, readings: Readings
) -> tuple[Settlement, Readings, Readings]:
    """Settle without what only unsure readers say, the least likely first; the readings kept, those left out."""
    left_out: dict[str, tuple[Reading, ...]] = {}
    while unproven := _unproven(framework, settled, readings):
        code = min(unproven, key=lambda code: (settled.posterior.share(settled.chosen[code]), code))
        left_out[code] = readings[code]
        readings = {name: found for name, found in readings.items() if name != code}
        settled = settle(framework, readings)
    return settled, readings, left_out


def _unproven(framework: Framework, settled: Settlement, readings: Readings) -> list[str]:
    """Codes of values that no reading that is believed gives and no sum proves."""
    found = statuses(settled, readings, framework)
    return [
        code
        for code, status in found.items()
        if status not in (Status.VERIFIED, Status.REPAIRED)
        and not any(mention.trusted for reading in readings[code] for mention in reading.mentions)
    ]


def _readings(
    codes: Sequence[str], by_code: Mapping[str, Sequence[ScoreMention]], grains: Mapping[int, int], *, voting: bool
) -> dict[str, tuple[Reading, ...]]:
    """Readings by code: those with a vote, or with probabilities to weigh, and those with neither."""
    chosen = {code: [m for m in by_code[code] if (m.trusted or bool(m.candidates)) is voting] for code in codes}
    return {code: readings_of(mentions, grains) for code, mentions in chosen.items() if mentions}


def _judged(identity: Identity, mentions: Iterable[ScoreMention], scores: Iterable[Score]) -> Iterator[JudgedMention]:
    published: dict[tuple[Who, int], dict[str, int]] = defaultdict(dict)
    for score in scores:
        published[_who(score.agency), score.fiscal_year][score.code] = round(score.score * 100)
    for mention in mentions:
        key = (_who(mention.agency or identity.agency), mention.fiscal_year or 0)
        yield judged(mention, published.get(key, {}))


def _year_missing(agency: Agency, mentions: Sequence[ScoreMention]) -> Finding:
    codes = ", ".join(dict.fromkeys(mention.code for mention in mentions))
    place = mentions[0].position
    return finding("year_missing", codes, page=place.page, line=place.line, agency=agency)
