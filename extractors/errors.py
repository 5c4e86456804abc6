"""Why a paper could not be read: one exception class per reason, each with a stable code and a remedy.

The code goes into ``documents.error_code``, the message into ``documents.error``. The list of codes is the list of
classes (``error_codes``), so documentation is generated from it and cannot fall behind.
"""

from __future__ import annotations

from typing import ClassVar


class DocumentError(Exception):
    """A paper failed: ``code`` is stable, ``message`` says what is wrong, ``remedy`` what a person can do about it."""

    def __init__(self, code: str, message: str, remedy: str) -> None:
        super().__init__(code, message, remedy)
        self.code = code
        self.message = message
        self.remedy = remedy

    def __str__(self) -> str:
        return f"{self.message} {self.remedy}".strip()


class ReadError(DocumentError):
    """A paper could not be turned into a document. Subclasses fill their own templates from keyword fields."""

    code_name: ClassVar[str] = ""
    template: ClassVar[str] = ""
    remedy_template: ClassVar[str] = ""

    def __init__(self, **fields: object) -> None:
        self.fields = fields
        super().__init__(self.code_name, self.template.format_map(fields), self.remedy_template.format_map(fields))

    def __reduce__(self) -> tuple[object, ...]:
        return _rebuild, (type(self), self.fields)


def _rebuild(kind: type[ReadError], fields: dict[str, object]) -> ReadError:
    """Exceptions travel between worker processes; keyword fields need their own way back."""
    return kind(**fields)


class EmptyFileError(ReadError):
    """The file holds no bytes, or nothing but blanks."""

    code_name = "empty_file"
    template = "{name} is empty."
    remedy_template = "Fetch the paper again; the download or the scan did not finish."


class BinaryFileError(ReadError):
    """The file is named like a text but holds binary data that no reader knows."""

    code_name = "binary_file"
    template = "{name} holds binary data, not text."
    remedy_template = "Check the file with its own program and save it as PDF, DOCX or UTF-8 text."


class UnsupportedFormatError(ReadError):
    """No reader takes this kind of file."""

    code_name = "unsupported_format"
    template = "{name}: files of the kind {format} cannot be read."
    remedy_template = "Save the paper in one of these formats: {supported}."


class FormatMismatchError(ReadError):
    """The content is not what the file name says (a web page saved as .pdf, for example)."""

    code_name = "format_mismatch"
    template = "{name} is named {expected} but holds {found}."
    remedy_template = "Fetch the paper again, or rename the file to what it is."


class ReaderUnavailableError(ReadError):
    """The reader of this kind of file needs software that is not installed."""

    code_name = "reader_unavailable"
    template = "{name} needs the reader {reader}, which is not available here."
    remedy_template = "Install what this reader needs (see the README) and run again."


class TooLargeError(ReadError):
    """The file, its text or one of its tables is larger than the limit."""

    code_name = "too_large"
    template = "{name}: {what} has {found}, the limit is {limit}."
    remedy_template = "Split the paper, or raise the limit if the file can be trusted."


class UndecodableTextError(ReadError):
    """The text is in no encoding that is known here (UTF-8, UTF-16 with its mark, TIS-620 / CP874)."""

    code_name = "undecodable_text"
    template = "{name} is text in an unknown encoding."
    remedy_template = "Save it as UTF-8."


class NotReadableError(ReadError):
    """The operating system refused to open the file."""

    code_name = "not_readable"
    template = "{name} may not be read: {reason}."
    remedy_template = "Give this user the right to read the file, or put the paper itself in its place."


class VanishedError(ReadError):
    """The file was there when the run began and is gone now."""

    code_name = "vanished"
    template = "{name} is gone since the run began."
    remedy_template = "Put the file back and run again."


class EncryptedPdfError(ReadError):
    """The PDF needs a password."""

    code_name = "encrypted_pdf"
    template = "{name} is protected by a password."
    remedy_template = "Save a copy without the password."


class TruncatedPdfError(ReadError):
    """The PDF is cut off or its structure is damaged beyond repair."""

    code_name = "truncated_pdf"
    template = "{name} is damaged or not complete."
    remedy_template = "Fetch the paper again, or open it and print it to a new PDF."


class EmptyPdfError(ReadError):
    """The PDF holds no page."""

    code_name = "no_pages"
    template = "{name} is a PDF without any page."
    remedy_template = "Fetch the paper again, or open it and print it to a new PDF."


class DamagedFileError(ReadError):
    """A file other than a PDF (an image, a DOCX) is cut off or damaged."""

    code_name = "damaged_file"
    template = "{name} is damaged or not complete."
    remedy_template = "Fetch the paper again, or open it and save it anew."


class TooManyPagesError(ReadError):
    """The paper has more pages than the limit."""

    code_name = "too_many_pages"
    template = "{name} has {found} pages, the limit is {limit}."
    remedy_template = "Split the paper, or raise the limit if the file can be trusted."


class PageTooLargeError(ReadError):
    """A page is larger than any paper, or would need too many pixels."""

    code_name = "page_too_large"
    template = "{name}: page {page} measures {found}, the limit is {limit}."
    remedy_template = "Print the page to a normal size, or raise the limit if the file can be trusted."


class OcrUnavailableError(ReadError):
    """The paper is a picture of pages, and nothing is there or allowed to recognise them."""

    code_name = "ocr_unavailable"
    template = "{name} is a picture of pages that nothing can recognise here."
    remedy_template = "{remedy}"


class TimedOutError(ReadError):
    """The paper was not finished within its time; the work on it was ended."""

    code_name = "timed_out"
    template = "{name} was not finished within {limit} seconds."
    remedy_template = "Split the paper, or run again with a longer --deadline."


class OutOfMemoryError(ReadError):
    """The paper needs more memory than one paper may have; the work on it was ended."""

    code_name = "out_of_memory"
    template = "{name} needs more memory than there is for one paper."
    remedy_template = "Split the paper, or run again with more --memory or fewer --workers."


class CrashedError(ReadError):
    """The paper ended the process that read it; the fault is not the paper's."""

    code_name = "crashed"
    template = "{name} ended the process that read it ({reason})."
    remedy_template = "Open the paper and save it anew, and please report this together with the file."


class InternalError(ReadError):
    """The program itself failed on this paper; the fault is not the paper's."""

    code_name = "internal_error"
    template = "{name}: {reason}."
    remedy_template = "Please report this together with the file."


def error_codes() -> dict[str, str]:
    """Every code with its one line of documentation, in the order of this module."""
    return {kind.code_name: (kind.__doc__ or "").strip() for kind in _kinds(ReadError)}


def _kinds(base: type[ReadError]) -> list[type[ReadError]]:
    kinds: list[type[ReadError]] = []
    for kind in base.__subclasses__():
        kinds += [kind, *_kinds(kind)]
    return kinds
