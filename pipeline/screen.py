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

from pipeline.report import Lead, Summary

if TYPE_CHECKING:
    from pipeline.plan import Plan
    from pipeline.process import DocumentResult
    from pipeline.remote.target import Target
    from pipeline.run import Outcome, Progress

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
    """A progress bar on stderr: papers, pages, failures, papers per second, times. None where nobody watches."""
    screen = console(stderr=True)
    if quiet or not screen.is_terminal:
        yield None
        return
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeElapsedColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[pages]} pages"),
        TextColumn("{task.fields[failed]} failed"),
        TextColumn("{task.fields[rate]:.1f}/s"),
        TimeElapsedColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=screen, transient=True) as bar:
        task = bar.add_task("", total=None, failed=0, pages=0, rate=0.0)
        failed = pages = 0

        def advance(done: int, total: int, result: DocumentResult) -> None:
            nonlocal failed, pages
            failed += result.failed
            pages += int(str(result.document["pages"] or 0))
            rate = bar.tasks[task].finished_speed or bar.tasks[task].speed or 0.0
            name = escape(result.source)
            bar.update(task, total=total, completed=done, description=name, failed=failed, pages=pages, rate=rate)

        yield advance


def print_plan(plan: Plan) -> None:
    """Why every input would be processed or not, then how many there are of each kind."""
    screen = console()
    for planned in plan.planned:
        reason = str(planned.reason) if planned.selected else f"not selected ({planned.reason})"
        style = "bold" if planned.to_do else "dim"
        screen.print(f"[{style}]{reason:<26}[/] {escape(planned.item.source)}", soft_wrap=True)
    screen.print(f"{len(plan.to_do)} of {len(plan.planned)} papers would be processed; {_listed(plan.counts())}")


def print_outcome(outcome: Outcome, out: Path, target: Target | None = None) -> None:
    """The closing words of a run: what was done, what came out, what to look at."""
    screen = console()
    total = sum(outcome.reasons.values())
    screen.print(f"{outcome.processed} of {total} papers processed ({_listed(outcome.reasons)})")
    if outcome.missing:
        screen.print(f"[yellow]{outcome.missing} papers have no row yet: they were not selected[/]")
    print_summary(outcome.summary, out)
    if target:
        screen.print(f"Published to {escape(str(target.address))}", soft_wrap=True)
    if outcome.log:
        screen.print(f"Log of this run: {escape(str(outcome.log))}", soft_wrap=True)


def _listed(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {name}" for name, number in counts.items())


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
    for lead in summary.leads:
        print_lead(screen, lead)
        screen.print(Padding(escape(lead.message), (0, 0, 0, 4)))
    if summary.leads:
        rest = summary.suspects - len(summary.leads)
        more = f"… and {rest} more papers: " if rest else "All: "
        screen.print(f"  {more}ita findings {escape(str(out))}")


def print_lead(screen: Console, lead: Lead) -> None:
    """A paper, whose it is, and the counts of what is wrong with it."""
    agency = f" {escape(lead.agency)}" if lead.agency else ""
    screen.print(f"[bold]{escape(lead.source)}[/]{agency}{f'  {escape(lead.counts)}' if lead.counts else ''}")


def _counts(counts: Mapping[str, int]) -> str:
    return ", ".join(f"{number} {styled(value)}" for value, number in counts.items() if number)
