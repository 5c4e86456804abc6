"""The reading of PDFs with a text layer: ``python -m bench.pdf [--papers FOLDER] [--pages 56 308 1002]``.

Four figures: the share of letters that come out wrong, by producer (the truth is what the producer was given to set);
the share of cells that are exact in the made tables of ``tests/pdf/files``; pages per CPU second with the steps that
take most of it; peak memory of a process that reads so many pages.
"""

from __future__ import annotations

import argparse
import cProfile
import json
import pstats
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

from extractors.document import Document, Table
from extractors.limits import DEFAULT_LIMITS
from extractors.pdf.reading import read_pdf
from extractors.readers import read
from tools import typeset

ROOT = Path(__file__).resolve().parents[1]
MADE = ROOT / "tests" / "pdf" / "files"
SAMPLES = ROOT / "data" / "raw"
TEXTS = (".txt", ".md", ".html", ".csv")
KINDS = {
    "ruled": ("league", "turned_90", "checklist"),
    "unruled": ("scores_none",),
    "rules between rows": ("scores_rows", "plan_row_rules"),
    "continued": ("plan", "plan_one_header"),
}
REPEATED = ("prose.chromium.pdf", "league.libreoffice.pdf", "scores_none.chromium.pdf")
STEPS = 10


def main(arguments: list[str] | None = None) -> int:
    """Print the figures."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--papers", type=Path, action="append", default=[], help="more papers, texts and PDFs")
    parser.add_argument("--pages", type=int, nargs="*", default=[56, 308], help="sizes of papers for the memory figure")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)  # what the processes for the memory figure do
    options = parser.parse_args(arguments)
    if options.read:
        _read_all(options.read)
        return 0
    folders = [SAMPLES, *options.papers]
    figures = (*fidelity(folders), *exact_cells(), *speed([*folders, MADE]), *memory(options.pages))
    for name, figure in figures:
        print(f"{name:34} {figure}", flush=True)
    return 0


def _files(folders: Sequence[Path], suffixes: Sequence[str]) -> list[Path]:
    return [path for folder in folders for path in sorted(folder.iterdir()) if path.suffix in suffixes]


def fidelity(folders: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Letters wrong, missing or added, blanks left aside (lines wrap elsewhere), of all letters; by producer."""
    from rapidfuzz.distance import Levenshtein

    documents = {f"{n:03}": read(path.read_bytes(), path.name) for n, path in enumerate(_files(folders, TEXTS))}
    for producer in ("chromium", "libreoffice", "weasyprint"):
        if not typeset.available(producer):
            yield f"letters wrong, {producer}", "not installed"
            continue
        made = typeset.typeset_all(documents, producer)
        wrong = letters = 0
        for name, document in documents.items():
            printed, found = _letters(document), _letters(read(made[name], "a.pdf"))
            letters += len(printed)
            wrong += Levenshtein.distance(printed, found)
        yield f"letters wrong, {producer}", f"{wrong / letters:.4%} of {letters} ({len(documents)} papers)"


def _letters(document: Document) -> str:
    return "".join(document.text().split())


def exact_cells() -> Iterator[tuple[str, str]]:
    """Cells of made tables that hold what was set, at their places, spans repeated; by kind of table."""
    for kind, names in KINDS.items():
        right = cells = 0
        for path in sorted(path for name in names for path in MADE.glob(f"{name}.*.pdf")):
            truth = json.loads((MADE / f"{path.name.split('.')[0]}.json").read_text("utf-8"))["tables"]
            found = [_grid(block) for block in read(path.read_bytes(), path.name).blocks() if isinstance(block, Table)]
            for index, rows in enumerate(truth):
                cells += sum(map(len, rows))
                right += _same(rows, found[index] if index < len(found) else [])
        yield f"cells exact, {kind}", f"{right / cells:.2%} of {cells}"


def _grid(table: Table) -> list[list[str]]:
    return [[cell.text if cell else "" for cell in row] for row in table.grid()]


def _same(printed: list[list[str]], found: list[list[str]]) -> int:
    return sum(
        "".join(a.split()) == "".join(b.split())
        for row, other in zip(printed, found, strict=False)
        for a, b in zip(row, other, strict=False)
    )


def speed(folders: Sequence[Path]) -> Iterator[tuple[str, str]]:
    """Pages per CPU second of one core, pages of scans left to nobody; then the steps by their own time."""
    papers = [path.read_bytes() for path in _files(folders, [".pdf"])]
    read_pdf(papers[0], "a.pdf", DEFAULT_LIMITS)  # dictionaries are loaded
    start = time.process_time()
    pages = sum(len(read_pdf(data, "a.pdf", DEFAULT_LIMITS).pages) for data in papers)
    spent = time.process_time() - start
    yield "pages per CPU second", f"{pages / spent:.1f} ({pages} pages of {len(papers)} papers)"
    profile = cProfile.Profile()
    profile.enable()
    for data in papers:
        read_pdf(data, "a.pdf", DEFAULT_LIMITS)
    profile.disable()
    rows = pstats.Stats(profile).get_stats_profile().func_profiles
    every = sum(row.tottime for row in rows.values())
    for name, row in sorted(rows.items(), key=lambda item: -item[1].tottime)[:STEPS]:
        module = Path(row.file_name).stem if row.file_name != "~" else ""
        yield f"  {row.tottime / every:5.1%}", f"{module}.{name}".strip(".")


def memory(sizes: Sequence[int]) -> Iterator[tuple[str, str]]:
    """Peak memory of a process that reads one paper of so many pages; the document itself is part of it."""
    with tempfile.TemporaryDirectory() as folder:
        for size in sizes:
            paper = Path(folder) / f"{size}.pdf"
            _repeat(paper, size)
            command = [sys.executable, "-m", "bench.pdf", "--read", str(paper)]
            done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
            yield f"peak memory, {size} pages", done.stdout.strip()


def _repeat(target: Path, size: int) -> None:
    """A paper of ``size`` pages, the pages of ``REPEATED`` again and again."""
    import pypdfium2

    paper = pypdfium2.PdfDocument.new()
    sources = [pypdfium2.PdfDocument((MADE / name).read_bytes()) for name in REPEATED]
    places = [(source, index) for source in sources for index in range(len(source))]
    for number in range(size):
        source, index = places[number % len(places)]
        paper.import_pages(source, [index])
    paper.save(target)


def _read_all(path: Path) -> None:
    read_pdf(path.read_bytes(), path.name, DEFAULT_LIMITS)
    print(f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:.0f} MiB, {time.process_time():.0f} s CPU")


if __name__ == "__main__":
    sys.exit(main())
