"""Made-up papers with known truth: every printed score comes out right, and a misread one never looks right.

A failing paper is written to the test's temporary folder, with its truth and its problems.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.papers import Paper, evaluate, generate

CLEAN_SEEDS = range(150)
DAMAGED_SEEDS = range(10_000, 10_060)
LAYOUT_SEEDS = range(20_000, 20_003)


def check(paper: Paper, folder: Path) -> None:
    from pipeline.process import process

    problems = evaluate(paper.truth, process(paper.data, paper.name))
    if problems:
        path = folder / paper.name
        path.write_bytes(paper.data)
        lines = [f"{paper.name}: {path}", *map(str, problems), *map(str, paper.truth.damages), str(paper.truth.knobs)]
        pytest.fail("\n".join(lines))


@pytest.mark.parametrize("seed", CLEAN_SEEDS)
def test_every_printed_score_comes_out_right(seed: int, tmp_path: Path) -> None:
    check(generate(seed), tmp_path)


@pytest.mark.parametrize("seed", DAMAGED_SEEDS)
def test_a_misread_score_never_looks_right(seed: int, tmp_path: Path) -> None:
    check(generate(seed, damage=1 + seed % 2), tmp_path)


@pytest.mark.parametrize("kind", ["lookalike", "arbitrary", "lost_point", "doubled", "split"])
@pytest.mark.parametrize("seed", LAYOUT_SEEDS)
def test_each_kind_of_misreading(kind: str, seed: int, tmp_path: Path) -> None:
    check(generate(seed, layout="tsv", total="sentence", damage=1, damage_kind=kind), tmp_path)


def test_one_seed_gives_one_paper() -> None:
    assert generate(7).data == generate(7).data
    assert generate(7, damage=2).truth.damages == generate(7, damage=2).truth.damages


def test_the_made_up_sums_close() -> None:
    for seed in range(50):
        truth = generate(seed, layout="tsv", total="row", tools="sentence").truth
        scores = {code: score.value for (code, year), score in truth.scores.items() if year == truth.knobs.year}
        tools = (0.3 * scores["IIT"], 0.3 * scores["EIT"], 0.4 * scores["OIT"])
        assert abs(sum(tools) - scores["ITA"]) < 0.0101
        assert abs((scores["9"] + scores["10"]) / 2 - scores["OIT"]) < 0.0101
