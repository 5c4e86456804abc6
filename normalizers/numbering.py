"""Numbered lists inside a cell: where a new step begins by the cell's own numbering, never in mid-sentence.

Markers are "๑.", "๑)", "(๑)", "1.1", "ขั้นตอนที่ 1", a bare number or "ก." at a line's start, or bullets. A list counts
only if its numbers rise by one, from 1, or from 2 where the first number was lost. A number whose point a scan lost
counts where it alone is missing between its neighbours.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from normalizers.numerals import to_arabic

_N = "(?P<n>[1-9][0-9]?)"
_LEADING = re.compile(rf"\s*(?:\( ?{_N} ?\)|(?P<dotted>[1-9][0-9]?) ?[.)]{{1,2}}(?![0-9.]))\s*")
_THAI = "ก-๎"
_WRAP_IN_WORD = re.compile(f"(?<=[{_THAI}])\n(?=[{_THAI}])")
_LEADERS = re.compile(r"[.…_\s]*")


@dataclass(frozen=True, slots=True)
class _Marker:
    start: int
    end: int
    number: int
    group: int = 0


@dataclass(frozen=True, slots=True)
class _Rules:
    styles: tuple[re.Pattern[str], ...]
    lettered: re.Pattern[str]
    letters: str
    nested: re.Pattern[str]
    bullet_line: re.Pattern[str]
    bullet_inside: re.Pattern[str]
    reference: re.Pattern[str]
    longest_line: int
    bare: re.Pattern[str]
    not_bare_after: re.Pattern[str]
    doing: re.Pattern[str]
    unfinished: re.Pattern[str]


@cache
def _rules() -> _Rules:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    words = "|".join(map(re.escape, sorted(data["steps"]["words"], key=len, reverse=True)))
    bullets = re.escape(data["steps"]["bullets"])
    references = "|".join(map(re.escape, sorted(data["references"]["before"], key=len, reverse=True)))
    apart = "".join(f"(?<!{re.escape(word)})" for word in data["references"]["but_not_after"])
    letters = data["steps"]["letters"]
    counted = "|".join(map(re.escape, data["bare"]["counted"]))
    return _Rules(
        styles=(
            re.compile(rf"(?<!\S){_N} ?\.\)?(?![0-9.])[ \t]*"),
            re.compile(rf"(?<!\S){_N} ?\)[ \t]*"),
            re.compile(rf"(?<!\S)\( ?{_N} ?\)[ \t]*"),
            re.compile(rf"^(?:{words}) ?{_N}(?![0-9])[ .:)]*", re.MULTILINE),
            re.compile(rf"^{_N} (?=[{_THAI}])", re.MULTILINE),
        ),
        lettered=re.compile(rf"^(?P<n>[{letters}]) ?[.)](?:[ \t]+|(?=[{_THAI}](?!\.)))", re.MULTILINE),
        letters=letters,
        nested=re.compile(r"(?<!\S)(?P<group>[1-9][0-9]?)\.(?P<n>[1-9][0-9]?)(?![0-9%]|\.[0-9])[.)]?[ \t]*"),
        bullet_line=re.compile(rf"^[ \t]*[{bullets}]+[ \t]*(?=\S)(?![0-9])", re.MULTILINE),
        bullet_inside=re.compile(rf"(?:^|(?<=\s))[{bullets}]+[ \t]?(?=[{_THAI}A-Za-z])"),
        reference=re.compile(rf"{apart}(?:{references})[ \t]*\Z"),
        longest_line=data["wrapping"]["longest_line"],
        bare=re.compile(rf"(?<!\S){_N}[ \t]*(?=[{_THAI}A-Za-z])(?!{counted})"),
        not_bare_after=re.compile(rf"(?:{'|'.join(map(re.escape, data['bare']['not_after']))})\s*\Z"),
        doing=re.compile("|".join(map(re.escape, data["lines"]["doing"]))),
        unfinished=re.compile(rf"(?:{'|'.join(map(re.escape, data['lines']['unfinished']))})\Z"),
    )


def _is_reference(text: str, start: int) -> bool:
    return bool(_rules().reference.search(text[max(0, start - 20) : start]))


def _rising(text: str, markers: list[_Marker], first: int) -> list[_Marker]:
    """The markers numbered ``first``, ``first + 1``, ... in the order of the text, with those that lost their mark."""
    chain: list[_Marker] = []
    tried = first - 2  # only the first number that skips one is looked at: texts may be long
    for place, marker in enumerate(markers):
        last = chain[-1] if chain else _Marker(0, 0, first - 1)
        if marker.number == last.number + 1:
            chain.append(marker)
        elif marker.number == last.number + 2 and tried < last.number:
            tried = last.number
            lost = None if any(m.number == tried + 1 for m in markers[place:]) else _bare(text, last, marker)
            chain += [lost, marker] if lost is not None else []
    last_one = _last_bare(text, chain)
    return chain if last_one is None else [*chain, last_one]


def _last_bare(text: str, chain: list[_Marker]) -> _Marker | None:
    """The lone next number at the beginning of a line, behind a list all of whose numbers begin lines."""
    if len(chain) < 2 or not all(_begins_line(text, marker.start) for marker in chain):
        return None
    found = _bare(text, chain[-1], _Marker(len(text), len(text), 0))
    return found if found is not None and _begins_line(text, found.start) else None


def _begins_line(text: str, place: int) -> bool:
    return not text[:place].rpartition("\n")[2].strip()


def _bare(text: str, last: _Marker, following: _Marker) -> _Marker | None:
    """The lone number between two markers that is the one missing; the very first stands at the text's beginning."""
    rules = _rules()
    found = [
        _Marker(match.start(), match.end(), int(match["n"]))
        for match in rules.bare.finditer(text, last.end, following.start)
        if int(match["n"]) == last.number + 1
        and not _is_reference(text, match.start())
        and not rules.not_bare_after.search(text, max(0, match.start() - 20), match.start())
        and (last.number or not text[: match.start()].strip())
    ]
    return found[0] if len(found) == 1 else None


def _rising_nested(markers: list[_Marker]) -> list[_Marker]:
    """Markers 1.1, 1.2, 2.1, ...: the second number rises within a group and begins again with the next group."""
    chain: list[_Marker] = []
    for marker in markers:
        last = chain[-1] if chain else _Marker(0, 0, 0, marker.group)
        same = marker.group == last.group and marker.number == last.number + 1
        following = bool(chain) and marker.group == last.group + 1 and marker.number == 1
        if same or following:
            chain.append(marker)
    return chain


def _chains(text: str) -> Iterator[list[_Marker]]:
    """Every list found in a text with Arabic digits, one kind of marker each."""
    rules = _rules()
    for style in rules.styles:
        found = [
            _Marker(match.start(), match.end(), int(match["n"]))
            for match in style.finditer(text)
            if not _is_reference(text, match.start())
        ]
        yield _rising(text, found, 1)
        if found and text[: found[0].start].strip():
            yield _rising(text, found, 2)
    found = [_Marker(m.start(), m.end(), rules.letters.index(m["n"]) + 1) for m in rules.lettered.finditer(text)]
    yield _rising(text, found, 1) if len(found) > 1 else []
    yield _rising_nested(
        [_Marker(m.start(), m.end(), int(m["n"]), int(m["group"])) for m in rules.nested.finditer(text)]
    )


def _rank(chain: list[_Marker]) -> tuple[bool, bool, int]:
    """Real lists before single markers, complete ones before those without their 1, outer ones before inner ones."""
    return len(chain) < 2, chain[0].number != 1, chain[0].start


def _numbered(text: str) -> list[_Marker]:
    """The markers of the outermost list of a text, none if there is no list."""
    chains = [chain for chain in _chains(text) if chain]
    chains = [chain for chain in chains if len(chain) > 1 or chain[0].number == 2 or not text[: chain[0].start].strip()]
    return min(chains, key=_rank, default=[])


def _bulleted(text: str) -> list[_Marker]:
    """Bullets at line starts; where the text begins with one, also bullets between blanks."""
    rules = _rules()
    inside = rules.bullet_line.match(text) is not None and text.count("\n") == 0
    pattern = rules.bullet_inside if inside else rules.bullet_line
    return [_Marker(match.start(), match.end(), 0) for match in pattern.finditer(text)]


def join_lines(text: str) -> str:
    """The text in one line: lines wrapped between two Thai letters join without a blank, all others with one.

    Lines longer than a narrow column's are paragraphs and keep a blank between them.
    """
    if max(map(len, text.split("\n"))) <= _rules().longest_line:
        text = _WRAP_IN_WORD.sub("", text)
    return " ".join(text.split())


def _cut(text: str, markers: list[_Marker]) -> list[str]:
    """The pieces between markers; text before a list that begins with 2 is a piece, else it leads in the first."""
    ends = [*(marker.start for marker in markers[1:]), len(text)]
    pieces = [text[marker.end : end] for marker, end in zip(markers, ends, strict=True)]
    before = text[: markers[0].start]
    if markers[0].number == 2:
        return [before, *pieces]
    return [f"{before.rstrip()} {pieces[0]}" if before.strip() else pieces[0], *pieces[1:]]


def _lined(text: str) -> list[str]:
    """The lines of a text each of which begins with a verb of doing, a new step; none where one of them does not."""
    rules = _rules()
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    begun = all(rules.doing.match(line) for line in lines)
    whole = not any(rules.unfinished.search(line) for line in lines[:-1])
    return lines if len(lines) > 1 and begun and whole else []


def split_steps(text: str, *, lined: bool = False) -> list[str]:
    """The steps of a cell in order, without their markers, each in one line; text without numbering is one step.

    Only the outermost numbering splits. Words before "1." stay with step 1; words before a list that begins with
    "2." are step 1. References ("ข้อ ๒."), years, dates and decimals split nothing. Empty steps (dotted lines of a
    form) are left out, so an empty cell gives an empty list. ``lined`` says that line ends were set on purpose: lines
    that all begin with a verb are then steps.
    """
    arabic = to_arabic(text)
    markers = _numbered(arabic) or _bulleted(arabic)
    pieces = _cut(text, markers) if markers else (lined and _lined(text)) or [text]
    return [join_lines(piece) for piece in pieces if not _LEADERS.fullmatch(piece)]


def leading_number(text: str) -> tuple[int, str] | None:
    """The number that a text begins with ("๒. จัดทำ…", "๒) …", "(๒) …") and the rest; None for "1.1 …" or no number."""
    match = _LEADING.match(to_arabic(text))
    if match is None:
        return None
    return int(match["n"] or match["dotted"]), text[match.end() :]
