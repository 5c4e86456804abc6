"""What can stop a command, and its exit codes. Why a single document failed is declared in ``extractors.errors``."""

from __future__ import annotations

from enum import IntEnum


class Exit(IntEnum):
    """Exit codes of ``ita``; ``ita --help`` and the README show ``EXIT_MEANINGS``."""

    OK = 0
    SOME_FAILED = 1
    USAGE = 2
    OUTPUT = 3
    NOTHING = 4
    ENGINE = 5
    SHRUNK = 6
    STORE = 7
    INTERRUPTED = 130


EXIT_MEANINGS = {
    Exit.OK: "finished; the tables are published, also where some documents failed (they have a row that says why)",
    Exit.SOME_FAILED: "with --strict: finished and published, but some documents failed; "
    "for `ita show`: the paper could not be read; for `ita evaluate`: a value is wrong and nothing says so; "
    "for `ita diff`: the tables differ",
    Exit.USAGE: "wrong usage, or a folder or file that does not exist",
    Exit.OUTPUT: "the output folder cannot be written; nothing was changed",
    Exit.NOTHING: "the raw folder holds no input, nothing was changed; for `ita agency`: no body is like the name",
    Exit.ENGINE: "the engine cannot work (Ray is missing or silent, or no worker starts); nothing was changed",
    Exit.SHRUNK: "the tables would lose more rows than allowed (--allow-shrink); nothing was published",
    Exit.STORE: "what an address (s3://…) leads to does not answer, or refuses; the published tables stay as they were",
    Exit.INTERRUPTED: "interrupted (Ctrl-C); the old tables stay",
}


class RunError(Exception):
    """A run cannot go on: what is wrong, what to do about it, and the exit code that says so."""

    def __init__(self, message: str, remedy: str, code: Exit) -> None:
        super().__init__(f"{message}\n{remedy}")
        self.message = message
        self.remedy = remedy
        self.code = code
