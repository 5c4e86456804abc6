"""Scans with known truth: papers are typeset, drawn as images and damaged as office scanners damage them.

``python -m tools.scans OUT`` writes ``OUT/papers`` (the scans) and ``OUT/truth`` (what they say): ``docs/scans.md``.
"""

from tools.scans.scan import FORMATS, Order, completed, scan_documents, scanned
from tools.scans.settings import Font, Level, fonts, fonts_of, levels

__all__ = [
    "FORMATS",
    "Font",
    "Level",
    "Order",
    "completed",
    "fonts",
    "fonts_of",
    "levels",
    "scan_documents",
    "scanned",
]
