"""Long scans in slices: the same bytes as uncut, the work shared, the end of a slice told as that of its paper."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

import pytest

from extractors.errors import CrashedError
from extractors.limits import DEFAULT_LIMITS
from extractors.ocr.backends import backend
from extractors.ocr.kept_pages import keep, recall
from extractors.ocr.options import Ocr, OcrMode, OcrOptions
from extractors.ocr.pictures import picture_drafts
from extractors.pdf.drafts import PageDraft
from extractors.pdf.geometry import Turn
from pipeline.cache_file import FolderCache
from pipeline.discover import Input
from pipeline.engines import SERIAL, Bounds, Engine, Outcome, Work
from pipeline.engines.cluster import Ray
from pipeline.engines.local import Local
from pipeline.process import DocumentResult, Options
from pipeline.recognition import recognition
from pipeline.run import CACHE, Job, ingest
from pipeline.slices import USUAL_SLICING, Seen, Slice, Sliced, Slicing, Whole
from tests.pipeline.whole import read_tables

from .faults import CODES, DEEDS, needs_ray
from .scans import long_scan

PAGES = 7
SHORT = Slicing(longest=3, pages=2)
UNCUT = Slicing(longest=10_000)


@dataclass(frozen=True)
class Recorded:
    """An engine that leaves a file for every item that was worked on: which process had it, and which pages."""

    inner: Engine
    folder: Path
    deed: str = ""

    def run(self, items: Iterable[Input], work: Work) -> Iterator[Outcome]:
        self.folder.mkdir()
        return self.inner.run(items, partial(recorded, work, self.folder, self.deed))

    @property
    def by_process(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in sorted(self.folder.iterdir()):
            pid, what = path.name.split(" ")
            found.setdefault(pid, []).append(what)
        return found

    @property
    def items(self) -> list[str]:
        return sorted(what for many in self.by_process.values() for what in many)


def recorded(work: Work, folder: Path, deed: str, item: Input) -> DocumentResult | Seen:
    if deed and isinstance(item, Slice) and 4 in item.pages:
        DEEDS[deed]()
    kind = "pages" + "-".join(map(str, item.pages)) if isinstance(item, Slice) else type(item).__name__
    (folder / f"{os.getpid()} {item.source}:{kind}").touch()
    return work(item)


def files(out: Path) -> dict[str, bytes]:
    """All published files."""
    found = (path for path in out.rglob("*") if path.is_file())
    return {
        path.relative_to(out).as_posix(): path.read_bytes()
        for path in found
        if CACHE not in path.relative_to(out).parts
    }


def tables(raw: Path, out: Path, engine: Engine, slicing: Slicing = SHORT, **job: object) -> Mapping[str, bytes]:
    options = Options(ocr=recognition("auto", "reader", None, no_cache=True))
    ingest(replace(Job(raw, out, options, cache=out / CACHE, engine=engine, slicing=slicing), **job))  # type: ignore[arg-type]  # its fields
    return files(out)


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    long_scan(folder / "long.pdf", PAGES)
    long_scan(folder / "long.tif", PAGES)
    (folder / "short.md").write_text("การประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2565\n", "utf-8")
    return folder


@pytest.fixture(scope="module")
def uncut(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, bytes]:
    return tables(raw, tmp_path_factory.mktemp("uncut"), SERIAL, UNCUT)


ENGINES = [
    pytest.param(SERIAL, id="serial"),
    pytest.param(Local(1), id="one"),
    pytest.param(Local(2), id="two"),
    pytest.param(Ray(2), id="ray", marks=needs_ray),
]


@pytest.mark.parametrize("engine", ENGINES)
def test_slices_give_the_same_bytes(engine: Engine, raw: Path, uncut: Mapping[str, bytes], tmp_path: Path) -> None:
    watched = Recorded(engine, tmp_path / "items")
    assert tables(raw, tmp_path / "out", watched) == uncut
    slices = [f"{name}:pages{pages}" for name in ("long.pdf", "long.tif") for pages in ("1-2", "3-4", "5-6", "7")]
    looks = [f"{name}:{kind}" for name in ("long.pdf", "long.tif") for kind in ("Input", "Whole")]
    assert watched.items == sorted([*slices, *looks, "short.md:Input"])
    assert list((tmp_path / "out" / CACHE).rglob("*-pages")) == []  # the documents are kept instead


def test_without_a_cache_nothing_is_cut(raw: Path, uncut: Mapping[str, bytes], tmp_path: Path) -> None:
    watched = Recorded(SERIAL, tmp_path / "items")
    assert tables(raw, tmp_path / "out", watched, cache=None) == uncut
    assert watched.items == ["long.pdf:Input", "long.tif:Input", "short.md:Input"]


def test_twins_in_slices(raw: Path, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    for name in ("a.pdf", "b.pdf"):
        (tmp_path / "raw" / name).write_bytes((raw / "long.pdf").read_bytes())
    tables(tmp_path / "raw", tmp_path / "out", Taken(SERIAL))
    first, second = read_tables(tmp_path / "out")["documents"]
    assert first["document_id"] == second["document_id"]
    assert (first["pages"], second["pages"]) == (PAGES, PAGES)
    assert list((tmp_path / "out" / CACHE).rglob("*-pages")) == []


@dataclass(frozen=True)
class Taken:
    """An engine that takes two items before it works on the first."""

    inner: Engine

    def run(self, items: Iterable[Input], work: Work) -> Iterator[Outcome]:
        waiting: list[Input] = []
        while True:
            waiting += [item for item in (next(iter(items), None) for _ in range(2 - len(waiting))) if item]
            if not waiting:
                return
            yield from self.inner.run([waiting.pop(0)], work)


@pytest.mark.parametrize("deed", ["segfaults", "allocates", "sleeps", "raises"])
def test_the_end_of_a_slice_is_that_of_its_paper(deed: str, raw: Path, tmp_path: Path) -> None:
    bounds = Bounds(deadline=40.0, memory=512) if deed != "sleeps" else Bounds(deadline=8.0)
    tables(raw, tmp_path / "out", Recorded(Local(2, bounds), tmp_path / "items", deed))
    documents = {str(row["source"]): row for row in read_tables(tmp_path / "out")["documents"]}
    assert {name: documents[name]["error_code"] for name in documents} == {
        "long.pdf": CODES[deed],
        "long.tif": CODES[deed],
        "short.md": None,
    }
    assert all(documents[name]["document_id"] for name in documents)


def test_pages_of_a_run_that_ended_early_are_not_read_again(
    raw: Path, uncut: Mapping[str, bytes], tmp_path: Path
) -> None:
    with pytest.raises(KeyboardInterrupt):
        tables(raw, tmp_path / "out", Recorded(SERIAL, tmp_path / "items", "stops"))
    watched = Recorded(SERIAL, tmp_path / "again")
    assert tables(raw, tmp_path / "out", watched) == uncut
    done = ["long.pdf:pages1-2"]
    slices = [f"long.pdf:pages{pages}" for pages in ("3-4", "5-6", "7")]
    assert [what for what in watched.items if "pdf:pages" in what] == slices, done


class TestOrder:
    """What an engine is given, and what becomes of its outcomes."""

    PAPER, OTHER = Input(Path("a"), "a"), Input(Path("b"), "b")

    def sliced(self, *left: int) -> Sliced:
        items = Sliced(iter([self.PAPER, self.OTHER]), SHORT)
        assert items.heard(Outcome(next(items), Seen(left), None, 1.0)) is None
        return items

    def test_slices_come_before_other_papers_and_the_paper_after_them(self) -> None:
        items = self.sliced(1, 2, 5, 6, 9)
        slices = [next(items) for _ in range(3)]
        assert slices == [Slice(Path("a"), "a", pages, 5) for pages in ((1, 2), (5, 6), (9,))]
        assert [item.share for item in slices] == [0.4, 0.4, 0.2]
        assert next(items) == self.OTHER
        assert next(items, None) is None
        assert [items.heard(Outcome(item, Seen(), None, 2.0)) for item in slices] == [None] * 3
        whole = next(items)
        assert whole == Whole(Path("a"), "a")
        outcome = items.heard(Outcome(whole, None, CrashedError(name="a", reason="x"), 4.0))
        assert outcome is not None
        assert (outcome.item, outcome.seconds) == (self.PAPER, 11.0)

    def test_a_failed_slice_ends_its_paper_when_the_others_are_back(self) -> None:
        items = self.sliced(*range(10))
        first, second = next(items), next(items)
        error = CrashedError(name="a", reason="x")
        assert items.heard(Outcome(first, None, error, 1.0)) is None
        assert next(items) == self.OTHER  # no more slices
        outcome = items.heard(Outcome(second, Seen(), None, 1.0))
        assert outcome == Outcome(self.PAPER, None, error, 3.0)
        assert next(items, None) is None

    def test_a_recogniser_that_fails_is_not_asked_slice_by_slice(self) -> None:
        items = self.sliced(*range(10))
        first = next(items)
        assert items.heard(Outcome(first, Seen(in_vain=True), None, 1.0)) is None
        assert next(items) == Whole(Path("a"), "a")


def test_drafts_come_back_as_they_were(raw: Path, tmp_path: Path) -> None:
    kept, ocr = FolderCache(tmp_path), Ocr(OcrOptions(OcrMode.ALWAYS))
    drafts = picture_drafts((raw / "long.tif").read_bytes(), "long.tif", backend(ocr), DEFAULT_LIMITS)
    assert any(draft.regions for draft, _ in drafts)
    for draft, _ in drafts:
        assert keep(kept, draft)
        assert repr(recall(kept, draft.number)) == repr(draft)


def test_what_a_recogniser_failed_on_is_not_kept(tmp_path: Path) -> None:
    kept = FolderCache(tmp_path)
    assert not keep(kept, PageDraft(1, Turn(0, 1.0, 1.0), unreadable="backend_failed: openai keeps silent"))
    assert keep(kept, PageDraft(2, Turn(0, 1.0, 1.0), unreadable="nothing_recognised"))
    assert recall(kept, 1) is None
    assert recall(kept, 2) == PageDraft(2, Turn(0, 1.0, 1.0), unreadable="nothing_recognised")
    next(path for path in tmp_path.rglob("*") if path.is_file()).write_bytes(b"rubbish")
    assert recall(kept, 2) is None


@pytest.mark.large
@pytest.mark.parametrize("workers", [1, 2])
def test_a_scan_of_64_pages_with_the_usual_slices(workers: int, tmp_path: Path) -> None:
    (tmp_path / "raw").mkdir()
    long_scan(tmp_path / "raw" / "long.pdf", 64)
    expected = tables(tmp_path / "raw", tmp_path / "uncut", SERIAL, UNCUT)
    watched = Recorded(Local(workers), tmp_path / "items")
    assert tables(tmp_path / "raw", tmp_path / "out", watched, USUAL_SLICING) == expected
    assert len([what for what in watched.items if ":pages" in what]) == 4
    shared = [pid for pid, items in watched.by_process.items() if any(":pages" in what for what in items)]
    assert len(shared) == workers  # every worker had slices of the one paper
