"""The data dictionary: ``docs/tables.md`` and what ``ita tables`` prints, both from the declared schema."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from rich.console import Console, Group
from rich.markup import escape
from rich.table import Table

from extractors.errors import error_codes
from extractors.findings import finding_codes
from pipeline.schema import Column, TableSpec, Text, tables, vocabularies

# Closed lists with a section of their own, because they say more than a meaning.
_SEPARATE = {"finding_code": "finding codes", "error_code": "error codes"}

_INTRO = """# The tables

<!-- Written by `make docs` from schema.toml, findings.toml and errors.py. Do not edit. -->

All tables are Parquet files in the output folder, UTF-8, sorted, byte-identical when the same inputs are read again.
Years are Buddhist Era integers (2564 = AD 2021); dates are Gregorian. Points run from 0 to 100.
`datapackage.json` holds the same descriptions for programs, with the size and sha256 of every file.
A column marked • is never null.
"""


def markdown() -> str:
    """The whole data dictionary as Markdown."""
    return "\n".join(_lines()).rstrip() + "\n"


def print_tables(console: Console, names: Iterable[str] = ()) -> None:
    """The tables and closed lists (all, or those named) for a terminal. Raises KeyError for any other name."""
    chosen = list(names) or [*tables(), *vocabularies()]
    console.print(
        Group(*(_screen_table(tables()[name]) if name in tables() else _screen_list(name) for name in chosen))
    )


def _lines() -> Iterator[str]:
    yield _INTRO
    yield from (f"- [`{table.file}`](#{table.name}): {table.description.en}" for table in tables().values())
    for table in tables().values():
        yield from _table_section(table)
    yield "\n## Closed lists"
    for name, entries in vocabularies().items():
        if name not in _SEPARATE:
            yield from _vocabulary_section(name, entries)
    yield from _finding_section()
    yield from _error_section()


def _table_section(table: TableSpec) -> Iterator[str]:
    yield f"\n## {table.name}\n\n{table.title.th}: {table.description.th}  \n{table.description.en}\n"
    if table.key:
        yield f"No two rows are alike in: {_names(table.key)}."
    yield f"Sorted by: {_names(table.sort)}.\n"
    yield "| column | type | unit | meaning | ความหมาย |\n| --- | --- | --- | --- | --- |"
    for column in table.columns:
        cells = (
            f"`{column.name}`{' •' if column.required else ''}",
            f"`{column.type}`",
            _unit(column),
            _meaning(column),
        )
        yield _row(*cells, column.text.th)


def _vocabulary_section(name: str, entries: dict[str, Text]) -> Iterator[str]:
    yield f"\n### {_heading(name)}\n\n| value | meaning | ความหมาย |\n| --- | --- | --- |"
    yield from (_row(f"`{value}`", text.en, text.th) for value, text in entries.items())


def _finding_section() -> Iterator[str]:
    yield "\n### finding codes\n\n| code | severity | meaning | ข้อความ |\n| --- | --- | --- | --- |"
    for entry in finding_codes().values():
        yield _row(f"`{entry.code}`", str(entry.severity), entry.doc, entry.message_th)


def _error_section() -> Iterator[str]:
    yield "\n### error codes\n\nWhy a document has the status `failed`.\n\n| code | meaning |\n| --- | --- |"
    yield from (_row(f"`{code}`", meaning) for code, meaning in error_codes().items())


def _meaning(column: Column) -> str:
    if column.vocabulary is None:
        return column.text.en
    heading = _SEPARATE.get(column.vocabulary) or _heading(column.vocabulary)
    return f"{column.text.en} ([values](#{heading.replace(' ', '-')}))"


def _heading(vocabulary: str) -> str:
    return f"values of {vocabulary.replace('_', ' ')}"


def _unit(column: Column) -> str:
    bounds = ["" if bound is None else f"{bound:g}" for bound in (column.minimum, column.maximum)]
    limits = f"{bounds[0]} to {bounds[1]}" if all(bounds) else f"≥ {bounds[0]}" if bounds[0] else ""
    return ", ".join(part for part in (column.unit, limits) if part)


def _names(columns: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in columns)


def _row(*cells: str) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in cells) + " |"


def _screen_table(table: TableSpec) -> Table:
    shown = _screen(f"{table.name}  {table.title.th}", table.description.en, ("column", "type", "meaning"))
    for column in table.columns:
        name = f"{column.name} •" if column.required else column.name
        notes = [_unit(column), f"values: {column.vocabulary}" if column.vocabulary else ""]
        noted = "; ".join(note for note in notes if note)
        meaning = f"{column.text.en} ({noted})" if noted else column.text.en
        shown.add_row(name, escape(column.type), f"{escape(meaning)}\n{escape(column.text.th)}")
    return shown


def _screen_list(name: str) -> Table:
    shown = _screen(name, "", ("value", "meaning"))
    for value, text in vocabularies()[name].items():
        shown.add_row(value, escape("\n".join(dict.fromkeys((text.en, text.th)))))
    return shown


def _screen(title: str, caption: str, headings: Iterable[str]) -> Table:
    shown = Table(title=title, title_style="bold", title_justify="left", caption=caption or None)
    for heading in headings:
        shown.add_column(heading, overflow="fold")
    return shown
