"""What one pass over a document has gathered: the topic, the recent captions, the mentions so far."""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass, field
from functools import partial

from extractors.document import Cell
from extractors.facts import Identity, ScoreMention
from extractors.findings import Finding
from extractors.scores.sentences import Statement


@dataclass(slots=True)
class Collector:
    """State of one pass over a document: the topic, the recent captions, the mentions so far."""

    identity: Identity
    mentions: list[ScoreMention] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    prose: list[Statement] = field(default_factory=list)
    captions: list[str] = field(default_factory=list)
    head: tuple[tuple[Cell | None, ...], ...] = ()  # of the last table that had one
    titles: deque[str] = field(default_factory=partial(deque, maxlen=40))
    heading: str = ""
    about_ita: bool = False
    groups: int = 0
    passages: dict[int, int] = field(default_factory=dict)  # of a group of statements: the stretch of text it stands in
    wished: bool = False  # whether the list that follows tells what is hoped for
    nested_from: int | None = None  # the level from which list items are parts of the indicator named above them

    def next_group(self) -> int:
        """A number for the next table or list."""
        self.groups += 1
        return self.groups
