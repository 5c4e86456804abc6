"""The pages of a picture file as drafts."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace

from extractors.limits import Limits
from extractors.ocr.backends import AnyReader, backend
from extractors.ocr.images import PageImage, frames, is_animated
from extractors.ocr.kept_pages import keep, recall
from extractors.ocr.options import Ocr, OcrCache
from extractors.ocr.page import read_page
from extractors.pdf.drafts import PageDraft
from extractors.pdf.geometry import Turn

_ANIMATED = "animated_first_frame"


def picture_drafts(
    data: bytes, name: str, reader: AnyReader, limits: Limits, kept: OcrCache | None = None
) -> list[tuple[PageDraft, tuple[float, float]]]:
    """A draft for every page of a picture file, with the page's size in points; pages in ``kept`` are not read again.

    Raises DamagedFileError, TooManyPagesError, PageTooLargeError.
    """
    notes = (_ANIMATED,) if is_animated(data) else ()
    found: list[tuple[PageDraft, tuple[float, float]]] = []
    for number, frame in enumerate(frames(data, name, limits), start=1):
        if isinstance(frame, PageImage):
            draft = recall(kept, number) or read_page(frame, number, reader, limits)
            found.append((replace(draft, repairs=(*notes, *draft.repairs)), (frame.width, frame.height)))
        else:
            found.append((PageDraft(number, Turn(0, 1.0, 1.0), unreadable=frame), (1.0, 1.0)))
    return found


def keep_frames(data: bytes, limits: Limits, ocr: Ocr, numbers: Collection[int]) -> bool:
    """Recognise these pages of a picture file and keep them; whether the back end did its part on every one of them.

    Raises as ``picture_drafts`` does.
    """
    assert ocr.pages is not None
    reader, well = backend(ocr), True
    left = [number for number in numbers if recall(ocr.pages, number) is None]
    for number, frame in zip(left, frames(data, "", limits, left), strict=True):
        if isinstance(frame, PageImage):
            well &= keep(ocr.pages, read_page(frame, number, reader, limits))
    return well
