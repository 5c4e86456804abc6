"""Bad and strange pictures through the command: each gives one row that says what is wrong, and the others are read.

The back ends are real: the reader of this package, a server that hangs, and Tesseract that is not there.
"""

from __future__ import annotations

import io
import json
import struct
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import cv2
import numpy as np
import pyarrow.parquet as pq
import pytest
from numpy.typing import NDArray
from PIL import Image
from typer.testing import CliRunner

from pipeline.cli import app
from tests.ocr.test_images import huge_png
from tools.scans import image_pdf
from tools.scans.typesetting import drawn

SAMPLE = Path(__file__).parents[1] / "data" / "raw" / "2567_scanned_result_lamo.pdf"
CUT = "damaged_page: a picture is cut off"
BROKEN = "damaged_page: the picture cannot be decoded"
SCORES = {"ITA": 90.31, "IIT": 88.11, "EIT": 92.65, "OIT": 90.21, "1": 86.53, "7": 98.23, "10": 93.75}


@cache
def page() -> NDArray[np.uint8]:
    """The part of a scanned page that holds its title and its table, in grey."""
    whole = cv2.cvtColor(drawn(SAMPLE.read_bytes(), 200)[0], cv2.COLOR_RGB2GRAY)
    return np.ascontiguousarray(whole[200:1335, 190:1540], np.uint8)


def picture() -> Image.Image:
    return Image.fromarray(page())


def saved(kind: str, image: Image.Image | None = None, **options: object) -> bytes:
    out = io.BytesIO()
    (image or picture()).save(out, kind, dpi=(200, 200), **options)
    return out.getvalue()


def pdf_of(stream: bytes, entries: str) -> bytes:
    """A page that is one picture, whose stream is packed as ``entries`` say."""
    image = image_pdf.Encoded(stream, entries, page().shape[1], page().shape[0])
    head = [b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Count 1 /Kids [3 0 R] >>"]
    return image_pdf._file([*head, *image_pdf._page_objects(image, 200, 3)])


def jpeg_pdf(stream: bytes) -> bytes:
    return pdf_of(stream, "/ColorSpace /DeviceGray /BitsPerComponent 8 /Filter /DCTDecode")


def cmyk_pdf() -> bytes:
    entries = "/ColorSpace /DeviceCMYK /BitsPerComponent 8 /Filter /DCTDecode /Decode [1 0 1 0 1 0 1 0]"
    return pdf_of(saved("JPEG", picture().convert("CMYK")), entries)


def jbig2_pdf(length: int | None = None) -> bytes:
    """The page as one generic region of JBIG2 in its MMR form, which is that of CCITT group 4."""
    down, across = page().shape
    black = np.where(page() > 150, 0, 255).astype(np.uint8)  # ink is 1 there
    region = struct.pack(">IIIIB", across, down, 0, 0, 0) + b"\1" + image_pdf._group4(black)
    parts = ((48, struct.pack(">IIIIBH", across, down, 0, 0, 0, 0)), (38, region))
    segments = (struct.pack(">IBBBI", i, kind, 0, 1, len(body)) + body for i, (kind, body) in enumerate(parts))
    entries = "/ColorSpace /DeviceGray /BitsPerComponent 1 /Filter /JBIG2Decode"
    return pdf_of(b"".join(segments)[:length], entries)


def png(values: NDArray[np.uint16] | NDArray[np.uint8], interlaced: bool = False) -> bytes:
    """A grey PNG of 8 or 16 bits, its rows in order or in the seven passes of Adam7."""
    steps = ((0, 0, 8, 8), (4, 0, 8, 8), (0, 4, 4, 8), (2, 0, 4, 4), (0, 2, 2, 4), (1, 0, 2, 2), (0, 1, 1, 2))
    passes = [values[y::down, x::across] for x, y, across, down in steps] if interlaced else [values]
    big = values.dtype.newbyteorder(">")
    rows = b"".join(b"\0" + row.astype(big).tobytes() for part in passes for row in part)
    head = struct.pack(
        ">IIBBBBB", values.shape[1], values.shape[0], 8 * values.dtype.itemsize, 0, 0, 0, int(interlaced)
    )
    chunks = ((b"IHDR", head), (b"pHYs", struct.pack(">IIB", 7874, 7874, 1)), (b"IDAT", zlib.compress(rows)))
    framed = (
        struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        for name, data in (*chunks, (b"IEND", b""))
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(framed)


def animated(kind: str, **options: object) -> bytes:
    blank = Image.new("L", picture().size, 255)
    return saved(kind, save_all=True, append_images=[blank, picture()], **options)


READ: dict[str, Callable[[], bytes]] = {
    "cmyk.pdf": cmyk_pdf,
    "twelve_bits.tif": lambda: saved("TIFF", Image.fromarray(page().astype(np.uint16) * 16)),
    "interlaced_16_bits.png": lambda: png(page().astype(np.uint16) * 257, interlaced=True),
    "jbig2.pdf": jbig2_pdf,
    "animated.gif": lambda: animated("GIF"),
    "animated.png": lambda: animated("PNG"),
    "picture_named.pdf": lambda: saved("JPEG", quality=90),
}
REFUSED: dict[str, tuple[Callable[[], bytes], str | None, str]] = {
    "pixel.png": (lambda: saved("PNG", Image.new("L", (1, 1))), None, "nothing_recognised"),
    "jpeg_cut.pdf": (lambda: jpeg_pdf(saved("JPEG")[:30_000]), None, CUT),
    "jpeg_broken.pdf": (lambda: jpeg_pdf(saved("JPEG")[:2] + bytes(400) + saved("JPEG")[402:]), None, BROKEN),
    "jbig2_cut.pdf": (lambda: jbig2_pdf(5_000), None, CUT),
    "huge.png": (lambda: huge_png(20_000), "page_too_large", "400000000 pixels, the limit is 120000000 pixels"),
    "text.jpg": (lambda: b"no picture\n" * 30, "format_mismatch", "named .jpg"),
}


def ingest(folder: Path, out: Path, *options: str) -> None:
    done = CliRunner().invoke(app, ["ingest", str(folder), "-o", str(out), "--engine", "serial", "--quiet", *options])
    assert done.exit_code == 0, done.output


def rows(out: Path, table: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = pq.read_table(out / f"{table}.parquet").to_pylist()
    return found


def test_each_bad_picture_is_one_row_and_the_others_are_read(tmp_path: Path) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    for name, make in {**READ, **{name: make for name, (make, _, _) in REFUSED.items()}}.items():
        (raw / name).write_bytes(make())
    ingest(raw, out)
    documents = {row["source"]: row for row in rows(out, "documents")}
    assert sorted(documents) == sorted([*READ, *REFUSED])
    scores = {(row["source"], row["code"]): row["score"] for row in rows(out, "scores")}
    for name in READ:
        assert documents[name]["status"] == "ok", name
        assert {code: scores.get((name, code)) for code in SCORES} == SCORES, name
    pages = {row["source"]: str(row["found"]) for row in rows(out, "findings") if row["code"] == "unreadable_page"}
    for name, (_, code, said) in REFUSED.items():
        assert documents[name]["status"] == ("failed" if code else "partial"), name
        assert documents[name]["error_code"] == code
        assert said in (str(documents[name]["error"]) if code else pages[name]), name
    assert {source for source, _ in scores} == set(READ)


class Server(BaseHTTPRequestHandler):
    """Answers too late, with nothing or with nonsense, as its path says."""

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        if self.path.startswith("/silent"):
            time.sleep(5)
            return
        text = "๑ ๒ ๓ " * 400 if self.path.startswith("/nonsense") else None
        body = json.dumps({"choices": [{"message": {"content": text}}]}).encode()
        self.send_response(200)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: object) -> None:
        pass


@pytest.fixture
def server() -> Iterator[str]:
    made = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    made.daemon_threads = True
    threading.Thread(target=made.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{made.server_port}"
    made.shutdown()
    made.server_close()


@pytest.mark.parametrize(
    ("path", "said"),
    [
        ("silent", "backend_failed: openai gave no answer within 0.5 seconds"),
        ("empty", "backend_failed: openai gave an empty answer"),
        ("nonsense", "backend_failed: openai repeats itself without end"),
    ],
)
def test_a_server_that_hangs_or_answers_nonsense_costs_the_pages_and_not_the_run(
    server: str, path: str, said: str, tmp_path: Path
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "a.png").write_bytes(saved("PNG"))
    (raw / "b.csv").write_bytes((SAMPLE.parent / "2565_result_kamphaeng.csv").read_bytes())
    options = ("--ocr-backend", "openai", "--ocr-url", f"{server}/{path}", "--ocr-model", "m", "--ocr-timeout", "0.5")
    ingest(raw, out, *options)
    states = {row["source"]: row["status"] for row in rows(out, "documents")}
    assert states == {"a.png": "partial", "b.csv": "ok"}
    (page,) = (row for row in rows(out, "findings") if row["code"] == "unreadable_page")
    assert said in str(page["found"])
    assert {row["source"] for row in rows(out, "scores")} == {"b.csv"}


def test_without_tesseract_a_picture_is_a_row_that_names_the_command(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    raw, out = tmp_path / "raw", tmp_path / "out"
    raw.mkdir()
    (raw / "a.png").write_bytes(saved("PNG"))
    monkeypatch.setenv("PATH", str(tmp_path))
    ingest(raw, out, "--ocr-backend", "tesseract")
    (row,) = rows(out, "documents")
    assert (row["status"], row["error_code"]) == ("failed", "ocr_unavailable")
    assert "sudo apt-get install tesseract-ocr" in str(row["error"])
