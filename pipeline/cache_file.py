"""Files of folders that may be deleted at any time."""

from __future__ import annotations

import tempfile
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
