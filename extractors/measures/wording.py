"""Small repairs of wording that several parts need."""

from __future__ import annotations

import re

_THAI_WRAP = re.compile(r"(?<=[ก-๛])[ \t]*\n[ \t]*(?=[ก-๛])")


def one_line(text: str) -> str:
    """A wrapped text as one line: Thai is joined without a blank, everything else with one."""
    return " ".join(_THAI_WRAP.sub("", text).split())
