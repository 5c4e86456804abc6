"""How often made-up papers come out right: ``python -m bench.papers [--seeds N] [--json FILE] [--save FOLDER]``.

Every seed gives one clean paper, one with a single misread score and one with two. The table counts papers without any
problem, the list below it counts the problems by kind and by layout; ``--save`` keeps the papers that failed.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Any

from pipeline.process import process
from tests.papers import Paper, Problem, evaluate, generate

SETTINGS: dict[str, dict[str, Any]] = {
    "clean": {},
    "damage_1": {"damage": 1},
    "damage_2": {"damage": 2},
    "damage_1_checked": {"damage": 1, "total": "sentence"},
}


def main(arguments: list[str] | None = None) -> int:
    """Run all settings, print the figures; exit status 1 when a clean paper had a problem."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=500, help="how many seeds")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    parser.add_argument("--only", choices=sorted(SETTINGS), help="one setting only")
    parser.add_argument("--json", type=Path, help="write the figures as JSON")
    parser.add_argument("--save", type=Path, help="keep papers that failed, with their problems, in this folder")
    parser.add_argument("-v", "--verbose", action="store_true", help="print every problem")
    options = parser.parse_args(arguments)
    settings = {options.only: SETTINGS[options.only]} if options.only else SETTINGS
    figures = {name: measure(name, knobs, options) for name, knobs in settings.items()}
    if options.json:
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    for name, figure in figures.items():
        report(name, figure)
    return int(bool(figures.get("clean", {}).get("problems")))


def measure(name: str, knobs: dict[str, Any], options: argparse.Namespace) -> dict[str, Any]:
    """The figures of one setting over all seeds."""
    kinds: Counter[str] = Counter()
    layouts: Counter[str] = Counter()
    examples: dict[str, list[str]] = {}
    right = scores = 0
    slowest = 0.0
    start = time.perf_counter()
    for seed in range(options.start, options.start + options.seeds):
        paper = generate(seed, **knobs)
        before = time.perf_counter()
        problems = evaluate(paper.truth, process(paper.data, paper.name))
        slowest = max(slowest, time.perf_counter() - before)
        scores += len(paper.truth.scores)
        right += not problems
        for problem in problems:
            kinds[problem.kind] += 1
            layouts[f"{paper.truth.knobs.layout}/{problem.kind}"] += 1
            examples.setdefault(problem.kind, []).append(f"seed {seed}: {problem}")
        if problems:
            keep(paper, problems, name, options)
    return {
        "papers": options.seeds,
        "right": right,
        "scores": scores,
        "problems": dict(kinds.most_common()),
        "layouts": dict(layouts.most_common()),
        "examples": {kind: lines[:5] for kind, lines in examples.items()},
        "seconds_per_paper": round((time.perf_counter() - start) / max(1, options.seeds), 4),
        "slowest_seconds": round(slowest, 3),
    }


def keep(paper: Paper, problems: list[Problem], name: str, options: argparse.Namespace) -> None:
    """Print and save what failed, as asked for."""
    lines = [*map(str, problems), *map(str, paper.truth.damages), str(paper.truth.knobs)]
    if options.verbose:
        sys.stdout.write(f"\n{name} {paper.name}\n  " + "\n  ".join(lines) + "\n")
    if options.save:
        folder = options.save / name
        folder.mkdir(parents=True, exist_ok=True)
        (folder / paper.name).write_bytes(paper.data)
        (folder / paper.name).with_suffix(".problems").write_text("\n".join(lines) + "\n", encoding="utf-8")


def report(name: str, figure: dict[str, Any]) -> None:
    """The figures of one setting as a short table."""
    out = sys.stdout
    share = 100 * figure["right"] / max(1, figure["papers"])
    out.write(f"\n{name}: {figure['right']} of {figure['papers']} papers right ({share:.1f} %), ")
    out.write(f"{figure['scores']} scores, {1000 * figure['seconds_per_paper']:.0f} ms a paper, ")
    out.write(f"slowest {figure['slowest_seconds']} s\n")
    for title in ("problems", "layouts"):
        for key, count in figure[title].items():
            out.write(f"  {key:40} {count}\n")
    for lines in figure["examples"].values():
        for line in lines:
            out.write(f"  {line[:220]}\n")


if __name__ == "__main__":
    sys.exit(main())
