"""The tables that a pass over a document meets: grade grids, score tables, tables of bodies, statements in cells."""

from __future__ import annotations

from dataclasses import replace

from extractors.document import Cell, Page, Position, Table
from extractors.facts import Context, ScoreMention
from extractors.findings import Finding, finding
from extractors.scores.collector import Collector
from extractors.scores.evidence import with_candidates
from extractors.scores.former import is_of_former_framework
from extractors.scores.grade_grid import read_grade_grid
from extractors.scores.history import read_history
from extractors.scores.league import Surroundings, head_of, read_league
from extractors.scores.sentences import Unit, statements
from extractors.scores.tables import Settled, read_score_table
from extractors.scores.told_years import caption_years
from extractors.scores.unread_tables import unread_numbers
from extractors.scores.vocabulary import settings
from normalizers.indicators import indicators_in

_STAND_IN = "ตัวชี้วัดที่ 1 "  # the label of the row, put before a cell that states a score without one


def read_table(collector: Collector, table: Table, page: Page) -> None:
    """A grade grid, a score table, or a table whose cells make statements."""
    settled = Settled(_caption_year(collector), page.method, collector.next_group(), collector.about_ita)
    if is_of_former_framework(table):
        place = table.position
        collector.findings.append(finding("framework_2561", "table", page=place.page, line=place.line))
        collector.captions.clear()
        return
    league = read_league(table, _surroundings(collector, settled))
    collector.head = head_of(table) or collector.head
    mentions = read_grade_grid(table, settled) if league is None else None
    if league is not None:
        collector.mentions.extend(league.mentions)
        collector.findings.extend(league.findings)
    elif mentions is not None:
        collector.mentions.extend(mentions)
        if not mentions:
            _report_unread(collector, table, page)
    elif (read := _read_scores_or_row(collector, table, settled)) is not None:
        collector.mentions.extend(read[0])
        collector.findings.extend(read[1])
    else:
        before = len(collector.mentions), len(collector.prose)
        for row in table.grid():
            _read_row(collector, row, page)
        if before == (len(collector.mentions), len(collector.prose)):
            _report_unread(collector, table, page)
    collector.captions.clear()


def _surroundings(collector: Collector, settled: Settled) -> Surroundings:
    """What stands around a table that may list many bodies."""
    rules, limits = settings().sentences, settings().tables
    caption = next((text for text in reversed(collector.captions) if len(text) <= limits.caption_length), "")
    return Surroundings(
        texts=tuple(collector.captions[-2 * limits.caption_blocks :]),
        earlier=tuple(collector.titles),
        year=settled.year,
        about_ita=settled.about_ita,
        foreign=rules.foreign.search(caption) is not None and rules.assessment.search(caption) is None,
        own=collector.identity.agency,
        method=settled.method,
        group=settled.group,
        head=collector.head if len(collector.captions) <= limits.caption_blocks else (),
    )


def _report_unread(collector: Collector, table: Table, page: Page) -> None:
    collector.findings.extend(unread_numbers(table, page))


def _read_scores_or_row(
    collector: Collector, table: Table, settled: Settled
) -> tuple[list[ScoreMention], list[Finding]] | None:
    """A table of scores, else the only row of one that is made for many bodies: there the row tells the year."""
    read = _read_scores(collector, table, settled)
    if read is not None and read[0] and all(mention.fiscal_year for mention in read[0]):
        return read
    row = read_league(table, _surroundings(collector, settled), alone=True)
    if row is None or not any(mention.fiscal_year for mention in row.mentions):
        return read
    return list(row.mentions), list(row.findings)


def _read_scores(
    collector: Collector, table: Table, settled: Settled
) -> tuple[list[ScoreMention], list[Finding]] | None:
    """A table of years or of indicators; where it can be read as both, the reading that finds more."""
    history = read_history(table, settled, overall=_is_overall_caption(collector))
    read = read_score_table(table, settled)
    if history and (read is None or len(history) >= len(read[0])):
        return history, []
    return read


def _is_overall_caption(collector: Collector) -> bool:
    """Whether the text right above a table speaks of the agency's own total and of nobody else's."""
    rules = settings().sentences
    caption = collector.captions[-1] if collector.captions else ""
    named = rules.overall.search(caption) is not None and rules.foreign.search(caption) is None
    return named and (collector.about_ita or rules.assessment.search(caption) is not None)


def _caption_year(collector: Collector) -> int | None:
    """The year that the text right above a table names, else the year of the paper's scores."""
    limits = settings().tables
    for caption in reversed(collector.captions[-limits.caption_blocks :]):
        if len(caption) <= limits.caption_length:
            years = {year for year in caption_years(caption) if not _is_too_late(collector, year, caption)}
            if len(years) == 1:
                return years.pop()
    return collector.identity.scores_year


def _is_too_late(collector: Collector, year: int, caption: str) -> bool:
    """Whether a year is later than the paper's own in a line that tells of no result: a footer, a note."""
    rules, own = settings().sentences, collector.identity.fiscal_year
    telling = rules.result.search(caption) or rules.assessment.search(caption)
    return own is not None and year > own and telling is None


def _read_row(collector: Collector, row: list[Cell | None], page: Page) -> None:
    """Statements in the cells of a row. A number in another cell than the indicator's is a weak mention of it."""
    cells = list({id(cell): cell for cell in row if cell is not None}.values())
    for index, cell in enumerate(cells):
        unit = _cell_unit(cell, page)
        found = list(statements(unit))
        collector.prose.extend(found)
        if found or not settings().sentences.introduction.search(unit.text):
            continue
        named = _named_before(cells[: index + 1], collector.identity.scores_year)
        if len(named) == 1:
            collector.mentions.extend(_weak_mention(collector, cell, cells[0], named[0], unit))


def _named_before(cells: list[Cell], year: int | None) -> list[str]:
    """The indicators that the first telling cell of a row names."""
    for cell in cells:
        codes = [hit.code for hit in indicators_in(cell.text[:200], year)]
        if codes:
            return codes
    return []


def _cell_unit(cell: Cell, page: Page) -> Unit:
    def position_at(_offset: int, position: Position = cell.position) -> Position:
        return position

    text = cell.text.replace("\n", " ")
    unit = Unit(text, Context.TABLE, position_at, page.method, about_ita=False, confidence=cell.confidence)
    return replace(unit, numbers=cell.numbers)


def _weak_mention(collector: Collector, cell: Cell, label_cell: Cell, code: str, unit: Unit) -> list[ScoreMention]:
    """A score stated in an analysis cell without its own label: "ได้รับคะแนน … คะแนน" in the row of an indicator.

    Such a cell may quote the indicator's score or that of its weakest item, so the mention is a weak one.
    """
    stated = next(statements(replace(unit, text=_STAND_IN + unit.text)), None)
    if stated is None:
        return []
    mention = ScoreMention(
        code=code,
        fiscal_year=stated.year or collector.identity.scores_year,
        context=Context.TABLE,
        raw_label=label_cell.text,
        raw_value=stated.raw,
        value=stated.value,
        position=cell.position,
        method=unit.method,
        strength=settings().sentences.weak_strength,
        group=collector.groups,
        confidence=cell.confidence,
    )
    return [with_candidates(mention, cell.numbers)]
