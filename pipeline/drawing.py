"""Pictures of pages, drawn by a process of its own: what a hostile page does to it costs the pictures only."""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from collections.abc import Collection, Iterator
from pathlib import Path

from extractors.limits import Limits
from pipeline.engines.guard import prepare_workers
from pipeline.engines.warden import die_with_parent, limit_memory
from pipeline.place import Place

MEMORY = 2048  # megabytes that drawing may ask for
SECONDS = 60.0  # for the pages of one paper, and this much more for each page
SECONDS_A_PAGE = 10.0


def drawn_apart(path: Place, digest: str, pages: Collection[int], limits: Limits) -> Iterator[tuple[int, bytes]]:
    """PNG of the pages (1-based) of a paper in their order, as far as they can be drawn within the bounds.

    None where the paper is gone or has other bytes than ``digest`` (sha256) says.
    """
    with tempfile.TemporaryDirectory(prefix="ita-") as folder:
        process = prepare_workers().Process(
            target=_draw, args=(path, digest, sorted(pages), limits, Path(folder), MEMORY), daemon=True
        )
        process.start()
        try:
            process.join(SECONDS + SECONDS_A_PAGE * len(pages))
        finally:
            process.kill()
            process.join()
            process.close()
        for page in sorted(pages):
            picture = Path(folder) / _name(page)
            if picture.is_file():
                yield page, picture.read_bytes()


def _draw(path: Place, digest: str, pages: list[int], limits: Limits, folder: Path, memory: int) -> None:
    """What the process does: each picture is there whole or not at all."""
    from extractors.ocr.previews import previews

    die_with_parent()
    limit_memory(memory)
    with contextlib.suppress(Exception):  # a paper that is gone, or memory that is not there: no picture
        data = path.read_bytes()
        if hashlib.sha256(data).hexdigest() != digest:
            return
        for page, png in previews(data, pages, limits):
            part = folder / f"{page}.part"
            part.write_bytes(png)
            part.replace(folder / _name(page))


def _name(page: int) -> str:
    return f"{page}.png"
