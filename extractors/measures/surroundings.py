"""What stands above a table: whether its caption speaks of measures, and the heading of the indicator it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from extractors.document import Document, Table, TextBlock, TextKind
from extractors.measures.checklists import ends_section, starts_section
from extractors.measures.subjects import subject_of_cell, subject_of_title
from extractors.measures.vocabulary import vocabulary
from normalizers.indicators import split_label


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``told``: the texts right above speak of measures. ``heading``: the indicator's, if one is near enough."""

    told: bool = False
    heading: str | None = None


@dataclass(slots=True)
class _Heading:
    """The heading of an indicator, its level (0 for a line that is no heading), and the texts passed since.

    Indicators named right below each other are a list, no headings: there the text is None.
    """

    text: str | None
    level: int
    passed: int = 0


def surroundings(document: Document) -> Iterator[Surroundings]:
    """What stands above every block of a document, in reading order; one more for what follows the last block."""
    limits = vocabulary().captions
    above: list[str] = []
    heading: _Heading | None = None
    for block in document.blocks():
        yield Surroundings(_tells(above), heading.text if heading is not None else None)
        if isinstance(block, Table):
            above = []
            continue
        heading = _heading_after(heading, block)
        if block.text.strip():
            above = [*above, block.text][-int(limits["blocks"]) :]
    yield Surroundings(_tells(above), heading.text if heading is not None else None)


def _tells(above: list[str]) -> bool:
    words = vocabulary()
    texts = [text for text in above if len(text) <= words.captions["length"]]
    return any(words.told.search(text) for text in texts) and not any(words.not_told.search(text) for text in texts)


def _heading_after(heading: _Heading | None, block: TextBlock) -> _Heading | None:
    """The heading that holds below a text: its own, or the one above unless the text ends what that began."""
    level = block.level if block.kind is TextKind.HEADING else 0
    if names_indicator(block):
        listed = heading is not None and heading.passed == 0
        return _Heading(None if listed else block.text, level)
    if heading is None or ends_section(block) or vocabulary().of_all.search(block.text):
        return None
    if block.kind is TextKind.HEADING and level <= heading.level:
        return None
    passed = heading.passed + (block.kind is not TextKind.LIST_ITEM)
    return _Heading(heading.text, heading.level, passed) if passed <= vocabulary().captions["blocks"] else None


def names_indicator(block: TextBlock) -> bool:
    """Whether a text is the heading of an indicator: "ตัวชี้วัดที่ n …", or a heading that is nothing but its name.

    A sentence goes on behind the name, and a number that contradicts it names nothing.
    """
    words = vocabulary()
    if starts_section(block):
        parts, subject = split_label(block.text), subject_of_cell(block.text, (None,), counted=True)
        return subject.clash is None and len(parts.rest) <= words.subject["score_tail"]
    named = block.kind is TextKind.HEADING and len(block.text) <= words.checklist["heading_length"]
    return named and bool(subject_of_title(block.text, (None,)).indicators)
