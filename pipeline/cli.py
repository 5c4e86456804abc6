"""The command ``ita``. Nothing heavy is imported before a command runs, so that ``ita --help`` comes at once."""

from __future__ import annotations

import functools
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from pipeline.errors import EXIT_MEANINGS, Exit, RunError

P = ParamSpec("P")

_EXIT_CODES = "\n\n".join(f"{code.value} = {meaning}" for code, meaning in EXIT_MEANINGS.items())

app = typer.Typer(
    name="ita",
    help="Thailand's ITA reports (a folder of papers) as Parquet tables of scores and measures.",
    epilog=f"Exit codes:\n\n{_EXIT_CODES}",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _ends_cleanly(command: Callable[P, None]) -> Callable[P, None]:
    """Every way to end has its exit code, and a message that names what to do."""

    @functools.wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        try:
            command(*args, **kwargs)
        except RunError as error:
            typer.echo(f"ita: {error}", err=True)
            raise typer.Exit(error.code) from error
        except KeyboardInterrupt as error:
            typer.echo("ita: interrupted; published tables stay as they were", err=True)
            raise typer.Exit(Exit.INTERRUPTED) from error

    return run


@app.callback()
def _ita() -> None:
    """Make several commands of the functions below, however many there are."""


@app.command(epilog="Example: ita ingest data/raw -o data/processed")
@_ends_cleanly
def ingest(
    raw: Annotated[Path, typer.Argument(help="Folder of reports (searched recursively), or one report.")],
    out: Annotated[Path, typer.Option("--out", "-o", help="Folder for the tables.")] = Path("data/processed"),
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when a document failed.")] = False,
) -> None:
    """Read every report below RAW and publish the tables to OUT: all of them, or none."""
    from pipeline import screen
    from pipeline.process import Options
    from pipeline.report import summarise
    from pipeline.run import Job
    from pipeline.run import ingest as run

    with screen.progress(quiet=quiet) as advance:
        built = run(Job(raw, out, Options()), advance)
    summary = summarise(built)
    if not quiet:
        screen.print_summary(summary, out)
    if strict and summary.failed:
        raise typer.Exit(Exit.SOME_FAILED)


def main() -> None:
    """Entry point of the command ``ita``."""
    app()
