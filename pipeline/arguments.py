"""Arguments and options that commands share. Nothing heavy is imported here."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer


def path(text: str) -> Path:
    """A path as typed. An empty one is a shell variable that was not set, and must not mean the current folder."""
    if not text:
        raise typer.BadParameter("is empty")
    if "://" in text:
        raise typer.BadParameter("is an address; only RAW and OUT of `ita ingest` may be one")
    return Path(text)


def path_or_address(text: str) -> str:
    """A path or an address as typed."""
    return str(path(text)) if "://" not in text else text


Mode = Annotated[
    str, typer.Option("--ocr", metavar="MODE", help="Recognise scanned pages: auto (where needed), always or never.")
]
Backend = Annotated[
    str, typer.Option("--ocr-backend", metavar="NAME", help="What recognises: reader, tesseract or openai.")
]
Second = Annotated[
    str,
    typer.Option(
        "--second-opinion",
        metavar="MODE",
        help="Tesseract reads numbers again that the reader is unsure of: auto (where installed) or never.",
    ),
]
Url = Annotated[
    str | None,
    typer.Option(
        "--ocr-url", metavar="URL", help="Address of an OpenAI-compatible endpoint (for openai; else ITA_OCR_URL)."
    ),
]
Model = Annotated[
    str | None,
    typer.Option("--ocr-model", metavar="NAME", help="Vision model of that endpoint (for openai; else ITA_OCR_MODEL)."),
]
Timeout = Annotated[
    float,
    typer.Option(
        "--ocr-timeout",
        metavar="SECONDS",
        envvar="ITA_OCR_TIMEOUT",
        show_envvar=False,
        help="How long one page may take to be recognised (else ITA_OCR_TIMEOUT).",
    ),
]
Cache = Annotated[
    Path | None,
    typer.Option(
        "--cache", parser=path, metavar="DIR", help="Folder that keeps what was recognised, and what a run has done."
    ),
]
NoCache = Annotated[bool, typer.Option("--no-cache", help="Keep nothing but the tables, and do everything anew.")]

Engine = Annotated[
    str,
    typer.Option(
        "--engine", metavar="NAME", help="Who reads: local (contained processes), ray (on a cluster) or serial."
    ),
]
Workers = Annotated[
    int | None,
    typer.Option("--workers", min=1, metavar="N", help="Papers read at the same time; one for each processor."),
]
Deadline = Annotated[
    float,
    typer.Option("--deadline", min=0.1, metavar="SECONDS", help="How long a paper may take; large ones may longer."),
]
Memory = Annotated[
    int, typer.Option("--memory", min=64, metavar="MB", help="Megabytes that the reading of a paper may ask for.")
]

RayAddress = Annotated[
    str | None,
    typer.Option("--ray-address", metavar="ADDRESS", help="Address of a Ray cluster (for ray; else this machine)."),
]
