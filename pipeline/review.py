"""Pictures of the pages that nobody could read, kept beside the tables so that a person can.

They lie in ``OUT/review``. What of that folder is ours stands in the manifest: path, size and sha256 of every picture.
"""

from __future__ import annotations

import hashlib
import heapq
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Any

from extractors.limits import PAGE_LIMIT, Limits
from pipeline.datapackage import manifest_of
from pipeline.drawing import drawn_apart
from pipeline.place import Place
from pipeline.schema import Row

Entry = dict[str, Any]  # what the manifest says of one picture

FOLDER = "review"
LISTED = 200  # pictures that the report names; the manifest names all
CODE = "unreadable_page"
NEEDED = ("source", "document_id", "code", "page", "found")  # columns of ``findings``
_STEM = 40  # characters, at most four bytes each
_UNSAFE = re.compile(r'[\s<>:"/\\|?*`]+')
_NAME = re.compile(r"[^/\\]+-[0-9a-f]{8}-p[0-9]+\.png")


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page (1-based) of a paper, the name of its picture in the folder, and the picture (PNG)."""

    source: str
    page: int
    name: str
    png: bytes


def kept_pages(
    paths: Mapping[str, Place], findings: Iterable[Row], limits: Limits, before: Path | None = None
) -> Iterator[KeptPage]:
    """Every page with the finding ``unreadable_page`` that can be drawn, by source and page.

    ``paths`` says where each source lies. A paper that is gone or has changed since it was read is left out. Pictures
    that an earlier run has published to the folder ``before`` are not drawn again. Pages beyond a limit are not drawn.
    """
    wanted: dict[str, tuple[str, set[int]]] = {}
    for row in findings:
        beyond_limits = str(row["found"] or "").startswith(PAGE_LIMIT)
        if row["code"] == CODE and isinstance(row["page"], int) and not beyond_limits:
            wanted.setdefault(str(row["source"]), (str(row["document_id"]), set()))[1].add(row["page"])
    held = recorded(before) if before else {}
    for source in sorted(wanted.keys() & paths.keys()):
        digest, pages = wanted[source]
        names = {page: picture_name(source, digest, page) for page in sorted(pages)}
        known = {page: before / FOLDER / names[page] for page in names if before and is_ours(before, names[page], held)}
        new = pages - known.keys()
        drawn = drawn_apart(paths[source], digest, new, limits) if new else ()
        taken = ((page, path.read_bytes()) for page, path in known.items())
        for page, png in heapq.merge(taken, drawn, key=lambda picture: picture[0]):
            yield KeptPage(source, page, names[page], png)


def picture_name(source: str, document_id: str, page: int) -> str:
    """The name of a page's picture: stem of the paper, start of its checksum, page."""
    stem = _UNSAFE.sub("_", PurePosixPath(source).stem)[:_STEM]
    return f"{stem}-{document_id[:8]}-p{page}.png"


def write(folder: Path, pages: Iterable[KeptPage]) -> list[Entry]:
    """Write the pictures to ``folder``, which is made where there is one, and say what the manifest says of them."""
    entries: list[Entry] = []
    for kept in pages:
        folder.mkdir(exist_ok=True)
        (folder / kept.name).write_bytes(kept.png)
        digest = f"sha256:{hashlib.sha256(kept.png).hexdigest()}"
        path = f"{FOLDER}/{kept.name}"
        entries.append({"path": path, "source": kept.source, "page": kept.page, "bytes": len(kept.png), "hash": digest})
    return entries


def listing(entries: Sequence[Entry]) -> str:
    """The part of the report that names the pictures; empty where there are none."""
    if not entries:
        return ""
    lines = [f"- `{entry['source']}` p.{entry['page']}: `{entry['path']}`" for entry in entries[:LISTED]]
    rest = len(entries) - LISTED
    more = [f"- … and {rest} more (`{FOLDER}/`)"] if rest > 0 else []
    return "\n".join(["", "## Pages that nobody could read", "", *lines, *more]) + "\n"


def recorded(folder: Path) -> dict[str, str]:
    """Pictures that the manifest in ``folder`` names, with their sha256; empty where there is no manifest of ours."""
    return named_pictures(manifest_of(folder))


def named_pictures(manifest: Mapping[str, Any]) -> dict[str, str]:
    """Pictures that a manifest names, with their sha256."""
    try:
        entries = manifest.get(FOLDER, ())
        paths = {PurePosixPath(entry["path"]): str(entry["hash"]).removeprefix("sha256:") for entry in entries}
    except (ValueError, LookupError, TypeError, AttributeError):
        return {}
    return {path.name: digest for path, digest in paths.items() if _NAME.fullmatch(path.name)}


def is_ours(folder: Path, name: str, known: Mapping[str, str]) -> bool:
    """Whether a picture is, byte for byte, one that the manifest names."""
    try:
        return hashlib.sha256((folder / FOLDER / name).read_bytes()).hexdigest() == known.get(name)
    except OSError:
        return False
