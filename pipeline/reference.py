"""The reference of the command line from the commands themselves: ``python -m pipeline.reference``."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import typer.main

from pipeline.cli import app
from pipeline.errors import EXIT_MEANINGS

_INTRO = """# The command `ita`

<!-- Written by `make docs` from pipeline/cli.py and pipeline/errors.py. Do not edit. -->

`python -m pipeline` is the same command."""


def markdown() -> str:
    """Every command with its arguments, options and example, then the exit codes."""
    return "\n".join(_lines()) + "\n"


def exit_code_table() -> str:
    """The exit codes as a Markdown table; the README holds the same."""
    rows = (f"| {code.value} | {meaning} |" for code, meaning in EXIT_MEANINGS.items())
    return "\n".join(["| exit code | meaning |", "| ---: | --- |", *rows])


def _lines() -> Iterator[str]:
    yield _INTRO
    group: Any = typer.main.get_command(app)
    for name, command in group.commands.items():
        yield f"\n## ita {name}\n\n{command.help}\n\n| | | default |\n| --- | --- | --- |"
        yield from (_parameter(parameter) for parameter in command.params)
        yield f"\n{_example(command.epilog)}"
    yield f"\n## Exit codes\n\n{exit_code_table()}"


def _parameter(parameter: Any) -> str:
    is_option = any(name.startswith("-") for name in parameter.opts)
    names = ", ".join(f"`{name}`" for name in parameter.opts) if is_option else f"`{parameter.name.upper()}`"
    default = "required" if parameter.required else _default(parameter.default)
    return f"| {names} | {parameter.help} | {default} |"


def _default(value: object) -> str:
    return "" if value is None or value is False else f"`{value}`"


def _example(epilog: str) -> str:
    word, command = epilog.split(": ", 1)
    return f"{word}: `{command}`"


if __name__ == "__main__":
    typer.echo(markdown(), nl=False)
