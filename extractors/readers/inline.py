"""Markup inside a line or a cell to plain text: HTML tags, tick boxes, entities and Markdown emphasis."""

from __future__ import annotations

import html
import re
from dataclasses import dataclass, field

from extractors.document import TICKED, UNTICKED
from extractors.readers.vocabulary import vocabulary
from normalizers.thai import clean

TAG = re.compile(r"<(/?)([A-Za-z][A-Za-z0-9_:-]*)((?:[\s/][^<>]*)?)>")
_ENTITY = re.compile(r"&(?:[A-Za-z][A-Za-z0-9]{1,30}|#\d{1,7}|#[xX][0-9A-Fa-f]{1,6});")
_BLOCKS = frozenset(
    {
        "address",
        "article",
        "aside",
        "blockquote",
        "br",
        "caption",
        "center",
        "dd",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "li",
        "main",
        "nav",
        "ol",
        "p",
        "pre",
        "section",
        "table",
        "tbody",
        "tfoot",
        "thead",
        "tr",
        "ul",
    }
)
_BOX_TYPE = re.compile(r"type\s*=\s*[\"']?\s*(?:checkbox|radio)", re.IGNORECASE)
_BOX_TICKED = re.compile(r"\bchecked\b(?!\s*=\s*[\"']?false)", re.IGNORECASE)

# Emphasis needs a character other than a blank inside both marks, so that "____" and "3 * 4 * 5" stay.
_STRONG = re.compile(r"\*\*(?=[^\s*])([^*]{1,4000})(?<=\S)\*\*")
_STRONG_LINES = re.compile(r"(?<![\w_])__(?=[^\s_])([^_\n]{1,4000})(?<=[^\s_])__(?![\w_])")
_LIGHT = re.compile(r"(?<![\w*\\])\*(?=[^\s*])([^*\n]{1,4000})(?<=[^\s*])\*(?![\w*])")
_STRUCK = re.compile(r"~~(?=\S)([^~\n]{1,4000})(?<=\S)~~")
_CODE = re.compile(r"`([^`\n]{1,4000})`")
_LINK = re.compile(r"!?\[([^\[\]\n]{0,1000})\]\([^()\s]{1,2000}\)")
_ESCAPED = re.compile(r"\\([\\`*_{}\[\]()#+\-.!|>~])")
_BLANKS_AT_TAB = re.compile(r"(?<! ) +\t *|\t +")
_BLANK_RUN = re.compile("[ \xa0\u3000]{2,}")
_MARKDOWN = re.compile(r"[*_`~\[\\]")


def block_text(raw: str) -> str:
    """Text of a block of plain text with stray markup; lines stay lines. Cleaned."""
    text = _BLANK_RUN.sub(" ", raw) if "  " in raw or "\xa0" in raw else raw
    text = _with_boxes(text)
    if _MARKDOWN.search(text):
        text = strip_markdown(text)
    return clean(text)


def line_texts(raw: str) -> list[str]:
    """The lines that one source line stands for once its HTML tags are gone (``<br>``, ``<p>`` break it)."""
    if "<" not in raw and "&" not in raw:
        return [raw]
    return _lines(strip_tags(raw))


def cell_text(raw: str) -> str:
    """Text of a table cell from its source; ``<p>`` and ``<br>`` break lines, nested rows become lines. Cleaned."""
    text = raw
    if "<" in text or "&" in text:
        text = "\n".join(_lines(strip_tags(text)))
    return block_text(text).strip()


def html_cell_text(inner: str) -> str:
    """Text of an HTML cell: as ``cell_text``, but a line end of the source is a blank, as in a browser."""
    return cell_text(" ".join(inner.split()))


def strip_markdown(text: str) -> str:
    """Take out the marks of emphasis, code and links; their text stays."""
    for pattern in (_LINK, _CODE, _STRONG, _STRONG_LINES, _STRUCK, _LIGHT):
        text = pattern.sub(r"\1", text)
    return _ESCAPED.sub(r"\1", text)


def strip_tags(text: str) -> str:
    """Take out HTML tags: block tags become line ends, cell ends tabs, tick boxes their characters.

    List items get ``•`` or their number. Works on any nesting in linear time, and leaves ``a < b`` and ``<ชื่อ>``.
    """
    state = _Stripping()
    position = 0
    for tag in TAG.finditer(text):
        state.parts.append(text[position : tag.start()])
        position = tag.end()
        state.take(tag.group(2).lower(), bool(tag.group(1)), tag.group(3))
    state.parts.append(text[position:])
    return _ENTITY.sub(lambda match: html.unescape(match.group()), "".join(state.parts))


@dataclass(slots=True)
class _Stripping:
    parts: list[str] = field(default_factory=list)
    lists: list[int | None] = field(default_factory=list)  # next number of each open list, None where it has bullets

    def take(self, tag: str, closing: bool, attributes: str) -> None:
        if tag == "input":
            self._box(attributes)
        elif tag in ("td", "th"):
            self.parts.append("\t" if closing else "")
        elif tag in _BLOCKS:
            self.parts.append("\n")
            self._list(tag, closing)

    def _box(self, attributes: str) -> None:
        if _BOX_TYPE.search(attributes):
            self.parts.append(TICKED if _BOX_TICKED.search(attributes) else UNTICKED)

    def _list(self, tag: str, closing: bool) -> None:
        if tag in ("ul", "ol"):
            if not closing:
                self.lists.append(1 if tag == "ol" else None)
            elif self.lists:
                self.lists.pop()
        elif tag == "li" and not closing:
            number = self.lists[-1] if self.lists else None
            self.parts.append("• " if number is None else f"{number}. ")
            if number is not None:
                self.lists[-1] = number + 1


def _lines(text: str) -> list[str]:
    stripped = (_BLANKS_AT_TAB.sub("\t", line.strip(" \t\xa0")) for line in text.split("\n"))
    return [line for line in stripped if line]


def _with_boxes(text: str) -> str:
    if "[" in text or "$" in text:
        words = vocabulary()
        text = words.unticked.sub(UNTICKED, words.ticked.sub(TICKED, text))
    return text
