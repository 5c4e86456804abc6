"""The documents say what the code does, and are written from it where they can be."""

from __future__ import annotations

import re
import shutil
import tomllib
from pathlib import Path
from typing import Any

import pytest
import typer.main
from typer.testing import CliRunner

from extractors.readers import supported_extensions
from pipeline import dictionary, reference
from pipeline.cli import app
from pipeline.schema import tables

ROOT = Path(__file__).parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
GROUP: Any = typer.main.get_command(app)


def blocks(language: str) -> list[str]:
    return re.findall(rf"```{language}\n(.*?)```", README, re.DOTALL)


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that looks like the project after ``make ingest``."""
    folder = tmp_path_factory.mktemp("project")
    arguments = ["ingest", str(ROOT / "data" / "raw"), "-o", str(folder / "data" / "processed"), "--quiet"]
    assert CliRunner().invoke(app, arguments).exit_code == 0
    return folder


WRITTEN = {"tables.md": dictionary.markdown, "commands.md": reference.markdown}


@pytest.mark.parametrize("file", WRITTEN)
def test_written_documents_are_up_to_date(file: str) -> None:
    assert (ROOT / "docs" / file).read_text(encoding="utf-8") == WRITTEN[file](), "run `make docs`"


@pytest.mark.parametrize("command", list(GROUP.commands))
def test_every_command_is_in_the_readme_and_has_help_with_an_example(command: str) -> None:
    assert f"`ita {command}" in README
    assert GROUP.commands[command].help
    assert GROUP.commands[command].epilog.startswith(f"Example: ita {command} ")
    assert all(parameter.help for parameter in GROUP.commands[command].params)
    shown = CliRunner().invoke(app, [command, "--help"])
    assert shown.exit_code == 0
    assert f"Example: ita {command}" in shown.stdout


def test_exit_codes_stand_in_the_readme_and_the_help() -> None:
    assert reference.exit_code_table() in README
    assert "130 = interrupted" in CliRunner().invoke(app, ["--help"]).stdout


def test_every_published_file_is_in_the_readme() -> None:
    for table in tables().values():
        assert f"| `{table.file}` |" in README
    assert "| `report.md` |" in README
    assert "| `datapackage.json` |" in README


def test_readable_formats_in_the_readme_are_those_of_the_readers() -> None:
    line = next(line for line in README.splitlines() if line.startswith("- Readable formats:"))
    assert re.findall(r"`(\.\w+)`", line) == list(supported_extensions())


def test_every_dependency_has_its_reason_in_the_readme() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    names = {re.split(r"[<>=~]", requirement)[0] for requirement in project["dependencies"]}
    section = README.split("## Dependencies")[1].split("\n## ")[0]
    assert set(re.findall(r"^\| ([a-z0-9.-]+) \| \w", section, re.MULTILINE)) - {"package"} == names


def test_links_lead_somewhere() -> None:
    for file in (ROOT / "README.md", *(ROOT / "docs").glob("*.md")):
        text = file.read_text(encoding="utf-8")
        anchors = {
            heading.strip().lower().replace(" ", "-") for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)
        }
        for target in re.findall(r"\]\(([^)]+)\)", text):
            path, _, anchor = target.partition("#")
            assert not path or (file.parent / path).exists(), f"{file.name}: {target}"
            assert path or anchor in anchors, f"{file.name}: {target}"


@pytest.mark.parametrize("query", blocks("sql"))
def test_sql_in_the_readme_runs(query: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    duckdb = pytest.importorskip("duckdb")
    monkeypatch.chdir(project)
    assert duckdb.sql(query).fetchall()


@pytest.mark.parametrize("program", blocks("python"))
def test_python_in_the_readme_runs(program: str, project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(project)
    names: dict[str, Any] = {}
    exec(compile(program, "README.md", "exec"), names)
    assert len(names["weakest"]) == 10
    assert len(names["panel"]) > 0


def test_the_changelog_knows_the_version() -> None:
    version = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
    changelog = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    assert "## [Unreleased]" in changelog or f"## [{version}]" in changelog


def test_make_help_lists_every_target() -> None:
    make = shutil.which("make")
    if make is None:
        pytest.skip("make is not here")
    text = (ROOT / "Makefile").read_text(encoding="utf-8")
    public = re.search(r"^\.PHONY: help (.*)$", text, re.MULTILINE)
    assert public
    for target in public[1].split():
        assert re.search(rf"^{target}:.* ## ", text, re.MULTILINE), target
