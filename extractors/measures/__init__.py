"""Measures: the rows of measure tables and the lines of site-visit checklists, as facts.

What a column means is decided by its header (``vocabulary.toml``), never by its place. Tables of scores, projects,
risks or appointments give no measures.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extractors.document import Block, Document, Table, TextBlock, TextSource
from extractors.facts import Identity, Measure
from extractors.findings import Finding, finding
from extractors.measures.bare_lists import read_bare_lists
from extractors.measures.build import (
    PageSources,
    Reading,
    context_of,
    framework_years,
    indicator_text,
    read_row,
    subject_of_row,
)
from extractors.measures.checklists import read_checklists
from extractors.measures.columns import Layout, names_columns, recognise
from extractors.measures.records import record_tables
from extractors.measures.rows import LogicalRow, Part, logical_rows
from extractors.measures.subjects import subject_of_cell
from extractors.measures.surroundings import surroundings
from extractors.measures.tick_tables import read_tick_tables
from extractors.measures.unread_tables import unread_tables
from extractors.measures.vocabulary import Field, vocabulary
from normalizers.thai import fold

__all__ = ["extract_measures"]


_MARKED_UP = frozenset({"html", "md", "csv"})  # formats whose cells break their lines where their author did


@dataclass(slots=True)
class _Chain:
    """A measure table with its continuations; ``index`` is its place in the document, ``gap`` the blocks since.

    ``heading`` names the indicator that it stands below.
    """

    index: int
    layout: Layout
    parts: list[Part]
    heading: str | None
    gap: list[Block] = field(default_factory=list)


def extract_measures(document: Document, identity: Identity) -> tuple[tuple[Measure, ...], tuple[Finding, ...]]:
    """All measures of a paper in reading order (``seq`` from 1) and what a person should know about them.

    Findings: ``measure_column_unknown``, ``measure_column_unpublished``, ``row_unmapped``, ``label_number_clash``,
    ``status_ambiguous``, ``measures_not_understood``. Years are of the Buddhist Era. Never raises for what a paper
    may hold.
    """
    findings: list[Finding] = []
    readings: list[tuple[int, Reading]] = []
    pages = _sources(document)
    for chain in _chains(document):
        found, notes = _read_chain(chain, identity, pages)
        readings += [(chain.index, reading) for reading in found]
        findings += notes
    readings += read_checklists(document, identity)
    readings += read_tick_tables(document, identity)
    if not readings:
        readings += read_bare_lists(document, tuple(surroundings(document)), identity)
    readings.sort(key=lambda pair: pair[0])
    for _, reading in readings:
        findings += reading.findings
    places = [(reading.measure.position.page, reading.measure.page_last) for _, reading in readings]
    findings += unread_tables(document, {page for first, last in places for page in range(first, last + 1)})
    measures = tuple(replace(reading.measure, seq=seq) for seq, (_, reading) in enumerate(readings, start=1))
    return measures, tuple(findings)


def _sources(document: Document) -> PageSources:
    recognised = frozenset(page.number for page in document.pages if page.source is TextSource.OCR)
    return PageSources(recognised, marked_up=document.format in _MARKED_UP)


def _chains(document: Document) -> list[_Chain]:
    chains: list[_Chain] = []
    last: _Chain | None = None
    above = tuple(surroundings(document))
    for index, block in enumerate(document.blocks()):
        if isinstance(block, TextBlock):
            if last is not None:
                last.gap.append(block)
            continue
        layout = recognise(block, told=above[index].told or above[index].heading is not None)
        if layout is not None:
            last = _Chain(index, layout, [Part(block, layout.body)], above[index].heading)
            chains.append(last)
        elif last is not None and _continues(last, block):
            last.parts.append(Part(block, 0))
            last.gap.clear()
        else:
            last = None
    chains += [
        _Chain(index, layout, [Part(table, layout.body)], None)
        for index, table in record_tables(document, above)
        if (layout := recognise(table)) is not None
    ]
    return chains


def _continues(chain: _Chain, table: Table) -> bool:
    """Whether a table without header goes on with the measure table above it, at most a short title between them."""
    limits = vocabulary().recognition
    short = all(isinstance(block, TextBlock) and len(block.text) <= limits["gap_length"] for block in chain.gap)
    if not short or len(chain.gap) > limits["gap_blocks"] or table.n_columns != chain.layout.width:
        return False
    return bool(table.n_rows) and not names_columns(table.grid()[0])


def _read_chain(chain: _Chain, identity: Identity, pages: PageSources) -> tuple[list[Reading], list[Finding]]:
    rows = logical_rows(chain.parts, chain.layout)
    if not _is_plausible(rows, chain.layout, identity):
        return [], []
    named = _names_indicators(rows, chain.layout, identity)
    if not named and (layout := chain.layout.without_indicator()) is not None:
        chain.layout = layout
        rows = logical_rows(chain.parts, layout)
    if not chain.layout.has(Field.INDICATOR):
        for row in rows:
            row.section = row.section or chain.heading
    context = context_of(rows, chain.layout, identity, pages)
    readings: list[Reading] = []
    findings = _unused_columns(chain, rows, named=named)
    for row in rows:
        reading = read_row(row, context)
        if reading is not None:
            readings.append(reading)
        else:
            place = row.own[0].position if row.own else chain.parts[0].table.position
            text = " ".join(cell.text for cell in row.own if fold(cell.text))[:120]
            findings.append(finding("row_unmapped", text, page=place.page, line=place.line))
    return readings, findings


def _is_plausible(rows: list[LogicalRow], layout: Layout, identity: Identity) -> bool:
    """Whether a table whose titles are indicators names one of the ten at least once; other tables list other aims."""
    if layout.title is not Field.INDICATOR:
        return True
    years = framework_years(identity)
    texts = [text for row in rows for text in (indicator_text(row, layout), row.section or "")]
    return any(subject_of_cell(text, years, counted=True).indicators for text in texts)


def _names_indicators(rows: list[LogicalRow], layout: Layout, identity: Identity) -> bool:
    """Whether a cell of the indicator column names one of the ten, by label, number or item code."""
    years = framework_years(identity)
    return any(subject_of_row(row, layout, years, counted=True).indicators for row in rows)


def _unused_columns(chain: _Chain, rows: list[LogicalRow], *, named: bool) -> list[Finding]:
    """One finding for every column whose text goes nowhere: its meaning is unknown, or the tables have no place for it.

    ``named`` tells that the indicator column is used: it names indicators.
    """
    findings = []
    position = chain.parts[0].table.position
    unused = vocabulary().unpublished if named else vocabulary().unpublished | {Field.INDICATOR}
    for column, meaning in enumerate(chain.layout.fields):
        texts = [text for row in rows for text in row.texts((column,)) if fold(text)]
        if not texts or meaning is chain.layout.title or (meaning is not None and meaning not in unused):
            continue
        code = "measure_column_unknown" if meaning is None else "measure_column_unpublished"
        subject = " ".join(chain.layout.header(column).split()) or f"({column + 1})"
        findings.append(finding(code, subject, found=texts[0][:120], page=position.page, line=position.line))
    return findings
