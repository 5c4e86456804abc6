"""Find the inputs of a run: every file of the raw folder that could be a paper, in one fixed order."""

from __future__ import annotations

import os
import stat
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from pipeline import review
from pipeline.errors import Exit, RunError
from pipeline.place import Place
from pipeline.publish import is_published, published_files

# Files that lie beside papers and are none. Everything else gets a row in ``documents``, if only to say that its format
# cannot be read: a paper in an unexpected format must not be lost in silence.
SKIPPED_STEMS = frozenset({"readme", "license", "makefile", "thumbs", "desktop"})
SKIPPED_SUFFIXES = frozenset(
    {".json", ".toml", ".yaml", ".yml", ".ini", ".db", ".log", ".tmp", ".part", ".py", ".sha256"}
)
HIDDEN_PREFIXES = (".", "~$")
_UNSHOWN = {"Cc", "Zl", "Zp"}  # control characters, separators of lines and paragraphs


@dataclass(frozen=True, slots=True)
class Input:
    """One input: where it lies, and ``source``, its name in the tables (relative, ``/``, NFC, printable UTF-8)."""

    path: Place
    source: str

    @property
    def share(self) -> float:
        """How much of the paper it is, for its deadline (``pipeline.slices`` cuts papers)."""
        return 1.0


def discover(raw: Path, *exclude: Path) -> list[Input]:
    """All inputs under ``raw`` sorted by source; ``raw`` may also be one single file.

    Hidden files, lock files of office programs, known non-papers, tables of an earlier run, folders that were already
    visited (symbolic links in a loop) and the folders ``exclude`` are left out. Raises RunError when ``raw`` does not
    exist, cannot be listed or is one of them.
    """
    try:
        kind = raw.stat().st_mode
        if stat.S_ISREG(kind):
            return _below(raw.parent, [raw])
        if stat.S_ISDIR(kind):
            return _below(raw, list(_walk(raw, _identities(raw, exclude))))
    except (FileNotFoundError, NotADirectoryError) as error:
        raise RunError(f"{raw} does not exist", "Give a folder of reports, or one report.", Exit.USAGE) from error
    except OSError as error:
        raise RunError(f"{raw} cannot be read: {error.strerror}", "Check its permissions.", Exit.USAGE) from error
    raise RunError(f"{raw} is neither a folder nor a file", "Give a folder of reports, or one report.", Exit.USAGE)


def _identities(raw: Path, exclude: Sequence[Path]) -> set[tuple[int, int]]:
    """The folders that are left out, as far as they exist. Raises RunError where that would leave out everything."""
    folders = [folder.resolve() for folder in exclude]
    if raw.resolve() in folders:
        remedy = "Name another folder with -o or --cache."
        raise RunError(f"{raw} cannot hold both reports and tables", remedy, Exit.USAGE)
    statuses = [folder.stat() for folder in folders if folder.exists()]
    return {(status.st_dev, status.st_ino) for status in statuses}


def _walk(raw: Path, visited: set[tuple[int, int]]) -> Iterator[Path]:
    """Inputs of a folder and all below it; a folder below that cannot be listed is an input that cannot be read.

    Folders are known by device and inode; those in ``visited`` are left out.
    """
    waiting = [raw]
    while waiting:
        folder = waiting.pop()
        try:
            status = folder.stat()
            children = [child for child in folder.iterdir() if not child.name.startswith(HIDDEN_PREFIXES)]
        except OSError:
            if folder == raw:
                raise
            yield folder
            continue
        identity = (status.st_dev, status.st_ino)
        if identity in visited:
            continue
        visited.add(identity)
        folders = {child for child in children if _is_folder(child)}
        waiting += sorted(folders, reverse=True)
        ours = _published(folder)
        yield from (child for child in children if not (child in folders or child.name in ours or is_other(child)))


def _published(folder: Path) -> set[str]:
    """Names of the files in a folder that an earlier run has written: tables, or pictures of unreadable pages."""
    names = set(published_files()) if is_published(folder) else set()
    if folder.name == review.FOLDER and is_published(folder.parent):
        names |= review.recorded(folder.parent).keys()
    return names


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # what cannot even be looked at is an input that cannot be read
        return False


def is_other(path: PurePath) -> bool:
    """Whether a name is that of a file which lies beside papers and is none."""
    return path.stem.lower() in SKIPPED_STEMS or path.suffix.lower() in SKIPPED_SUFFIXES


def _below(raw: Path, paths: Sequence[Path]) -> list[Input]:
    return named((path.relative_to(raw).as_posix(), path) for path in paths)


def named(places: Iterable[tuple[str, Place]]) -> list[Input]:
    """Inputs with unique sources: names that differ only in their Unicode form keep their own spelling.

    Each place comes with its path below the raw folder, with ``/``.
    """
    ordered = sorted(((_printable(name), os.fsencode(name), path) for name, path in places), key=lambda one: one[:2])
    spellings = {plain for plain, _, _ in ordered}
    inputs: dict[str, Input] = {}
    for plain, _, path in ordered:
        source = unicodedata.normalize("NFC", plain)
        if source != plain and (source in spellings or source in inputs):
            source = plain
        while source in inputs:  # two names that are shown alike
            source += "~"
        inputs[source] = Input(path, source)
    return [inputs[source] for source in sorted(inputs)]


def _printable(name: str) -> str:
    """A file name need not be valid UTF-8 and may hold line breaks; what cannot be shown is escaped."""
    text = os.fsencode(name).decode("utf-8", "backslashreplace")
    return "".join(
        char.encode("unicode_escape").decode() if unicodedata.category(char) in _UNSHOWN else char for char in text
    )
