"""Our way of reading scans beside bare Tesseract, on the same pages: ``python -m bench.ocr [--quick] [--json FILE]``.

With ``--alone`` each network of our reader reads the pages by itself as well.

Papers of ``tools.scans`` (fonts and sentences of its part ``test``) are read by our path with the back end of
``--backend`` and by Tesseract's command line on whole pages (psm 3, ``OMP_THREAD_LIMIT=1``) in ``tha`` and ``tha+eng``,
paper by paper in turn. Printed are:

* characters wrong (%), by dpi and damage; the rule stands in ``bench.ocr_match``;
* scores: printed, read right, read wrong as a well-formed number, by kind of digits; right ones by dpi and damage;
* characters and scores by font;
* labels: which of the ten indicators that the papers name are there in what was read (90 % alike);
* cells of tables: with equal text, and in their place (80 % alike); bare Tesseract gives no tables;
* pages a processor second, all processes counted, and ours over Tesseract's;
* processor seconds a page for each step of our path, and peak memory (the process, the largest one it started).
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bench.ocr_engines import REST, Bare, Engine, Ours, Reading, peaks
from bench.ocr_figures import figures_of
from bench.ocr_pages import Plan, Scan, scans
from extractors.ocr.options import DEFAULT_BACKEND
from extractors.ocr.reader.model import LINES, NUMBERS
from pipeline.engines.warden import reuse_memory

QUICK = Plan(dpi=(200,), damage=("clean", "medium", "heavy"), papers=1)
BARE = ("tha", "tha+eng")  # the last one reads the same languages as our path


@dataclass(frozen=True, slots=True)
class Judged:
    """What one engine made of one paper: counts, processor seconds, seconds of each step."""

    engine: str
    setting: dict[str, Any]
    counts: Counter[str]
    seconds: float
    wall: float
    steps: dict[str, float]


def main(arguments: Sequence[str] | None = None) -> int:
    """Print the figures; exit status 1 where something that is needed is not installed."""
    options = _options(arguments)
    alone = [Ours(options.backend, network) for network in (LINES, NUMBERS) if options.alone]
    engines: list[Engine] = [Ours(options.backend), *map(Bare, BARE), *alone]
    if missing := [remedy for engine in engines if (remedy := engine.missing())]:
        print(f"missing: {', '.join(dict.fromkeys(missing))}", file=sys.stderr)
        return 1
    plan = QUICK if options.quick else Plan(papers=options.papers, seed=options.seed)
    try:
        judged, memory = _run(engines, plan)
    except RuntimeError as error:
        print(f"{error}\nOn Debian and Ubuntu: apt-get install chromium fonts-thai-tlwg fontconfig", file=sys.stderr)
        return 1
    figures = summary(judged, memory)
    if options.json:
        options.json.write_text(json.dumps(figures, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")
    _print(figures)
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    from extractors.ocr.backends import backend_names

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--backend", choices=backend_names(), default=DEFAULT_BACKEND, help="what our path reads with")
    parser.add_argument("--papers", type=int, default=2, help="papers for each combination of digits, dpi and damage")
    parser.add_argument("--seed", type=int, default=7, help="another seed, other papers")
    parser.add_argument("--alone", action="store_true", help="with each network of the reader by itself as well")
    parser.add_argument("--quick", action="store_true", help="six papers at 200 dpi: two minutes")
    parser.add_argument("--json", type=Path, help="write all figures as JSON")
    return parser.parse_args(arguments)


def _run(engines: Sequence[Engine], plan: Plan) -> tuple[list[Judged], dict[str, tuple[float, float]]]:
    """Every paper by every engine in turn, in processes set up as workers are; and the peak memory of each engine."""
    fresh = multiprocessing.get_context("spawn")
    judged: list[Judged] = []
    with ExitStack() as stack:
        pools = {e.name: stack.enter_context(ProcessPoolExecutor(1, fresh, reuse_memory)) for e in engines}
        for pool in pools.values():
            pool.submit(peaks).result()  # started while this process is small
        for scan in scans(plan):
            for engine in engines:
                reading = pools[engine.name].submit(engine.read, scan.data, scan.name).result()
                judged.append(_judged(engine, scan, reading))
            print(f"\r{len(judged) // len(engines)} papers", end="", file=sys.stderr, flush=True)
        print(file=sys.stderr)
        return judged, {name: pool.submit(peaks).result() for name, pool in pools.items()}


def _judged(engine: Engine, scan: Scan, reading: Reading) -> Judged:
    counts = figures_of(scan, reading)
    return Judged(engine.name, dict(scan.truth.setting), counts, reading.seconds, reading.wall, reading.steps)


def summary(judged: Sequence[Judged], memory: dict[str, tuple[float, float]]) -> dict[str, Any]:
    """All figures by engine, and the speed of the first engine over that of the others."""
    names = list(dict.fromkeys(item.engine for item in judged))
    engines = {name: _engine([item for item in judged if item.engine == name]) for name in names}
    for name, figures in engines.items():
        figures["peak_mib"] = {"process": round(memory[name][0]), "started": round(memory[name][1])}
    speed = {name: figures["total"]["pages_per_second"] for name, figures in engines.items()}
    ratio = {name: round(speed[names[0]] / speed[name], 3) for name in names[1:]}
    return {"papers": len(judged) // len(names), "engines": engines, "ratio": ratio}


def _engine(judged: Sequence[Judged]) -> dict[str, Any]:
    steps: dict[str, float] = {}
    for step, seconds in (pair for item in judged for pair in item.steps.items()):
        steps[step] = steps.get(step, 0.0) + seconds
    pages = sum(item.counts["pages"] for item in judged)
    return {
        "total": _sum(judged),
        "by_digits": _by(judged, "digits"),
        "by_dpi": _by(judged, "dpi"),
        "by_damage": _by(judged, "damage"),
        "by_dpi_damage": _by(judged, "dpi", "damage"),
        "by_digits_damage": _by(judged, "digits", "damage"),
        "by_digits_dpi_damage": _by(judged, "digits", "dpi", "damage"),
        "by_font": _by(judged, "font"),
        "by_digits_font": _by(judged, "digits", "font"),
        "steps": {step: round(seconds / pages, 4) for step, seconds in steps.items()},
    }


def _by(judged: Iterable[Judged], *names: str) -> dict[str, dict[str, Any]]:
    groups: dict[str, list[Judged]] = {}
    for item in judged:
        groups.setdefault(" ".join(str(item.setting[name]) for name in names), []).append(item)
    return {key: _sum(group) for key, group in groups.items()}


def _sum(judged: Sequence[Judged]) -> dict[str, Any]:
    counts: Counter[str] = Counter()
    for item in judged:
        counts.update(item.counts)
    seconds, wall = sum(item.seconds for item in judged), sum(item.wall for item in judged)
    return dict(counts) | {
        "seconds": round(seconds, 3),
        "wall": round(wall, 3),
        "pages_per_second": round(counts["pages"] / seconds, 4) if seconds else 0.0,
    }


def _print(figures: dict[str, Any]) -> None:
    engines = figures["engines"]
    pages = next(iter(engines.values()))["total"]["pages"]
    print(f"{figures['papers']} papers, {pages} pages")
    _print_letters(engines)
    for digits in next(iter(engines.values()))["by_digits"]:
        _print_rows(f"scores, {digits} digits", engines, _scores, digits)
    _print_groups("scores right, %", engines, ("by_digits_dpi_damage", "by_digits_font"), "scores_right", "scores")
    _print_rows("labels, cells, speed", engines, _others, None)
    for name, ratio in figures["ratio"].items():
        print(f"speed of ours over {name}: {ratio:.2f}")
    print("\nprocessor seconds a page of our path")
    steps = next(iter(engines.values()))["steps"]
    for step, seconds in sorted(steps.items(), key=lambda item: item[0] == REST):
        print(f"  {step:<14}{seconds:8.3f}")


def _print_letters(engines: dict[str, Any]) -> None:
    groups = ("by_dpi_damage", "by_damage", "by_font", "total")
    _print_groups("characters wrong, %", engines, groups, "letters_wrong", "letters")


def _print_groups(title: str, engines: dict[str, Any], groups: Sequence[str], part: str, whole: str) -> None:
    """A table of shares with a row for each member of the groups."""
    print(f"\n{title}\n  {'':<24}" + "".join(f"{name:>20}" for name in engines))
    first = next(iter(engines.values()))
    for group in groups:
        for key in first[group] if group != "total" else ("all",):
            cells = (figures[group] if group == "total" else figures[group][key] for figures in engines.values())
            print(f"  {key:<24}" + "".join(f"{_share(cell, part, whole):>20}" for cell in cells))


def _print_rows(title: str, engines: dict[str, Any], cells: Any, key: str | None) -> None:
    print(f"\n{title}")
    for name, figures in engines.items():
        shown = figures["total"] if key is None else figures["by_digits"][key]
        print(f"  {name:<20}{cells(shown, figures)}")


def _scores(counts: dict[str, Any], _: dict[str, Any]) -> str:
    right, wrong = (_share(counts, name, "scores") for name in ("scores_right", "scores_wrong"))
    return f"{counts['scores']:>6} printed, right {right} %, wrong and well-formed {wrong} %"


def _others(counts: dict[str, Any], figures: dict[str, Any]) -> str:
    labels = _share(counts, "labels_found", "labels")
    equal, placed = (_share(counts, name, "cells") for name in ("cells_equal", "cells_placed"))
    cells = f"cells equal {equal} %, in place {placed} %" if figures["steps"] else "no tables"
    memory = figures["peak_mib"]
    return (
        f"labels {labels} %, {cells}, {counts['pages_per_second']:.2f} pages a processor second, "
        f"peak {memory['process']} + {memory['started']} MiB"
    )


def _share(counts: dict[str, Any], part: str, whole: str) -> str:
    return f"{100 * counts.get(part, 0) / counts[whole]:.1f}" if counts.get(whole) else "-"


if __name__ == "__main__":
    sys.exit(main())
