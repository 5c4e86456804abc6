"""What a paper really says: the truth files that ``ita evaluate`` compares published tables with.

One JSON file for each paper. ``setting`` says how the paper was made (digits, dpi, damage, layout, font, …): figures
are counted by these. Fields that are null or left out are not judged.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from pipeline.errors import Exit, RunError


@dataclass(frozen=True, slots=True)
class TrueScore:
    """One score that the paper prints (points 0..100); ``pages`` (1-based) are those on which it stands."""

    fiscal_year: int
    code: str
    score: float
    grade: str | None = None
    pages: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class TrueMeasure:
    """One measure of a plan, a result or a progress table; an empty ``title`` means that its indicator names it.

    ``step_count`` counts ``steps`` where their words are not listed; None where nothing is numbered. ``status`` is None
    where the paper says none. ``kind`` "checklist" is a line of a checklist, ticked or not (``checked`` None: neither).
    """

    title: str
    indicator: int | None = None
    responsible: tuple[str, ...] = ()
    steps: tuple[str, ...] = ()
    step_count: int | None = None
    status: str | None = None
    kind: str | None = None
    checked: bool | None = None


@dataclass(frozen=True, slots=True)
class TruePaper:
    """One paper: ``source`` as in the tables, who wrote it, all scores, all measures (None: they are not judged)."""

    source: str
    agency: str | None
    amphoe: str | None
    province: str | None
    scores: tuple[TrueScore, ...]
    measures: tuple[TrueMeasure, ...] | None = None
    setting: Mapping[str, str | int] = field(default_factory=dict)
    pages: int | None = None
    text: str | None = None
    tables: tuple[tuple[tuple[str, ...], ...], ...] = ()


def dump(paper: TruePaper) -> str:
    """The truth as JSON, the same for the same paper."""
    return json.dumps(asdict(paper), ensure_ascii=False, indent=1) + "\n"


def load(path: Path) -> list[TruePaper]:
    """The truth in one file, or in all JSON files below a folder, by source. Raises RunError."""
    files = [path] if path.is_file() else sorted(path.rglob("*.json"))
    if not files:
        problem = "holds no truth files" if path.is_dir() else "does not exist"
        raise RunError(f"{path} {problem}", "Name a folder of truth files (JSON), or one of them.", Exit.USAGE)
    papers = {paper.source: paper for file in files for paper in _papers(file)}
    return [papers[source] for source in sorted(papers)]


def _papers(file: Path) -> Iterator[TruePaper]:
    try:
        held = json.loads(file.read_text(encoding="utf-8"))
        for paper in held if isinstance(held, list) else [held]:
            yield _paper(paper)
    except (OSError, UnicodeDecodeError, ValueError, TypeError, KeyError) as error:
        remedy = "Truth files are written by `python -m tools.scans`; see docs/scans.md."
        raise RunError(f"{file} is no truth file: {type(error).__name__}: {error}", remedy, Exit.USAGE) from error


def _paper(held: dict[str, Any]) -> TruePaper:
    scores = tuple(TrueScore(**{**score, "pages": tuple(score.get("pages", ()))}) for score in held.pop("scores"))
    measures = held.pop("measures", None)
    tables = tuple(tuple(tuple(row) for row in table) for table in held.pop("tables", ()))
    return TruePaper(
        scores=scores, measures=None if measures is None else tuple(map(_measure, measures)), tables=tables, **held
    )


def _measure(held: dict[str, Any]) -> TrueMeasure:
    lists = {name: tuple(held.get(name) or ()) for name in ("responsible", "steps")}
    return TrueMeasure(**{**held, **lists})
