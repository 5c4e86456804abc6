"""Measures against the truth: rows found, their steps and the people responsible.

Texts of scans carry misread letters, so two texts are taken for the same from a similarity of ``ALIKE`` on; blanks and
the kind of digits do not count.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from pipeline.evaluate_states import Pair, Row
from pipeline.truth import TrueMeasure

CHECKLIST = "checklist"
ALIKE = 0.8  # share of letters that must agree
_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


@dataclass(frozen=True, slots=True)
class MeasureFigures:
    """Counts of measures; ``right`` have steps and responsible right, ``extra`` rows are not in the paper."""

    printed: int = 0
    found: int = 0
    steps: int = 0
    responsible: int = 0
    right: int = 0
    extra: int = 0

    def __add__(self, other: MeasureFigures) -> MeasureFigures:
        mine, others = asdict(self), asdict(other)
        return MeasureFigures(**{name: mine[name] + others[name] for name in mine})

    def as_dict(self) -> dict[str, int]:
        """The counts by name."""
        return asdict(self)


def measure_pairs(wanted: Sequence[TrueMeasure], rows: Sequence[Row]) -> tuple[list[Pair], int]:
    """Each measure of one paper with its row, in their order, and how many rows are left over.

    Lines of checklists are compared with lines of checklists, where the truth lists any.
    """
    pairs: list[Pair] = []
    extra = 0
    for lines in (False, True):
        true = [measure for measure in wanted if (measure.kind == CHECKLIST) is lines]
        listed = [row for row in sorted(rows, key=lambda row: int(row["seq"])) if (row["kind"] == CHECKLIST) is lines]
        if lines and not true:
            continue
        found = _aligned(true, listed)
        pairs += [Pair(measure, found.get(place)) for place, measure in enumerate(true)]
        extra += len(listed) - len(found)
    return pairs, extra


def measure_figures(pairs: Sequence[Pair], extra: int) -> MeasureFigures:
    """The counts over the measures of one paper; ``extra`` rows belong to none of them."""
    found = [(true, row) for true, row in pairs if row is not None]
    steps = [_steps_fit(true, row) for true, row in found]
    responsible = [_responsible_fit(true, row) for true, row in found]
    return MeasureFigures(
        printed=len(pairs),
        found=len(found),
        steps=sum(steps),
        responsible=sum(responsible),
        right=sum(both and other for both, other in zip(steps, responsible, strict=True)),
        extra=extra,
    )


def _aligned(wanted: Sequence[TrueMeasure], rows: Sequence[Row]) -> dict[int, Row]:
    """Rows by the place of their measure, pairs in the order of both lists, as many and as alike as can be."""
    alike = [[_likeness(true, row) for row in rows] for true in wanted]
    best = [[0.0] * (len(rows) + 1) for _ in range(len(wanted) + 1)]
    for i in reversed(range(len(wanted))):
        for j in reversed(range(len(rows))):
            pair = alike[i][j] + best[i + 1][j + 1] if alike[i][j] else 0.0
            best[i][j] = max(best[i + 1][j], best[i][j + 1], pair)
    pairs = {}
    i = j = 0
    while i < len(wanted) and j < len(rows):
        if best[i][j] == best[i + 1][j]:
            i += 1
        elif best[i][j] == best[i][j + 1]:
            j += 1
        else:
            pairs[i] = rows[j]
            i, j = i + 1, j + 1
    return pairs


def _likeness(true: TrueMeasure, row: Row) -> float:
    """0 where the row is another measure, else 1 to 2."""
    if not true.title:
        return 1.0 if row["indicator"] == true.indicator else 0.0
    share = _contained(true.title, str(row["title"]))
    return 1 + share if share >= ALIKE else 0.0


def _steps_fit(true: TrueMeasure, row: Row) -> bool:
    count = len(true.steps) if true.steps else true.step_count
    if count is None:
        return True
    if len(row["steps"]) != count:
        return False
    return all(_contained(step, found) >= ALIKE for step, found in zip(true.steps, row["steps"], strict=False))


def _responsible_fit(true: TrueMeasure, row: Row) -> bool:
    return all(any(_contained(name, unit) >= ALIKE for unit in row["responsible"]) for name in true.responsible)


def _contained(wanted: str, text: str) -> float:
    """How much of ``wanted`` stands in ``text`` in its order, from 0 to 1."""
    from rapidfuzz.distance import LCSseq

    plain, other = (_plain(part) for part in (wanted, text))
    return LCSseq.similarity(plain, other) / len(plain) if plain else 1.0


def _plain(text: str) -> str:
    return "".join(text.split()).translate(_DIGITS)
