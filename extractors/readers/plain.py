"""The reader of plain text and Markdown (``.txt``, ``.md``), whatever mixture of notations they hold."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from extractors.document import Block, Document, Page, TextSource
from extractors.errors import TooManyPagesError
from extractors.limits import Limits
from extractors.readers.base import extension_of
from extractors.readers.decoding import Decoded, decode
from extractors.readers.grid import Source
from extractors.readers.scan import PageScanner
from extractors.readers.table_join import join_continued

_HTML_PAGE = re.compile(r"\s*(?:<\?xml[^>]{0,200}>\s*)?<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_HIDDEN = (
    (re.compile("<!--"), re.compile("-->")),
    (re.compile(r"<script\b", re.IGNORECASE), re.compile(r"</script\s*>", re.IGNORECASE)),
    (re.compile(r"<style\b", re.IGNORECASE), re.compile(r"</style\s*>", re.IGNORECASE)),
)


@dataclass(frozen=True, slots=True)
class PlainReader:
    """Plain text and Markdown; a form feed begins a new page."""

    name: str = "text"
    extensions: tuple[str, ...] = (".txt", ".md", ".markdown", ".text")

    def is_available(self) -> bool:
        """Needs nothing but the package itself."""
        return True

    def read(self, data: bytes, name: str, limits: Limits) -> Document:
        """Read a text. Raises the errors of ``decode``, TooManyPagesError, TooLargeError."""
        decoded = decode(data, name, limits)
        if is_html_page(decoded.text):
            from extractors.readers.web_page import html_document

            return html_document(decoded, Source(name, limits))
        format_name = "md" if extension_of(name) in (".md", ".markdown") else "txt"
        return text_document(decoded, Source(name, limits), format_name)


READER = PlainReader()


def is_html_page(text: str) -> bool:
    """Whether a text is a whole HTML page, not a text with some tags in it."""
    return _HTML_PAGE.match(text) is not None


def text_document(decoded: Decoded, source: Source, format_name: str) -> Document:
    """The document of a decoded plain text. Raises TooManyPagesError, TooLargeError."""
    pages = _without_hidden(decoded.text).split("\f")
    if len(pages) > 1 and not pages[-1].strip():
        pages.pop()
    if len(pages) > source.limits.max_pages:
        raise TooManyPagesError(name=source.name, found=len(pages), limit=source.limits.max_pages)
    blocks = join_continued(_blocks(pages, source))
    return Document(format_name, pages_of(blocks, len(pages), decoded), decoded.encoding)


def pages_of(blocks: Sequence[Block], count: int, decoded: Decoded) -> tuple[Page, ...]:
    """The pages 1 to ``count`` with the blocks that begin on them."""
    by_page: list[list[Block]] = [[] for _ in range(count)]
    for block in blocks:
        by_page[block.position.page - 1].append(block)
    repairs = (f"{decoded.damaged} undecodable characters",) if decoded.damaged else ()
    return tuple(
        Page(number, tuple(page_blocks), TextSource.PLAIN, repairs=repairs)
        for number, page_blocks in enumerate(by_page, start=1)
    )


def _blocks(pages: Sequence[str], source: Source) -> Iterator[Block]:
    line = 1
    heading_level = 0
    for number, text in enumerate(pages, start=1):
        scanner = PageScanner(text.split("\n"), number, line, source, heading_level=heading_level)
        yield from scanner.scan()
        heading_level = scanner.heading_level
        line += text.count("\n")


def _without_hidden(text: str) -> str:
    """The text without comments, scripts and styles; their line ends stay, so that lines keep their numbers."""
    for opening, closing in _HIDDEN:
        if opening.search(text):
            text = "".join(_visible(text, opening, closing))
    return text


def _visible(text: str, opening: re.Pattern[str], closing: re.Pattern[str]) -> Iterator[str]:
    position = 0
    while begin := opening.search(text, position):
        end = closing.search(text, begin.end())
        if end is None:
            break
        yield text[position : begin.start()]
        yield "\n" * text.count("\n", begin.start(), end.end())
        position = end.end()
    yield text[position:]
