"""The back end openai against a small server of this machine: answers, silence, nonsense, failures."""

from __future__ import annotations

import io
import json
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from extractors.document import Table, TextBlock
from extractors.limits import DEFAULT_LIMITS
from extractors.ocr import openai
from extractors.ocr.errors import BackendError, BackendMissingError
from extractors.ocr.openai import OpenAi
from extractors.ocr.options import Ocr, OcrOptions
from extractors.ocr.page import read_page
from extractors.readers import read
from pipeline.cache_file import FolderCache
from pipeline.cli import app
from tests.ocr.drawn import page

PIXELS = np.full((60, 60), 255, np.uint8)
Answer = Callable[[BaseHTTPRequestHandler, int], None]


class Server:
    """Answers as the test says and keeps what it was asked."""

    def __init__(self) -> None:
        self.asked: list[dict[str, object]] = []
        self.answer: Answer = said("")
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.asked.append(json.loads(body) | {"path": self.path})
                outer.answer(self, len(outer.asked))

            def log_message(self, *args: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.http.daemon_threads = True
        threading.Thread(target=self.http.serve_forever, daemon=True).start()

    def reader(self, timeout: float = 5.0) -> OpenAi:
        return OpenAi(OcrOptions(timeout=timeout, url=f"http://127.0.0.1:{self.http.server_port}/v1", model="m"))


def sent(handler: BaseHTTPRequestHandler, status: int, body: bytes) -> None:
    handler.send_response(status)
    handler.send_header("Content-Length", str(len(body)))
    handler.end_headers()
    handler.wfile.write(body)


def said(text: object) -> Answer:
    body = json.dumps({"choices": [{"message": {"content": text}}]}).encode()
    return lambda handler, _: sent(handler, 200, body)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setattr(openai, "_WAIT", 0.01)
    for name in ("ITA_OCR_URL", "ITA_OCR_MODEL", "ITA_OCR_KEY"):
        monkeypatch.delenv(name, raising=False)
    made = Server()
    yield made
    made.http.shutdown()
    made.http.server_close()


def test_the_page_is_sent_as_a_data_url(server: Server) -> None:
    server.answer = said("# หัวเรื่อง")
    assert server.reader().text(PIXELS) == "# หัวเรื่อง"
    (asked,) = server.asked
    assert (asked["path"], asked["model"]) == ("/v1/chat/completions", "m")
    content = asked["messages"][0]["content"]  # type: ignore[index]
    assert content[1]["image_url"]["url"].startswith("data:image/png;base64,iVBOR")


def test_markdown_with_a_table_becomes_blocks_on_the_page(server: Server) -> None:
    text = (
        "```markdown\n# ผลการประเมินคุณธรรมและความโปร่งใสของหน่วยงาน\n\n"
        "| ตัวชี้วัด | คะแนน |\n| --- | --- |\n| การปฏิบัติหน้าที่ | 93.33 |\n| การใช้งบประมาณ | 96.13 |\n```"
    )
    server.answer = said(text)
    draft = read_page(page(PIXELS), 3, server.reader(), DEFAULT_LIMITS)
    heading, table = draft.blocks
    assert isinstance(heading, TextBlock)
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells if cell.column == 1] == ["คะแนน", "93.33", "96.13"]
    assert {cell.position.page for cell in table.cells} == {3}
    assert {cell.confidence for cell in table.cells} == {0.5}
    assert draft.recogniser == "openai"


def test_a_failure_that_passes_is_tried_again(server: Server) -> None:
    good = said("ข้อความ")
    server.answer = lambda handler, count: sent(handler, 503, b"") if count < 3 else good(handler, count)
    assert server.reader().text(PIXELS) == "ข้อความ"
    assert len(server.asked) == 3


@pytest.mark.parametrize(
    ("answer", "reason", "times"),
    [
        (lambda handler, _: sent(handler, 500, b""), "answered 500", 3),
        (lambda handler, _: sent(handler, 401, b""), "answered 401", 1),
        (lambda handler, _: sent(handler, 200, b"<html>"), "none of the chat API", 1),
        (lambda handler, _: sent(handler, 200, b'{"choices": []}'), "none of the chat API", 1),
        (said("  \n"), "empty answer", 1),
        (said(None), "empty answer", 1),
    ],
)
def test_failures_are_told(server: Server, answer: Answer, reason: str, times: int) -> None:
    server.answer = answer
    with pytest.raises(BackendError, match=reason):
        server.reader().text(PIXELS)
    assert len(server.asked) == times


def test_a_server_that_hangs_is_given_up(server: Server) -> None:
    server.answer = lambda handler, _: time.sleep(3)
    with pytest.raises(BackendError, match=r"no answer within 0\.3 seconds"):
        server.reader(timeout=0.3).text(PIXELS)


def test_an_answer_in_drops_is_given_up(server: Server) -> None:
    def drops(handler: BaseHTTPRequestHandler, _: int) -> None:
        handler.send_response(200)
        handler.end_headers()
        for _ in range(40):
            try:
                handler.wfile.write(b" ")
                time.sleep(0.1)
            except OSError:
                return

    server.answer = drops
    with pytest.raises(BackendError, match="no answer within"):
        server.reader(timeout=0.5).text(PIXELS)


def test_an_answer_without_end_is_cut_off(server: Server, monkeypatch: pytest.MonkeyPatch) -> None:
    def endless(handler: BaseHTTPRequestHandler, _: int) -> None:
        handler.send_response(200)
        handler.end_headers()
        try:
            while True:
                handler.wfile.write(b" " * 10_000)
        except OSError:
            return

    monkeypatch.setattr(openai, "_LONGEST", 100_000)
    server.answer = endless
    with pytest.raises(BackendError, match="more than 100000 bytes"):
        server.reader().text(PIXELS)


def test_nonsense_makes_the_page_unreadable(server: Server) -> None:
    server.answer = said("xq zvb wkj trp qqz mnb vcx zlk jhg fds apo iuy trw qwe zxc vbn mlk")
    assert read_page(page(PIXELS), 1, server.reader(), DEFAULT_LIMITS).unreadable is not None


def picture(pages: int) -> bytes:
    sheets = [Image.fromarray(np.full((200, 200 + 10 * number), 255, np.uint8)) for number in range(pages)]
    data = io.BytesIO()
    sheets[0].save(data, "TIFF", save_all=True, append_images=sheets[1:])
    return data.getvalue()


def reasons(server: Server, pages: int, cache: FolderCache | None = None) -> list[str | None]:
    options = replace(server.reader(timeout=0.3).options, backend="openai")
    return [page.unreadable for page in read(picture(pages), "a.tif", DEFAULT_LIMITS, Ocr(options, cache)).pages]


SILENT = "backend_failed: openai gave no answer within 0.3 seconds"
GIVEN_UP = "backend_failed: openai is not asked again: it kept silent 2 times in a row in this paper"


def test_a_server_that_hangs_is_not_asked_on_every_page(server: Server) -> None:
    server.answer = lambda handler, _: time.sleep(2)
    assert reasons(server, 5) == [SILENT, SILENT, GIVEN_UP, GIVEN_UP, GIVEN_UP]
    assert len(server.asked) == 2
    assert reasons(server, 1) == [SILENT]  # the next paper asks anew


def test_a_server_that_hangs_now_and_then_is_asked_again(server: Server) -> None:
    good = said("ประกาศองค์การบริหารส่วนตำบล เรื่อง ผลการประเมินคุณธรรมและความโปร่งใส")
    server.answer = lambda handler, count: good(handler, count) if count % 2 else time.sleep(2)
    assert reasons(server, 5) == [None, SILENT, None, SILENT, None]


def test_a_server_that_is_not_there_is_given_up(server: Server) -> None:
    server.http.shutdown()
    server.http.server_close()
    first, second, third = reasons(server, 3)
    assert first is not None
    assert first == second
    assert "cannot be reached" in first
    assert third == GIVEN_UP


def test_what_is_kept_is_used_also_after_it(server: Server, tmp_path: Path) -> None:
    cache = FolderCache(tmp_path)
    good = said("ประกาศองค์การบริหารส่วนตำบล เรื่อง ผลการประเมินคุณธรรมและความโปร่งใส")
    server.answer = lambda handler, count: good(handler, count) if count > 3 else sent(handler, 401, b"")
    assert [reason is None for reason in reasons(server, 4, cache)] == [False, False, False, True]
    server.answer = lambda handler, _: time.sleep(2)
    assert reasons(server, 4, cache) == [SILENT, SILENT, GIVEN_UP, None]


def test_address_model_and_time_are_options_of_the_command(server: Server, tmp_path: Path) -> None:
    (tmp_path / "a.tif").write_bytes(picture(1))
    server.answer = said("ประกาศองค์การบริหารส่วนตำบล เรื่อง ผลการประเมินคุณธรรมและความโปร่งใส")
    url = server.reader().url
    options = ["--ocr-backend", "openai", "--ocr-url", url, "--ocr-model", "m2", "--ocr-timeout", "7", "--no-cache"]
    result = CliRunner().invoke(app, ["show", str(tmp_path / "a.tif"), *options])
    assert (result.exit_code, [asked["model"] for asked in server.asked]) == (0, ["m2"])


def test_times_that_are_none_are_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    for time_limit in ("0", "-1", "nan", "inf"):
        result = CliRunner().invoke(app, ["show", str(tmp_path / "a.txt"), "--ocr-timeout", time_limit])
        assert (result.exit_code, "no time limit" in result.stderr) == (2, True)


def test_the_environment_names_the_time(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("x", encoding="utf-8")
    result = CliRunner().invoke(app, ["show", str(tmp_path / "a.txt")], env={"ITA_OCR_TIMEOUT": "0"})
    assert (result.exit_code, "no time limit" in result.stderr) == (2, True)


def test_what_is_not_set_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("ITA_OCR_URL", raising=False)
    monkeypatch.delenv("ITA_OCR_MODEL", raising=False)
    reader = OpenAi(OcrOptions())
    assert (reader.is_available(), reader.missing()) == (
        False,
        "set --ocr-url (ITA_OCR_URL) and --ocr-model (ITA_OCR_MODEL)",
    )
    with pytest.raises(BackendMissingError):
        reader.text(PIXELS)
    assert "http" in OpenAi(OcrOptions(url="file:///etc/passwd", model="m")).missing()
