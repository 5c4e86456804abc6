"""Tables behind an address: every edition whole and in a folder of its own, and one file that says which one counts.

``OUT/editions/<name>`` holds an edition as it lies in the working folder of this machine; its name is made from its
content. ``OUT/datapackage.json`` is the manifest of the edition that counts, with paths that lead into its folder. It
is replaced in one step after all else is there: a copy within the store, or a rename, whichever the store has. So a
reader sees the old edition or the new one, and a run that is killed at any moment has changed nothing, or everything.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from pipeline import review
from pipeline.cache_file import keep_file
from pipeline.catalogue import FILE, Catalogue
from pipeline.datapackage import MANIFEST, manifest_of, parsed_manifest
from pipeline.errors import Exit, RunError
from pipeline.publish import fingerprint, publish, published_files
from pipeline.recognition import cache_folder
from pipeline.remote.address import Address, address_of, told

EDITIONS = "editions"
_CATALOGUE = f".ita-cache/{FILE}"
_PROBE = ".ita-cache/probe"
_DIGITS = 16  # of the checksum that names an edition
_NAME = re.compile(r"[0-9a-f]{16}")
_BLOCK = 16 * 1024 * 1024  # bytes
_WITHOUT_FOLDERS = frozenset({"s3", "gcs", "abfs"})  # stores in which a path needs no folder


@dataclass(frozen=True, slots=True)
class Target:
    """Where tables are published to, apart from the working folder in which they are made.

    Methods raise RunError: with ``Exit.OUTPUT`` where the address cannot hold tables, with ``Exit.STORE`` where it does
    not answer or refuses.
    """

    address: Address

    def prepare(self, out: Path, cache: Path | None) -> None:
        """Make sure that tables can be published, and bring the working folder up to what is published there.

        ``cache`` None takes no catalogue.
        """
        with self._system() as (system, path):
            _put(system, f"{path}/{_PROBE}", io.BytesIO())
            system.delete_file(f"{path}/{_PROBE}")
        package = self._pointer()
        if package and edition_name(out) != package["edition"]:
            publish(out, lambda build: self._download(package, build))
        if cache:
            self.fetch_catalogue(cache)

    def fetch_catalogue(self, cache: Path) -> None:
        """Take over the catalogue that lies there, where this machine has none."""
        if (cache / FILE).exists():
            return
        data = self._read(_CATALOGUE)
        if data is not None:
            keep_file(cache / FILE, data)

    def publish(self, out: Path) -> bool:
        """Publish the edition in the working folder; False where it is already the one that counts."""
        name, package = edition_name(out), self._pointer() or {}
        before = package.get("edition")
        if before == name:
            return False
        with self._system() as (system, path):
            for file in _files(manifest_of(out)):
                with (out / file).open("rb") as data:
                    _put(system, f"{path}/{EDITIONS}/{name}/{file}", data)
            pointer = json.dumps(_pointing(manifest_of(out), name, before), ensure_ascii=False, indent=2) + "\n"
            if edition_name(out) != name:
                raise RunError(f"another run has replaced the tables in {out}", "Run again.", Exit.OUTPUT)
            _replace(system, f"{path}/{MANIFEST}", io.BytesIO(pointer.encode()))
            _forget(system, f"{path}/{EDITIONS}", package.get("previous"), kept=(name, before))
        return True

    def keep_catalogue(self, catalogue: Catalogue) -> None:
        """Put a copy of the catalogue there, for machines that have none."""
        with tempfile.TemporaryDirectory(prefix="ita-") as folder:
            copy = Path(folder) / FILE
            catalogue.copy_to(copy)
            with self._system() as (system, path), copy.open("rb") as file:
                _replace(system, f"{path}/{_CATALOGUE}", file)

    def _pointer(self) -> dict[str, Any] | None:
        """The manifest of the edition that counts; None where there is none."""
        data = self._read(MANIFEST)
        if data is None:
            return None
        package = parsed_manifest(data)
        if not isinstance(package.get("edition"), str):
            raise RunError(
                f"{self.address} holds {MANIFEST}, which is none of an edition",
                "Choose another address with -o, or move this file away.",
                Exit.OUTPUT,
            )
        return package

    def _download(self, package: Mapping[str, Any], build: Path) -> None:
        name = package["edition"]
        for file in _files(package):
            data = self._read(f"{EDITIONS}/{name}/{file}")
            (build / file).parent.mkdir(exist_ok=True)
            (build / file).write_bytes(data or b"")
        if edition_name(build) != name:
            raise RunError(
                f"{self.address}: files of the edition {name} are missing or have changed",
                f"Choose another address with -o, or move its {MANIFEST} away to begin anew.",
                Exit.OUTPUT,
            )

    def _read(self, file: str) -> bytes | None:
        """All bytes of a file; None where there is none."""
        with self._system() as (system, path):
            try:
                with system.open_input_stream(f"{path}/{file}", compression=None) as stream:
                    return bytes(stream.read())
            except FileNotFoundError:
                return None

    @contextmanager
    def _system(self) -> Iterator[tuple[Any, str]]:
        with told(self.address, Exit.OUTPUT):
            yield self.address.opened()


def target_of(out: str, work: Path | None) -> tuple[Path, Target | None]:
    """The folder in which tables are made, and where they go from there: None where that folder is all that is asked.

    ``work`` None takes a folder in the user's cache. Raises RunError.
    """
    address = address_of(out)
    if address is None:
        if work:
            raise RunError("--work is for tables that go to an address", "Give one: -o s3://bucket/out", Exit.USAGE)
        return Path(out), None
    name = hashlib.sha256(address.text.encode()).hexdigest()[:_DIGITS]
    return work or cache_folder().with_name("tables") / name, Target(address)


def edition_name(out: Path) -> str | None:
    """The name of the edition in a folder, from its content; None where it is not whole."""
    digest = fingerprint(out)
    return digest and digest[:_DIGITS]


def _files(package: Mapping[str, Any]) -> list[str]:
    """All files of an edition after its manifest, which comes last."""
    pictures = [f"{review.FOLDER}/{name}" for name in sorted(review.named_pictures(package))]
    return [*pictures, *published_files()]


def _pointing(package: Mapping[str, Any], name: str | None, before: object) -> dict[str, Any]:
    """The manifest of an edition as it stands two folders above."""

    def moved(entries: Any) -> list[dict[str, Any]]:
        return [{**entry, "path": f"{EDITIONS}/{name}/{entry['path']}"} for entry in entries]

    lists = {key: moved(package[key]) for key in ("resources", review.FOLDER) if key in package}
    return {**package, "edition": name, "previous": before, **lists}


def _put(system: Any, path: str, source: BinaryIO) -> None:
    """Write a file."""
    if system.type_name not in _WITHOUT_FOLDERS:
        system.create_dir(path.rpartition("/")[0], recursive=True)
    with system.open_output_stream(path, compression=None) as target:
        shutil.copyfileobj(source, target, _BLOCK)


def _replace(system: Any, path: str, data: BinaryIO) -> None:
    """Replace a file in one step: what was interrupted while it was written is never seen under its name."""
    _put(system, f"{path}.new", data)
    system.move(f"{path}.new", path)


def _forget(system: Any, editions: str, name: object, kept: tuple[object, ...]) -> None:
    """Remove the edition before the one before."""
    if isinstance(name, str) and name not in kept and _NAME.fullmatch(name):
        with suppress(FileNotFoundError):
            system.delete_dir(f"{editions}/{name}")
