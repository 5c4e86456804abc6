"""Pages of one paper as they were recognised, kept so that several workers can share a long scan.

What is kept is the draft that a page's picture gives, which depends on no other page: a paper that is read with kept
pages is the same, byte for byte, as one that is read in one go. They are to be forgotten when a reader changes.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from extractors.ocr.errors import BACKEND_FAILED, LongScanError
from extractors.ocr.options import Ocr, OcrCache
from extractors.ocr.straighten import Plane
from extractors.pdf.drafts import PageDraft
from extractors.pdf.geometry import Turn
from extractors.stored import DamagedStoreError, pack, restored, unpack_as


def recall(kept: OcrCache | None, number: int) -> PageDraft | None:
    """The draft of a page as it was recognised; None where it is not known."""
    held = kept.get(_key(number)) if kept else None
    if held is None:
        return None
    try:
        draft = unpack_as(PageDraft, held)
        return replace(draft, turn=restored(draft.turn, Turn | Plane))
    except (DamagedStoreError, ValueError, TypeError, LookupError):
        return None


def keep(kept: OcrCache, draft: PageDraft) -> bool:
    """Keep a page; whether it was one to keep: that a back end failed is no property of the page."""
    if (draft.unreadable or "").startswith(BACKEND_FAILED):
        return False
    kept.put(_key(draft.number), pack(draft))
    return True


def refuse_long(wanted: Iterable[int], ocr: Ocr) -> None:
    """Raise LongScanError where more of the wanted pages are still to be recognised than may be at once."""
    if ocr.at_once is None:
        return
    left = tuple(number for number in sorted(wanted) if recall(ocr.pages, number) is None)
    if len(left) > ocr.at_once:
        raise LongScanError(left)


def _key(number: int) -> str:
    return f"{number:04}"
