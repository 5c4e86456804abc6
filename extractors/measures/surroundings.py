"""What stands above a table: whether its caption speaks of measures, and the heading of the indicator it belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from extractors.document import Document, Table, TextBlock, TextKind
from extractors.measures.checklists import ends_section
from extractors.measures.subjects import NOTHING, subject_of_cell, subject_of_title
from extractors.measures.vocabulary import vocabulary
from normalizers.indicators import split_label
from normalizers.label_parts import PREFIX


@dataclass(frozen=True, slots=True)
class Surroundings:
    """``told``: the texts right above speak of measures. ``heading``: the indicator's, if one is near enough."""

    told: bool = False
    heading: str | None = None


@dataclass(frozen=True, slots=True)
class _Heading:
    """The heading of an indicator, its level (0 for a line that is no heading), and the texts passed since.

    Indicators named right below each other are a list, no headings: there the text is None. ``lone`` tells that
    something else follows.
    """

    text: str | None
    level: int
    passed: int = 0
    lone: bool = False


def surroundings(document: Document) -> Iterator[Surroundings]:
    """What stands above every block of a document, in reading order; one more for what follows the last block."""
    limits = vocabulary().captions
    above: list[str] = []
    heading: _Heading | None = None
    for block in document.blocks():
        yield Surroundings(_tells(above), heading.text if heading is not None else None)
        if isinstance(block, Table):
            above = []
            heading = replace(heading, lone=True) if heading is not None else None
            continue
        heading = _heading_after(heading, block)
        if block.text.strip() and block.kind is not TextKind.LIST_ITEM:
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
        listed = heading is not None and not heading.lone
        return _Heading(None if listed else block.text, level)
    if heading is None or block.kind is TextKind.LIST_ITEM:
        return None if heading is None else replace(heading, lone=True)
    of_its_own = block.kind is TextKind.HEADING and level <= heading.level
    if of_its_own or ends_section(block) or vocabulary().of_all.search(block.text):
        return None
    passed = heading.passed + 1
    return replace(heading, passed=passed, lone=True) if passed <= vocabulary().captions["blocks"] else None


def heads_indicator(text: str) -> bool:
    """Whether a line is the heading "ตัวชี้วัดที่ n …": no sentence goes on behind it, no other name contradicts it."""
    words = vocabulary()
    if len(text) > words.checklist["heading_length"] or not PREFIX.match(text.strip(" *#\n")):
        return False
    rest = split_label(text).rest
    return len(rest) <= words.subject["score_tail"] and subject_of_cell(text, (None,), counted=True).clash is None


def names_indicator(block: TextBlock) -> bool:
    """Whether a text is the heading of an indicator: "ตัวชี้วัดที่ n …", or a heading that is nothing but its name."""
    if block.kind is not TextKind.LIST_ITEM and heads_indicator(block.text):
        return True
    named = block.kind is TextKind.HEADING and len(block.text) <= vocabulary().checklist["heading_length"]
    subject = subject_of_title(block.text, (None,)) if named else NOTHING
    return bool(subject.indicators) and subject.sub_indicator is None
