from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.framework import INDICATORS, KNOWN_YEARS, Level, five_index_labels, five_index_terms, framework
from normalizers.framework.lattice import possible_values


def test_known_years_are_exact():
    assert [framework(year).year for year in KNOWN_YEARS] == list(range(2562, 2570))
    assert all(framework(year).exact for year in KNOWN_YEARS)


@pytest.mark.parametrize(
    ("asked", "given_year"), [(None, 2568), (2550, 2562), (2561, 2562), (2570, 2569), (2600, 2569)]
)
def test_other_years_give_the_nearest_known_and_say_so(asked, given_year):
    assert (framework(asked).year, framework(asked).exact) == (given_year, False)


def test_framework_is_cached():
    assert framework(2565) is framework(2565)


@pytest.mark.parametrize("year", KNOWN_YEARS)
def test_ten_indicators_belong_to_three_weighted_tools(year):
    of_year = framework(year)
    assert [indicator.number for indicator in of_year.indicators] == list(INDICATORS)
    assert [(tool.code, tool.weight, tool.indicators) for tool in of_year.tools] == [
        ("IIT", 0.3, (1, 2, 3, 4, 5)),
        ("EIT", 0.3, (6, 7, 8)),
        ("OIT", 0.4, (9, 10)),
    ]
    assert of_year.target == 85.0


def test_canonical_label_of_the_eighth_indicator_keeps_its_synonym():
    indicator = framework(2564).indicators[7]
    assert indicator.label == "การปรับปรุงการทำงาน"
    assert "การปรับปรุงระบบการทำงาน" in indicator.variants


@pytest.mark.parametrize(
    ("year", "counts"),
    [
        (2562, {"i": 30, "e": 15, "o": 48}),
        (2565, {"i": 30, "e": 15, "o": 43}),
        (2566, {"i": 30, "e": 15, "o": 43}),
        (2567, {"i": 15, "e": 9, "o": 35}),
        (2568, {"i": 15, "e": 9, "o": 28}),
        (2569, {"i": 0, "e": 0, "o": 26}),
    ],
)
def test_item_counts_by_year(year, counts):
    codes = framework(year).items
    assert {letter: sum(code[0] == letter for code in codes) for letter in "ieo"} == counts


@pytest.mark.parametrize("year", range(2562, 2569))
def test_sub_indicators_cover_the_open_data_items_without_gap_or_overlap(year):
    of_year = framework(year)
    numbers = [number for sub in of_year.sub_indicators for number in range(int(sub.first[1:]), int(sub.last[1:]) + 1)]
    assert numbers == list(range(1, len(numbers) + 1))
    assert f"o{len(numbers)}" in of_year.items
    assert f"o{len(numbers) + 1}" not in of_year.items
    assert [sub.code for sub in of_year.sub_indicators] == ["9.1", "9.2", "9.3", "9.4", "9.5", "10.1", "10.2"]


def test_ranges_that_are_not_known_stay_empty():
    assert all(sub.first is None and sub.count is None for sub in framework(2569).sub_indicators)
    assert framework(2569).items["o3"].indicator is None
    assert framework(2569).items["o3"].title is None


def test_titles_taken_from_another_year_are_overridden_where_they_differ():
    assert framework(2563).items["o34"].title == "เจตจำนงสุจริตของผู้บริหาร"
    assert framework(2565).items["o34"].title == "นโยบายไม่รับของขวัญ (No Gift Policy)"
    assert framework(2565).items["o1"].title == framework(2564).items["o1"].title == "โครงสร้าง"


def test_titles_from_general_knowledge_say_so():
    assert framework(2568).items["o2"].confidence == "recall"
    assert framework(2568).items["o27"].confidence == "medium"


@pytest.mark.parametrize(
    ("year", "measures", "report"),
    [(2562, None, None), (2564, "o42", "o43"), (2567, "o34", "o35"), (2568, "o27", "o28"), (2569, "o25", "o26")],
)
def test_items_that_hold_the_measure_papers(year, measures, report):
    assert (framework(year).measures_item, framework(year).report_item) == (measures, report)


@pytest.mark.parametrize(
    ("code", "level", "tool", "indicator"),
    [
        ("ITA", Level.OVERALL, None, None),
        ("EIT", Level.TOOL, "EIT", None),
        ("1", Level.INDICATOR, "IIT", 1),
        ("10", Level.INDICATOR, "OIT", 10),
        ("9.4", Level.SUB_INDICATOR, "OIT", 9),
        ("i14", Level.ITEM, "IIT", 5),
        ("e4", Level.ITEM, "EIT", 7),
        ("o21", Level.ITEM, "OIT", 10),
    ],
)
def test_levels_tools_and_indicators_of_codes(code, level, tool, indicator):
    of_year = framework(2568)
    assert (of_year.level_of(code), of_year.tool_of(code), of_year.indicator_of(code)) == (level, tool, indicator)


def test_the_same_item_code_means_another_indicator_in_another_year():
    assert framework(2565).indicator_of("i14") == 3
    assert framework(2568).indicator_of("i14") == 5
    assert framework(2569).indicator_of("i14") is None


@pytest.mark.parametrize("code", ["", "0", "11", "x", "o0", "i100", "9.0", "9.10", "iit", "๑"])
def test_what_is_no_code_is_refused(code):
    with pytest.raises(ValueError, match="no score code"):
        framework(2565).level_of(code)


@pytest.mark.parametrize(
    ("code", "labels"),
    [
        ("ITA", ("คะแนนรวม ITA", "ITA total")),
        ("IIT", ("แบบวัดการรับรู้ของผู้มีส่วนได้ส่วนเสียภายใน", "Internal Integrity and Transparency Assessment")),
        ("9", ("การเปิดเผยข้อมูล", "Open Data")),
        ("9.3", ("การจัดซื้อจัดจ้าง", "Procurement")),
        ("o4", ("ข่าวประชาสัมพันธ์", "Item o4")),
        ("i4", ("ข้อ i4", "Item i4")),
    ],
)
def test_labels_of_codes(code, labels):
    assert framework(2568).label_of(code) == labels


@pytest.mark.parametrize("year", [2563, 2564, 2565])
def test_lattice_of_the_years_with_full_marks_or_none(year):
    assert framework(year).lattice(10) == {
        0, 625, 1250, 1875, 2500, 3125, 3750, 4375, 5000, 5625, 6250, 6875, 7500, 8125, 8750, 9375, 10000,
    }  # fmt: skip
    ninth = framework(year).lattice(9)
    assert {0, 1575, 3396, 6856, 9250, 9350, 9378, 9464, 9600, 9714, 9750, 9778, 10000} <= ninth
    assert not {1, 100, 221, 9779, 9990, 9999} & ninth


def test_lattice_holds_for_no_other_year_or_indicator():
    assert all(framework(year).lattice(number) is None for year in (2562, 2566, 2567, 2568, 2569) for number in (9, 10))
    assert all(framework(2565).lattice(number) is None for number in range(1, 9))
    assert framework(None).lattice(9) is None


@given(st.lists(st.integers(1, 5), min_size=1, max_size=3), st.data())
def test_lattice_admits_both_roundings_of_every_mean(sizes, data):
    passed = [data.draw(st.integers(0, size)) for size in sizes]
    mean = sum(Fraction(count, size) for count, size in zip(passed, sizes, strict=True)) / len(sizes) * 10_000
    values = possible_values(tuple(sizes))
    assert round(mean) in values  # half to even
    assert int(mean + Fraction(1, 2)) in values  # half up


def test_grade_scheme_follows_the_year():
    assert [framework(year).grade_scheme.name for year in KNOWN_YEARS] == ["letters"] * 4 + ["pass"] * 4


def test_five_index_terms_are_recognised_in_broken_print():
    assert five_index_terms("ผลคะแนนดัชนีความ พร้อม\nรับผิด และแบบ EBIT") == ["ดัชนีความพร้อมรับผิด", "EBIT"]
    assert len(five_index_labels()) == 5


@pytest.mark.parametrize("text", ["", "ตัวชี้วัดที่ 9 การเปิดเผยข้อมูล", "ความโปร่งใส", "DEBIT", "debits"])
def test_papers_of_the_ten_indicators_use_no_five_index_term(text):
    assert five_index_terms(text) == []
