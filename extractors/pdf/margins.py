"""Running heads, page numbers and catch-words: what stands on pages without being part of the text.

A line goes only on evidence: it stands in the margin zone and recurs on other pages at the same height, or it is a page
number, or it has the form of a catch-word. The printed page number is kept as the page's label.
"""

from __future__ import annotations

import re
import tomllib
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import cache
from importlib import resources

from extractors.pdf.drafts import PageDraft, Region
from extractors.pdf.lines import Line
from normalizers.thai import fold

_DIGITS = re.compile("[0-9๐-๙]+")


@dataclass(frozen=True, slots=True)
class _Rules:
    share: float
    least_pages: int
    share_of_pages: float
    same_height: float
    numbers: tuple[re.Pattern[str], ...]
    catch_word: re.Pattern[str]
    broken_off: re.Pattern[str]
    from_left: float


@cache
def _rules() -> _Rules:
    data = tomllib.loads(resources.files("extractors.pdf").joinpath("margins.toml").read_text("utf-8"))
    forms = [re.escape(form).replace(r"\ ", r"\s*") for form in data["page_number"]["forms"]]
    forms = [form.replace(r"\{n\}", "(?P<n>[0-9๐-๙]{1,4})").replace(r"\{m\}", "[0-9๐-๙]{1,4}") for form in forms]
    around = r"[-–—|_.()\s]*"
    return _Rules(
        **data["zone"],
        numbers=tuple(re.compile(f"{around}{form}{around}", re.IGNORECASE) for form in forms),
        catch_word=re.compile(data["catch_word"]["pattern"]),
        broken_off=re.compile(data["catch_word"]["broken_off"]),
        from_left=data["catch_word"]["from_left"],
    )


def without_margins(pages: Sequence[PageDraft]) -> list[PageDraft]:
    """The pages without running heads and feet, page numbers and catch-words; page numbers become labels."""
    running = _running(pages)
    cleaned = [_cleaned(page, running) for page in pages]
    return [_without_catch_word(page, below) for page, below in zip(cleaned, [*cleaned[1:], None], strict=True)]


def page_number(text: str) -> str | None:
    """The number that a line prints if it is nothing but a page number."""
    if len(text) > 40:
        return None
    match = next((match for form in _rules().numbers if (match := form.fullmatch(text.strip()))), None)
    return match["n"] if match else None


def _in_zone(line: Line, page: PageDraft) -> bool:
    height = page.turn.size[1]
    share = _rules().share
    return line.box.y1 <= share * height or line.box.y0 >= (1 - share) * height


def _signature(line: Line) -> str:
    """What stays the same in a running line: its letters, not its numbers."""
    return fold(_DIGITS.sub("#", line.text).replace("#", "0"))


def _running(pages: Sequence[PageDraft]) -> Callable[[Line], bool]:
    """Whether a line recurs on enough pages at the same height."""
    rules = _rules()
    heights: dict[str, list[tuple[float, int]]] = defaultdict(list)
    readable = [page for page in pages if page.regions]
    for page in readable:
        for line in page.lines():
            if _in_zone(line, page) and (signature := _signature(line)):
                heights[signature].append((line.box.y0, page.number))
    least = max(rules.least_pages, rules.share_of_pages * len(readable))

    def runs(line: Line) -> bool:
        near = {page for y, page in heights.get(_signature(line), ()) if abs(y - line.box.y0) <= rules.same_height}
        return len(near) >= least

    return runs


def _cleaned(page: PageDraft, running: Callable[[Line], bool]) -> PageDraft:
    lines = [line for line in page.lines() if _in_zone(line, page)]
    label = None
    gone: set[Line] = set()
    for line in lines:
        number = page_number(line.text)
        if number is not None and _is_outermost(line, page):
            label = label or number
            gone.add(line)
        elif running(line):
            gone.add(line)
    return replace(_without(page, gone), label=label) if gone else page


def _without(page: PageDraft, gone: set[Line]) -> PageDraft:
    regions = (Region(r.left, r.right, tuple(item for item in r.items if item not in gone)) for r in page.regions)
    return replace(page, regions=tuple(region for region in regions if region.items))


def _is_outermost(line: Line, page: PageDraft) -> bool:
    """Whether no text stands between the line and the nearer edge of the page but other lines of the margin."""
    top = line.box.y0 < page.turn.size[1] / 2
    others = [other for other in page.lines() if other is not line]
    beyond = [other for other in others if (other.box.y1 <= line.box.y0 if top else other.box.y0 >= line.box.y1)]
    return all(_in_zone(other, page) for other in beyond) and len(beyond) <= 2


def _without_catch_word(page: PageDraft, below: PageDraft | None) -> PageDraft:
    """The page without its last line where that only announces how the next page begins."""
    last = max(page.lines(), key=lambda line: line.box.y1, default=None)
    if last is None or not _is_catch_word(last, page, next(below.lines(), None) if below else None):
        return page
    return _without(page, {last})


def _is_catch_word(line: Line, page: PageDraft, following: Line | None) -> bool:
    """By its form and place, or because the next page begins with the same words."""
    rules = _rules()
    text = line.text.strip()
    if line.box.x0 >= rules.from_left * page.turn.size[0] and rules.catch_word.fullmatch(text):
        return True
    match = rules.broken_off.fullmatch(text)
    words = fold(match.group(1)) if match else ""
    return len(words) > 1 and following is not None and fold(following.text).startswith(words)
