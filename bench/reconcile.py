"""How many misread digits the sums detect and mend, on made-up papers: ``python -m bench.reconcile layouts [papers]``.

Per layout (prints of each indicator / tools / total, s: sub-indicators too) and number of misread prints:

* detected: papers with a misread print where some row says ``conflict`` or ``repaired`` or a finding tells of it,
* restored: misread codes whose published value is right in the end and not in conflict,
* wrong repairs: ``repaired`` rows with a wrong value (beyond the blind spot in brackets),
* unmarked: wrong values that look right (status verified or reported, no finding names the code), and those of them
  that lie outside the blind spot,
* CPU milliseconds a paper: mean and worst.

``python -m bench.reconcile guarantee [papers]`` instead reads every print with the measured reader of
``bench.reader_model`` and counts by status how many published values are right, off by no more than the blind spot,
wrong and marked, wrong in silence.
"""

from __future__ import annotations

import argparse
import random
import time
from collections import Counter
from dataclasses import dataclass, field, replace

from bench.reader_model import read_again
from normalizers.numerals import to_arabic
from pipeline.reconcile import Reconciled, Score, Status, reconcile
from tests.reconcile.papers import IDENTITY, Layout, Truth, draw_mentions, draw_truth

LAYOUTS = {
    "1/0/1": Layout(1, 0, 1),
    "1/1/1": Layout(1, 1, 1),
    "1/0/2": Layout(1, 0, 2),
    "2/0/1": Layout(2, 0, 1),
    "2/1/1": Layout(2, 1, 1),
    "3/1/2": Layout(3, 1, 2),
    "1/1/1s": Layout(1, 1, 1, subs=True),
    "1/1/0": Layout(1, 1, 0),
}
YEARS = range(2562, 2569)
MARKS = {
    "low_ocr_confidence",
    "mention_conflict",
    "repair_suggested",
    "score_repaired",
    "off_lattice",
    "unchecked_scores",
}


@dataclass
class Tally:
    """Counts over the papers of one setting."""

    counts: Counter[str] = field(default_factory=Counter)
    times: list[float] = field(default_factory=list)


def marked_codes(result: Reconciled) -> set[str]:
    """Codes that a finding names."""
    return {code for item in result.findings if item.code in MARKS for code in item.subject.split(", ")}


def judge(result: Reconciled, truth: Truth, misread: set[str], tally: Tally) -> None:
    """Compare what was published with the truth."""
    marked = marked_codes(result)
    if any(score.status in (Status.CONFLICT, Status.REPAIRED) for score in result.scores) or marked:
        tally.counts["detected"] += 1
    for score in result.scores:
        error = abs(round(score.score * 100) - truth.printed[score.code])
        outside = error > round((score.blind_spot or 0) * 100)
        right = not error
        if score.status is Status.COMPUTED:
            tally.counts["wrong computed"] += outside
            continue
        if score.code in misread and right and score.status is not Status.CONFLICT:
            tally.counts["restored"] += 1
        if score.status is Status.REPAIRED:
            tally.counts["repairs"] += 1
            tally.counts["wrong repairs"] += not right
            tally.counts["wrong repairs outside"] += outside
        elif not right and score.status is not Status.CONFLICT and score.code not in marked:
            tally.counts["unmarked"] += 1
            tally.counts["unmarked outside"] += outside


def run(layout: Layout, errors: int, papers: int, look_alike: float) -> Tally:
    """Draw, reconcile and judge."""
    rng, tally = random.Random(f"{layout}/{errors}"), Tally()
    for _ in range(papers):
        truth = draw_truth(rng, rng.choice(YEARS))
        mentions = draw_mentions(rng, truth, layout, errors=errors, look_alike=look_alike)
        wrong = {item.code for item in mentions if round((item.value or 0) * 100) != truth.printed[item.code]}
        start = time.process_time()
        result = reconcile(IDENTITY, mentions)
        tally.times.append(time.process_time() - start)
        tally.counts["misread"] += len(wrong)
        judge(result, truth, wrong, tally)
    return tally


def guarantee(papers: int, worse: float) -> tuple[Counter[tuple[str, str]], float]:
    """Outcomes of published values by status on papers of all layouts, and the share of prints that were misread."""
    rng, counts, prints, misread = random.Random(f"guarantee/{worse}"), Counter[tuple[str, str]](), 0, 0
    for _ in range(papers):
        truth, layout = draw_truth(rng, rng.choice(YEARS)), rng.choice(list(LAYOUTS.values()))
        true = draw_mentions(rng, truth, layout, errors=0)
        seen = [read_again(rng, replace(item, raw_value=to_arabic(item.raw_value)), worse) for item in true]
        prints += len(seen)
        misread += sum(a.value != b.value for a, b in zip(true, seen, strict=True))
        result = reconcile(IDENTITY, seen)
        marked = marked_codes(result) | {"unchecked" for item in result.findings if item.code == "unchecked_scores"}
        counts.update((score.status.value, outcome(score, truth, marked)) for score in result.scores)
    return counts, misread / prints


def outcome(score: Score, truth: Truth, marked: set[str]) -> str:
    """right, blind (within its blind spot), marked or silent; nothing but a blind spot excuses a proven value."""
    error = abs(round(score.score * 100) - truth.printed[score.code])
    if not error:
        return "right"
    if error <= round((score.blind_spot or 0) * 100):
        return "blind"
    if score.status is Status.COMPUTED and score.blind_spot is None and "unchecked" in marked:
        return "marked"
    proven = score.status in (Status.VERIFIED, Status.REPAIRED)
    return "marked" if not proven and (score.status is Status.CONFLICT or score.code in marked) else "silent"


def print_guarantee(papers: int) -> None:
    """Print the outcomes by status for the measured reader and for worse ones."""
    for worse in (1.0, 3.0, 10.0):
        counts, misread = guarantee(papers, worse)
        print(f"{papers} papers, unsure {worse:g} times as often: {misread:.2%} of the prints misread")
        for status in Status:
            found = {kind: counts[status.value, kind] for kind in ("right", "blind", "marked", "silent")}
            print(f"  {status.value:9}" + "".join(f"  {kind} {count:6}" for kind, count in found.items()))


def print_layouts(papers: int, look_alike: float) -> None:
    """Print one line per setting."""
    print(f"{papers} papers a line, {look_alike:.0%} of the misread digits look alike")
    for name, layout in LAYOUTS.items():
        for errors in (0, 1, 2):
            tally = run(layout, errors, papers, look_alike)
            count, wrong = tally.counts, max(1, tally.counts["misread"])
            print(
                f"{name:7} {errors} misread: detected {count['detected'] / papers:6.1%}"
                f"  restored {count['restored'] / wrong:6.1%}  repairs {count['repairs']:5}"
                f"  wrong {count['wrong repairs']:3} ({count['wrong repairs outside']})"
                f"  unmarked {count['unmarked'] / papers:6.2%} (outside {count['unmarked outside']})"
                f"  computed wrong {count['wrong computed']}"
                f"  {1000 * sum(tally.times) / papers:5.1f} ms, worst {1000 * max(tally.times):5.0f}"
            )


def main(arguments: list[str] | None = None) -> None:
    """Measure what the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="?", choices=("layouts", "guarantee"), default="layouts", help="what to measure")
    parser.add_argument("papers", nargs="?", type=int, help="how many papers a line (5000; guarantee: 2000)")
    parser.add_argument("--look-alike", type=float, default=0.85, help="share of misread digits that look alike")
    options = parser.parse_args(arguments)
    if options.what == "guarantee":
        print_guarantee(options.papers or 2000)
    else:
        print_layouts(options.papers or 5000, options.look_alike)


if __name__ == "__main__":
    main()
