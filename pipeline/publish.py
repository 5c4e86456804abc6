"""Publish the tables: all of them or none, the same bytes for the same rows, and nobody else's file is touched.

The way of a build:

1. everything is written to ``OUT/.ita-build-…`` and flushed to disk;
2. that folder is renamed to ``OUT/.ita-commit``: from here on the new tables are valid (one atomic step);
3. its files replace the old ones one by one, ``datapackage.json`` with all checksums last, and the folder goes.

A crash before 2 leaves the old tables untouched. A crash after it is finished by the next ``ita`` command that
opens the folder (``recover``); a reader in between can tell by the checksums.
"""

from __future__ import annotations

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

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
    recover(out)
    strangers = [name for name in published_files() if (out / name).exists()] if not is_published(out) else []
    if strangers:
        raise RunError(
            f"{out} holds {', '.join(strangers)}, which this program has not written",
            "Choose another output folder, or move these files away.",
            Exit.OUTPUT,
        )


def publish(out: Path, rows: Mapping[str, Sequence[Row]], report: str) -> None:
    """Write all tables, the report and the manifest. Raises RunError where the folder cannot be written."""
    try:
        with _locked(out):
            _sweep(out)
            build = Path(tempfile.mkdtemp(prefix=BUILD_PREFIX, dir=out))
            try:
                _write_build(build, rows, report)
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


def _write_build(build: Path, rows: Mapping[str, Sequence[Row]], report: str) -> None:
    import pyarrow.parquet as pq

    build.chmod(0o755)
    for name, table in tables().items():
        pq.write_table(
            arrow_table(table, rows[name]), build / table.file, row_group_size=ROW_GROUP_ROWS, **WRITER_OPTIONS
        )
    (build / REPORT).write_text(report, encoding="utf-8")
    manifest = datapackage(build, {name: len(rows[name]) for name in tables()})
    (build / MANIFEST).write_text(manifest, encoding="utf-8")
    for name in published_files():
        _sync(build / name)
    _sync(build)


def _finish(out: Path) -> None:
    commit = out / COMMIT
    for name in published_files():
        if (commit / name).exists():
            (commit / name).replace(out / name)
    _sync(out)
    commit.rmdir()


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
