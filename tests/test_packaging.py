"""The project installs and imports as itself: names, packages, data files, versions."""

from __future__ import annotations

import ast
import importlib
import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = ("pipeline", "extractors", "normalizers")
IMPORTED_AS = {"beautifulsoup4": "bs4", "opencv-python-headless": "cv2", "pdfminer.six": "pdfminer", "pillow": "PIL"}
NOT_IMPORTED = {"lxml"}  # Beautiful Soup takes it by its name
PIN = re.compile(r"^[A-Za-z0-9._-]+==[A-Za-z0-9._]+$")


@pytest.mark.parametrize("name", PACKAGES)
def test_our_top_level_names_come_from_this_project(name: str) -> None:
    module = importlib.import_module(name)
    assert module.__file__ is not None
    assert Path(module.__file__).resolve() == ROOT / name / "__init__.py"


@pytest.mark.parametrize("name", PACKAGES)
def test_every_folder_of_a_package_is_a_package(name: str) -> None:
    for folder in {path.parent for path in (ROOT / name).rglob("*.py")}:
        assert (folder / "__init__.py").exists(), folder


def test_every_kind_of_data_file_is_packaged() -> None:
    packaged = {Path(pattern).suffix for pattern in PROJECT["tool"]["setuptools"]["package-data"]["*"]}
    data = {path for name in PACKAGES for path in (ROOT / name).rglob("*") if path.is_file()}
    kinds = {path.suffix for path in data if path.suffix not in {".py", ".pyc"} and path.name != "py.typed"}
    assert kinds <= packaged


def test_imports_run_one_way() -> None:
    allowed = {"normalizers": {"normalizers"}, "extractors": {"normalizers", "extractors"}, "pipeline": set(PACKAGES)}
    for package, names in allowed.items():
        for path in (ROOT / package).rglob("*.py"):
            ours = imported(path) & {*PACKAGES, "tests", "bench"}
            assert ours <= names, path


def imported(path: Path) -> set[str]:
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


def pins(file: str) -> dict[str, str]:
    lines = (ROOT / file).read_text(encoding="utf-8").splitlines()
    wanted = [line for line in lines if line and not line.startswith(("#", "-r "))]
    assert [line for line in wanted if not PIN.match(line)] == []
    return dict(line.lower().replace("_", "-").split("==") for line in wanted)


def test_requirements_are_pinned_and_hold_every_dependency() -> None:
    names = {re.split(r"[<>=~]", requirement)[0] for requirement in PROJECT["project"]["dependencies"]}
    assert names <= set(pins("requirements.txt"))


def test_what_is_imported_is_what_is_declared() -> None:
    used = {name for package in PACKAGES for path in (ROOT / package).rglob("*.py") for name in imported(path)}
    optional = PROJECT["project"]["optional-dependencies"]
    wanted = [*PROJECT["project"]["dependencies"], *(name for names in optional.values() for name in names)]
    names = {re.split(r"[<>=~]", requirement)[0] for requirement in wanted}
    declared = {IMPORTED_AS.get(name, name) for name in names - NOT_IMPORTED}
    assert used - {*PACKAGES, *sys.stdlib_module_names} == declared


def test_no_package_is_pinned_twice() -> None:
    assert not set(pins("requirements.txt")) & set(pins("requirements-dev.txt"))


def test_the_command_is_declared() -> None:
    assert PROJECT["project"]["scripts"] == {"ita": "pipeline.cli:main"}
    module, name = PROJECT["project"]["scripts"]["ita"].split(":")
    assert callable(getattr(importlib.import_module(module), name))


def test_the_check_of_changes_can_be_run() -> None:
    script = ROOT / ".ci" / "run"
    assert os.access(script, os.X_OK)
    assert script.read_text(encoding="utf-8").startswith("#!/usr/bin/env bash\n")


# What `make test` does about Tesseract, with stand-ins for the programs of the system


def make_tesseract(folder: Path, user: int, installs: bool, languages: str = "") -> subprocess.CompletedProcess[str]:
    programs = {
        "tesseract": f"printf '{languages}'",
        "id": f"echo {user}",
        "apt-get": f'echo "$@" >> {folder}/asked; exit {0 if installs else 100}',
    }
    for name, body in programs.items():
        (folder / name).write_text(f"#!/bin/sh\n{body}\n", encoding="utf-8")
        (folder / name).chmod(0o755)
    path = f"{folder}:{os.environ['PATH']}"
    command = ["make", "--no-print-directory", ".tesseract"]
    environment = os.environ | {"PATH": path}
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False, env=environment)


needs_make = pytest.mark.skipif(shutil.which("make") is None, reason="make is not here")


@needs_make
def test_tesseract_that_is_there_is_left_alone(tmp_path: Path) -> None:
    done = make_tesseract(tmp_path, 0, installs=True, languages="List:\\neng\\ntha\\n")
    assert (done.returncode, done.stdout, done.stderr) == (0, "", "")
    assert not (tmp_path / "asked").exists()


@needs_make
def test_root_gets_tesseract_installed(tmp_path: Path) -> None:
    done = make_tesseract(tmp_path, 0, installs=True)
    assert (done.returncode, done.stderr) == (0, "")
    assert "install --yes" in (tmp_path / "asked").read_text(encoding="utf-8")


@needs_make
@pytest.mark.parametrize("user", [0, 1000])
def test_without_tesseract_the_command_to_install_it_is_named_and_work_goes_on(user: int, tmp_path: Path) -> None:
    done = make_tesseract(tmp_path, user, installs=False)
    assert done.returncode == 0
    assert "sudo apt-get install tesseract-ocr tesseract-ocr-tha" in done.stderr
    assert (tmp_path / "asked").exists() == (user == 0)


@needs_make
def test_setup_without_a_fitting_python_says_so(tmp_path: Path) -> None:
    command = ["make", "--no-print-directory", "setup", f"VENV={tmp_path / 'venv'}", "PYTHONS=false no-such-python"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode != 0
    assert "Python 3.11 or newer is needed" in done.stderr
