"""Lines of bent pages made level: sheets bulge on the glass and near the fold, and a line then rises or sags."""

from __future__ import annotations

from collections.abc import Sequence
from statistics import median

import numpy as np
from numpy.typing import NDArray

from extractors.ocr.words import Pixels

_AT_ONCE = 7  # letters whose feet say together where the line stands
_LEAST = 0.06  # line heights: a smaller swing does not trouble a reader
_MOST = 1.5  # line heights: more is no line
_INK = 200
_WIDEST = 2.0  # heights of the picture: what is joined over more columns is bent with them


def sag_of(
    feet: Sequence[tuple[float, float]], bottom: float, height: float, columns: range
) -> NDArray[np.int64] | None:
    """By how many rows the letters of each column stand too low; None where the line is level.

    ``feet`` are (x, y of the lower end) of the letters' bodies, ``bottom`` is where they should stand, ``height`` that
    of a body, all in pixels. Every third letter or so has a tail: the median of some neighbours stands on the line.
    """
    ordered = sorted(feet)
    groups = [ordered[start : start + _AT_ONCE] for start in range(0, len(ordered) - _AT_ONCE + 1, _AT_ONCE // 2 + 1)]
    if len(groups) < 2:
        return None
    middles = [median(x for x, _ in group) for group in groups]
    away = [median(y for _, y in group) - bottom for group in groups]
    # Towards its ends the line goes on as it came.
    first = away[0] - _slope(middles[:2], away[:2]) * (middles[0] - ordered[0][0])
    last = away[-1] + _slope(middles[-2:], away[-2:]) * (ordered[-1][0] - middles[-1])
    places, rows = [ordered[0][0], *middles, ordered[-1][0]], np.array([first, *away, last])
    if not _LEAST * height < np.abs(rows).max() < _MOST * height:
        return None
    return np.asarray(np.rint(np.interp(np.asarray(columns), places, rows)), np.int64)


def _slope(places: Sequence[float], rows: Sequence[float]) -> float:
    return (rows[1] - rows[0]) / max(places[1] - places[0], 1.0)


def levelled(pixels: Pixels, sag: NDArray[np.int64]) -> tuple[Pixels, int]:
    """The picture of a line with each letter moved up by its sag, and by how many rows it grew above.

    ``sag`` holds one value for each column that the picture has; columns that ink joins move together.
    """
    whole = _by_letters(pixels, sag)
    room = int(np.abs(whole).max())
    framed = np.pad(pixels, ((room, room), (0, 0)), constant_values=255)
    rows = np.arange(framed.shape[0])[:, None] + whole[None, :]
    inside = (rows >= 0) & (rows < framed.shape[0])
    moved = np.take_along_axis(framed, np.clip(rows, 0, framed.shape[0] - 1), axis=0)
    return np.where(inside, moved, 255).astype(np.uint8), room


def _by_letters(pixels: Pixels, sag: NDArray[np.int64]) -> NDArray[np.int64]:
    """The sag in the middle of each run of columns with ink, for the whole run; of long runs as it is."""
    inked = np.concatenate(([False], (pixels < _INK).any(axis=0), [False]))
    turns = np.flatnonzero(inked[1:] != inked[:-1]).tolist()
    whole = sag[: pixels.shape[1]].copy()
    for start, end in zip(turns[::2], turns[1::2], strict=True):
        if end - start <= _WIDEST * pixels.shape[0]:
            whole[start:end] = sag[(start + end) // 2]
    return whole
