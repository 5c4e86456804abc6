"""Measures that are nothing but titles: "๑. มาตรการ…", "ข้อ ๒ มาตรการ…", one below the other, with nobody responsible.

Any text may list measures, so such a list counts only below a text that says that it lists measures, and only in a
paper that gives no measure in any other way.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import pairwise

from extractors.document import Document, Position, TextBlock
from extractors.facts import Identity, Measure, MeasureKind
from extractors.measures.build import Reading, framework_years
from extractors.measures.subjects import subject_of_title
from extractors.measures.surroundings import Surroundings
from extractors.measures.vocabulary import vocabulary
from extractors.measures.wording import one_line
from normalizers.numerals import to_arabic
from normalizers.thai import fold

_ENTRY = re.compile(
    r"\s*(?:ข้อ(?:ที่)?\s*)?\(?(?P<number>\d{1,2})(?:[.)]|\s)\s*(?P<title>มาตรการ(?!ที่\s?\d)\S.*)", re.DOTALL
)
_PAGE = re.compile(r"[\s.…]\d{1,3}\s*$")
_LEAST = 2

Entry = tuple[int, int, str, Position]


def read_bare_lists(document: Document, above: Sequence[Surroundings], identity: Identity) -> list[tuple[int, Reading]]:
    """The measures of such lists with their place in the document; ``above`` are the surroundings of each block."""
    runs: list[list[Entry]] = [[]]
    told = announced = False
    announcing = re.compile(vocabulary().captions["announced"])
    for index, (block, around) in enumerate(zip(document.blocks(), above, strict=False)):
        announced = announced or (isinstance(block, TextBlock) and announcing.search(block.text) is not None)
        told = told or (around.told and announced)
        for number, title, place in _entries(block) if isinstance(block, TextBlock) and told else []:
            if number != len(runs[-1]) + 1:
                runs.append([])
            if number == len(runs[-1]) + 1:
                runs[-1].append((index, number, title, place))
    found: dict[str, tuple[int, Reading]] = {}
    for run in runs:
        for index, number, title, place in run if len(run) >= _LEAST else []:
            found.setdefault(fold(title), (index, Reading(_measure(number, title, place, identity), ())))
    return list(found.values())


def _entries(block: TextBlock) -> list[tuple[int, str, Position]]:
    """The entries that a text holds: number, title, place. A line without a number goes on with the one above."""
    lines = block.text.split("\n")
    starts = [index for index, line in enumerate(lines) if _ENTRY.match(to_arabic(line))]
    found = []
    for start, end in pairwise([*starts, len(lines)]):
        text = "\n".join(lines[start:end])
        match = _ENTRY.match(to_arabic(text))
        title = one_line(text[match.start("title") :]) if match else ""
        short = len(fold(title)) <= int(vocabulary().recognition["section_length"])
        if match and short and not _PAGE.search(to_arabic(title)):
            place = block.lines[start] if start < len(block.lines) else block.position
            found.append((int(match["number"]), title, place))
    return found


def _measure(number: int, title: str, place: Position, identity: Identity) -> Measure:
    subject = subject_of_title(title, framework_years(identity))
    return Measure(
        kind=MeasureKind.PLAN,
        seq=0,
        fiscal_year=identity.fiscal_year,
        indicators=subject.indicators,
        title=title,
        position=place,
        page_last=place.page,
        sub_indicator=subject.sub_indicator,
        indicator_match=subject.match,
        printed_number=number,
    )
