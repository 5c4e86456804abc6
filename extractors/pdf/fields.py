"""Values of form fields that the file keeps without a picture of them: text, choices, tick boxes, typed remarks.

Viewers draw such values themselves (ISO 32000-1, 12.7.3.3). Here they become letters in the field's rectangle, so that
what was filled into a form stands where a person sees it.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1
from pdfminer.utils import Matrix, decode_text

from extractors.document import TICKED, UNTICKED

_DEEPEST = 32  # levels of a tree of fields
_MULTILINE, _PASSWORD, _PUSH_BUTTON = 1 << 12, 1 << 13, 1 << 16  # flags of a field
_SIZE = re.compile(rb"([0-9]*\.?[0-9]+)\s+Tf")
_LARGEST = 12.0  # points, where the size is left to the viewer
_MOST_LETTERS = 10_000  # of a value
_LEADING = 1.15
_WIDTH = 0.5  # of a letter, in sizes
_PAD = 2.0
_UTF8 = b"\xef\xbb\xbf"


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter of a value: its box in the plane of the field, whose ``size`` is that of its type."""

    text: str
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True)
class Typed:
    """A value with its field's rectangle (points of the page), turned by ``degrees`` counterclockwise.

    ``lines`` tells that it may be wrapped; ``align`` is 0 (left), 1 (centred) or 2 (right).
    """

    text: str
    rect: tuple[float, float, float, float]
    size: float
    degrees: int = 0
    lines: bool = False
    align: int = 0

    def matrix(self) -> Matrix:
        """From the plane of the field (origin at its lower left as it is read) to the page."""
        x0, y0, x1, y1 = self.rect
        return {
            90: (0.0, 1.0, -1.0, 0.0, x1, y0),
            180: (-1.0, 0.0, 0.0, -1.0, x1, y1),
            270: (0.0, -1.0, 1.0, 0.0, x0, y1),
        }.get(self.degrees, (1.0, 0.0, 0.0, 1.0, x0, y0))

    def letters(self) -> Iterator[Letter]:
        """The letters where a viewer would put them, about half as wide as high, narrower where they must be."""
        width, height = self._room()
        lines = self._wrapped(width)
        size = min(self.size, height / len(lines))
        step = min(size * _LEADING, height / len(lines))
        top = height - max(height - step * len(lines), 0.0) / (20 if self.lines else 2)
        for index, line in enumerate(lines):
            widths = [0.0 if unicodedata.category(letter) == "Mn" else size * _WIDTH for letter in line]
            narrower = min(1.0, (width - 2 * _PAD) / (sum(widths) or 1.0))
            free = width - 2 * _PAD - sum(widths) * narrower
            x, y = _PAD + free * self.align / 2, top - step * index - (step - size) / 2
            for letter, own in zip(line, widths, strict=True):
                yield Letter(letter, (x, y - size, x + own * narrower, y))
                x += own * narrower

    def _room(self) -> tuple[float, float]:
        x0, y0, x1, y1 = self.rect
        return (x1 - x0, y1 - y0) if self.degrees in (0, 180) else (y1 - y0, x1 - x0)

    def _wrapped(self, width: float) -> list[str]:
        """The lines of the text; in a field of many lines long ones are broken at blanks."""
        given = self.text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
        if not self.lines:
            return [" ".join(given)]
        most = max(int((width - 2 * _PAD) / (self.size * _WIDTH)), 1)
        return [line for text in given for line in _broken(text, most)]


def _broken(text: str, most: int) -> Iterator[str]:
    line = ""
    for word in text.split(" "):
        if line and len(line) + 1 + len(word) > most:
            yield line
            line = word
        else:
            line = f"{line} {word}" if line else word
    yield line


def typed(annotation: Mapping[str, Any]) -> Typed | None:
    """What the viewer draws for an annotation without an appearance; None where that is nothing.

    Raises what damaged entries make it stumble over (TypeError, ValueError, KeyError).
    """
    x0, y0, x1, y1 = (float(resolve1(number)) for number in list_value(annotation["Rect"]))
    rect = (min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))
    if min(rect[2] - rect[0], rect[3] - rect[1]) <= 2 * _PAD:
        return None
    field = _inherited(annotation)
    text, lines = _value(annotation, field)
    if not text.strip():
        return None
    degrees = int(resolve1(dict_value(annotation.get("MK")).get("R", 0))) % 360
    size = _size(field, min(rect[2] - rect[0], rect[3] - rect[1]))
    align = resolve1(field.get("Q", 0))
    return Typed(text[:_MOST_LETTERS], rect, size, degrees, lines, align if align in (1, 2) else 0)


def is_tick_box(annotation: Mapping[str, Any]) -> bool:
    """Whether the annotation is a box or a button that can be ticked: its state says more than its picture."""
    field = _inherited(annotation)
    return _name(field.get("FT")) == "Btn" and not _flags(field) & _PUSH_BUTTON and _is_widget(annotation)


def _inherited(annotation: Mapping[str, Any]) -> dict[str, Any]:
    """The entries of the field with those that it inherits."""
    found: dict[str, Any] = dict(annotation)
    above = found
    for _ in range(_DEEPEST):
        above = dict_value(above.get("Parent"))
        if not above:
            break
        found = {**above, **found}
    return found


def _value(annotation: Mapping[str, Any], field: Mapping[str, Any]) -> tuple[str, bool]:
    """The text of a value, and whether it may be wrapped."""
    if _name(annotation.get("Subtype")) == "FreeText":
        return _text(annotation.get("Contents")), True
    kind, flags = _name(field.get("FT")), _flags(field)
    if not _is_widget(annotation) or (flags & _PASSWORD and kind == "Tx"):
        return "", False
    if kind == "Btn":
        return ("" if flags & _PUSH_BUTTON else _state(annotation, field)), False
    if kind == "Tx":
        return _text(field.get("V")), bool(flags & _MULTILINE)
    return (_choice(field), True) if kind == "Ch" else ("", False)


def _state(annotation: Mapping[str, Any], field: Mapping[str, Any]) -> str:
    """A tick box as it stands; without a state of its own it is ticked where its field has the value of the box."""
    if "AS" in annotation:
        return UNTICKED if _name(annotation["AS"]) in ("Off", "") else TICKED
    pictures = resolve1(dict_value(annotation.get("AP")).get("N"))
    own = set(pictures) - {"Off"} if isinstance(pictures, dict) else set()
    value = _name(field.get("V"))
    return TICKED if value in own or (value not in ("", "Off") and not own) else UNTICKED


def _choice(field: Mapping[str, Any]) -> str:
    """What was chosen, as it is displayed, each choice on a line."""
    value = resolve1(field.get("V"))
    chosen = [_text(item) for item in value] if isinstance(value, list) else [_text(value)]
    pairs = (list_value(option) for option in list_value(field.get("Opt")))
    displayed = {_text(pair[0]): _text(pair[1]) for pair in pairs if len(pair) == 2}
    return "\n".join(displayed.get(item, item) for item in chosen)


def _text(value: Any) -> str:
    found = resolve1(value)
    raw = found.get_data() if isinstance(found, PDFStream) else found
    if not isinstance(raw, bytes):
        return ""
    return raw[3:].decode("utf-8", errors="replace") if raw.startswith(_UTF8) else decode_text(raw)


def _size(field: Mapping[str, Any], room: float) -> float:
    appearance = resolve1(field.get("DA"))
    match = _SIZE.search(appearance) if isinstance(appearance, bytes) else None
    given = float(match.group(1)) if match else 0.0
    return min(given or _LARGEST, room)


def _flags(field: Mapping[str, Any]) -> int:
    flags = resolve1(field.get("Ff", 0))
    return flags if isinstance(flags, int) else 0


def _is_widget(annotation: Mapping[str, Any]) -> bool:
    return _name(annotation.get("Subtype")) == "Widget"


def _name(value: Any) -> str:
    name = getattr(resolve1(value), "name", "")
    return name if isinstance(name, str) else ""
