"""``ita show``: what was understood of one paper, for a person with the paper in hand."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console, JustifyMethod, RenderableType
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from pipeline.order import ordered
from pipeline.process import DocumentResult
from pipeline.schema import Row, tables
from pipeline.screen import styled


@dataclass(frozen=True, slots=True)
class _Shown:
    """One column on the screen: heading, how a row gives its cell, side, and whether it may break into lines."""

    heading: str
    cell: str
    right: bool = False
    wraps: bool = False


_SCORES = (
    _Shown("year", "fiscal_year"),
    _Shown("code", "code"),
    _Shown("label", "label", wraps=True),
    _Shown("score", "score", right=True),
    _Shown("status", "status"),
    _Shown("level", "grade"),
    _Shown("printed", "printed", right=True),
    _Shown("agree", "readings", right=True),
    _Shown("blind", "blind_spot", right=True),
    _Shown("where", "where"),
)
_MENTIONS = (
    _Shown("year", "fiscal_year"),
    _Shown("code", "code"),
    _Shown("printed", "raw_value", right=True),
    _Shown("value", "value", right=True),
    _Shown("agrees", "agrees"),
    _Shown("label as printed", "raw_label", wraps=True),
    _Shown("context", "context"),
    _Shown("where", "where"),
)
_LEAST_WIDTH = 16  # letters of a column that may break into lines
_PLACES = {"tambon": "ต.", "amphoe": "อ.", "province": "จ."}
_AGENCY = _Shown("agency", "agency", wraps=True)


def show(console: Console, path: Path, result: DocumentResult, limit: int) -> None:
    """Print one paper's result; at most ``limit`` rows of each list (0: all)."""
    console.print(f"[bold]{escape(str(path))}[/]")
    for line in _head(result.document):
        console.print(line)
    for title, columns, rows in (
        ("Scores", _SCORES, _in_order("scores", result.scores)),
        ("Readings", _MENTIONS, _in_order("mentions", result.mentions)),
    ):
        _section(console, title, _with_agency(columns, rows), rows, limit)
    _measures(console, _in_order("measures", result.measures), limit)
    if result.findings:
        console.print(f"\n[bold]Findings[/] ({len(result.findings)})")
    for row in _in_order("findings", result.findings):
        print_finding(console, row)


def print_finding(console: Console, row: Row) -> None:
    """One finding: code and place, then what it says in English and in Thai."""
    console.print(f"  {styled(str(row['severity']))} [bold]{row['code']}[/] {where(row)}")
    for message in (row["message_en"], row["message_th"]):
        console.print(Padding(escape(str(message)), (0, 0, 0, 4)))


def where(row: Row) -> str:
    """Page and line ("p.1 l.12"), or page and upper left corner; empty where neither is known."""
    page = row.get("page", row.get("page_first"))
    parts = [f"p.{page}"] if page else []
    if row.get("line"):
        parts.append(f"l.{row['line']}")
    elif row.get("x0") is not None:
        parts.append(f"at {row['x0']:.0f},{row['y0']:.0f}")
    return " ".join(parts)


def _in_order(table: str, rows: Sequence[Row]) -> list[Row]:
    return ordered(tables()[table], rows)


def _head(document: Row) -> Iterator[str]:
    yield f"  status  {styled(str(document['status']))}"
    if document["error_code"]:
        yield f"  error   [bold]{document['error_code']}[/] {escape(str(document['error']))}"
        return
    places = " ".join(f"{word}{document[name]}" for name, word in _PLACES.items() if document[name])
    identifier = f" [dim]({document['agency_id']})[/]" if document["agency_id"] else " [yellow](no id)[/]"
    yield f"  who     {escape(str(document['agency'] or 'unknown'))} {escape(places)}{identifier}"
    if document["agency_raw"] and document["agency_raw"] != document["agency"]:
        yield f"          printed as {escape(str(document['agency_raw']))}"
    pages = "1 page" if document["pages"] == 1 else f"{document['pages']} pages"
    yield f"  what    {document['kind']}, {document['format']}, {pages}, {document['text_source']}"
    yield f"  when    fiscal year {document['fiscal_year'] or '?'}, scores of {document['scores_year'] or '?'}"


def _with_agency(columns: Sequence[_Shown], rows: Sequence[Row]) -> Sequence[_Shown]:
    """A paper on several bodies (a league table) says on every row whose it is."""
    several = len({(row["agency_id"], row["agency"]) for row in rows}) > 1
    return (_AGENCY, *columns) if several else columns


def _section(console: Console, title: str, columns: Sequence[_Shown], rows: Sequence[Row], limit: int) -> None:
    if not rows:
        return
    shown = rows[:limit] if limit else rows
    console.print(f"\n[bold]{title}[/] ({len(rows)})")
    console.print(_table(columns, shown))
    _rest(console, len(rows) - len(shown))


def _measures(console: Console, rows: Sequence[Row], limit: int) -> None:
    """Measures as a list: their titles and people are too long for the columns of a terminal."""
    if not rows:
        return
    console.print(f"\n[bold]Measures[/] ({len(rows)})")
    shown = rows[:limit] if limit else rows
    for row in shown:
        title = f"[bold]{row['seq']}[/] {_value('title', row['title'])}"
        console.print(Padding(title, (0, 0, 0, 2)))
        console.print(Padding(" · ".join(part for part in _details(row) if part), (0, 0, 0, 6)))
    _rest(console, len(rows) - len(shown))


def _details(row: Row) -> Iterator[str]:
    yield str(row["kind"])
    if row["indicators"]:
        yield f"indicator {_value('indicators', row['indicators'])}"
    if row["status"]:
        yield f"[green]{row['status']}[/]" if row["status"] == "done" else str(row["status"])
    if row["checked"] is not None:
        yield "ticked" if row["checked"] else "not ticked"
    steps = row["steps"]
    if isinstance(steps, list) and steps:
        yield "1 step" if len(steps) == 1 else f"{len(steps)} steps"
    yield _value("period", row["period"])
    yield _value("responsible", row["responsible"])
    yield where(row)


def _rest(console: Console, count: int) -> None:
    if count:
        console.print(f"  … and {count} more (--limit 0 shows all)")


def _table(columns: Sequence[_Shown], rows: Sequence[Row]) -> RenderableType:
    table = Table(box=None, pad_edge=True)
    filled = [(column, [_cell(column.cell, row) for row in rows]) for column in columns]
    filled = [(column, cells) for column, cells in filled if any(cells)]
    for column, _ in filled:
        side: JustifyMethod = "right" if column.right else "left"
        least = _LEAST_WIDTH if column.wraps else None
        table.add_column(column.heading, justify=side, overflow="fold", no_wrap=not column.wraps, min_width=least)
    for cells in zip(*(cells for _, cells in filled), strict=True):
        table.add_row(*cells)
    return table


def _cell(name: str, row: Row) -> str:
    if name == "where":
        return where(row)
    if name == "printed":  # only where it says something else than the score
        return "" if row["raw_value"] == _value("score", row["score"]) else _value("raw_value", row["raw_value"])
    if name == "readings":
        return f"{row['agreeing']}/{row['mentions']}"
    return _value(name, row[name])


def _value(name: str, value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return "yes" if value else "[red]no[/]"
    if isinstance(value, float):
        return f"{value:.2f}"
    if isinstance(value, list):
        return escape(", ".join(str(item) for item in value))
    return styled(str(value)) if name == "status" else escape(" ".join(str(value).split()))
