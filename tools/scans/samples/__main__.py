"""Make the scans of ``data/raw`` and their truth in ``tests/golden/scans`` anew: ``python -m tools.scans.samples``."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from extractors.readers import read
from pipeline.truth import TrueMeasure, TruePaper, TrueScore, dump
from tools.scans import Order, completed, scanned
from tools.scans.typesetting import typeset_kept
from tools.typeset import Style

HERE = Path(__file__).parent
ROOT = HERE.parents[2]


def main() -> None:
    """Write all of them."""
    with (HERE / "samples.toml").open("rb") as file:
        samples = tomllib.load(file)
    for name, sample in samples.items():
        source = HERE / f"{name}.md"
        document = read(source.read_bytes(), source.name)
        style = Style(font=sample["font"], scale=sample["scale"])
        pdf = typeset_kept({name: document}, "chromium", style)[name]
        order = Order(sample["dpi"], sample["damage"], sample["seed"])
        (ROOT / "data" / "raw" / f"{name}.pdf").write_bytes(scanned(pdf, order))
        truth = completed(_truth(sample), pdf, f"{name}.pdf", order)
        (ROOT / "tests" / "golden" / "scans" / f"{name}.json").write_text(dump(truth), encoding="utf-8")


def _truth(sample: dict[str, Any]) -> TruePaper:
    scores = (
        TrueScore(int(year), code, score, sample["grade"] if code == "ITA" else None)
        for year, codes in sample["scores"].items()
        for code, score in codes.items()
    )
    return TruePaper(
        source="",
        agency=sample["agency"],
        amphoe=sample["amphoe"],
        province=sample["province"],
        scores=tuple(scores),
        measures=tuple(
            TrueMeasure(held["title"], held["indicator"], tuple(held["responsible"]), tuple(held["steps"]))
            for held in sample["measures"]
        ),
        setting={"digits": "arabic", "layout": sample["layout"], "font": sample["font"]},
    )


if __name__ == "__main__":
    main()
