"""A crooked grey page to a straight white one, and the way back from its pixels to points of the page.

In this order: colours are lifted (stamps, signatures in blue, highlights become light where the print stays dark), the
paper is levelled to white, the page is turned so that its lines run across, its last tilt is taken out to a twentieth
of a degree, and it is brought to a resolution that recognisers like.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import cv2
import numpy as np

from extractors.document import BoundingBox
from extractors.ocr.coloured_ink import without_drawings
from extractors.ocr.images import POINTS, PageImage
from extractors.ocr.pieces import pieces_of
from extractors.ocr.sheet import around_sheet
from extractors.ocr.words import Pixels

cv2.setNumThreads(1)  # a page is work for one core; threads of filters this short mostly wait for each other

_LOW_DPI, _HIGH_DPI = 170.0, 320.0
_UP_TO, _DOWN_TO = 250.0, 300.0
_MOST_TILT = 6.0  # degrees
_SMALL = 1000  # pixels across of the image on which angles are measured
_INK = 160  # of a levelled page: darker is ink
_POINTS_OF_INK = 300_000  # so many pixels of ink settle an angle; leaving pixels out makes steps where none are
_SOFT = 5  # pixels of the small image: stems of letters make sharp steps in columns, lines make wide ones
_SIDEWAYS = 1.1  # how much clearer lines must be down the page than across it
_LEAST_INK = 200
_BOX, _EVEN = 9, 0.15  # pixels of the small image: a box to tick is wider; share of it by which height and width differ
_SOME = 16  # rows: so many apart, some are looked at for colours before all are
_GREY = 20  # difference of channels that JPEG gives to black ink as well
_LIFT = 0.45  # of the colour above it is added: a stamp goes, letters in navy blue still stand
_NEGATIVE, _LIGHT_PARTS = 100, 0.01  # grey of a sheet that is darker; share of a negative that is light and no stroke
_BRIGHT = (_NEGATIVE + 255) / 2 + 2  # mean of a sheet of which less than half can be so dark, rounding and all
_PAPER = 0.02  # of the page's side: letters are narrower than that, so the lightest within is paper


@dataclass(frozen=True, slots=True)
class StraightPage:
    """A levelled grey page (ink dark on 255) whose text runs to the right, and its plane.

    ``turned`` are the quarter turns counterclockwise that were needed (in degrees), ``tilt`` what was left after them.
    ``image`` is the page as it came, ``back`` the affine map (2 x 3) from pixels of this page to its pixels.
    """

    pixels: Pixels
    plane: Plane
    turned: int
    tilt: float
    image: PageImage
    back: np.ndarray

    @property
    def dpi(self) -> float:
        """Pixels to the inch."""
        return POINTS * self.plane.scale


@dataclass(frozen=True, slots=True)
class Plane:
    """The plane of a straightened page in points. ``back`` leads to the page as displayed.

    ``scale`` is pixels to the point, ``matrix`` the affine map (two rows of three) from straight to displayed points.
    """

    width: float
    height: float
    scale: float
    matrix: tuple[tuple[float, float, float], tuple[float, float, float]]

    @property
    def size(self) -> tuple[float, float]:
        """Width and height."""
        return self.width, self.height

    def box(self, x0: float, y0: float, x1: float, y1: float) -> BoundingBox:
        """A box of pixels in points of this plane."""
        return BoundingBox(x0 / self.scale, y0 / self.scale, x1 / self.scale, y1 / self.scale)

    def back(self, box: BoundingBox) -> BoundingBox:
        """The upright box around a box of this plane, on the page as displayed."""
        corners = [(x, y) for x in (box.x0, box.x1) for y in (box.y0, box.y1)]
        (a, b, c), (d, e, f) = self.matrix
        xs = [a * x + b * y + c for x, y in corners]
        ys = [d * x + e * y + f for x, y in corners]
        return BoundingBox(min(xs), min(ys), max(xs), max(ys))


def straighten(image: PageImage, turn: int | None = None) -> StraightPage:
    """Straighten a page. ``turn`` (0, 90, 180, 270) says how to turn it; None finds lines that run up or down."""
    image = _on_white(_plain(image))
    grey = _levelled_sheet(lifted(image.pixels, image.dpi), image.is_part)
    small = _small(grey)
    if turn is None:
        turn = 90 if _runs_down(small) else 0
    upright = np.ascontiguousarray(np.rot90(grey, turn // 90))
    tilt = _tilt(_small(upright) if turn else small)
    factor = _factor(image.dpi)
    pixels, forward = _warped(upright, tilt, factor)
    scale = image.dpi / POINTS * factor
    back = _back(grey.shape, turn, forward)
    return StraightPage(pixels, _plane(image, back, pixels.shape, scale), turn, tilt, image, back[:2])


def _plain(image: PageImage) -> PageImage:
    """The page in grey where it has no colours but pixels that could: then nobody looks for coloured ink."""
    if image.pixels.ndim == 2 or not all(_is_grey(image.pixels[::step]) for step in (_SOME, 1)):
        return image
    return replace(image, pixels=np.asarray(cv2.extractChannel(image.pixels, 0), np.uint8))


def _is_grey(pixels: Pixels) -> bool:
    first, second, third = cv2.split(pixels)
    return np.array_equal(first, second) and np.array_equal(second, third)


def _on_white(image: PageImage) -> PageImage:
    """The page with dark ink: a negative (light letters on black all over the sheet) the other way round.

    On a photograph with a dark desk around the sheet, or of a sheet with a dark band, large parts are light.
    """
    channels = image.pixels.shape[2] if image.pixels.ndim == 3 else 1
    if min(cv2.mean(image.pixels)[:channels]) > _BRIGHT:
        return image
    grey = _small(image.pixels if image.pixels.ndim == 2 else cv2.cvtColor(image.pixels, cv2.COLOR_RGB2GRAY))
    if float(np.median(grey)) >= _NEGATIVE:
        return image
    light = np.asarray(grey > _NEGATIVE, np.uint8)
    reach = max(3, int(_PAPER * max(grey.shape))) | 1
    large = cv2.morphologyEx(light, cv2.MORPH_OPEN, np.ones((reach, reach), np.uint8))
    if not light.any() or float(large.mean()) > _LIGHT_PARTS:
        return image
    return replace(image, pixels=np.asarray(255 - image.pixels, np.uint8))


def lifted(pixels: Pixels, dpi: float) -> Pixels:
    """Grey where coloured ink is light: the lightest of the three channels, lighter still the stronger the colour.

    Stamps and signatures go altogether.
    """
    if pixels.ndim == 2:
        return pixels
    first, second, third = cv2.split(pixels)
    light = cv2.max(cv2.max(first, second), third)
    colour = cv2.subtract(light, cv2.min(cv2.min(first, second), third))
    grey = np.asarray(cv2.addWeighted(light, 1.0, cv2.subtract(colour, _GREY), _LIFT, 0.0), np.uint8)
    return without_drawings(pixels, grey, dpi)


def _levelled_sheet(grey: Pixels, is_part: bool) -> Pixels:
    """The page on white paper, without the desk that a photograph shows around it."""
    desk = None if is_part else around_sheet(grey)
    level = levelled(grey)
    return level if desk is None else np.asarray(level | desk, np.uint8)


def levelled(grey: Pixels) -> Pixels:
    """The page on white paper, whatever light fell on it; ink keeps its contrast to the paper around it."""
    down, across = grey.shape
    step = max(1, min(down, across) // 400)
    small = cv2.resize(grey, (max(1, across // step), max(1, down // step)), interpolation=cv2.INTER_AREA)
    reach = max(3, int(_PAPER * max(small.shape))) | 1
    paper = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((reach, reach), np.uint8))
    paper = cv2.GaussianBlur(paper, (0, 0), reach / 2)
    paper = cv2.resize(paper, (across, down), interpolation=cv2.INTER_LINEAR)
    white = cv2.divide(grey, np.maximum(paper, 40), scale=255)
    return _stretched(np.asarray(white, np.uint8))


def _stretched(grey: Pixels) -> Pixels:
    """Faint ink to black: the darkest hundredth of what is not paper becomes black, paper becomes white."""
    counts = np.bincount(grey[::3, ::3].ravel(), minlength=256).cumsum()
    dark = int(np.searchsorted(counts, counts[_INK + 50] * 0.05)) if counts[_INK + 50] else 0
    black, white = min(dark, 150), 235
    table = np.clip((np.arange(256) - black) * (255.0 / (white - black)), 0, 255).astype(np.uint8)
    return np.asarray(cv2.LUT(grey, table), np.uint8)


def _small(grey: Pixels) -> Pixels:
    down, across = grey.shape
    factor = min(1.0, _SMALL / max(1, min(down, across)))
    size = (max(1, int(across * factor)), max(1, int(down * factor)))
    return np.asarray(cv2.resize(grey, size, interpolation=cv2.INTER_AREA), np.uint8)


def _ink(small: Pixels) -> tuple[np.ndarray, np.ndarray] | None:
    """Rows and columns of (some of) the ink; None where there is hardly any."""
    rows, columns = np.nonzero(small < _INK)
    if len(rows) < _LEAST_INK:
        return None
    step = max(1, len(rows) // _POINTS_OF_INK)
    return rows[::step].astype(np.float64), columns[::step].astype(np.float64)


def _contrast(places: np.ndarray, soft: int = 1) -> float:
    """How unevenly ink lies along one direction: lines of text give sharp steps. Steps count over ``soft`` pixels."""
    counts = np.bincount((places - places.min()).astype(np.int64)).astype(np.float64)
    if soft > 1:
        counts = np.convolve(counts, np.full(soft, 1 / soft), mode="same")
    return float(np.square(np.diff(counts)).sum())


def _runs_down(small: Pixels) -> bool:
    """Whether the lines of text run up or down the page."""
    found = _ink(_without_rules(small))
    if found is None:
        return False
    rows, columns = found
    slopes = np.tan(np.radians(np.arange(-3.0, 3.1, 0.5)))
    across = max(_contrast(rows - columns * slope, _SOFT) for slope in slopes)
    down = max(_contrast(columns + rows * slope, _SOFT) for slope in slopes)
    return down > _SIDEWAYS * across


def _without_rules(small: Pixels) -> Pixels:
    """The page without what has straight sides both ways: the rules of tables, and boxes to tick."""
    dark = np.asarray(small < _INK, np.uint8)
    long = max(15, min(small.shape) // 18)
    rules = cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((1, long), np.uint8))
    rules |= cv2.morphologyEx(dark, cv2.MORPH_OPEN, np.ones((long, 1), np.uint8))
    rules = cv2.dilate(rules, np.ones((3, 3), np.uint8)) | _squares(dark & ~rules)
    return np.where(rules > 0, 255, small).astype(np.uint8)


def _squares(dark: Pixels) -> Pixels:
    """What hangs together and is as high as wide: in columns, the sides of boxes are sharper than lines of text."""
    pieces = pieces_of(dark)
    width, height = pieces.stats[:, 2], pieces.stats[:, 3]
    square = (width >= _BOX) & (abs(width - height) <= _EVEN * np.maximum(width, height))
    square[0] = False  # the paper
    return np.asarray(square[pieces.labels], np.uint8)


def _tilt(small: Pixels) -> float:
    """The angle in degrees by which lines fall to the right (clockwise), between -6 and 6."""
    found = _ink(small)
    if found is None:
        return 0.0
    rows, columns = found
    best = 0.0
    for reach, step in ((_MOST_TILT, 0.4), (0.4, 0.1), (0.1, 0.025)):
        angles = np.arange(best - reach, best + reach + step / 2, step)
        scores = [_contrast(rows - columns * np.tan(np.radians(angle))) for angle in angles]
        best = float(angles[int(np.argmax(scores))])
    return round(best, 3) if abs(best) <= _MOST_TILT else 0.0


def _factor(dpi: float) -> float:
    if dpi < _LOW_DPI:
        return min(_UP_TO / dpi, 4.0)
    return _DOWN_TO / dpi if dpi > _HIGH_DPI else 1.0


def _warped(upright: Pixels, tilt: float, factor: float) -> tuple[Pixels, np.ndarray]:
    """The page without its tilt at its new size, and the map (3 x 3) from old pixels to new ones."""
    down, across = upright.shape
    if abs(tilt) < 0.03 and factor == 1.0:
        return upright, np.eye(3)
    size = (max(1, round(across * factor)), max(1, round(down * factor)))
    turn = np.eye(3)
    turn[:2] = cv2.getRotationMatrix2D((across / 2, down / 2), tilt, 1.0)
    forward = np.diag([factor, factor, 1.0]) @ turn
    smooth = cv2.INTER_AREA if factor < 1 else cv2.INTER_CUBIC
    pixels = cv2.warpAffine(upright, forward[:2], size, flags=smooth, borderValue=255)
    return np.asarray(pixels, np.uint8), forward


def _back(shape: tuple[int, ...], turn: int, forward: np.ndarray) -> np.ndarray:
    """The map (3 x 3) from pixels of the straight page to those of the image as it came."""
    down, across = shape[:2]
    quarter = {  # from pixels of the turned image back to those of the image as it came
        0: [[1, 0, 0], [0, 1, 0]],
        90: [[0, -1, across], [1, 0, 0]],
        180: [[-1, 0, across], [0, -1, down]],
        270: [[0, 1, 0], [-1, 0, down]],
    }[turn]
    return np.asarray(np.vstack([np.array(quarter, np.float64), [0, 0, 1]]) @ np.linalg.inv(forward))


def _plane(image: PageImage, back: np.ndarray, new: tuple[int, ...], scale: float) -> Plane:
    down, across = image.pixels.shape[:2]
    to_points = np.diag([image.width / across, image.height / down, 1.0])
    matrix = to_points @ back @ np.diag([scale, scale, 1.0])
    rows = tuple(tuple(float(value) for value in row) for row in matrix[:2])
    return Plane(new[1] / scale, new[0] / scale, scale, rows)  # type: ignore[arg-type]  # two rows of three
