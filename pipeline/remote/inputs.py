"""The inputs behind an address: listed once, with size and time, and read one by one by whoever works on them."""

from __future__ import annotations

import errno
import os
import stat
import time
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from pipeline.datapackage import MANIFEST, parsed_manifest
from pipeline.discover import HIDDEN_PREFIXES, Input, is_other, named
from pipeline.errors import Exit, RunError
from pipeline.publish import published_files
from pipeline.remote.address import Address, plain, told
from pipeline.review import FOLDER, named_pictures


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file behind an address as a run looks at one: a stand-in for ``pathlib.Path`` that travels to workers.

    ``path`` is that in the file system of ``folder``; size (bytes) and time (nanoseconds) are those of the listing.
    """

    folder: Address
    path: str
    size: int
    mtime_ns: int

    def stat(self) -> os.stat_result:
        """What the listing said; nobody is asked again."""
        seconds = self.mtime_ns / 1e9
        values = (stat.S_IFREG, 0, 0, 1, 0, 0, self.size, 0, int(seconds), 0)
        return os.stat_result(values, {"st_mtime": seconds, "st_mtime_ns": self.mtime_ns})

    def is_dir(self) -> bool:
        """Folders are no inputs."""
        return False

    def is_symlink(self) -> bool:
        """There are no links."""
        return False

    def read_bytes(self) -> bytes:
        """All bytes. Raises OSError with the reason; FileNotFoundError where the file is gone."""
        system, path = self.folder.opened()[0], self.path
        try:
            with system.open_input_stream(path, compression=None) as file:
                return bytes(file.read())
        except FileNotFoundError:
            raise
        except OSError as error:
            raise OSError(errno.EIO, plain(error), path) from error

    def open(self, mode: str = "rb") -> Any:
        """A stream of the bytes, for the run itself: a store that does not answer ends it. Raises RunError, OSError."""
        assert mode == "rb"
        try:
            with told(self.folder, Exit.USAGE):
                return self.folder.opened()[0].open_input_stream(self.path, compression=None)
        except RunError as error:
            if isinstance(error.__cause__, FileNotFoundError):
                raise error.__cause__ from error
            raise


def discover_stored(raw: Address, exclude: Collection[Address] = ()) -> list[Input]:
    """All inputs behind an address, by the rules of ``pipeline.discover``, sorted by source.

    What lies behind one of ``exclude`` is left out. Raises RunError where the address does not exist, cannot be listed
    or is one of them.
    """
    if raw in exclude:
        raise RunError(f"{raw} cannot hold both reports and tables", "Name another folder with -o.", Exit.USAGE)
    left_out = {other.opened()[1] for other in exclude if raw.holds(other)}
    files = [file for file in _listed(raw) if not any(file.path.startswith(f"{other}/") for other in left_out)]
    base = PurePosixPath(raw.opened()[1])
    if [file.path for file in files] == [str(base)]:
        base = base.parent
    ours = _published(files)
    return named((file.path.removeprefix(f"{base}/"), file) for file in files if _is_input(file, base, ours))


def reachable(raw: Address) -> None:
    """Raise RunError where the folder behind an address cannot be looked at any more."""
    with told(raw, Exit.STORE):
        system, path = raw.opened()
        if system.get_file_info(path).type.name == "NotFound":
            raise FileNotFoundError(errno.ENOENT, "it was there before")


def _listed(raw: Address) -> list[StoredFile]:
    from pyarrow.fs import FileSelector, FileType

    with told(raw, Exit.USAGE):
        system, path = raw.opened()
        found = system.get_file_info(path)
        if found.type != FileType.File:
            found = system.get_file_info(FileSelector(path, recursive=True))
        infos = found if isinstance(found, list) else [found]
    now = time.time_ns()  # a time that is not told counts as too late to be relied on
    files = [info for info in infos if info.type == FileType.File]
    return [StoredFile(raw, info.path, info.size, now if info.mtime_ns is None else info.mtime_ns) for info in files]


def _is_input(file: StoredFile, base: PurePosixPath, ours: Collection[str]) -> bool:
    names = file.path.removeprefix(f"{base}/").split("/")
    hidden = any(name.startswith(HIDDEN_PREFIXES) for name in names)
    return not hidden and file.path not in ours and not is_other(PurePosixPath(file.path))


def _published(files: Collection[StoredFile]) -> frozenset[str]:
    """Paths of files that an earlier run has written: those beside a manifest of ours, and the pictures it names."""
    return frozenset(path for file in files if file.path.endswith(f"/{MANIFEST}") for path in _of_edition(file))


def _of_edition(manifest: StoredFile) -> Iterator[str]:
    with manifest.open() as file:
        package = parsed_manifest(file.read())
    if package:
        folder = manifest.path.removesuffix(MANIFEST)
        yield from (f"{folder}{name}" for name in published_files())
        yield from (f"{folder}{FOLDER}/{name}" for name in named_pictures(package))
