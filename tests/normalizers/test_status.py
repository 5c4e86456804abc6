from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.status import (
    STATUSES,
    Checkbox,
    count_ticked_status_boxes,
    find_checkboxes,
    opening_status,
    parse_answer,
    parse_status,
    unwrapped_boxes,
)

PRINTED = {"done": "ดำเนินการแล้วเสร็จ", "not_started": "ยังไม่ได้ดำเนินการ", "in_progress": "อยู่ระหว่างดำเนินการ"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("☑ มี ☐ ไม่มี", [(True, "มี"), (False, "ไม่มี")]),
        ("มี ☑ ไม่มี ☐", [(True, "มี"), (False, "ไม่มี")]),
        ("☐ มี\n☑ ไม่มี\nเนื่องจาก", [(False, "มี"), (True, "ไม่มี")]),
        ("[x] มี [ ] ไม่มี", [(True, "มี"), (False, "ไม่มี")]),
        ("( / ) มี (  ) ไม่มี", [(True, "มี"), (False, "ไม่มี")]),
        ("✓ มี ✗ ไม่มี", [(True, "มี"), (False, "ไม่มี")]),
        ("ไม่มีช่อง (ก) [๑]", []),
    ],
)
def test_checkboxes(text: str, expected: list[tuple[bool, str]]) -> None:
    assert find_checkboxes(text) == [Checkbox(*box) for box in expected]


@given(
    st.lists(st.booleans(), min_size=3, max_size=3), st.sampled_from([" ", "\n"]), st.sampled_from(["", "ทำแล้วบางส่วน "])
)
def test_exactly_one_tick_counts(ticks: list[bool], between: str, before: str) -> None:
    boxes = [f"{'☑' if tick else '☐'} {PRINTED[status]}" for tick, status in zip(ticks, STATUSES, strict=True)]
    cell = before + between.join(boxes)
    assert count_ticked_status_boxes(cell) == sum(ticks)
    assert parse_status(cell) == (STATUSES[ticks.index(True)] if sum(ticks) == 1 else None)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("ดำเนินการแล้วเสร็จ", "done"),
        ("แล้วเสร็จ 100%", "done"),
        ("ดำเนินการแล้วเสรจ", "done"),
        ("อยู่ระหว่าง\nดำเนินการ", "in_progress"),
        ("กำลังดำเนินการ", "in_progress"),
        ("ยังไม่ได้ดำเนินการ", "not_started"),
        ("☐ แล้วเสร็จ ☑ อยู่ระหว่าง\nดำเนินการ", "in_progress"),
        ("ดำเนินการ", None),
        ("ยังไม่แล้วเสร็จ", None),
        ("จะดำเนินการแล้วเสร็จ", None),
        ("☐ มีครบ ☑ ยังไม่ครบ เนื่องจากกำลังดำเนินการ", None),
        ("กองช่างกำลังดำเนินการสำรวจเส้นทางและจัดทำประมาณการราคากลาง", None),
        ("-", None),
        ("", None),
    ],
)
def test_status(text: str, status: str | None) -> None:
    assert parse_status(text) == status


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("☑ มี ☺\n☐ ไม่มี ☹\nเนื่องจาก\n.....", True),
        ("☐ มี ☑ ไม่มี", False),
        ("☐ มีครบ ☑ ยังไม่ครบ เนื่องจาก.....", False),
        ("☑ มี ครบ", True),
        ("มี", True),
        ("ไม่มี", False),
        ("☑ มี ☑ ไม่มี", None),
        ("☐ มี ☐ ไม่มี", None),
        ("มีครบ\nยังไม่ครบ", None),
        ("☑ มาก ☐ น้อย", None),
        ("☑ปี ☐ไม่มี", True),
        ("☐ปี ☑ไม่มี", False),
        ("☑ปี ☑ไม่มี", None),
        ("☑ มี ☐ ไมมี", True),
        ("☐ มี ☑ ไม่มื", False),
        ("☑ อื่นๆ ☐ ไม่มี", None),
    ],
)
def test_answer(text: str, answer: bool | None) -> None:
    assert parse_answer(text) is answer


@given(st.text(alphabet="☐☑ มีไม่ครบดำเนินการแล้วเสร็จ()/[]x\n", max_size=60))
def test_any_text(text: str) -> None:
    assert parse_status(text) in {None, *STATUSES}
    assert 0 <= count_ticked_status_boxes(text) <= sum(box.checked for box in find_checkboxes(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ""),
        ("ประชุม\nแล้ว", "ประชุม\nแล้ว"),
        ("☐ ดำเนิน\nการแล้วเสร็จ ☑ อยู่\nระหว่าง\nดำเนินการ", "☐ ดำเนินการแล้วเสร็จ ☑ อยู่ระหว่างดำเนินการ"),
        ("ทำ\nแล้ว ☑ ดำเนิน\nการแล้ว\nเมื่อวันจันทร์", "ทำ\nแล้ว ☑ ดำเนินการแล้ว\nเมื่อวันจันทร์"),
        ("☑ มี\nคำสั่ง", "☑ มี\nคำสั่ง"),
    ],
)
def test_status_words_wrapped_behind_their_box(text: str, expected: str) -> None:
    assert unwrapped_boxes(text) == expected


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("ดำเนินการแล้ว", "done"),
        ("ดำเนินการ\nแล้วเสร็จ", "done"),
        ("อยู่ระหว่างดำเนินการ คาดว่าจะแล้วเสร็จตามกำหนด", "in_progress"),
        ("ยังไม่ดำเนินการ เนื่องจากรองบประมาณ", "not_started"),
        ("ดำเนินการแล้ว 2 กิจกรรม", None),
        ("ดำเนินการแล้ว ร้อยละ 40", None),
        ("ดำเนินการแล้ว ยกเว้นกองช่าง", None),
        ("ดำเนินการแล้วเสร็จและเผยแพร่ทางเว็บไซต์", None),
        ("แล้วเสร็จ แต่ยังไม่ได้ดำเนินการเผยแพร่", None),
        ("คาดว่า จะแล้วเสร็จ", None),
        ("☑ ดำเนินการแล้ว", None),
        ("จัดประชุมแล้ว", None),
        ("", None),
    ],
)
def test_the_status_that_a_text_opens_with(text: str, status: str | None) -> None:
    assert opening_status(text) == status
