"""The Markdown or HTML that a vision model answers with, as blocks of a page."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace

from extractors.document import Block, BoundingBox, Position, Table
from extractors.limits import DEFAULT_LIMITS

UNPLACED = 0.5  # the confidence of a text whose reader says neither where it stands nor how sure it is
_FENCE = re.compile(r"\A\s*```[a-z]*[ \t]*\n(.*?)\n?```\s*\Z", re.DOTALL)


def blocks_of(text: str, page: int, box: BoundingBox) -> tuple[Block, ...]:
    """The blocks of an answer, all of them on the whole page; our own text reader takes Markdown and HTML tables."""
    from extractors.errors import ReadError
    from extractors.readers.plain import READER

    position = Position(page, bbox=box)
    try:
        document = READER.read(_bare(text).encode("utf-8", "replace"), "page.md", DEFAULT_LIMITS)
    except ReadError:
        return ()
    return tuple(_placed(block, position) for block in document.blocks())


def texts_of(block: Block) -> Iterator[str]:
    """The lines of a block, the texts of a table."""
    if isinstance(block, Table):
        yield from (cell.text for cell in block.cells)
    else:
        yield from block.text.split("\n")


def _bare(text: str) -> str:
    """The answer without a fence around it; some models wrap it into JSON as well."""
    fenced = _FENCE.match(text)
    text = fenced[1] if fenced else text
    if text.lstrip().startswith("{"):
        try:
            held = json.loads(text)
        except ValueError:
            return text
        if isinstance(held, dict) and isinstance(held.get("natural_text"), str):
            return str(held["natural_text"])
    return text


def _placed(block: Block, position: Position) -> Block:
    if isinstance(block, Table):
        cells = tuple(replace(cell, position=position, confidence=UNPLACED) for cell in block.cells)
        return replace(block, cells=cells, position=position, confidence=UNPLACED)
    return replace(block, position=position, confidence=UNPLACED, lines=())
