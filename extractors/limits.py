"""Limits: how much of one paper a reader takes before it refuses, so that no input can exhaust a worker."""

from __future__ import annotations

from dataclasses import dataclass

PAGE_LIMIT = "page_limit"  # begins the reason of a page that is unreadable because it goes beyond a limit


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds for one paper; a reader raises a ``ReadError`` (``too_large`` and the like) beyond them.

    ``max_bytes`` is of the file, ``max_text_chars`` of its decoded text, ``max_markup_chars`` of an HTML file or of
    one HTML table (markup costs far more memory than text). ``max_table_cells`` counts the places of the grid of one
    table, spans included. ``max_markup_depth`` is the deepest nesting of tags that is still read as structure; deeper
    markup is read as plain lines. ``max_page_points`` is the longest side of a page in points (1/72 inch),
    ``max_page_pixels`` the most pixels that one page may be rendered or decoded to. A page of a PDF may hold
    ``max_page_chars`` characters, ``max_page_paths`` drawn lines, ``max_page_figures`` figures and
    ``max_page_content_bytes`` of drawing instructions; none of its other streams but images may unpack to more than
    ``max_stream_bytes``.
    """

    max_bytes: int = 256 * 1024 * 1024
    max_text_chars: int = 100_000_000
    max_markup_chars: int = 16_000_000
    max_markup_depth: int = 150
    max_pages: int = 2_000
    max_table_rows: int = 200_000
    max_table_columns: int = 256
    max_table_cells: int = 4_000_000
    max_page_points: float = 14_400.0
    max_page_pixels: int = 120_000_000
    max_page_chars: int = 100_000
    max_page_paths: int = 50_000
    max_page_figures: int = 10_000
    max_page_content_bytes: int = 8 * 1024 * 1024
    max_stream_bytes: int = 64 * 1024 * 1024


DEFAULT_LIMITS = Limits()
