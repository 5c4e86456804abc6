"""What a misread letter costs: by shape, and less where recognisers were seen to mix two letters up."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.agencies.distance import weighted_distance

LETTERS = st.sampled_from("กขคงจฉชซญดตถทธนบปผฝพฟภมยรลวศษสหอฮะาิีึืุูเแโใไ่้")


@pytest.mark.parametrize(
    ("one", "other", "letters"),
    [
        ("ดอนแก้ว", "ตอนแก้ว", 0.25),  # read for each other most often of all
        ("กูทอง", "ภูทอง", 0.25),
        ("วังลึก", "วังสึก", 0.35),
        ("บางพูด", "บางพูน", 1.0),
        ("บ้านโตก", "บ้านโคก", 0.45),  # alike by shape
        ("กู่", "ดู่", 1.0),
        ("ท่าขาม", "ท่าข้าม", 0.3),  # a lost mark
        ("ท่าข้าม", "ท่าขาม", 0.5),  # one read where there is none
    ],
)
def test_cost_of_one_letter(one: str, other: str, letters: float) -> None:
    assert weighted_distance(one, other) == pytest.approx(letters, abs=0.01)


@given(LETTERS, LETTERS)
def test_a_changed_letter_costs_the_same_both_ways_and_never_more_than_an_unrelated_one(one: str, other: str) -> None:
    cost = weighted_distance(f"บ้าน{one}น", f"บ้าน{other}น")
    assert cost == weighted_distance(f"บ้าน{other}น", f"บ้าน{one}น")
    assert (cost == 0) == (one == other)
    assert cost == 0 or 0.25 <= cost <= 1.4
