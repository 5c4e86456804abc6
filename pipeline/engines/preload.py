"""Imported once by the process from which workers are forked: each of them then starts at once, and shares the memory.

Only what every paper needs, and nothing that starts threads; the rest is imported by the worker that needs it.
"""

from __future__ import annotations

import os

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # a worker is for one core, and threads do not survive a fork

import pipeline.run  # noqa: F401
