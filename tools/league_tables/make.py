"""One table of many bodies from a seed."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import replace
from fractions import Fraction
from typing import Any

from normalizers.framework import framework
from tools.league_tables.bodies import GROUPS, draw, slip
from tools.league_tables.grid import Line, blocks
from tools.league_tables.model import TOOLS, WEIGHTS, Body, Knobs, Made, Scores, TrueCell
from tools.league_tables.write import WRITERS

TEN = tuple(map(str, range(1, 11)))
_FULL = (*TEN[:5], "IIT", *TEN[5:8], "EIT", *TEN[8:], "OIT")
_LOOK_ALIKE = {"0": "68", "6": "08", "8": "06", "1": "7", "7": "1", "3": "7", "5": "8", "4": "5", "2": "6", "9": "1"}
_MOST_ACROSS = 10  # bodies side by side


def generate(seed: int, **forced: Any) -> Made:
    """The table of a seed, the same every time; ``forced`` sets single knobs."""
    rng = random.Random(seed)
    knobs = replace(_draw_knobs(rng, seed), **forced)
    bodies = draw(rng, knobs.group, knobs.bodies)
    knobs = replace(knobs, bodies=len(bodies))
    lines = [_line(knobs, body, {year: _scores(rng, year) for year in knobs.years}) for body in bodies]
    lines = _with_bad_names(rng, knobs, lines)
    true = {
        (line.body.id, year, code): line.scores[year].value(code)
        for line in lines
        for year in knobs.years
        for code in knobs.codes
    }
    lines, damaged = _with_bad_digits(rng, knobs, lines)
    cells = tuple(
        TrueCell(
            line.body,
            year,
            code,
            float(_as_read(true[line.body.id, year, code], code, knobs)),
            known=line.name == line.intact,
            damaged=(line.body.id, year, code) in damaged,
        )
        for line in lines
        for year in knobs.years
        for code in knobs.codes
    )
    paper = blocks(rng, knobs, lines)
    suffix, write = WRITERS[knobs.format]
    names = {line.body.id: line.printed_name(knobs) for line in lines}
    return Made(f"league_{seed}{suffix}", write(paper), knobs, cells, names)


def _draw_knobs(rng: random.Random, seed: int) -> Knobs:
    group = rng.choice(GROUPS)
    codes = rng.choice(
        (
            ("ITA",),
            ("IIT", "EIT", "OIT", "ITA"),
            ("IIT", "EIT", "OIT", "ITA"),
            (*TEN, "ITA"),
            (*_FULL, "ITA"),
            (*_FULL, "ITA"),
        )
    )
    layout = rng.choice(("rows", "rows", "rows", "columns"))
    bodies = rng.randint(5, _MOST_ACROSS) if layout == "columns" else rng.choice((5, 8, 12, 20, 35, 80))
    year_in = (
        rng.choice(("caption", "caption", "caption", "row", "heads"))
        if layout == "rows" and len(codes) <= 4
        else "caption"
    )
    first = rng.randint(2562, 2567)
    years = (first,) if year_in == "caption" else tuple(range(first, first + rng.randint(2, 3)))
    extras = [
        name
        for name in ("number", "rank", "grade", "change", "target")
        if rng.random() < (0.6 if name == "number" else 0.3)
    ]
    if group == "nation":
        extras += ["amphoe", "province"]
    elif group in ("province", "amphoe") and rng.random() < 0.3:
        extras.append("amphoe")
    both = "both" if len(codes) == 4 and year_in == "caption" else "no"
    weights = ("no", "yes", both) if "IIT" in codes else ("no",)
    local = group in ("province", "amphoe", "nation")
    names = ("full", "short", "bare_typed", "bare_section") if local else ("full", "short")
    return Knobs(
        seed=seed,
        group=group,
        bodies=bodies,
        years=years,
        codes=codes,
        layout=layout,
        weighted=rng.choice(weights),
        total_first=rng.random() < 0.25,
        head=rng.choice(("numbers", "named", "labels", "groups")) if len(codes) > 4 else rng.choice(("short", "long")),
        names=rng.choice(names),
        extras=tuple(extras),
        summary=rng.choice(("none", "mean", "mean_first", "mean_and_nation", "sum")),
        format=rng.choice(("html", "md", "tsv")),
        thai=rng.random() < 0.5,
        year_in=year_in,
        bad_names=0,
        bad_digits=0,
    )


def _scores(rng: random.Random, year: int) -> Scores:
    """A year's indicators; those of OIT lie on the lattice of the year, where it has one."""
    level = rng.choice((62, 78, 88, 94, 97))
    values = {number: Fraction(_hundredths(rng, level), 100) for number in range(1, 9)}
    for number in (9, 10):
        lattice = sorted(framework(year).lattice(number) or range(0, 10_001, 125))
        near = [value for value in lattice if value >= 100 * (level - 25)]
        values[number] = Fraction(rng.choice(near), 100)
    return Scores(year, values)


def _hundredths(rng: random.Random, level: int) -> int:
    return min(10_000, max(2000, round(rng.gauss(level, 5) * 100)))


def _line(knobs: Knobs, body: Body, scores: dict[int, Scores]) -> Line:
    name = body.name if knobs.names == "full" else body.printed
    if knobs.names.startswith("bare"):
        name = body.printed.split(".", 1)[1]
    return Line(
        body,
        name,
        name,
        scores,
        {
            (year, code): printed(_on_paper(scores[year].value(code), code, knobs))
            for year in knobs.years
            for code in knobs.codes
        },
    )


def _on_paper(value: Fraction, code: str, knobs: Knobs) -> Fraction:
    return value * WEIGHTS[code] if knobs.weighted == "yes" and code in WEIGHTS else value


def _as_read(value: Fraction, code: str, knobs: Knobs) -> Fraction:
    """What two printed decimals give: weighted points are turned back into points of 100."""
    shown = Fraction(printed(_on_paper(value, code, knobs)))
    if knobs.weighted == "yes" and code in WEIGHTS:
        return Fraction(printed(min(Fraction(100), shown / WEIGHTS[code])))
    return shown


def printed(value: Fraction) -> str:
    """Two decimals, halves upwards."""
    hundredths = (value * 100 + Fraction(1, 2)).__floor__()
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _with_bad_names(rng: random.Random, knobs: Knobs, lines: list[Line]) -> list[Line]:
    if not knobs.bad_names:
        return lines
    return [
        replace(line, name=slip(rng, line.name, rng.randint(1, knobs.bad_names))) if rng.random() < 0.4 else line
        for line in lines
    ]


def _with_bad_digits(
    rng: random.Random, knobs: Knobs, lines: list[Line]
) -> tuple[list[Line], set[tuple[str, int, str]]]:
    """Lines in which ``bad_digits`` cells are misread, and which these are."""
    damaged = set()
    for _ in range(knobs.bad_digits):
        index = rng.randrange(len(lines))
        key = rng.choice(sorted(lines[index].prints))
        prints = dict(lines[index].prints)
        prints[key] = _misread(rng, prints[key])
        lines[index] = replace(lines[index], prints=prints)
        damaged.add((lines[index].body.id, *key))
    return lines, damaged


def _misread(rng: random.Random, text: str) -> str:
    ways: list[Callable[[], str]] = [
        lambda: _other(rng, text, look_alike=True),
        lambda: _other(rng, text, look_alike=False),
        lambda: text.replace(".", ""),
        lambda: text[:-1] + text[-1] * 2,
    ]
    return rng.choice(ways)()


def _other(rng: random.Random, text: str, *, look_alike: bool) -> str:
    place = rng.choice([i for i, letter in enumerate(text) if letter != "."])
    wrong = _LOOK_ALIKE[text[place]] if look_alike else "0123456789".replace(text[place], "")
    return text[:place] + rng.choice(wrong) + text[place + 1 :]


__all__ = ["TOOLS", "generate"]
