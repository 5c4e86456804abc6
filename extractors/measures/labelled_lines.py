"""The labels of one line: the name of a column that it begins with, and those that follow behind blanks or signs.

"มาตรการที่ ๑ …", "มาตรการ: … ; ผู้รับผิดชอบ: …", "๑. … ผู้รับผิดชอบ … ระยะเวลา …", "… โดยมีกองคลังเป็นผู้รับผิดชอบ".
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import cache

from extractors.measures.vocabulary import Field, exact_header, header_key, vocabulary
from normalizers.numerals import to_arabic
from normalizers.thai import fold
from normalizers.units import names_unit

_LONGEST_LABEL = 120  # letters at a line's start among which its label stands
_BULLET = r"[\s\-–•*#]*"
_NUMBER = r"(?:\(?\d{1,2}[.)](?!\d) ?)"
_TITLE = re.compile(rf"{_BULLET}มาตรการที่ ?\d{{1,2}}(?!\d)[ .:)]*(?P<value>\S.*)", re.DOTALL)
_COLON = re.compile(
    rf"{_BULLET}{_NUMBER}?(?P<label>[^\s:][^:\n]{{1,40}}?)[ *]{{0,3}}:[ *]{{0,3}}(?P<value>.*)", re.DOTALL
)
_WORD = re.compile(rf"{_BULLET}{_NUMBER}?(?P<label>[^\s:]{{3,40}}) +(?P<value>\S.*)", re.DOTALL)
_ALONE = re.compile(rf"{_BULLET}{_NUMBER}?(?P<label>[^\s:]{{3,40}})\s*")
_LISTED = re.compile(rf"{_BULLET}{_NUMBER}?(?P<value>.*)", re.DOTALL)
_INSIDE = re.compile(r"(?<=[\s;,(/–—|*-])(?P<label>[^\s:;,()|*]{3,40})(?:[ *]{0,3}(?P<colon>:)[ *]{0,3}|\s+)")
_AROUND = " \t\n;,|/–—-*"


@dataclass(frozen=True, slots=True)
class Label:
    """A label and the text that it stands before. ``implied``: the line only begins like an entry of a list.

    ``heading``: it counts the measures ("มาตรการที่ 1").
    """

    name: Field
    label: str
    value: str
    implied: bool = False
    heading: bool = False


@cache
def _bare() -> frozenset[str]:
    """The names, folded, that are labels between blanks alone."""
    return frozenset(fold(name) for name in vocabulary().recognition["bare_labels"])


@cache
def _sentences() -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern, re.DOTALL) for pattern in vocabulary().recognition["said"])


def labels_of(line: str) -> list[Label]:
    """The labels of a line that begins with one, from left to right; none for every other line."""
    first = _opening(line)
    if first is None:
        return []
    if first.name is Field.MEASURE and (said := _said(first)):
        return said
    return _split(first)


def following(line: str) -> list[Label]:
    """What a line says that begins with no label: a text for the value above (its label is ""), then labels."""
    return _split(Label(Field.NUMBER, "", line))


def listed(text: str) -> list[Label]:
    """The labels of an entry of a list: what stands before the first is the measure, or what the measure is for."""
    value = text[_LISTED.match(to_arabic(text)).start("value") :]  # type: ignore[union-attr]  # it fits every text
    head, *others = _split(Label(Field.MEASURE, "มาตรการ", value, implied=True))
    named = {label.name for label in others}
    if Field.RESPONSIBLE not in named or not fold(head.value):
        return []
    if Field.MEASURE in named:
        head = replace(head, name=Field.INDICATOR, label="ตัวชี้วัด", implied=False)
    return [] if head.name in {label.name for label in others} else [head, *others]


def _opening(line: str) -> Label | None:
    """The label that a line begins with; without a colon only the exact names of a few columns are one."""
    arabic = to_arabic(line[:_LONGEST_LABEL])
    if match := _TITLE.match(arabic):
        return Label(Field.MEASURE, "มาตรการ", line[match.start("value") :], heading=True)
    if (match := _COLON.match(arabic)) and (known := exact_header(match["label"])):
        return Label(known.field, match["label"].strip(" *"), line[match.start("value") :])
    match = _WORD.match(arabic) or _ALONE.fullmatch(arabic)
    known = exact_header(match["label"]) if match else None
    if not match or not known or known.field not in vocabulary().labels or _needs_colon(match["label"]):
        return None
    return Label(known.field, match["label"], line[match.start("value") :] if "value" in match.groupdict() else "")


def _needs_colon(label: str) -> bool:
    """Whether a name is an everyday word, no label without a colon."""
    return header_key(label) in map(fold, vocabulary().recognition["colon_labels"])


def _split(label: Label) -> list[Label]:
    """A label with what stands before the next one inside its value, then those."""
    places = list(_inside(label.value))
    if not places:
        return [label]
    ends = [*(place[0] for place in places[1:]), len(label.value)]
    found = [replace(label, value=_trimmed(label.value[: places[0][0]]))]
    for (_, start, name, text), end in zip(places, ends, strict=True):
        found.append(Label(name, text, _trimmed(label.value[start:end])))
    return found


def _inside(text: str) -> Iterator[tuple[int, int, Field, str]]:
    """Labels inside a text: where each begins and ends, its meaning and name.

    With a colon it may be any column, between blanks only those that name a unit or a time.
    """
    for match in _INSIDE.finditer(text):
        known = exact_header(match["label"])
        if known is None:
            continue
        bare = header_key(match["label"]) in _bare()
        who = known.field is not Field.RESPONSIBLE or names_unit(text[match.end() :])
        if match["colon"] or (bare and who):
            yield match.start(), match.end(), known.field, match["label"]


def _trimmed(value: str) -> str:
    """A value without the signs around it and without a bracket that its label opened or closed."""
    value = value.strip(_AROUND)
    if value.endswith(")") and value.count(")") > value.count("("):
        value = value[:-1]
    if value.endswith("("):
        value = value[:-1]
    return value.strip(_AROUND)


def _said(title: Label) -> list[Label]:
    """The measure, the unit and the time of a sentence that says who does it; none where it says more than that."""
    for pattern in _sentences():
        match = pattern.fullmatch(title.value)
        if match and names_unit(match["unit"]):
            unit, time = match["unit"], match["time"]
            found = [replace(title, value=match["measure"].strip()), Label(Field.RESPONSIBLE, "ผู้รับผิดชอบ", unit)]
            return [*found, Label(Field.PERIOD, "ระยะเวลา", time.strip())] if time else found
    return []
