"""The data file ``vocabulary.toml``, read once, in the shapes that the readers ask for."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from normalizers.thai import fold


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Words of table heads, row keys, cut sentences and lists; see the data file for their meaning."""

    header_words: tuple[str, ...]
    header_whole: frozenset[str]
    doing: tuple[str, ...]
    carrying: tuple[str, ...]
    header_max_length: int
    header_min_share: float
    header_min_coverage: float
    header_misread: float
    header_similar: float
    key_starts: tuple[str, ...]
    connectives: tuple[str, ...]
    complete: tuple[str, ...]
    bullets: str
    tight_bullets: str
    ticked: re.Pattern[str]
    unticked: re.Pattern[str]


@cache
def vocabulary() -> Vocabulary:
    """The vocabulary, read from the package on first use."""
    data = tomllib.loads(resources.files("extractors.readers").joinpath("vocabulary.toml").read_text("utf-8"))
    header, cut, lists, boxes = data["header"], data["cut"], data["list"], data["boxes"]
    return Vocabulary(
        header_words=tuple(map(fold, header["words"])),
        header_whole=frozenset(map(fold, header["whole"])),
        doing=tuple(map(fold, header["doing"])),
        carrying=tuple(map(fold, header["carrying"])),
        header_max_length=header["max_length"],
        header_min_share=header["min_share"],
        header_min_coverage=header["min_coverage"],
        header_misread=header["misread"],
        header_similar=header["similar"],
        key_starts=tuple(map(fold, data["key"]["starts"])),
        connectives=tuple(cut["connectives"]),
        complete=tuple(cut["complete"]),
        bullets=lists["bullets"],
        tight_bullets=lists["tight_bullets"],
        ticked=_any_of(boxes["ticked"]),
        unticked=_any_of(boxes["unticked"]),
    )


def _any_of(texts: list[str]) -> re.Pattern[str]:
    """Any of the texts, but not where a Markdown link begins: ``[x](address)``."""
    return re.compile(f"(?:{'|'.join(map(re.escape, texts))})(?!\\()")
