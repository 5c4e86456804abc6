"""Output to a terminal with Rich: progress on stderr, everything else on stdout."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding
from rich.table import Table

from pipeline.report import LOOK_FIRST, Lead, Summary

if TYPE_CHECKING:
    from pipeline.process import DocumentResult
    from pipeline.run import Progress

STYLES = {
    "verified": "green",
    "repaired": "yellow",
    "reported": "cyan",
    "computed": "blue",
    "conflict": "bold red",
    "ok": "green",
    "partial": "yellow",
    "no_scores": "cyan",
    "failed": "bold red",
    "error": "bold red",
    "warning": "yellow",
    "info": "cyan",
}


def console(*, stderr: bool = False) -> Console:
    """A console as all commands use it."""
    return Console(stderr=stderr, highlight=False)


def styled(value: str) -> str:
    """A value of a closed list in its colour."""
    return f"[{STYLES[value]}]{escape(value)}[/]" if value in STYLES else escape(value)


@contextmanager
def progress(*, quiet: bool) -> Iterator[Progress | None]:
    """A progress bar on stderr: documents, failures, documents per second. None where nobody watches."""
    screen = console(stderr=True)
    if quiet or not screen.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[failed]} failed"),
        TextColumn("{task.fields[rate]:.1f}/s"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("", total=None, failed=0, rate=0.0)
        failed = 0

        def advance(done: int, total: int, result: DocumentResult) -> None:
            nonlocal failed
            failed += result.failed
            rate = bar.tasks[task].finished_speed or bar.tasks[task].speed or 0.0
            name = escape(result.source)
            bar.update(task, total=total, completed=done, failed=failed, rate=rate, description=name)

        yield advance


def print_summary(summary: Summary, out: Path) -> None:
    """The closing summary of a run."""
    screen = console()
    table = Table(title=f"Tables in {escape(str(out))}", title_justify="left", show_header=False, box=None)
    table.add_row("documents", str(sum(summary.documents.values())), _counts(summary.documents))
    if summary.failed:
        table.add_row("", "", f"failed: {_counts(summary.errors)}")
    table.add_row("scores", str(sum(summary.scores.values())), _counts(summary.scores))
    table.add_row("findings", str(sum(summary.findings.values())), _counts(summary.findings))
    table.add_row("measures", str(summary.measures), "")
    homeless = f"{summary.homeless} scores without an agency id are not in it" if summary.homeless else ""
    table.add_row("panel", str(summary.panel), homeless)
    screen.print(table)
    if summary.leads:
        screen.print("\n[bold]What to look at first[/]")
    for lead in summary.leads[:LOOK_FIRST]:
        print_lead(screen, lead)
        screen.print(Padding(escape(lead.message), (0, 0, 0, 4)))
    if summary.leads:
        more = f"… and {len(summary.leads) - LOOK_FIRST} more papers: " if len(summary.leads) > LOOK_FIRST else "All: "
        screen.print(f"  {more}ita findings {escape(str(out))}")


def print_lead(screen: Console, lead: Lead) -> None:
    """A paper, whose it is, and the counts of what is wrong with it."""
    agency = f" {escape(lead.agency)}" if lead.agency else ""
    screen.print(f"[bold]{escape(lead.source)}[/]{agency}{f'  {escape(lead.counts)}' if lead.counts else ''}")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {styled(value)}" for value, number in counts.items() if number)
