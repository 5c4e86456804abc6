"""The catalogue: which papers are done, made with what, and their rows. One SQLite file that may always be deleted.

Only the run itself writes it, never a worker. A result and the fact that its file is done are one transaction, so a
run that is killed loses the papers in flight and nothing else. A result belongs to the content of a paper (sha256) and
the suffix of its name; a failure belongs to one file, and is kept to be told, not to be believed.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from typing import Any, TypeVar

from pipeline.errors import Exit, RunError
from pipeline.process import DocumentResult, suffix_of
from pipeline.row_codec import pack_rows, unpack_rows
from pipeline.schema import Row, tables
from pipeline.stages import MadeWith

FILE = "catalogue.sqlite"
BELOW = ("scores", "mentions", "measures", "findings")  # tables of a document's rows
_FORMAT = 1  # of the file; one of another format is begun anew
_PATIENCE = 60.0  # seconds that another run may write
_SCHEMA = """
CREATE TABLE IF NOT EXISTS files (
    root TEXT, source TEXT, size INTEGER, mtime_ns INTEGER, document_id TEXT,
    PRIMARY KEY (root, source)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS results (
    document_id TEXT, suffix TEXT, readers TEXT, rules TEXT, options TEXT, incomplete INTEGER, size INTEGER,
    checksum TEXT, documents BLOB, scores BLOB, mentions BLOB, measures BLOB, findings BLOB,
    PRIMARY KEY (document_id, suffix));
CREATE TABLE IF NOT EXISTS failures (
    root TEXT, source TEXT, document_id TEXT, readers TEXT, rules TEXT, options TEXT, checksum TEXT, documents BLOB,
    PRIMARY KEY (root, source)) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS builds (
    folder TEXT PRIMARY KEY, made_from TEXT, pictures TEXT, published TEXT, summary TEXT) WITHOUT ROWID;
"""

T = TypeVar("T")
Content = tuple[str, str]  # document_id and suffix


@dataclass(frozen=True, slots=True)
class FileState:
    """Size (bytes), time of change (nanoseconds; -1 where it cannot be relied on) and content of a file."""

    size: int
    mtime_ns: int
    document_id: str | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One paper of a build: its name, the content whose result it has (None: its own failure), checksum of its rows."""

    source: str
    content: Content | None
    rows: str


@dataclass(frozen=True, slots=True)
class Kept:
    """What the catalogue holds of a content or, where it failed, of a file; ``rows`` is a checksum of the rows."""

    made: MadeWith
    rows: str
    document_id: str | None
    incomplete: bool = False


@dataclass(frozen=True, slots=True)
class Build:
    """Tables that were published.

    ``made_from`` is a checksum of everything that they come from, ``pictures`` of the program that draws pages,
    ``published`` of the files, ``summary`` the summary as JSON.
    """

    made_from: str
    pictures: str
    published: str
    summary: str


class Catalogue:
    """An open catalogue. Every method may raise RunError where the file cannot be read or written."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._db = _connected(path)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def files(self, root: str) -> dict[str, FileState]:
        """What is known of the files below a folder, by source."""
        rows = self._each("SELECT source, size, mtime_ns, document_id FROM files WHERE root = ?", root)
        return {source: FileState(size, mtime_ns, document_id) for source, size, mtime_ns, document_id in rows}

    def sizes(self) -> frozenset[int]:
        """Sizes of all papers that have a result: one of another size is surely new."""
        return frozenset(size for (size,) in self._all("SELECT DISTINCT size FROM results"))

    def results(self) -> dict[Content, Kept]:
        """Every result, by content."""
        query = "SELECT suffix, readers, rules, options, checksum, document_id, incomplete FROM results"
        shared: dict[MadeWith, MadeWith] = {}
        return {(row[5], row[0]): _kept(row[1:], shared) for row in self._each(query)}

    def failures(self, root: str) -> dict[str, Kept]:
        """Every failure below a folder, by source."""
        query = "SELECT source, readers, rules, options, checksum, document_id, 0 FROM failures WHERE root = ?"
        shared: dict[MadeWith, MadeWith] = {}
        return {row[0]: _kept(row[1:], shared) for row in self._each(query, root)}

    def seen(self, root: str, states: Mapping[str, FileState]) -> None:
        """Remember files that were looked at anew."""
        with self._writing() as db:
            db.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", _file_rows(root, states))

    def keep(self, root: str, state: FileState, result: DocumentResult, made: MadeWith) -> Entry:
        """A result or a failure, and the file that it is of, in one transaction."""
        source, document_id = result.source, result.document["document_id"]
        known = FileState(state.size, state.mtime_ns, str(document_id) if document_id else None)
        stamp = (made.readers, made.rules, made.options)
        packed = [pack_rows(tables()["documents"], [result.document])]
        if not result.failed:
            packed += [pack_rows(tables()[name], getattr(result, name)) for name in BELOW]
        checksum = hashlib.sha256(b"|".join([str(document_id).encode(), *packed])).hexdigest()
        content = None if result.failed else (str(document_id), suffix_of(source))
        with self._writing() as db:
            db.executemany("INSERT OR REPLACE INTO files VALUES (?, ?, ?, ?, ?)", _file_rows(root, {source: known}))
            db.execute("DELETE FROM failures WHERE root = ? AND source = ?", (root, source))
            if content is None:
                _insert(db, "failures", root, source, document_id, *stamp, checksum, *packed)
            else:
                size = result.document["bytes"]
                _insert(db, "results", *content, *stamp, result.incomplete, size, checksum, *packed)
        return Entry(source, content, checksum)

    def rows(self, root: str, entries: Iterable[Entry], names: tuple[str, ...]) -> Iterator[dict[str, list[Row]]]:
        """Rows of the named tables for every entry, in the order of the entries; one entry at a time is in memory."""
        for entry in entries:
            found = self._found(root, entry, names)
            origin: Row = {"document_id": found[0], "source": entry.source}
            yield {name: self._unpacked(name, data, origin) for name, data in zip(names, found[1:], strict=True)}

    def _found(self, root: str, entry: Entry, names: tuple[str, ...]) -> tuple[Any, ...]:
        """The document_id of an entry and its packed rows; of a failure only its row of ``documents``."""
        values: tuple[str, ...]
        if entry.content is None:
            wanted = ", ".join("documents" if name == "documents" else "x''" for name in names)
            query = f"SELECT document_id, {wanted} FROM failures WHERE root = ? AND source = ?"
            values = (root, entry.source)
        else:
            query = f"SELECT document_id, {', '.join(names)} FROM results WHERE document_id = ? AND suffix = ?"
            values = entry.content
        found = self._all(f"{query} AND checksum = ?", *values, entry.rows)
        if not found:
            gone = f"{self.path}: another run has replaced the rows of {entry.source}"
            raise RunError(gone, "Run again.", Exit.OUTPUT)
        return found[0]

    def last_build(self, folder: str) -> Build | None:
        """What was last published to a folder, as far as is known here."""
        found = self._all("SELECT made_from, pictures, published, summary FROM builds WHERE folder = ?", folder)
        return Build(*found[0]) if found else None

    def built(self, folder: str, build: Build) -> None:
        """Remember what was published."""
        with self._writing() as db:
            _insert(db, "builds", folder, *astuple(build))

    def prune(self, root: str, sources: Iterable[str]) -> None:
        """Forget files below a folder that are not among these, and results that no file has."""
        with self._writing() as db:
            db.execute("CREATE TEMP TABLE present (source TEXT PRIMARY KEY) WITHOUT ROWID")
            db.executemany("INSERT INTO present VALUES (?)", ((source,) for source in sources))
            for table in ("files", "failures"):
                db.execute(f"DELETE FROM {table} WHERE root = ? AND source NOT IN present", (root,))
            used = "SELECT document_id FROM files WHERE document_id NOTNULL"
            db.execute(f"DELETE FROM results WHERE document_id NOT IN ({used})")
            db.execute("DROP TABLE present")

    def copy_to(self, path: Path) -> None:
        """Write all that is known to a new file, in one piece."""
        self._done(lambda: self._db.execute("VACUUM INTO ?", (str(path),)))

    def _unpacked(self, name: str, data: bytes, origin: Row) -> list[Row]:
        try:
            return unpack_rows(tables()[name], data, origin)
        except ValueError as error:
            raise self._damaged(str(error)) from error

    def _each(self, query: str, *values: object) -> Iterator[tuple[Any, ...]]:
        """As ``_all``, one row after the other: all at once they are larger than what is kept of them."""
        try:
            yield from self._db.execute(query, values)
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def _all(self, query: str, *values: object) -> list[tuple[Any, ...]]:
        return self._done(lambda: self._db.execute(query, values).fetchall())

    @contextmanager
    def _writing(self) -> Iterator[sqlite3.Connection]:
        """One transaction: all of it, or nothing."""
        self._done(lambda: self._db.execute("BEGIN IMMEDIATE"))
        try:
            yield self._db
            self._db.execute("COMMIT")
        except BaseException as error:
            with suppress(sqlite3.Error):
                self._db.execute("ROLLBACK")
            if isinstance(error, sqlite3.Error):
                raise self._failed(error) from error
            raise

    def _done(self, action: Callable[[], T]) -> T:
        try:
            return action()
        except sqlite3.Error as error:
            raise self._failed(error) from error

    def _failed(self, error: sqlite3.Error) -> RunError:
        if isinstance(error, sqlite3.OperationalError):
            return _unusable(self.path, error)
        return self._damaged(str(error))

    def _damaged(self, reason: str) -> RunError:
        return RunError(f"{self.path} is damaged: {reason}", "Delete it and run again.", Exit.OUTPUT)


def _kept(row: Sequence[Any], shared: dict[MadeWith, MadeWith]) -> Kept:
    """From readers, rules, options, checksum, document_id, incomplete; equal stamps become one object."""
    made = MadeWith(*row[:3])
    return Kept(shared.setdefault(made, made), row[3], row[4], bool(row[5]))


def _insert(db: sqlite3.Connection, table: str, *values: object) -> None:
    db.execute(f"INSERT OR REPLACE INTO {table} VALUES ({', '.join('?' * len(values))})", values)


def _file_rows(root: str, states: Mapping[str, FileState]) -> Iterator[tuple[object, ...]]:
    for source, state in states.items():
        yield root, source, state.size, state.mtime_ns, state.document_id


def _connected(path: Path) -> sqlite3.Connection:
    """The open file; one that is no catalogue of this format is begun anew. Raises RunError."""
    try:
        try:
            return _opened(path)
        except sqlite3.OperationalError:
            raise
        except sqlite3.DatabaseError:
            for part in ("", "-wal", "-shm"):
                Path(f"{path}{part}").unlink(missing_ok=True)
            return _opened(path)
    except (sqlite3.Error, OSError) as error:
        raise _unusable(path, error) from error


def _unusable(path: Path, error: Exception) -> RunError:
    remedy = "Check its permissions and the free space, or choose another folder with --cache."
    return RunError(f"{path} cannot be used: {error}", remedy, Exit.OUTPUT)


def _opened(path: Path) -> sqlite3.Connection:
    path.parent.mkdir(parents=True, exist_ok=True)
    db = sqlite3.connect(path, timeout=_PATIENCE, isolation_level=None)
    try:
        db.execute("PRAGMA journal_mode = WAL")
        db.execute("PRAGMA synchronous = NORMAL")  # a crash of the machine may cost the last papers, never the file
        (version,) = db.execute("PRAGMA user_version").fetchone()
        if version not in (0, _FORMAT):
            raise sqlite3.DatabaseError(f"format {version}")
        db.executescript(_SCHEMA)
        db.execute(f"PRAGMA user_version = {_FORMAT}")
    except BaseException:
        db.close()
        raise
    return db
