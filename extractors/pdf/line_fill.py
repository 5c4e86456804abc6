"""Whether a line ended because the first word of the next one had no room: how wide such a word is.

Producers break Thai between words of their dictionary, so a line may end far from the margin where a long word follows.
"""

from __future__ import annotations

import re
import unicodedata

from extractors.pdf.lines import Line
from extractors.pdf.words import thai_words

_FULL = 5.0  # font sizes by which a full line may fall short of the right edge: Thai breaks at words
_LONGEST = 14  # letters of a single Thai word; longer entries of the dictionary are names that producers do break
_RUN = re.compile(r"\S+")
_OPENING = re.compile(r"[(\[“\"'‘]*")
_THAI = re.compile("[ก-๎]+")


def room_needed(line: Line) -> float:
    """The room in points that a line above must leave to have ended for certain: more than this line's first word."""
    return max(_FULL * line.size, first_word_width(line))


def first_word_width(line: Line) -> float:
    """Width in points of the first word of a line, with brackets before it and words that slashes join to it.

    0 where the dictionary does not know the word.
    """
    text = line.text.strip()
    run = _RUN.match(text)
    end = _end_of_word(run.group()) if run is not None else 0
    return (line.box.x1 - line.box.x0) * _bases(text[:end]) / max(_bases(text), 1)


def _end_of_word(run: str) -> int:
    """Where the first word of a run without blanks ends; 0 where it is unknown."""
    opening = _OPENING.match(run)
    place = opening.end() if opening is not None else 0
    while place < len(run):
        thai = _THAI.match(run, place)
        end = place + _word_length(thai.group()) if thai is not None else _end_of_foreign(run, place)
        if end == place:
            return 0
        if not run.startswith("/", end):
            return end
        place = end + 1
    return place


def _word_length(text: str) -> int:
    """The longest dictionary word that a Thai text begins with."""
    words = thai_words()
    return next((length for length in range(min(_LONGEST, len(text)), 0, -1) if text[:length] in words), 0)


def _end_of_foreign(run: str, place: int) -> int:
    """The end of a word or a number in other letters."""
    while place < len(run) and run[place] != "/" and not _THAI.match(run, place):
        place += 1
    return place


def _bases(text: str) -> int:
    """Letters that take room; marks above and below do not."""
    return sum(unicodedata.category(letter) != "Mn" for letter in text)
