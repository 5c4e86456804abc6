"""A PDF opened for the engine: bytes to a pdfplumber file whose references cannot lead in a circle.

Importing this module imports pdfplumber.
"""

from __future__ import annotations

import io

import pdfplumber
from pdfminer.pdfdocument import PDFDocument
from pdfminer.pdfinterp import PDFResourceManager
from pdfminer.pdfparser import PDFParser
from pdfminer.pdftypes import PDFObjRef, PDFStream

from extractors.errors import TruncatedPdfError
from extractors.limits import Limits
from extractors.pdf.form import form_of
from extractors.pdf.packed import unpacked_size
from extractors.pdf.triage import written_anew


class GuardedDocument(PDFDocument):
    """pdfminer's document; references that lead to each other in a circle stand for nothing, from the trailer on.

    Once ``limits`` is set it refuses streams beyond ``max_stream_bytes``: fonts, maps, forms, packed objects.
    """

    limits: Limits | None = None

    def getobj(self, objid: int) -> object:
        """An object of the file; None at the end of a circle. Raises PageLimitError."""
        found, passed = super().getobj(objid), {objid}
        while isinstance(found, PDFObjRef):
            if found.objid in passed:
                return None
            passed.add(found.objid)
            found = super().getobj(found.objid)
        if self.limits is not None and isinstance(found, PDFStream):
            unpacked_size(found, self.limits.max_stream_bytes)
        return found


class OpenedPdf(pdfplumber.PDF):  # type: ignore[misc, name-defined]  # pdfplumber has no types
    """pdfplumber's file with a guarded document and without what the file says of itself (title, author, dates)."""

    def __init__(self, data: bytes) -> None:
        # pdfplumber's own constructor follows the references of /Info before anything can stop it.
        self.stream = io.BytesIO(data)
        self.stream_is_external = False
        self.path = self.pages_to_parse = self.laparams = self.password = self.unicode_norm = None
        self.raise_unicode_errors = True
        self.metadata: dict[str, object] = {}
        self.doc = GuardedDocument(PDFParser(self.stream))
        self.rsrcmgr = PDFResourceManager()
        self.form = form_of(self.doc.catalog)


def opened(data: bytes, name: str, limits: Limits) -> OpenedPdf:
    """The file for the engine, written anew where it cannot find its way. Raises TruncatedPdfError."""
    try:
        pdf = OpenedPdf(data)
    except MemoryError:
        raise
    except Exception:  # RecursionError is one of them
        try:
            pdf = OpenedPdf(written_anew(data))
        except MemoryError:
            raise
        except Exception as error:
            raise TruncatedPdfError(name=name) from error
    pdf.doc.limits = limits
    return pdf
