"""Names of units and posts that a scan misread: mended where exactly one known name is near (``units.toml``).

For text of recognisers only: in typed text an unknown name is a name of its own.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from normalizers.thai import fold, skeleton

_STRAY = re.compile(r"(?<!\S)[.,;:'\"`~_|^\\]{1,2}(?!\S)[ \t]*")  # marks between blanks: dirt, no text
_WORD = re.compile(r"\S+")
_LIST_MARK = re.compile(r"(?:[-–—*•●▪/]+|\(?[0-9๐-๙]{1,2}[.)]+)")
_APART = re.compile(r"[()/,;0-9๐-๙]")  # a piece with one of these is more than a name, or another one
_FOREIGN = re.compile(r"[A-Za-z]+")
_LONGEST = 5000  # characters; a longer text is no list of names


@dataclass(frozen=True, slots=True)
class _Known:
    """Known names by their skeletons, the heads of names, and the limits of ``units.toml``."""

    names: dict[str, str]
    heads: dict[str, str]
    limits: dict[str, float]


@cache
def _known() -> _Known:
    data = tomllib.loads(Path(__file__).with_name("units.toml").read_text("utf-8"))
    posts = data["posts"]["names"]
    names = [*data["known"]["names"], *posts, *(before + post for before in data["known"]["before"] for post in posts)]
    heads = [head for head in data["heads"]["open"] + data["heads"]["whole"] if "." not in head]
    return _Known(_by_skeleton(names), _by_skeleton(heads), data["misread"])


def _by_skeleton(names: list[str]) -> dict[str, str]:
    """The names by skeleton; those that share one with another are left out, they cannot be told apart."""
    found: dict[str, list[str]] = {}
    for name in names:
        found.setdefault(skeleton(name), []).append(name)
    return {key: names[0] for key, names in found.items() if len({*names}) == 1}


@cache
def _foreign_pattern(text: str) -> re.Pattern[str]:
    """The skeletons that a text may stand for whose runs of foreign letters are a few Thai letters each."""
    return re.compile("[ก-๎]{1,4}".join(re.escape(skeleton(part)) for part in _FOREIGN.split(text)))


def _by_foreign(text: str) -> str | None:
    known = _known()
    read = len(skeleton(_FOREIGN.sub("", text)))
    if not _FOREIGN.search(text) or read < known.limits["foreign_rest"]:
        return None
    pattern, share = _foreign_pattern(text), known.limits["foreign_share"]
    fits = [name for key, name in known.names.items() if pattern.fullmatch(key) and read >= share * len(key)]
    return fits[0] if len(fits) == 1 else None


def _is_composed(key: str) -> bool:
    """Whether a text is the head of a name and a known name behind it: a name of its own, however near to another."""
    known = _known()
    return any(key[:place] in known.heads and key[place:] in known.names for place in range(2, len(key) - 2))


def _by_edits(key: str) -> str | None:
    """The one name that is nearer than all others, within the edits that its length allows."""
    from rapidfuzz.distance import Levenshtein

    known = _known()
    limits = known.limits
    if len(key) < limits["shortest"] or _is_composed(key):
        return None
    ranked = sorted((Levenshtein.distance(key, other, score_cutoff=3), name) for other, name in known.names.items())
    (edits, name), (next_edits, _) = ranked[:2]
    allowed = (len(key) >= limits["one_edit"]) + (len(key) >= limits["two_edits"])
    return name if edits <= allowed and edits < next_edits else None


@cache
def _name_of(text: str) -> str | None:
    """The known name that a text without blanks stands for."""
    if _APART.search(text):
        return None
    known = _known()
    key = skeleton(text)
    exact = known.names.get(key) or known.heads.get(key)
    return exact or _by_foreign(text) or (None if _FOREIGN.search(text) else _by_edits(key))


def _mended(words: list[re.Match[str]]) -> Iterator[tuple[int, int, str]]:
    """Start, end and name of every place that a known name stands in, in order; torn ones first."""
    index = 0
    while index < len(words):
        for count in range(min(int(_known().limits["most_words"]), len(words) - index), 0, -1):
            run = words[index : index + count]
            mark = _LIST_MARK.match(run[0].group())
            start = run[0].start() + (mark.end() if mark else 0)
            pieces = [run[0].string[start : run[0].end()], *(word.group() for word in run[1:])]
            name = _torn(pieces) if count > 1 else _name_of(pieces[0])
            if name is not None:
                yield start, run[-1].end(), name
                index += count - 1
                break
        index += 1


def _torn(pieces: list[str]) -> str | None:
    """The known name that pieces make up; None where a piece opens a list item, or each is a name by itself."""
    known = _known()
    if not fold(pieces[0]) or any(_LIST_MARK.match(piece) for piece in pieces[1:]):
        return None
    if all(skeleton(piece) in known.names for piece in pieces):
        return None
    return _name_of("".join(pieces))


def mend_units(text: str) -> str:
    """A recogniser's text of responsible units with its misread names mended, the rest as it was.

    Marks that stand alone between blanks go. A name is mended where its skeleton is that of a known name, torn over
    blanks and line ends or not, or is nearer to one than to all others; see ``misread`` of ``units.toml``.
    """
    if len(text) > _LONGEST:
        return text
    text = _STRAY.sub("", text)
    pieces: list[str] = []
    done = 0
    for start, end, name in _mended(list(_WORD.finditer(text))):
        pieces += [text[done:start], name]
        done = end
    return "".join([*pieces, text[done:]])
