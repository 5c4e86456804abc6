"""Numbers that touch a letter which could not be read: which digit was lost cannot be known, so none of them counts."""

from __future__ import annotations

import re

LOST = "\ufffd"

# What stands for a letter that was not read: U+FFFD, glyphs without a map, control characters, and the extended Latin
# letters and modifier signs that broken maps put where Thai digits were.
_BAD = "\ufffd\u0000-\u0008\u000e-\u001f\u007f-\u009f\u0100-\u02ff"
_CID = re.compile(r"\(cid:\d+\)")
_TOKEN = re.compile(f"[0-9๐-๙.,%{_BAD}]*[{_BAD}][0-9๐-๙.,%{_BAD}]*")
_UNKNOWN = re.compile(f"[{_BAD}]")
_DIGIT = re.compile("[0-9๐-๙]")


def distrusted(text: str) -> str:
    """The text with every unreadable letter as U+FFFD, and every digit of a number that touches one as well."""
    text = _CID.sub(LOST, text)
    if not _UNKNOWN.search(text):
        return text
    return _TOKEN.sub(lambda match: _DIGIT.sub(LOST, _UNKNOWN.sub(LOST, match.group())), text)
