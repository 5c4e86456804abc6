"""Tables of measures that nobody saw as tables: the names of their columns stand in the text of a page without any."""

from __future__ import annotations

from collections.abc import Collection, Iterator

from extractors.document import Document, Page, TextBlock
from extractors.findings import Finding, finding
from extractors.measures.vocabulary import Field, exact_header, vocabulary

_TITLES = frozenset({Field.MEASURE, Field.ACTIVITY, Field.APPROACH})
_CARRYING = frozenset({Field.RESPONSIBLE, Field.PERIOD, Field.STATUS, Field.PROGRESS})


def unread_tables(document: Document, read: Collection[int]) -> list[Finding]:
    """The findings about such tables; ``read`` are the pages that measures were read from."""
    least = int(vocabulary().recognition["unread_names"])
    found = []
    for page in document.pages:
        names = _names(page) if page.number not in read else {}
        if len(names) >= least and names.keys() & _CARRYING and names.keys() & _TITLES:
            shown = ", ".join(names.values())
            found.append(finding("measures_not_understood", str(page.number), found=shown, page=page.number))
    return found


def _names(page: Page) -> dict[Field, str]:
    """The columns that lines of nothing but names of columns name, each with its wording."""
    names: dict[Field, str] = {}
    for words in _lines(page):
        known = [(match.field, word) for word in words if (match := exact_header(word)) is not None]
        if len(known) >= float(vocabulary().recognition["unread_share"]) * len(words):
            for field, word in known:
                names.setdefault(field, word)
    return names


def _lines(page: Page) -> Iterator[list[str]]:
    for block in page.blocks:
        if isinstance(block, TextBlock):
            yield from (words for line in block.text.split("\n") if (words := line.split()))
