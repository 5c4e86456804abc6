"""``ita findings``: the published findings, grouped by paper, the papers that need a person first."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.markup import escape
from rich.padding import Padding

from pipeline.errors import Exit, RunError
from pipeline.publish import recover
from pipeline.report import leads
from pipeline.schema import Row, arrow_schema, tables, vocabularies
from pipeline.screen import print_lead, styled
from pipeline.show import print_finding

Published = Mapping[str, list[Row]]

SAME_CODE = 5  # findings of one code and one paper that are shown where not all are asked for
_NEEDED = ("documents", "scores", "findings")


@dataclass(frozen=True, slots=True)
class Filter:
    """Which findings to show; ``limit`` is the number of papers, 0 for all."""

    severity: str | None = None
    code: str | None = None
    limit: int = 20

    def __post_init__(self) -> None:
        """Refuse what is on no closed list. Raises RunError."""
        for value, name in ((self.severity, "severity"), (self.code, "finding_code")):
            if value is not None and value not in vocabularies()[name]:
                known = ", ".join(vocabularies()[name])
                raise RunError(f"{value} is no {name.replace('_', ' ')}", f"There are: {known}.", Exit.USAGE)

    def takes(self, row: Row) -> bool:
        """Whether a finding is wanted."""
        return self.severity in (None, row["severity"]) and self.code in (None, row["code"])

    @property
    def takes_all(self) -> bool:
        """Whether nothing is filtered, so that failed documents are shown too."""
        return self.severity is None and self.code is None


def load(out: Path) -> Published:
    """The published tables that are needed here. Raises RunError where there are none, or not ours."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    if not out.is_dir():
        raise RunError(f"{out} does not exist", "Name the folder that `ita ingest` wrote to.", Exit.USAGE)
    recover(out)
    paths = {name: out / tables()[name].file for name in _NEEDED}
    if not all(path.exists() for path in paths.values()):
        raise RunError(f"{out} holds no tables", "Run `ita ingest RAW -o OUT` first.", Exit.USAGE)
    try:
        return {
            name: pq.read_table(path, schema=arrow_schema(tables()[name])).to_pylist() for name, path in paths.items()
        }
    except (pa.ArrowException, OSError) as error:
        raise RunError(
            f"{out} holds damaged tables: {error}", "Run `ita ingest RAW -o OUT` again.", Exit.USAGE
        ) from error


def print_findings(console: Console, published: Published, wanted: Filter) -> None:
    """Print the wanted findings paper by paper, then how many there are."""
    chosen = [row for row in published["findings"] if wanted.takes(row)]
    by_source: dict[object, list[Row]] = {}
    for row in chosen:
        by_source.setdefault(row["source"], []).append(row)
    failed = {row["source"] for row in published["documents"] if row["status"] == "failed" and wanted.takes_all}
    order = leads(published["documents"], published["scores"], chosen, everything=True)
    papers = [lead for lead in order if lead.source in by_source or lead.source in failed]
    for lead in papers[: wanted.limit or None]:
        print_lead(console, lead)
        if lead.source in failed:
            console.print(Padding(escape(lead.message), (0, 0, 0, 4)))
        _print_paper(console, by_source.get(lead.source, []), wanted)
    _print_counts(console, chosen, len(papers), wanted)


def _print_paper(console: Console, found: list[Row], wanted: Filter) -> None:
    """Findings of one paper; a table with a thousand broken rows must not hide the rest."""
    most = len(found) if wanted.code or not wanted.limit else SAME_CODE
    shown: Counter[object] = Counter()
    for row in found:
        shown[row["code"]] += 1
        if shown[row["code"]] <= most:
            print_finding(console, row)
    for code, count in shown.items():
        if count > most:
            console.print(f"  … and {count - most} more {code} (--code {code} shows all)")


def _print_counts(console: Console, chosen: list[Row], papers: int, wanted: Filter) -> None:
    counts = {name: sum(row["severity"] == name for row in chosen) for name in vocabularies()["severity"]}
    listed = ", ".join(f"{number} {styled(name)}" for name, number in counts.items() if number)
    console.print(f"{len(chosen)} findings{f': {listed}' if listed else ''}; {papers} papers")
    if wanted.limit and papers > wanted.limit:
        console.print(f"{papers - wanted.limit} more papers are not shown (--limit 0 shows all)")
