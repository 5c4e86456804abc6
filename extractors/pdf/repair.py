"""Repair of Thai text as PDF text layers give it, page by page, with the name of every repair that was made.

Only letters are ever repaired, never digits. ``normalizers.thai.clean`` mends what is wrong in any text (private-use
marks, split sara am, mark order); here stand the faults that only a whole page can prove: a font whose sara am comes
out as blank + sara aa, as sara aa, or whose sara aa comes out as sara am.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib import resources

from extractors.pdf.words import coverage, thai_words
from normalizers.thai import clean

_BLANK_AM = re.compile(r"(?<=[ก-ฮ่-๋])[ \t]า")
_THAI_RUN = re.compile("[ก-๎]+")
_BLANK_IN_WORD = re.compile(r"(?<=ำ)[ \t](?=[ก-ฮเแโใไ])")
_PRIVATE_USE = re.compile("[\uf700-\uf71a]")
_SPLIT_AM = re.compile("\u0e4d[่-๋]?า")
# Before another vowel or a mark the letter without a meaning was a consonant, not a half of the sara am.
_AM_WITH_RESIDUE = re.compile("ำ[ \t]?\ufffd(?:[ \t]?า|(?=[ก-ฮเแโใไ]))")
_LONGEST_WORD = 30
_WESTERN = re.compile("[\u00a1-\u00fb]")
_LETTER = re.compile(r"[^\W\d_]|[\u00a1-\u00fbก-๎]")
# Bytes 0xA1 to 0xFB of CP874 are Thai in the order of Unicode; U+03BC is what some fonts name the micro sign.
_THAI_BY_WESTERN = {byte: chr(byte - 0xA1 + 0x0E01) for byte in range(0xA1, 0xFC) if not 0xDB <= byte <= 0xDE}
_THAI_BY_WESTERN[0x03BC] = _THAI_BY_WESTERN[0xB5]


@dataclass(frozen=True, slots=True)
class MendedPage:
    """The lines of a page after repair and the names of the repairs that changed something, in order."""

    lines: tuple[str, ...]
    repairs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Rules:
    certain: tuple[tuple[str, re.Pattern[str], str], ...]
    residue_min: int
    residue_share: float
    blank_am_min: int
    swapped_min: int
    swapped_share: float
    lost_min: int
    latin_1_share: float
    latin_1_coverage: float


@cache
def _rules() -> _Rules:
    data = tomllib.loads(resources.files("extractors.pdf").joinpath("repair.toml").read_text(encoding="utf-8"))
    certain = tuple(
        (entry["name"], re.compile(re.sub(r"\\x\{(\w{4})\}", r"\\u\1", entry["pattern"])), entry["replacement"])
        for entry in data["certain"]
    )
    return _Rules(certain, **data["evidence"])


def mend(lines: Sequence[str]) -> MendedPage:
    """Repair the lines of one page. The number of lines never changes; a page without faults comes back as it is."""
    if not lines:
        return MendedPage((), ())
    repairs: list[str] = []
    text = "\n".join(lines)
    decoded = _from_latin_1(text)
    if decoded != text:
        text, repairs = decoded, ["thai_code_page_as_latin"]
    if _PRIVATE_USE.search(text):
        repairs.append("private_use_glyphs")
    if _SPLIT_AM.search(text):
        repairs.append("sara_am_split")
    for name, pattern, replacement in _rules().certain:
        text, count = pattern.subn(replacement, text)
        if count:
            repairs.append(name)
    text, residues = _without_residues(text)
    mended = "\n".join(clean(line) for line in text.split("\n"))
    text, by_page = _by_evidence(mended)
    names = dict.fromkeys((*repairs, *residues, *by_page))
    return MendedPage(tuple(text.split("\n")), tuple(names))


def _without_residues(text: str) -> tuple[str, list[str]]:
    """Where most sara am of a page have a letter without a meaning behind, it is what the font split off them."""
    mended, count = _AM_WITH_RESIDUE.subn("ำ", text)
    if count < _rules().residue_min or count <= _rules().residue_share * text.count("ำ"):
        return text, []
    return mended, ["residue_of_sara_am"]


def _from_latin_1(text: str) -> str:
    """Text whose Thai bytes were taken for Western European ("¡ÒÃ" for การ), back in Thai if that makes words.

    Digits are certain too: the code page holds them in its one fixed order (0xF0 to 0xF9).
    """
    rules = _rules()
    western = len(_WESTERN.findall(text))
    if western <= rules.latin_1_share * len(_LETTER.findall(text)):
        return text
    decoded = text.translate(_THAI_BY_WESTERN)
    share = coverage(decoded)
    return decoded if share is not None and share >= rules.latin_1_coverage else text


def _by_evidence(text: str) -> tuple[str, list[str]]:
    """The repairs that need the whole page as evidence."""
    rules, repairs = _rules(), []
    am, aa = text.count("ำ"), text.count("า")
    blanks = len(_BLANK_AM.findall(text))
    if blanks and (am == 0 and blanks >= rules.blank_am_min):
        text, repairs = _BLANK_AM.sub("ำ", text), ["sara_am_as_blank"]
    elif blanks:
        text, repairs = _BLANK_AM.sub(lambda match: _joined_or_am(text, match), text), ["sara_am_as_blank"]
    elif am + aa >= rules.swapped_min and am / (am + aa) > rules.swapped_share:
        text, repairs = _restore(_BLANK_IN_WORD.sub("", text)), ["sara_aa_as_am"]
    elif am == 0 and aa >= rules.lost_min:
        restored = _restore(text)
        repairs = ["sara_am_as_aa"] if restored != text else []
        text = restored
    return text, repairs


def _joined_or_am(text: str, match: re.Match[str]) -> str:
    """Where a page has sound sara am too, the dictionary says whether a blank + sara aa is sara am or a torn word."""
    head = _THAI_RUN.findall(text[max(0, match.start() - _LONGEST_WORD) : match.start()])
    tail = _THAI_RUN.match(text, match.end())
    before, behind = (head[-1] if head else ""), (tail.group() if tail else "")
    return max("ำ", "า", key=lambda vowel: (_longest_word_over(before, vowel, behind), vowel == "ำ"))


def _longest_word_over(before: str, vowel: str, behind: str) -> int:
    """Length of the longest dictionary word that covers the vowel."""
    words = thai_words()
    return max(
        (
            i + 1 + j
            for i in range(min(len(before), 8) + 1)
            for j in range(min(len(behind), 12) + 1)
            if before[len(before) - i :] + vowel + behind[:j] in words
        ),
        default=0,
    )


def _restore(text: str) -> str:
    """Give every sara aa and sara am of a page back its own vowel, word by word from the dictionary.

    Where both words exist (ทา, ทำ) the one more frequent in Thai is taken; outside known words nothing changes to
    sara am, since sara aa is ten times as frequent.
    """
    return _THAI_RUN.sub(lambda match: _restore_run(match.group()), text)


def _restore_run(run: str) -> str:
    folded = run.replace("ำ", "า")
    spellings = _spellings()
    parts: list[str] = []
    place = 0
    while place < len(folded):
        for length in range(min(_LONGEST_WORD, len(folded) - place), 1, -1):
            word = spellings.get(folded[place : place + length])
            if word is not None:
                parts.append(word)
                place += length
                break
        else:
            parts.append(folded[place])
            place += 1
    return "".join(parts)


@cache
def _spellings() -> dict[str, str]:
    """Words by their spelling with every sara am written as sara aa; the most frequent where several coincide."""
    from pythainlp.corpus.ttc import word_freqs

    frequency = dict(word_freqs())
    spellings: dict[str, str] = {}
    for word in sorted(thai_words(), key=lambda word: (frequency.get(word, 0), word)):
        spellings[word.replace("ำ", "า")] = word
    return spellings
