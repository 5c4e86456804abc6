"""From a document to its score mentions: tables, statements in text and in cells, each with year, place and group."""

from __future__ import annotations

from dataclasses import replace

from extractors.document import Document, Page, Position, Table, TextBlock, TextKind, TextSource
from extractors.facts import Context, Identity, ScoreMention
from extractors.findings import Finding, finding
from extractors.scores.collector import Collector
from extractors.scores.passed_prose import assign_prose
from extractors.scores.passed_tables import read_table
from extractors.scores.printed import without_outline
from extractors.scores.runs import closes_with_indicator, is_numbered
from extractors.scores.sentences import Statement, Unit, statements
from extractors.scores.unread_tables import unread_text
from extractors.scores.vocabulary import settings
from extractors.scores.weighted import with_weights_undone
from extractors.scores.wishes import is_wish
from normalizers.years import find_years


def extract_scores(document: Document, identity: Identity) -> tuple[tuple[ScoreMention, ...], tuple[Finding, ...]]:
    """All score mentions of a document in reading order, and what was odd about them.

    A mention without a year of its own gets the year of the paper's scores (``identity.scores_year``), which is None
    where that is unknown.
    """
    collector = Collector(identity)
    for page in document.pages:
        for block in page.blocks:
            if isinstance(block, Table):
                read_table(collector, block, page)
            else:
                _read_text(collector, block, page)
    assign_prose(collector)
    _infer_year(collector)
    _undo_weights(collector)
    ordered = sorted(collector.mentions, key=lambda mention: (mention.position, mention.group))
    findings = collector.findings if ordered else [*collector.findings, *unread_text(document)]
    return tuple(replace(mention, trusted=_is_trusted(mention)) for mention in ordered), tuple(findings)


def _undo_weights(collector: Collector) -> None:
    """Turn weighted points of tools into points of 100 and say so."""
    plain = collector.mentions
    collector.mentions = with_weights_undone(plain, collector.passages)
    undone = [new for old, new in zip(plain, collector.mentions, strict=True) if old is not new]
    for year in dict.fromkeys(mention.fiscal_year for mention in undone):
        place = next(mention.position for mention in undone if mention.fiscal_year == year)
        collector.findings.append(
            finding("weighted_tool_column", "scores", page=place.page, line=place.line, fiscal_year=year)
        )


def _is_trusted(mention: ScoreMention) -> bool:
    """Whether a number may be believed on its reader's word; a text layer always is."""
    recognised = mention.method.startswith(TextSource.OCR.value)
    if recognised and mention.context is Context.TABLE and settings().torn.search(mention.raw_value):
        return False
    return mention.confidence >= settings().trusted_confidence


def _infer_year(collector: Collector) -> None:
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


def _read_text(collector: Collector, block: TextBlock, page: Page) -> None:
    """Statements of a heading, paragraph or list item."""
    rules = settings().sentences
    text = without_outline(block.text).replace("\n", " ")
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


def _of_its_own(collector: Collector, block: TextBlock, found: list[Statement]) -> list[Statement]:
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


def _under_heading(collector: Collector, block: TextBlock, unit: Unit) -> list[Statement]:
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
