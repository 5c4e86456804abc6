"""The picture of a scanned page as it lies in the PDF, where the page is that one picture and nothing else."""

from __future__ import annotations

from typing import Any

from extractors.ocr.words import Pixels, copied

_EDGE = 0.5  # points by which the picture may miss the edge of the page
_SQUARE = 0.01  # by which its resolutions across and down may differ
_INVISIBLE = 3  # text that a recogniser has laid under the picture
_PROOF = 160  # pixels across of the small picture by which it is proven
_MOST_MEAN, _MOST_APART = 3.0, 16.0  # grey levels: resampling differs by less, a mask or another colour by more


def own_pixels(page: Any, budget: int) -> Pixels | None:
    """The pixels of the only picture of a page as displayed; None where they are not surely what a person sees.

    The picture must fill the page upright, have square pixels and no more of them than ``budget``, and look like the
    page drawn small: masks, inverted and converted colours and whatever else the engine applies only when it draws
    fall out there.
    """
    import pypdfium2

    picture = _only_picture(page)
    if picture is None or not _fills(page, picture, budget):
        return None
    try:
        found = copied(picture.get_bitmap().to_numpy())
    except (pypdfium2.PdfiumError, ValueError, KeyError):
        return None
    turned = _turned(found, page.get_rotation())
    return turned if _proven(page, turned) else None


def _only_picture(page: Any) -> Any | None:
    """The picture that is all that a page shows."""
    import pypdfium2.raw as raw

    if raw.FPDFPage_GetAnnotCount(page):
        return None
    pictures: list[Any] = []
    for item in page.get_objects(max_depth=1):
        if item.type == raw.FPDF_PAGEOBJ_TEXT and raw.FPDFTextObj_GetTextRenderMode(item) == _INVISIBLE:
            continue
        if item.type != raw.FPDF_PAGEOBJ_IMAGE or pictures:
            return None
        pictures.append(item)
    return pictures[0] if pictures else None


def _fills(page: Any, picture: Any, budget: int) -> bool:
    """Whether a picture lies upright on the whole page, with square pixels."""
    across, down = picture.get_px_size()
    matrix = picture.get_matrix()
    if across * down > budget or not min(across, down) or min(matrix.a, matrix.d) <= 0 or matrix.b or matrix.c:
        return False
    bounds, box = picture.get_bounds(), page.get_bbox()
    if any(abs(edge - other) > _EDGE for edge, other in zip(bounds, box, strict=True)):
        return False
    return bool(abs(across / matrix.a * matrix.d / down - 1) <= _SQUARE)


def _turned(pixels: Pixels, degrees: int) -> Pixels:
    """Turned clockwise, as the page says that it is shown."""
    import numpy as np

    return np.ascontiguousarray(np.rot90(pixels, -degrees // 90))


def _proven(page: Any, pixels: Pixels) -> bool:
    """Whether the pixels look like the page drawn small."""
    import cv2
    import numpy as np

    width, _ = page.get_size()
    shown = copied(page.render(scale=_PROOF / width, grayscale=True).to_numpy())
    grey = pixels if pixels.ndim == 2 else cv2.cvtColor(pixels, cv2.COLOR_RGB2GRAY)
    small = cv2.resize(grey, (shown.shape[1], shown.shape[0]), interpolation=cv2.INTER_AREA)
    apart = cv2.blur(np.abs(small.astype(np.float32) - shown.astype(np.float32)), (3, 3))
    return bool(apart.mean() <= _MOST_MEAN and apart.max() <= _MOST_APART)
