"""Blocks as written on one page or in one column, and the texts that go on in the next one."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from math import inf

from extractors.document import Block, TextBlock


@dataclass(frozen=True, slots=True)
class Written:
    """A block, and whether it may go on behind the end of its region or begin one in mid-sentence.

    A table may go on where the rule at its lower end is missing (``open_end``), a text where the ``room`` that its last
    line leaves is no more than the ``need`` of the text below for its first word (points; a text that ended for certain
    has room without end, one that begins for certain needs none). ``indent`` is that of the first line, ``most_indent``
    the largest that a line which goes on with this text may have.
    """

    block: Block
    open_end: bool = False
    room: float = inf
    need: float = -inf
    indent: float = 0.0
    most_indent: float = 0.0


def flowed(written: Iterable[Written]) -> list[Block]:
    """The blocks of a paper, paragraphs that go on in the next column or on the next page joined."""
    blocks: list[Block] = []
    above: Written | None = None
    for item in written:
        if above is not None and _flows(above, item):
            blocks[-1] = _appended(blocks[-1], item.block)
        else:
            blocks.append(item.block)
        above = item
    return blocks


def _flows(above: Written, below: Written) -> bool:
    """Whether a text goes on in the next region, on the same page or on the next one."""
    if above.room > below.need or below.indent > above.most_indent:
        return False
    lines = above.block.lines if isinstance(above.block, TextBlock) else ()
    return bool(lines) and 0 <= below.block.position.page - lines[-1].page <= 1


def _appended(above: Block, below: Block) -> Block:
    if not (isinstance(above, TextBlock) and isinstance(below, TextBlock)):
        return above
    text, raw = f"{above.text}\n{below.text}", f"{above.raw}\n{below.raw}"
    lines, numbers = (*above.lines, *below.lines), (*above.numbers, *below.numbers)
    return replace(above, text=text, raw=text if raw == text else raw, lines=lines, numbers=numbers)
