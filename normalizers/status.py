"""Tick boxes and status words: how far a measure is, what a checklist line says.

A ticked box decides where boxes are printed; words of a sentence do only in a cell that holds little else. Two ticks,
or words that contradict each other, give None. Phrases and signs stand in ``status.toml``.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from rapidfuzz.distance import Levenshtein

from normalizers.numerals import to_arabic
from normalizers.thai import fold

STATUSES = ("done", "in_progress", "not_started")

_UNCLEAR = "unclear"
_DONE_SHARE = re.compile(
    r"(?:แล้ว|เสร็จ|สิ้น|การ)\s*\(?(?:คิดเป็น)?\s*"
    r"(?:ร้อยละ\s*(?P<before>[0-9]{1,3}(?:\.[0-9]+)?)|(?P<behind>[0-9]{1,3}(?:\.[0-9]+)?)\s*%)"
)
_SHARE = re.compile(r"(?P<before>ร้อยละ|เปอร์เซ็นต์)?\s*(?P<number>[0-9]{1,3}(?:\.[0-9]{1,2})?)\s*(?P<behind>%|เปอร์เซ็นต์)?")
_WORD_END = re.compile(r"[\s(.…:_/,]+")


@dataclass(frozen=True, slots=True)
class Checkbox:
    """A tick box and the words beside it."""

    checked: bool
    label: str


@dataclass(frozen=True, slots=True)
class _Rules:
    box: re.Pattern[str]
    unclear: re.Pattern[str]
    goes_on: re.Pattern[str]
    phrases: Mapping[str, str]
    answers: Mapping[str, bool]
    short: int
    letters_per_error: int


@cache
def _rules() -> _Rules:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    boxes, limits = data["boxes"], data["limits"]
    marks = f"[{re.escape(boxes['marks'])}]"
    ticked = f"[{''.join(boxes['ticked'])}]|\\[ ?{marks} ?\\]|\\( ?{marks} ?\\)"
    empty = f"[{''.join(boxes['empty'])}]|\\[ {{0,5}}\\]|(?<![^\\s])\\( {{0,5}}\\)"
    return _Rules(
        box=re.compile(f"(?P<ticked>{ticked})|(?P<empty>{empty})"),
        unclear=re.compile(rf"(?<!\S){boxes['unclear']}(?!\S)|^\s*{boxes['unclear']}", re.MULTILINE),
        goes_on=re.compile(rf"(?!{'|'.join(limits['limiting'])})[^\W\d]"),
        phrases={fold(phrase): status for status, words in data["status"].items() for phrase in words},
        answers={fold(word): key == "yes" for key, words in data["answer"].items() for word in words},
        short=limits["short"],
        letters_per_error=limits["letters_per_error"],
    )


def _line_boxes(line: str) -> Iterator[Checkbox]:
    boxes = list(_rules().box.finditer(line))
    if not boxes:
        return
    edges = [0, *(edge for box in boxes for edge in box.span()), len(line)]
    gaps = [line[start:end].strip() for start, end in zip(edges[::2], edges[1::2], strict=True)]
    # "มี ☑ ไม่มี ☐": words first and none after the last box
    labels = gaps[:-1] if gaps[0] and not gaps[-1] else gaps[1:]
    for box, label in zip(boxes, labels, strict=True):
        yield Checkbox(box["ticked"] is not None, label)


def find_checkboxes(text: str) -> list[Checkbox]:
    """All tick boxes of a text in order, each with its words: those after it up to the next box or the line's end.

    Where a line begins with words and ends with a box, the words stand before their boxes.
    """
    return [box for line in text.split("\n") for box in _line_boxes(line)]


def has_unclear_box(text: str) -> bool:
    """Whether a box stands in a text of which its reader could not say whether it is ticked."""
    return _rules().unclear.search(text) is not None


def emptied(text: str) -> str:
    """The text with these boxes as empty ones, to find the words beside them."""
    return _rules().unclear.sub("☐", text)


def _statuses_within(folded: str) -> set[str]:
    """Statuses whose phrases stand in a folded text; a phrase inside a longer one does not count."""
    found: list[tuple[int, int, str]] = []
    for phrase in sorted(_rules().phrases, key=len, reverse=True):
        start = folded.find(phrase)
        while start >= 0:
            end = start + len(phrase)
            if not any(first <= start and end <= last for first, last, _ in found):
                found.append((start, end, _rules().phrases[phrase]))
            start = folded.find(phrase, end)
    return {status for _, _, status in found}


def _status_of_misread(folded: str) -> str | None:
    """The status of a text that is one phrase with a few letters misread."""
    near = {
        status
        for phrase, status in _rules().phrases.items()
        if Levenshtein.distance(folded, phrase) <= len(phrase) // _rules().letters_per_error
    }
    return near.pop() if len(near) == 1 else None


def _status_of_words(words: str) -> str | None:
    """Status of a few words, None where they say none, several or an unclear one."""
    folded = fold(words)
    found = _statuses_within(folded)
    status = found.pop() if len(found) == 1 else None if found else _status_of_misread(folded)
    return None if status == _UNCLEAR else status


def unwrapped_boxes(text: str) -> str:
    """The text with the words of every status beside a box on the box's own line, where a narrow cell wrapped them."""
    starts = [box.start() for box in _rules().box.finditer(text)]
    if not starts or "\n" not in text:
        return text
    edges = [*starts, len(text)]
    return text[: starts[0]] + "".join(_unwrapped_label(text[a:b]) for a, b in pairwise(edges))


def _unwrapped_label(text: str) -> str:
    """A box with what follows it up to the next one, without the line ends inside the status words it begins with."""
    first, *others = text.split("\n")
    whole = fold(_rules().box.sub("", text, count=1))
    length = max((len(phrase) for phrase in _rules().phrases if whole.startswith(phrase)), default=0)
    while others and len(fold(_rules().box.sub("", first, count=1))) < length:
        first = first.rstrip() + others.pop(0).lstrip()
    return "\n".join([first, *others])


def _status_of_label(label: str) -> str | None:
    """Status with which the words beside a box begin; they may be cut off where the line was wrapped."""
    folded, phrases = fold(label), _rules().phrases
    longest = max((phrase for phrase in phrases if folded.startswith(phrase)), key=len, default=None)
    if longest is not None:
        status: str | None = phrases[longest]
    elif len(folded) >= _rules().letters_per_error:
        completed = {status for phrase, status in phrases.items() if phrase.startswith(folded)}
        status = completed.pop() if len(completed) == 1 else _status_of_misread(folded)
    else:
        status = None
    return None if status == _UNCLEAR else status


def _status_boxes(text: str) -> list[tuple[bool, str]]:
    """Ticked or not and status of every status box; words wrapped behind their box are read over the line end."""
    unwrapped = _wrap(_rules().box.pattern).sub("", text)
    return max((_status_boxes_in(unwrapped), _status_boxes_in(text)), key=len)


@cache
def _wrap(box: str) -> re.Pattern[str]:
    """A line end that no box follows."""
    return re.compile(rf"[ \t]*\n(?![ \t]*(?:{box}))[ \t]*")


def _status_boxes_in(text: str) -> list[tuple[bool, str]]:
    statuses = ((box.checked, _status_of_label(box.label)) for box in find_checkboxes(text))
    return [(checked, status) for checked, status in statuses if status is not None]


def count_ticked_status_boxes(text: str) -> int:
    """How many boxes beside a status are ticked (1 where the cell was filled in properly)."""
    return sum(checked for checked, _ in _status_boxes(text))


def parse_status(text: str) -> str | None:
    """How far a measure is: "done", "in_progress" or "not_started", None where the cell does not say it.

    With boxes in the cell: the status of the one ticked. Without: the status words of a short cell.
    """
    if _rules().box.search(text):
        ticked = [status for checked, status in _status_boxes(text) if checked]
        return ticked[0] if len(ticked) == 1 else None
    status = _status_of_words(text) if len(fold(text)) <= _rules().short else None
    return "in_progress" if status == "done" and _is_partly(text) else status


def _is_partly(text: str) -> bool:
    """Whether a share below 100 stands right behind what was done: "ดำเนินการแล้ว ร้อยละ 60"."""
    match = _DONE_SHARE.search(to_arabic(text))
    return match is not None and float(match["before"] or match["behind"]) < 100


def opening_status(text: str) -> str | None:
    """The status that a cell opens with, whole and set off: "ดำเนินการแล้ว", "อยู่ระหว่างดำเนินการ คาดว่าจะ …".

    What follows must start with a word (a number or share limits what was done) and name no other status. None for
    running text and for cells with boxes.
    """
    words = text.split()
    if _rules().box.search(text):
        return None
    ends = [end for end in range(1, len(words) + 1) if fold("".join(words[:end])) in _rules().phrases]
    if not ends:
        return None
    status, rest = _rules().phrases[fold("".join(words[: ends[-1]]))], words[ends[-1] :]
    if status == _UNCLEAR or (rest and not _rules().goes_on.match(rest[0])):
        return None
    return status if _statuses_within(fold("".join(rest))) <= {status, _UNCLEAR} else None


def status_of_share(text: str, *, marked: bool = False) -> str | None:
    """The status of a cell that is nothing but how much of a measure is done: "100 %", "ร้อยละ ๖๐", "0%".

    A bare number counts only where ``marked`` says that its column holds shares. None for every other text.
    """
    match = _SHARE.fullmatch(to_arabic(text).strip())
    if match is None or not (marked or match["before"] or match["behind"]):
        return None
    share = float(match["number"])
    if share > 100:
        return None
    return "done" if share == 100 else "in_progress" if share else "not_started"


def _answer_of_label(label: str) -> bool | None:
    """The answer that a label begins with, one or two words long."""
    words = [word for word in _WORD_END.split(label.strip(" \t-•*")) if fold(word)]
    for count in (2, 1):
        answer = _rules().answers.get(fold("".join(words[:count])))
        if answer is not None:
            return answer
    return None


def _answers_of_labels(labels: Sequence[str]) -> list[bool | None]:
    """The answers beside the boxes of a line; of two, a word with one letter misread is known by the other answer."""
    answers = [_answer_of_label(label) for label in labels]
    if len(answers) != 2 or (answers[0] is None) is (answers[1] is None):
        return answers
    known = next(answer for answer in answers if answer is not None)
    misread = fold(labels[answers.index(None)])
    near = (word for word, answer in _rules().answers.items() if answer is not known and len(word) > 1)
    if any(len(word) == len(misread) and Levenshtein.distance(word, misread) == 1 for word in near):
        answers[answers.index(None)] = not known
    return answers


def parse_answer(text: str) -> bool | None:
    """Yes or no of a checklist line (มี / ไม่มี, มีครบ / ยังไม่ครบ): the one box ticked, else the only word of the cell."""
    if _rules().box.search(text):
        boxes = find_checkboxes(text)
        given = [
            answer
            for box, answer in zip(boxes, _answers_of_labels([box.label for box in boxes]), strict=True)
            if box.checked and answer is not None
        ]
        return given[0] if len(given) == 1 else None
    return _rules().answers.get(fold(text))
