from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from pipeline.panel import disagreements, panel_rows
from pipeline.process import process
from pipeline.schema import Row

pytestmark = pytest.mark.usefixtures("fake_stages")


def scores(**papers: list[str]) -> list[Row]:
    return [row for name, lines in papers.items() for row in process("\n".join(lines).encode(), name).scores]


def test_one_wide_row_per_agency_and_year() -> None:
    rows = scores(
        a=["A1|ก|2564|ITA|80.00|verified", "A1|ก|2564|IIT|81.25|verified", "A1|ก|2564|10|70.5|reported"],
        b=["A2|ข|2564|1|12.34|computed", "A1|ก|2565|2|99.99|verified"],
    )
    wanted = ("agency_id", "agency", "fiscal_year", "ITA", "IIT", "indicator_1", "indicator_2", "indicator_10", "grade")
    assert [tuple(row[name] for name in wanted) for row in panel_rows(rows)] == [
        ("A1", "ก", 2564, 80.0, 81.25, None, None, 70.5, "B"),
        ("A1", "ก", 2565, None, None, None, 99.99, None, None),
        ("A2", "ข", 2564, None, None, 12.34, None, None, None),
    ]
    assert [(row["worst_status"], row["documents"]) for row in panel_rows(rows)] == [
        ("reported", 1),
        ("verified", 1),
        ("computed", 1),
    ]


def test_values_are_plain_python_numbers() -> None:
    row = panel_rows(scores(a=["A1|ก|2564|ITA|80.00|verified"]))[0]
    assert [type(row[name]) for name in ("fiscal_year", "ITA", "documents")] == [int, float, int]


@pytest.mark.parametrize("order", [("a", "b"), ("b", "a")])
@pytest.mark.parametrize(
    ("better", "worse"),
    [("verified", "repaired"), ("repaired", "reported"), ("reported", "computed"), ("computed", "conflict")],
)
def test_the_more_trusted_value_is_taken(order: tuple[str, str], better: str, worse: str) -> None:
    papers = {order[0]: [f"A1|ก|2564|5|60|{worse}"], order[1]: [f"A1|ก|2564|5|61|{better}"]}
    row = panel_rows(scores(**papers))[0]
    assert (row["indicator_5"], row["worst_status"], row["documents"]) == (61.0, better, 2)


def test_more_agreeing_readings_win_among_equals() -> None:
    rows = scores(a=["A1|ก|2564|5|60|reported"], b=["A1|ก|2564|5|61|reported"])
    rows[1]["agreeing"] = 3
    assert panel_rows(rows)[0]["indicator_5"] == 61.0


def test_a_value_of_two_papers_beats_one_read_often_in_a_third() -> None:
    rows = scores(a=["A1|ก|2564|5|60|reported"], b=["A1|ก|2564|5|61|reported", " "], c=["A1|ก|2564|5|61|reported"])
    rows[0]["agreeing"] = 3
    assert (panel_rows(rows)[0]["indicator_5"], panel_rows(rows)[0]["documents"]) == (61.0, 3)


@pytest.mark.parametrize(
    ("year", "values", "grade"),
    [
        (2564, {"ITA": 84.99}, "B"),
        (2565, {"ITA": 85}, "A"),
        (2566, {"ITA": 91, "IIT": 92, "EIT": 90, "OIT": 91}, "ผ่านดี"),
        (2566, {"ITA": 91, "IIT": 99, "EIT": 80, "OIT": 93.25}, "ผ่าน"),
        (2566, {"ITA": 91}, None),
        (2564, {"IIT": 91}, None),
        (2561, {"ITA": 91}, "A"),
    ],
)
def test_the_grade_is_that_of_the_framework_of_the_year(year: int, values: dict[str, float], grade: str | None) -> None:
    rows = scores(a=[f"A1|ก|{year}|{code}|{value}|verified" for code, value in values.items()])
    assert panel_rows(rows)[0]["grade"] == grade


LINES = st.builds(
    "{}|{}|{}|{}|{}|{}".format,
    st.sampled_from(["A1", "A2", "A3", ""]),
    st.sampled_from(["ก", "ข"]),
    st.integers(2562, 2564),
    st.sampled_from(["ITA", "IIT", "1", "10", "i4"]),
    st.integers(0, 10000).map(lambda value: value / 100),
    st.sampled_from(["verified", "reported", "repaired", "conflict", "computed"]),
)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.dictionaries(st.sampled_from("abcd"), st.lists(LINES, max_size=6), max_size=4))
def test_no_agency_has_a_year_twice_and_every_value_is_one_of_a_paper(papers: dict[str, list[str]]) -> None:
    rows = scores(**papers)
    panel = panel_rows(rows)
    units = [(row["agency_id"], row["fiscal_year"]) for row in panel]
    assert len(units) == len(set(units))
    shown = {row["code"]: row["code"] if row["level"] != "indicator" else f"indicator_{row['code']}" for row in rows}
    read = {(row["agency_id"], row["fiscal_year"], shown[row["code"]], row["score"]) for row in rows}
    codes = ("ITA", "IIT", "indicator_1", "indicator_10")
    held = {(*unit, code, row[code]) for unit, row in zip(units, panel, strict=True) for code in codes}
    assert {value for value in held if value[3] is not None} <= read
    assert panel_rows(rows[::-1]) == panel


def test_bodies_without_an_id_and_items_are_left_out() -> None:
    rows = scores(a=["|ก|2564|ITA|80.00|verified", "A1|ก|2564|i4|80.00|reported"])
    assert panel_rows(rows) == []


def test_nothing_gives_nothing() -> None:
    assert panel_rows([]) == []
    assert disagreements([]) == []


def test_papers_that_disagree_are_a_finding_for_each() -> None:
    rows = scores(b=["A1|ก|2564|ITA|80.0|verified"], a=["A1|ก|2564|ITA|81|reported"])
    found = [(row["source"], row["code"], row["subject"], row["found"]) for row in disagreements(rows)]
    assert found == [
        ("a", "panel_disagreement", "ITA", "81.00 (a), 80.00 (b)"),
        ("b", "panel_disagreement", "ITA", "81.00 (a), 80.00 (b)"),
    ]


def test_what_many_papers_disagree_on_is_told_once_for_each_value() -> None:
    papers = {
        f"p{number:02}": [f"A1|ก|2564|ITA|{80 + number % 3}|reported", f"A1|ก|2564|1|{number}|reported"]
        for number in range(20)
    }
    found = {row["found"] for row in disagreements(scores(**papers)) if row["subject"] == "ITA"}
    assert found == {"80.00 (p00 + 6), 81.00 (p01 + 6), 82.00 (p02 + 5)"}


def test_papers_that_agree_are_no_finding() -> None:
    rows = scores(
        a=["A1|ก|2564|ITA|80.00|verified", "A1|ก|2564|IIT|70.00|reported"],
        b=["A1|ก|2564|ITA|80.00|reported", "A1|ก|2564|IIT|70.01|computed", "A2|ข|2564|IIT|1|reported"],
    )
    assert disagreements(rows) == []
