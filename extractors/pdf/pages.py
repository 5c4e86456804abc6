"""One page of a PDF: what it shows becomes a draft of lines and tables, or the reason why it cannot be read."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from extractors.document import BoundingBox
from extractors.limits import Limits
from extractors.pdf.aligned_tables import cut_rows
from extractors.pdf.distrust import distrusted
from extractors.pdf.doubt import as_laid_over
from extractors.pdf.drafts import Columns, PageDraft, lines_in, with_lines
from extractors.pdf.drawn_boxes import write_boxes
from extractors.pdf.flow import regions_of
from extractors.pdf.font_maps import repairs_of
from extractors.pdf.gate import OCR_LAYER, is_laid_over, judge, signals_of
from extractors.pdf.geometry import Turn
from extractors.pdf.glyphs import Content, Glyph, Stroke
from extractors.pdf.headed_tables import fill_below_heads
from extractors.pdf.lattice import lattices_of
from extractors.pdf.lines import Cluster, Line, clusters_of, lines_of
from extractors.pdf.pasted import pictures_of
from extractors.pdf.repair import mend
from extractors.pdf.row_rules import fill_between_rules
from extractors.pdf.ruled_tables import fill
from extractors.pdf.rulings import rulings_of
from extractors.pdf.symbols import meaning

UNSEEN = "unseen_text_left_out"
SWITCHED_OFF = "switched_off_layer_left_out"
PICTURED = "text_layer_of_picture_left_out"
_CELL = 8.0  # points: twins are looked for in cells of this size and their neighbours
_TWIN = 0.12  # of the font size: the same letter twice so close is one, printed twice to look bold


def draft_page(number: int, content: Content, limits: Limits, carried: Columns | None = None) -> PageDraft:
    """The draft of a page; ``carried`` are columns that a table of the page before may go on in. Pure."""
    content, notes = _without_pictured(content)
    turn = Turn(_main_turn(content.glyphs), content.width, content.height)
    if turn.degrees:
        notes.append(f"text_turned_{turn.degrees}")
    if any(glyph.turn is None and glyph.text.strip() for glyph in content.glyphs):
        notes.append("slanted_text_left_out")
    upright = _Upright(turn, content)
    clusters, strokes = upright.clusters(), upright.strokes
    rulings = rulings_of(strokes)
    filled, carried = fill_below_heads(rulings, fill(lattices_of(rulings, limits.max_table_cells), clusters), carried)
    filled = fill_between_rules(rulings, filled)
    draft = PageDraft(number, turn, regions_of(cut_rows(filled.rest), filled.tables), repairs=tuple(notes))
    draft = replace(draft, pictures=pictures_of(content), unseen=content.unseen, carried=carried)
    return _judged(draft, content)


def _without_pictured(content: Content) -> tuple[Content, list[str]]:
    """The page without a text layer of some of its pictures, which are read themselves; and notes on what was left out.

    Where most of the letters are that of a picture, they are the page's text (see ``gate``).
    """
    notes = [name for name, left in ((UNSEEN, content.unseen), (SWITCHED_OFF, content.switched_off)) if left]
    if not content.hidden_share or is_laid_over(content.hidden_share):
        return content, notes
    seen = tuple(glyph for glyph in content.glyphs if not glyph.hidden)
    return replace(content, glyphs=seen), [*notes, PICTURED]


def _main_turn(glyphs: Iterable[Glyph]) -> int:
    """The direction in which most letters run."""
    turns = Counter(glyph.turn for glyph in glyphs if glyph.turn is not None and glyph.text.strip())
    return max(turns, key=lambda turn: (turns[turn], -turn)) if turns else 0


@dataclass(slots=True)
class _Upright:
    """What a page shows, turned so that its main text runs to the right."""

    turn: Turn
    glyphs: tuple[Glyph, ...]
    strokes: tuple[Stroke, ...]
    side: tuple[Glyph, ...]

    def __init__(self, turn: Turn, content: Content) -> None:
        self.turn = turn
        named = [_named(glyph) for glyph in content.glyphs]
        upright = [_upright(glyph, turn) for glyph in named if glyph.turn == turn.degrees]
        strokes = [_turned(stroke, turn) for stroke in content.strokes]
        unboxed = write_boxes(upright, strokes, [_turned(stroke, turn) for stroke in content.white])
        self.glyphs, self.strokes = unboxed.glyphs, unboxed.strokes
        self.side = tuple(glyph for glyph in named if glyph.turn not in (None, turn.degrees))

    def clusters(self) -> list[Cluster]:
        """The clusters of the main text, and each line of text that runs otherwise as one cluster."""
        clusters = _without_twins(clusters_of(self.glyphs))
        for degrees in sorted({glyph.turn for glyph in self.side if glyph.turn is not None}):
            own = Turn(degrees, self.turn.width, self.turn.height)
            glyphs = [_upright(glyph, own) for glyph in self.side if glyph.turn == degrees]
            clusters += [self._as_cluster(line, own) for line in lines_of(_without_twins(clusters_of(glyphs)))]
        return clusters

    def _as_cluster(self, line: Line, own: Turn) -> Cluster:
        box = self.turn.upright(own.back(line.box))
        return Cluster(line.text.strip(), box, "bold" if line.bold else "", line.size)


def _named(glyph: Glyph) -> Glyph:
    text = meaning(glyph.text, glyph.font)
    return glyph if text == glyph.text else replace(glyph, text=text)


def _upright(glyph: Glyph, turn: Turn) -> Glyph:
    return replace(glyph, box=turn.upright(glyph.box)) if turn.degrees else glyph


def _turned(stroke: Stroke, turn: Turn) -> Stroke:
    if not turn.degrees:
        return stroke
    points = (turn.upright(BoundingBox(x, y, x, y)) for x, y in stroke.points)
    return replace(stroke, box=turn.upright(stroke.box), points=tuple((point.x0, point.y0) for point in points))


def _without_twins(clusters: Sequence[Cluster]) -> list[Cluster]:
    """Each letter once that was printed twice at (almost) one place.

    Where a font does not say how wide its letters are, they all stand at one place and are no twins.
    """
    seen: dict[tuple[str, int, int], list[BoundingBox]] = {}
    result: list[Cluster] = []
    for cluster in clusters:
        reach, box = _TWIN * cluster.size, cluster.box
        x, y = int(box.x0 // _CELL), int(box.y0 // _CELL)
        if (
            cluster.text.strip()
            and box.x1 > box.x0
            and any(
                abs(twin.x0 - box.x0) <= reach and abs(twin.y0 - box.y0) <= reach
                for near in ((x, y), (x - 1, y), (x + 1, y), (x, y - 1), (x, y + 1))
                for twin in seen.get((cluster.text, *near), ())
            )
        ):
            continue
        seen.setdefault((cluster.text, x, y), []).append(box)
        result.append(cluster)
    return result


def _judged(draft: PageDraft, content: Content) -> PageDraft:
    """The page with its text repaired and judged; digits beside letters that nobody can read go."""
    lines = lines_in(draft.regions)
    mended = mend([line.text for line in lines])
    verdict = judge(signals_of(content, mended.lines))
    if not verdict.accepted:
        return replace(draft, regions=(), unreadable=verdict.reason)
    texts = iter(map(distrusted, mended.lines))

    def change(line: Line) -> Line:
        text = next(texts)
        return line if text == line.text else replace(line, text=text, raw=line.text)

    repairs = (*draft.repairs, *repairs_of(content.proven), *mended.repairs, *verdict.notes)
    mended_page = replace(draft, regions=with_lines(draft.regions, change), repairs=repairs)
    return as_laid_over(mended_page) if OCR_LAYER in verdict.notes else mended_page
