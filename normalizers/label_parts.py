"""Taking a printed label apart: bullets, "ตัวชี้วัดที่ n" or a list number, the label itself, and what follows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

from normalizers import thai
from normalizers.label_similarity import settings

DIGIT = "[0-9๐-๙]"
_ARABIC = str.maketrans(thai.THAI_DIGITS, thai.ARABIC_DIGITS)
_MARKS = "[่-๎]?"
_GAP = r"[ \t\n]{0,2}"
_LOOKALIKE = {"ต": "ตคดศ", "ว": "วอ", "ช": "ชขซ", "ด": "ดคตศ", "ท": "ทห", "ย": "ยบ"}
_VOWELS = "[ัิีึืํ็ุู]?"  # dirt below a letter is read as a vowel as well


def damaged(word: str) -> str:
    """Pattern of a Thai word of consonants and above vowels: look-alikes, lost or added vowels and marks, blanks."""
    parts = [f"[{_LOOKALIKE.get(letter, letter)}]{_VOWELS}{_MARKS}" for letter in word if "ก" <= letter <= "ฮ"]
    return _GAP.join(parts)


_INDICATOR_WORD = rf"(?:{damaged('ตัวชี้วัด')}|{damaged('ชี้วัด')}|{damaged('ตัววัด')}(?=\s?ที่)|ตชว\.?)"
_SUB = f"(?:{_GAP}{damaged('ย')}่?{_GAP}[อว]่?{_GAP}{damaged('ย')})?"
_AT = rf"{_GAP}ท[ีิึื]{_MARKS}"

_COUNTED = "|".join(map(re.escape, settings()["split"]["counted"]))

# ตัวชี้วัดที่ ๑๐, ตัวชี้วัด 3, ตัวชี้วัดย่อยที่ ๙.๓; "sub" is the number behind the point. A range ("ที่ 1 - 5") and
# a count ("ตัวชี้วัด 10 ตัว") name no indicator.
PREFIX = re.compile(
    rf"(?:{_INDICATOR_WORD}(?P<minor>{_SUB})(?P<at>{_AT})?|(?i:\b(?:kpi|indicator)(?:[ \t]?(?:no|number))?))"
    rf"[ \t\n.:#(]{{0,3}}(?P<number>{DIGIT}{{1,2}})(?:\.(?P<sub>{DIGIT})(?!{DIGIT}))?(?!{DIGIT}|[.,]{DIGIT})"
    rf"(?!\s?(?:[-–—]|ถึง)\s?{DIGIT}{{1,2}}(?!{DIGIT}|[.,]{DIGIT}))(?(at)|(?!{_GAP}(?:{_COUNTED})))"
)
# The word alone ("ตัวชี้วัด การใช้งบประมาณ").
WORD = re.compile(rf"{_INDICATOR_WORD}{_SUB}(?:{_AT})?")
LIST_NUMBER = re.compile(
    rf"[(\[]?(?P<number>{DIGIT}{{1,2}})"
    rf"(?:[.)\]]{{1,2}}(?!{DIGIT})|[ \t]*[:\-–][ \t]|[ \t]+(?=[\u0e01-\u0e2e\u0e40-\u0e44]))"
)
OUTLINE_NUMBER = re.compile(rf"[(\[]?{DIGIT}{{1,2}}(?:\.{DIGIT}{{1,2}})+[.)\]]?[ \t]+")
BULLET = re.compile(r"[\s*#>•●○▪◦∙·➢✓\-–—|\"'“”(\[]+")
_NUMBER_TAIL = re.compile(rf"[(\[:=]|{DIGIT}|\s[–—-]\s")


@dataclass(frozen=True, slots=True)
class LabelParts:
    """A printed label taken apart.

    ``printed_number`` is the number of "ตัวชี้วัดที่ n" or of the list (it may be a rank), ``label`` the wording in
    between, ``rest`` what follows (a score, an abbreviation in brackets, prose). ``sub`` is the second number of
    "ตัวชี้วัดย่อยที่ 9.3"; ``named`` tells that the word for indicator stood before the number or the label.
    """

    printed_number: int | None
    label: str
    rest: str
    sub: int | None = None
    named: bool = False


def number_of(text: str) -> int:
    """Value of Thai or Arabic digits."""
    return int(text.translate(_ARABIC))


@cache
def _tails() -> re.Pattern[str]:
    words = sorted(settings()["split"]["tails"], key=len, reverse=True)
    return re.compile(rf"(?:{'|'.join(map(re.escape, words))})")


def _skip(pattern: re.Pattern[str], text: str, start: int) -> int:
    match = pattern.match(text, start)
    return match.end() if match else start


def split_label(text: str) -> LabelParts:
    """Take a cell or a heading apart; a text without number or tail is all label."""
    start = _skip(BULLET, text, 0)
    start = _skip(BULLET, text, _skip(OUTLINE_NUMBER, text, start))
    listed = LIST_NUMBER.match(text, start)
    after_list = _skip(BULLET, text, listed.end()) if listed else start
    prefix = PREFIX.match(text, after_list)
    word = None if prefix else WORD.match(text, after_list)
    number, sub = (number_of(listed["number"]) if listed else None), None
    if prefix:
        number, sub = number_of(prefix["number"]), number_of(prefix["sub"]) if prefix["sub"] else None
    begin = prefix.end() if prefix else word.end() if word else after_list
    begin = _skip(re.compile(r"[\s.:)\]\-–—*]+"), text, begin)
    end = label_end(text, begin)
    return LabelParts(number, text[begin:end].strip(" \n\t*_"), text[end:].strip(), sub, bool(prefix or word))


def label_end(text: str, begin: int, reach: int = 10_000) -> int:
    """Where the label that begins at ``begin`` gives way to a score, a bracket or the words of a sentence."""
    end = min(len(text), begin + reach)
    for pattern in (_NUMBER_TAIL, _tails()):
        match = pattern.search(text, begin + 1, end)
        end = match.start() if match else end
    return end
