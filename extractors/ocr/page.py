"""One page image to the draft of a page: straighten, find the tables, read, put words into cells and lines, judge."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from extractors.document import BoundingBox
from extractors.limits import Limits
from extractors.ocr.backends import AnyReader, LineReader, PageReader
from extractors.ocr.cell_marks import with_ticks
from extractors.ocr.errors import BACKEND_FAILED, BackendError
from extractors.ocr.images import PageImage
from extractors.ocr.line_finder import find_lines
from extractors.ocr.markdown import UNPLACED, blocks_of, texts_of
from extractors.ocr.pen_marks import with_pen_marks
from extractors.ocr.rules import Ruled, rules_of
from extractors.ocr.sideways import read_sideways
from extractors.ocr.slips import without_slips
from extractors.ocr.straighten import StraightPage, straighten
from extractors.ocr.text_lines import clusters_of, mean_confidence
from extractors.ocr.tick_boxes import TickBox, find_boxes, without_boxes, written
from extractors.pdf.aligned_tables import cut_rows
from extractors.pdf.doubt import doubting_sentences, doubting_thai_digits
from extractors.pdf.drafts import PageDraft, lines_in, with_lines
from extractors.pdf.flow import regions_of
from extractors.pdf.gate import FEW_WORDS, Verdict, judge, signals_of
from extractors.pdf.geometry import Turn
from extractors.pdf.glyphs import Content
from extractors.pdf.lattice import lattices_of
from extractors.pdf.lines import Line
from extractors.pdf.repair import mend
from extractors.pdf.ruled_tables import fill

NOTHING = "nothing_recognised"
_LEAST_SIDE = 8  # pixels
_DOUBTFUL = 0.55  # mean confidence of a page below which it is tried the other way round
_JUDGED_DOUBTFUL = 0.75  # the same of a reader whose probabilities hold: upside down to 0.65, the worst scans from 0.85
_FEW, _FEW_DOUBTFUL = 150, 0.92  # so few letters say less: digits upside down to 0.8


@dataclass(frozen=True, slots=True)
class _Attempt:
    """A page read one way up; ``sideways`` letters in cells that were turned say nothing of which way is up."""

    page: StraightPage
    draft: PageDraft
    sideways: int = 0


def read_page(image: PageImage, number: int, reader: AnyReader, limits: Limits) -> PageDraft:
    """The draft of a page image; ``unreadable`` says why there is none."""
    if min(image.pixels.shape[:2]) < _LEAST_SIDE:
        return PageDraft(number, Turn(0, image.width, image.height), unreadable=NOTHING)
    try:
        return (
            _by_lines(image, number, reader, limits)
            if isinstance(reader, LineReader)
            else _whole(image, number, reader)
        )
    except BackendError as error:
        return PageDraft(number, Turn(0, image.width, image.height), unreadable=f"{BACKEND_FAILED}: {error}")


def _by_lines(image: PageImage, number: int, reader: LineReader, limits: Limits) -> PageDraft:
    best = _attempt(straighten(image), number, reader, limits)
    first = best.page.turned
    for away in (180, 90, 270):  # lines that run down are seen by their ink, which may err: seldom, so they come last
        if not _poor(best, reader) or (away != 180 and best.draft.unreadable == NOTHING):
            break
        other = _attempt(straighten(image, (first + away) % 360), number, reader, limits)
        best = max((best, other), key=lambda attempt: _quality(attempt.draft))
    notes = (f"turned_{best.page.turned}",) if best.page.turned else ()
    return replace(best.draft, repairs=(*notes, *best.draft.repairs))


def _whole(image: PageImage, number: int, reader: PageReader) -> PageDraft:
    """A page by a reader that gives text without places: every block stands on the whole page."""
    page = straighten(image)
    blocks = blocks_of(reader.text(page.pixels), number, BoundingBox(0.0, 0.0, image.width, image.height))
    draft = PageDraft(number, Turn(0, image.width, image.height), blocks=blocks, recogniser=reader.name)
    lines = [line for block in blocks for line in texts_of(block)]
    verdict = _verdict(lines, image.width, image.height)
    if not verdict.accepted:
        return replace(draft, blocks=(), unreadable=verdict.reason)
    return replace(draft, confidence=UNPLACED)


def _poor(attempt: _Attempt, reader: LineReader) -> bool:
    """Whether a page may have been read the wrong way round."""
    draft = attempt.draft
    if not reader.reads_thai_digits:
        doubtful = _DOUBTFUL
    elif sum(len(line.text) for line in lines_in(draft.regions)) - attempt.sideways < _FEW:
        doubtful = _FEW_DOUBTFUL
    else:
        doubtful = _JUDGED_DOUBTFUL
    return draft.unreadable is not None or draft.confidence < doubtful


def _quality(draft: PageDraft) -> float:
    return draft.confidence - (1.0 if draft.unreadable else 0.0)


def _attempt(page: StraightPage, number: int, reader: LineReader, limits: Limits) -> _Attempt:
    ruled, boxes = _ruled(page)
    lattices = lattices_of(ruled.rulings, limits.max_table_cells)
    scale = page.plane.scale
    cells = [place.box.scaled(scale) for lattice in lattices for place in lattice.places]
    tables = [lattice.box.scaled(scale) for lattice in lattices]
    pixels = without_boxes(ruled.pixels, boxes)
    lines = find_lines(pixels, cells, tables, scale)
    read = list(zip(lines, reader.lines(lines), strict=True))
    turned = read_sideways(pixels, cells, read, reader, page.plane)
    across = [cluster for line, words in turned.lines for cluster in clusters_of(line, words, page.plane)]
    clusters = [*across, *turned.clusters]
    words = [*clusters, *written(boxes, clusters, page.plane)]
    filled = fill(lattices, with_ticks(lattices, words, page, ruled.pixels))
    regions = regions_of(cut_rows(filled.rest), filled.tables)
    sure = mean_confidence(word for _, found in turned.lines for word in found)
    draft = PageDraft(number, page.plane, regions, recogniser=reader.name, confidence=sure)
    letters = sum(len(cluster.text) for cluster in turned.clusters)
    if reader.reads_thai_digits:
        return _Attempt(page, _judged(draft, numbers_judged=True), letters)
    return _Attempt(page, _judged(doubting_thai_digits(draft)), letters)


def _ruled(page: StraightPage) -> tuple[Ruled, tuple[TickBox, ...]]:
    """The rules of a page and its tick boxes: the sides of boxes below each other are no rule of a table."""
    ruled = rules_of(page)
    boxes = find_boxes(page.pixels, ruled.pixels, page.plane.scale)
    if boxes:
        ruled = rules_of(replace(page, pixels=without_boxes(page.pixels, boxes)))
    return ruled, with_pen_marks(boxes, page)


def _judged(draft: PageDraft, *, numbers_judged: bool = False) -> PageDraft:
    """The page with its letters mended, or refused: a recogniser always gives something."""
    mended = mend([line.text for line in lines_in(draft.regions)])
    verdict = _verdict(mended.lines, *draft.turn.size, numbers_judged=numbers_judged)
    if not verdict.accepted:
        return replace(draft, regions=(), unreadable=verdict.reason)
    sure = without_slips(mended.lines)
    texts = iter(sure.lines)

    def change(line: Line) -> Line:
        text = next(texts)
        return line if text == line.text else replace(line, text=text, raw=line.text)

    notes = [note for note in verdict.notes if note == FEW_WORDS]
    repairs = (*notes, *mended.repairs, *sure.repairs)
    read = replace(draft, regions=with_lines(draft.regions, change), repairs=repairs)
    return doubting_sentences(read) if notes else read


def _verdict(lines: Sequence[str], width: float, height: float, *, numbers_judged: bool = False) -> Verdict:
    """Whether the text of a page may be used, as the gate of text layers says it of those that are hidden."""
    if not any(line.strip() for line in lines):
        return Verdict(False, NOTHING)
    signals = signals_of(Content(width, height), lines)
    return judge(replace(signals, hidden_share=1.0, numbers_judged=numbers_judged))
