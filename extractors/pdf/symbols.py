"""Glyphs of pictorial fonts (Wingdings, ZapfDingbats) and signs of boxes to ``☑``, ``☐`` and ``•``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from extractors.document import TICKED, UNTICKED

_BULLET = "•"
_CID = re.compile(r"\(cid:(\d+)\)")
_SUBSET = re.compile(r"^[A-Z]{6}\+")


@dataclass(frozen=True, slots=True)
class _Font:
    names: tuple[str, ...]
    meanings: dict[int, str]


@cache
def _fonts() -> tuple[tuple[_Font, ...], dict[str, str]]:
    data = tomllib.loads(resources.files("extractors.pdf").joinpath("symbols.toml").read_text("utf-8"))
    fonts = tuple(
        _Font(
            tuple(font["names"]),
            dict.fromkeys(font["bullets"], _BULLET)
            | dict.fromkeys(font["empty"], UNTICKED)
            | dict.fromkeys(font["ticked"], TICKED),
        )
        for font in data["font"]
    )
    signs = dict.fromkeys(data["signs"]["ticked"], TICKED) | dict.fromkeys(data["signs"]["empty"], UNTICKED)
    return fonts, signs


def meaning(text: str, font: str) -> str:
    """What a glyph stands for. A pictogram that is neither box nor bullet becomes U+FFFD: its letter says nothing."""
    fonts, signs = _fonts()
    if text in signs:
        return signs[text]
    pictorial = _pictorial(font)
    if pictorial is None or not text.strip():
        return text
    known = fonts[pictorial].meanings
    return "".join(known.get(code, "\ufffd") for code in _codes(text))


@cache
def _pictorial(font: str) -> int | None:
    """Which of the pictorial fonts this is, by its name without the subset's prefix."""
    name = _SUBSET.sub("", font).lower().replace(" ", "")
    return next((index for index, kind in enumerate(_fonts()[0]) if name.startswith(kind.names)), None)


def _codes(text: str) -> list[int]:
    match = _CID.fullmatch(text)
    return [int(match.group(1)) & 0xFF] if match else [ord(letter) & 0xFF for letter in text]
