"""What a browser does not show of HTML, and what it shows of forms: hidden rows go, chosen and typed values stay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from bs4 import BeautifulSoup, Tag

_MAY_MATTER = re.compile(r"<!--|<!\[CDATA|hidden|style\s*=|<select|<input|<datalist", re.IGNORECASE)
_HIDING = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?:opacity|font-size)\s*:\s*0*\.?0+(?:px|pt|em|rem|%)?\s*(?:;|!|$)",
    re.IGNORECASE,
)
_BOXES = frozenset({"checkbox", "radio"})
_SILENT = frozenset({"hidden", "password", "submit", "button", "reset", "image", "file"})


def as_shown(soup: BeautifulSoup, markup: str) -> BeautifulSoup:
    """The parsed ``markup`` without what a browser hides by attributes or inline styles (no style sheets)."""
    if not _MAY_MATTER.search(markup):
        return soup
    from bs4.element import PreformattedString

    for text in soup.find_all(string=lambda item: isinstance(item, PreformattedString)):
        text.extract()
    for element in soup.find_all(_is_hidden):
        if not element.decomposed:
            element.decompose()
    for element in soup.find_all(["select", "input"]):
        _show_value(element)
    return soup


def _is_hidden(element: Tag) -> bool:
    style = element.get("style")
    return "hidden" in element.attrs or element.name == "datalist" or bool(style and _HIDING.search(str(style)))


def _show_value(element: Tag) -> None:
    """Put what is chosen or typed in the place of a field; tick boxes stay."""
    if element.name == "select":
        options = element.find_all("option")
        chosen = [option for option in options if "selected" in option.attrs]
        chosen = chosen or ([] if "multiple" in element.attrs else options[:1])
        element.replace_with(" ".join(option.get_text(" ", strip=True) for option in chosen))
        return
    kind = str(element.get("type") or "text").strip().lower()
    if kind not in _BOXES:
        element.replace_with("" if kind in _SILENT else str(element.get("value") or ""))
