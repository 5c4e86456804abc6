"""The sheet on a photograph: what lies around it, a desk, has a grain that levelling would turn into ink."""

from __future__ import annotations

import cv2
import numpy as np

from extractors.ocr.words import Pixels

_SIDE = 300  # pixels of the small picture in which the sheet is looked for
_LETTERS = 9  # of its pixels: lines of text are thinner
_DARKER = 0.55  # of the sheet's grey: a desk that is lighter may be paper in the shadow
_AROUND = 0.6  # of the picture's edge that shows the desk: a dark band across a sheet shows on less
_LEAST = 0.2  # of the picture that is sheet
_STRAIGHT = 0.95  # of the hull around the sheet and of the four-sided figure around it that is sheet
_CLEAN = 0.002  # of the desk that may be as light as paper; more is written on it
_INSET = 3  # pixels of the small picture that the sheet's edge may be off


def around_sheet(grey: Pixels) -> Pixels | None:
    """Where a photograph shows no sheet (255, else 0); None where no desk is seen around a single sheet."""
    factor = min(1.0, _SIDE / max(grey.shape))
    size = (max(1, round(grey.shape[1] * factor)), max(1, round(grey.shape[0] * factor)))
    if min(size) < 4 * _LETTERS:
        return None
    small = cv2.resize(grey, size, interpolation=cv2.INTER_AREA)
    plain = cv2.morphologyEx(small, cv2.MORPH_CLOSE, np.ones((_LETTERS, _LETTERS), np.uint8))
    level, light = cv2.threshold(plain, 0, 1, cv2.THRESH_BINARY + cv2.THRESH_OTSU)
    edge = np.concatenate((light[0], light[-1], light[:, 0], light[:, -1]))
    if float(edge.mean()) > 1 - _AROUND:
        return None
    sheet = _sheet(np.asarray(light, np.uint8))
    if sheet is None or not _is_desk(small, sheet, level):
        return None
    inner = cv2.erode(sheet, np.ones((_INSET, _INSET), np.uint8), borderValue=1)
    down, across = grey.shape
    return np.asarray(cv2.resize(np.where(inner > 0, 0, 255).astype(np.uint8), (across, down)) > 127, np.uint8) * 255


def _sheet(light: Pixels) -> Pixels | None:
    """The largest light piece with its holes filled, if it is as large and has sides as straight as a sheet."""
    outlines, _ = cv2.findContours(light, cv2.RETR_EXTERNAL, cv2.CHAIN_APPROX_NONE)
    outline = max(outlines, key=cv2.contourArea, default=None)
    if outline is None or cv2.contourArea(outline) < _LEAST * light.size:
        return None
    hull = cv2.convexHull(outline)
    corners = cv2.approxPolyDP(hull, 0.02 * cv2.arcLength(hull, True), True)
    area = cv2.contourArea(outline)
    if len(corners) != 4 or area < _STRAIGHT * max(cv2.contourArea(hull), cv2.contourArea(corners)):
        return None
    return np.asarray(cv2.drawContours(np.zeros_like(light), [outline], -1, 1, -1), np.uint8)


def _is_desk(small: Pixels, sheet: Pixels, level: float) -> bool:
    """Whether what is around the sheet is dark, and nothing is printed there."""
    near = cv2.dilate(sheet, np.ones((_LETTERS, _LETTERS), np.uint8))
    desk, paper = small[near == 0], small[sheet > 0]
    if not desk.size or float(np.median(desk)) > _DARKER * float(np.median(paper)):
        return False
    return float((desk > level).mean()) <= _CLEAN
