"""The command ``ita``. Nothing heavy is imported before a command runs, so that ``ita --help`` comes at once."""

from __future__ import annotations

import functools
import io
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, ParamSpec

import typer

from extractors.ocr.options import DEFAULT_BACKEND, USUAL_TIMEOUT, SecondOpinion
from pipeline.arguments import (
    Backend,
    Cache,
    Deadline,
    Engine,
    Memory,
    Mode,
    Model,
    NoCache,
    RayAddress,
    Second,
    Timeout,
    Url,
    Workers,
    path,
    path_or_address,
)
from pipeline.engines.model import USUAL_DEADLINE, USUAL_ENGINE, USUAL_MEMORY
from pipeline.errors import EXIT_MEANINGS, Exit, RunError
from pipeline.shrink import USUAL_SHARE

P = ParamSpec("P")

_START = "Example: ita ingest data/raw -o data/processed && ita findings data/processed"
_EXIT_CODES = "\n\n".join(f"{code.value} = {meaning}" for code, meaning in EXIT_MEANINGS.items())


app = typer.Typer(
    name="ita",
    help="Thailand's ITA reports (a folder of papers) as Parquet tables of scores and measures.",
    epilog=f"{_START}\n\nExit codes:\n\n{_EXIT_CODES}",
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
        except OSError as error:
            typer.echo(f"ita: {error.filename or 'input or output'}: {error.strerror or error}", err=True)
            typer.echo("Check that it is there, and its permissions.", err=True)
            raise typer.Exit(Exit.USAGE) from error
        except KeyboardInterrupt as error:
            typer.echo("ita: interrupted; published tables stay as they were; the same command goes on", err=True)
            exec("")  # CPython 3.11 ends by signal, whatever the exit code, if ``exec`` of a text was interrupted last
            raise typer.Exit(Exit.INTERRUPTED) from error

    return run


@app.callback()
def _ita() -> None:
    """Make several commands of the functions below, however many there are."""


@app.command(epilog="Example: ita ingest data/raw -o data/processed")
@_ends_cleanly
def ingest(
    raw: Annotated[
        str,
        typer.Argument(
            parser=path_or_address, metavar="RAW", help="Folder of reports (searched recursively), or one; also s3://…"
        ),
    ],
    out: Annotated[
        str,
        typer.Option("--out", "-o", parser=path_or_address, metavar="OUT", help="Folder for the tables; also s3://…"),
    ] = "data/processed",
    work: Annotated[
        Path | None,
        typer.Option(
            "--work",
            parser=path,
            metavar="DIR",
            help="Where tables are made that go to an address (else in the cache of the user).",
        ),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no summary.")] = False,
    strict: Annotated[bool, typer.Option("--strict", help="Exit with 1 when a document failed.")] = False,
    ocr: Mode = "auto",
    ocr_backend: Backend = DEFAULT_BACKEND,
    ocr_url: Url = None,
    ocr_model: Model = None,
    ocr_timeout: Timeout = USUAL_TIMEOUT,
    second_opinion: Second = SecondOpinion.NEVER,
    cache: Cache = None,
    no_cache: NoCache = False,
    engine: Engine = USUAL_ENGINE,
    workers: Workers = None,
    deadline: Deadline = USUAL_DEADLINE,
    memory: Memory = USUAL_MEMORY,
    ray_address: RayAddress = None,
    no_review: Annotated[
        bool, typer.Option("--no-review", help="Keep no pictures of the pages that nobody could read.")
    ] = False,
    only: Annotated[
        list[str] | None,
        typer.Option("--only", metavar="GLOB", help="Process only papers whose path below RAW fits; may be repeated."),
    ] = None,
    since: Annotated[
        datetime | None,
        typer.Option("--since", formats=["%Y-%m-%d"], help="Process only papers that changed on this day or later."),
    ] = None,
    limit: Annotated[int | None, typer.Option("--limit", min=1, help="Process at most so many papers.")] = None,
    rehash: Annotated[
        bool, typer.Option("--rehash", help="Look into every file, also where size and time are as before.")
    ] = False,
    no_retry_failed: Annotated[
        bool, typer.Option("--no-retry-failed", help="Leave papers alone that failed with the same rules.")
    ] = False,
    allow_shrink: Annotated[
        float,
        typer.Option(
            "--allow-shrink", metavar="SHARE", min=0.0, max=1.0, help="Share of a table's rows that a run may lose."
        ),
    ] = USUAL_SHARE,
    explain: Annotated[
        bool, typer.Option("--explain", help="Only say for every paper why it would be processed or not.")
    ] = False,
) -> None:
    """Read every report below RAW that is new or changed, and publish the tables to OUT: all of them, or none."""
    from pipeline import engines

    # First, since it loads the program in a process beside this one.
    bounds = engines.Bounds(deadline, memory=memory)
    choice = engines.Choice("serial" if explain else engine, workers, bounds, ray_address)
    workshop = engines.engine(choice)
    from pipeline import screen
    from pipeline.plan import Selection
    from pipeline.process import Options
    from pipeline.recognition import Endpoint, recognition
    from pipeline.remote import address_of
    from pipeline.remote.target import target_of
    from pipeline.run import CACHE, Job
    from pipeline.run import explain as explained
    from pipeline.run import ingest as run

    endpoint = Endpoint(ocr_url, ocr_model, ocr_timeout, second_opinion)
    options = Options(ocr=recognition(ocr, ocr_backend, cache, no_cache=no_cache, endpoint=endpoint))
    chosen = Selection(tuple(only or ()), since.date() if since else None, limit, rehash, not no_retry_failed)
    folder, target = target_of(out, work)
    kept = None if no_cache else cache or folder / CACHE
    place = address_of(raw) or Path(raw)
    job = Job(place, folder, options, not no_review, kept, chosen, allow_shrink, workshop, target)
    if explain:
        screen.print_plan(explained(job))
        return
    with screen.progress(quiet=quiet) as advance:
        outcome = run(job, advance)
    if not quiet:
        screen.print_outcome(outcome, folder, target)
    if strict and outcome.summary.failed:
        raise typer.Exit(Exit.SOME_FAILED)


@app.command(epilog="Example: ita show data/raw/report.pdf --page 2 --image page2.png")
@_ends_cleanly
def show(
    file: Annotated[Path, typer.Argument(parser=path, metavar="FILE", help="One report.")],
    limit: Annotated[int, typer.Option("--limit", min=0, help="Rows of each list; 0 shows all.")] = 60,
    page: Annotated[
        int | None, typer.Option("--page", min=1, help="Print the text of this page as it was read, and draw it.")
    ] = None,
    image: Annotated[
        Path | None,
        typer.Option(
            "--image",
            parser=path,
            metavar="PNG",
            help="Draw a page of a PDF (--page, else the first) with a box around everything taken from it (PNG).",
        ),
    ] = None,
    ocr: Mode = "auto",
    ocr_backend: Backend = DEFAULT_BACKEND,
    ocr_url: Url = None,
    ocr_model: Model = None,
    ocr_timeout: Timeout = USUAL_TIMEOUT,
    second_opinion: Second = SecondOpinion.NEVER,
    cache: Cache = None,
    no_cache: NoCache = False,
) -> None:
    """Show what is understood of one report: who, when, which kind, its scores, readings, measures and findings."""
    from pipeline import screen
    from pipeline.discover import discover
    from pipeline.process import Options
    from pipeline.recognition import Endpoint, recognition
    from pipeline.run import read_file
    from pipeline.show import show as print_result

    if not file.is_file():
        raise RunError(f"{file} is no file", "Name one report; `ita ingest` reads folders.", Exit.USAGE)
    endpoint = Endpoint(ocr_url, ocr_model, ocr_timeout, second_opinion)
    options = Options(ocr=recognition(ocr, ocr_backend, cache, no_cache=no_cache, endpoint=endpoint))
    result, document = read_file(discover(file)[0], options)
    print_result(screen.console(), file, result, limit)
    if document is not None and page is not None:
        from pipeline.page_text import print_page

        print_page(screen.console(), document, page)
    if result.failed:
        raise typer.Exit(Exit.SOME_FAILED)
    if image is not None:
        from pipeline import overlay

        overlay.write(file, result, page or 1, image)


@app.command(epilog="Example: ita tables scores score_status finding_code")
@_ends_cleanly
def tables(
    names: Annotated[
        list[str] | None,
        typer.Argument(metavar="NAME", help="Tables or closed lists to show; all when none is named."),
    ] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="The whole data dictionary as Markdown.")] = False,
) -> None:
    """Show tables and closed lists: each column with its type, unit and meaning in English and Thai, each value."""
    from pipeline import dictionary, screen
    from pipeline.schema import tables as declared
    from pipeline.schema import vocabularies

    known = [*declared(), *vocabularies()]
    unknown = [name for name in names or () if name not in known]
    if unknown:
        raise RunError(f"no table {', '.join(unknown)}", f"There are: {', '.join(known)}.", Exit.USAGE)
    if markdown:
        typer.echo(dictionary.markdown(), nl=False)
    else:
        dictionary.print_tables(screen.console(), names or ())


@app.command(epilog="Example: ita findings data/processed --severity error")
@_ends_cleanly
def findings(
    out: Annotated[Path, typer.Argument(parser=path, metavar="OUT", help="Folder of published tables.")] = Path(
        "data/processed"
    ),
    severity: Annotated[str | None, typer.Option("--severity", help="Only error, warning or info.")] = None,
    code: Annotated[
        str | None, typer.Option("--code", help="Only findings of this code (`ita tables finding_code`).")
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Papers to show; 0 shows all of everything.")] = 20,
) -> None:
    """Show the findings of a run, the papers that need a person first."""
    from pipeline import screen
    from pipeline.findings_view import Filter, load, print_findings

    print_findings(screen.console(), load(out), Filter(severity, code, limit))


@app.command(epilog="Example: ita diff data/processed")
@_ends_cleanly
def diff(
    old: Annotated[Path, typer.Argument(parser=path, metavar="OLD", help="Folder of published tables.")] = Path(
        "data/processed"
    ),
    new: Annotated[
        Path | None,
        typer.Argument(
            parser=path,
            metavar="NEW",
            help="Another one; left out: OLD is compared with its build before.",
        ),
    ] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Rows of each kind to show; 0 shows all.")] = 20,
) -> None:
    """Show the rows that were added (+), removed (-) and changed (~) by key; exit with 1 when there are any."""
    from pipeline import diff as comparison
    from pipeline import screen
    from pipeline.diff_view import print_diff
    from pipeline.publish import PREVIOUS

    before, now = (old / PREVIOUS, old) if new is None else (old, new)
    if new is None and old.is_dir() and not before.is_dir():
        raise RunError(f"{old} holds no earlier build", "Name two folders of tables.", Exit.USAGE)
    found = comparison.compare(before, now, limit or sys.maxsize)
    print_diff(screen.console(), found)
    if any(table.differs for table in found):
        raise typer.Exit(Exit.SOME_FAILED)


@app.command(epilog='Example: ita agency "อบต ทุ่งทอง อ.ยะยี่น มหาสารคาม" --limit 3')
@_ends_cleanly
def agency(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="The name as printed, with its amphoe and province where known.")
    ],
    limit: Annotated[int, typer.Option("--limit", min=0, help="Candidates to show; 0 shows all.")] = 5,
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object instead of a table.")] = False,
) -> None:
    """Show which body a name means, the candidates in order and why; exit with 4 when no body is like it."""
    from normalizers.agencies import identify
    from pipeline import agency_view, screen

    resolution = identify(name, most=limit or sys.maxsize)
    if as_json:
        typer.echo(agency_view.as_json(name, resolution))
    else:
        agency_view.print_resolution(screen.console(), resolution)
    if not agency_view.found_something(resolution):
        raise typer.Exit(Exit.NOTHING)


@app.command(epilog="Example: ita evaluate build/tables build/scans/truth --json figures.json")
@_ends_cleanly
def evaluate(
    out: Annotated[Path, typer.Argument(help="Folder of published tables.")],
    truth: Annotated[Path, typer.Argument(help="Folder of truth files (JSON), or one of them.")],
    json_file: Annotated[Path | None, typer.Option("--json", help="Also write all figures to this file.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=0, help="Silent values to list; 0 lists all.")] = 20,
) -> None:
    """Compare published tables with the truth: found, right, wrong and silent scores; exit with 1 when one is silent.

    A value is silent when it is wrong or printed nowhere, and neither its status, its blind spot nor a finding says so.
    """
    from pipeline import evaluate_view, screen
    from pipeline.evaluate import evaluate as compare
    from pipeline.evaluate import load_tables
    from pipeline.truth import load

    evaluation = compare(load_tables(out), load(truth))
    evaluate_view.print_evaluation(screen.console(), evaluation, limit)
    if json_file is not None:
        evaluate_view.write_json(json_file, evaluation)
    if evaluation.silent:
        raise typer.Exit(Exit.SOME_FAILED)


def main() -> None:
    """Entry point of the command ``ita``."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a terminal that has no Thai shows "?" where it should
    app()
