"""Documents as they were read, kept in a folder that may be deleted at any time.

One folder holds documents of one version of the readers and one set of options (``pipeline.versions``): who asks names
the folder, so that nothing in it can be out of date. Any number of processes may read and write it.
"""

from __future__ import annotations

import shutil
from pathlib import Path

from extractors.document import Document
from extractors.stored import DamagedStoreError, pack, unpack
from pipeline.cache_file import FolderCache, keep_file


def load(store: Path, document_id: str, suffix: str) -> Document | None:
    """The document read from the bytes with this sha256 under a name with this suffix; None where it is not known."""
    try:
        return unpack(_path(store, document_id, suffix).read_bytes())
    except (OSError, DamagedStoreError):
        return None


def holds(store: Path, document_id: str, suffix: str) -> bool:
    """Whether ``load`` has something to look at."""
    return _path(store, document_id, suffix).is_file()


def keep(store: Path, document_id: str, suffix: str, document: Document) -> None:
    """Keep a document, whole or not at all; that it cannot be written (a full disk) is no fault of the paper."""
    keep_file(_path(store, document_id, suffix), pack(document))
    shutil.rmtree(pages(store, document_id, suffix).folder, ignore_errors=True)


def pages(store: Path, document_id: str, suffix: str) -> FolderCache:
    """Where pages of a long scan lie until the document itself is kept."""
    path = _path(store, document_id, suffix)
    return FolderCache(path.with_name(f"{path.name}-pages"))


def _path(store: Path, document_id: str, suffix: str) -> Path:
    """A suffix may be anything that a file name holds; only letters and digits go into the name here."""
    safe = "".join(char if char.isascii() and char.isalnum() else f"-{ord(char):x}-" for char in suffix[1:])
    return store / document_id[:2] / f"{document_id}{suffix[:1]}{safe}"
