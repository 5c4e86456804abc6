"""Annotations that show something on a page: the filled fields of a form, stamps, typed remarks."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from pdfminer.pdftypes import PDFStream, list_value, resolve1
from pdfminer.utils import MATRIX_IDENTITY, Matrix, apply_matrix_rect, mult_matrix

_UNSEEN = 2 | 32  # flags of an annotation: hidden, and not shown on a screen


@dataclass(frozen=True, slots=True)
class Appearance:
    """A form that an annotation shows, and the matrix that puts it on the page."""

    form: PDFStream
    box: tuple[float, float, float, float]
    matrix: Matrix


def appearances(annotations: Any) -> Iterator[Appearance]:
    """What the annotations of a page show, in their order; one that is damaged shows nothing."""
    found = resolve1(annotations)
    for item in found if isinstance(found, list) else ():
        try:
            shown = _appearance(resolve1(item))
        except MemoryError:
            raise
        except (TypeError, ValueError, KeyError, AttributeError, ZeroDivisionError, OverflowError):
            continue
        if shown is not None:
            yield shown


def _appearance(entries: dict[str, Any]) -> Appearance | None:
    form = resolve1(resolve1(entries["AP"])["N"])
    if isinstance(form, dict) and "AS" in entries:  # a form for each state, as of tick boxes
        form = resolve1(form.get(str(getattr(resolve1(entries["AS"]), "name", ""))))
    if not isinstance(form, PDFStream) or int(resolve1(entries.get("F", 0))) & _UNSEEN:
        return None
    own = _numbers(form.get("Matrix", MATRIX_IDENTITY))
    box = _numbers(form["BBox"])
    x0, y0, x1, y1 = apply_matrix_rect(own, box)
    left, bottom, right, top = _numbers(entries["Rect"])
    across, up = abs(right - left) / (x1 - x0), abs(top - bottom) / (y1 - y0)
    put: Matrix = (across, 0.0, 0.0, up, min(left, right) - across * x0, min(bottom, top) - up * y0)
    return Appearance(form, box, mult_matrix(own, put))


def _numbers(values: Any) -> Any:
    return tuple(float(resolve1(value)) for value in (values if isinstance(values, tuple) else list_value(values)))
