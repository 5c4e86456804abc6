"""How made-up tables of many bodies come back: ``python -m bench.league [--seeds N] [--only SETTING] [-v]``."""

from __future__ import annotations

import argparse
import sys
import time
from collections import Counter
from typing import Any

from pipeline.process import process
from tools.league_tables import generate, judge

SETTINGS: dict[str, dict[str, Any]] = {
    "clean": {},
    "names": {"bad_names": 3},
    "digits_1": {"bad_digits": 1},
    "digits_3": {"bad_digits": 3},
}


def main(arguments: list[str] | None = None) -> int:
    """Run the settings and print counts of cells; exit status 1 when a clean table has a problem."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=100, help="how many tables of each setting")
    parser.add_argument("--start", type=int, default=0, help="the first seed")
    parser.add_argument("--only", choices=sorted(SETTINGS), help="one setting only")
    parser.add_argument("-v", "--verbose", action="store_true", help="print the problems")
    options = parser.parse_args(arguments)
    clean = True
    for name, forced in SETTINGS.items():
        if options.only in (None, name):
            counts = _run(name, forced, options)
            clean &= name != "clean" or not any(counts[bad] for bad in ("wrong", "missing", "silent", "extra"))
    return int(not clean)


def _run(name: str, forced: dict[str, Any], options: argparse.Namespace) -> Counter[str]:
    counts: Counter[str] = Counter()
    perfect = 0
    start = time.perf_counter()
    for seed in range(options.start, options.start + options.seeds):
        made = generate(seed, **forced)
        result = process(made.data, made.name)
        cells = judge(made, result.scores, result.findings)
        counts += cells.counts
        perfect += not cells.problems
        if options.verbose and cells.problems:
            sys.stdout.write(f"{seed} {made.knobs}\n  {result.document['error'] or ''}\n")
            sys.stdout.writelines(f"    {line}\n" for line in cells.problems[:3])
    seconds = (time.perf_counter() - start) / max(1, options.seeds)
    shown = ", ".join(f"{key} {value}" for key, value in sorted(counts.items()))
    sys.stdout.write(
        f"{name}: {perfect} of {options.seeds} tables without a problem; cells: {shown}; {seconds:.2f} s\n"
    )
    return counts


if __name__ == "__main__":
    sys.exit(main())
