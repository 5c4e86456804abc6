"""One page image to the draft of a page: straighten, find the tables, read, put words into cells and lines, judge."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.document import BoundingBox
from extractors.limits import Limits
from extractors.ocr.backends import AnyReader, WordReader
from extractors.ocr.errors import BackendError
from extractors.ocr.images import PageImage
from extractors.ocr.montage import Read, pieces_of, sheets_of
from extractors.ocr.rules import rules_of
from extractors.ocr.straighten import StraightPage, straighten
from extractors.ocr.text_lines import clusters_by_place
from extractors.pdf.aligned_tables import cut_rows
from extractors.pdf.drafts import PageDraft, TableDraft, lines_in, with_lines
from extractors.pdf.flow import regions_of
from extractors.pdf.gate import judge, signals_of
from extractors.pdf.geometry import Turn
from extractors.pdf.glyphs import Content
from extractors.pdf.lattice import Lattice, lattices_of
from extractors.pdf.lines import Line
from extractors.pdf.repair import mend
from extractors.pdf.ruled_tables import fill

UNTRUSTED = 0.2  # the confidence of a text whose numbers its reader cannot read
_DOUBTFUL = 0.55  # mean confidence of a page below which it is tried the other way round, or refused
_INSET = 0.4  # points: a cell ends inside of its rules
_HANGING = 4.0  # points by which marks may hang over a rule
_THAI_DIGIT = re.compile("[๐-๙]")
_DIGIT = re.compile("[0-9๐-๙]")


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A page read one way up."""

    page: StraightPage
    draft: PageDraft


def read_page(image: PageImage, number: int, reader: AnyReader, limits: Limits) -> PageDraft:
    """The draft of a page image; ``unreadable`` says why there is none. Only BackendMissingError is raised."""
    if min(image.pixels.shape[:2]) < 8:
        return PageDraft(number, Turn(0, image.width, image.height), unreadable="nothing_recognised")
    try:
        best = _attempt(straighten(image), number, reader, limits)
        if _poor(best.draft):
            other = _attempt(straighten(image, (best.page.turned + 180) % 360), number, reader, limits)
            best = max((best, other), key=lambda attempt: _quality(attempt.draft))
    except BackendError as error:
        if hasattr(error, "remedy"):
            raise
        return PageDraft(number, Turn(0, image.width, image.height), unreadable=f"backend_failed: {error}")
    notes = tuple(f"turned_{best.page.turned}" for _ in range(1) if best.page.turned)
    return replace(best.draft, repairs=(*notes, *best.draft.repairs))


def _poor(draft: PageDraft) -> bool:
    return draft.unreadable is not None or draft.confidence < _DOUBTFUL


def _quality(draft: PageDraft) -> float:
    return draft.confidence - (1.0 if draft.unreadable else 0.0)


def _attempt(page: StraightPage, number: int, reader: WordReader, limits: Limits) -> _Attempt:
    ruled = rules_of(page)
    lattices = lattices_of(ruled.rulings, limits.max_table_cells)
    places = [place.box for lattice in lattices for place in lattice.places]
    scale = page.plane.scale
    cells = [_pixels(box, scale, _INSET) for box in places]
    tables = [_pixels(lattice.box, scale, -_INSET) for lattice in lattices]
    reads: list[Read] = []
    for sheet in sheets_of(pieces_of(ruled.pixels, cells, tables, round(_HANGING * scale))):
        first = max((read.word.line for read in reads), default=-1) + 1
        reads += sheet.back(reader.words(sheet.pixels, round(page.dpi)), first)
    return _Attempt(page, _draft(page, number, reads, lattices, reader))


def _pixels(box: BoundingBox, scale: float, inset: float) -> BoundingBox:
    """A box of points in pixels, made smaller on all sides by ``inset`` points."""
    return BoundingBox(*(v * scale for v in (box.x0 + inset, box.y0 + inset, box.x1 - inset, box.y1 - inset)))


def _draft(
    page: StraightPage, number: int, reads: Sequence[Read], lattices: Sequence[Lattice], reader: WordReader
) -> PageDraft:
    clusters = clusters_by_place(reads, page.plane)
    filled = fill(lattices, [cluster for _, held in sorted(clusters.items()) for cluster in held])
    regions = regions_of(cut_rows(filled.rest), filled.tables)
    draft = PageDraft(number, page.plane, regions, recogniser=reader.name, confidence=_mean(reads))
    return _judged(draft if reader.reads_thai_digits else _doubting_thai_digits(draft))


def _mean(reads: Iterable[Read]) -> float:
    """The confidence of a page: the mean over its letters."""
    words = [read.word for read in reads]
    letters = sum(len(word.text) for word in words)
    return round(sum(word.confidence * len(word.text) for word in words) / letters, 4) if letters else 0.0


def _doubting_thai_digits(draft: PageDraft) -> PageDraft:
    """The page with every line that holds a Thai digit, and every number of a table that has any, marked as no value."""

    def change(line: Line) -> Line:
        return replace(line, confidence=UNTRUSTED) if _THAI_DIGIT.search(line.text) else line

    regions = tuple(
        replace(region, items=tuple(_distrusted(item) if isinstance(item, TableDraft) else item for item in region.items))
        for region in draft.regions
    )
    return replace(draft, regions=with_lines(regions, change))


def _distrusted(table: TableDraft) -> TableDraft:
    """A table where a column has Thai digits: the Arabic ones beside them were misread as well."""
    columns = {slot.column for slot in table.slots if any(_THAI_DIGIT.search(line.text) for line in slot.lines)}
    return replace(
        table,
        slots=tuple(
            replace(slot, lines=tuple(_low(line) for line in slot.lines)) if slot.column in columns else slot
            for slot in table.slots
        ),
    )


def _low(line: Line) -> Line:
    return replace(line, confidence=UNTRUSTED) if _DIGIT.search(line.text) else line


def _judged(draft: PageDraft) -> PageDraft:
    """The page with its letters mended, or refused: a recogniser always gives something."""
    lines = lines_in(draft.regions)
    mended = mend([line.text for line in lines])
    width, height = draft.turn.size
    signals = replace(signals_of(Content(width, height), mended.lines), hidden_share=1.0)
    verdict = judge(signals)
    reason = None if verdict.accepted else verdict.reason
    if not lines:
        reason = "nothing_recognised"
    if reason is not None:
        return replace(draft, regions=(), unreadable=reason, confidence=draft.confidence)
    texts = iter(mended.lines)

    def change(line: Line) -> Line:
        text = next(texts)
        return line if text == line.text else replace(line, text=text, raw=line.text)

    return replace(draft, regions=with_lines(draft.regions, change), repairs=mended.repairs)
