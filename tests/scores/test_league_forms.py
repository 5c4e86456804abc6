"""Tables with a row for each body and indicator, and ranks that contradict the totals."""

from __future__ import annotations

from tests.scores.test_league import read, values

BODIES = ("อบต.แหลมกลัด", "อบต.ห้วงน้ำขาว", "อบต.ท่าพริก")
LABELS = ("1. การปฏิบัติหน้าที่", "2. การใช้งบประมาณ", "คะแนนรวม ITA")
POINTS = (("91.20", "88.11", "90.05"), ("81.20", "78.11", "80.05"), ("71.20", "68.11", "70.05"))


def long_table(*, blank: bool = False, labels: tuple[str, ...] = LABELS) -> str:
    lines = ["หน่วยงาน\tตัวชี้วัด\tคะแนน"]
    for body, points in zip(BODIES, POINTS, strict=True):
        for place, (label, point) in enumerate(zip(labels, points, strict=True)):
            lines.append(f"{'' if blank and place else body}\t{label}\t{point}")
    return "\n".join(lines)


EXPECTED = {
    (body, 2566, code): float(point)
    for body, points in zip(BODIES, POINTS, strict=True)
    for code, point in zip(("1", "2", "ITA"), points, strict=True)
}


def test_a_row_for_each_body_and_indicator() -> None:
    assert values(read(long_table())) == EXPECTED


def test_names_in_the_first_row_of_each_body_alone() -> None:
    assert values(read(long_table(blank=True))) == EXPECTED


def test_a_label_that_comes_twice_is_nobodys() -> None:
    assert values(read(long_table(labels=(LABELS[0], LABELS[0], LABELS[2])))) == {}


def test_labels_of_something_else_give_no_scores() -> None:
    assert values(read(long_table(labels=("การจัดเก็บภาษี", "การใช้งบประมาณ", "การดูแลเด็กเล็ก")))) == {}


def ranked(totals: dict[str, str], ranks: tuple[int, ...]) -> list[tuple[str, str | None]]:
    rows = [f"{rank}\t{name}\t{total}" for rank, (name, total) in zip(ranks, totals.items(), strict=True)]
    result = read("\n".join(["อันดับ\tหน่วยงาน\tคะแนนรวม ITA", *rows]))
    return [(row["found"], row["agency_raw"]) for row in result.findings if row["code"] == "rank_mismatch"]


TOTALS = {
    "อบต.แหลมกลัด": "96.10",
    "อบต.ห้วงน้ำขาว": "94.20",
    "อบต.ท่าพริก": "91.30",
    "อบต.ท่ากุ่ม": "88.40",
    "อบต.ตะกาง": "85.50",
}


def test_totals_in_the_order_of_their_ranks() -> None:
    assert ranked(TOTALS, (1, 2, 3, 4, 5)) == []
    assert ranked(dict(reversed(TOTALS.items())), (5, 4, 3, 2, 1)) == []


def test_a_total_out_of_the_order_of_its_rank() -> None:
    assert ranked({**TOTALS, "อบต.ท่าพริก": "97.30"}, (1, 2, 3, 4, 5)) == [("97.30", "อบต.ท่าพริก")]
    assert ranked({**TOTALS, "อบต.แหลมกลัด": "86.10"}, (1, 2, 3, 4, 5)) == [("86.10", "อบต.แหลมกลัด")]
    assert ranked({**TOTALS, "อบต.ห้วงน้ำขาว": "91.30"}, (1, 2, 3, 4, 5)) == []


def test_ranks_of_something_else_say_nothing() -> None:
    assert ranked(TOTALS, (3, 5, 1, 4, 2)) == []
    assert ranked(TOTALS, (1, 1, 2, 2, 3)) == []


def test_bodies_in_two_halves_of_a_table_side_by_side() -> None:
    names = list(TOTALS)
    rows = [f"{i + 1}\t{names[i]}\t{TOTALS[names[i]]}\t{i + 4}\t{names[i + 3]}\t{TOTALS[names[i + 3]]}" for i in (0, 1)]
    rows.append(f"3\t{names[2]}\t{TOTALS[names[2]]}\t\t\t")
    result = read("\n".join(["\t".join(("อันดับ", "หน่วยงาน", "คะแนนรวม ITA") * 2), *rows]))
    assert values(result) == {(name, 2566, "ITA"): float(total) for name, total in TOTALS.items()}
    assert not [row for row in result.findings if row["code"] == "rank_mismatch"]


def test_years_side_by_side_are_no_halves() -> None:
    lines = ["หน่วยงาน\tคะแนนรวม ITA ปี 2565\tหน่วยงาน\tคะแนนรวม ITA ปี 2566"]
    lines += [f"{name}\t80.10\t{name}\t{total}" for name, total in TOTALS.items()]
    result = read("\n".join(lines))
    assert values(result) == {
        (name, year, "ITA"): float(total)
        for name, own in TOTALS.items()
        for year, total in ((2565, "80.10"), (2566, own))
    }
