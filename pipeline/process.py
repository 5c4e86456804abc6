"""One document's whole way, bytes to rows of the tables: a pure function, the same in one process or on a cluster."""

from __future__ import annotations

import hashlib
import traceback
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from normalizers.agencies.model import UNKNOWN_AGENCY
from pipeline import rows
from pipeline.check import check_rows
from pipeline.schema import Row, tables

if TYPE_CHECKING:
    from extractors.document import Document
    from extractors.errors import DocumentError
    from extractors.facts import Facts
    from extractors.findings import Finding
    from extractors.limits import Limits
    from extractors.ocr import Ocr
    from pipeline.reconcile import Reconciled

_PACKAGES = ("pipeline.", "extractors.", "normalizers.")


@dataclass(frozen=True, slots=True)
class Options:
    """What a run may set; small and picklable. ``limits`` None takes the readers' own safe defaults.

    ``ocr`` None recognises nothing. A paper of which more than ``at_once`` pages are to be recognised is left to
    slices (``pipeline.slices``): LongScanError says so. None leaves none.
    """

    limits: Limits | None = None
    ocr: Ocr | None = None
    at_once: int | None = None


@dataclass(frozen=True, slots=True)
class DocumentResult:
    """The rows of one document: its own row and those of the tables below it.

    ``incomplete`` says that something outside the paper failed (a recogniser gave no answer): a second try may help.
    ``seconds`` is how long it took, for the log.
    """

    document: Row
    scores: list[Row] = field(default_factory=list)
    mentions: list[Row] = field(default_factory=list)
    measures: list[Row] = field(default_factory=list)
    findings: list[Row] = field(default_factory=list)
    incomplete: bool = False
    seconds: float = field(default=0.0, compare=False)

    @property
    def source(self) -> str:
        """The input's path relative to the raw folder."""
        return str(self.document["source"])

    @property
    def error_code(self) -> str | None:
        """Why the document failed."""
        code = self.document["error_code"]
        return None if code is None else str(code)

    @property
    def failed(self) -> bool:
        """Whether the document gave nothing."""
        return self.document["status"] == "failed"


@dataclass(frozen=True, slots=True)
class Understood:
    """A document with all that was made of it (``ita show`` prints this)."""

    document: Document
    facts: Facts
    reconciled: Reconciled

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings, those of the extractors first, each once."""
        found = (*self.facts.identity.findings, *self.facts.findings, *self.reconciled.findings)
        return tuple(dict.fromkeys((*found, *_page_findings(self.document, found))))


def process(data: bytes, source: str, options: Options | None = None) -> DocumentResult:
    """Rows of one document; never raises: whatever goes wrong becomes a ``failed`` row with a code.

    ``source`` is the path relative to the raw folder; its suffix helps to tell the format.
    """
    return processed(data, source, options or Options())[0]


def processed(
    data: bytes, source: str, options: Options, store: Path | None = None
) -> tuple[DocumentResult, Document | None]:
    """As ``process``, with the document as it was read (None where the row is ``failed``).

    ``store`` is a folder of documents that were read before (``pipeline.document_store``). Raises LongScanError, and
    only where the options ask for it.
    """
    from extractors.errors import DocumentError, InternalError, OutOfMemoryError
    from extractors.ocr.errors import LongScanError

    try:
        understood = understand(data, source, options, store)
        return _accepted(rows_of(understood, data, source)), understood.document
    except LongScanError:
        raise
    except DocumentError as error:
        return failure(source, error, data), None
    except MemoryError:
        return failure(source, OutOfMemoryError(name=source), data), None
    except Exception as error:  # one broken paper must never stop the others
        reason = f"{type(error).__name__} in {_module_of(error)}: {error}".removesuffix(": ")
        return failure(source, InternalError(name=source, reason=reason), data), None


def understand(data: bytes, source: str, options: Options, store: Path | None = None) -> Understood:
    """Read a document, extract its facts and reconcile them. Raises DocumentError where it cannot be read.

    A document that lies in the folder ``store`` is taken from there, another one is put there.
    """
    from extractors.facts import Facts
    from extractors.identity import identify
    from extractors.measures import extract_measures
    from extractors.scores import extract_scores
    from pipeline.reconcile import reconcile

    document = _document(data, source, options, store)
    identity = identify(document)
    mentions, score_findings = extract_scores(document, identity)
    measures, measure_findings = extract_measures(document, identity)
    facts = Facts(identity, mentions, measures, (*score_findings, *measure_findings))
    return Understood(document, facts, reconcile(identity, mentions))


def keep_pages(data: bytes, source: str, options: Options, store: Path, numbers: Collection[int]) -> bool:
    """Recognise pages of a long scan and keep them in the store; whether the back end did its part on all of them.

    Never raises but for a lack of memory: what is wrong with a page is told when the whole paper is read. Nothing is
    done for a paper that has been read meanwhile, under another name.
    """
    from extractors.limits import DEFAULT_LIMITS
    from extractors.readers import keep_pages as read_and_keep
    from pipeline import document_store

    digest, suffix = _sha256(data), suffix_of(source)
    if document_store.holds(store, digest, suffix):
        return True
    try:
        ocr = _ocr(options, store, digest, suffix)
        return read_and_keep(data, source, options.limits or DEFAULT_LIMITS, ocr, numbers)
    except MemoryError:
        raise
    except Exception:
        return False


def _document(data: bytes, source: str, options: Options, store: Path | None) -> Document:
    from extractors.limits import DEFAULT_LIMITS
    from extractors.readers import read
    from pipeline import document_store

    digest, suffix = _sha256(data), suffix_of(source)
    known = document_store.load(store, digest, suffix) if store else None
    if known is not None:
        return known
    document = read(data, source, options.limits or DEFAULT_LIMITS, _ocr(options, store, digest, suffix))
    if store and not _is_incomplete(document):
        document_store.keep(store, digest, suffix, document)
    return document


def _ocr(options: Options, store: Path | None, digest: str, suffix: str) -> Ocr:
    """How this paper's pages are recognised, with those that were kept."""
    from extractors.ocr.options import NO_OCR
    from pipeline import document_store

    pages = document_store.pages(store, digest, suffix) if store else None
    return replace(options.ocr or NO_OCR, pages=pages, at_once=options.at_once)


def suffix_of(source: str) -> str:
    """All that a paper's name adds to its bytes: the readers look at nothing else of it."""
    from extractors.readers.base import extension_of

    return extension_of(source)


def _is_incomplete(document: Document) -> bool:
    """Whether a recogniser failed on some page: that is no property of the paper."""
    from extractors.ocr.errors import BACKEND_FAILED

    reasons = (reason for page in document.pages for reason in (page.unreadable, page.picture_left_out))
    return any((reason or "").startswith(BACKEND_FAILED) for reason in reasons)


def rows_of(understood: Understood, data: bytes, source: str) -> DocumentResult:
    """Rows of a document that was read."""
    facts, reconciled = understood.facts, understood.reconciled
    identity = facts.identity
    origin: Row = {"document_id": _sha256(data), "source": source}
    own = identity.agency
    findings = rows.finding_rows(understood.findings, origin, own)
    document = understood.document
    return DocumentResult(
        document=tables()["documents"].row(
            {
                **origin,
                **rows.who(own),
                "format": document.format,
                "bytes": len(data),
                "pages": len(document.pages),
                "text_source": str(document.source) if document.pages else None,
                "kind": str(identity.kind),
                "fiscal_year": identity.fiscal_year,
                "scores_year": identity.scores_year,
                "status": _status(document, bool(reconciled.scores)),
                "findings": len(findings),
            }
        ),
        scores=rows.score_rows(reconciled.scores, origin, own),
        mentions=rows.mention_rows(reconciled.mentions, origin, own),
        measures=rows.measure_rows(facts.measures, origin, own),
        findings=findings,
        incomplete=_is_incomplete(document),
    )


def failure(source: str, error: DocumentError, data: bytes | None = None) -> DocumentResult:
    """The row of a document that could not be read; ``data`` is None where not even its bytes are known."""
    return DocumentResult(
        tables()["documents"].row(
            {
                **rows.who(UNKNOWN_AGENCY),
                "document_id": None if data is None else _sha256(data),
                "source": source,
                "format": PurePosixPath(source).suffix.lower().removeprefix(".") or None,
                "bytes": len(data or b""),
                "status": "failed",
                "error_code": error.code,
                "error": _printable(str(error)),
                "findings": 0,
            }
        )
    )


def _accepted(result: DocumentResult) -> DocumentResult:
    check_rows(tables()["documents"], [result.document])
    for name in ("scores", "mentions", "measures", "findings"):
        check_rows(tables()[name], getattr(result, name))
    return result


def _status(document: Document, has_scores: bool) -> str:
    if any(page.unreadable for page in document.pages):
        return "partial"
    return "ok" if has_scores else "no_scores"


def _page_findings(document: Document, found: Iterable[Finding]) -> list[Finding]:
    """A finding for each page that its reader refused, where no extractor has raised one, or hardly trusts.

    And for each that holds a picture which could not be read.
    """
    from extractors.findings import finding
    from extractors.pdf.doubt import TEXT_LAYER
    from extractors.pdf.gate import FEW_WORDS

    told = {item.page for item in found if item.code == "unreadable_page"}
    refused = [
        finding("unreadable_page", str(page.number), found=page.unreadable, page=page.number)
        for page in document.pages
        if page.unreadable and page.number not in told
    ]
    refused += [
        finding("picture_not_read", str(page.number), found=page.picture_left_out, page=page.number)
        for page in document.pages
        if page.picture_left_out
    ]
    refused += [
        finding("unseen_number", str(page.number), found=page.unseen, page=page.number)
        for page in document.pages
        if any(map(str.isdecimal, page.unseen))
    ]
    refused += [
        finding("hardly_read_page", str(page.number), page=page.number)
        for page in document.pages
        if FEW_WORDS in page.repairs
    ]
    laid_over = [page for page in document.pages if page.recogniser == TEXT_LAYER and not page.unreadable]
    return refused + [finding("ocr_text_layer", str(page.number), page=page.number) for page in laid_over]


def _module_of(error: Exception) -> str:
    """Module and line where the program itself failed, for whoever has to mend it: the same on every machine."""
    frames = [(frame.f_globals.get("__name__", ""), line) for frame, line in traceback.walk_tb(error.__traceback__)]
    module, line = [place for place in frames if place[0].startswith(_PACKAGES)][-1]
    return f"{module}:{line}"


def _printable(message: str) -> str:
    """One line of valid UTF-8: a message may quote bytes that could not be decoded."""
    return " ".join(message.encode("utf-8", "backslashreplace").decode("utf-8").split())[:1000]


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
