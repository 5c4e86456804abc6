"""Publish the tables: all of them or none, the same bytes for the same rows, and nobody else's file is touched.

The way of a build:

1. everything is written to ``OUT/.ita-build-…`` and flushed to disk;
2. that folder is renamed to ``OUT/.ita-commit``: from here on the new tables are valid (one atomic step);
3. its files replace the old ones one by one, ``datapackage.json`` with all checksums last, and the folder goes.

Pictures of unreadable pages (``pipeline.review``) go the same way; those of the run before that are not wanted any more
are removed, unless somebody has changed them.

A crash before 2 leaves the old tables untouched. A crash after it is finished by the next ``ita`` command that
opens the folder (``recover``); a reader in between can tell by the checksums.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from pipeline import review
from pipeline.datapackage import MANIFEST, PACKAGE_NAME, datapackage
from pipeline.errors import Exit, RunError
from pipeline.schema import Row, TableSpec, arrow_schema, tables

if TYPE_CHECKING:
    import pyarrow as pa

BUILD_PREFIX = ".ita-build-"
COMMIT = ".ita-commit"
REPORT = "report.md"

# Everything that could change the bytes of a file is set here and not left to the library's defaults.
ROW_GROUP_ROWS = 131_072
WRITER_OPTIONS = {
    "compression": "zstd",
    "compression_level": 3,
    "version": "2.6",
    "data_page_version": "1.0",
    "use_dictionary": True,
    "write_statistics": True,
    "data_page_size": 1 << 20,
    "store_schema": True,
}


def published_files() -> list[str]:
    """Names of all files that a run writes; the manifest comes last."""
    return [*(table.file for table in tables().values()), REPORT, MANIFEST]


def is_published(out: Path) -> bool:
    """Whether a folder holds tables that this program has written."""
    try:
        manifest = json.loads((out / MANIFEST).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return False
    return isinstance(manifest, dict) and manifest.get("name") == PACKAGE_NAME


def prepare(out: Path) -> None:
    """Make sure that tables can be published to ``out``, before any work is done. Raises RunError where they cannot."""
    try:
        out.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=out):
            pass
    except OSError as error:
        raise _unwritable(out, error) from error
    if (out / review.FOLDER).exists() and not (out / review.FOLDER).is_dir():
        raise RunError(
            f"{out / review.FOLDER} is no folder", "Move it away, or choose another output folder.", Exit.OUTPUT
        )
    recover(out)
    strangers = [name for name in published_files() if (out / name).exists()] if not is_published(out) else []
    if strangers:
        raise RunError(
            f"{out} holds {', '.join(strangers)}, which this program has not written",
            "Choose another output folder, or move these files away.",
            Exit.OUTPUT,
        )


def publish(out: Path, rows: Mapping[str, Sequence[Row]], report: str, pages: Iterable[review.KeptPage] = ()) -> None:
    """Write all tables, the report, the manifest and the pictures of ``pages``, which the report then names.

    Raises RunError where the folder cannot be written.
    """
    try:
        with _locked(out):
            _sweep(out)
            build = Path(tempfile.mkdtemp(prefix=BUILD_PREFIX, dir=out))
            try:
                _write_build(build, rows, report, pages)
                build.rename(out / COMMIT)
            except BaseException:
                shutil.rmtree(build, ignore_errors=True)
                raise
            _sync(out)
            _finish(out)
    except OSError as error:
        raise _unwritable(out, error) from error


def recover(out: Path) -> None:
    """Finish a publication that was cut off after its commit; nothing happens where there is none."""
    if not (out / COMMIT).is_dir():
        return
    try:
        with _locked(out):
            if (out / COMMIT).is_dir():
                _finish(out)
    except OSError as error:
        raise _unwritable(out, error) from error


def arrow_table(table: TableSpec, rows: Sequence[Row]) -> pa.Table:
    """Rows as an Arrow table with the declared schema, whatever the values (an all-null column keeps its type)."""
    import pyarrow as pa

    schema = arrow_schema(table)
    columns = [pa.array([row[field.name] for row in rows], type=field.type) for field in schema]
    return pa.Table.from_arrays(columns, schema=schema)


def _write_build(build: Path, rows: Mapping[str, Sequence[Row]], report: str, pages: Iterable[review.KeptPage]) -> None:
    import pyarrow.parquet as pq

    build.chmod(0o755)
    for name, table in tables().items():
        pq.write_table(
            arrow_table(table, rows[name]), build / table.file, row_group_size=ROW_GROUP_ROWS, **WRITER_OPTIONS
        )
    pictures = review.write(build / review.FOLDER, pages)
    (build / REPORT).write_text(report + review.listing(pictures), encoding="utf-8")
    manifest = datapackage(build, {name: len(rows[name]) for name in tables()}, pictures)
    (build / MANIFEST).write_text(manifest, encoding="utf-8")
    for name in (*published_files(), *sorted({str(picture["path"]) for picture in pictures})):
        _sync(build / name)
    if pictures:
        _sync(build / review.FOLDER)
    _sync(build)


def _finish(out: Path) -> None:
    commit = out / COMMIT
    if (commit / MANIFEST).exists():
        _finish_pictures(out, commit)
    for name in published_files():
        if (commit / name).exists():
            (commit / name).replace(out / name)
    _sync(out)
    if (commit / review.FOLDER).is_dir():
        shutil.rmtree(commit / review.FOLDER)
    commit.rmdir()


def _finish_pictures(out: Path, commit: Path) -> None:
    """Before the manifests change: pictures of the run before go, new ones come, what others put there stays."""
    old, new = review.recorded(out), review.recorded(commit)
    stale = [name for name in old if name not in new and review.is_ours(out, name, old)]
    for name in stale:
        (out / review.FOLDER / name).unlink()
    for name in new:
        source, target = commit / review.FOLDER / name, out / review.FOLDER / name
        if source.exists() and (not target.exists() or review.is_ours(out, name, old)):
            target.parent.mkdir(exist_ok=True)
            source.replace(target)
    if new:
        _sync(out / review.FOLDER)
    elif stale and not any((out / review.FOLDER).iterdir()):
        (out / review.FOLDER).rmdir()


def _sweep(out: Path) -> None:
    """Under the lock: finish what was committed, remove what a killed run left half written."""
    if (out / COMMIT).is_dir():
        _finish(out)
    for stale in out.glob(f"{BUILD_PREFIX}*"):
        shutil.rmtree(stale, ignore_errors=True)


@contextmanager
def _locked(folder: Path) -> Iterator[None]:
    """Only one run publishes to a folder at a time; the lock leaves no file behind."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(out: Path, error: OSError) -> RunError:
    return RunError(
        f"{out} cannot be written: {error.strerror or error}",
        "Check that it is a folder, its permissions and the free space, or choose another one with -o.",
        Exit.OUTPUT,
    )
