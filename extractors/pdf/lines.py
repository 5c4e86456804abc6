"""Glyphs to lines of Thai text: marks stay with their base, blanks are believed where the producer wrote them.

Sorting glyphs by x, as general extractors do, tears Thai apart: marks above and below have no width of their own. So
glyphs are first gathered into clusters (a base with its marks) in the order of the content stream, and only clusters
are ordered by place. A gap counts as a blank only when it is wide, because papers are justified by spreading letters.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from extractors.document import BoundingBox, NumberReadings
from extractors.pdf.distrust import LOST
from extractors.pdf.geometry import around
from extractors.pdf.glyphs import Glyph

GAP_FOR_BLANK = 0.45  # of the font size; letter-spacing up to about 0.3 was seen in justified papers
GAP_WHERE_TIGHT = 0.24  # the same where letters are not spread, beside a digit, a sign or a Latin letter
TOUCH = 0.06  # of the font size: digits closer than that have no blank between them, whatever the text layer says
OVERPRINT = 0.2  # of the font size: digits are half as wide
_OF_NUMBERS = frozenset("0123456789๐๑๒๓๔๕๖๗๘๙.,")
_LEAST_GAPS = 5  # so many between letters tell whether these are spread
_MOST_GAPS = 0.75  # share of them that must be closed
_THAI = re.compile("[ก-๎]")
SAME_LINE = 0.5  # share of the lower cluster's height that must overlap
MARK_REACH = 0.6  # of the font size: how far a mark may stand from its base
_STANDING = frozenset("าำ")
_NO_WIDTH = 0.02  # of the font size
_BOLD = ("bold", "black", "heavy", "semibold", "demi")


@dataclass(frozen=True, slots=True)
class Cluster:
    """A base character with its marks: text in stream order, box of the base, font and size.

    A recogniser's cluster may be a whole word; ``confidence`` (0 to 1) says how sure it is.
    """

    text: str
    box: BoundingBox
    font: str
    size: float
    confidence: float = 1.0
    numbers: tuple[NumberReadings, ...] = ()

    @property
    def centre(self) -> tuple[float, float]:
        """Middle of the box."""
        return (self.box.x0 + self.box.x1) / 2, (self.box.y0 + self.box.y1) / 2


@dataclass(frozen=True, slots=True)
class Line:
    """One line of text; ``size`` is the median font size in points, ``bold`` the weight of most of its letters.

    ``base`` is the lower edge of most of its letters, whatever a single larger sign does to the box. ``raw`` is the
    text before any repair, empty where it is the same. ``confidence`` is 1 for a text layer.
    """

    text: str
    box: BoundingBox
    size: float
    bold: bool
    base: float
    raw: str = ""
    confidence: float = 1.0
    numbers: tuple[NumberReadings, ...] = ()


def is_mark(text: str) -> bool:
    """Whether a glyph is a mark above or below, private-use forms included (U+F700..F71A)."""
    return bool(text) and all(
        unicodedata.category(letter) == "Mn" or ("\uf700" <= letter <= "\uf71a" and letter not in "\uf700\uf70f")
        for letter in text
    )


def clusters_of(glyphs: Iterable[Glyph]) -> list[Cluster]:
    """Gather glyphs into clusters. A mark that does not follow its base is put to the base that it stands over."""
    clusters: list[Cluster] = []
    orphans: list[Glyph] = []
    for glyph in glyphs:
        if not glyph.text:
            continue
        if clusters and _rides(glyph) and _near(clusters[-1], glyph):
            clusters[-1] = _with_mark(clusters[-1], glyph.text)
        elif not is_mark(glyph.text):
            clusters.append(Cluster(glyph.text, glyph.box, glyph.font, glyph.size))
        elif clusters and _near(clusters[-1], glyph):
            clusters[-1] = _with_mark(clusters[-1], glyph.text)
        else:
            orphans.append(glyph)
    for glyph in orphans:
        _adopt(clusters, glyph)
    return clusters


def _rides(glyph: Glyph) -> bool:
    """Whether a vowel that stands on the line has no width: it is drawn over its base and belongs to it."""
    return glyph.text in _STANDING and glyph.box.x1 - glyph.box.x0 <= _NO_WIDTH * glyph.size


def _near(cluster: Cluster, mark: Glyph) -> bool:
    reach = MARK_REACH * cluster.size
    in_line = mark.box.y0 < cluster.box.y1 and cluster.box.y0 < mark.box.y1
    return in_line and cluster.box.x0 - reach <= mark.box.x0 <= cluster.box.x1 + reach and cluster.text.strip() != ""


def _with_mark(cluster: Cluster, mark: str) -> Cluster:
    return replace(cluster, text=cluster.text + mark)


def _adopt(clusters: list[Cluster], mark: Glyph) -> None:
    """Put a stray mark to the nearest base it overlaps; without one it stays a cluster of its own."""
    near = [
        (abs(cluster.box.x1 - mark.box.x1), index) for index, cluster in enumerate(clusters) if _near(cluster, mark)
    ]
    if near:
        index = min(near)[1]
        clusters[index] = _with_mark(clusters[index], mark.text)
    else:
        clusters.append(Cluster(mark.text, mark.box, mark.font, mark.size))


def lines_of(clusters: Sequence[Cluster]) -> list[Line]:
    """Lines from top to bottom, each from left to right."""
    lines = [line for row in rows_of(clusters) if (line := line_of(row)) is not None]
    return sorted(lines, key=lambda line: (line.box.y0 + line.box.y1, line.box.x0))


def rows_of(clusters: Iterable[Cluster]) -> list[list[Cluster]]:
    """Clusters that stand on one line, from top to bottom; each row from left to right."""
    rows: list[list[Cluster]] = []
    for cluster in sorted(clusters, key=lambda item: (item.centre[1], item.box.x0)):
        row = next((row for row in reversed(rows[-3:]) if _same_line(row, cluster)), None)
        if row is None:
            rows.append([cluster])
        else:
            row.append(cluster)
    for row in rows:
        row.sort(key=lambda cluster: cluster.box.x0)
    return rows


def pieces_of(row: Sequence[Cluster], gap: float) -> list[list[Cluster]]:
    """A row cut where its ink leaves a gap wider than ``gap`` (times the font size); blanks are no ink."""
    pieces: list[list[Cluster]] = []
    right = 0.0
    for cluster in row:
        if not cluster.text.strip():
            if pieces:
                pieces[-1].append(cluster)
            continue
        if not pieces or cluster.box.x0 - right > gap * cluster.size:
            pieces.append([])
        pieces[-1].append(cluster)
        right = max(right, cluster.box.x1) if len(pieces[-1]) > 1 else cluster.box.x1
    return pieces


def _same_line(row: list[Cluster], cluster: Cluster) -> bool:
    """Whether a cluster overlaps the middle of a row enough to stand on it."""
    first = row[0]
    overlap = min(first.box.y1, cluster.box.y1) - max(first.box.y0, cluster.box.y0)
    height = min(first.box.y1 - first.box.y0, cluster.box.y1 - cluster.box.y0)
    return overlap >= SAME_LINE * height if height > 0 else overlap >= 0


def line_of(row: Sequence[Cluster]) -> Line | None:
    """The line that a row of clusters (from left to right) makes; None where it holds blanks only."""
    text = joined(row)
    if not text.strip():
        return None
    inked = [cluster for cluster in row if cluster.text.strip()]
    bold = sum(is_bold(cluster.font) for cluster in inked) * 2 > len(inked)
    box, base = around(cluster.box for cluster in inked), median(cluster.box.y1 for cluster in inked)
    numbers = tuple(number for cluster in inked for number in cluster.numbers)
    size, sure = median(cluster.size for cluster in inked), _confidence(inked)
    return Line(text, box, size, bold, base, confidence=sure, numbers=numbers)


def _confidence(inked: Sequence[Cluster]) -> float:
    """The mean over the letters of a line, no more than that of its least sure number."""
    letters = sum(len(cluster.text) for cluster in inked)
    mean = sum(cluster.confidence * len(cluster.text) for cluster in inked) / letters
    numbers = [cluster.confidence for cluster in inked if any(letter.isdigit() for letter in cluster.text)]
    return min([mean, *numbers])


def is_bold(font: str) -> bool:
    """Whether the font's name says that it is a bold one."""
    return any(word in font.lower() for word in _BOLD)


def joined(ordered: Sequence[Cluster]) -> str:
    """Text of clusters from left to right, with a blank for every wide gap that has none.

    Slide programs leave a blank out where the script changes and only move the next letter.

    A blank between digits that touch was moved there to fill a cell; believed, it would tear the number apart. Between
    letters it stays: it may stand for a sara am that the font's map has lost. Digits printed over each other are two
    texts in one place; U+FFFD between them keeps them from being read as one number.
    """
    parts: list[str] = []
    last: Cluster | None = None
    blanks = ""
    tight = _is_tight(ordered)
    for cluster in ordered:
        if not cluster.text.strip():
            blanks += cluster.text
            continue
        if last is not None:
            digits = last.text[-1] in _OF_NUMBERS and cluster.text[0] in _OF_NUMBERS
            least = GAP_WHERE_TIGHT if tight and not digits and _is_border(last, cluster) else GAP_FOR_BLANK
            parts.append(_between(_gap(last, cluster), blanks, digits, least))
        parts.append(cluster.text)
        last, blanks = cluster, ""
    return "".join(parts)


def _gap(last: Cluster, cluster: Cluster) -> float:
    """The gap between two clusters in font sizes."""
    return (cluster.box.x0 - last.box.x1) / (min(cluster.size, last.size) or 1.0)


def _is_tight(ordered: Sequence[Cluster]) -> bool:
    """Whether the letters of a line are not spread: then a gap that a blank of the font fills is a blank."""
    gaps = [_gap(a, b) for a, b in pairwise(ordered) if a.text.strip() and b.text.strip()]
    return len(gaps) >= _LEAST_GAPS and sum(gap <= TOUCH for gap in gaps) >= _MOST_GAPS * len(gaps)


def _is_border(last: Cluster, cluster: Cluster) -> bool:
    """Whether two clusters are not both Thai letters; between these a blank is rare and a gap may be a lost mark's."""
    return not (_THAI.match(last.text[-1]) and _THAI.match(cluster.text[0]))


def _between(gap: float, blanks: str, digits: bool, least: float) -> str:
    """What stands between two clusters; ``gap`` is in font sizes, from ``least`` on it is a blank."""
    if gap > least:
        return blanks or " "
    if not digits or gap > TOUCH:
        return blanks
    return LOST if gap < -OVERPRINT else ""
