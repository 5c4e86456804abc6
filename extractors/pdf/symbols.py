"""Glyphs of pictorial fonts (Wingdings, ZapfDingbats) and signs of boxes to ``☑``, ``☐`` and ``•``."""

from __future__ import annotations

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from importlib import resources

from extractors.document import TICKED, UNTICKED

_BULLET = "•"
_LOST = "\ufffd"
_CID = re.compile(r"\(cid:(\d+)\)")
_SUBSET = re.compile(r"^[A-Z]{6}\+")
_BETWEEN = re.compile(r"[ _-]|#20")


@dataclass(frozen=True, slots=True)
class _Font:
    names: tuple[str, ...]
    meanings: dict[int, str]
    glyph_names: dict[str, int]


@cache
def _fonts() -> tuple[tuple[_Font, ...], dict[str, str]]:
    data = tomllib.loads(resources.files("extractors.pdf").joinpath("symbols.toml").read_text("utf-8"))
    fonts = tuple(
        _Font(
            tuple(font["names"]),
            {ord(letter): letter for letter in font.get("plain", "")}
            | dict.fromkeys(font["bullets"], _BULLET)
            | dict.fromkeys(font["empty"], UNTICKED)
            | dict.fromkeys(font["ticked"], TICKED),
            font.get("glyph_names", {}),
        )
        for font in data["font"]
    )
    signs = dict.fromkeys(data["signs"]["ticked"], TICKED) | dict.fromkeys(data["signs"]["empty"], UNTICKED)
    return fonts, signs | {sign: sign for sign in (_BULLET, _LOST)}


def meaning(text: str, font: str) -> str:
    """What a glyph stands for. A pictogram that is neither box nor bullet becomes U+FFFD: its letter says nothing."""
    fonts, signs = _fonts()
    if text in signs:
        return signs[text]
    pictorial = _pictorial(font)
    if pictorial is None or not text.strip():
        return text
    known = fonts[pictorial].meanings
    return "".join(known.get(code, _LOST) for code in _codes(text))


def is_pictorial(font: str) -> bool:
    """Whether a font of this name shows pictograms in place of letters."""
    return _pictorial(font) is not None


def of_glyph_name(glyph: str, font: str) -> str:
    """What a glyph of a pictorial font stands for by its own name, as "a20" of ZapfDingbats."""
    pictorial = _pictorial(font)
    known = _fonts()[0][pictorial] if pictorial is not None else None
    return known.meanings.get(known.glyph_names.get(glyph, -1), _LOST) if known is not None else _LOST


@cache
def _pictorial(font: str) -> int | None:
    """Which of the pictorial fonts this is, by its name without the subset's prefix."""
    name = _BETWEEN.sub("", _SUBSET.sub("", font)).lower()
    return next((index for index, kind in enumerate(_fonts()[0]) if name.startswith(kind.names)), None)


def _codes(text: str) -> list[int]:
    match = _CID.fullmatch(text)
    return [int(match.group(1)) & 0xFF] if match else [ord(letter) & 0xFF for letter in text]
