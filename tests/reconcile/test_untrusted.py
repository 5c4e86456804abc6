"""Readings that their own reader cannot be believed on: no vote, no repair, a score only where a sum proves them."""

from __future__ import annotations

from tests.reconcile.papers import decided, table

INDICATORS = {str(number): value for number, value in enumerate(("91.00", "82.00", "85.50", "80.50", "86.00"), start=1)}
INDICATORS |= {"6": "88.00", "7": "84.00", "8": "80.00", "9": "90.00", "10": "75.00"}
TOTALS = {"IIT": "85.00", "EIT": "84.00", "OIT": "82.50", "ITA": "83.70"}
WHOLE = INDICATORS | TOTALS


def test_a_lone_reading_gives_no_score_and_a_finding() -> None:
    scores, result = decided(table({"1": "93.33"}, trusted=False))
    assert scores == {}
    assert [(item.code, item.subject, item.found) for item in result.findings] == [("low_ocr_confidence", "1", "93.33")]


def test_sums_prove_readings() -> None:
    scores, _ = decided(table(WHOLE, trusted=False))
    assert {code: (score.score, score.status) for code, score in scores.items()} == {
        code: (float(value), "verified") for code, value in WHOLE.items()
    }


def test_what_no_sum_proves_stays_out() -> None:
    scores, result = decided(table(WHOLE | {"7": "64.00"}, trusted=False))
    assert not {"6", "7", "8", "EIT"} & scores.keys()
    assert scores["1"].status == scores["9"].status == "verified"
    assert {"6", "7", "8", "EIT"} <= {f.subject for f in result.findings if f.code == "low_ocr_confidence"}


def test_nothing_is_mended_towards_them() -> None:
    scores, _ = decided(table(WHOLE | {"7": "64.00"}, trusted=False))
    assert all(score.status == "verified" for score in scores.values() if score.status != "computed")


def test_they_do_not_contradict_a_reading_that_is_believed() -> None:
    scores, _ = decided([*table({"1": "91.00"}), *table({"1": "31.00"}, group=1, trusted=False)])
    assert (scores["1"].score, scores["1"].status, scores["1"].mentions) == (91.0, "reported", 1)


def test_a_total_that_is_believed_proves_the_rest() -> None:
    readings = [*table(TOTALS), *table(INDICATORS, group=1, trusted=False)]
    scores, _ = decided(readings)
    assert scores["4"].score == 80.5


def test_of_two_readings_the_one_that_closes_is_taken() -> None:
    wrong = table({"7": "34.00"}, group=1, trusted=False)
    scores, _ = decided([*wrong, *table(WHOLE, trusted=False)])
    assert scores["7"].score == 84.0
