"""Who is responsible: a cell with names of units and posts, split into its entries.

The names stand in lines, after dashes or numbers, between commas and slashes, or run together with blanks only; lines
are wrapped in mid-name. What begins a name is known (``units.toml``); every other word goes on with the name before it.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from normalizers.thai import clean

_BREAK = ""
_TOKEN = re.compile(r"\([^()\n]{0,80}\)|[,;•●▪]|[^\s,;•●▪(]+|\(")
_MARKER = re.compile(r"[-–—*]+|\(?[0-9๐-๙]{1,2} ?[.)]{1,2}(?![0-9๐-๙])")
_WRAPPED_SLASH = re.compile(r"(?<=\S)(?:\n/|/\n)(?=\S)")  # a line end at a slash is no blank beside it
_EMPTY = re.compile(r"[-–—.…_\s/]*")
_THAI_LETTER = re.compile("[ก-๎]")
_LONGEST = 5000  # characters; a longer text is no list of names
_EVERY = "ทุก"
_LETTERS_OF_A_NAME = 2  # that must follow a head word before it counts as a name inside a word


@dataclass(frozen=True, slots=True)
class _Rules:
    head: re.Pattern[str]
    bare: frozenset[str]
    glued: re.Pattern[str]
    between_slash: re.Pattern[str]
    goes_on: tuple[str, ...]
    complete: tuple[str, ...]
    wrapped: re.Pattern[str]
    person: re.Pattern[str]


def _longest_first(words: list[str]) -> str:
    return "|".join(map(re.escape, sorted(words, key=len, reverse=True)))


@cache
def _rules() -> _Rules:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    heads, person, joining = data["heads"], data["persons"]["title"], data["joining"]
    named = f"(?:{_longest_first(heads['open'])})[ก-๎]{{{_LETTERS_OF_A_NAME},}}|(?:{_longest_first(heads['whole'])})"
    posts = _longest_first(data["posts"]["names"])
    return _Rules(
        head=re.compile(f"{_longest_first(heads['open'] + heads['whole'] + heads['topics'])}|{person}"),
        bare=frozenset(heads["open"]),
        glued=re.compile(f"^(?P<post>{posts})(?={named})|(?<=[ก-๎ฯ])และ(?={named})"),
        between_slash=re.compile(f"(?<=[ก-๎ฯ])/(?={named})"),
        goes_on=tuple(joining["ends"]),
        complete=tuple(joining["complete"]),
        wrapped=_wrapped(
            [*heads["open"], *heads["whole"], *data["posts"]["names"], *joining["wrapped"], *joining["complete"]],
            [*data["posts"]["names"], *(head for head in heads["open"] if head != _EVERY)],
        ),
        person=re.compile(person),
    )


def _wrapped(names: list[str], before: list[str]) -> re.Pattern[str]:
    """A line end inside one of the names that begins a word, or stands right behind one or two words of ``before``."""
    torn = (
        f"{re.escape(name[:place])}\\n(?={re.escape(name[place:])})"
        for name in sorted({*names}, key=lambda name: (-len(name), name))
        for place in range(_LETTERS_OF_A_NAME, len(name) - _LETTERS_OF_A_NAME + 1)
    )
    return re.compile(f"(?<![ก-๎])(?:{_longest_first(before)}){{0,2}}(?:{'|'.join(torn)})")


def _without_marker(word: str) -> tuple[bool, str]:
    """Whether a dash or a number of a list stands before a word, and the word itself."""
    marker = _MARKER.match(word)
    return (True, word[marker.end() :]) if marker else (False, word)


def _parts(word: str) -> Iterator[str]:
    """The entries that one word without blanks holds: "กองคลังและกองช่าง", "นิติกรสำนักปลัด", "กองคลัง/กองช่าง"."""
    rules = _rules()
    if word.startswith(("(", "ทุก")):
        yield word
        return
    start = 0
    for match in sorted([*rules.glued.finditer(word), *rules.between_slash.finditer(word)], key=lambda m: m.start()):
        if not rules.head.match(word, start) or match.end() <= start:
            continue
        post = match["post"] if match.re is rules.glued else None
        yield word[start : match.end() if post else match.start()]
        yield _BREAK
        start = match.end()
    yield word[start:]


def _tokens(text: str) -> Iterator[str]:
    """Words in order, with an empty string wherever a new entry must begin."""
    for match in _TOKEN.finditer(text):
        token = match.group()
        if token in ",;•●▪/":
            yield _BREAK
            continue
        marked, word = _without_marker(token)
        if word.startswith("/") or marked:
            yield _BREAK
        yield from _parts(word.strip("/"))
        if token.endswith("/"):
            yield _BREAK


def _goes_on(entry: str, word: str) -> bool:
    """Whether a word belongs to the name before it."""
    rules = _rules()
    if not entry or not rules.head.match(word):
        return bool(entry)
    if entry.endswith("และ"):
        first = entry.removesuffix("และ")
        return not rules.head.match(first) or word in rules.bare
    return entry in rules.bare or (entry.endswith(rules.goes_on) and not entry.endswith(rules.complete))


def _joined(entry: str, word: str) -> str:
    """A name and its next word: Thai joins without a blank but in names of persons."""
    if not entry:
        return word
    thai = _THAI_LETTER.match(entry[-1]) and _THAI_LETTER.match(word)
    return f"{entry}{word}" if thai and not _rules().person.match(entry) else f"{entry} {word}"


def _with_and(entries: list[str], word: str) -> str:
    """A word that begins with "และ" and a new name gives its "และ" up; the rest is as it was."""
    rest = word.removeprefix("และ")
    head = _rules().head.match(rest)
    names = head is not None and len(rest) - head.end() >= _LETTERS_OF_A_NAME and word != rest
    if names and entries[-1]:
        entries.append("")
        return rest
    return word


def names_unit(text: str) -> bool:
    """Whether a text begins like the name of a unit, a post or a person."""
    return _rules().head.match(clean(text).lstrip(" -–—*(")) is not None


def _unwrapped(text: str) -> str:
    """The text without line ends at a slash that has no blank beside it, and behind words that a name goes on after."""
    rules = _rules()
    whole = rules.wrapped.sub(lambda match: match.group().replace("\n", ""), text)
    ends = "|".join(map(re.escape, rules.goes_on))
    complete = "".join(f"(?<!{re.escape(name)})" for name in rules.complete)
    whole = re.sub(rf"({ends}){complete}\n", r"\1", whole)
    return _WRAPPED_SLASH.sub("/", whole)


def split_units(text: str) -> list[str]:
    """The names in a cell of responsible units and posts, in order, each once per mention.

    "-post" lines are entries of their own. A slash separates with a blank beside it or between two full names, so
    "ทุกสำนัก/กองงาน" is one; "และ" separates only two names that each begin as one does. Names wrapped over lines or
    torn by blanks are joined. An empty cell gives an empty list, a text too long for names one entry.
    """
    if len(text) > _LONGEST:
        return [" ".join(clean(text).split())]
    entries = [""]
    for token in _tokens(_unwrapped(clean(text))):
        if token == _BREAK:
            entries.append("")
            continue
        word = _with_and(entries, token)
        if entries[-1] and not _goes_on(entries[-1], word):
            entries[-1] = entries[-1].removesuffix("และ")
            entries.append("")
        entries[-1] = _joined(entries[-1], word)
    return [entry for entry in entries if not _EMPTY.fullmatch(entry)]
