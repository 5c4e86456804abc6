"""Pages of a PDF that have no text that can be trusted: recognised from their pictures, where a back end is there."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from extractors.limits import Limits
from extractors.ocr.options import Ocr, OcrMode
from extractors.pdf.drafts import PageDraft

_RECOGNISABLE = frozenset(  # reasons of the gate: what a person sees on such a page is sound
    ("scan_without_text", "letters_as_drawings", "latin_garbage", "broken_map", "no_thai_words", "unmapped_digits")
    + ("doubtful_ocr",)
)


def recognised(drafts: Sequence[PageDraft], data: bytes, limits: Limits, ocr: Ocr) -> list[PageDraft]:
    """The drafts, those of refused pages (or all) replaced by what a recogniser sees. Raises BackendMissingError."""
    wanted = {draft.number for draft in drafts if _is_wanted(draft, ocr.options.mode)}
    if not wanted:
        return list(drafts)
    from extractors.ocr.backends import backend
    from extractors.ocr.images import NoPictureError, PdfPages
    from extractors.ocr.page import read_page

    reader = backend(ocr)
    pages = PdfPages(data, limits)
    found: list[PageDraft] = []
    try:
        for draft in drafts:
            if draft.number not in wanted:
                found.append(draft)
                continue
            try:
                seen = read_page(pages.image(draft.number - 1), draft.number, reader, limits)
            except NoPictureError as error:
                seen = replace(draft, unreadable=str(error))
            found.append(_better(draft, seen))
    finally:
        pages.close()
    return found


def _is_wanted(draft: PageDraft, mode: OcrMode) -> bool:
    if mode is OcrMode.NEVER:
        return False
    return mode is OcrMode.ALWAYS or draft.unreadable in _RECOGNISABLE


def _better(draft: PageDraft, seen: PageDraft) -> PageDraft:
    """What was recognised; the text layer's page where that is sound and nothing was."""
    if seen.unreadable is None or draft.unreadable is not None:
        notes = (draft.unreadable,) if draft.unreadable else ()
        return replace(seen, repairs=(*(f"text_layer_refused_{note}" for note in notes), *seen.repairs))
    return draft
