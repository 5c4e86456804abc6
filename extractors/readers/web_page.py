"""The reader of HTML pages (``.html``, ``.htm``)."""

from __future__ import annotations

from dataclasses import dataclass

from extractors.document import Document
from extractors.errors import EmptyFileError
from extractors.limits import Limits
from extractors.readers.decoding import Decoded, decode
from extractors.readers.grid import Source
from extractors.readers.inline import TAG
from extractors.readers.markup import html_blocks, parse
from extractors.readers.plain import pages_of, text_document
from extractors.readers.table_join import join_continued


@dataclass(frozen=True, slots=True)
class HtmlReader:
    """HTML pages: headings, paragraphs, list items and tables; scripts, styles and comments are left out."""

    name: str = "html"
    extensions: tuple[str, ...] = (".html", ".htm", ".xhtml")

    def is_available(self) -> bool:
        """Its packages are dependencies of this one."""
        return True

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        """Read a page. Raises the errors of ``decode``, TooLargeError, EmptyFileError if nothing is visible."""
        return html_document(decode(data, name, limits), Source(name, limits))


READER = HtmlReader()


def html_document(decoded: Decoded, source: Source) -> Document:
    """The document of a decoded HTML page; text without tags, or nested too deep, is read as plain text."""
    soup = parse(decoded.text, 1, source) if TAG.search(decoded.text) else None
    if soup is None:
        return text_document(decoded, source, "html")
    blocks = join_continued(html_blocks(soup, source))
    if not blocks:
        raise EmptyFileError(name=source.name)
    return Document("html", pages_of(blocks, 1, decoded), decoded.encoding)
