"""Bytes to text: UTF-8, UTF-16/32 with their mark, and the Thai 8-bit code pages, told apart by content."""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

from extractors.errors import BinaryFileError, EmptyFileError, TooLargeError, UndecodableTextError
from extractors.limits import Limits

_MARKS = (  # the marks of UTF-32 begin with those of UTF-16
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_THAI = "cp874"  # TIS-620 and ISO 8859-11 are parts of it
_CONTROLS = bytes({*range(0x20)} - set(b"\t\n\v\f\r\x1a\x1b")) + b"\x7f"
_BLANK = re.compile("[\\s\\x00\ufeff\u200b-\u200f\u2060]*")

# Thai writing: a vowel sign or tone mark stands on a letter, a leading vowel stands before one.
_SIGN = re.compile("[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_SIGN_IN_PLACE = re.compile("(?<=[ก-ฮ\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])[\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]")
_LEADING = re.compile("[เ-ไ]")
_LEADING_IN_PLACE = re.compile("[เ-ไ](?=[ก-ฮเ])")
_EXPECTED = re.compile("[\t\n\f\r -~\u0e01-\u0e5b\xa0–—‘’“”•…€]")

_SAMPLE = 1_000_000
_MAX_CONTROL_SHARE = 0.02
_MIN_EXPECTED_SHARE = 0.97
_MIN_IN_PLACE_SHARE = 0.9
_MAX_DAMAGED_SHARE = 0.001


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text with line feeds as its only line ends, the encoding's name, and how many characters were lost (U+FFFD)."""

    text: str
    encoding: str
    damaged: int = 0


def decode(data: bytes, name: str, limits: Limits) -> Decoded:
    """Decode a text file.

    Strict UTF-8 is tried first; then UTF-8 with at most one bad byte in a thousand (a file cut off in a letter); then
    CP874, taken only if the result looks like Thai (see ``looks_thai``). Raises EmptyFileError, BinaryFileError,
    UndecodableTextError, TooLargeError.
    """
    decoded = _decode_marked(data, name) or _decode_unmarked(data, name)
    if len(decoded.text) > limits.max_text_chars:
        found = f"{len(decoded.text)} characters"
        raise TooLargeError(name=name, what="the text", found=found, limit=limits.max_text_chars)
    match = _BLANK.match(decoded.text)
    if match is not None and match.end() == len(decoded.text):
        raise EmptyFileError(name=name)
    return decoded


def looks_thai(text: str) -> bool:
    """Whether text read as CP874 can be Thai.

    At least 97 % of the characters are ASCII, Thai or common punctuation, and at least 90 % of the vowel signs, tone
    marks and leading vowels stand where Thai writing puts them (a French é read as CP874 is a tone mark on no letter).
    """
    sample = text[:_SAMPLE]
    placed = len(_SIGN_IN_PLACE.findall(sample)) + len(_LEADING_IN_PLACE.findall(sample))
    needing_place = len(_SIGN.findall(sample)) + len(_LEADING.findall(sample))
    expected = len(_EXPECTED.findall(sample))
    return expected >= _MIN_EXPECTED_SHARE * len(sample) and placed >= _MIN_IN_PLACE_SHARE * needing_place


def _decode_marked(data: bytes, name: str) -> Decoded | None:
    encoding = next((encoding for mark, encoding in _MARKS if data.startswith(mark)), None)
    if encoding is None:
        return None
    text = data.decode(encoding, errors="replace")
    damaged = text.count("\ufffd")
    if damaged > 1 + _MAX_DAMAGED_SHARE * len(text):
        raise UndecodableTextError(name=name)
    return Decoded(_plain_lines(text), encoding, damaged)


def _decode_unmarked(data: bytes, name: str) -> Decoded:
    sample = data[:_SAMPLE]
    if not sample.strip(b"\x00 \t\r\n\f\v"):
        sample = b" "  # blanks only: the caller says that the file is empty
    if len(sample) - len(sample.translate(None, _CONTROLS)) > 3 + _MAX_CONTROL_SHARE * len(sample):
        raise BinaryFileError(name=name)
    try:
        return Decoded(_plain_lines(data.decode("utf-8")), "utf-8")
    except UnicodeDecodeError:
        return _decode_damaged(data) or _decode_thai(data, name)


def _decode_damaged(data: bytes) -> Decoded | None:
    text = data.decode("utf-8", errors="replace")
    damaged = text.count("\ufffd")
    letters = sum(1 for character in text[:_SAMPLE] if character > "\x7f" and character != "\ufffd")
    if damaged > 1 + _MAX_DAMAGED_SHARE * len(text) or letters <= damaged:
        return None
    return Decoded(_plain_lines(text), "utf-8", damaged)


def _decode_thai(data: bytes, name: str) -> Decoded:
    try:
        text = data.decode(_THAI)
    except UnicodeDecodeError:
        raise UndecodableTextError(name=name) from None
    if not looks_thai(text):
        raise UndecodableTextError(name=name)
    return Decoded(_plain_lines(text), _THAI)


def _plain_lines(text: str) -> str:
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text.replace("\x00", "") if "\x00" in text else text
