"""Scanned papers for ``bench.ocr``, with the lines that are printed on every page.

The lines are those of the clean page's text layer, as our PDF reader cuts them: lines of paragraphs, lines of cells.
Their letters are checked against the text that was typeset, so that no mistake of the text layer becomes the truth.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import count, product

from extractors.limits import DEFAULT_LIMITS
from normalizers.thai import fold
from pipeline.truth import TruePaper
from tools.scans.papers import LAYOUTS, made_up
from tools.scans.scan import Order, completed, scanned
from tools.scans.settings import fonts_of
from tools.scans.typesetting import typeset_kept

PART = "test"


@dataclass(frozen=True, slots=True)
class Plan:
    """Which scans: every combination of digits, dpi and damage, ``papers`` of each; layouts and fonts go round."""

    digits: Sequence[str] = ("arabic", "thai")
    dpi: Sequence[int] = (150, 200, 300)
    damage: Sequence[str] = ("clean", "light", "medium", "heavy", "one_bit", "photo")
    papers: int = 2
    seed: int = 7


@dataclass(frozen=True, slots=True)
class Scan:
    """A scanned paper: the PDF, its truth, the printed lines of each page."""

    data: bytes
    truth: TruePaper
    lines: tuple[tuple[str, ...], ...]

    @property
    def name(self) -> str:
        """The name of the file."""
        return self.truth.source


def scans(plan: Plan) -> Iterator[Scan]:
    """The scans of a plan, made one by one. Raises RuntimeError where pages cannot be typeset."""
    different = len(LAYOUTS) * len(fonts_of(PART))
    numbers = count()
    for digits, dpi, damage, _ in product(plan.digits, plan.dpi, plan.damage, range(plan.papers)):
        number = next(numbers) % different
        name, document, truth, style = made_up(number, plan.seed, digits, PART)
        pdf = typeset_kept({name: document}, "chromium", style)[name]
        order = Order(dpi, damage, seed=plan.seed * 10_000 + number)
        whole = completed(truth, pdf, f"{name}_{digits}_{dpi}_{damage}.pdf", order)
        yield Scan(scanned(pdf, order), whole, printed_lines(pdf, whole.text or ""))


def printed_lines(pdf: bytes, text: str) -> tuple[tuple[str, ...], ...]:
    """The lines of every page of a typeset PDF. Raises ValueError where they lack letters of ``text``.

    They may have more: heads of tables are printed again on every page.
    """
    from extractors.pdf.drafts import lines_in
    from extractors.pdf.font_maps import prove_fonts
    from extractors.pdf.glyphs import page_content
    from extractors.pdf.opened import opened
    from extractors.pdf.page_tree import engine_pages
    from extractors.pdf.pages import draft_page

    paper = opened(pdf, "", DEFAULT_LIMITS)
    prove_fonts(paper.rsrcmgr)
    drafts = [
        draft_page(page.page_number, page_content(page, DEFAULT_LIMITS), DEFAULT_LIMITS)
        for page in engine_pages(paper, DEFAULT_LIMITS.max_pages)
        if page is not None
    ]
    pages = tuple(tuple(line.text for line in lines_in(draft.regions)) for draft in drafts)
    held = Counter(fold("".join(line for page in pages for line in page)))
    if lost := Counter(fold(text)) - held:
        raise ValueError(f"the text layer of a typeset page lacks {dict(lost)}")
    return pages
