"""Made-up years of scores as mentions: what a paper would say, with known truth and chosen misreadings."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import combinations, product

from extractors.document import Position
from extractors.facts import Context, DocumentKind, Identity, ScoreMention
from normalizers.agencies import Agency
from pipeline.reconcile import Reconciled, Score, reconcile

AGENCY = Agency("องค์การบริหารส่วนตำบลตัวอย่าง", "อบต.ตัวอย่าง", agency_id="test:1")
IDENTITY = Identity(AGENCY, DocumentKind.MEASURES_PLAN, 2567, 2566)
INDICATORS = [str(number) for number in range(1, 11)]
TOOLS = {"IIT": INDICATORS[:5], "EIT": INDICATORS[5:8], "OIT": INDICATORS[8:]}
WEIGHTS = {"IIT": Fraction(3, 10), "EIT": Fraction(3, 10), "OIT": Fraction(4, 10)}
LOOK_ALIKES = {"thai": ("01", "37", "58", "45", "62", "19", "13", "48"), "arabic": ("06", "08", "68", "17", "49")}
THAI = str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙")
SIZES = ((9, 8, 7, 4, 5), (8, 2))


def mention(
    code: str, raw: str, *, group: int = 0, line: int | None = None, year: int | None = 2566, **more: object
) -> ScoreMention:
    """One mention; the value is that of ``raw`` where it is a number from 0 to 100."""
    try:
        value: float | None = float(raw)
    except ValueError:
        value = None
    if value is not None and not 0 <= value <= 100:
        value = None
    fields: dict[str, object] = {
        "code": code,
        "fiscal_year": year,
        "context": Context.TABLE,
        "raw_label": code,
        "raw_value": raw,
        "value": value,
        "position": Position(1, 1 + len(code) if line is None else line),
        "method": "test",
        "group": group,
    }
    return ScoreMention(**(fields | more))  # type: ignore[arg-type]


def table(values: Mapping[str, str], *, group: int = 0, year: int | None = 2566, **more: object) -> list[ScoreMention]:
    """Mentions of one table."""
    return [
        mention(code, raw, group=group, line=100 * group + row, year=year, **more)
        for row, (code, raw) in enumerate(values.items(), start=1)
    ]


def decided(mentions: Iterable[ScoreMention]) -> tuple[dict[str, Score], Reconciled]:
    """Scores by code (one agency, one year) and everything."""
    result = reconcile(IDENTITY, list(mentions))
    return {score.code: score for score in result.scores}, result


def codes_of(result: Reconciled) -> list[str]:
    """Codes of the findings."""
    return [item.code for item in result.findings]


@dataclass(frozen=True)
class Truth:
    """True values of a year: unrounded and as printed (hundredths)."""

    year: int
    exact: dict[str, Fraction]

    @property
    def printed(self) -> dict[str, int]:
        return {code: (value + Fraction(1, 2)).__floor__() for code, value in self.exact.items()}


def draw_truth(rng: random.Random, year: int) -> Truth:
    """Ten indicators, the tools and the total; 9 and 10 on the lattice in FY2563 to 2565."""
    exact = {code: Fraction(rng.randint(400_000, 1_000_000), 100) for code in INDICATORS}
    if 2563 <= year <= 2565:
        for code, sizes in zip(("9", "10"), SIZES, strict=True):
            parts = [Fraction(rng.randint(0, size), size) for size in sizes]
            exact[code] = 10_000 * sum(parts, Fraction(0)) / len(parts)
    else:
        for code, count in (("9", 5), ("10", 2)):
            subs = {f"{code}.{place}": Fraction(rng.randint(0, 40), 40) * 10_000 for place in range(1, count + 1)}
            exact |= subs
            exact[code] = sum(subs.values(), Fraction(0)) / count
    for tool, codes in TOOLS.items():
        exact[tool] = sum((exact[code] for code in codes), Fraction(0)) / len(codes)
    exact["ITA"] = sum((exact[tool] * weight for tool, weight in WEIGHTS.items()), Fraction(0))
    return Truth(year, exact)


@dataclass(frozen=True)
class Layout:
    """What a paper prints: how often the indicators, whether the tools, how often the total, whether sub-indicators."""

    indicators: int = 1
    tools: int = 0
    totals: int = 1
    subs: bool = False

    def prints(self, truth: Truth) -> list[tuple[str, int]]:
        """(code, group) of every print."""
        found = list(product(INDICATORS, range(self.indicators)))
        found += [(code, 10 + time) for code, time in product(TOOLS, range(self.tools))]
        found += [("ITA", 20 + time) for time in range(self.totals)]
        if self.subs:
            found += [(code, 30) for code in truth.exact if "." in code]
        return found


def text(value: int) -> str:
    return f"{value // 100}.{value % 100:02d}"


def misread(rng: random.Random, raw: str, *, look_alike: bool, script: str = "arabic") -> str:
    """One digit of ``raw`` read as another: a look-alike one, or any; a digit is lost where no other score is left."""
    alike = list(_with_other_digits(raw, LOOK_ALIKES[script]))
    anything = list(_with_other_digits(raw, tuple(map("".join, combinations("0123456789", 2)))))
    return rng.choice((alike if look_alike else []) or anything or [raw[0] + raw[2:]])


def _with_other_digits(raw: str, pairs: tuple[str, ...]) -> Iterator[str]:
    for place, pair in product(range(len(raw)), pairs):
        if raw[place] in pair:
            new = raw[:place] + pair.replace(raw[place], "") + raw[place + 1 :]
            if float(new) <= 100 and (new[0] != "0" or new[1] == "."):
                yield new


def draw_mentions(
    rng: random.Random, truth: Truth, layout: Layout, *, errors: int, look_alike: float = 0.85
) -> list[ScoreMention]:
    """The mentions of a paper with ``errors`` misread prints (each a look-alike with that probability)."""
    prints, script = layout.prints(truth), rng.choice(("thai", "arabic"))
    wrong = set(rng.sample(range(len(prints)), errors))
    found = []
    for index, (code, group) in enumerate(prints):
        raw = text(truth.printed[code])
        if index in wrong:
            raw = misread(rng, raw, look_alike=rng.random() < look_alike, script=script)
        found.append(
            mention(
                code,
                raw.translate(THAI) if script == "thai" else raw,
                value=float(raw),
                group=group,
                line=index + 1,
                year=truth.year,
            )
        )
    return found
