"""Putting a made-up paper together: knobs from the seed, blocks in order, then ink with or without misreadings."""

from __future__ import annotations

import random
import re
from dataclasses import replace
from typing import Any

from tests.papers import blocks as b
from tests.papers.damage import DAMAGE_KINDS, spoil
from tests.papers.figures import draw_scores, grade, printed, thai
from tests.papers.layouts import LAYOUT_WRITERS, Show, grade_grid
from tests.papers.measures import measure_table, progress_truth
from tests.papers.model import (
    INDICATORS,
    LAYOUTS,
    TOOL_INDICATORS,
    Body,
    Damage,
    Knobs,
    Paper,
    Truth,
    TruthMeasure,
    TruthScore,
    YearScores,
    wording,
)
from tests.papers.names import draw_body, misspell

ABBREVIATIONS = {"องค์การบริหารส่วนตำบล": "อบต.", "เทศบาลตำบล": "ทต.", "เทศบาลเมือง": "ทม."}
ORDERED = ("headings", "transposed", "years", "progress", "group")
TABLES_WITH_COLUMN = ("tsv", "pipe", "html", "csv", "grid", "years")


def generate(seed: int, **knobs: Any) -> Paper:
    """The paper of ``seed``; ``knobs`` (fields of ``Knobs``) override what the seed would draw.

    Knobs that exclude each other (ranks in an ordered table) are settled in favour of the layout.
    """
    rng = random.Random(seed)
    drawn = draw_knobs(rng, knobs)
    body = draw_body(rng)
    years = [draw_scores(rng, drawn.year - back) for back in reversed(range(drawn.n_years))]
    author = _Author(rng, drawn, body, years)
    pages = author.write()
    press = _Press(random.Random(seed + 1), drawn, author.everything())
    suffix, text = press.print(pages)
    name = f"paper_{seed:06d}.{suffix}"
    truth = Truth(body, author.truth(), tuple(press.damages), tuple(author.measures), drawn)
    return Paper(name, _encode(rng, text, suffix), truth)


def draw_knobs(rng: random.Random, given: dict[str, Any]) -> Knobs:
    """All knobs: the given ones, the others drawn so that they fit the layout."""
    layout = given.get("layout") or rng.choice(LAYOUTS)
    year = given.get("year") or (rng.randint(2562, 2565) if layout == "grid" else rng.randint(2562, 2569))
    values: dict[str, Any] = {
        "layout": layout,
        "year": max(year, 2564) if layout == "years" else year,
        "kind": _draw_kind(rng, layout),
        "order": "ordered" if layout in ORDERED else rng.choice(("ordered", "ordered", "sorted", "sorted", "shuffled")),
        "labels": rng.choice(("canonical", "synonym", "slips")),
        "digits": rng.choice(("thai", "arabic", "split", "mixed")),
        "total": _draw_total(rng, layout),
        "second_mentions": rng.random() < 0.4,
        "earlier_total": layout != "years" and rng.random() < 0.3,
        "misspelled_agency": rng.random() < 0.2,
        "measures": 0 if layout in ("csv", "progress") else rng.choice((0, 0, 3, 5, 7)),
        "boilerplate": rng.choice((0, 2, 4, 7)),
        "extra_column": rng.choice(("none", "target", "items", "weight")) if layout in TABLES_WITH_COLUMN else "none",
        "n_years": rng.choice((2, 3)) if layout == "years" else 1,
        "page_breaks": rng.random() < 0.2,
        "wrap": rng.random() < 0.15,
        "damage": 0,
        "damage_kind": "any",
    }
    values |= given
    values["numbers"] = given.get("numbers") or _draw_numbers(rng, values)
    values["tools"] = given.get("tools") or _draw_tools(rng, values)
    return Knobs(**values)


def _draw_kind(rng: random.Random, layout: str) -> str:
    if layout == "progress":
        return "progress"
    return "result" if layout == "csv" else rng.choice(("plan", "plan", "result", "analysis", "develop"))


def _draw_total(rng: random.Random, layout: str) -> str:
    if layout == "grid":
        return "grid"
    if layout in ("prose", "headings", "progress"):
        return rng.choice(("sentence", "sentence", "none"))
    return rng.choice(("sentence", "sentence", "row", "none"))


def _draw_numbers(rng: random.Random, values: dict[str, Any]) -> str:
    if values["layout"] in ("headings", "years", "progress", "group"):
        return "indicator"
    if values["layout"] == "transposed":
        return rng.choice(("none", "indicator"))
    if values["order"] == "sorted":
        return rng.choice(("none", "rank", "rank", "indicator"))
    return rng.choice(("none", "indicator", "indicator"))


def _draw_tools(rng: random.Random, values: dict[str, Any]) -> str:
    if values["layout"] == "years":
        return "none"
    choices = ["none", "none", "sentence"]
    if values["layout"] == "group":
        choices.append("column")
    elif values["layout"] in ("tsv", "pipe", "html", "csv", "grid") and values["order"] == "ordered":
        choices.append("row")
    return rng.choice(choices)


class _Author:
    """Writes the blocks of one paper and knows what they say."""

    def __init__(self, rng: random.Random, knobs: Knobs, body: Body, years: list[YearScores]) -> None:
        self.rng = rng
        self.knobs = knobs
        self.body = body
        self.years = years
        self.scores = years[-1]
        self.earlier = draw_scores(rng, knobs.year - 1) if knobs.earlier_total and knobs.year > 2562 else None
        self.misspelled = misspell(rng, body) if knobs.misspelled_agency else body.name
        self.measures: list[TruthMeasure] = []

    def everything(self) -> dict[int, YearScores]:
        """All scores by year."""
        return {scores.year: scores for scores in [*self.years, *([self.earlier] if self.earlier else [])]}

    def write(self) -> list[b.Block]:
        """All blocks in order."""
        knobs, rng, words = self.knobs, self.rng, wording()
        show = Show(rng, knobs, self.years)
        pages: list[b.Block] = [b.Heading(self.say(rng.choice(words["titles"][knobs.kind])), 1), b.Para(self.who())]
        pages += self.some(words["intro"]["texts"], rng.choice((0, 1, 2)))
        lookalikes = rng.sample(words["lookalikes"]["texts"], knobs.boilerplate)
        pages += [b.Para(self.say(text)) for text in lookalikes[::2]]
        pages += self.overall(show)
        lead = words["lead"]["years" if knobs.layout == "years" else "texts"]
        pages.append(b.Para(self.say(rng.choice(lead))))
        pages += LAYOUT_WRITERS[knobs.layout](show)
        pages += self.tools(show) + self.again(show)
        pages += [b.Para(self.say(text)) for text in lookalikes[1::2]]
        if knobs.layout == "progress":
            self.measures = progress_truth()
        elif knobs.measures:
            pages.append(b.Para(self.say(rng.choice(words["measure_lead"]["texts"]))))
            tables, self.measures = measure_table(show)
            pages += tables
        pages += self.some(words["closing"]["texts"], rng.choice((0, 1, 2)))
        return pages + self.signature()

    def signature(self) -> list[b.Block]:
        """A name that is far off in some mentions stands rightly in the last one."""
        from rapidfuzz.distance import Levenshtein

        if Levenshtein.distance(self.misspelled, self.body.name) < 2:
            return []
        return [b.Para(f"ประกาศโดย {self.body.full_name}")]

    def some(self, texts: list[str], count: int) -> list[b.Block]:
        """``count`` of the sentences as paragraphs."""
        return [b.Para(self.say(text)) for text in self.rng.sample(texts, count)]

    def who(self) -> str:
        """The line under the title: the body with amphoe and province."""
        amphoe, province = self.body.amphoe, self.body.province
        name = self.name(abbreviate=False)
        return self.rng.choice(
            (
                f"{name} อำเภอ{amphoe} จังหวัด{province}",
                f"{name}\nอำเภอ{amphoe} จังหวัด{province}",
                f"{name} อ.{amphoe} จ.{province}",
            )
        )

    def name(self, abbreviate: bool = True) -> str:
        """One mention of the body, now and then abbreviated or misspelled."""
        name = self.misspelled if self.rng.random() < 0.6 else self.body.name
        prefix = self.body.prefix
        return (ABBREVIATIONS[prefix] if abbreviate and self.rng.random() < 0.2 else prefix) + name

    def say(self, text: str, **more: str) -> str:
        """A sentence with its fields filled in; scores become marks."""
        year = self.knobs.year
        fields: dict[str, str] = {
            "year": str(year),
            "prev": str(year - 1),
            "plan": str(year + 1),
            "grade": grade(self.scores),
            "ITA": b.mark("ITA", year),
            "prevITA": b.mark("ITA", year - 1),
            "k": str(self.rng.randint(2, 60)),
            "x": f"{self.rng.uniform(60, 99):.2f}",
            **more,
        }
        text = re.sub(r"\{agency\}", lambda _: self.name(), text)
        return text.format(**fields)

    def overall(self, show: Show) -> list[b.Block]:
        """The total as a sentence or in the grid of levels, an earlier year's total in passing."""
        words, pages = wording(), list[b.Block]()
        if self.knobs.total == "sentence":
            pages.append(b.Para(self.say(self.rng.choice(words["overall"]["texts"]))))
        if self.knobs.total == "grid":
            pages.append(b.Para(f"ผลการประเมินคุณธรรมและความโปร่งใส ประจำปีงบประมาณ พ.ศ. {self.knobs.year}"))
            pages.append(grade_grid(show))
        if self.earlier:
            pages.append(b.Para(self.say(self.rng.choice(words["earlier"]["texts"]))))
        return pages

    def tools(self, show: Show) -> list[b.Block]:
        """The three tool scores as sentences."""
        if self.knobs.tools != "sentence":
            return []
        words = wording()
        pattern = self.rng.choice(words["tool_sentences"]["texts"])
        return [
            b.Para(pattern.format(tool=self.rng.choice(words["tools"][tool][:2]), score=show.score(tool)))
            for tool in TOOL_INDICATORS
        ]

    def again(self, show: Show) -> list[b.Block]:
        """The highest and the lowest indicator a second time, in prose."""
        if not self.knobs.second_mentions:
            return []
        ranked = sorted(INDICATORS, key=lambda number: self.scores.indicators[number])
        low, high = ranked[0], ranked[-1]
        text = self.rng.choice(wording()["second"]["texts"])
        fields = {"maxlabel": show.label(high, plain=True), "minlabel": show.label(low, plain=True)}
        return [b.Para(self.say(text, **fields, max=show.score(high), min=show.score(low)))]

    def truth(self) -> dict[tuple[str, int], TruthScore]:
        """Every score the paper prints."""
        knobs = self.knobs
        rows: list[TruthScore] = []
        for scores in self.years:
            latest = scores is self.scores
            total = knobs.total in ("row", "grid") or (knobs.total == "sentence" and latest)
            tools = knobs.tools != "none"
            named = knobs.total in ("sentence", "grid") and latest
            rows += [_row(scores, str(number), total or tools) for number in INDICATORS]
            rows += [_row(scores, tool, True) for tool in TOOL_INDICATORS if tools]
            rows += [_row(scores, "ITA", True, grade(scores) if named else None)] if total else []
        if self.earlier:
            rows.append(_row(self.earlier, "ITA", False))
        return {(score.code, score.year): score for score in rows}


def _row(scores: YearScores, code: str, checked: bool, level: str | None = None) -> TruthScore:
    return TruthScore(code, scores.year, float(printed(scores.value(code))), checked, level)


class _Press:
    """Prints blocks: fills the marks with scores, spoils the chosen ones, sets the digits."""

    def __init__(self, rng: random.Random, knobs: Knobs, scores: dict[int, YearScores]) -> None:
        self.rng = rng
        self.knobs = knobs
        self.scores = scores
        self.damages: list[Damage] = []
        self.chosen: set[int] = set()
        self.count = 0

    def print(self, pages: list[b.Block]) -> tuple[str, str]:
        """The ending of the file's name and the printed text."""
        total = sum(len(b.MARK.findall(text)) for block in pages for text in b.texts(block))
        self.chosen = set(self.rng.sample(range(total), min(self.knobs.damage, total)))
        layout = self.knobs.layout
        if layout == "csv":
            return "csv", b.write_csv(pages, self.ink)
        if layout in ("html", "group") and self.rng.random() < 0.5:
            return "html", b.write_html(pages, self.ink)
        markdown = layout in ("pipe", "headings")
        return ("md" if markdown else "txt"), b.write_text(self.lines(pages), self.ink, markdown)

    def lines(self, pages: list[b.Block]) -> list[b.Block]:
        """The blocks with lines of prose broken, where the knobs ask for it."""
        if not self.knobs.wrap:
            return pages
        return [replace(block, text=b.wrapped(block.text)) if isinstance(block, b.Para) else block for block in pages]

    def ink(self, text: str, in_table: bool) -> str:
        """One text as printed."""
        thai_digits = self._thai(in_table)
        styled = [thai(part) if thai_digits else part for part in re.split("\ue000[^\ue001]*\ue001", text)]
        scores = [self._score(match[1], int(match[2]), thai_digits, in_table) for match in b.MARK.finditer(text)]
        return "".join(part for pair in zip(styled, [*scores, ""], strict=True) for part in pair)

    def _thai(self, in_table: bool) -> bool:
        style = self.knobs.digits
        if style == "mixed":
            return self.rng.random() < 0.5
        return style == "thai" or (style == "split" and not in_table)

    def _score(self, code: str, year: int, thai_digits: bool, in_table: bool) -> str:
        true = printed(self.scores[year].value(code))
        text = true
        if self.count in self.chosen:
            kind = self.rng.choice(DAMAGE_KINDS) if self.knobs.damage_kind == "any" else self.knobs.damage_kind
            text = spoil(self.rng, true, kind, "thai" if thai_digits else "arabic")
            if not in_table:
                text = text.replace("\t", " ").replace("\n", " ")
            self.damages.append(Damage(code, year, kind, true, text))
        self.count += 1
        if self.knobs.digits == "mixed" and self.rng.random() < 0.05:
            return text[:-1] + (text[-1] if thai_digits else thai(text[-1]))
        return thai(text) if thai_digits else text


def _encode(rng: random.Random, text: str, suffix: str) -> bytes:
    """UTF-8; plain text now and then with a byte order mark or as CP874."""
    kind = rng.random() if suffix in ("txt", "csv") else 1.0
    if kind < 0.05:
        return text.encode("utf-8-sig")
    if kind < 0.1:
        return text.encode("cp874", errors="replace")
    return text.encode()
