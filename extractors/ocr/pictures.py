"""The pages of a picture file as drafts."""

from __future__ import annotations

from dataclasses import replace

from extractors.limits import Limits
from extractors.ocr.backends import AnyReader
from extractors.ocr.images import PageImage, frames, is_animated
from extractors.ocr.page import read_page
from extractors.pdf.drafts import PageDraft
from extractors.pdf.geometry import Turn

_ANIMATED = "animated_first_frame"


def picture_drafts(
    data: bytes, name: str, reader: AnyReader, limits: Limits
) -> list[tuple[PageDraft, tuple[float, float]]]:
    """A draft for every page of a picture file, with the page's size in points.

    Raises DamagedFileError, TooManyPagesError, PageTooLargeError.
    """
    notes = (_ANIMATED,) if is_animated(data) else ()
    found: list[tuple[PageDraft, tuple[float, float]]] = []
    for number, frame in enumerate(frames(data, name, limits), start=1):
        if isinstance(frame, PageImage):
            draft = read_page(frame, number, reader, limits)
            found.append((replace(draft, repairs=(*notes, *draft.repairs)), (frame.width, frame.height)))
        else:
            found.append((PageDraft(number, Turn(0, 1.0, 1.0), unreadable=frame), (1.0, 1.0)))
    return found
