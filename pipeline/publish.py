"""Publish the tables: all of them or none, the same bytes for the same rows, and nobody else's file is touched.

The way of a build:

1. everything is written to ``OUT/.ita-build-…`` and flushed to disk;
2. that folder is renamed to ``OUT/.ita-commit``: from here on the new tables are valid (one atomic step);
3. its files replace the old ones one by one, ``datapackage.json`` with all checksums last, and the folder goes.

The old tables stay in ``OUT/.ita-previous`` until the next build that differs.

Pictures of unreadable pages (``pipeline.review``) go the same way; those of the run before that are not wanted any more
are removed, unless somebody has changed them.

A crash before 2 leaves the old tables untouched. A crash after it is finished by the next ``ita`` command that
opens the folder (``recover``); a reader in between can tell by the checksums.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from pipeline import review
from pipeline.datapackage import MANIFEST, manifest_of
from pipeline.errors import Exit, RunError
from pipeline.schema import tables

BUILD_PREFIX = ".ita-build-"
COMMIT = ".ita-commit"
REPORT = "report.md"
STAGED = ".ita-previous.new"
PREVIOUS = ".ita-previous"


def published_files() -> list[str]:
    """Names of all files that a run writes; the manifest comes last."""
    return [*(table.file for table in tables().values()), REPORT, MANIFEST]


def is_published(out: Path) -> bool:
    """Whether a folder holds tables that this program has written."""
    return bool(manifest_of(out))


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


def publish(out: Path, fill: Callable[[Path], None]) -> None:
    """Let ``fill`` write all files to a new folder, and put them in the place of the old ones.

    The old ones stay as they are where ``fill`` raises, or where it writes the same as before. Raises RunError where
    the folder cannot be written.
    """
    try:
        with _locked(out):
            _sweep(out)
            build = Path(tempfile.mkdtemp(prefix=BUILD_PREFIX, dir=out))
            try:
                build.chmod(0o755)
                fill(build)
                if fingerprint(build) == fingerprint(out):
                    shutil.rmtree(build)
                    return
                _sync_all(build)
                _stage_previous(out)
                build.rename(out / COMMIT)
            except BaseException:
                shutil.rmtree(build, ignore_errors=True)
                shutil.rmtree(out / STAGED, ignore_errors=True)
                raise
            _sync(out)
            _finish(out)
    except OSError as error:
        raise _unwritable(out, error) from error


def fingerprint(folder: Path) -> str | None:
    """A checksum of all files that a run has published to a folder; None where one of them is missing."""
    names = [*published_files(), *(f"{review.FOLDER}/{name}" for name in sorted(review.recorded(folder)))]
    digest = hashlib.sha256()
    try:
        for name in names:
            with (folder / name).open("rb") as file:
                digest.update(f"{name} {hashlib.file_digest(file, 'sha256').hexdigest()}\n".encode())
    except OSError:
        return None
    return digest.hexdigest()


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


def _sync_all(build: Path) -> None:
    for path in (path for path in build.rglob("*") if path.is_file()):
        _sync(path)
    for folder in (path for path in build.rglob("*") if path.is_dir()):
        _sync(folder)
    _sync(build)


def _stage_previous(out: Path) -> None:
    """Give the old tables and their report a second name: they become the previous build with the commit."""
    if not is_published(out):
        return
    (out / STAGED).mkdir()
    for name in published_files():
        if (out / name).exists():
            try:
                (out / STAGED / name).hardlink_to(out / name)
            except OSError:  # not every file system has them
                shutil.copyfile(out / name, out / STAGED / name)
                _sync(out / STAGED / name)
    _sync(out / STAGED)


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
    if (out / STAGED).is_dir():
        shutil.rmtree(out / PREVIOUS, ignore_errors=True)
        (out / STAGED).rename(out / PREVIOUS)
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
    for stale in (*out.glob(f"{BUILD_PREFIX}*"), out / STAGED):
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
