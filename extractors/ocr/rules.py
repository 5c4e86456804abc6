"""The drawn lines of a straightened page: rulings of tables in points, and the page without them.

Morphology finds strokes that are long and thin; what of them belongs to a table is for ``extractors.pdf.lattice`` to
say, which knows rulings in points and not where they come from. Memory is bounded by a few copies of the page.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import cv2
import numpy as np
from numpy.typing import NDArray

from extractors.ocr.pieces import pieces_of
from extractors.ocr.straighten import StraightPage
from extractors.ocr.words import Pixels
from extractors.pdf.rulings import Ruling, Rulings, merged

_SPECK = 0.7  # points of white that noise leaves in a rule
_PART = 8.0  # points of a stroke that may be a part of a rule: longer than the strokes of letters
_GAP = 5.0  # points by which a printed rule may be broken
_SHORTEST = 16.0  # points of a rule
_LOWEST = 10.0  # points of an upright rule that runs from one flat rule to another: the height of a row of small print
_UNTIED = 120.0  # points of an upright rule that is not tied to others: below, it may be stems of letters
_SOLID = (45.0, 0.95)  # so many points of unbroken ink are a rule; stems below each other leave gaps
_WORD = (70.0, 0.3)  # points: a shorter flat stroke is none where letters touch more than this share of it
_TALL = 0.8  # height to width of what a short flat stroke hangs together with: a letter with a bar, "7" and "T"
_TIE = 1.2  # points by which it may miss them
_STEM = 14.0  # points of a letter's stem or tail
_THICKEST = 4.0  # points; thicker ones are bars or shading
_LEAST_RATIO = 5.0  # length to thickness
_DARK = 170
_BRIDGE = 30.0  # points between two rules in one line that may be one
_FAINT = 210  # of what is left of a rule: lighter is the grain of the paper
_RAGGED = 1.3  # points on either side of its middle that a ragged rule reaches
_MOST_PAIRS = (
    1_000_000  # of a flat and an upright stroke; more is no table either, a dense one of a whole page has 60,000
)
_MOST = 4000  # strokes of one direction; more is a hatched picture, not a table


@dataclass(frozen=True, slots=True)
class Ruled:
    """Rulings in points of the page's plane, and the page without their ink."""

    rulings: Rulings
    pixels: Pixels


@dataclass(frozen=True, slots=True)
class _Stroke:
    """A stroke along the rows of an image, in pixels."""

    left: int
    top: int
    width: int
    height: int
    thickness: int

    @property
    def middle(self) -> float:
        return self.top + self.height / 2

    def box(self, margin: int = 0) -> tuple[slice, slice]:
        """Where it lies, with a margin across it."""
        rows = slice(max(self.top - margin, 0), self.top + self.height + margin)
        return rows, slice(self.left, self.left + self.width)


@dataclass(frozen=True, slots=True)
class _Found:
    """Rules of a page (upright ones seen along the rows of the turned page), their ink alone, and all other ink."""

    flat: list[_Stroke]
    upright: list[_Stroke]
    gone: Pixels
    letters: Pixels


def rules_of(page: StraightPage) -> Ruled:
    """The rulings of a page."""
    scale = page.plane.scale
    found = _found(np.asarray(page.pixels < _DARK, np.uint8), scale)
    if not (found.flat or found.upright):
        return Ruled(Rulings((), ()), page.pixels)
    halo = _halo(found.gone, found.letters) if found.gone.any() else found.gone
    rulings = Rulings(tuple(merged(_rulings(found.flat, scale))), tuple(merged(_rulings(found.upright, scale))))
    pixels = np.asarray(page.pixels | 255 * halo, np.uint8)
    _wipe(pixels, rulings.horizontal, scale)
    _wipe(pixels.T, rulings.vertical, scale)
    return Ruled(rulings, pixels)


def _found(dark: Pixels, scale: float) -> _Found:
    """The rules of a page that is 1 where ink is."""
    upright_parts = _parts(cv2.transpose(dark), scale)
    flat, flat_ink = _strokes(_parts(dark, scale), scale, _SHORTEST)
    upright, upright_ink = _strokes(upright_parts, scale, _SHORTEST)
    if len(flat) > 1:  # apart: short pieces beside a long stroke would thicken it
        low, _ = _strokes(upright_parts, scale, _LOWEST)
        upright += [stroke for stroke in low if stroke.width < _SHORTEST * scale]
    if len(flat) * len(upright) > _MOST_PAIRS:
        return _Found([], [], np.zeros_like(dark), dark)
    upright = [rule for stroke in upright if (rule := _as_rule(stroke, flat, upright_ink, scale)) is not None]
    letters = dark & ~(flat_ink | cv2.transpose(upright_ink))
    other = dark & ~flat_ink
    flat = [s for s in flat if not _is_of_letters(s, other, scale) and not _is_a_bar(s, upright, dark, scale)]
    gone = _ink_alone(flat, flat_ink, letters)
    gone |= cv2.transpose(_ink_alone(upright, upright_ink, cv2.transpose(letters)))
    return _Found(flat, upright, gone, letters)


def _wipe(pixels: Pixels, rulings: Sequence[Ruling], scale: float) -> None:
    """Take what is left of ragged rules out of an image along whose rows they run; letters reach farther off them."""
    reach = max(round(_RAGGED * scale), 2)
    for ruling in _bridged(rulings):
        middle = round(ruling.at * scale)
        rows = slice(max(middle - reach - 1, 0), middle + reach + 2)
        strip = pixels[rows, max(int(ruling.start * scale) - reach, 0) : int(ruling.end * scale) + reach + 1]
        ink = np.ascontiguousarray(strip < _FAINT, np.uint8)
        count, labels = cv2.connectedComponents(ink, connectivity=8)
        inside = np.arange(count) > 0
        for edge in (labels[0], labels[-1], labels[:, 0], labels[:, -1]):
            inside[edge] = False
        rests = np.asarray(inside[labels], np.uint8)
        strip[(cv2.dilate(rests, np.ones((3, 3), np.uint8)) > 0) & (rests.astype(bool) | (ink == 0))] = 255


def _bridged(rulings: Sequence[Ruling]) -> Iterator[Ruling]:
    """The rulings, those of one line joined where a piece between them was too broken to be one."""
    held: Ruling | None = None
    for ruling in sorted(rulings, key=lambda ruling: (round(ruling.at / _RAGGED), ruling.start)):
        if held and abs(ruling.at - held.at) <= _RAGGED and 0 <= ruling.start - held.end <= _BRIDGE:
            held = replace(held, end=max(held.end, ruling.end))
            continue
        if held:
            yield held
        held = ruling
    if held:
        yield held


def _halo(gone: Pixels, letters: Pixels) -> Pixels:
    """The ink that goes with its soft and ragged edge: grains of ink go that stand on the edge and nowhere else."""
    near = cv2.dilate(gone, np.ones((7, 7), np.uint8))
    letters = letters & cv2.dilate(near, np.ones((3, 3), np.uint8))  # what goes on does so in the next pixel
    count, labels = cv2.connectedComponents(letters, connectivity=8)
    apart = np.zeros(count, bool)
    apart[labels.ravel()[_where(letters & ~near)]] = True
    soft = cv2.dilate(gone, np.ones((3, 3), np.uint8)) | (near & letters)
    close = _where(letters & near)
    soft.ravel()[close[apart[labels.ravel()[close]]]] = 0
    return np.asarray(soft, np.uint8)


def _where(ink: Pixels) -> NDArray[np.intp]:
    """Where the ink (0 or 1) is, as indices of the flat image."""
    return np.flatnonzero(ink.view(bool))


def _rulings(strokes: list[_Stroke], scale: float) -> list[Ruling]:
    return [Ruling(s.middle / scale, s.left / scale, (s.left + s.width) / scale) for s in strokes]


def _parts(dark: Pixels, scale: float) -> Pixels:
    """The ink that may be of strokes along the rows of an image: runs longer than the strokes of letters."""
    speck, part = (max(1, round(points * scale)) for points in (_SPECK, _PART))
    whole = cv2.morphologyEx(dark, cv2.MORPH_CLOSE, np.ones((1, speck), np.uint8))
    return np.asarray(cv2.morphologyEx(whole, cv2.MORPH_OPEN, np.ones((1, part), np.uint8)), np.uint8)


def _strokes(parts: Pixels, scale: float, least: float) -> tuple[list[_Stroke], Pixels]:
    """Strokes of at least so many points that run along the rows of an image, and the ink that may be theirs.

    Only the few rows with parts are looked at, and two on either side: strokes that are apart stay so.
    """
    gap, shortest = (max(1, round(points * scale)) for points in (_GAP, least))
    rows = np.flatnonzero(cv2.dilate(parts.max(axis=1, keepdims=True), np.ones((5, 1), np.uint8)))
    if not len(rows):
        return [], parts
    thick = cv2.dilate(parts[rows], np.ones((3, 1), np.uint8))
    joined = cv2.morphologyEx(thick, cv2.MORPH_CLOSE, np.ones((1, gap), np.uint8))
    long = cv2.morphologyEx(joined, cv2.MORPH_OPEN, np.ones((1, shortest), np.uint8))
    stats = pieces_of(np.asarray(long, np.uint8)).stats
    if len(stats) > _MOST:
        return [], np.zeros_like(parts)
    outlines = ((left, int(rows[top]), *rest) for left, top, *rest in stats[1:].tolist())
    return list(_thin(outlines, scale)), parts


def _thin(outlines: Iterable[tuple[int, ...]], scale: float) -> Iterator[_Stroke]:
    """Of outlines (left, top, width, height, area) those of strokes."""
    for left, top, width, height, area in outlines:
        thickness = area / max(width, 1) - 2  # two of them were added to bridge a rest of tilt
        if thickness > _THICKEST * scale or width < _LEAST_RATIO * thickness:
            continue
        if height - 2 <= _THICKEST * scale + 0.02 * width:
            yield _Stroke(left, top, width, height, max(1, round(thickness)))


def _as_rule(upright: _Stroke, flat: list[_Stroke], ink: Pixels, scale: float) -> _Stroke | None:
    """An upright stroke without the stems that run into it, if it is a rule."""
    if upright.width < _SHORTEST * scale:
        return upright if _is_tied(upright, flat, scale) else None
    rule = _without_stems(upright, flat, scale)
    return rule if _is_rule(rule, ink, scale) or _is_tied(rule, flat, scale) else None


def _without_stems(upright: _Stroke, flat: list[_Stroke], scale: float) -> _Stroke:
    """An upright stroke up to the outermost flat ones: stems and tails of letters close to a table touch its rules."""
    ties = [stroke for stroke in flat if _meets(upright, stroke, scale)]
    if len(ties) < 2:
        return upright
    first, last = min(tie.top for tie in ties), max(tie.top + tie.height for tie in ties)
    start, end = upright.left, upright.left + upright.width
    if _TIE * scale < first - start <= _STEM * scale:
        start = first
    if _TIE * scale < end - last <= _STEM * scale:
        end = last
    return replace(upright, left=start, width=end - start)


def _meets(upright: _Stroke, flat: _Stroke, scale: float) -> bool:
    """Whether an upright stroke (seen along the rows of the turned page) crosses or touches a flat one."""
    reach = _TIE * scale
    along = flat.left - reach <= upright.middle <= flat.left + flat.width + reach
    return along and upright.left - reach <= flat.middle <= upright.left + upright.width + reach


def _is_rule(upright: _Stroke, ink: Pixels, scale: float) -> bool:
    """Whether an upright stroke needs no other to be a rule: very long, or long and unbroken."""
    length, share = _SOLID
    if upright.width < length * scale:
        return False
    return upright.width >= _UNTIED * scale or float(ink[upright.box()].any(axis=0).mean()) >= share


def _is_tied(upright: _Stroke, flat: list[_Stroke], scale: float) -> bool:
    """Whether an upright stroke (seen along the rows of the turned page) runs from one flat stroke to another."""
    reach = _TIE * scale
    near = [s for s in flat if s.left - reach <= upright.middle <= s.left + s.width + reach]
    ends = (upright.left, upright.left + upright.width)
    return all(any(abs(stroke.middle - end) <= reach + stroke.height / 2 for stroke in near) for end in ends)


def _is_of_letters(flat: _Stroke, other: Pixels, scale: float) -> bool:
    """Whether a short flat stroke is the tops or feet of bold letters that run together: stems stand on it or hang."""
    length, share = _WORD
    if flat.width >= length * scale:
        return False
    beside = other[flat.box(2)].any(axis=0)
    return bool(beside.mean() > share)


def _is_a_bar(flat: _Stroke, upright: Sequence[_Stroke], dark: Pixels, scale: float) -> bool:
    """Whether a short flat stroke is the bar of large letters: no upright rule meets it, and it is part of tall ink."""
    if flat.width >= _WORD[0] * scale or any(_meets(rule, flat, scale) for rule in upright):
        return False
    rows, columns = flat.box(flat.width)
    beside = slice(max(columns.start - flat.width // 2, 0), columns.stop + flat.width // 2)
    _, labels, stats, _ = cv2.connectedComponentsWithStats(dark[rows, beside], connectivity=8)
    top, left = flat.top - rows.start, columns.start - beside.start
    own = np.unique(labels[top : top + flat.height, left : left + flat.width])
    sizes = stats[own[own > 0]]
    return bool(len(sizes) and (sizes[:, cv2.CC_STAT_HEIGHT] >= _TALL * sizes[:, cv2.CC_STAT_WIDTH]).all())


def _ink_alone(strokes: list[_Stroke], ink: Pixels, letters: Pixels) -> Pixels:
    """The ink of strokes but for the places where a letter runs through them."""
    alone = np.zeros_like(ink)
    for stroke in strokes:
        reach = stroke.thickness + 2
        where = stroke.box(reach)
        beside = letters[where]
        down = cv2.dilate(beside, np.ones((reach + 1, 1), np.uint8), anchor=(0, reach))
        up = cv2.dilate(beside, np.ones((reach + 1, 1), np.uint8), anchor=(0, 0))
        alone[where] |= ink[where] & ~(down & up)
    return alone
