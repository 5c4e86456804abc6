"""Make the PDFs of ``tests/pdf/files`` anew: those of ``tools/made_papers``, through Chromium and LibreOffice.

Needs both programs and the font Laksaman (package fonts-tlwg-laksaman); the tests themselves need neither. Each paper
is described once; beside the PDFs a JSON file says what a reader must find. Run: ``python -m tools.make_test_pdfs``.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from tools.made_papers.as_fodt import fodt
from tools.made_papers.as_html import html
from tools.made_papers.model import truth
from tools.made_papers.plans import plan, plan_row_rules
from tools.made_papers.score_tables import league, scores, turned, upright_heads
from tools.made_papers.texts import checklist, drawn_boxes, prose

FOLDER = Path(__file__).parent.parent / "tests" / "pdf" / "files"

PAPERS = (
    league(), plan(True), plan(False), scores("none"), scores("rows"), prose(), checklist(), drawn_boxes(), turned(0),
    turned(90), upright_heads(), plan_row_rules(),
)  # fmt: skip


def _chromium(source: Path, target: Path, flag: int) -> None:
    options = ["--headless", "--no-sandbox", "--disable-gpu", "--no-pdf-header-footer", "--disable-pdf-tagging"]
    subprocess.run(["chromium", *options, f"--print-to-pdf={target}", str(source)], check=True, capture_output=True)
    if flag:
        import pypdfium2

        document = pypdfium2.PdfDocument(target.read_bytes())
        for page in document:
            page.set_rotation(flag)
        document.save(target)


def _libreoffice(source: Path, target: Path) -> None:
    command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", str(source.parent), str(source)]
    subprocess.run(command, check=True, capture_output=True)
    target.write_bytes(source.with_suffix(".pdf").read_bytes())


def main(names: Sequence[str]) -> None:
    """Make the files of the named papers, all without names."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        for paper in PAPERS:
            if names and paper.name not in names:
                continue
            (FOLDER / f"{paper.name}.json").write_text(
                json.dumps(truth(paper), ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
            )
            for program in paper.programs:
                target = FOLDER / f"{paper.name}.{program}.pdf"
                if program == "chromium":
                    source = Path(folder) / f"{paper.name}.html"
                    source.write_text(html(paper), encoding="utf-8")
                    _chromium(source, target, paper.flag)
                else:
                    source = Path(folder) / f"{paper.name}.fodt"
                    source.write_text(fodt(paper), encoding="utf-8")
                    _libreoffice(source, target)


if __name__ == "__main__":
    main(sys.argv[1:])
