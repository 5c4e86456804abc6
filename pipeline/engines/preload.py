"""Imported once by the process from which workers are forked: each of them then starts at once, and shares the memory.

What every paper needs is loaded here by reading one. What only some need (scans) is loaded by the worker that gets one;
libraries that start threads must stay out, since threads do not survive a fork.
"""

from __future__ import annotations

import os

_PAPER = """การประเมิน ITA ประจำปีงบประมาณ พ.ศ. 2565 เทศบาลตำบลบางกรวย อำเภอบางกรวย จังหวัดนนทบุรี

| ตัวชี้วัด | คะแนน | มาตรการ | ผู้รับผิดชอบ | ระยะเวลา |
| --- | --- | --- | --- | --- |
| การปฏิบัติหน้าที่ | 90.00 | ประชุม | สำนักปลัด | ต.ค. 2564 |
"""


def load() -> None:
    """Read a paper, so that everything that reading keeps is there."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a worker is for one core
    from pipeline import run
    from pipeline.process import process

    assert run
    process(_PAPER.encode(), "paper.md")


load()
