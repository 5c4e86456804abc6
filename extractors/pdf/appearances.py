"""What annotations show on a page: the filled fields of a form, stamps, typed remarks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeVar

from pdfminer.pdftypes import PDFStream, dict_value, list_value, resolve1
from pdfminer.utils import MATRIX_IDENTITY, Matrix, apply_matrix_rect, mult_matrix

from extractors.pdf.fields import Typed, is_tick_box, typed
from extractors.pdf.form import Form

_UNSEEN = 2 | 32  # flags of an annotation: hidden, and not shown on a screen
_HIGHLIGHTER = "Highlight"

_Show = TypeVar("_Show")


@dataclass(frozen=True, slots=True)
class Appearance:
    """A form that an annotation shows, and the matrix that puts it on the page.

    ``mixed`` tells that it lets show through what is below (a highlighter); ``value`` is what stands in the field.
    """

    form: PDFStream
    box: tuple[float, float, float, float]
    matrix: Matrix
    mixed: bool = False
    value: Typed | None = None


def appearances(annotations: Any, form: Form) -> Iterator[Appearance | Typed]:
    """What the annotations of a page show, in their order; one that is damaged shows nothing.

    A field without a picture of its value shows the value itself; a tick box always does.
    """
    found = resolve1(annotations)
    for item in found if isinstance(found, list) else ():
        shown = _sound(_picture, item, form) or _sound(_value, item, form)
        if shown is not None:
            yield shown


def _sound(show: Callable[[dict[str, Any], Form], _Show | None], item: Any, form: Form) -> _Show | None:
    try:
        return show(resolve1(item), form)
    except (TypeError, ValueError, KeyError, IndexError, AttributeError, ZeroDivisionError, OverflowError):
        return None


def _is_seen(entries: dict[str, Any], form: Form) -> bool:
    return not int(resolve1(entries.get("F", 0))) & _UNSEEN and form.layers.shows(entries.get("OC"))


def _value(entries: dict[str, Any], form: Form) -> Typed | None:
    """The value of a field; nothing where the file has a picture for each state and none for the one it is in."""
    pictures = resolve1(dict_value(entries.get("AP")).get("N"))
    has_states = isinstance(pictures, dict) and "AS" in entries and not is_tick_box(entries)
    return typed(entries) if not has_states and _is_seen(entries, form) else None


def _picture(entries: dict[str, Any], form: Form) -> Appearance | None:
    if is_tick_box(entries) or (form.drawn_anew and _sound(_value, entries, form) is not None):
        return None
    picture = resolve1(resolve1(entries["AP"])["N"])
    if isinstance(picture, dict) and "AS" in entries:  # a picture for each state
        picture = resolve1(picture.get(str(getattr(resolve1(entries["AS"]), "name", ""))))
    if not isinstance(picture, PDFStream) or not _is_seen(entries, form):
        return None
    own = _numbers(picture.get("Matrix", MATRIX_IDENTITY))
    box = _numbers(picture["BBox"])
    x0, y0, x1, y1 = apply_matrix_rect(own, box)
    left, bottom, right, top = _numbers(entries["Rect"])
    across, up = abs(right - left) / (x1 - x0), abs(top - bottom) / (y1 - y0)
    put: Matrix = (across, 0.0, 0.0, up, min(left, right) - across * x0, min(bottom, top) - up * y0)
    mixed = str(getattr(resolve1(entries.get("Subtype")), "name", "")) == _HIGHLIGHTER
    return Appearance(picture, box, mult_matrix(own, put), mixed, _sound(_value, entries, form))


def _numbers(values: Any) -> Any:
    return tuple(float(resolve1(value)) for value in (values if isinstance(values, tuple) else list_value(values)))
