"""Less trust in what a recogniser read: its numbers, above all those in Thai digits, are as doubtful as its letters."""

from __future__ import annotations

import re
from dataclasses import replace

from extractors.pdf.drafts import PageDraft, TableDraft, with_lines
from extractors.pdf.lines import Line

UNTRUSTED = 0.2  # the confidence of a text whose numbers its reader cannot read
LAID_OVER = 0.6  # that of a text which a recogniser nobody knows laid over a scan
TEXT_LAYER = "text_layer"  # the name of that recogniser
_THAI_DIGIT = re.compile("[๐-๙]")
_DIGIT = re.compile("[0-9๐-๙]")


def as_laid_over(draft: PageDraft) -> PageDraft:
    """A page whose text layer is a recogniser's: recognised text, whose reader cannot be believed on Thai digits."""
    regions = with_lines(draft.regions, lambda line: replace(line, confidence=LAID_OVER))
    laid = replace(draft, regions=regions, recogniser=TEXT_LAYER, confidence=LAID_OVER)
    return doubting_thai_digits(laid)


def doubting_thai_digits(draft: PageDraft) -> PageDraft:
    """The page with lines with Thai digits, and numbers in columns that have any, marked as no values."""

    def change(line: Line) -> Line:
        return replace(line, confidence=UNTRUSTED) if _THAI_DIGIT.search(line.text) else line

    regions = tuple(
        replace(region, items=tuple(_distrusted(i) if isinstance(i, TableDraft) else i for i in region.items))
        for region in draft.regions
    )
    return replace(draft, regions=with_lines(regions, change))


def doubting_sentences(draft: PageDraft) -> PageDraft:
    """A page whose words were hardly read: whose a number in its text is cannot be known, so none of them is a value.

    Numbers in tables stay: their labels are compared with all that they can be.
    """

    def change(item: Line | TableDraft) -> Line | TableDraft:
        return item if isinstance(item, TableDraft) else _low(item)

    regions = tuple(replace(region, items=tuple(map(change, region.items))) for region in draft.regions)
    return replace(draft, regions=regions)


def _distrusted(table: TableDraft) -> TableDraft:
    """A table where a column has Thai digits: the Arabic ones beside them were misread as well."""
    columns = {slot.column for slot in table.slots if any(_THAI_DIGIT.search(line.text) for line in slot.lines)}
    return replace(
        table,
        slots=tuple(
            replace(slot, lines=tuple(_low(line) for line in slot.lines)) if slot.column in columns else slot
            for slot in table.slots
        ),
    )


def _low(line: Line) -> Line:
    if not _DIGIT.search(line.text):
        return line
    return replace(line, confidence=min(line.confidence, UNTRUSTED), numbers=())
