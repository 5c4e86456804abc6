"""What the numbers of a text may be said of: indicators, tools, items, the agency's own total, and somebody else."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from extractors.scores.grids import score_in
from extractors.scores.vocabulary import settings
from normalizers.indicators import LabelSpan, find_labels, match_sub_indicator, split_label
from normalizers.items import find_item_codes
from normalizers.numerals import to_arabic

_SHORT_LINE = 79  # characters in which a damaged label at the beginning of a text is looked for


class SubjectKind(StrEnum):
    """What a number may be said of."""

    LABEL = "label"
    ITEM = "item"
    OVERALL = "overall"
    FOREIGN = "foreign"
    OWN = "own"


@dataclass(frozen=True, slots=True)
class Subject:
    """A phrase that a following number may belong to; offsets into the unit's text."""

    start: int
    end: int
    kind: SubjectKind
    code: str | None
    similarity: float = 1.0
    printed_number: int | None = None
    anchored: bool = False


def find_subjects(text: str, own_names: tuple[str, ...] = ()) -> list[Subject]:
    """All subjects of a text in order of their start; where they overlap the more specific one is kept."""
    rules = settings().sentences
    found = [
        Subject(span.start, span.end, SubjectKind.LABEL, span.code, span.similarity, span.printed_number, span.anchored)
        for span in _labels(text)
    ]
    heading = _numbered_heading(text)
    if heading is not None and not any(subject.start <= heading.start + 3 for subject in found):
        found.append(heading)
    found += [sub for sub in _sub_indicators(text) if not any(s.start < sub.end and sub.start < s.end for s in found)]
    found += [Subject(item.start, item.end, SubjectKind.ITEM, item.code) for item in find_item_codes(text)]
    found += [Subject(m.start(), m.end(), SubjectKind.FOREIGN, None) for m in rules.foreign.finditer(text)]
    found += [Subject(start, end, SubjectKind.FOREIGN, None) for start, end in _places(text, own_names)]
    taken = [(subject.start, subject.end) for subject in found]
    found += [
        Subject(m.start(), m.end(), SubjectKind.OVERALL, "ITA")
        for m in rules.overall.finditer(text)
        if not any(m.start() < end and start < m.end() for start, end in taken)
    ]
    return sorted(found, key=lambda subject: (subject.end, subject.start))


def _places(text: str, own_names: tuple[str, ...]) -> list[tuple[int, int]]:
    """Places and ministries of which a clause tells a mean, but the paper's own body where it is one itself."""
    found = [match for places in settings().elsewhere.places for match in places.finditer(text)]
    return [(m.start("place"), m.end()) for m in found if not any(name.startswith(m["place"]) for name in own_names)]


def _sub_indicators(text: str) -> list[Subject]:
    """Sub-indicators named by number and wording alike: "9.1 ข้อมูลพื้นฐาน"."""
    rules = settings().sentences
    found = []
    for match in rules.sub_indicator.finditer(text):
        number = to_arabic(match["number"])
        named = [sub for sub in match_sub_indicator(match["label"], None) if sub.code == number]
        if named and named[0].similarity >= settings().tables.sub_similarity:
            end = match.start("label") + len(match["label"].rstrip())
            found.append(Subject(match.start(), end, SubjectKind.LABEL, number, named[0].similarity, anchored=True))
    return found


def _labels(text: str) -> list[LabelSpan]:
    """Labels of a text. A damaged one at its beginning is looked for as in a short line, however long the text is."""
    spans = find_labels(text)
    if spans and spans[0].start <= 3:
        return spans
    return [*(span for span in find_labels(text[:_SHORT_LINE]) if span.start <= 3), *spans]


def _numbered_heading(text: str) -> Subject | None:
    """The label of a short numbered line such as "๓. การใช้อำนาจ (๙๐.๐๐ คะแนน)" whose label is damaged or wrong."""
    parts = split_label(text[:120])
    if parts.printed_number is None or not 1 <= parts.printed_number <= 10 or not parts.label:
        return None
    start = text.find(parts.label)
    if start < 0 or len(parts.label) > 60 or score_in(parts.rest) is None:
        return None
    return Subject(start, start + len(parts.label), SubjectKind.LABEL, None, 0.0, parts.printed_number)
