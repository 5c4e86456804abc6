"""A wrong number must never look right: made-up papers with known truth."""

from __future__ import annotations

import random

from hypothesis import given, settings
from hypothesis import strategies as st

from extractors.facts import Context, ScoreMention
from pipeline.reconcile import Reconciled, Status, reconcile
from tests.reconcile.papers import IDENTITY, INDICATORS, Layout, Truth, draw_mentions, draw_truth, mention

CODES = ["ITA", "IIT", "EIT", "OIT", *INDICATORS, "9.1", "10.2", "o8"]
LAYOUTS = st.builds(
    Layout,
    indicators=st.integers(1, 3),
    tools=st.integers(0, 2),
    totals=st.integers(0, 2),
    subs=st.booleans(),
)
MARKS = {"mention_conflict", "repair_suggested", "score_repaired", "off_lattice", "unchecked_scores"}


def unmarked_errors(result: Reconciled, truth: Truth) -> list[str]:
    """Codes whose value is further from the truth than the row and the findings admit."""
    marked = {code for item in result.findings if item.code in MARKS for code in item.subject.split(", ")}
    found = []
    for score in result.scores:
        error = abs(round(score.score * 100) - truth.printed[score.code])
        admitted = score.status is Status.CONFLICT or score.code in marked
        if score.status is Status.COMPUTED and score.blind_spot is None:
            admitted = "unchecked_scores" in {item.code for item in result.findings}
        if error > round(100 * (score.blind_spot or 0)) and not admitted:
            found.append(f"{score.code}: {score.score} {score.status} {score.blind_spot}")
    return found


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, 10**9), st.integers(2562, 2569), LAYOUTS)
def test_clean_paper_is_never_doubted(seed: int, year: int, layout: Layout) -> None:
    rng = random.Random(seed)
    truth = draw_truth(rng, year)
    result = reconcile(IDENTITY, draw_mentions(rng, truth, layout, errors=0))
    assert {score.status for score in result.scores} <= {Status.VERIFIED, Status.REPORTED, Status.COMPUTED}
    assert unmarked_errors(result, truth) == []
    assert {item.code for item in result.findings} <= {"unchecked_scores"}


@settings(max_examples=300, deadline=None, derandomize=True)
@given(st.integers(0, 10**9), st.integers(2562, 2569), LAYOUTS, st.sampled_from((0.0, 0.85, 1.0)))
def test_one_misread_digit_never_looks_right(seed: int, year: int, layout: Layout, look_alike: float) -> None:
    rng = random.Random(seed)
    truth = draw_truth(rng, year)
    result = reconcile(IDENTITY, draw_mentions(rng, truth, layout, errors=1, look_alike=look_alike))
    assert unmarked_errors(result, truth) == []
    for score in result.scores:
        if score.status is Status.REPAIRED:
            assert round(score.score * 100) == truth.printed[score.code]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(st.integers(0, 10**9), st.integers(2562, 2569), st.integers(2, 3))
def test_two_misread_digits_of_twice_printed_values_never_look_right(seed: int, year: int, errors: int) -> None:
    rng = random.Random(seed)
    truth = draw_truth(rng, year)
    result = reconcile(IDENTITY, draw_mentions(rng, truth, Layout(2, 2, 2), errors=errors))
    assert unmarked_errors(result, truth) == []


@st.composite
def any_mentions(draw: st.DrawFn) -> list[ScoreMention]:
    raws = st.one_of(
        st.integers(0, 10_000).map(lambda value: f"{value / 100:.2f}"),
        st.sampled_from(["9408", "943.3", "100", "0", "120.5", "94.5", "", "-"]),
    )
    return [
        mention(
            draw(st.sampled_from(CODES)),
            draw(raws),
            group=draw(st.integers(0, 4)),
            line=line,
            year=draw(st.sampled_from([2564, 2568, None])),
            strength=draw(st.sampled_from([0.3, 1.0])),
            context=draw(st.sampled_from(list(Context))),
        )
        for line in range(draw(st.integers(0, 25)))
    ]


@settings(max_examples=150, deadline=None, derandomize=True)
@given(any_mentions(), st.randoms(use_true_random=False))
def test_any_mentions_are_all_judged_and_order_does_not_matter(
    mentions: list[ScoreMention], rng: random.Random
) -> None:
    result = reconcile(IDENTITY, mentions)
    assert [judged.mention for judged in result.mentions] == mentions
    keys = [(score.fiscal_year, score.code) for score in result.scores]
    assert len(set(keys)) == len(keys)
    assert all(0 <= score.score <= 100 for score in result.scores)
    values = {(m.fiscal_year, m.code, round((m.value or 0) * 100)) for m in mentions if m.value is not None}
    for score in result.scores:
        if score.status in (Status.VERIFIED, Status.REPORTED):
            assert (score.fiscal_year, score.code, round(score.score * 100)) in values
    shuffled = list(mentions)
    rng.shuffle(shuffled)
    assert reconcile(IDENTITY, shuffled).scores == result.scores
