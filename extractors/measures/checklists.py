"""Checklists of site-visit forms: items below a heading "ตัวชี้วัดที่ n …", each a thing the agency should have.

Source: the site-visit form of the NACC for local bodies, FY2563, part 3.2; the boxes may be lost in reading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from extractors.document import TICKED, UNTICKED, Document, Table, TextBlock, TextKind
from extractors.facts import DocumentKind, Identity, Measure, MeasureKind
from extractors.findings import Finding, finding
from extractors.measures.build import Reading, framework_years
from extractors.measures.subjects import Subject, subject_of_cell
from extractors.measures.vocabulary import vocabulary
from extractors.measures.wording import one_line
from normalizers.framework import framework
from normalizers.items import find_item_codes
from normalizers.label_parts import PREFIX
from normalizers.status import find_checkboxes, has_unclear_box, parse_answer
from normalizers.thai import fold

_BOXES = re.compile(f"[{TICKED}{UNTICKED}]")
_LEADING_BOX = re.compile(rf"^[\s\-•]*(?:[{TICKED}{UNTICKED}]\s*|\ufffd\s+)?")
_ITEM_NUMBER = re.compile(r"\(?(\d{1,2})(?P<style>[.)])(?!\d)\s*")
_SUB_NUMBER = re.compile(r"\(?\d{1,2}(?:\.\d{1,2})*[.)]?(?=\s|[ก-๙])\s*")
_SKIPPED_NUMBERS = 2  # numbers that reading may have lost between two items


@dataclass(slots=True)
class Item:
    """One item: its first block and the blocks below it."""

    block: TextBlock
    number: int | None
    below: list[TextBlock] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """The blocks below one heading; ``index`` is the heading's place in the document."""

    index: int
    heading: TextBlock
    instructed: bool
    blocks: list[TextBlock] = field(default_factory=list)


def starts_section(block: TextBlock) -> bool:
    """Whether a block is the heading of a checklist: "ตัวชี้วัดที่ n …"."""
    if block.kind is TextKind.LIST_ITEM or len(block.text) > vocabulary().checklist["heading_length"]:
        return False
    return PREFIX.match(block.text.strip(" *#\n")) is not None


def ends_section(block: TextBlock) -> bool:
    """Whether a block is the heading of another part of the form."""
    return block.kind is not TextKind.LIST_ITEM and re.match(vocabulary().checklist["section"], block.text) is not None


def _instructs(block: TextBlock) -> bool:
    key = fold(block.text)
    return any(fold(words) in key for words in vocabulary().checklist["instructions"])


def sections(document: Document) -> Iterator[Section]:
    """The stretches of text below headings that name an indicator; a table or another section ends one."""
    current: Section | None = None
    instructed = False
    for index, block in enumerate(document.blocks()):
        if isinstance(block, Table) or ends_section(block):
            if current is not None:
                yield current
            current = None
            instructed = instructed and not isinstance(block, Table)
        elif starts_section(block):
            if current is not None:
                yield current
            current = Section(index, block, instructed)
        elif current is not None:
            current.blocks.append(block)
        if isinstance(block, TextBlock) and _instructs(block):
            instructed = True
    if current is not None:
        yield current


def _own_text(block: TextBlock) -> str:
    return _LEADING_BOX.sub("", block.text)


def _numbered(blocks: list[TextBlock]) -> list[Item]:
    """Items by their numbers 1, 2, 3 …; lines that carry on no such count belong to the item above."""
    items: list[Item] = []
    style, level = "", 0
    for block in blocks:
        match = _ITEM_NUMBER.match(_own_text(block))
        number = int(match[1]) if match else None
        if match and number == 1 and not items:
            style, level = match["style"], block.level
            items.append(Item(block, number))
        elif (
            match
            and items
            and _is_next(number or 0, items[-1].number or 0, same=match["style"] == style)
            and (block.level <= level)
        ):
            items.append(Item(block, number))
        elif items and block.kind is TextKind.LIST_ITEM:
            items[-1].below.append(block)
    return items


def _is_next(number: int, last: int, *, same: bool) -> bool:
    return same and last < number <= last + 1 + _SKIPPED_NUMBERS


def _unnumbered(blocks: list[TextBlock]) -> list[Item]:
    """Outermost list items, when at least one has sub-items, a box or an answer below it."""
    listed = [block for block in blocks if block.kind is TextKind.LIST_ITEM]
    outermost = min((block.level for block in listed), default=0)
    items: list[Item] = []
    for block in listed:
        if block.level > outermost or (items and _is_answer(block.text)):
            if items:
                items[-1].below.append(block)
        else:
            items.append(Item(block, None))
    return items if any(item.below or find_checkboxes(item.block.text) for item in items) else []


def _box(text: str) -> bool | None:
    """What the boxes of a line say: its one box, or the ticked one of its answers; None where nothing is ticked so."""
    boxes = find_checkboxes(text)
    if any(parse_answer(box.label) is not None for box in boxes):
        return parse_answer(text)
    return boxes[0].checked if len(boxes) == 1 else None


def _answers(item: Item) -> list[TextBlock]:
    """The lines below an item that answer it (มีครบ / ยังไม่ครบ เนื่องจาก …)."""
    return [block for block in item.below if _is_answer(block.text)]


def _is_answer(text: str) -> bool:
    words = re.split(vocabulary().checklist["reason"], text, maxsplit=1)[0]
    boxes = find_checkboxes(words)
    return any(parse_answer(given) is not None for given in (words, *(box.label for box in boxes)))


def _reason(lines: list[TextBlock]) -> str | None:
    """What was written by hand behind "เนื่องจาก"; dotted lines are no text."""
    for line in lines:
        parts = re.split(vocabulary().checklist["reason"], line.text, maxsplit=1)
        text = re.sub(vocabulary().checklist["blanks"], " ", parts[1]).strip(" .") if len(parts) > 1 else ""
        if fold(text):
            return one_line(text)
    return None


def _is_unclear(item: Item, answers: list[TextBlock]) -> bool:
    """Whether it cannot be said of a box of an item or of its answers whether it is ticked."""
    return has_unclear_box("\n".join([item.block.text, *(block.text for block in answers)]))


def unclear_tick(measure: Measure, unclear: bool) -> tuple[Finding, ...]:
    """A finding where it cannot be said what is ticked in a line."""
    if not unclear:
        return ()
    return (finding("tick_unclear", measure.title, page=measure.position.page, line=measure.position.line),)


def _checked(item: Item, answers: list[TextBlock]) -> bool | None:
    """The item's own box, else the ticked box of its answers; without a visible box nothing is known."""
    if _is_unclear(item, answers):
        return None
    if find_checkboxes(item.block.text):
        return _box(item.block.text)
    return parse_answer("\n".join(block.text for block in answers if find_checkboxes(block.text)))


def _title(item: Item) -> str:
    text = _own_text(item.block)
    text = _ITEM_NUMBER.sub("", text, count=1) if item.number is not None else text
    return one_line(_BOXES.split(text, maxsplit=1)[0])


def _steps(item: Item, answers: list[TextBlock]) -> tuple[str, ...]:
    lines = [_own_text(block) for block in item.below if not any(block is answer for answer in answers)]
    steps = (one_line(_SUB_NUMBER.sub("", line, count=1)) for line in lines)
    return tuple(step for step in steps if fold(step))


def _sub_indicator(item: Item, subject: Subject, identity: Identity) -> str | None:
    """The sub-indicator that an item names, by its label or by its item codes ("o10 - o17"), below one indicator."""
    if len(subject.indicators) != 1:
        return None
    title = _title(item)
    named = subject_of_cell(title, framework_years(identity), counted=True)
    if named.sub_indicator is not None:
        return named.sub_indicator if named.indicators == subject.indicators else None
    items = framework(identity.fiscal_year).items
    codes = [code for mention in find_item_codes(title) for code in (mention.code, mention.range_end or mention.code)]
    found = {items[code].sub_indicator if code in items else None for code in codes}
    sub = found.pop() if len(found) == 1 else None
    return sub if sub is not None and sub.startswith(f"{subject.indicators[0]}.") else None


def _measure(item: Item, subject: Subject, identity: Identity) -> Measure:
    answers = _answers(item)
    blocks = [item.block, *item.below]
    return Measure(
        kind=MeasureKind.CHECKLIST,
        seq=0,
        fiscal_year=identity.fiscal_year,
        indicators=subject.indicators,
        title=_title(item),
        position=item.block.position,
        page_last=max(block.position.page for block in blocks),
        sub_indicator=_sub_indicator(item, subject, identity),
        indicator_match=subject.match,
        printed_number=item.number,
        analysis=_reason(answers),
        steps=_steps(item, answers),
        checked=_checked(item, answers),
    )


def _is_checklist(section: Section, items: list[Item], identity: Identity) -> bool:
    """A form of a site visit, a list below the instruction to tick, or items with boxes; other lists are prose."""
    if identity.kind is DocumentKind.SITE_VISIT or section.instructed:
        return True
    boxed = sum(bool(find_checkboxes(item.block.text) or _answers(item)) for item in items)
    return boxed >= float(vocabulary().checklist["boxed_share"]) * len(items)


def read_checklists(document: Document, identity: Identity) -> list[tuple[int, Reading]]:
    """The lines of all checklists with the place of their heading in the document."""
    readings = []
    for section in sections(document):
        items = _numbered(section.blocks) or _unnumbered(section.blocks)
        if not items or not _is_checklist(section, items, identity):
            continue
        subject = subject_of_cell(section.heading.text, framework_years(identity), counted=False)
        if subject.indicators:
            for item in items:
                measure = _measure(item, subject, identity)
                notes = unclear_tick(measure, _is_unclear(item, _answers(item)))
                readings.append((section.index, Reading(measure, notes)))
    return readings
