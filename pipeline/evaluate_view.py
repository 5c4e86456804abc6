"""``ita evaluate`` on the screen and as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from pipeline.errors import Exit, RunError
from pipeline.evaluate import UNKNOWN, Evaluation
from pipeline.evaluate_states import is_wrong, state_figures

COLUMNS = ("printed", "found", "right", "wrong", "silent", "missing", "unnoticed", "extra")
SHOWN = ("level", "digits", "dpi", "damage")
_BAD = frozenset({"silent", "unnoticed"})
_SILENT = frozenset({"silent", "extra_silent"})


def print_evaluation(console: Console, evaluation: Evaluation, limit: int) -> None:
    """Scores by level, digits, dpi and damage; measures, ticks and agencies; the silent values (``limit`` 0: all)."""
    table = Table(title=f"Scores of {len(evaluation.papers)} papers", title_justify="left", box=None)
    table.add_column("", no_wrap=True)
    for name in COLUMNS:
        table.add_column(name, justify="right")
    table.add_row("[bold]all[/]", *_cells(evaluation.total()))
    for group in SHOWN:
        groups = evaluation.by(group)
        for key, counts in groups.items() if set(groups) != {UNKNOWN} else ():
            table.add_row(escape(f"{group} {key}"), *_cells(counts))
    console.print(table)
    if noted := evaluation.total()["only_noted"]:
        console.print(f"{noted} of the wrong scores are marked by nothing but a finding of severity info")
    _print_measures(console, evaluation)
    agencies = ", ".join(f"{count} {name}" for name, count in evaluation.agencies().items() if count)
    console.print(f"Agencies: {agencies}")
    _print_silent(console, evaluation, limit)


def write_json(path: Path, evaluation: Evaluation) -> None:
    """All figures as JSON. Raises RunError where the file cannot be written."""
    text = json.dumps(evaluation.as_dict(), ensure_ascii=False, indent=1) + "\n"
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise RunError(f"{path} cannot be written: {error.strerror}", "Name another file.", Exit.OUTPUT) from error


def _cells(counts: Mapping[str, int]) -> list[str]:
    return [f"[bold red]{counts[name]}[/]" if name in _BAD and counts[name] else str(counts[name]) for name in COLUMNS]


def _print_measures(console: Console, evaluation: Evaluation) -> None:
    counts = evaluation.measures()
    if not counts.printed:
        return
    parts = {"found": counts.found, "steps right": counts.steps, "responsible right": counts.responsible}
    listed = ", ".join(f"{number} {name} ({100 * number / counts.printed:.1f} %)" for name, number in parts.items())
    console.print(f"Measures: {counts.printed} printed, {listed}, {counts.extra} extra rows")
    for field, numbers in state_figures(evaluation.states()).items():
        if numbers["printed"] + numbers["extra"]:
            listed = ", ".join(f"{number} {name}" for name, number in numbers.items())
            console.print(f"  {field}: {listed}")


def _print_silent(console: Console, evaluation: Evaluation, limit: int) -> None:
    silent = list(_silent(evaluation))
    if not silent:
        console.print("[green]No value is wrong in silence.[/]")
        return
    console.print(f"[bold red]{len(silent)} values are wrong and look right[/]")
    for line in silent[: limit or None]:
        console.print(f"  {escape(line)}")
    if limit and len(silent) > limit:
        console.print(f"  … and {len(silent) - limit} more (--limit 0 lists all)")


def _silent(evaluation: Evaluation) -> Iterator[str]:
    """A line for every value that is wrong and looks right."""
    for case in (case for paper in evaluation.papers for case in paper.cases if case.outcome in _SILENT):
        true = "is not printed" if case.true is None else f"is {case.true:.2f}"
        yield f"{case.source} FY{case.fiscal_year} {case.code}: {case.found:.2f} ({case.status}), {true}"
    for state in filter(is_wrong, evaluation.states()):
        true = "is not given" if state.true is None else f"is {state.true}"
        yield f"{state.source} {state.field} of {state.title}: {state.found}, {true}"
