"""The pages of a PDF as the engine wants them, one by one: what a page says wrongly of itself costs no other page."""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.pdfpage import PDFPage
from pdfminer.pdftypes import PDFObjRef, dict_value, list_value, resolve1

_LETTER = (0.0, 0.0, 612.0, 792.0)  # what viewers take where a page does not say how large it is
_DEEPEST = 256  # levels of the tree
_MOST_NODES = 100_000  # looked at: a tree whose branches share branches multiplies without end


@dataclass(frozen=True, slots=True)
class EnginePage:
    """A page (``page_number`` from 1) with the open file ``pdf`` that it is of; ``page_obj`` is pdfminer's."""

    pdf: Any
    page_number: int
    page_obj: PDFPage


class _Page(PDFPage):
    """A page of pdfminer with the size that viewers take where its own cannot be."""

    def _parse_mediabox(self, value: Any) -> Any:
        box = self._box(super()._parse_mediabox, value)
        return box if box and box[0] != box[2] and box[1] != box[3] else _LETTER

    def _parse_cropbox(self, value: Any, mediabox: Any) -> Any:
        return self._box(super()._parse_cropbox, value, mediabox) or mediabox

    @staticmethod
    def _box(parse: Any, *values: Any) -> Any | None:
        try:
            box = parse(*values)
            return box if all(math.isfinite(edge) for edge in box) else None
        except (TypeError, ValueError, IndexError, OverflowError):
            return None


def engine_pages(pdf: Any, most: int) -> Iterator[EnginePage | None]:
    """At most ``most`` pages of an open pdfplumber file, in their order; None for one that is damaged."""
    for number, attributes in enumerate(_leaves(pdf.doc), start=1):
        if number > most:
            return
        try:
            yield EnginePage(pdf, number, _Page(pdf.doc, number, attributes, None))
        except MemoryError:
            raise
        except Exception:  # the engine raises whatever a broken page makes it stumble over
            yield None


def _leaves(document: Any) -> Iterator[dict[str, Any] | None]:
    """The entries of each page with those it inherits; None for a page that is not there."""
    waiting: list[tuple[Any, dict[str, Any], frozenset[int]]] = [(document.catalog.get("Pages"), {}, frozenset())]
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node, inherited, above = waiting.pop()
        entries = _entries(node)
        if entries is None:
            yield None
            continue
        entries = inherited | entries
        if "Kids" not in entries:
            yield entries
            continue
        number = node.objid if isinstance(node, PDFObjRef) else 0
        if number in above or len(above) >= _DEEPEST:
            continue
        passed_on = {key: value for key, value in entries.items() if key in PDFPage.INHERITABLE_ATTRS}
        kids = list_value(entries["Kids"])
        waiting += [(kid, passed_on, above | {number}) for kid in reversed(kids)]


def _entries(node: Any) -> dict[str, Any] | None:
    try:
        found = resolve1(node)
        return dict(dict_value(found)) if isinstance(found, dict) else None
    except MemoryError:
        raise
    except Exception:  # an object that cannot be parsed
        return None
