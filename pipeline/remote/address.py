"""Addresses of folders, the file systems that they lead to, and what is said when one does not answer."""

from __future__ import annotations

import errno
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from typing import Any
from urllib.parse import quote, urlsplit

from pipeline.errors import Exit, RunError

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]+://")
_SAFE = "/%:@!$&'()*+,;=~-._"  # of a path; what is escaped already stays so
_REQUEST = re.compile(r"\s*\(Request ID: [^)]*\)")
_CREDENTIALS = "Give keys that may: AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, ~/.aws, or the machine's role."
_MISSING = "Check the address, and that the bucket is there."
_SILENT = "Check the network and the address; another service than Amazon's needs ?endpoint_override=HOST:PORT."
# What a file system says, as far as it can be told apart, and what to do about it; the first that fits counts.
_FAULTS = (
    (re.compile(r"NO_SUCH_BUCKET|NoSuchBucket"), "there is no such bucket", _MISSING, None),
    (
        re.compile(r"ACCESS_DENIED|ACCESS_KEY|SIGNATURE|EXPIRED|UNRECOGNIZED_CLIENT|(?:code|status):? 40[13]\b"),
        "access is refused",
        _CREDENTIALS,
        Exit.STORE,
    ),
    (re.compile(r"NETWORK_CONNECTION|curlCode|REQUEST_TIMEOUT|SERVICE_UNAVAILABLE"), "no answer", _SILENT, Exit.STORE),
    (re.compile(r""), "", _SILENT, Exit.STORE),
)


@dataclass(frozen=True, slots=True)
class Address:
    """A folder or a file behind an address. ``text`` is a URI without a closing slash; it may be shown and kept."""

    text: str

    def __str__(self) -> str:
        return self.text

    def opened(self) -> tuple[Any, str]:
        """The file system (``pyarrow.fs``), and the path in it. Raises RunError."""
        with told(self, Exit.USAGE):
            return _opened(self.text)

    def holds(self, other: Address) -> bool:
        """Whether ``other`` is this folder or lies below it."""
        here, there = urlsplit(self.text), urlsplit(other.text)
        same = (here.scheme, here.netloc, here.query) == (there.scheme, there.netloc, there.query)
        return same and f"{there.path}/".startswith(f"{here.path}/")


def address_of(text: str) -> Address | None:
    """The address that a text is; None for a path of this machine. Raises RunError for one that cannot be used."""
    if not _SCHEME.match(text):
        return None
    parts = urlsplit(text.replace("#", "%23"))
    if "@" in parts.netloc:
        raise RunError("an address must not hold keys: it is kept in logs", _CREDENTIALS, Exit.USAGE)
    path = quote(re.sub("/+$", "", parts.path), safe=_SAFE)
    return Address(parts._replace(scheme=parts.scheme.lower(), path=path).geturl())


@contextmanager
def told(address: Address, missing: Exit) -> Iterator[None]:
    """Turn what file systems raise into a RunError; ``missing`` is the exit code where something does not exist."""
    try:
        yield
    except FileNotFoundError as error:
        raise RunError(f"{address} does not exist", _MISSING, missing) from error
    except ImportError as error:
        raise RunError(f"{address}: {error}", "Install what is missing, or use s3://.", Exit.USAGE) from error
    except ValueError as error:  # ArrowInvalid is one
        raise RunError(f"{address} is no address: {error}", "Write it like s3://bucket/folder.", Exit.USAGE) from error
    except OSError as error:
        reason = plain(error)
        kind, remedy, code = next(row[1:] for row in _FAULTS if row[0].search(reason))
        message = f"{address}: {kind} ({reason})" if kind else f"{address}: {reason}"
        raise RunError(message, remedy, missing if code is None else code) from error


def plain(error: OSError) -> str:
    """What a file system says, on one line and without what differs each time."""
    return _REQUEST.sub("", " ".join(str(error).split())) or type(error).__name__


@cache
def _opened(text: str) -> tuple[Any, str]:
    from pyarrow.fs import FileSystem

    system, path = FileSystem.from_uri(text)
    if not path.strip("/"):
        raise FileNotFoundError(errno.ENOENT, "no folder is named")
    return system, path
