"""Who wrote a paper, which kind it is, and for which years: the facts that every row of the tables carries."""

from __future__ import annotations

from extractors.document import Document, Table
from extractors.facts import Identity
from extractors.identity.kind import kind_of
from extractors.identity.lines import streams
from extractors.identity.when import when_written
from extractors.identity.who import who_wrote
from extractors.measures.columns import recognise

__all__ = ["identify"]


def identify(document: Document) -> Identity:
    """Read agency, kind and fiscal years (Buddhist Era) of a paper; what is unsure is said in its findings."""
    texts = streams(document)
    tables = (block for block in document.blocks() if isinstance(block, Table))
    kind = kind_of(texts, [layout for table in tables if (layout := recognise(table)) is not None])
    who = who_wrote(texts)
    when = when_written(kind, texts)
    return Identity(who.agency, kind, when.fiscal_year, when.scores_year, (*who.findings, *when.findings))
