"""What stands on the strips: numbers of every shape, words of the domain, places, random words, random characters.

Words are put together by chance, so that the network learns to read what is there and not what it expects. Digits are
always drawn evenly.
"""

from __future__ import annotations

import random
import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extractors.ocr.reader.alphabet import LEADER, plain

_ROOT = Path(__file__).parents[1]
_VOCABULARIES = ("normalizers/**/*.toml", "extractors/**/*.toml")
_ALIKE = ("๔๕", "๓๗๑", "๑๐๘", "๘๙๔๕", "๒๓๗๖")
_THAI_DIGITS = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
_LATIN = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_PUNCTUATION = "-./():%,;'\"!?&*+=[]_@#<>|฿°"
_CONSONANTS = "กขคฆงจฉชซฌญฎฏฐฑฒณดตถทธนบปผฝพฟภมยรลวศษสหฬอฮ"
_LEADING, _FOLLOWING, _UPPER, _LOWER, _TONES = "เแโใไ", "าำะๅ", "ัิีึื็ํ", "ฺุู", "่้๊๋์"
_NO_START = re.compile("^[\u0e31\u0e33-\u0e3a\u0e45\u0e47-\u0e4e]+")
_PATTERN = re.compile(r"[\\^$*\[\]{}|?]|\(\?")
_BEFORE = (
    "",
    "",
    " ",
    "(",
    "เท่ากับ ",
    "ร้อยละ ",
    "ร้อยละ",
    "คะแนน ",
    "ที่ ",
    "ข้อ ",
    "พ.ศ. ",
    "พ.ศ.",
    "ปี ",
    "= ",
    ": ",
    "- ",
)
_AFTER = ("", "", " ", ")", " คะแนน", "คะแนน", " คะแนน)", ".", ") ", "%", " %", " บาท", "/", " ระดับ", ":", ",")
_MONTHS = [
    "มกราคม",
    "กุมภาพันธ์",
    "มีนาคม",
    "เมษายน",
    "พฤษภาคม",
    "มิถุนายน",
    "กรกฎาคม",
    "สิงหาคม",
    "กันยายน",
    "ตุลาคม",
    "พฤศจิกายน",
    "ธันวาคม",
]
_SHORT_MONTHS = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]


@dataclass(frozen=True, slots=True)
class Words:
    """The lists that texts are drawn from."""

    domain: tuple[str, ...]
    places: tuple[str, ...]
    common: tuple[str, ...]


@cache
def words() -> Words:
    """The product's vocabularies, the gazetteer, and the word list of pythainlp."""
    import geothai
    from pythainlp.corpus import thai_words

    domain: set[str] = set()
    for pattern in _VOCABULARIES:
        for path in _ROOT.glob(pattern):
            with path.open("rb") as file:
                domain.update(text for text in _strings(tomllib.load(file)) if _is_wording(text))
    provinces = list(geothai.provinces())
    districts = [district for province in provinces for district in geothai.districts(province.code)]
    subdistricts = [sub for district in districts for sub in geothai.subdistricts(district.code)]
    places = {place.name_th for place in (*provinces, *districts, *subdistricts)}
    common = {word for word in thai_words() if plain(word) == word and 1 < len(word) < 14}
    return Words(*(tuple(sorted(part)) for part in ({plain(d) for d in domain} - {""}, places, common)))


def _strings(value: object) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _is_wording(text: str) -> bool:
    return any("\u0e01" <= c <= "\u0e5b" for c in text) and not _PATTERN.search(text)


class Texts:
    """Draws texts. The share of each kind is its weight."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.words = words()
        self.kinds: dict[Callable[[], str], float] = {
            self.lone_number: 20,
            self.score: 14,
            self.number_in_text: 22,
            self.domain: 17,
            self.place: 6,
            self.common: 18,
            self.syllables: 7,
            self.latin: 5,
            self.date: 3,
            self.form: 5,
            self.digits: 3,
        }

    def text(self) -> str:
        """A text, written as the reader should write it; may be empty."""
        made = self.chance.choices(list(self.kinds), list(self.kinds.values()))[0]()
        return _NO_START.sub("", plain(made)).strip()

    def number(self) -> str:
        """A number of any shape, six of ten in Thai digits."""
        pick = self.chance.random()
        value = next(make for limit, make in self._shapes() if pick < limit)()
        return value.translate(_THAI_DIGITS) if self.chance.random() < 0.6 else value

    def _shapes(self) -> Iterable[tuple[float, Callable[[], str]]]:
        chance = self.chance
        whole = chance.randint
        yield 0.52, lambda: f"{whole(0, 99)}.{whole(0, 99):02d}"
        yield 0.55, lambda: chance.choice(("100.00", "100", "0.00", "0", "99.99"))
        yield 0.60, lambda: f"{whole(0, 9)}.{whole(0, 99):02d}"
        yield 0.67, lambda: str(whole(2550, 2579))
        yield 0.75, lambda: str(whole(0, 99))
        yield 0.80, lambda: f"{whole(1, 12)}.{whole(1, 19)}"
        yield 0.83, lambda: f"{whole(0, 100)}.{whole(0, 9999):0{whole(1, 4)}d}"
        yield 0.88, lambda: f"{whole(1, 999)},{whole(0, 999):03d}" + chance.choice(("", f".{whole(0, 99):02d}"))
        yield 0.90, lambda: f"{whole(1, 999)}/{whole(2555, 2570)}"
        yield 0.92, lambda: f"{whole(1, 9)}.{whole(1, 19)}.{whole(1, 9)}"
        yield 0.94, lambda: f"{whole(0, 99)}.{whole(0, 99):02d}-{whole(0, 100)}.{whole(0, 99):02d}"
        yield 0.96, lambda: f"{whole(0, 24):02d}{chance.choice('.:')}{whole(0, 59):02d}"
        yield 1.01, lambda: "".join(chance.choices("0123456789", k=whole(1, 10)))

    def lone_number(self) -> str:
        """What stands in a cell of a score table."""
        pick = self.chance.random()
        if pick < 0.7:
            return self.number()
        if pick < 0.85:
            return self.chance.choice(_BEFORE) + self.number() + self.chance.choice(_AFTER)
        return self.number() + self.chance.choice((" - ", "/", " ", "-", " , ", "  ", " / ")) + self.number()

    def score(self) -> str:
        """A score in Thai digits, half of them of digits that differ by a bend or a loop."""
        digits = self.chance.choice(("๐๑๒๓๔๕๖๗๘๙", self.chance.choice(_ALIKE)))
        first, last = ("".join(self.chance.choices(digits, k=2)) for _ in range(2))
        return f"{first}.{last}"

    def number_in_text(self) -> str:
        """A number between words."""
        before = self.some_words(self.chance.randint(0, 2), self.any_word)
        after = self.some_words(self.chance.randint(0, 2), self.any_word)
        return before + self.chance.choice(_BEFORE) + self.number() + self.chance.choice(_AFTER) + after

    def any_word(self) -> str:
        """A word of the domain or any other."""
        pick = self.chance.random()
        if pick < 0.5:
            return self.chance.choice(self.words.common)
        return self.part_of(self.chance.choice(self.words.domain if pick < 0.9 else self.words.places))

    def part_of(self, text: str) -> str:
        """A piece of a text that begins anywhere."""
        length = self.chance.randint(3, 26)
        start = self.chance.randrange(max(1, len(text) - length + 1))
        return text[start : start + length]

    def domain(self) -> str:
        """Wording of the domain, sometimes numbered."""
        text = self.part_of(self.chance.choice(self.words.domain))
        pick = self.chance.random()
        if pick < 0.2:
            return f"{self.number()}{self.chance.choice(('. ', ') ', ' ', '.'))}{text}"
        return text + (" " + self.part_of(self.chance.choice(self.words.domain)) if pick < 0.45 else "")

    def place(self) -> str:
        """Places and bodies named after them."""
        before = (
            "ตำบล",
            "อำเภอ",
            "จังหวัด",
            "เทศบาลตำบล",
            "เทศบาลเมือง",
            "องค์การบริหารส่วนตำบล",
            "อบต.",
            "ทต.",
            "ต.",
            "อ.",
            "จ.",
            "",
        )
        chosen = self.chance.sample(before, self.chance.randint(1, 2))
        return " ".join(word + self.chance.choice(self.words.places) for word in chosen)

    def common(self) -> str:
        """Words of the language in a row."""
        return self.some_words(self.chance.randint(1, 5), lambda: self.chance.choice(self.words.common))

    def some_words(self, count: int, word: Callable[[], str]) -> str:
        """Words with a blank here and there."""
        return "".join(word() + (" " if self.chance.random() < 0.18 else "") for _ in range(count))

    def syllables(self) -> str:
        """Random syllables: no word helps to read them."""
        return "".join(self._syllable() for _ in range(self.chance.randint(1, 8)))

    def _syllable(self) -> str:
        chance, pick = self.chance, self.chance.random
        text = (chance.choice(_LEADING) if pick() < 0.25 else "") + chance.choice(_CONSONANTS)
        vowel = chance.choice(_UPPER + _LOWER) if pick() < 0.45 else ""
        tone = chance.choice(_TONES) if pick() < 0.35 and vowel not in ("็", "ํ", "ฺ") else ""
        text += vowel + tone + (chance.choice(_FOLLOWING) if pick() < 0.25 and vowel not in ("็", "ํ", "ฺ") else "")
        return text + (chance.choice("ๆฯ ") if pick() < 0.06 else "")

    def latin(self) -> str:
        """Latin letters and signs, codes of items, abbreviations."""
        chance = self.chance
        pick = chance.random()
        if pick < 0.25:
            return chance.choice(("ITA", "IIT", "EIT", "OIT", "ITAS", "O", "o", "QR Code", "ITA Online", "www.")) + (
                f" {self.number()}" if pick < 0.15 else f"{chance.randint(1, 48)}"
            )
        letters = chance.choice((_LATIN, _LATIN, _LATIN[:26], _LATIN[26:], _LATIN + _PUNCTUATION + "0123456789    "))
        return " ".join("".join(chance.choices(letters, k=chance.randint(1, 9))) for _ in range(chance.randint(1, 3)))

    def date(self) -> str:
        """Dates and times as clerks write them."""
        chance = self.chance
        day, month, year = chance.randint(1, 31), chance.choice(_MONTHS + _SHORT_MONTHS), chance.randint(2555, 2572)
        text = chance.choice(
            (f"{day} {month} {year}", f"{day} {month} {year % 100}", f"{month} {year}", f"{day}/{day % 12}/{year}")
        )
        text = chance.choice(("", "", "ณ วันที่ ", "วันที่ ", "(")) + text
        return text.translate(_THAI_DIGITS) if chance.random() < 0.6 else text

    def form(self) -> str:
        """Boxes to tick and rows of dots to fill in."""
        chance = self.chance
        if chance.random() < 0.5:
            box = chance.choice(("☐", "☑", "✓", "•", "( )", "(✓)", "[ ]", "-", "*"))
            return f"{box} {self.any_word()}" if chance.random() < 0.8 else box
        inner = chance.choice((self.number(), self.any_word(), ""))
        return (
            chance.choice(("", self.any_word())) + LEADER + inner + chance.choice((LEADER, LEADER, "", self.any_word()))
        )

    def digits(self) -> str:
        """Digits and points of both systems in no order."""
        chance = self.chance
        pool: Sequence[str] = chance.choice(
            ("0123456789", "๐๑๒๓๔๕๖๗๘๙", "๐๑๒๓๔๕๖๗๘๙.", "0123456789.", "๐๑๒๓๔๕๖๗๘๙0123456789")
        )
        return "".join(chance.choices(pool, k=chance.randint(2, 10)))
