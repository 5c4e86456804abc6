"""Pages without a trustworthy text layer, scans and photographs: from pixels to the drafts that the PDF reader makes.

``page_reader(ocr)`` gives the reader of page images, ``Ocr`` says whether and by which back end they are read.
"""

from extractors.ocr.options import Ocr, OcrMode, OcrOptions

__all__ = ["Ocr", "OcrMode", "OcrOptions"]
