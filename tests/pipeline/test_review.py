"""Pages that nobody could read are kept as pictures beside the tables."""

from __future__ import annotations

import hashlib
import io
import json
from pathlib import Path

import pytest
from PIL import Image

from extractors.limits import DEFAULT_LIMITS, Limits
from extractors.ocr.previews import ACROSS, previews
from pipeline import drawing
from pipeline.discover import discover
from pipeline.errors import Exit, RunError
from pipeline.process import Options
from pipeline.publish import PREVIOUS, prepare, recover
from pipeline.review import picture_name
from pipeline.run import Job, ingest
from tests.ocr.drawn import lines_of_words, table
from tests.pdf.build import one_page, stream, text


def scan(kind: str = "PDF", pages: int = 2) -> bytes:
    """A paper of pictures only; its first page is lines of words, the others are tables."""
    sheets = [Image.fromarray(lines_of_words(1600, 2000)), *(Image.fromarray(table()) for _ in range(pages - 1))]
    data = io.BytesIO()
    sheets[0].save(data, kind, save_all=True, append_images=sheets[1:])
    return data.getvalue()


@pytest.fixture
def raw(tmp_path: Path) -> Path:
    folder = tmp_path / "raw"
    folder.mkdir()
    (folder / "ผล ITA.pdf").write_bytes(scan())
    return folder


def checksum(raw: Path) -> str:
    return hashlib.sha256((raw / "ผล ITA.pdf").read_bytes()).hexdigest()[:8]


def names(out: Path) -> list[str]:
    found = (path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file())
    return sorted(name for name in found if not name.startswith(f"{PREVIOUS}/"))


def kept(out: Path) -> dict[str, bytes]:
    return {name: (out / name).read_bytes() for name in names(out) if name.startswith("review/")}


def run(raw: Path, out: Path, *, review: bool = True) -> None:
    ingest(Job(raw, out, Options(), review=review))


def test_every_unreadable_page_has_its_picture(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    digest = checksum(raw)
    pictures = kept(tmp_path / "out")
    assert list(pictures) == [f"review/ผล_ITA-{digest}-p1.png", f"review/ผล_ITA-{digest}-p2.png"]
    first = Image.open(io.BytesIO(next(iter(pictures.values()))))
    assert (first.mode, first.size) == ("L", (ACROSS, 1500))
    report = (tmp_path / "out" / "report.md").read_text(encoding="utf-8")
    assert f"- `ผล ITA.pdf` p.2: `review/ผล_ITA-{digest}-p2.png`\n" in report


def test_the_manifest_has_size_and_checksum_of_every_picture(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    entries = json.loads((tmp_path / "out" / "datapackage.json").read_text(encoding="utf-8"))["review"]
    found = {entry["path"]: (entry["bytes"], entry["hash"]) for entry in entries}
    assert found == {
        name: (len(png), f"sha256:{hashlib.sha256(png).hexdigest()}") for name, png in kept(tmp_path / "out").items()
    }
    assert [(entry["source"], entry["page"]) for entry in entries] == [("ผล ITA.pdf", 1), ("ผล ITA.pdf", 2)]


def test_a_rerun_writes_the_same_bytes(raw: Path, tmp_path: Path) -> None:
    run(raw, tmp_path / "out")
    before = {name: (tmp_path / "out" / name).read_bytes() for name in names(tmp_path / "out")}
    run(raw, tmp_path / "out")
    run(raw, tmp_path / "other")
    assert {name: (tmp_path / "out" / name).read_bytes() for name in names(tmp_path / "out")} == before
    assert kept(tmp_path / "other") == kept(tmp_path / "out")


def test_pictures_that_are_not_wanted_any_more_go(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(raw, out)
    (raw / "ผล ITA.pdf").write_bytes(scan(pages=1))
    run(raw, out)
    assert list(kept(out)) == [f"review/ผล_ITA-{checksum(raw)}-p1.png"]
    run(raw, out, review=False)
    assert not (out / "review").exists()


def test_pictures_of_others_stay(raw: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(raw, out)
    first, second = sorted((out / "review").iterdir())
    first.write_bytes(b"drawn on by a person")
    (out / "review" / "mine-00000000-p1.png").write_bytes(b"mine")
    run(raw, out)
    assert first.read_bytes() == b"drawn on by a person"
    run(raw, out, review=False)
    assert sorted(kept(out).values()) == [b"drawn on by a person", b"mine"]
    assert not second.exists()


def test_a_file_of_others_in_the_place_of_the_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "review").write_text("mine", encoding="utf-8")
    with pytest.raises(RunError, match="review is no folder") as caught:
        prepare(tmp_path)
    assert caught.value.code is Exit.OUTPUT


@pytest.mark.parametrize("files_moved", range(10))
def test_a_crash_after_the_commit_is_finished_later(
    raw: Path, tmp_path: Path, files_moved: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    out = tmp_path / "out"
    run(raw, out)
    moved, replace = 0, Path.replace

    def crash(path: Path, target: Path) -> Path:
        nonlocal moved
        if moved == files_moved:
            raise KeyboardInterrupt
        moved += 1
        return replace(path, target)

    (raw / "ผล ITA.pdf").write_bytes(scan(pages=1) + b"\n")
    run(raw, tmp_path / "expected")
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", crash)
        if files_moved < 9:
            with pytest.raises(KeyboardInterrupt):
                run(raw, out)
        else:
            run(raw, out)
    recover(out)
    assert {name: (out / name).read_bytes() for name in names(out)} == {
        name: (tmp_path / "expected" / name).read_bytes() for name in names(tmp_path / "expected")
    }


def test_pictures_of_an_earlier_run_are_no_inputs(raw: Path) -> None:
    run(raw, raw / "out")
    assert [item.source for item in discover(raw)] == ["ผล ITA.pdf"]


@pytest.mark.parametrize("kind", ["PDF", "TIFF"])
def test_pages_of_pdfs_and_of_pictures_are_drawn(kind: str) -> None:
    (found,) = previews(scan(kind, 3), {2}, DEFAULT_LIMITS)
    assert found[0] == 2
    picture = Image.open(io.BytesIO(found[1]))
    assert (picture.mode, picture.width <= ACROSS) == ("L", True)


@pytest.mark.parametrize("data", [b"plain text", b"%PDF-1.7 broken", b"\x89PNG\r\n\x1a\nbroken", scan()[:900], b""])
def test_what_cannot_be_drawn_is_left_out(data: bytes) -> None:
    assert list(previews(data, {1}, DEFAULT_LIMITS)) == []


def test_pictures_with_too_many_pixels_are_not_decoded() -> None:
    limits = Limits(max_page_pixels=1000)
    assert [list(previews(scan(kind), {1, 2}, limits)) for kind in ("PDF", "TIFF")] == [[], []]


def test_names_are_short_and_safe() -> None:
    assert picture_name("a/ก*`b`\n|c.pdf", "0123456789ab", 12) == "ก_b_c-01234567-p12.png"
    assert len(picture_name("ก" * 300 + ".pdf", "0123456789ab", 1).encode()) < 255


def test_a_page_beyond_the_limits_is_not_drawn(tmp_path: Path) -> None:
    form = b"/Type/XObject/Subtype/Form/BBox[0 0 9 9]"
    below = b"/Resources<</XObject<</X %d 0 R>>>>"
    forms = [stream(b"/X Do " * 10, form + below % number) for number in range(7, 12)] + [stream(b"", form)]
    data = one_page(text("Score 85.25") + b"/X Do", resources=b"/XObject<</X 6 0 R>>", more=forms)
    raw = tmp_path / "raw"
    raw.mkdir()
    (raw / "a.pdf").write_bytes(data)
    run(raw, tmp_path / "out")
    assert "page_limit: " in (tmp_path / "out/report.md").read_text(encoding="utf-8")
    assert kept(tmp_path / "out") == {}


def exponential_forms() -> bytes:
    """A page whose forms draw each other: 10 to the power of 12 times."""
    draw = "/F Do " * 10
    form = "/Type /XObject /Subtype /Form /BBox [0 0 9 9]"
    objects = {
        1: "<< /Type /Catalog /Pages 2 0 R >>",
        2: "<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: "<< /Type /Page /Parent 2 0 R /MediaBox [0 0 99 99] /Contents 4 0 R"
        " /Resources << /XObject << /F 5 0 R >> >> >>",
        4: f"<< /Length {len(draw)} >>\nstream\n{draw}\nendstream",
    }
    for number in range(5, 17):
        inner = f"/Resources << /XObject << /F {number + 1} 0 R >> >> /Length {len(draw)}"
        objects[number] = f"<< {form} {inner} >>\nstream\n{draw}\nendstream"
    objects[17] = f"<< {form} /Length 11 >>\nstream\n0 0 9 9 re f\nendstream"
    body = "".join(f"{number} 0 obj\n{held}\nendobj\n" for number, held in objects.items())
    return f"%PDF-1.7\n{body}trailer\n<< /Root 1 0 R >>\n%%EOF\n".encode()


def test_a_page_that_takes_for_ever_to_draw_has_no_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    paper = tmp_path / "paper.pdf"
    paper.write_bytes(exponential_forms())
    digest = hashlib.sha256(paper.read_bytes()).hexdigest()
    monkeypatch.setattr(drawing, "SECONDS", 1.0)
    monkeypatch.setattr(drawing, "SECONDS_A_PAGE", 0.5)
    assert list(drawing.drawn_apart(paper, digest, {1}, DEFAULT_LIMITS)) == []


def test_pages_drawn_apart_are_those_of_the_paper_that_was_read(raw: Path) -> None:
    (paper,) = raw.iterdir()
    data = paper.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    found = list(drawing.drawn_apart(paper, digest, {1, 2}, DEFAULT_LIMITS))
    assert found == list(previews(data, {1, 2}, DEFAULT_LIMITS))
    assert list(drawing.drawn_apart(paper, "0" * 64, {1}, DEFAULT_LIMITS)) == []
    assert list(drawing.drawn_apart(raw / "gone.pdf", digest, {1}, DEFAULT_LIMITS)) == []
