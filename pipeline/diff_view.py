"""``ita diff`` on a terminal: counts of every table, then the first rows of each kind."""

from __future__ import annotations

from collections.abc import Sequence

from rich.console import Console
from rich.markup import escape

from pipeline.diff import Key, TableDiff
from pipeline.schema import Row

_MARKS = {"added": "[green]+[/]", "removed": "[red]-[/]", "changed": "[yellow]~[/]"}
_LONGEST = 120  # characters of a value


def print_diff(console: Console, found: Sequence[TableDiff]) -> None:
    """All tables that differ, or that none does."""
    for diff in (diff for diff in found if diff.differs):
        counts = ", ".join(f"{number} {kind}" for kind, number in diff.counts.items() if number)
        console.print(f"[bold]{diff.table.name}[/]  {counts}")
        for kind, rows in (("added", diff.added), ("removed", diff.removed)):
            for row in rows:
                console.print(f"  {_MARKS[kind]} {_told(_named(diff, row))}", soft_wrap=True)
            _print_rest(console, diff.counts[kind] - len(rows), kind)
        for item in diff.changed:
            values = "; ".join(f"{name} {_short(old)} → {_short(new)}" for name, (old, new) in item.columns.items())
            console.print(f"  {_MARKS['changed']} {_told(item.key)}: {escape(values)}", soft_wrap=True)
        _print_rest(console, diff.counts["changed"] - len(diff.changed), "changed")
    if not any(diff.differs for diff in found):
        console.print("the tables are the same")


def _print_rest(console: Console, rest: int, kind: str) -> None:
    if rest > 0:
        console.print(f"  … and {rest} more {kind} (--limit 0 shows all)")


def _named(diff: TableDiff, row: Row) -> Key:
    """The values by which a person knows the row."""
    return tuple(row.get(name) for name in diff.table.key or diff.table.sort)


def _told(key: Key) -> str:
    return escape(" · ".join(_short(value) for value in key if value is not None))


def _short(value: object) -> str:
    text = "nothing" if value is None else " ".join(str(value).split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
