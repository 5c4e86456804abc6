"""Fonts that are no package of Debian, as web fonts of npm packages, kept in ``build/fonts``."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
import tempfile
from base64 import b64encode
from functools import cache
from pathlib import Path

from tools.scans.settings import Font
from tools.typeset import Style

FOLDER = Path(__file__).parents[2] / "build" / "fonts"
WEIGHTS = (400, 700)
_RANGES = {"thai": "U+0E01-0E5B, U+200C-200D, U+25CC", "latin": "U+0000-00FF, U+2000-206F, U+2212"}


def style_of(font: Font, landscape: bool = False, scale: float | None = None) -> Style:
    """The style that sets pages in a font. Raises RuntimeError where its package cannot be fetched."""
    faces = _faces(font.family, font.package) if font.package else ""
    return Style(landscape, font.family, font.scale if scale is None else scale, faces)


@cache
def _faces(family: str, package: str) -> str:
    """The cuts of a family as CSS with the fonts inside."""
    rules = []
    for script, covers in _RANGES.items():
        for weight in WEIGHTS:
            name = f"{family.lower()}-{script}-{weight}-normal.woff2"
            data = b64encode(_file(package, name)).decode()
            source = f"src: url(data:font/woff2;base64,{data}); unicode-range: {covers};"
            rules.append(f'@font-face {{ font-family: "{family}"; font-weight: {weight}; {source} }}\n')
    return "".join(rules)


def _file(package: str, name: str) -> bytes:
    path = FOLDER / re.sub(r"\W+", "_", package) / name
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(_fetched(package)[name])
    return path.read_bytes()


@cache
def _fetched(package: str) -> dict[str, bytes]:
    """The font files of an npm package by name."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            command = ["npm", "pack", "--silent", package, "--pack-destination", folder]
            subprocess.run(command, check=True, timeout=300, capture_output=True)
        except (OSError, subprocess.SubprocessError) as error:
            raise RuntimeError(f"the package {package} could not be fetched with npm: {error}") from error
        packed = next(Path(folder).glob("*.tgz")).read_bytes()
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        members = {Path(member.name).name: member for member in archive if member.name.endswith(".woff2")}
        return {name: held.read() for name, member in members.items() if (held := archive.extractfile(member))}
