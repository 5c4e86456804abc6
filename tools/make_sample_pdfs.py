"""Make the PDF samples of ``data/raw`` anew: text samples typeset through several producers.

Each PDF stands beside its text twin and must give the same scores and measures (``tests/test_pdf_samples.py``); what
they are is listed in ``tests/golden``. Run: ``python -m tools.make_sample_pdfs``.
"""

from __future__ import annotations

from pathlib import Path

from extractors.readers import read
from tools.typeset import available, typeset

FOLDER = Path(__file__).parent.parent / "data" / "raw"
SAMPLES = {
    "2565_measures_plan_donkaeo.txt": "chromium",
    "2566_damaged_scan_napho.txt": "libreoffice",
    "2567_itas_result_khlongnarai.html": "weasyprint",
    "2567_measures_plan_plaiphraya.txt": "libreoffice",
}


def main() -> None:
    """Typeset every sample whose producer is installed."""
    for name, producer in SAMPLES.items():
        paper = FOLDER / name
        if available(producer):
            pdf = typeset(read(paper.read_bytes(), name), producer)
            paper.with_suffix(".pdf").write_bytes(pdf)


if __name__ == "__main__":
    main()
