"""Pages of a PDF that have no text that can be trusted: recognised from their pictures, where a back end is there."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from extractors.document import BoundingBox
from extractors.errors import OcrUnavailableError
from extractors.limits import Limits
from extractors.ocr.options import Ocr, OcrCache, OcrMode
from extractors.pdf.drafts import PageDraft
from extractors.pdf.gate import reasons
from extractors.pdf.pasted import is_text, pasted

_UNIT = BoundingBox(0.0, 0.0, 1.0, 1.0)

if TYPE_CHECKING:
    from extractors.ocr.backends import AnyReader
    from extractors.ocr.images import PdfPages


def _is_recognisable(reason: str | None) -> bool:
    """Whether the gate refused the text layer: what a person sees on such a page is sound."""
    return reason in reasons()


def recognised(drafts: Sequence[PageDraft], data: bytes, name: str, limits: Limits, ocr: Ocr) -> list[PageDraft]:
    """The drafts, those of refused pages (or all) replaced by what a recogniser sees.

    Raises OcrUnavailableError where all pages are asked for and no back end is there, LongScanError (see ``Ocr``).
    """
    wanted = {draft.number for draft in drafts if _is_wanted(draft, ocr.options.mode)}
    mixed = {draft.number for draft in drafts if _is_mixed(draft, ocr.options.mode)}
    if not wanted and not mixed:
        return list(drafts)
    from extractors.ocr.backends import backend
    from extractors.ocr.images import PdfPages
    from extractors.ocr.kept_pages import refuse_long

    reader = backend(ocr)
    if missing := reader.missing():
        if ocr.options.mode is OcrMode.ALWAYS:
            raise OcrUnavailableError(name=name, remedy=f"Install what is missing: {missing}")
        return [_unseen(draft, missing, wanted, mixed) for draft in drafts]
    refuse_long(wanted, ocr)
    pages = PdfPages(data, limits)
    try:
        return [
            _seen(draft, pages, reader, limits, ocr.pages)
            if draft.number in wanted
            else _with_pictures(draft, pages, reader, limits)
            if draft.number in mixed
            else draft
            for draft in drafts
        ]
    finally:
        pages.close()


def keep_pages(data: bytes, limits: Limits, ocr: Ocr, numbers: Collection[int]) -> bool:
    """Recognise these pages and keep them in ``ocr.pages``; whether the back end did its part on every one of them."""
    from extractors.ocr.backends import backend
    from extractors.ocr.images import NoPictureError, PdfPages
    from extractors.ocr.kept_pages import keep, recall
    from extractors.ocr.page import read_page

    assert ocr.pages is not None
    reader, well = backend(ocr), True
    pages = PdfPages(data, limits)
    try:
        for number in numbers:
            if recall(ocr.pages, number) is not None:
                continue
            with suppress(NoPictureError):  # whoever reads the whole paper will say so
                well &= keep(ocr.pages, read_page(pages.image(number - 1), number, reader, limits))
    finally:
        pages.close()
    return well


def _unseen(draft: PageDraft, missing: str, wanted: Collection[int], mixed: Collection[int]) -> PageDraft:
    """A page where no back end is there: it says what would have been recognised, and what is missing."""
    if draft.number in wanted:
        return replace(draft, unreadable=f"{draft.unreadable}; to have it recognised: {missing}")
    return replace(draft, picture_left_out=missing) if draft.number in mixed else draft


def _is_mixed(draft: PageDraft, mode: OcrMode) -> bool:
    """Whether pictures stand on a sound page whose text runs to the right."""
    sound = draft.unreadable is None and not draft.recogniser and draft.turn.back(_UNIT) == _UNIT
    return mode is OcrMode.AUTO and sound and bool(draft.pictures)


def _with_pictures(draft: PageDraft, pages: PdfPages, reader: AnyReader, limits: Limits) -> PageDraft:
    """A page of a text layer with the text of its pictures; only readers that give places can say where it stands."""
    from extractors.ocr.backends import LineReader
    from extractors.ocr.errors import BACKEND_FAILED
    from extractors.ocr.images import NoPictureError
    from extractors.ocr.page import read_page

    if not isinstance(reader, LineReader):
        return replace(draft, picture_left_out=f"{reader.name} does not say where on a page text stands")
    for place in draft.pictures:
        try:
            seen = read_page(pages.image(draft.number - 1, place), draft.number, reader, limits)
        except NoPictureError as error:
            draft = replace(draft, picture_left_out=str(error))
            continue
        if is_text(seen):
            draft = pasted(draft, seen, place)
        elif (seen.unreadable or "").startswith(BACKEND_FAILED):
            draft = replace(draft, picture_left_out=seen.unreadable)
    return draft


def _seen(draft: PageDraft, pages: PdfPages, reader: AnyReader, limits: Limits, kept: OcrCache | None) -> PageDraft:
    from extractors.ocr.images import NoPictureError
    from extractors.ocr.kept_pages import recall
    from extractors.ocr.page import read_page

    try:
        seen = recall(kept, draft.number)
        seen = seen or read_page(pages.image(draft.number - 1), draft.number, reader, limits)
    except NoPictureError as error:
        seen = replace(draft, unreadable=str(error))
    return _better(draft, seen)


def _is_wanted(draft: PageDraft, mode: OcrMode) -> bool:
    if mode is OcrMode.NEVER:
        return False
    return mode is OcrMode.ALWAYS or _is_recognisable(draft.unreadable)


def _better(draft: PageDraft, seen: PageDraft) -> PageDraft:
    """What was recognised; the text layer's page where that is sound and nothing was."""
    if draft.unreadable is None:
        return seen if seen.unreadable is None else draft
    return replace(seen, repairs=(f"text_layer_refused:{draft.unreadable}", *seen.repairs))
