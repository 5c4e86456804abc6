"""Scans: the scanner that makes them, and what ``ita`` reads from those in ``data/raw``."""

from __future__ import annotations

import io
from dataclasses import replace
from functools import cache
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from typer.testing import CliRunner

from extractors.readers import read
from pipeline.cli import app
from pipeline.evaluate import Evaluation, evaluate, evaluate_paper, load_tables
from pipeline.truth import TruePaper, load
from tests.golden.scans import ROOT, SAMPLES, TRUTH
from tools import typeset
from tools.scans import Order, completed, fonts, fonts_of, image_pdf, levels
from tools.scans.__main__ import main
from tools.scans.checklists import FORMS, checklist
from tools.scans.papers import LAYOUTS, made_up, with_digits
from tools.scans.scanner import Bytes, Scanner
from tools.scans.settings import PARTS
from tools.scans.typesetting import drawn, font_file, page_texts, pages_with, typeset_kept
from tools.scans.web_fonts import style_of

needs_typesetting = pytest.mark.skipif(
    not typeset.available("chromium") or font_file("Laksaman") is None,
    reason="pages cannot be typeset: apt-get install chromium fonts-thai-tlwg fontconfig",
)


@cache
def clean_page() -> Bytes:
    """A small page: lines of black boxes in place of letters."""
    page = np.full((400, 300, 3), 255, np.uint8)
    for top in range(40, 360, 24):
        for left in range(30, 270, 12):
            page[top : top + 10, left : left + 7] = 0
    return page


def scan(damage: str, seed: int = 1, turn: int = 0) -> list[Bytes]:
    return Scanner(levels()[damage], 150, seed, turn).scan([clean_page(), clean_page()])


# The scanner


@pytest.mark.parametrize("damage", levels())
def test_one_seed_gives_one_scan(damage: str) -> None:
    first, again, other = (image_pdf.as_pdf(scan(damage, seed), 150, levels()[damage].jpeg) for seed in (1, 1, 2))
    assert first == again
    assert (first == other) == (damage == "clean")


def test_a_clean_scan_changes_nothing() -> None:
    assert (scan("clean")[0] == clean_page()[:, :, 0]).all()


def test_each_level_damages_more_than_the_one_before() -> None:
    distances = []
    for damage in ("clean", "light", "medium", "heavy"):
        page = image_pdf.through_jpeg(scan(damage)[0], levels()[damage].jpeg)
        grey = page.mean(axis=2) if page.ndim == 3 else page
        distances.append(float(np.abs(grey - clean_page()[:, :, 0]).mean()))
    assert distances == sorted(distances)


def test_one_bit_is_black_and_white() -> None:
    assert set(np.unique(scan("one_bit")[0])) == {0, 255}


def test_a_photograph_shows_the_table_around_the_page() -> None:
    height, width = scan("photo")[0].shape[:2]
    assert height > 400
    assert width > 300


@pytest.mark.parametrize(("turn", "shape"), [(0, (400, 300)), (90, (300, 400)), (180, (400, 300)), (270, (300, 400))])
def test_sheets_put_in_turned(turn: int, shape: tuple[int, int]) -> None:
    page = scan("clean", turn=turn)[0]
    assert page.shape == shape
    assert (np.rot90(page, turn // 90) == clean_page()[:, :, 0]).all()


def test_levels_are_frozen() -> None:
    with pytest.raises(AttributeError):
        levels()["medium"].noise = 0.0  # type: ignore[misc]


# Files


@pytest.mark.parametrize("damage", ["clean", "medium", "one_bit"])
def test_a_pdf_shows_its_images_and_has_no_text(damage: str) -> None:
    level = levels()[damage]
    pages = scan(damage)
    pdf = image_pdf.as_pdf(pages, 150, level.jpeg)
    shown = drawn(pdf, 150)
    assert page_texts(pdf) == ["", ""]
    for page, seen in zip(pages, shown, strict=True):
        wanted = image_pdf.through_jpeg(page, level.jpeg)
        wanted = wanted if wanted.ndim == 3 else np.repeat(wanted[:, :, None], 3, axis=2)
        assert seen.shape == wanted.shape
        assert np.abs(seen.astype(int) - wanted).mean() < 2


def test_a_tiff_holds_all_pages_and_a_png_one() -> None:
    with Image.open(io.BytesIO(image_pdf.as_tiff(scan("one_bit"), 200))) as tiff:
        assert (tiff.n_frames, tiff.mode, tiff.info["dpi"]) == (2, "1", (200, 200))
    with Image.open(io.BytesIO(image_pdf.as_png(scan("light")[0], 200))) as png:
        assert (png.size, png.mode) == ((300, 400), "RGB")


# Papers and truth


def test_fonts_of_development_and_test_differ() -> None:
    assert {font.family for font in fonts_of("development")}.isdisjoint(font.family for font in fonts_of("test"))
    assert min(len(fonts_of(part)) for part in PARTS) >= 3


def test_fonts_of_debian_need_no_web_font() -> None:
    assert [font.family for part in PARTS for font in fonts_of(part) if style_of(font).faces] == []
    assert fonts()["Sarabun"].package


def test_sentences_of_development_and_test_differ() -> None:
    from tests.papers.model import texts_of, wording

    parts = []
    for part in ("development", "test"):
        with texts_of(part):
            parts.append({text for name in ("overall", "lookalikes", "intro") for text in wording()[name]["texts"]})
    assert parts[0]
    assert parts[1]
    assert parts[0].isdisjoint(parts[1])


@pytest.mark.parametrize("number", range(len(LAYOUTS)))
def test_digits_are_those_asked_for(number: int) -> None:
    texts = {digits: made_up(number, 1, digits, "test")[1].text() for digits in ("arabic", "thai")}
    assert not set("๐๑๒๓๔๕๖๗๘๙") & set(texts["arabic"])
    assert not set("0123456789") & set(texts["thai"])
    assert with_digits(made_up(number, 1, "thai", "test")[1], "arabic").text() == texts["arabic"]


def test_a_number_is_found_on_its_pages_only() -> None:
    assert pages_with("85.00", ["ได้ 85.00 คะแนน", "185.00 และ 85.001", "(85.00)", "85.00.1"]) == (1, 3)


@pytest.mark.parametrize("number", range(2 * len(FORMS)))
def test_the_truth_of_a_checklist_is_what_its_text_says(number: int) -> None:
    from pipeline.process import Options, process

    paper = checklist(number, 1, "test")
    result = process(paper.html.encode(), "paper.html", Options())
    rows = {"documents": [result.document], "scores": result.scores, "measures": result.measures}
    body = paper.body
    truth = TruePaper("paper.html", body.full_name, body.amphoe, body.province, (), paper.measures)
    figures = evaluate_paper({**rows, "findings": result.findings}, truth)
    assert figures.measures.right == figures.measures.printed >= 12
    assert figures.measures.extra == 0
    assert {state.outcome for state in figures.states} == {"right"}
    assert figures.agency == "right"


def test_checklists_show_every_drawing_and_leave_lines_open() -> None:
    papers = [checklist(number, 1, part) for number in range(45) for part in PARTS]
    assert {paper.form for paper in papers} == set(FORMS)
    assert len({paper.drawing for paper in papers}) == 9
    lines = [measure for paper in papers for measure in paper.measures if paper.form in ("items", "answers")]
    assert {measure.checked for measure in lines} == {True, False, None}
    states = [measure for paper in papers for measure in paper.measures if paper.form in ("states", "boxes")]
    assert {measure.status for measure in states} == {"done", "in_progress", "not_started", None}


def test_boxes_are_drawn_in_turn() -> None:
    drawn = (("☐", ("<i>",)), ("☑", ("<b>", "<u>")))
    document = read("☑ ก\n\n☐ ข\n\n☑ ค".encode(), "a.txt")
    page = typeset.as_html(document, typeset.Style(drawn=drawn))
    assert [mark for mark in ("<b>", "<i>", "<u>", "☑", "☐") if mark in page] == ["<b>", "<i>", "<u>"]
    assert page.index("<b>") < page.index("<i>") < page.index("<u>")


@needs_typesetting
@pytest.mark.parametrize("digits", ["arabic", "thai"])
def test_the_truth_knows_the_page_of_every_score(digits: str) -> None:
    name, document, truth, style = made_up(0, 1, digits, "test")
    pdf = typeset_kept({name: document}, "chromium", style)[name]
    whole = completed(truth, pdf, "a.pdf", Order(150, "light"))
    assert whole.pages == len(page_texts(pdf))
    assert [score for score in whole.scores if not score.pages] == []
    assert (whole.setting["dpi"], whole.setting["damage"], whole.setting["digits"]) == (150, "light", digits)


@needs_typesetting
def test_a_png_holds_the_first_page_and_its_truth_no_more() -> None:
    name, document, truth, style = made_up(0, 1, "arabic", "test")
    pdf = typeset_kept({name: document}, "chromium", style)[name]
    first = completed(truth, pdf, "a.png", Order(format="png"))
    assert (first.pages, first.measures) == (1, None)
    assert {score.pages for score in first.scores} == {(1,)}


@needs_typesetting
def test_the_command_writes_papers_and_truth(tmp_path: Path) -> None:
    arguments = [str(tmp_path), "--papers", "1", "--dpi", "100", "--damage", "light,one_bit", "--seed", "1"]
    assert main([*arguments, "--part", "test"]) == 0
    names = {path.stem for path in (tmp_path / "papers").iterdir()}
    assert names == {"paper_001_0000_arabic_100_light", "paper_001_0000_arabic_100_one_bit"}
    assert {paper.source for paper in load(tmp_path / "truth")} == {f"{name}.pdf" for name in names}


@pytest.mark.parametrize("option", [("--dpi", "72"), ("--damage", "burnt"), ("--digits", "roman"), ("--layout", "x")])
def test_the_command_refuses_what_it_does_not_know(option: tuple[str, str], tmp_path: Path) -> None:
    with pytest.raises(SystemExit):
        main([str(tmp_path), *option])


# The scans of data/raw


def test_the_scans_are_small_and_have_their_truth() -> None:
    assert [path.stem for path in SAMPLES] == [path.stem for path in sorted(TRUTH.glob("*.json"))]
    pages = {paper.source: paper.pages or 1 for paper in load(TRUTH)}
    assert max(path.stat().st_size / pages[path.name] for path in SAMPLES) < 300_000
    assert {paper.source for paper in load(TRUTH)} == {path.name for path in SAMPLES}


def test_the_truth_is_what_the_texts_of_the_scans_say(tmp_path: Path) -> None:
    texts = ROOT / "tools" / "scans" / "samples"
    for path in texts.glob("*.md"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert CliRunner().invoke(app, ["ingest", str(tmp_path), "-o", str(tmp_path / "out")]).exit_code == 0
    truth = [replace(paper, source=paper.source.replace(".pdf", ".md")) for paper in load(TRUTH)]
    evaluation = evaluate(load_tables(tmp_path / "out"), truth)
    total = evaluation.total()
    assert total["right"] == total["printed"] > 20
    assert total["extra"] == 0
    assert evaluation.measures().right == evaluation.measures().printed > 2
    assert evaluation.agencies()["right"] == 2


@pytest.fixture(scope="module")
def evaluation(tmp_path_factory: pytest.TempPathFactory) -> Evaluation:
    """The scans through the commands, as a user would do it."""
    folder = tmp_path_factory.mktemp("scans")
    (folder / "raw").mkdir()
    for path in SAMPLES:
        (folder / "raw" / path.name).write_bytes(path.read_bytes())
    ingested = CliRunner().invoke(app, ["ingest", str(folder / "raw"), "-o", str(folder / "out")])
    assert ingested.exit_code == 0, ingested.output
    evaluated = CliRunner().invoke(app, ["evaluate", str(folder / "out"), str(TRUTH), "--json", str(folder / "f")])
    assert evaluated.exit_code == 0, evaluated.output
    assert "No value is wrong in silence" in evaluated.stdout
    assert (folder / "f").exists()
    return evaluate(load_tables(folder / "out"), load(TRUTH))


def test_no_score_of_a_scan_is_wrong_in_silence(evaluation: Evaluation) -> None:
    assert [case for paper in evaluation.papers for case in paper.cases if "silent" in case.outcome] == []


def test_every_score_of_a_scan_is_found_or_named(evaluation: Evaluation) -> None:
    assert [case for paper in evaluation.papers for case in paper.cases if case.outcome == "lost"] == []
    assert evaluation.total()["right"] >= 0.9 * evaluation.total()["printed"]


def test_the_bodies_and_the_measures_of_the_scans(evaluation: Evaluation) -> None:
    assert evaluation.agencies()["right"] == 2
    measures = evaluation.measures()
    assert measures.found == measures.printed == 3
    assert measures.extra == 0


def test_a_scan_that_nothing_was_read_from_is_noticed() -> None:
    """Without a recogniser the page is refused, which explains every missing score."""
    from pipeline.process import Options, process

    path, truth = SAMPLES[0], next(paper for paper in load(TRUTH) if paper.source == SAMPLES[0].name)
    result = process(path.read_bytes(), path.name, Options())
    rows = {"documents": [result.document], "scores": [], "measures": [], "findings": result.findings}
    cases = evaluate(rows, [truth]).papers[0].cases
    assert {case.outcome for case in cases} == {"noticed"}
