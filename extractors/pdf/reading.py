"""A PDF from bytes to a document, page by page; a page that fails is unreadable and the others go on."""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from extractors.document import Block, Document, Page, Table, TextSource
from extractors.limits import PAGE_LIMIT, Limits
from extractors.ocr.options import NO_OCR, Ocr
from extractors.pdf.blocks import style_of, written_blocks
from extractors.pdf.drafts import Columns, PageDraft
from extractors.pdf.font_maps import prove_fonts
from extractors.pdf.geometry import Turn
from extractors.pdf.glyphs import PageLimitError, page_content
from extractors.pdf.margins import without_margins
from extractors.pdf.packed import check_contents
from extractors.pdf.page_breaks import row_goes_on
from extractors.pdf.pages import draft_page
from extractors.pdf.scanned import recognised
from extractors.pdf.spans import join_cut_spans
from extractors.pdf.triage import Triage, look
from extractors.pdf.written import Written, flowed
from extractors.readers.table_join import join_continued

_FORGET_EVERY = 20  # pages after which the engine's cache of objects is emptied


def read_pdf(data: bytes, name: str, limits: Limits, ocr: Ocr = NO_OCR) -> Document:
    """The document of a PDF; pages without a trustworthy text layer are recognised as ``ocr`` says.

    Raises OcrUnavailableError where pages must be recognised and cannot be, EncryptedPdfError, TruncatedPdfError,
    EmptyPdfError, TooManyPagesError, PageTooLargeError.
    """
    triage = look(data, name, limits)
    # No name for the drafts: the writer lets go of each page's lines as their blocks are written.
    return Document("pdf", tuple(pages_of(_recognised(data, name, triage, limits, ocr), triage.sizes)))


def _recognised(data: bytes, name: str, triage: Triage, limits: Limits, ocr: Ocr) -> list[PageDraft]:
    return recognised(list(_drafts(data, name, triage, limits)), data, name, limits, ocr)


def pages_of(drafts: Sequence[PageDraft], sizes: Sequence[tuple[float, float]]) -> Iterator[Page]:
    """The pages of a paper from their drafts; ``sizes`` as displayed, in points."""
    drafts = without_margins(drafts)
    style = style_of(drafts)
    written: list[Written] = []
    for index, draft in enumerate(drafts):
        written += written_blocks(draft, style)
        drafts[index] = replace(draft, regions=(), blocks=())
    open_parts = {id(item.block) for item in written if item.open_end and isinstance(item.block, Table)}
    by_page: dict[int, list[Block]] = {}
    for block in join_cut_spans(join_continued(flowed(written), partial(row_goes_on, open_parts))):
        by_page.setdefault(block.position.page, []).append(block)
    for draft, (width, height) in zip(drafts, sizes, strict=True):
        yield Page(
            draft.number,
            () if draft.unreadable else tuple(by_page.get(draft.number, ())),
            _source(draft),
            round(width, 2),
            round(height, 2),
            draft.label,
            draft.unreadable,
            draft.repairs,
            draft.confidence,
            draft.recogniser,
            draft.picture_left_out,
            draft.unseen,
        )


def _source(draft: PageDraft) -> TextSource:
    if draft.pasted:
        return TextSource.MIXED
    return TextSource.OCR if draft.recogniser else TextSource.TEXT_LAYER


def _drafts(data: bytes, name: str, triage: Triage, limits: Limits) -> Iterator[PageDraft]:
    from extractors.pdf.opened import opened
    from extractors.pdf.page_tree import engine_pages

    logging.getLogger("pdfminer").setLevel(logging.ERROR)
    pdf = opened(data, name, limits)
    prove_fonts(pdf.rsrcmgr)
    pages = list(engine_pages(pdf, len(triage.sizes)))
    carried: Columns | None = None
    for index, (width, height) in enumerate(triage.sizes):
        blank = Turn(0, width, height)
        page = pages[index] if index < len(pages) else None
        if page is None or not max(width, height):
            yield PageDraft(index + 1, blank, unreadable="damaged_page")
            carried = None
            continue
        draft = _draft(page, index + 1, blank, limits, carried)
        carried = draft.carried
        yield draft
        pages[index] = None
        if index % _FORGET_EVERY == 0:
            _forget(pdf)


def _draft(page: Any, number: int, blank: Turn, limits: Limits, carried: Columns | None) -> PageDraft:
    """The draft of one page, whatever happens on it."""
    try:
        check_contents(page, limits)
        content = page_content(page, limits)
    except PageLimitError as error:
        return PageDraft(number, blank, unreadable=f"{PAGE_LIMIT}: {error}")
    except RecursionError:
        return PageDraft(number, blank, unreadable=f"{PAGE_LIMIT}: objects nested too deep")
    except MemoryError:
        raise
    except Exception as error:  # the engine raises whatever a broken page makes it stumble over
        return PageDraft(number, blank, unreadable=f"damaged_page: {type(error).__name__}")
    return draft_page(number, content, limits, carried)


def _forget(pdf: Any) -> None:
    """Empty the engine's cache of objects: it grows with every page; fonts have a cache of their own."""
    pdf.doc._cached_objs.clear()
