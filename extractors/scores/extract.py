"""From a document to its score mentions: tables, statements in text and in cells, each with year, place and group."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field, replace
from functools import partial

from extractors.document import Cell, Document, Page, Position, Table, TextBlock, TextKind, TextSource
from extractors.facts import Context, Identity, ScoreMention
from extractors.findings import Finding, finding
from extractors.scores.assignment import Row, assign
from extractors.scores.evidence import with_candidates
from extractors.scores.former import is_of_former_framework
from extractors.scores.grade_grid import read_grade_grid
from extractors.scores.history import read_history
from extractors.scores.league import Surroundings, head_of, read_league
from extractors.scores.runs import (
    closes_with_indicator,
    is_list_of_indicators,
    is_numbered,
    label_text,
    names_indicator,
    runs,
)
from extractors.scores.sentences import Statement, Unit, statements
from extractors.scores.tables import Settled, read_score_table
from extractors.scores.told_years import caption_years
from extractors.scores.unread_tables import unread_numbers, unread_text
from extractors.scores.vocabulary import settings
from extractors.scores.wishes import is_wish
from normalizers.framework import framework
from normalizers.indicators import indicators_in, match_indicator
from normalizers.years import find_years

_STAND_IN = "ตัวชี้วัดที่ 1 "  # the label of the row, put before a cell that states a score without one


@dataclass(slots=True)
class _Collector:
    """State of one pass over a document: the topic, the recent captions, the mentions so far."""

    identity: Identity
    mentions: list[ScoreMention] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    prose: list[Statement] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    head: tuple[tuple[Cell | None, ...], ...] = ()  # of the last table that had one
    titles: deque[str] = field(default_factory=partial(deque, maxlen=40))
    heading: str = ""
    about_ita: bool = False
    groups: int = 0
    wished: bool = False  # whether the list that follows tells what is hoped for
    nested_from: int | None = None  # the level from which list items are parts of the indicator named above them

    def next_group(self) -> int:
        """A number for the next table or list."""
        self.groups += 1
        return self.groups


def extract_scores(document: Document, identity: Identity) -> tuple[tuple[ScoreMention, ...], tuple[Finding, ...]]:
    """All score mentions of a document in reading order, and what was odd about them.

    A mention without a year of its own gets the year of the paper's scores (``identity.scores_year``), which is None
    where that is unknown.
    """
    collector = _Collector(identity)
    for page in document.pages:
        for block in page.blocks:
            if isinstance(block, Table):
                _read_table(collector, block, page)
            else:
                _read_text(collector, block, page)
    _assign_prose(collector)
    _infer_year(collector)
    ordered = sorted(collector.mentions, key=lambda mention: (mention.position, mention.group))
    findings = collector.findings if ordered else [*collector.findings, *unread_text(document)]
    return tuple(replace(mention, trusted=_is_trusted(mention)) for mention in ordered), tuple(findings)


def _is_trusted(mention: ScoreMention) -> bool:
    """Whether a number may be believed on its reader's word; a text layer always is."""
    recognised = mention.method.startswith(TextSource.OCR.value)
    if recognised and mention.context is Context.TABLE and settings().torn.search(mention.raw_value):
        return False
    return mention.confidence >= settings().trusted_confidence


def _infer_year(collector: _Collector) -> None:
    """Give mentions without a year the only year that any score of the paper is printed with."""
    undated = [mention for mention in collector.mentions if mention.fiscal_year is None and mention.agency is None]
    years = {mention.fiscal_year for mention in collector.mentions} - {None}
    if not undated or len(years) != 1:
        return
    year = years.pop()
    collector.mentions = [
        replace(mention, fiscal_year=year) if mention in undated else mention for mention in collector.mentions
    ]
    collector.findings.append(finding("year_inferred", "scores", expected=str(year)))


def _read_text(collector: _Collector, block: TextBlock, page: Page) -> None:
    """Statements of a heading, paragraph or list item."""
    rules = settings().sentences
    text = block.text.replace("\n", " ")
    if rules.assessment.search(text):
        collector.about_ita = True
    elif _sets_topic(block) and rules.foreign.search(text):
        collector.about_ita = False
    context = Context.HEADING if block.kind is TextKind.HEADING else Context.SENTENCE
    names = _own_names(collector.identity)
    unit = Unit(
        text, context, block.position_at, page.method, collector.about_ita, block.confidence, names, block.numbers
    )
    found = _of_its_own(collector, block, list(statements(unit)) or _under_heading(collector, block, unit))
    collector.prose.extend(found)
    if text.strip():
        collector.captions.append(text)
        if len(text) <= settings().tables.caption_length:
            collector.titles.append(text)
        if block.kind is not TextKind.LIST_ITEM:
            collector.heading = block.text.strip().rpartition("\n")[2]


def _of_its_own(collector: _Collector, block: TextBlock, found: list[Statement]) -> list[Statement]:
    """The statements without those of a list below an indicator: its parts may be called like other indicators."""
    listed = block.kind is TextKind.LIST_ITEM
    if not listed and block.text.strip():
        collector.wished = is_wish(block.text)
    if collector.wished and listed:
        return []
    if found and closes_with_indicator(block, found[-1]):
        collector.nested_from = block.level + 1 if listed and "\n" not in block.text else 0
        return found
    if not listed and block.text.strip():
        collector.nested_from = None
    if not listed or collector.nested_from is None or block.level < collector.nested_from:
        return found
    return [statement for statement in found if is_numbered(statement)]


def _own_names(identity: Identity) -> tuple[str, ...]:
    """How the paper's agency may be called in its text, the longest first."""
    names = {identity.agency.agency, identity.agency.agency_raw} - {None}
    return tuple(sorted((name for name in names if name), key=lambda name: (-len(name), name)))


def _sets_topic(block: TextBlock) -> bool:
    """Whether a block is a title: a heading, or a short line without numbers."""
    short = len(block.text) <= settings().sentences.topic_length and not any(c.isdigit() for c in block.text)
    return short or block.kind is TextKind.HEADING


def _under_heading(collector: _Collector, block: TextBlock, unit: Unit) -> list[Statement]:
    """The score of a short line that begins with a number or a year, said of the heading or caption above it."""
    limit = settings().sentences.label_gap
    of_year = [year.start <= 2 for year in find_years(unit.text[:limit])] == [True]
    if len(unit.text) > limit or not (unit.text[:1].isdigit() or of_year):
        return []
    heading = collector.heading if of_year else (collector.captions or [""])[-1]
    if len(heading) > limit:
        return []

    def position_at(offset: int) -> Position:
        return block.position_at(max(0, offset - len(heading) - 1))

    return list(statements(replace(unit, text=f"{heading} {unit.text}", position_at=position_at)))


def _read_table(collector: _Collector, table: Table, page: Page) -> None:
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


def _surroundings(collector: _Collector, settled: Settled) -> Surroundings:
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


def _report_unread(collector: _Collector, table: Table, page: Page) -> None:
    collector.findings.extend(unread_numbers(table, page))


def _read_scores_or_row(
    collector: _Collector, table: Table, settled: Settled
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
    collector: _Collector, table: Table, settled: Settled
) -> tuple[list[ScoreMention], list[Finding]] | None:
    """A table of years or of indicators; where it can be read as both, the reading that finds more."""
    history = read_history(table, settled, overall=_is_overall_caption(collector))
    read = read_score_table(table, settled)
    if history and (read is None or len(history) >= len(read[0])):
        return history, []
    return read


def _is_overall_caption(collector: _Collector) -> bool:
    """Whether the text right above a table speaks of the agency's own total and of nobody else's."""
    rules = settings().sentences
    caption = collector.captions[-1] if collector.captions else ""
    named = rules.overall.search(caption) is not None and rules.foreign.search(caption) is None
    return named and (collector.about_ita or rules.assessment.search(caption) is not None)


def _caption_year(collector: _Collector) -> int | None:
    """The year that the text right above a table names, else the year of the paper's scores."""
    limits = settings().tables
    for caption in reversed(collector.captions[-limits.caption_blocks :]):
        if len(caption) <= limits.caption_length:
            years = caption_years(caption)
            if len(years) == 1:
                return years.pop()
    return collector.identity.scores_year


def _read_row(collector: _Collector, row: list[Cell | None], page: Page) -> None:
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


def _weak_mention(collector: _Collector, cell: Cell, label_cell: Cell, code: str, unit: Unit) -> list[ScoreMention]:
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


def _assign_prose(collector: _Collector) -> None:
    """Give every statement its code: indicators of one list jointly, the others by their subject."""
    for run in runs(collector.prose):
        group = collector.next_group()
        codes = _codes_of_run(collector, run)
        for statement, (code, match) in zip(run, codes, strict=True):
            if code is not None:
                collector.mentions.append(_mention(collector, statement, code, match, group))
            _report_clash(collector, statement, code)


def _codes_of_run(collector: _Collector, run: list[Statement]) -> list[tuple[str | None, float]]:
    """Code and label similarity of each statement."""
    if not names_indicator(run[0]):
        return [(statement.subject.code, statement.subject.similarity) for statement in run]
    if not is_list_of_indicators(run):
        return [(statement.subject.code, statement.subject.similarity) for statement in run]
    rows = []
    for statement in run:
        similarities = {int(m.code): m.similarity for m in match_indicator(label_text(statement), statement.year)}
        rows.append(Row(similarities, statement.subject.printed_number))
    assignment = assign(rows)
    if assignment.numbers_are_ranks:
        place = run[0].unit.position_at(run[0].start)
        collector.findings.append(finding("numbers_are_ranks", run[0].label, page=place.page, line=place.line))
    return [
        (str(number), row.similarities.get(number, 0.0)) if number is not None else (None, 0.0)
        for row, number in zip(rows, assignment.indicators, strict=True)
    ]


def _report_clash(collector: _Collector, statement: Statement, code: str | None) -> None:
    """A heading whose number is right and whose label names another indicator, or the other way round."""
    subject = statement.subject
    if code is None or subject.code is None or subject.similarity < settings().assignment.sure_similarity:
        return
    if not subject.code.isdigit() or subject.code == code:
        return
    place = statement.unit.position_at(statement.start)
    collector.findings.append(
        finding(
            "label_number_clash",
            statement.label,
            expected=subject.code,
            found=str(subject.printed_number),
            page=place.page,
            line=place.line,
        )
    )


def _year_told(statement: Statement, identity: Identity) -> int | None:
    """The year of a statement: last year's where it says so, the printed one, or that of the paper's scores."""
    if statement.last_year:
        present = identity.scores_year if statement.compared else identity.fiscal_year
        return present - 1 if present is not None else None
    return statement.year or identity.scores_year


def _mention(collector: _Collector, statement: Statement, code: str, match: float, group: int) -> ScoreMention:
    year = _year_told(statement, collector.identity)
    position = statement.unit.position_at(statement.start)
    label = statement.label if statement.subject.code != "ITA" else framework(year).label_of(code)[0]
    mention = ScoreMention(
        code=code,
        fiscal_year=year,
        context=statement.unit.context,
        raw_label=label,
        raw_value=statement.raw,
        value=statement.value,
        position=position,
        method=statement.unit.method,
        printed_number=statement.subject.printed_number,
        label_match=round(match, 4),
        grade=statement.grade,
        group=group,
        confidence=statement.unit.confidence,
    )
    return with_candidates(mention, statement.unit.numbers)
