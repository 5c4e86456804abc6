"""What the glyphs of a font stand for, proven from the font itself where the PDF's own map is missing or wrong.

A PDF's map from glyphs to letters (ToUnicode) is written by its producer and may leave glyphs out or name them falsely;
digits then vanish or come out as letters without any sign. Four things inside the file can prove a glyph:

* the character map of the embedded TrueType font, which many producers leave in place;
* the names that the font gives its glyphs (``uni0E51``, ``one``);
* ink where the map says blank: a glyph without width that shows something is the nikhahit of a split sara am;
* the order of the glyphs: where the producer's map gives both ends of a run and at least a third glyph in the same
  step, the glyphs between them are the letters between.

What none of them proves stays unknown. Nothing is guessed from shapes.
"""

from __future__ import annotations

import struct
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from functools import cache, partial
from io import BytesIO
from itertools import pairwise
from typing import Any
from weakref import proxy

from extractors.pdf.font_bounds import check_font
from normalizers.thai import clean

LETTERS_PROVEN = "letters_from_font"
DIGITS_PROVEN = "digits_from_font"
DIGITS_LOST = "digits_contradicted"
_MOST_FONTS = 64  # kept at a time: papers put together from many bring their own fonts with every page
_LOST = "\ufffd"
_NIKHAHIT = "\u0e4d"  # the part of sara am that has no key of its own
_RUNS = ((0x0E01, 0x0E3A), (0x0E3F, 0x0E5B), (0x30, 0x39))  # blocks without holes
_LONGEST_RUN = 12
_SAME_STEP = 3
_MAC_DIGITS = {19 + digit: str(digit) for digit in range(10)}  # of the standard glyph names of the post table
_MAC_NAMES = 258
_UNICODE = (*((0, encoding) for encoding in range(7)), (3, 1), (3, 10))  # platforms and encodings of a font's ``cmap``
_THAI = ("\u0e01", "\u0e5b")
_SHIFTED = ("\uf700", "\uf71a")  # Thai marks and letters moved out of each other's way
_DOUBTFUL = ((0x00, 0x1F), (0x7F, 0x9F), (0x0100, 0x02FF), (0xE000, 0xF6FF), (0xF71B, 0xF8FF), (0xFFFD, 0xFFFD))


def prove_fonts(resources: Any) -> None:
    """Make a resource manager of pdfminer prove the maps of its fonts as it loads them, and keep few of them.

    A font that the file does not hold is what viewers take in its place. Loading one whose tables run away raises
    PageLimitError.
    """
    from extractors.pdf.pictorial import draw_pictograms

    load = resources.get_font

    def get_font(number: object, spec: Mapping[str, Any]) -> Any:
        spec = spec or _in_place()
        if not number or number not in resources._cached_fonts:
            check_font(spec)
        font = load(number, spec)
        if not hasattr(font, "proven"):
            font.proven = {}
            if is_composite(spec):
                _prove(font, spec)
            draw_pictograms(font, spec)
            vars(font).pop("fontfile", None)  # nobody asks for its bytes again
        _keep(resources._cached_fonts, number)
        return font

    resources.get_font = get_font


def _in_place() -> dict[str, Any]:
    from pdfminer.psparser import LIT

    return {"Type": LIT("Font"), "Subtype": LIT("Type1"), "BaseFont": LIT("Helvetica")}


def _keep(fonts: dict[object, Any], number: object) -> None:
    """Mark a font as the one used last, and let go of the one not used for longest where there are too many."""
    if number in fonts:
        fonts[number] = fonts.pop(number)
    if len(fonts) > _MOST_FONTS:
        del fonts[next(iter(fonts))]


def repairs_of(texts: Iterable[str]) -> tuple[str, ...]:
    """The names of the repairs that proven texts stand for."""
    kinds = {DIGITS_LOST if text == _LOST else DIGITS_PROVEN if text.isdigit() else LETTERS_PROVEN for text in texts}
    return tuple(sorted(kinds))


def completed(given: Mapping[int, str], proofs: Mapping[int, frozenset[str]]) -> dict[int, str]:
    """The codes whose letter differs from the producer's map ``given``, with what they stand for.

    ``proofs`` holds what the font itself says of each code. Against the map the font is believed where it knows the
    glyph as one Thai letter or one digit and nothing else: producers name the parts of a shaped cluster after their
    neighbours (nikhahit as a blank, sara aa as sara am). Two different digits for one glyph contradict each other: it
    is lost.
    """
    changed = {code: text for code, letters in proofs.items() if (text := _proven(given.get(code, ""), letters))}
    sound = {code: text for code, text in given.items() if not _is_doubtful(text)} | changed
    return changed | {code: letter for code, letter in between(sound).items() if _is_doubtful(sound.get(code, ""))}


def _proven(given: str, letters: frozenset[str]) -> str | None:
    """What a glyph stands for if the font knows better than the map; None where it does not."""
    known = {_standard(letter) for letter in letters}
    if _standard(given) in known:
        return None
    digits = {letter for letter in known if letter.isdecimal()}
    if digits == known and len({int(digit) for digit in digits}) == 1:
        return _digit(given, min(digits))
    if len(known) != 1 or len(given) > 1:
        return None
    (letter,) = known
    return letter if _is_doubtful(given) or _THAI[0] <= letter <= _THAI[1] else None


def _digit(given: str, digit: str) -> str | None:
    """The digit of a glyph whose map says something else; the same digit in the other script is no contradiction."""
    if not given.isdecimal():
        return digit
    return None if int(given) == int(digit) else _LOST


def _standard(letter: str) -> str:
    """Marks of the private-use area as the standard ones."""
    return clean(letter) if len(letter) == 1 and _SHIFTED[0] <= letter <= _SHIFTED[1] else letter


def between(given: Mapping[int, str]) -> dict[int, str]:
    """The codes between two mapped ones that stand in the same distance as their letters do in Unicode."""
    mapped = sorted((code, ord(text)) for code, text in given.items() if len(text) == 1 and text != _LOST)
    steps = Counter(letter - code for code, letter in mapped)
    found: dict[int, str] = {}
    for (first, letter), (last, end) in pairwise(mapped):
        step = letter - first
        in_one_run = any(low <= letter and end <= high for low, high in _RUNS)
        if end - last == step and steps[step] >= _SAME_STEP and in_one_run and last - first <= _LONGEST_RUN:
            found |= {code: chr(code + step) for code in range(first + 1, last)}
    return found


def _is_doubtful(text: str) -> bool:
    """Whether a text of a map is none: empty, a control character, an accented letter, a private code of no font."""
    return not text or any(low <= ord(letter) <= high for letter in text for low, high in _DOUBTFUL)


def is_composite(spec: Mapping[str, Any]) -> bool:
    """Whether the dictionary is that of a composite font's descendant, whose codes are glyphs."""
    return str(getattr(spec.get("Subtype"), "name", "")).startswith("CIDFont")


def _prove(font: Any, spec: Mapping[str, Any]) -> None:
    """Put ``proven`` (code to text) on a composite font, and make it answer with that first."""
    given = dict(getattr(font.unicode_map, "cid2unichr", {}))
    proofs: dict[int, frozenset[str]] = {}
    if hasattr(font, "fontfile"):
        try:
            proofs = _proofs(font, spec, given)
        except MemoryError:
            raise
        except Exception:  # a damaged font proves nothing; the page is judged by what comes out
            proofs = {}
    font.proven = completed(given, proofs)
    if font.proven:
        # Without a reference of its own to the font, which would outlive its last use by far.
        proven, ask = font.proven, partial(type(font).to_unichr, proxy(font))
        font.to_unichr = lambda code: proven.get(code) or ask(code)


def _proofs(font: Any, spec: Mapping[str, Any], given: Mapping[int, str]) -> dict[int, frozenset[str]]:
    """What an embedded TrueType font says of the codes that the PDF uses for its glyphs."""
    from pdfminer.pdffont import TrueTypeFont

    data = font.fontfile.get_data()
    program = TrueTypeFont("", BytesIO(data))
    letters, find = _letters_by_glyph(program, data), glyph_of(spec)
    found = {code: letters[find(code)] for code in _codes_of(spec, letters)}
    blanks = [code for code, text in given.items() if text.isspace() and code not in found]
    marks = [code for code in blanks if font.char_width(code) == 0 and _has_ink(program, data, find(code))]
    return found | dict.fromkeys(marks, frozenset(_NIKHAHIT))


def _glyph_table(spec: Mapping[str, Any]) -> bytes | None:
    from pdfminer.pdftypes import PDFStream, resolve1

    table = resolve1(spec.get("CIDToGIDMap"))
    return table.get_data() if isinstance(table, PDFStream) else None


def glyph_of(spec: Mapping[str, Any]) -> Callable[[int], int]:
    """From the code of a glyph in the PDF to its index in the font; -1 for codes outside the table."""
    table = _glyph_table(spec)
    if table is None:
        return lambda code: code
    return lambda code: int.from_bytes(table[2 * code : 2 * code + 2], "big") if 2 * code + 1 < len(table) else -1


def _codes_of(spec: Mapping[str, Any], glyphs: Iterable[int]) -> Iterator[int]:
    """The codes that stand for some glyphs."""
    table, wanted = _glyph_table(spec), set(glyphs)
    if table is None:
        yield from wanted
    else:
        pairs = struct.iter_unpack(">H", table[: len(table) // 2 * 2])
        yield from (code for code, (glyph,) in enumerate(pairs) if glyph in wanted)


def _has_ink(font: Any, data: bytes, glyph: int) -> bool:
    """Whether a TrueType glyph has an outline."""
    head, loca = font.tables[b"head"][0], font.tables[b"loca"][0]
    (long,) = struct.unpack_from(">h", data, head + 50)
    start, end = struct.unpack_from(">2L" if long else ">2H", data, loca + glyph * (4 if long else 2))
    return bool(end > start)


def _letters_by_glyph(font: Any, data: bytes) -> dict[int, frozenset[str]]:
    """What a TrueType font says about its glyphs: its Unicode character map, else its glyph names."""
    letters: dict[int, set[str]] = {}
    for code, glyph in character_map(font).items():
        if glyph:
            letters.setdefault(glyph, set()).add(chr(code))
    if not letters and b"post" in font.tables:
        offset, length = font.tables[b"post"]
        letters = {glyph: {text} for glyph, text in _named(data[offset : offset + length])}
    return {glyph: frozenset(texts) for glyph, texts in letters.items()}


def character_map(font: Any, wanted: Collection[tuple[int, int]] = _UNICODE) -> dict[int, int]:
    """Code point to glyph, from every subtable of the font's ``cmap`` of a wanted platform and encoding."""
    found: dict[int, int] = {}
    if b"cmap" not in font.tables:
        return found
    base, _ = font.tables[b"cmap"]
    font.fp.seek(base + 2)
    (count,) = struct.unpack(">H", font.fp.read(2))
    subtables = [struct.unpack(">HHL", font.fp.read(8)) for _ in range(min(count, 64))]
    for platform, encoding, offset in subtables:
        if (platform, encoding) in wanted:
            font.fp.seek(base + offset)
            (kind,) = struct.unpack(">H", font.fp.read(2))
            parse = getattr(font, f"parse_cmap_format_{kind}", None)
            if parse is not None:
                parse(font.fp, found)
    return found


def _named(post: bytes) -> Iterator[tuple[int, str]]:
    """Glyphs with a telling name, from a ``post`` table of version 2."""
    if post[:4] != b"\x00\x02\x00\x00":
        return
    (count,) = struct.unpack_from(">H", post, 32)
    indices = struct.unpack_from(f">{count}H", post, 34)
    names = list(_pascal_strings(post[34 + 2 * count :]))
    for glyph, index in enumerate(indices):
        text = _MAC_DIGITS.get(index)
        if index >= _MAC_NAMES and index - _MAC_NAMES < len(names):
            text = _letter_of(names[index - _MAC_NAMES])
        if text:
            yield glyph, text


def _pascal_strings(data: bytes) -> Iterator[str]:
    place = 0
    while place < len(data):
        length = data[place]
        yield data[place + 1 : place + 1 + length].decode("latin-1")
        place += 1 + length


@cache
def _letter_of(name: str) -> str | None:
    """The letter that a glyph name stands for (Adobe's list of names); None for names of the font's own making."""
    from pdfminer.encodingdb import name2unicode

    try:
        text = name2unicode(name)
    except (KeyError, ValueError):
        return None
    return text if len(text) == 1 else None
