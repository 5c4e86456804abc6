"""The receiver of pdfminer's events while it interprets a page. Importing this module imports pdfminer."""

from __future__ import annotations

from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import dict_value
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, apply_matrix_rect, mult_matrix

from extractors.document import BoundingBox
from extractors.pdf.appearances import appearances
from extractors.pdf.geometry import around, common
from extractors.pdf.glyphs import Collected, PageLimitError, shown_box

_INVISIBLE = 3  # text rendering mode
_DEEPEST_STATE = 1000  # graphics states saved inside each other; producers use some ten
_SEEN_THROUGH = ("SMask", "Mask", "ImageMask", "IM")  # entries of images that do not cover all of their box


class Device(PDFPageAggregator):
    """Hands every event on to ``collected`` and keeps no layout of its own."""

    def __init__(self, resources: Any, page_number: int, collected: Collected) -> None:
        super().__init__(resources, pageno=page_number)
        self.collected = collected

    def begin_page(self, page: Any, ctm: Any) -> None:
        """The page's own box and the box of it that is shown, turned as the page is."""
        super().begin_page(page, ctm)
        media, crop = apply_matrix_rect(ctm, page.mediabox), apply_matrix_rect(ctm, page.cropbox)
        self.collected.frame(shown_box(media, crop))

    def begin_figure(self, name: str, bbox: Any, matrix: Any) -> None:
        """A form or an image begins."""
        super().begin_figure(name, bbox, matrix)
        self.collected.figure(len(self._stack))

    def end_figure(self, _: str) -> None:
        """A form or an image ends."""
        self.cur_item = self._stack.pop()

    def render_image(self, name: str, stream: Any) -> None:
        """Only where an image stands is kept, and whether it hides what was painted before."""
        del name
        opaque = not any(key in (getattr(stream, "attrs", None) or {}) for key in _SEEN_THROUGH)
        self.collected.image(self.collected.box(self.cur_item), opaque)

    def begin_tag(self, tag: Any, props: Any = None) -> None:
        """Marked content begins."""
        del tag
        self.collected.begin_tag(props)

    def end_tag(self) -> None:
        """Marked content ends."""
        if self.collected.enclosing:
            self.collected.enclosing.pop()

    def do_tag(self, tag: Any, props: Any = None) -> None:
        """A mark without content."""
        del tag, props

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Text of one operator: shown or not."""
        self.collected.hidden = textstate.render == _INVISIBLE
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, matrix: Any, font: Any, fontsize: float, *rest: Any) -> float:
        """One character."""
        advance = super().render_char(matrix, font, fontsize, *rest)
        self.collected.char(self.cur_item._objs.pop(), matrix, fontsize)
        _scaling, _rise, code, *_ = rest
        if code in getattr(font, "proven", ()):
            self.collected.proven.add(font.proven[code])
        return float(advance)

    def paint_path(self, *args: Any, **kwargs: Any) -> None:
        """One path; the engine cuts those of several parts and calls this again for each."""
        super().paint_path(*args, **kwargs)
        items, self.cur_item._objs = self.cur_item._objs, []
        for item in items:
            self.collected.path(item)


class Interpreter(PDFPageInterpreter):
    """The engine with what it leaves aside: clipping, and a bound on what a page may pile up.

    Producers draw the part of a table that stands on the next page below the end of this one and clip it away.
    """

    device: Device
    annotations: Any = None  # of the page, until they are shown

    def init_state(self, ctm: Any) -> None:
        """Begin a page or a form."""
        super().init_state(ctm)
        self.clips: list[BoundingBox | None] = []

    def process_page(self, page: Any) -> None:
        """Interpret a page with what its annotations show."""
        self.annotations = page.annots
        super().process_page(page)

    def render_contents(self, resources: Any, streams: Any, ctm: Any = MATRIX_IDENTITY) -> None:
        """Interpret a page or a form."""
        super().render_contents(resources, streams, ctm)
        annotations, self.annotations = self.annotations, None
        for shown in appearances(annotations):
            self.device.collected.clip = None
            self.device.begin_figure("", shown.box, shown.matrix)
            inside = shown.form.get("Resources")
            self.subinterp().render_contents(dict_value(inside), [shown.form], mult_matrix(shown.matrix, ctm))
            self.device.end_figure("")

    def do_q(self) -> None:
        """Save the graphics state."""
        if len(self.gstack) >= _DEEPEST_STATE:
            raise PageLimitError(f"more than {_DEEPEST_STATE} graphics states inside each other")
        super().do_q()
        self.clips.append(self.device.collected.clip)

    def do_Q(self) -> None:  # noqa: N802 - the engine's name
        """Restore the graphics state."""
        super().do_Q()
        if self.clips:
            self.device.collected.clip = self.clips.pop()

    def do_W(self) -> None:  # noqa: N802 - the engine's name
        """Clip to the path; its box stands for it."""
        points = [
            apply_matrix_pt(self.ctm, (float(step[at]), float(step[at + 1])))
            for step in self.curpath
            for at in range(1, len(step) - 1, 2)
        ]
        if points:
            collected = self.device.collected
            box = around(collected.at(x, y) for x, y in points)
            collected.clip = box if collected.clip is None else common(collected.clip, box)

    def do_W_a(self) -> None:  # noqa: N802 - the engine's name
        """Clip to the path by the even-odd rule."""
        self.do_W()

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802 - the engine's name
        """Paint a form or an image; what it clips ends with it."""
        clip = self.device.collected.clip
        super().do_Do(xobjid_arg)
        self.device.collected.clip = clip
