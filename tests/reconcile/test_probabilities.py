"""Readings with probabilities: named alternatives, unsure readers, and how many published values are wrong."""

from __future__ import annotations

from bench.reconcile import guarantee
from extractors.facts import ScoreMention
from pipeline.reconcile import Status
from tests.reconcile.papers import codes_of, decided, mention

EIT = {"6": "88.00", "7": "84.00", "8": "80.00", "EIT": "84.00"}


def told(code: str, *candidates: tuple[str, float], **more: object) -> ScoreMention:
    """A mention of a reader that told probabilities."""
    text, sure = candidates[0]
    fields: dict[str, object] = {"method": "ocr:reader", "confidence": sure, "candidates": candidates}
    return mention(code, text, trusted=sure >= 0.4, **(fields | more))


def eit(**changed: tuple[tuple[str, float], ...]) -> list[ScoreMention]:
    """The tool EIT, surely read but for the named codes ("c7")."""
    return [told(code, *changed.get(f"c{code}", ((text, 0.999),))) for code, text in EIT.items()]


def test_a_named_print_that_closes_the_sum_is_taken() -> None:
    scores, _ = decided(eit(c7=(("64.00", 0.8), ("84.00", 0.19))))
    assert (scores["7"].score, scores["7"].status, scores["7"].raw_value) == (84.0, Status.REPAIRED, "64.00")


def test_a_vanished_point_is_mended_by_the_sum_and_never_alone() -> None:
    readings = (("8400", 0.6), ("84.00", 0.39))
    scores, _ = decided(eit(c7=readings))
    assert (scores["7"].score, scores["7"].status) == (84.0, Status.REPAIRED)
    alone, result = decided([told("7", *readings)])
    assert alone == {}
    assert codes_of(result)[0] == "value_out_of_range"


def test_an_unsure_last_decimal_that_the_sum_cannot_see_is_a_conflict() -> None:
    scores, result = decided(eit(c7=(("84.00", 0.7), ("84.01", 0.29))))
    assert (scores["7"].score, scores["7"].status) == (84.0, Status.CONFLICT)
    assert ("low_ocr_confidence", "7") in {(item.code, item.subject) for item in result.findings}


def test_a_reading_that_is_not_believed_gives_no_score_alone() -> None:
    scores, result = decided([told("7", ("84.00", 0.39), ("24.00", 0.305), ("64.00", 0.304))])
    assert (scores, codes_of(result)) == ({}, ["low_ocr_confidence"])


def test_two_readers_that_agree_outweigh_a_surer_one() -> None:
    first, second = (("84.00", 0.9), ("64.00", 0.09)), (("64.00", 0.6), ("84.00", 0.39))
    scores, _ = decided([told("7", *first), told("7", *second, group=1), told("7", *first, group=2)])
    assert (scores["7"].score, scores["7"].status) == (84.0, Status.REPORTED)


def test_nothing_proven_is_wrong_in_silence() -> None:
    counts, misread = guarantee(60, 1.0)  # as unsure as it was measured: what the confusions that are known bear out
    assert misread > 0.02
    assert [key for key in counts if key[1] == "silent"] == []
    assert counts["verified", "right"] > 500


def test_a_reader_three_times_as_unsure_as_measured_is_not_believed_wrongly() -> None:
    counts, misread = guarantee(40, 3.0)
    assert misread > 0.05
    assert [key for key in counts if key[1] == "silent"] == []
    assert counts["verified", "right"] > 200


def test_a_sum_with_a_value_in_doubt_verifies_none_of_the_others() -> None:
    doubtful = (("84.00", 0.7), ("84.01", 0.29))
    scores, _ = decided(eit(c7=doubtful, cEIT=(("84.00", 0.85), ("64.00", 0.14))))
    found = {code: score.status for code, score in scores.items()}
    assert found == {"6": Status.REPORTED, "7": Status.CONFLICT, "8": Status.REPORTED, "EIT": Status.REPORTED}


def test_a_sum_that_closes_by_changed_digits_beside_a_value_in_doubt_proves_nothing() -> None:
    """Where that value is misread as well, the change may be what meets its error."""
    changed = (("64.00", 0.8), ("84.00", 0.19))
    scores, _ = decided(eit(c7=changed, c6=(("88.00", 0.9), ("83.00", 0.09))))
    assert {code: score.status for code, score in scores.items()} == {
        "6": Status.CONFLICT,
        "7": Status.CONFLICT,
        "8": Status.REPORTED,
        "EIT": Status.REPORTED,
    }
    surely, _ = decided(eit(c7=changed, c6=(("88.00", 0.96), ("83.00", 0.03))))
    assert surely["7"].status is Status.REPAIRED


def test_changed_digits_that_no_sum_proves_are_a_conflict() -> None:
    """The only sum has another value that is still open in its last decimal."""
    scores, _ = decided(eit(c7=(("64.00", 0.8), ("84.00", 0.19)), c6=(("88.00", 0.96), ("88.01", 0.039))))
    assert {code: scores[code].status for code in ("6", "7")} == {"6": Status.CONFLICT, "7": Status.CONFLICT}
