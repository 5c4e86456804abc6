"""Disks that are really full or read-only while a run publishes: a small file system of its own (Linux, as root)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from pipeline.errors import Exit, RunError
from pipeline.process import Options
from pipeline.run import CACHE, Job, ingest

from .conftest import write
from .reruns import contents

SIZE = 4 * 1024 * 1024


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """An empty file system of 4 MB."""
    folder = tmp_path / "disk"
    folder.mkdir()
    if sys.platform != "linux" or os.geteuid() != 0 or _mount("-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder):
        pytest.skip("file systems can be mounted by root only, and on Linux")
    yield folder
    subprocess.run(["umount", "--lazy", folder], check=True)


def _mount(*arguments: object) -> int:
    """The exit status of ``mount``."""
    return subprocess.run(["mount", *map(str, arguments)], check=False, capture_output=True).returncode


def job(papers: Path, disk: Path, cache: Path) -> Job:
    return Job(papers, disk / "out", Options(), cache=cache)


@pytest.fixture
def published(papers: Path, disk: Path) -> dict[str, bytes]:
    """Tables on the disk; another paper has come since."""
    ingest(job(papers, disk, disk / "out" / CACHE))
    before = contents(disk / "out")
    write(papers / "new.txt", "\n".join(f"A9|อบต.เก้า|25{year}|ITA|90.0|verified" for year in range(10, 68)))
    return before


@pytest.mark.parametrize("free", [0, 4, 12, 20, 28, 36, 48, 64, 80, 96, 112, 128])
def test_a_full_disk(free: int, papers: Path, disk: Path, published: dict[str, bytes]) -> None:
    """With so many kilobytes left the run stops with a clear error, wherever it happens, or all tables are new."""
    (disk / "ballast").write_bytes(b"")
    with (disk / "ballast").open("wb") as file:
        status = os.statvfs(disk)
        file.write(b"\0" * (status.f_bavail * status.f_frsize - free * 1024))
    with pytest.raises(RunError) as caught:
        ingest(job(papers, disk, disk / "out" / CACHE))
    assert caught.value.code is Exit.OUTPUT
    assert "space" in caught.value.remedy
    assert contents(disk / "out") == published
    (disk / "ballast").unlink()
    ingest(job(papers, disk, disk / "out" / CACHE))
    ingest(job(papers, disk.parent, disk.parent / "cache"))
    assert contents(disk / "out") == contents(disk.parent / "out")


def test_a_disk_that_becomes_read_only(papers: Path, disk: Path, published: dict[str, bytes]) -> None:
    def read_only(done: int, total: int, result: object) -> None:
        if done == total:
            assert _mount("-o", "remount,ro", disk) == 0

    with pytest.raises(RunError, match="Read-only file system") as caught:
        ingest(job(papers, disk, disk.parent / "cache"), read_only)
    assert caught.value.code is Exit.OUTPUT
    assert contents(disk / "out") == published
    with pytest.raises(RunError, match="Read-only file system"):
        ingest(job(papers, disk, disk.parent / "cache"))
    assert _mount("-o", "remount,rw", disk) == 0
    ingest(job(papers, disk, disk.parent / "cache"))
    assert contents(disk / "out") != published
