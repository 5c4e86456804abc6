"""A stage's checksum changes with what the stage depends on, and with nothing else."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from pipeline import versions
from pipeline.process import Options
from pipeline.stages import made_with
from pipeline.versions import PACKAGES, Parts, checksum, parts

ROOT = Path(__file__).parents[2]
READERS, RULES = ("extractors.readers",), ("pipeline.process",)


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """The packages, to change them."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    return tmp_path


def names(found: Parts, root: Path = ROOT) -> set[str]:
    return {path.relative_to(root).as_posix() for path in found.files}


def test_where_the_packages_lie_does_not_count(copy: Path) -> None:
    assert checksum(parts(RULES, copy), copy) == checksum(parts(RULES))


@pytest.mark.parametrize(
    ("changed", "readers", "rules"),
    [
        ("extractors/pdf/glyphs.py", True, True),
        ("extractors/pdf/gate.toml", True, True),
        ("extractors/ocr/reader/reader.onnx", True, True),
        ("extractors/ocr/reader/numbers.onnx", True, True),
        ("extractors/document.py", True, True),
        ("normalizers/thai.py", True, True),
        ("extractors/scores/scores.toml", False, True),
        ("extractors/measures/vocabulary.toml", False, True),
        ("normalizers/grades.toml", False, True),
        ("normalizers/agencies/types.toml", False, True),
        ("pipeline/reconcile/reconcile.toml", False, True),
        ("pipeline/schema.toml", False, True),
        ("pipeline/screen.py", False, False),
        ("pipeline/cli.py", False, False),
    ],
)
def test_a_change_reaches_the_stages_that_depend_on_it(copy: Path, changed: str, readers: bool, rules: bool) -> None:
    before = [checksum(parts(start, copy), copy) for start in (READERS, RULES)]
    with (copy / changed).open("ab") as file:
        file.write(b"\n# another version\n")
    after = [checksum(parts(start, copy), copy) for start in (READERS, RULES)]
    assert [old != new for old, new in zip(before, after, strict=True)] == [readers, rules]


def test_a_new_import_brings_its_module_along(copy: Path) -> None:
    (copy / "normalizers" / "brand_new.py").write_text("import tomllib\n")
    with (copy / "extractors" / "readers" / "plain.py").open("a") as file:
        file.write("\n\ndef later() -> None:\n    from normalizers import (\n        brand_new,\n    )\n")
    versions._looked_at.cache_clear()
    assert "normalizers/brand_new.py" in names(parts(READERS, copy), copy)


def test_no_module_and_no_data_file_of_ours_is_left_out() -> None:
    """Whatever lies in the packages that do the work belongs to what rows are made with."""
    found = names(parts(RULES))
    for package in ("extractors", "normalizers", "pipeline/reconcile"):
        files = (path for path in (ROOT / package).rglob("*") if path.is_file() and "__pycache__" not in path.parts)
        expected = {path.relative_to(ROOT).as_posix() for path in files if path.name != "py.typed"}
        assert expected - found <= {"extractors/ocr/previews.py"}  # draws pages for people


def test_readers_depend_on_no_rule() -> None:
    found = names(parts(READERS))
    assert not [name for name in found if name.startswith(("extractors/scores", "extractors/measures", "pipeline/"))]
    assert "extractors/readers/web_page.py" in found  # loaded by name


def test_libraries_count_with_their_version(monkeypatch: pytest.MonkeyPatch) -> None:
    stage = parts(READERS)
    assert {"pdfplumber", "cv2", "onnxruntime"} <= stage.libraries
    before = checksum(stage)
    monkeypatch.setattr(versions.metadata, "version", lambda name: "0.0")
    assert checksum(stage) != before


def test_options_count_as_they_are_resolved(monkeypatch: pytest.MonkeyPatch) -> None:
    from extractors.ocr import Ocr, OcrMode, OcrOptions

    def options(**values: object) -> str:
        return made_with(Options(ocr=Ocr(OcrOptions(**values)))).options  # type: ignore[arg-type]

    monkeypatch.delenv("ITA_OCR_URL", raising=False)
    monkeypatch.setenv("ITA_OCR_MODEL", "one")
    never, local = options(mode=OcrMode.NEVER), options(backend="openai", url="http://localhost/v1")
    assert made_with(Options()).options == never
    assert len({never, local, options(backend="openai"), options(backend="reader")}) == 4
    monkeypatch.setenv("ITA_OCR_MODEL", "two")
    assert options(backend="openai", url="http://localhost/v1") != local
