"""Long scanned papers, made of the pages of a sample."""

from __future__ import annotations

from pathlib import Path

import cv2
import numpy as np
import pypdfium2
from PIL import Image

SAMPLE = Path(__file__).parents[2] / "data" / "raw" / "2567_scanned_result_lamo.pdf"
_DPI = 100
_SHARE = 0.2  # of a page's height: enough for a few lines and rows


def long_scan(path: Path, pages: int) -> None:
    """Write a scan of so many pages: parts of the sample's, each with its own number on it (``.pdf`` or ``.tif``)."""
    document = pypdfium2.PdfDocument(SAMPLE)
    drawn = [page.render(scale=_DPI / 72, grayscale=True).to_numpy() for page in document]
    document.close()
    images = []
    for number in range(1, pages + 1):
        pixels = np.squeeze(drawn[number % len(drawn)])
        pixels = pixels[: int(len(pixels) * _SHARE)].copy()
        cv2.putText(pixels, str(number), (pixels.shape[1] // 2, 30), cv2.FONT_HERSHEY_SIMPLEX, 0.7, 0, 2)
        images.append(Image.fromarray(pixels))
    images[0].save(path, save_all=True, append_images=images[1:], resolution=_DPI)
