"""Small PDFs written by hand, for what no producer would make."""

from __future__ import annotations

import zlib
from collections.abc import Sequence

FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def stream(content: bytes, extra: bytes = b"", packed: bool = False) -> bytes:
    """A stream object's body."""
    if packed:
        content, extra = zlib.compress(content, 9), extra + b"/Filter/FlateDecode"
    return b"<<%b/Length %d>>stream\n%b\nendstream" % (extra, len(content), content)


def pdf(objects: Sequence[bytes], trailer: bytes = b"") -> bytes:
    """A PDF of numbered objects, the first of which is the catalogue."""
    out = bytearray(b"%PDF-1.7\n")
    places = []
    for number, body in enumerate(objects, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    for place in places:
        out += b"%010d 00000 n \n" % place
    out += b"trailer<</Size %d/Root 1 0 R%b>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, trailer, start)
    return bytes(out)


def one_page(
    content: bytes,
    *,
    box: bytes = b"0 0 595 842",
    extra: bytes = b"",
    resources: bytes = b"",
    packed: bool = False,
    more: Sequence[bytes] = (),
) -> bytes:
    """A PDF of one page; further objects begin at number 6, the font is ``/F``."""
    page = b"<</Type/Page/Parent 2 0 R/MediaBox[%b]%b/Resources<</Font<</F 5 0 R>>%b>>/Contents 4 0 R>>"
    return pdf(
        [
            b"<</Type/Catalog/Pages 2 0 R>>",
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
            page % (box, extra, resources),
            stream(content, packed=packed),
            FONT,
            *more,
        ]
    )


def text(words: str, x: float = 72, y: float = 700, size: float = 12) -> bytes:
    """Operators that show Latin words at a place (origin at the lower left)."""
    return b"BT /F %g Tf %g %g Td (%b) Tj ET\n" % (size, x, y, words.encode("latin-1"))
