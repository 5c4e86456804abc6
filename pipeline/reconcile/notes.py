"""The findings about one agency and fiscal year."""

from __future__ import annotations

from collections.abc import Iterator

from extractors.facts import ScoreMention
from extractors.findings import Finding, finding
from normalizers.grades import possible_grades
from pipeline.reconcile.checks import TOTAL, lattice_of, tool_weights
from pipeline.reconcile.judge import is_open, rivals_of
from pipeline.reconcile.model import Status
from pipeline.reconcile.publish import Year, code_key, points, printed_value
from pipeline.reconcile.readings import Reading
from pipeline.reconcile.settings import settings


def findings_of(year: Year) -> Iterator[Finding]:
    """All findings of one year, errors of sums first."""
    yield from _failing_sums(year)
    for code in sorted(year.readings, key=lambda code: code_key(year.framework, code)):
        if code in year.settled.chosen:
            yield from _about_code(year, code)
        else:
            yield _out_of_range(year, code)
    yield from _unproven(year)
    yield from _suggestions(year)
    yield from _grades(year)
    yield from _unchecked(year)
    yield from _incomplete(year)


def _note(year: Year, code: str, subject: str, at: ScoreMention | None, **values: str) -> Finding:
    return finding(
        code,
        subject,
        fiscal_year=year.fiscal_year,
        agency=year.agency,
        page=at.position.page if at else None,
        line=at.position.line if at else None,
        expected=values.get("expected"),
        found=values.get("found"),
    )


def _best(year: Year, code: str) -> ScoreMention:
    chosen = year.settled.chosen.get(code)
    return (chosen.reading if chosen else year.readings[code][0]).mentions[0]


def _failing_sums(year: Year) -> Iterator[Finding]:
    values = year.settled.values
    for check in year.settled.failing:
        expected = (check.expected(values) * 2 + 1) // 2
        yield _note(
            year,
            check.kind.value,
            check.result,
            _best(year, check.result),
            expected=points(max(0, int(expected))),
            found=points(values[check.result]),
        )


def _about_code(year: Year, code: str) -> Iterator[Finding]:
    chosen = year.settled.chosen[code]
    rivals = rivals_of(year.settled, year.readings, code)
    best = _best(year, code)
    if not chosen.printed:
        yield _note(
            year, "score_repaired", code, best, expected=points(chosen.value), found=printed_value(chosen.reading)
        )
        rivals = [reading for reading in rivals if reading is not chosen.reading]
    if rivals:
        yield _conflict(year, code, rivals)
    open_codes = {name for check in year.settled.failing for name in check.weights}
    if code not in open_codes and is_open(year.settled, year.readings, code):
        yield _note(year, "low_ocr_confidence", code, best, found=points(chosen.value))
    if not chosen.reading.strong and year.statuses[code] is not Status.VERIFIED:
        yield _note(year, "weak_mention_only", code, best, found=points(chosen.value))
    lattice = lattice_of(year.framework, code)
    if lattice and chosen.value not in lattice:
        yield _note(year, "off_lattice", code, best, found=points(chosen.value))


def _conflict(year: Year, code: str, rivals: list[Reading]) -> Finding:
    found = ", ".join(printed_value(reading) for reading in rivals)
    kept = points(year.settled.chosen[code].value)
    return _note(year, "mention_conflict", code, rivals[0].mentions[0], expected=kept, found=found)


def _out_of_range(year: Year, code: str) -> Finding:
    found = ", ".join(printed_value(reading) for reading in year.readings[code])
    return _note(year, "value_out_of_range", code, _best(year, code), found=found)


def _unproven(year: Year) -> Iterator[Finding]:
    """Each reading that its reader cannot be believed on, where no score of its value is published."""
    for code, found in year.untrusted.items():
        published = year.settled.values.get(code)
        doubtful = [reading for reading in found if reading.value is None or reading.value != published]
        if doubtful:
            shown = ", ".join(printed_value(reading) for reading in doubtful)
            yield _note(year, "low_ocr_confidence", code, doubtful[0].mentions[0], found=shown)


def _suggestions(year: Year) -> Iterator[Finding]:
    for item in year.settled.suggested:
        yield _note(
            year,
            "repair_suggested",
            item.code,
            item.reading.mentions[0],
            expected=points(item.value),
            found=printed_value(item.reading),
        )


def _grades(year: Year) -> Iterator[Finding]:
    """Each printed grade of the total that the framework does not give for it."""
    if TOTAL not in year.settled.chosen:
        return
    values = year.settled.values | dict(year.computed)
    good = {code for code, status in year.statuses.items() if status is not Status.CONFLICT} | year.computed.keys()
    tools = {code: values[code] / 100 for code in tool_weights(year.framework) if code in values and code in good}
    possible = possible_grades(year.fiscal_year, values[TOTAL] / 100, tools)
    if not possible:
        return
    wrong: dict[str, ScoreMention] = {}
    for reading in year.readings[TOTAL]:
        for mention in reading.mentions:
            if reading.value == values[TOTAL] and mention.grade and mention.grade not in possible:
                wrong.setdefault(mention.grade, mention)
    for grade, mention in sorted(wrong.items()):
        yield _note(year, "grade_mismatch", TOTAL, mention, expected=" / ".join(sorted(possible)), found=grade)


def _unchecked(year: Year) -> Iterator[Finding]:
    codes = [code for code, status in year.statuses.items() if status is Status.REPORTED]
    if codes:
        codes.sort(key=lambda code: code_key(year.framework, code))
        yield _note(year, "unchecked_scores", ", ".join(codes), _best(year, codes[0]))


def _incomplete(year: Year) -> Iterator[Finding]:
    known = {code for code in year.settled.chosen if code in map(str, range(1, 11))}
    missing = [str(number) for number in range(1, 11) if str(number) not in known]
    named = missing if len(known) >= settings().thresholds.incomplete else []
    if named := [*_missing_tools(year), *named]:
        yield _note(year, "incomplete_indicators", ", ".join(named), None)


def _missing_tools(year: Year) -> list[str]:
    """The tool that is missing where the others are printed; what can be computed is not missing."""
    codes = list(tool_weights(year.framework))
    missing = [code for code in codes if code not in year.settled.chosen]
    return [code for code in missing if code not in year.computed] if 0 < len(missing) < len(codes) - 1 else []
