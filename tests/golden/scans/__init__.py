"""The scanned papers of ``data/raw`` and where their truth lies (made by ``python -m tools.scans.samples``)."""

from __future__ import annotations

from pathlib import Path

TRUTH = Path(__file__).parent
ROOT = TRUTH.parents[2]
SAMPLES = sorted((ROOT / "data" / "raw").glob("*_scanned_*.pdf"))
