"""Numbers as printed in Thai papers: Thai, Arabic and mixed digits, torn or doubtful decimals, scores, misreadings.

Nothing here decides what a number means. Whatever is doubtful about a reading is a flag of it, and what cannot be one
number ("9.4.1", "1.234,56", "9O.42") has no value or is left out, so that a wrong number cannot look right.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from itertools import pairwise
from pathlib import Path
from typing import Literal

from normalizers.thai import ARABIC_DIGITS, THAI_DIGITS

Digits = Literal["thai", "arabic", "mixed"]

_ARABIC = str.maketrans(THAI_DIGITS, ARABIC_DIGITS)
_D = "[0-9๐-๙]"
_LOST = "\ufffd"  # stands for a letter that its reader could not read: beside digits it may have been a digit
_MAYBE_D = f"[0-9๐-๙{_LOST}]"
# Letters are part of a token so that "o8", "9O.42" and "V2.1" are seen as what they are: no numbers.
_IN = f"A-Za-z0-9๐-๙{_LOST}"
_TORN = f"(?<![{_IN}.,]){_MAYBE_D}{{1,3}}(?: +\\. ?|\\. +){_MAYBE_D}{{1,2}}(?![{_IN}]|[.,]{_MAYBE_D})"
_TOKEN = re.compile(f"(?P<torn>{_TORN})|[{_IN}]+(?:[.,][{_IN}]+)*")
_CHAIN = re.compile(f"(?:[A-Za-z]{{2,}}[.,]?)?(?P<chain>{_D}+(?:[.,]{_D}+)*)(?:[A-Za-z]{{2,}})?")
_TORN_AFTER_POINT = re.compile(f"{_MAYBE_D}{{2,3}}\\. +{_MAYBE_D}{{2}}")
_THOUSANDS = re.compile(r"[1-9][0-9]{0,2}(?:,[0-9]{3})+(?:\.[0-9]+)?")
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)?")
_DECIMAL_COMMA = re.compile(r"[0-9]{1,3},[0-9]{2}")
_LIST = re.compile(r"[0-9]+(?:,[0-9]+)+")
_RANGE_GAP = re.compile(r"\s*%?\s*(?:[-–—−~]|ถึง)\s*")
_RANGE_GAP_LENGTH = 12
_NEAR = 200  # how far around a number a line is looked at
_LONGEST = 15  # digits that a float64 still holds exactly


@dataclass(frozen=True, slots=True)
class Number:
    """One number in a text: ``text[start:end] == raw``.

    ``value`` is None where the digits are no single number ("9.4.1") or too many for one. ``guessed``: a comma was
    taken for the decimal point. ``mended``: a blank beside the decimal point was dropped. ``leading_zero``: "08", an
    item code rather than the number 8. ``range_part``: one end of "95.00 - 100". A minus sign counts only before a
    decimal ("-0.48", a difference), since elsewhere it is a bullet or a dash.
    """

    start: int
    end: int
    raw: str
    value: float | None
    decimals: int
    digits: Digits
    percent: bool
    guessed: bool = False
    mended: bool = False
    leading_zero: bool = False
    range_part: bool = False


@dataclass(frozen=True, slots=True)
class Score:
    """A score cell: ``value`` in points 0..100 rounded to 2 decimals, None where the cell does not say one."""

    raw: str
    value: float | None
    decimals: int = 0
    percent: bool = False
    guessed: bool = False
    mended: bool = False


@dataclass(frozen=True, slots=True)
class Misreading:
    """A value (points 0..100) that may have been printed where something else was read, and how unlikely that is."""

    value: float
    kind: str
    cost: float


@dataclass(frozen=True, slots=True)
class _Data:
    score_words: re.Pattern[str]
    score_signs: str
    percent_before: re.Pattern[str]
    percent_after: re.Pattern[str]
    look_alikes: dict[str, dict[str, str]]
    cost: dict[str, float]


def _alternatives(words: list[str]) -> str:
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True))


def _symmetrical(pairs: list[str]) -> dict[str, str]:
    """Each digit (Arabic) and the digits that it may be taken for."""
    table: dict[str, str] = {}
    for pair in pairs:
        first, second = tuple(pair.translate(_ARABIC))
        table[first] = table.get(first, "") + second
        table[second] = table.get(second, "") + first
    return table


@cache
def _data() -> _Data:
    data = tomllib.loads(Path(__file__).with_suffix(".toml").read_text("utf-8"))
    pairs = data["look_alikes"]
    return _Data(
        score_words=re.compile(_alternatives(data["score_cell"]["words"]), re.IGNORECASE),
        score_signs=data["score_cell"]["signs"],
        percent_before=re.compile(f"(?:{_alternatives(data['percent']['before'])})\\s*$"),
        percent_after=re.compile(f"\\s*(?:{_alternatives(data['percent']['after'])})"),
        look_alikes={
            "thai": _symmetrical(pairs["thai"]),
            "arabic": _symmetrical(pairs["arabic"]),
            "mixed": _symmetrical(sorted({pair.translate(_ARABIC) for pair in pairs["thai"] + pairs["arabic"]})),
        },
        cost=data["cost"],
    )


def to_arabic(text: str) -> str:
    """The text with Thai digits as Arabic ones; everything else, and the length, stays."""
    return text.translate(_ARABIC)


def _script(raw: str) -> Digits:
    thai = any("๐" <= char <= "๙" for char in raw)
    arabic = any("0" <= char <= "9" for char in raw)
    return "mixed" if thai and arabic else "thai" if thai else "arabic"


def _is_percent(text: str, start: int, end: int) -> bool:
    data = _data()
    return bool(data.percent_before.search(text[max(0, start - 20) : start]) or data.percent_after.match(text, end))


def _is_negative(text: str, start: int) -> bool:
    return start > 0 and text[start - 1] in "-−" and (start == 1 or text[start - 2] in " \t\n(|")


def _is_beheaded(text: str, start: int, plain: str) -> bool:
    """Whether digits stand behind a point that nothing stands before (".94"): 0.94, or what was before it is lost."""
    alone = text[start - 1 : start] == "." and (start == 1 or text[start - 2] in " \t\n(|")
    return alone and plain.isdecimal()


def _number(text: str, start: int, end: int, plain: str, **flags: bool) -> Number:
    """A number of the digits ``plain`` ("94.08", "7"; anything else, and ".94", has no value)."""
    point = plain.find(".")
    decimals = len(plain) - point - 1 if point >= 0 else 0
    value = None
    if _DECIMAL.fullmatch(plain) and len(plain) <= _LONGEST and not _is_beheaded(text, start, plain):
        value = float(plain)
        if decimals and _is_negative(text, start):
            value = -value
    return Number(
        start=start,
        end=end,
        raw=text[start:end],
        value=value,
        decimals=decimals if value is not None else 0,
        digits=_script(text[start:end]),
        percent=_is_percent(text, start, end),
        leading_zero=len(plain) > 1 and plain.startswith("0") and plain.isdecimal(),
        **flags,
    )


def _numbers_of_chain(text: str, start: int, end: int) -> Iterator[Number]:
    """Numbers of digits joined by points and commas without a blank."""
    plain = to_arabic(text[start:end])
    if _THOUSANDS.fullmatch(plain):
        yield _number(text, start, end, plain.replace(",", ""))
    elif _DECIMAL_COMMA.fullmatch(plain):
        yield _number(text, start, end, plain.replace(",", "."), guessed=True)
    elif _LIST.fullmatch(plain) and not any(len(part) == 3 for part in plain.split(",")[1:]):
        for part in plain.split(","):
            yield _number(text, start, start + len(part), part)
            start += len(part) + 1
    else:
        yield _number(text, start, end, plain)


def _torn_is_number(text: str, match: re.Match[str]) -> bool:
    """Whether "94. 08" is a torn decimal; "12. 25 ..." at the start of a line rather numbers an entry."""
    raw = match.group()
    if " " in raw.partition(".")[0]:
        return True
    before = text[max(0, match.start() - _NEAR) : match.start()].rpartition("\n")[2]
    after = text[match.end() : match.end() + _NEAR].partition("\n")[0]
    leads = not before.strip()
    goes_on = after.strip(" \t)]%*|")
    return bool(_TORN_AFTER_POINT.fullmatch(raw)) and not (leads and goes_on)


def _scan(text: str) -> Iterator[Number]:
    position = 0
    while match := _TOKEN.search(text, position):
        position = match.end()
        if match["torn"]:
            if _torn_is_number(text, match):
                plain = re.sub(" ", "", to_arabic(match.group()))
                yield _number(text, match.start(), match.end(), plain, mended=True)
                continue
            digits = re.match(f"{_MAYBE_D}+", match.group())
            position = match.start() + digits.end()  # type: ignore[union-attr]  # the pattern begins so
            if _LOST not in text[match.start() : position]:
                yield from _numbers_of_chain(text, match.start(), position)
        elif chain := _CHAIN.fullmatch(match.group()):
            yield from _numbers_of_chain(text, match.start() + chain.start("chain"), match.start() + chain.end("chain"))


def _mark_ranges(text: str, numbers: list[Number]) -> list[Number]:
    """Flag both ends of "95.00 - 100"; three or more numbers joined by dashes are a date or a telephone number."""
    joined = [
        b.start - a.end <= _RANGE_GAP_LENGTH and bool(_RANGE_GAP.fullmatch(text, a.end, b.start))
        for a, b in pairwise(numbers)
    ]
    joined = [False, *joined, False, False]
    marked = list(numbers)
    for index in range(len(numbers) - 1):
        if joined[index + 1] and not joined[index] and not joined[index + 2]:
            for place in (index, index + 1):
                value = marked[place].value
                marked[place] = replace(marked[place], range_part=True, value=abs(value) if value is not None else None)
    return marked


def find_numbers(text: str) -> list[Number]:
    """All numbers of a text in order; see ``Number`` for the flags.

    Dotted leaders around a number are no part of it, thousands commas are, "1,2,3" are three numbers. Digits beside a
    single Latin letter ("o8", "9O.42") or beside U+FFFD are no number. Years, dates and telephone
    numbers come out as bare numbers.
    """
    return _mark_ranges(text, list(_scan(text)))


def parse_score(text: str) -> Score | None:
    """The score that a cell holds: a number 0..100 with nothing but words like คะแนน or ร้อยละ and brackets around it.

    None for an empty text. A cell that holds something else (a dash, a text, "08", a range, two numbers, a number out
    of range) gives a ``Score`` without a value, its text kept as ``raw``.
    """
    raw = text.strip()
    if not raw:
        return None
    numbers = find_numbers(raw)
    if len(numbers) != 1:
        return Score(raw, None)
    number = numbers[0]
    around = _data().score_words.sub("", raw[: number.start] + "\n" + raw[number.end :])
    if around.strip(_data().score_signs) or number.leading_zero or number.value is None or not 0 <= number.value <= 100:
        return Score(raw, None)
    exact = Decimal(str(number.value)).quantize(Decimal("0.01"), ROUND_HALF_UP)  # as a spreadsheet rounds
    value = float(exact)
    return Score(raw, value, number.decimals, number.percent, number.guessed, number.mended)


def _score_value(plain: str) -> float | None:
    """The value of a well-formed score print ("94.08", "100", "7.5"), None for anything else."""
    whole, _, decimals = plain.partition(".")
    if not re.fullmatch(r"[0-9]{1,3}(?:\.[0-9]{1,2})?", plain) or len(decimals) > 2:
        return None
    if len(whole) > 1 and whole[0] == "0":
        return None
    value = float(plain)
    return value if value <= 100 else None


def _with_other_digits(plain: str, table: dict[str, str]) -> Iterator[str]:
    for place, char in enumerate(plain):
        for other in table.get(char, ""):
            yield plain[:place] + other + plain[place + 1 :]


def _with_one_digit_more(plain: str) -> Iterator[str]:
    for place in range(len(plain) + 1):
        for digit in ARABIC_DIGITS:
            yield plain[:place] + digit + plain[place:]


def _without_doubled_digit(plain: str) -> Iterator[str]:
    for place in range(1, len(plain)):
        if plain[place] == plain[place - 1]:
            yield plain[:place] + plain[place + 1 :]


def _with_point(digits: str) -> Iterator[str]:
    for decimals in (2, 1):
        if len(digits) > decimals:
            yield digits[:-decimals] + "." + digits[-decimals:]


def _printed(raw: str) -> tuple[str, str]:
    """The digits and the point of a print in Arabic digits: as one piece, and with blanks where it was torn."""
    torn = " ".join(re.findall(r"[0-9.,]+", to_arabic(raw)))
    torn = re.sub(r"^[.,]+|[.,]+$|[.,]{2,}", "", torn)
    plain = torn.replace(" ", "")
    comma_is_point = _DECIMAL_COMMA.fullmatch(plain) is not None
    return plain.replace(",", "." if comma_is_point else ""), torn


def _candidates(raw: str) -> Iterator[tuple[str, str]]:
    """Kind of misreading and what would have been printed, unchecked."""
    plain, torn = _printed(raw)
    digits = plain.replace(".", "")
    if " " in torn and plain.count(".") <= 1:
        yield "split_cell", plain
    for text in _with_point(digits):
        if text != plain:
            yield "lost_point" if "." not in plain else "moved_point", text
    for text in _with_other_digits(plain, _data().look_alikes[_script(raw)]):
        yield "look_alike", text
    for text in _without_doubled_digit(plain):
        yield "doubled_digit", text
    for text in _with_one_digit_more(plain):
        yield "lost_digit", text


def _cheapest(raw: str, candidates: Iterator[tuple[str, str]]) -> list[Misreading]:
    read = parse_score(raw)
    best: dict[float, Misreading] = {}
    for kind, plain in candidates:
        value = _score_value(plain)
        if value is None or (read is not None and read.value == value):
            continue
        cost = _data().cost[kind]
        if value not in best or cost < best[value].cost:
            best[value] = Misreading(value, kind, cost)
    return sorted(best.values(), key=lambda misreading: (misreading.cost, misreading.value))


def any_digit_misreadings(raw: str) -> list[Misreading]:
    """What may have been printed where ``raw`` was read: all scores 0..100 one misreading away.

    Kinds: ``look_alike`` (pairs of ``numerals.toml`` for the kind of digits printed), ``lost_digit``,
    ``doubled_digit``, ``lost_point`` ("9408"), ``moved_point`` ("940.8"), ``split_cell`` ("99.3 5"), and
    ``other_digit``, any single digit replaced. The value read itself is not among them. Cheapest first, each value once
    with its cheapest kind.
    """

    def all_candidates() -> Iterator[tuple[str, str]]:
        yield from _candidates(raw)
        every = {digit: ARABIC_DIGITS.replace(digit, "") for digit in ARABIC_DIGITS}
        for text in _with_other_digits(_printed(raw)[0], every):
            yield "other_digit", text

    return _cheapest(raw, all_candidates())
