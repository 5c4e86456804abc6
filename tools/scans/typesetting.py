"""Clean pages: documents set as PDF (kept, since producers start slowly), and PDFs drawn as images."""

from __future__ import annotations

import hashlib
import os
import re
import subprocess
from collections.abc import Mapping
from functools import cache
from pathlib import Path

import numpy as np
import numpy.typing as npt

from extractors.document import Document
from tools import typeset
from tools.typeset import Style

Bytes = npt.NDArray[np.uint8]
CACHE = Path(__file__).parents[2] / "build" / "typeset"
_THAI_DIGITS = str.maketrans("๐๑๒๓๔๕๖๗๘๙", "0123456789")


def typeset_kept(documents: Mapping[str, Document], producer: str, style: Style) -> dict[str, bytes]:
    """PDFs by name, made only where the same text was not set in the same style before (in ``build/typeset``).

    Raises RuntimeError where one must be made and the producer or its font is not installed.
    """
    paths = {name: CACHE / f"{_key(document, producer, style)}.pdf" for name, document in documents.items()}
    wanted = {name: document for name, document in documents.items() if not paths[name].exists()}
    if wanted:
        if not typeset.available(producer) or not (style.faces or font_file(style.font)):
            raise RuntimeError(f"{producer} with the font {style.font} is not installed")
        CACHE.mkdir(parents=True, exist_ok=True)
        for name, pdf in typeset.typeset_all(wanted, producer, style).items():
            part = paths[name].with_suffix(f".{os.getpid()}")
            part.write_bytes(pdf)
            part.replace(paths[name])
    return {name: path.read_bytes() for name, path in paths.items()}


def drawn(pdf: bytes, dpi: int) -> list[Bytes]:
    """Every page as image of shape (height, width, 3)."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=dpi / 72, rev_byteorder=True).to_numpy()[:, :, :3].copy() for page in document]
    finally:
        document.close()


def page_texts(pdf: bytes) -> list[str]:
    """The text of every page, with Arabic digits."""
    import pypdfium2

    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.get_textpage().get_text_range().translate(_THAI_DIGITS) for page in document]
    finally:
        document.close()


def pages_with(number: str, texts: list[str]) -> tuple[int, ...]:
    """The pages (1-based) on which a number is printed."""
    alone = re.compile(rf"(?<![\d.,]){re.escape(number)}(?!\d|[.,]\d)")
    return tuple(page for page, text in enumerate(texts, 1) if alone.search(text))


@cache
def font_file(family: str) -> Path | None:
    """The file of a font family's regular cut; None where it is not installed."""
    command = ["fc-match", "--format", "%{family[0]}|%{file}", f"{family}:style=Regular"]
    try:
        found = subprocess.run(command, capture_output=True, text=True, timeout=60, check=True).stdout
    except (OSError, subprocess.SubprocessError):
        return None
    name, _, path = found.partition("|")
    return Path(path) if name == family else None


def _key(document: Document, producer: str, style: Style) -> str:
    write = typeset.as_flat_odt if producer == "libreoffice" else typeset.as_html
    return hashlib.sha256(f"{producer}\n{write(document, style)}".encode()).hexdigest()[:24]
