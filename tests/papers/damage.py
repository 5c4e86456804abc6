"""Misreadings of printed scores: what a tired typist or a recogniser does to a number."""

from __future__ import annotations

import random

LOOKALIKES = {
    "thai": {"0": "1", "1": "09", "3": "7", "7": "3", "5": "84", "8": "5", "4": "5", "6": "2", "2": "6", "9": "1"},
    "arabic": {"0": "68", "6": "08", "8": "06", "1": "7", "7": "1"},
}
DAMAGE_KINDS = ("lookalike", "arbitrary", "lost_point", "doubled", "split")


def spoil(rng: random.Random, text: str, kind: str, digits: str) -> str:
    """``text`` (a score in Arabic digits) misread; ``digits`` tells which script is printed (thai or arabic).

    A split puts a tab (the next cell), a line end or a blank between the last two digits.
    """
    if kind == "lost_point":
        return text.replace(".", "")
    if kind == "doubled":
        place = rng.choice([i for i, letter in enumerate(text) if letter != "."])
        return text[:place] + text[place] + text[place:]
    if kind == "split":
        return text[:-1] + rng.choice("\t\n ") + text[-1]
    return _misread(rng, text, LOOKALIKES[digits] if kind == "lookalike" else {})


def _misread(rng: random.Random, text: str, table: dict[str, str]) -> str:
    """One digit replaced, by a look-alike where ``table`` knows one for some digit, else by any other digit."""
    places = [i for i, letter in enumerate(text) if letter in table]
    if places:
        place = rng.choice(places)
        return text[:place] + rng.choice(table[text[place]]) + text[place + 1 :]
    place = rng.choice([i for i, letter in enumerate(text) if letter != "."])
    other = rng.choice([digit for digit in "0123456789" if digit != text[place]])
    return text[:place] + other + text[place + 1 :]
