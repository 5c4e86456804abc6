"""The trust gate: whether the text layer of a page may be believed.

A PDF shows glyphs; what letters they stand for is a second, hidden statement that may be missing, wrong, or made by a
recogniser that knows no Thai. Numbers read from such a page would look right. So every page is judged by what its
letters are, and a page that fails gives no text at all. Thresholds and reasons are data (``gate.toml``).
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from extractors.document import BoundingBox
from extractors.pdf.glyphs import Content
from extractors.pdf.words import coverage

OCR_LAYER = "ocr_layer"  # the note on a page whose text is a recogniser's
FEW_WORDS = "few_words"  # the note on one of those that was hardly read
_INK = re.compile(r"\S")
_THAI = re.compile("[ก-๎]")
_LATIN = re.compile("[A-Za-z]")
_LATIN_WORD = re.compile("[A-Za-z]{2,}|a(?= )")
_LATIN_1 = "\u00a1-\u00b6\u00b8-\u00d6\u00d8-\u00ff"  # without the dot and the times sign, which prose uses
_BAD = "\ufffd"
_NUMBER = re.compile(f"[0-9๐-๙.,%{_BAD}]*[0-9๐-๙{_BAD}][0-9๐-๙.,%{_BAD}]*")
_DIGIT = re.compile("[0-9๐-๙]")
_ROWS = 48  # the page is cut into so many strips to measure what pictures cover


@dataclass(frozen=True, slots=True)
class PageSignals:
    """What is measured of a page. Counts are of characters that are not blank; shares lie between 0 and 1.

    ``letters`` counts all of them, ``bad`` those without a meaning (U+FFFD after repair), ``odd`` signs that prose
    hardly uses. ``coverage`` is the share of the Thai letters in dictionary words, None without Thai.
    ``function_share`` is that of English function words among ``latin_words``. ``numbers`` counts numbers that can be
    read, ``lost_numbers`` those that hold or should be something else. ``numbers_judged`` tells that the text is of a
    recogniser whose probability of each number can be believed, so that numbers need no words around them.
    """

    letters: int = 0
    hidden_share: float = 0.0
    picture_share: float = 0.0
    drawings: int = 0
    thai: int = 0
    latin: int = 0
    bad: int = 0
    odd: int = 0
    coverage: float | None = None
    latin_words: int = 0
    function_share: float = 0.0
    numbers: int = 0
    lost_numbers: int = 0
    numbers_judged: bool = False

    def share(self, count: int) -> float:
        """A count as a share of all letters."""
        return count / self.letters if self.letters else 0.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether the page's text may be used; if not, why (a key of ``reasons()``); ``notes`` are keys of ``notes()``."""

    accepted: bool
    reason: str | None = None
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Text:
    few_letters: int
    picture_share: float
    picture_share_blank: float
    drawings: int
    hidden_share: float


@dataclass(frozen=True, slots=True)
class _Letters:
    bad_share: float
    odd_share: float
    odd: str


@dataclass(frozen=True, slots=True)
class _Latin:
    words: int
    share_judged: float
    function_share: float
    odd_share: float
    function_words: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Thai:
    letters: int
    coverage: float
    coverage_ocr: float
    coverage_judged: float


@dataclass(frozen=True, slots=True)
class _Digits:
    lost: int
    lost_share: float
    cues: str


@dataclass(frozen=True, slots=True)
class _Gate:
    reasons: dict[str, str]
    notes: dict[str, str]
    text: _Text
    letters: _Letters
    latin: _Latin
    thai: _Thai
    digits: _Digits
    odd: re.Pattern[str]
    cue_lost: re.Pattern[str]


@cache
def _gate() -> _Gate:
    data = tomllib.loads(resources.files("extractors.pdf").joinpath("gate.toml").read_text(encoding="utf-8"))
    data["latin"]["function_words"] = frozenset(data["latin"]["function_words"])
    letters, digits = _Letters(**data["letters"]), _Digits(**data["digits"])
    return _Gate(
        data["reasons"],
        data["notes"],
        _Text(**data["text"]),
        letters,
        _Latin(**data["latin"]),
        _Thai(**data["thai"]),
        digits,
        re.compile(f"[{re.escape(letters.odd)}{_LATIN_1}]"),
        re.compile(f"{digits.cues}[ \t]*(?=[A-Za-z{re.escape(letters.odd)}{_LATIN_1}])"),
    )


def reasons() -> dict[str, str]:
    """The closed list of reasons for which a page is refused, with their meaning."""
    return dict(_gate().reasons)


def notes() -> dict[str, str]:
    """The closed list of notes on accepted pages, with their meaning."""
    return dict(_gate().notes)


def signals_of(content: Content, lines: Sequence[str]) -> PageSignals:
    """Measure a page: what it shows, and its lines after repair (``repair.mend``)."""
    gate = _gate()
    text = "\n".join(lines)
    words = [word.lower() for word in _LATIN_WORD.findall(text)]
    function_words = sum(word in gate.latin.function_words for word in words)
    numbers = _NUMBER.findall(text)
    lost = [number for number in numbers if _BAD in number and (_DIGIT.search(number) or len(number) > 1)]
    return PageSignals(
        letters=_count(_INK, text),
        hidden_share=content.hidden_share,
        picture_share=covered(content.images, content.width, content.height),
        drawings=len(content.strokes),
        thai=_count(_THAI, text),
        latin=_count(_LATIN, text),
        bad=text.count(_BAD),
        odd=_count(gate.odd, text),
        coverage=coverage(text),
        latin_words=len(words),
        function_share=function_words / len(words) if words else 0.0,
        numbers=sum(_BAD not in number for number in numbers),
        lost_numbers=len(lost) + _count(gate.cue_lost, text),
    )


def is_laid_over(hidden_share: float) -> bool:
    """Whether so many letters are seen only as part of a picture that the text is that of a recogniser."""
    return hidden_share > _gate().text.hidden_share


def judge(signals: PageSignals) -> Verdict:
    """Accept or refuse a page. A page with nothing on it is accepted."""
    steps = (_without_text, _thai_without_digits, _meaningless, _without_words, _without_digits)
    reason = next((reason for step in steps if (reason := step(signals)) is not None), None)
    if reason is not None:
        return Verdict(False, reason)
    text = _gate().text
    marks = []
    if is_laid_over(signals.hidden_share):
        marks.append(FEW_WORDS if _has_few_words(signals) else OCR_LAYER)
    elif signals.picture_share >= text.picture_share:
        marks.append("large_picture")
    return Verdict(True, None, tuple(marks))


def _without_text(signals: PageSignals) -> str | None:
    text = _gate().text
    if signals.letters >= text.few_letters:
        return None
    if signals.picture_share >= (text.picture_share if signals.letters else text.picture_share_blank):
        return "scan_without_text"
    return "letters_as_drawings" if signals.drawings >= text.drawings else None


def _meaningless(signals: PageSignals) -> str | None:
    """Letters that are no letters, and Latin that is no language."""
    gate = _gate()
    latin_page = signals.latin > signals.thai and (
        not signals.numbers_judged or signals.share(signals.latin) >= gate.latin.share_judged
    )
    over_picture = max(signals.hidden_share, signals.picture_share) >= gate.text.picture_share
    if latin_page and signals.latin_words >= gate.latin.words and signals.function_share < gate.latin.function_share:
        if over_picture:
            return "latin_garbage"
        if signals.share(signals.odd) > gate.latin.odd_share:
            return "broken_map"
    if latin_page and signals.hidden_share >= gate.text.hidden_share and signals.latin_words < gate.latin.words:
        return "latin_garbage"
    damaged = signals.share(signals.bad) > gate.letters.bad_share or signals.share(signals.odd) > gate.letters.odd_share
    return "broken_map" if damaged and signals.letters >= gate.text.few_letters else None


def _without_words(signals: PageSignals) -> str | None:
    thai = _gate().thai
    if signals.thai < thai.letters or signals.coverage is None:
        return None
    if signals.coverage < (thai.coverage_judged if signals.numbers_judged else thai.coverage):
        return "no_thai_words"
    hidden = is_laid_over(signals.hidden_share) and not signals.numbers_judged
    return "doubtful_ocr" if hidden and signals.coverage < thai.coverage_ocr else None


def _has_few_words(signals: PageSignals) -> bool:
    """Whether a page that is used holds fewer words than a recogniser's text should."""
    thai = _gate().thai
    return signals.thai >= thai.letters and (signals.coverage or 0.0) < thai.coverage_ocr


def _thai_without_digits(signals: PageSignals) -> str | None:
    """Thai that reads well but for its numbers: that says more than a broken map."""
    thai = _gate().thai
    sound = signals.thai >= thai.letters and (signals.coverage or 0.0) >= thai.coverage_ocr
    return _without_digits(signals) if sound else None


def _without_digits(signals: PageSignals) -> str | None:
    digits = _gate().digits
    lost, every = signals.lost_numbers, signals.lost_numbers + signals.numbers
    return "unmapped_digits" if lost >= digits.lost and lost > digits.lost_share * every else None


def _count(pattern: re.Pattern[str], text: str) -> int:
    return sum(1 for _ in pattern.finditer(text))


def covered(boxes: Iterable[BoundingBox], width: float, height: float) -> float:
    """Share of a page (0 to 1) that boxes cover, overlaps counted once; measured in strips across the page."""
    if width <= 0 or height <= 0:
        return 0.0
    strips: list[list[tuple[float, float]]] = [[] for _ in range(_ROWS)]
    for box in boxes:
        first, last = (round(edge / height * _ROWS) for edge in (box.y0, box.y1))
        for strip in strips[max(first, 0) : max(last, 0)]:
            strip.append((max(box.x0, 0.0), min(box.x1, width)))
    return sum(map(_length, strips)) / (width * _ROWS)


def _length(intervals: list[tuple[float, float]]) -> float:
    """Length of the union of intervals."""
    total, reached = 0.0, 0.0
    for start, end in sorted(intervals):
        total += max(0.0, end - max(start, reached))
        reached = max(reached, end)
    return total
