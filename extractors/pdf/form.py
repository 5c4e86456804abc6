"""What the catalogue of a PDF says of all its pages: which layers are off, and who draws the values of its form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pdfminer.pdftypes import dict_value, resolve1

from extractors.pdf.layers import Layers, layers_of


@dataclass(frozen=True, slots=True)
class Form:
    """``drawn_anew`` tells that viewers draw the values of fields themselves, even where the file has pictures."""

    layers: Layers = field(default_factory=Layers)
    drawn_anew: bool = False


def form_of(catalogue: Mapping[str, Any]) -> Form:
    """The form of a paper from its catalogue; what is damaged counts as not there."""
    try:
        anew = resolve1(dict_value(catalogue.get("AcroForm")).get("NeedAppearances"))
        return Form(layers_of(catalogue), anew is True)
    except MemoryError:
        raise
    except Exception:  # the engine raises whatever a broken object makes it stumble over
        return Form()
