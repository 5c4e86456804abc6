"""Files of folders that may be deleted at any time."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path


def keep_file(path: Path, data: bytes) -> None:
    """Write a file, whole or not at all, however many processes write it. What cannot be written is not kept."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=path.parent, delete=False) as file:
            try:
                file.write(data)
                file.flush()
                Path(file.name).replace(path)
            except OSError:
                Path(file.name).unlink(missing_ok=True)
                raise
    except OSError:
        return


@dataclass(frozen=True, slots=True)
class FolderCache:
    """A cache of small files below one folder; what cannot be read or written counts as unknown."""

    folder: Path

    def get(self, key: str) -> bytes | None:
        """What was put under the key."""
        try:
            return self._path(key).read_bytes()
        except OSError:
            return None

    def put(self, key: str, value: bytes) -> None:
        """Keep a value: whole or not at all, however many processes write it."""
        keep_file(self._path(key), value)

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / key
