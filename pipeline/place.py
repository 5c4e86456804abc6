"""Where an input lies, as far as a run looks at it."""

from __future__ import annotations

import os
from typing import Any, Protocol


class Place(Protocol):
    """A ``pathlib.Path``, or what stands for one where files are not on this machine."""

    def stat(self) -> os.stat_result:
        """Kind, size and time of change."""
        ...

    def is_dir(self) -> bool:
        """Whether it is a folder."""
        ...

    def is_symlink(self) -> bool:
        """Whether it is a link."""
        ...

    def read_bytes(self) -> bytes:
        """All bytes."""
        ...

    @property
    def open(self) -> Any:
        """Called with ``"rb"`` it gives a stream of the bytes."""
        ...
