"""Slips of recognisers that the text around them proves: letters and marks are mended, digits never."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib import resources

from extractors.ocr.terms import with_phrases, with_terms
from extractors.pdf.repair import MendedPage


@cache
def _slips() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    data = tomllib.loads(resources.files("extractors.ocr").joinpath("slips.toml").read_text(encoding="utf-8"))
    return tuple((entry["name"], re.compile(entry["pattern"]), entry["replacement"]) for entry in data["slip"])


def without_slips(lines: Sequence[str]) -> MendedPage:
    """The lines of a page without slips, as many as before, and the names of what was mended."""
    mended = list(lines)
    names = []
    for name, pattern, replacement in _slips():
        changed = [pattern.sub(replacement, line) for line in mended]
        if changed != mended:
            names.append(name)
        mended = changed
    changed = [with_phrases(with_terms(line)) for line in mended]
    if changed != mended:
        names.append("misread_term")
    return MendedPage(tuple(changed), tuple(names))
