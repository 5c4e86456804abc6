"""The sums decide: verified, conflict, repaired, computed."""

from __future__ import annotations

from extractors.document import Position
from extractors.facts import Context
from pipeline.reconcile import Score, Status
from tests.reconcile.papers import INDICATORS, TOOLS, codes_of, decided, mention, table

# IIT 84.534, EIT 81.770, OIT 20.105, total 57.9332: a real FY2564 result.
GOOD = dict(
    zip(
        INDICATORS,
        ("94.08", "81.78", "78.77", "81.32", "86.72", "82.08", "84.28", "78.95", "33.96", "6.25"),
        strict=True,
    )
)
GOOD_TOOLS = {"IIT": "84.53", "EIT": "81.77", "OIT": "20.11"}
# The ten indicators give 50.3618.
OTHER_YEAR = dict(
    zip(
        INDICATORS,
        ("91.46", "81.48", "95.11", "81.29", "88.24", "74.73", "67.86", "66.98", "15.75", "0.00"),
        strict=True,
    )
)


def statuses(scores: dict[str, Score]) -> dict[str, str]:
    return {code: str(score.status) for code, score in scores.items()}


def test_all_sums_close_and_everything_is_verified() -> None:
    scores, result = decided(
        [*table(GOOD, year=2564), *table(GOOD_TOOLS, group=1, year=2564), mention("ITA", "57.93", group=2, year=2564)]
    )
    assert list(scores) == ["ITA", "IIT", "EIT", "OIT", *INDICATORS]
    assert set(statuses(scores).values()) == {"verified"}
    assert result.findings == ()
    assert scores["8"].score == 78.95
    assert all(judged.agrees for judged in result.mentions)


def test_tools_that_are_not_printed_are_computed_from_exact_means() -> None:
    scores, result = decided([*table(GOOD, year=2564), mention("ITA", "57.93", group=1, year=2564, grade="D")])
    assert [(code, scores[code].score, scores[code].status) for code in TOOLS] == [
        ("IIT", 84.53, Status.COMPUTED),
        ("EIT", 81.77, Status.COMPUTED),
        ("OIT", 20.11, Status.COMPUTED),  # 20.105, halves upwards
    ]
    assert scores["IIT"].raw_value is None
    assert scores["IIT"].position is None
    assert scores["IIT"].mentions == 0
    assert scores["ITA"].grade == "D"
    assert scores["IIT"].grade is None
    assert codes_of(result) == []


def test_total_is_computed_from_the_tools() -> None:
    scores, _ = decided(table(GOOD_TOOLS, year=2564))
    # 0.3 * 84.53 + 0.3 * 81.77 + 0.4 * 20.11 = 57.934
    assert (scores["ITA"].score, scores["ITA"].status) == (57.93, Status.COMPUTED)
    assert scores["ITA"].grade is None
    assert scores["ITA"].blind_spot is None
    assert statuses(scores)["IIT"] == "reported"


def test_total_of_another_year_puts_all_eleven_in_conflict() -> None:
    scores, result = decided([*table(OTHER_YEAR), mention("ITA", "92.85", group=1, line=7, grade="ผ่าน")])
    assert list(scores) == ["ITA", *INDICATORS]
    assert set(statuses(scores).values()) == {"conflict"}
    assert [(item.code, item.expected, item.found, item.line) for item in result.findings] == [
        ("total_mismatch", "50.36", "92.85", 7)
    ]
    assert {score.blind_spot for score in scores.values()} == {None}
    assert all(judged.agrees for judged in result.mentions)


def test_tools_vindicate_each_other_against_a_total_of_another_year() -> None:
    tools = {"IIT": "87.52", "EIT": "69.86", "OIT": "7.88"}
    scores, result = decided([*table(OTHER_YEAR), *table(tools, group=1), mention("ITA", "92.85", group=2)])
    found = statuses(scores)
    assert found.pop("ITA") == "conflict"
    assert set(found.values()) == {"verified"}
    assert "total_mismatch" in codes_of(result)


def test_printed_tool_that_closes_the_total_is_vindicated_against_its_mean() -> None:
    wrong = GOOD | {"2": "11.11"}  # nothing it could be a misreading of
    scores, result = decided(
        [*table(wrong, year=2564), *table(GOOD_TOOLS, group=1, year=2564), mention("ITA", "57.93", group=2, year=2564)]
    )
    found = statuses(scores)
    assert {code for code, status in found.items() if status == "conflict"} == {"1", "2", "3", "4", "5"}
    assert found["IIT"] == found["ITA"] == found["6"] == found["10"] == "verified"
    assert "tool_mean_mismatch" in codes_of(result)


def test_wrong_tool_stands_alone_when_its_indicators_close_the_total() -> None:
    tools = GOOD_TOOLS | {"EIT": "12.34"}
    scores, result = decided(
        [*table(GOOD, year=2564), *table(tools, group=1, year=2564), mention("ITA", "57.93", group=2, year=2564)]
    )
    assert {code for code, status in statuses(scores).items() if status == "conflict"} == {"EIT"}
    assert codes_of(result)[:2] == ["total_mismatch", "tool_mean_mismatch"]


def test_look_alike_digit_in_a_tool_is_repaired() -> None:
    # Both the mean of the indicators and the total ask for 84.53; 8 and 6 look alike.
    tools = GOOD_TOOLS | {"IIT": "64.53"}
    scores, result = decided(
        [*table(GOOD, year=2564), *table(tools, group=1, year=2564), mention("ITA", "57.93", group=2, year=2564)]
    )
    iit = scores["IIT"]
    assert (iit.score, iit.status, iit.raw_value, iit.mentions, iit.agreeing) == (84.53, Status.REPAIRED, "64.53", 1, 0)
    assert iit.blind_spot is not None
    assert set(statuses(scores).values()) == {"verified", "repaired"}
    assert [(item.code, item.subject, item.found, item.expected) for item in result.findings] == [
        ("score_repaired", "IIT", "64.53", "84.53")
    ]
    assert [judged.mention.code for judged in result.mentions if not judged.agrees] == ["IIT"]


def test_other_digit_is_never_a_repair() -> None:
    tools = GOOD_TOOLS | {"IIT": "24.53"}  # 2 looks like no 8
    scores, result = decided(
        [*table(GOOD, year=2564), *table(tools, group=1, year=2564), mention("ITA", "57.93", group=2, year=2564)]
    )
    assert (scores["IIT"].score, scores["IIT"].status) == (24.53, Status.CONFLICT)
    assert "score_repaired" not in codes_of(result)


def test_repair_that_is_not_the_only_one_is_suggested() -> None:
    # 3 is 78.77: read as 76.77, but 4 and 5 (81.32 and 86.72) could as well be two points too low.
    scores, result = decided([*table(GOOD | {"3": "76.77"}, year=2562), *table(GOOD_TOOLS, group=1, year=2562)])
    assert scores["3"].score == 76.77
    assert {code for code, status in statuses(scores).items() if status == "conflict"} == {
        "IIT",
        "1",
        "2",
        "3",
        "4",
        "5",
    }
    suggested = [
        (item.subject, item.found, item.expected) for item in result.findings if item.code == "repair_suggested"
    ]
    assert ("3", "76.77", "78.77") in suggested


def test_lost_decimal_points_of_a_whole_table_are_mended_by_the_sums() -> None:
    lost = {code: raw.replace(".", "") for code, raw in GOOD.items() if code not in ("9", "10")}
    scores, result = decided(
        [
            *table(lost, year=2562),
            *table({"9": "33.96", "10": "6.25"}, group=1, year=2562),
            *table(GOOD_TOOLS, group=2, year=2562),
            mention("ITA", "57.93", group=3, year=2562),
        ]
    )
    assert [scores[code].score for code in INDICATORS] == [float(raw) for raw in GOOD.values()]
    assert {scores[code].status for code in lost} == {Status.REPAIRED}
    assert codes_of(result) == ["score_repaired"] * 8


def test_print_that_is_no_score_and_that_no_sum_settles_is_not_published() -> None:
    scores, result = decided([mention("1", "9408"), mention("2", "95.10", line=9)])
    assert list(scores) == ["2"]
    assert [(item.code, item.subject, item.found) for item in result.findings] == [
        ("value_out_of_range", "1", "9408"),
        ("unchecked_scores", "2", None),
    ]
    assert [judged.agrees for judged in result.mentions] == [None, True]


def test_sub_indicators_are_verified_by_their_mean() -> None:
    subs = {
        "9.1": "55.56",
        "9.2": "12.50",
        "9.3": "14.29",
        "9.4": "25.00",
        "9.5": "40.00",
        "10.1": "12.50",
        "10.2": "0.00",
    }
    nine = {"9": "29.47", "10": "6.25"}
    scores, result = decided([*table(subs, year=2564), *table(nine, group=1, year=2564)])
    assert {scores[code].status for code in (*subs, *nine)} == {Status.VERIFIED}
    assert (scores["9.1"].blind_spot, scores["10.2"].blind_spot) == (0.05, 0.02)
    assert "sub_indicator_mismatch" not in codes_of(result)


def test_sub_indicators_that_do_not_fit_a_verified_indicator_are_in_conflict() -> None:
    subs = {"10.1": "70.00", "10.2": "30.00"}
    scores, result = decided(
        [*table(GOOD, year=2568), *table(subs, group=1, year=2568), mention("ITA", "57.93", group=2, year=2568)]
    )
    assert {scores[code].status for code in subs} == {Status.CONFLICT}
    assert scores["10"].status is Status.VERIFIED
    assert [(item.code, item.found, item.expected) for item in result.findings if "mismatch" in item.code] == [
        ("sub_indicator_mismatch", "6.25", "50.00")
    ]


def test_rounding_bounds_are_inclusive() -> None:
    # The mean of the printed values is 50.005, within 0.01 of 50.00 and of 50.01 only.
    for raw, status in (("49.99", "conflict"), ("50.00", "verified"), ("50.01", "verified"), ("50.02", "conflict")):
        scores, _ = decided([*table({"9": "50.00", "10": "50.01"}), mention("OIT", raw, group=1)])
        assert statuses(scores)["OIT"] == status, raw


def test_blind_spots_follow_from_the_weights() -> None:
    scores, _ = decided([*table(GOOD, year=2562), mention("ITA", "57.93", group=1, year=2562)])
    # The residual is 57.9332 - 57.93 = 0.0032, so 0.0132 / weight, in whole hundredths.
    assert [scores[code].blind_spot for code in ("ITA", "1", "6", "9")] == [0.01, 0.22, 0.13, 0.06]


def test_blind_spot_on_the_lattice_counts_possible_values_only() -> None:
    scores, _ = decided([*table(GOOD, year=2564), mention("ITA", "57.93", group=1, year=2564)])
    assert scores["10"].blind_spot == 0.0


def test_second_print_leaves_no_blind_spot() -> None:
    scores, _ = decided([mention("ITA", "94.67"), mention("ITA", "94.67", group=1, context=Context.SENTENCE)])
    assert (scores["ITA"].status, scores["ITA"].blind_spot, scores["ITA"].agreeing) == (Status.REPORTED, 0.0, 2)


def test_table_of_one_decimal_is_taken_as_rounded_to_it() -> None:
    values = {code: f"{float(raw):.1f}" for code, raw in GOOD.items()}
    scores, _ = decided([*table(values, year=2562), mention("ITA", "57.93", group=1, year=2562)])
    assert scores["1"].status is Status.VERIFIED
    assert scores["1"].blind_spot is not None
    assert scores["1"].blind_spot > 0.8


def test_missing_indicators_are_named_and_nothing_is_computed_from_them() -> None:
    some = {code: GOOD[code] for code in INDICATORS[:7]}
    scores, result = decided(table(some, year=2564))
    assert list(scores) == ["IIT", *INDICATORS[:7]]
    found = {item.code: item.subject for item in result.findings}
    assert found == {"unchecked_scores": "1, 2, 3, 4, 5, 6, 7", "incomplete_indicators": "8, 9, 10"}


def test_a_tool_missing_beside_the_others_is_named() -> None:
    tools = {"IIT": "84.53", "EIT": "81.77"}
    _, result = decided(table(tools, year=2564))
    assert [item.subject for item in result.findings if item.code == "incomplete_indicators"] == ["OIT"]
    _, result = decided(table({"IIT": "84.53"}, year=2564))
    assert [item for item in result.findings if item.code == "incomplete_indicators"] == []


def test_value_off_the_lattice_is_a_finding() -> None:
    _, result = decided([mention("10", "85.00", year=2565), mention("9", "68.56", year=2565, line=4)])
    assert [(item.code, item.subject) for item in result.findings if item.code == "off_lattice"] == [
        ("off_lattice", "10")
    ]
    _, result = decided([mention("10", "85.00", year=2568)])
    assert "off_lattice" not in codes_of(result)


def test_years_before_the_ten_indicators_have_no_sums() -> None:
    scores, result = decided([*table(GOOD, year=2560), mention("ITA", "99.99", group=1, year=2560)])
    assert set(statuses(scores).values()) == {"reported"}
    assert "total_mismatch" not in codes_of(result)


def test_grade_that_does_not_fit_the_total_is_a_finding() -> None:
    scores, result = decided([mention("ITA", "57.93", year=2564, grade="A")])
    assert scores["ITA"].grade == "A"
    assert [(item.expected, item.found) for item in result.findings if item.code == "grade_mismatch"] == [("D", "A")]
    _, result = decided([mention("ITA", "57.93", year=2564, grade="D")])
    assert "grade_mismatch" not in codes_of(result)


def test_position_and_method_are_those_of_the_best_reading() -> None:
    scores, _ = decided(
        [
            mention("ITA", "94.67", group=1, strength=0.6, context=Context.SENTENCE, method="sentence"),
            mention("ITA", "94.67", group=0, line=12, raw_label="คะแนนรวม", confidence=0.9, method="table"),
        ]
    )
    score = scores["ITA"]
    assert (score.position, score.raw_label, score.method, score.confidence) == (
        Position(1, 12),
        "คะแนนรวม",
        "table",
        1.0,
    )
