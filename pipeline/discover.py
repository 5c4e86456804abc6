"""Find the inputs of a run: every file of the raw folder that could be a paper, in one fixed order."""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from pipeline.errors import Exit, RunError

# Files that lie beside papers and are none. Everything else gets a row in ``documents``, if only to say that its format
# cannot be read: a paper in an unexpected format must not be lost in silence.
SKIPPED_STEMS = frozenset({"readme", "license", "makefile", "thumbs", "desktop"})
SKIPPED_SUFFIXES = frozenset(
    {".json", ".toml", ".yaml", ".yml", ".ini", ".db", ".log", ".tmp", ".part", ".py", ".sha256"}
)
HIDDEN_PREFIXES = (".", "~$")


@dataclass(frozen=True, slots=True)
class Input:
    """One input: where it lies, and ``source``, its name in the tables (relative, ``/``, NFC, valid UTF-8)."""

    path: Path
    source: str


def discover(raw: Path, exclude: Path | None = None) -> list[Input]:
    """All inputs under ``raw`` sorted by source; ``raw`` may also be one single file.

    Hidden files, lock files of office programs, known non-papers, folders that were already visited (symbolic links in
    a loop) and the folder ``exclude`` are left out. Raises RunError when ``raw`` does not exist or cannot be listed.
    """
    if raw.is_file():
        return [Input(raw, unicodedata.normalize("NFC", _printable(raw.name)))]
    if not raw.is_dir():
        raise RunError(f"{raw} does not exist", "Give a folder of reports, or one report.", Exit.USAGE)
    try:
        paths = sorted(_walk(raw, exclude.resolve() if exclude else None, set()), key=lambda path: path.as_posix())
    except OSError as error:
        raise RunError(f"{raw} cannot be listed: {error.strerror}", "Check its permissions.", Exit.USAGE) from error
    return _named(raw, paths)


def _walk(folder: Path, exclude: Path | None, visited: set[tuple[int, int]]) -> Iterator[Path]:
    status = folder.stat()
    identity = (status.st_dev, status.st_ino)
    if identity in visited or folder.resolve() == exclude:
        return
    visited.add(identity)
    for path in sorted(folder.iterdir(), key=lambda path: path.name):
        if path.name.startswith(HIDDEN_PREFIXES):
            continue
        if path.is_dir():
            yield from _readable_part(path, exclude, visited)
        elif not _is_other(path):
            yield path


def _readable_part(folder: Path, exclude: Path | None, visited: set[tuple[int, int]]) -> Iterator[Path]:
    """Inputs of a folder below the raw folder; one that cannot be listed is an input that cannot be read."""
    try:
        yield from list(_walk(folder, exclude, visited))
    except PermissionError:
        yield folder


def _is_other(path: Path) -> bool:
    return path.stem.lower() in SKIPPED_STEMS or path.suffix.lower() in SKIPPED_SUFFIXES


def _named(raw: Path, paths: list[Path]) -> list[Input]:
    """Inputs with unique sources: two names that differ only in their Unicode form keep their own spelling."""
    inputs: dict[str, Input] = {}
    spelled = {_printable(path.relative_to(raw).as_posix()): path for path in paths}
    for plain, path in spelled.items():
        source = unicodedata.normalize("NFC", plain)
        taken = source in inputs or (source != plain and source in spelled)
        source = plain if taken else source
        inputs[source] = Input(path, source)
    return [inputs[source] for source in sorted(inputs)]


def _printable(name: str) -> str:
    """A file name need not be valid UTF-8; bytes that are not are shown escaped."""
    return os.fsencode(name).decode("utf-8", "backslashreplace")
