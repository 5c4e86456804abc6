"""The characters that the reader knows, and texts written with them only."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import cache
from pathlib import Path

LEADER = "…"  # a row of dots of any length
# Over and under letters.
MARKS = frozenset("\u0e31\u0e34\u0e35\u0e36\u0e37\u0e38\u0e39\u0e3a\u0e47\u0e48\u0e49\u0e4a\u0e4b\u0e4c\u0e4d\u0e4e")
_DOTS = re.compile(r"(?:[.·‥…] ?){3,}[.·‥…]|…")
_NIKHAHIT_AA = re.compile("\u0e4d([\u0e48-\u0e4b]?)\u0e32")
_SAME = str.maketrans(
    {"–": "-", "—": "-", "−": "-", "“": '"', "”": '"', "‘": "'", "’": "'", "☒": "☑", "✔": "✓", "\xa0": " ", "\t": " "}
)


@cache
def alphabet() -> tuple[str, ...]:
    """Every character by its class; class 0 (here empty) is the blank of CTC."""
    with Path(__file__).with_name("alphabet.toml").open("rb") as file:
        groups: dict[str, str] = tomllib.load(file)
    return ("", *dict.fromkeys("".join(groups.values())))


@cache
def classes() -> dict[str, int]:
    """The class of every character."""
    return {character: number for number, character in enumerate(alphabet()) if number}


def plain(text: str) -> str:
    """The text as the reader would write it: characters that look alike are one, others are left out."""
    text = unicodedata.normalize("NFC", text).translate(_SAME).replace("เเ", "แ")
    text = _NIKHAHIT_AA.sub(lambda match: match[1] + "\u0e33", text)
    text = _DOTS.sub(LEADER, text)
    return re.sub(" +", " ", "".join(c for c in text if c in classes())).strip()
