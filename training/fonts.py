"""The fonts of ``fonts.toml`` as cuts that text is set in: a Thai file, and one for everything else."""

from __future__ import annotations

import io
import re
import subprocess
import tarfile
import tempfile
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from PIL import ImageFont

PARTS = ("train", "validation", "test")
FOLDER = Path(__file__).parents[1] / "build" / "fonts" / "npm"
_SYMBOLS = frozenset("☐☑✓•")
_CUT = re.compile(r"-thai-(300|400|500|600|700)-(normal|italic)\.woff2$")
_LATIN_CUT = re.compile(r"-latin-(400|600|700)-(normal|italic)\.woff2$")


@dataclass(frozen=True, slots=True)
class Cut:
    """One cut of a family; ``latin`` is the file of all that is not Thai, ``symbols`` that of boxes and ticks."""

    family: str
    thai: str
    latin: str
    symbols: str

    def file_of(self, character: str) -> str:
        """The file that has a character."""
        if character in _SYMBOLS:
            return self.symbols
        return self.thai if "\u0e01" <= character <= "\u0e5b" or character == " " else self.latin


@dataclass(frozen=True, slots=True)
class Family:
    """A family with its cuts and how often it is drawn."""

    name: str
    share: float
    cuts: tuple[Cut, ...]


@cache
def families(part: str) -> tuple[Family, ...]:
    """The families of ``train``, ``validation`` or ``test``. Raises RuntimeError where one cannot be had."""
    settings = _settings()
    symbols = settings["beside"]["symbols"]
    found = [_installed(name, share, symbols) for name, share in settings["installed"][part].items()]
    found += [_packaged(name, share, symbols) for name, share in settings["npm"][part].items()]
    return tuple(found)


@cache
def beside() -> tuple[str, ...]:
    """Files of fonts for Latin letters and Arabic digits only. Raises RuntimeError where one cannot be had."""
    settings = _settings()["beside"]
    installed = [file for file in settings["files"] if Path(file).exists()]
    packed = [path for name in settings["packages"] for path in sorted(_package(name).iterdir())]
    return (*installed, *(str(path) for path in packed if _LATIN_CUT.search(path.name)))


@lru_cache(maxsize=4096)
def font(file: str, size: int) -> ImageFont.FreeTypeFont:
    """A font at a size in pixels, with marks placed as the font says."""
    return ImageFont.truetype(file, size, layout_engine=ImageFont.Layout.RAQM)


def _settings() -> dict[str, dict]:  # type: ignore[type-arg]
    with Path(__file__).with_name("fonts.toml").open("rb") as file:
        return tomllib.load(file)


def _installed(name: str, share: float, symbols: str) -> Family:
    place = Path(_settings()["installed"]["folder"], name)
    files = [file for file in sorted(place.parent.glob("*.ttf")) if re.fullmatch(rf"{place.name}(-\w+)?", file.stem)]
    if not files:
        remedy = "apt-get install fonts-thai-tlwg fonts-sipa-arundina"
        raise RuntimeError(f"the font {place.name} is missing: {remedy}")
    return Family(place.name, share, tuple(Cut(place.name, str(file), str(file), symbols) for file in files))


def _packaged(package: str, share: float, symbols: str) -> Family:
    files = {file.name: str(file) for file in _package(package).iterdir()}
    return Family(package, share, tuple(_cuts(package, files, symbols)))


def _package(package: str) -> Path:
    """The folder of a package's fonts, fetched where it is not there yet."""
    folder = FOLDER / package
    if not folder.exists():
        _fetch(package, folder)
    return folder


def _cuts(package: str, files: dict[str, str], symbols: str) -> Iterator[Cut]:
    for name in sorted(files):
        latin = re.sub(_CUT, r"-latin-\1-\2.woff2", name)
        if _CUT.search(name) and latin in files:
            yield Cut(package, files[name], files[latin], symbols)


def _fetch(package: str, folder: Path) -> None:
    with tempfile.TemporaryDirectory() as place:
        try:
            command = ["npm", "pack", "--silent", f"@fontsource/{package}", "--pack-destination", place]
            subprocess.run(command, check=True, timeout=300, capture_output=True)
        except (OSError, subprocess.SubprocessError) as error:
            raise RuntimeError(f"the package {package} could not be fetched with npm: {error}") from error
        packed = next(Path(place).glob("*.tgz")).read_bytes()
    folder.mkdir(parents=True, exist_ok=True)
    with tarfile.open(fileobj=io.BytesIO(packed)) as archive:
        for member in archive:
            name = Path(member.name).name
            wanted = re.search(r"-(thai|latin)-\d00-\w+\.woff2$", name)
            if wanted and (held := archive.extractfile(member)):
                (folder / name).write_bytes(held.read())
