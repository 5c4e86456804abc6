"""The tables are the same bytes under every engine, with any number of workers and in any order of the inputs."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from pipeline.discover import Input
from pipeline.engines import SERIAL, Engine, Outcome, Work
from pipeline.engines.cluster import Ray
from pipeline.engines.local import Local
from pipeline.process import Options
from pipeline.recognition import recognition
from pipeline.run import Job, ingest

from .faults import needs_ray

SAMPLES = Path(__file__).parents[2] / "data" / "raw"
CHOSEN = [
    "2564_site_visit_thakradan.txt",
    "2565_measures_plan_donkaeo.pdf",
    "2565_measures_plan_donkaeo.txt",
    "2565_result_kamphaeng.csv",
    "2567_itas_result_khlongnarai.html",
    "2567_memo_khaokhansong.md",
    "2567_scanned_result_lamo.pdf",
]


@dataclass(frozen=True)
class Shuffled:
    """An engine that takes its papers in another order."""

    inner: Engine
    seed: int

    def run(self, items: Iterable[Input], work: Work) -> Iterator[Outcome]:
        return self.inner.run(random.Random(self.seed).sample(list(items), len(CHOSEN)), work)


@pytest.fixture(scope="module")
def raw(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("raw")
    for name in CHOSEN:
        shutil.copy(SAMPLES / name, folder)
    return folder


def tables(raw: Path, out: Path, engine: Engine) -> dict[str, bytes]:
    options = Options(ocr=recognition("auto", "reader", None, no_cache=True))
    ingest(Job(raw, out, options, engine=engine))
    return {path.relative_to(out).as_posix(): path.read_bytes() for path in out.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def expected(raw: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    return tables(raw, tmp_path_factory.mktemp("serial"), SERIAL)


ENGINES = [
    pytest.param(Local(1), id="one"),
    pytest.param(Local(2), id="two"),
    pytest.param(Shuffled(Local(2), 1), id="shuffled"),
    pytest.param(Shuffled(SERIAL, 2), id="serial"),
    pytest.param(Ray(2), id="ray", marks=needs_ray),
]


@pytest.mark.parametrize("engine", ENGINES)
def test_the_same_bytes(engine: Engine, raw: Path, expected: dict[str, bytes], tmp_path: Path) -> None:
    assert tables(raw, tmp_path, engine) == expected
