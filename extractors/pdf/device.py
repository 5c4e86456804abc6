"""The receiver of pdfminer's events while it interprets a page. Importing this module imports pdfminer."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from pdfminer.converter import PDFPageAggregator
from pdfminer.pdffont import PDFType3Font
from pdfminer.pdfinterp import PDFPageInterpreter
from pdfminer.pdftypes import dict_value, list_value, resolve1, stream_value
from pdfminer.psparser import PSLiteral, literal_name
from pdfminer.utils import MATRIX_IDENTITY, apply_matrix_pt, apply_matrix_rect, mult_matrix

from extractors.document import BoundingBox
from extractors.pdf.appearances import Appearance, appearances
from extractors.pdf.fields import Typed
from extractors.pdf.form import Form
from extractors.pdf.geometry import around
from extractors.pdf.glyphs import Collected, Glyph, PageLimitError, Surroundings, direction, shown_box
from extractors.pdf.seen import Brush, Ink, colour_of, ink_of

_DEEPEST_STATE = 1000  # graphics states saved inside each other; producers use some ten
_SEEN_THROUGH = (
    "SMask",
    "Mask",
    "ImageMask",
    "IM",
    "SMaskInData",
)  # entries of images that do not cover all of their box
_RECTANGLES = ("mlllh", "mllll")  # steps of a path that may be a rectangle
_PLAIN_MIXING = ("Normal", "Compatible")
_FIELD_FONT = "field"
_UNKNOWN = ""  # in place of a colour, as the name of a pattern would be


class Device(PDFPageAggregator):
    """Hands every event on to ``collected`` and keeps no layout of its own."""

    def __init__(self, resources: Any, page_number: int, collected: Collected, form: Form) -> None:
        super().__init__(resources, pageno=page_number)
        self.collected = collected
        self.form = form
        self.whole = True  # the path that is painted consists of one part

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
        """Marked content begins; ``props`` is a dictionary or the reference to one."""
        off = literal_name(tag) == "OC" and props is not None and not self.form.layers.shows(props)
        self.collected.begin_tag(resolve1(props), off)

    def end_tag(self) -> None:
        """Marked content ends."""
        self.collected.end_tag()

    def do_tag(self, tag: Any, props: Any = None) -> None:
        """A mark without content."""
        del tag, props

    def render_string(self, textstate: Any, seq: Any, ncs: Any, graphicstate: Any) -> None:
        """Text of one operator, and how it is painted."""
        brush = self.collected.around.brush
        fill = colour_of(graphicstate.ncolor, graphicstate.ncs.name)
        line = colour_of(graphicstate.scolor, graphicstate.scs.name)
        ink = ink_of(textstate.render, fill, line, brush)
        if isinstance(textstate.font, PDFType3Font):  # its glyphs are drawings in colours and sizes of their own
            ink = Ink(None, none=ink.none, sized=False)
        self.collected.ink = ink
        super().render_string(textstate, seq, ncs, graphicstate)

    def render_char(self, matrix: Any, font: Any, fontsize: float, *rest: Any) -> float:
        """One character."""
        advance = super().render_char(matrix, font, fontsize, *rest)
        self.collected.char(self.cur_item._objs.pop(), matrix, fontsize)
        _scaling, _rise, code, *_ = rest
        if code in getattr(font, "proven", ()):
            self.collected.proven.add(font.proven[code])
        return float(advance)

    def paint_path(self, gstate: Any, stroke: bool, fill: bool, evenodd: bool, path: Any) -> None:
        """One path; the engine cuts those of several parts and calls this again for each."""
        parts = sum(step[0] == "m" for step in path)
        whole, self.whole = self.whole, self.whole and parts <= 1
        super().paint_path(gstate, stroke, fill, evenodd, path)
        items, self.cur_item._objs = self.cur_item._objs, []
        for item in items:
            self.collected.path(item)
            if fill:
                rectangle = self.whole and type(item).__name__ == "LTRect"
                colour = colour_of(gstate.ncolor, gstate.ncs.name)
                self.collected.ground(self.collected.box(item), colour, rectangle)
        self.whole = whole

    def type_in(self, value: Typed, ctm: Any) -> None:
        """Put the letters of a form field's value where a viewer shows them."""
        matrix, collected = mult_matrix(value.matrix(), ctm), self.collected
        turn = direction(matrix[0], matrix[1])
        for letter in value.letters():
            x0, y0, x1, y1 = apply_matrix_rect(matrix, letter.box)
            corner, far = collected.at(x0, y1), collected.at(x1, y0)
            box = BoundingBox(corner.x0, corner.y0, far.x0, far.y0)
            collected.ink = Ink()
            collected.glyph(Glyph(letter.text, box, _FIELD_FONT, letter.box[3] - letter.box[1], turn))


class Interpreter(PDFPageInterpreter):
    """The engine with what it leaves aside: clipping, and a bound on what a page may pile up.

    Producers draw the part of a table that stands on the next page below the end of this one and clip it away.
    """

    device: Device
    annotations: Any = None  # of the page, until they are shown
    outer: Any = None  # the graphics state of what paints a form

    def subinterp(self) -> Interpreter:
        """An interpreter of a form, which begins in the colours of what paints it."""
        inner = super().subinterp()
        assert isinstance(inner, Interpreter)
        inner.outer = self.graphicstate
        return inner

    def init_state(self, ctm: Any) -> None:
        """Begin a page or a form."""
        super().init_state(ctm)
        self.states: list[Surroundings] = []
        if self.outer is not None:
            self.graphicstate = self.outer.copy()

    def process_page(self, page: Any) -> None:
        """Interpret a page with what its annotations show."""
        self.annotations = page.annots
        super().process_page(page)

    def render_contents(self, resources: Any, streams: Any, ctm: Any = MATRIX_IDENTITY) -> None:
        """Interpret a page or a form."""
        super().render_contents(resources, streams, ctm)
        annotations, self.annotations = self.annotations, None
        for shown in appearances(annotations, self.device.form):
            self.device.collected.around = Surroundings()
            self.device.collected.enclosing = self.device.collected.enclosing[:1]
            if isinstance(shown, Appearance):
                self._appear(shown, ctm)
            else:
                self.device.type_in(shown, ctm)

    def _appear(self, shown: Appearance, ctm: Any) -> None:
        """Show the appearance of an annotation; the value of its field where that has no letters."""
        collected = self.device.collected
        before = len(collected.glyphs)
        collected.around = Surroundings(brush=Brush(mixed=shown.mixed))
        self._clip_to_form(shown.box, mult_matrix(shown.matrix, ctm))
        self.device.begin_figure("", shown.box, shown.matrix)
        inside = shown.form.get("Resources")
        self.subinterp().render_contents(dict_value(inside), [shown.form], mult_matrix(shown.matrix, ctm))
        self.device.end_figure("")
        if shown.value is not None and not any(item[0].text.strip() for item in collected.glyphs[before:]):
            collected.around = Surroundings()
            self.device.type_in(shown.value, ctm)

    def do_q(self) -> None:
        """Save the graphics state."""
        if len(self.gstack) >= _DEEPEST_STATE:
            raise PageLimitError(f"more than {_DEEPEST_STATE} graphics states inside each other")
        super().do_q()
        self.states.append(self.device.collected.around)

    def do_Q(self) -> None:  # noqa: N802 - the engine's name
        """Restore the graphics state."""
        super().do_Q()
        if self.states:
            self.device.collected.around = self.states.pop()

    def do_gs(self, name: Any) -> None:
        """Take opacity and mixing from a dictionary of the graphics state."""
        known = dict_value(self.resources.get("ExtGState"))
        entries = dict_value(known.get(literal_name(name)))
        collected = self.device.collected
        brush = collected.around.brush
        fill, line = resolve1(entries.get("ca", brush.fill)), resolve1(entries.get("CA", brush.line))
        mixed = brush.mixed
        if "BM" in entries or "SMask" in entries:
            mixed = _mixes(entries.get("BM")) or _masks(entries.get("SMask"))
        if isinstance(fill, int | float) and isinstance(line, int | float):
            collected.around = replace(collected.around, brush=Brush(fill, line, mixed))

    def do_cs(self, name: Any) -> None:
        """Another space of colours: what is painted in it before a colour is given is not known."""
        super().do_cs(name)
        self.graphicstate.ncolor = _UNKNOWN

    def do_CS(self, name: Any) -> None:  # noqa: N802 - the engine's name
        """The same for lines."""
        super().do_CS(name)
        self.graphicstate.scolor = _UNKNOWN

    def do_sh(self, name: Any) -> None:
        """Shade all that is not clipped away."""
        super().do_sh(name)
        self.device.collected.ground(None, None, rectangle=False)

    def do_BDC(self, tag: Any, props: Any) -> None:  # noqa: N802 - the engine's name
        """Begin marked content; properties may stand in the resources under a name."""
        if isinstance(props, PSLiteral):
            props = dict_value(self.resources.get("Properties")).get(props.name)
        super().do_BDC(tag, props)

    def do_W(self) -> None:  # noqa: N802 - the engine's name
        """Clip to the path; its box stands for it."""
        points = [
            apply_matrix_pt(self.ctm, (float(step[at]), float(step[at + 1])))
            for step in self.curpath
            for at in range(1, len(step) - 1, 2)
        ]
        if points:
            collected = self.device.collected
            steps = "".join(str(step[0]) for step in self.curpath)
            straight = all(x == points[0][0] or x == points[2][0] for x, _ in points) if len(points) >= 4 else False
            box = around(collected.at(x, y) for x, y in points)
            collected.clip_to(box, exact=steps in _RECTANGLES and straight)

    def do_W_a(self) -> None:  # noqa: N802 - the engine's name
        """Clip to the path by the even-odd rule."""
        self.do_W()

    def do_Do(self, xobjid_arg: Any) -> None:  # noqa: N802 - the engine's name
        """Paint a form or an image, unless its layer is off; what it clips or marks ends with it."""
        found = stream_value(self.xobjmap.get(literal_name(xobjid_arg)))
        collected = self.device.collected
        if "OC" in found and not self.device.form.layers.shows(found["OC"]):
            collected.switched_off = True
            return
        before, enclosing = collected.around, collected.enclosing
        collected.enclosing = enclosing[-1:]
        if literal_name(found.get("Subtype")) == "Form" and "BBox" in found:
            own: Any = list_value(found.get("Matrix", MATRIX_IDENTITY))
            self._clip_to_form(found["BBox"], mult_matrix(own, self.ctm))
        super().do_Do(xobjid_arg)
        collected.around, collected.enclosing = before, enclosing

    def _clip_to_form(self, box: Any, matrix: Any) -> None:
        """Show only what lies in the box of a form."""
        own: Any = list_value(box)
        x0, y0, x1, y1 = apply_matrix_rect(matrix, own)
        collected = self.device.collected
        collected.clip_to(around((collected.at(x0, y0), collected.at(x1, y1))), exact=True)


def _mixes(mode: Any) -> bool:
    """Whether a blend mode (a name, or a list of them of which the first known counts) mixes with what is below."""
    found = resolve1(mode)
    first = resolve1(found[0]) if isinstance(found, list) and found else found
    return isinstance(first, PSLiteral) and first.name not in _PLAIN_MIXING


def _masks(mask: Any) -> bool:
    return isinstance(resolve1(mask), dict)
