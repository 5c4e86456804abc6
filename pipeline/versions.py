"""Which code and data a stage depends on, as one checksum per stage: what makes a kept result out of date.

Nobody has to raise a version by hand. From the modules where a stage begins all imports are followed, those inside
functions too; the checksum covers the source of every module found, the data files that they name, Python and the
installed version of every library that they import. A change in the words of a score table so makes the rows out of
date and not the documents, because no reader imports it.
"""

from __future__ import annotations

import hashlib
import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import metadata
from pathlib import Path

PACKAGES = ("extractors", "normalizers", "pipeline")
_ROOT = Path(__file__).parents[1]
_DATA = frozenset({".toml", ".csv", ".parquet", ".onnx"})
_PLAIN_IMPORT = re.compile(r"^\s*import\s+([\w.]+)", re.MULTILINE)
_FROM_IMPORT = re.compile(r"^\s*from\s+([\w.]+)\s+import\s+(\([^)]*\)|[^\n(]+)", re.MULTILINE)
_WORD = re.compile(r"\w+")
_DATA_NAME = re.compile(r"""(f?)["']([^"'\n]*\.(toml|csv|parquet|onnx))["']""")
_READ_FROM = ("extractors.readers", "extractors.stored", "pipeline.document_store")
_EXTRACT_FROM = ("pipeline.process",)
_DRAW_FROM = ("extractors.ocr.previews",)


@dataclass(frozen=True, slots=True)
class Versions:
    """Checksums (hex): of reading, of everything up to a paper's rows, of all there is, and of drawing pages."""

    read: str
    extract: str
    tables: str
    pictures: str


@dataclass(frozen=True, slots=True)
class Parts:
    """What a stage depends on: files of ours, and libraries by the name under which they are imported."""

    files: frozenset[Path]
    libraries: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Module:
    """One module: what it imports, and the data files that it may open.

    They are told by name (``x.toml``), by the module's own name (``.toml``) or only by kind (``*.toml``).
    """

    path: Path
    imports: frozenset[str]
    data: frozenset[str]
    loads_by_name: bool


@cache
def versions() -> Versions:
    """The checksums of the code that runs now."""
    stages = (_READ_FROM, _EXTRACT_FROM, tuple(_modules_below(_ROOT)), _DRAW_FROM)
    return Versions(*(checksum(parts(start)) for start in stages))


def parts(start: Iterable[str], root: Path = _ROOT) -> Parts:
    """All that the named modules depend on, directly or not; ``root`` holds the packages."""
    modules = _closure(start, root)
    files = {module.path for module in modules} | _data_files(modules, root)
    own = set(PACKAGES) | set(sys.stdlib_module_names)
    libraries = {name.partition(".")[0] for module in modules for name in module.imports} - own
    return Parts(frozenset(files), frozenset(libraries))


def checksum(stage: Parts, root: Path = _ROOT) -> str:
    """A checksum of the content of all parts; where the packages are installed does not count."""
    digest = hashlib.sha256(repr((sys.version_info[:2], _library_versions(stage.libraries))).encode())
    for name, path in sorted((path.relative_to(root).as_posix(), path) for path in stage.files):
        content = path.read_bytes()
        digest.update(f"\n{name} {len(content)}\n".encode())
        digest.update(content)
    return digest.hexdigest()


def _closure(start: Iterable[str], root: Path) -> list[_Module]:
    found: dict[str, _Module] = {}
    waiting = list(start)
    while waiting:
        name = waiting.pop()
        path = _path_of(name, root)
        if name in found or path is None:
            continue
        module = found[name] = _looked_at(path)
        waiting += module.imports
        waiting += [name.rpartition(".")[0]]  # its package is imported with it
        if module.loads_by_name:
            waiting += _modules_below(path.parent, root)
    return list(found.values())


def _path_of(name: str, root: Path) -> Path | None:
    """The source of a module of ours; None for other libraries and for names that are no module."""
    if name.partition(".")[0] not in PACKAGES:
        return None
    path = root.joinpath(*name.split("."))
    candidates = (path / "__init__.py", path.with_name(f"{path.name}.py"))
    return next((candidate for candidate in candidates if candidate.is_file()), None)


def _modules_below(folder: Path, root: Path | None = None) -> Iterator[str]:
    base = root or folder
    folders = [folder] if root else [folder / package for package in PACKAGES]
    for path in (path for one in folders for path in one.rglob("*.py")):
        parts = path.relative_to(base).with_suffix("").parts
        yield ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


@cache
def _looked_at(path: Path) -> _Module:
    """By patterns, which is fast: what looks like an import inside a docstring makes a version at most too strict."""
    source = path.read_text("utf-8")
    imports = set(_PLAIN_IMPORT.findall(source))
    for module, names in _FROM_IMPORT.findall(source):
        imports |= {module, *(f"{module}.{name}" for name in _WORD.findall(names))}
    data = {f"*.{suffix}" if is_format else name for is_format, name, suffix in _DATA_NAME.findall(source)}
    return _Module(path, frozenset(imports), frozenset(data), "import_module(" in source)


def _data_files(modules: Iterable[_Module], root: Path) -> set[Path]:
    """Data files that these modules may open."""
    everywhere: dict[str, list[Path]] = {}
    for path in (path for package in PACKAGES for path in (root / package).rglob("*") if path.suffix in _DATA):
        everywhere.setdefault(path.name, []).append(path)
    return {path for module in modules for name in module.data for path in _named(name, module.path, everywhere)}


def _named(name: str, module: Path, everywhere: Mapping[str, Iterable[Path]]) -> Iterable[Path]:
    """The data files that a name in a module stands for: its own first, else those of that name in any package."""
    if name.startswith("*"):
        return module.parent.rglob(name)
    own = module.with_suffix(name) if name in _DATA else module.with_name(Path(name).name)
    return [own] if own.is_file() else everywhere.get(Path(name).name, ())


@cache
def _installed() -> dict[str, list[str]]:
    return {name: sorted(set(found)) for name, found in metadata.packages_distributions().items()}


def _library_versions(names: Iterable[str]) -> list[str]:
    """``name version`` of every distribution that is installed for these imports."""
    found = {name for library in names for name in _installed().get(library, ())}
    return sorted(f"{name} {metadata.version(name)}" for name in found)
