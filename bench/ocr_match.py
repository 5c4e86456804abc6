"""Finding printed lines in recognised text, whatever the order in which a recogniser gives its lines.

The rule of "characters wrong": blanks, punctuation, letter case and the kind of digits do not count (``thai.fold``).
The printed lines of a page, the longest first, each take the stretch of the recognised text that is nearest by edit
distance and was not taken yet; a line whose best stretch differs in more than half of its letters is missing. Wrong are
the edits inside of stretches, and the letters of missing lines or the letters that no line took, whichever are more (a
lost letter and a needless one together are one wrong letter).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from normalizers.thai import fold

_ONE = 1 << 24  # an edit; the bits below it hold where a stretch begins
_FAR = 1 << 20  # edits: more than any text has
_TAKEN = 0
_LOST = 0.5  # share of a line's letters


@dataclass(frozen=True, slots=True)
class Stretch:
    """Letters ``start`` to ``end`` of a text, and by how many edits they differ from what was looked for."""

    start: int
    end: int
    edits: int


class Letters:
    """The folded letters of a text, from which stretches can be taken."""

    def __init__(self, lines: Sequence[str]) -> None:
        text = fold("".join(lines))
        self.codes = np.array([ord(letter) for letter in text], np.int64)

    def left(self) -> int:
        """How many letters nobody took."""
        return int((self.codes != _TAKEN).sum())

    def nearest(self, wanted: str) -> Stretch:
        """The stretch nearest to a folded text, by Sellers' algorithm; of equal ones the first end, the shortest."""
        taken = self.codes == _TAKEN
        places = np.arange(len(self.codes) + 1, dtype=np.int64)
        steps = _ONE * (places + _FAR * np.concatenate(([0], np.cumsum(taken))))
        row = len(self.codes) - places
        for letter in wanted:
            differs = np.where(taken, _FAR, self.codes != ord(letter))
            best = np.minimum(row[1:] + _ONE, row[:-1] + _ONE * differs)
            row = np.concatenate(([row[0] + _ONE], best))
            row = np.minimum.accumulate(row - steps) + steps
        end = int(np.argmin(row // _ONE))
        edits, begins = divmod(int(row[end]), _ONE)
        return Stretch(len(self.codes) - begins, end, edits)

    def take(self, stretch: Stretch) -> None:
        """Take a stretch away."""
        self.codes[stretch.start : stretch.end] = _TAKEN


def wrong_letters(printed: Sequence[str], read: Sequence[str]) -> tuple[int, int]:
    """How many letters a page prints, and how many of them are wrong in what was read."""
    letters = Letters(read)
    wanted = sorted((folded for line in printed if (folded := fold(line))), key=len, reverse=True)
    edits = missing = 0
    for line in wanted:
        found = letters.nearest(line)
        if found.edits > _LOST * len(line):
            missing += len(line)
        else:
            letters.take(found)
            edits += found.edits
    return sum(map(len, wanted)), edits + max(missing, letters.left())


def holds(read: Letters, wanted: str, alike: float) -> bool:
    """Whether some stretch of a text is as much like a folded text as asked for (0..1)."""
    return read.nearest(wanted).edits <= (1 - alike) * len(wanted)
