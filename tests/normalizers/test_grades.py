import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.grades import (
    band_grade,
    find_grades,
    parse_grade,
    possible_grades,
)

LETTERS = ["AA", "A", "B", "C", "D", "E", "F"]
WORDS = ["ผ่านดีเยี่ยม", "ผ่านดี", "ผ่าน", "ต้องปรับปรุง", "ต้องปรับปรุงโดยด่วน"]


@pytest.mark.parametrize("word", LETTERS + WORDS + ["--"])
@pytest.mark.parametrize("frame", ["{}", " {} ", "({})", "ระดับ {}", "ระดับ: {}", "**{}**", "เกรด {}", "92.85 ({})"])
def test_grade_cells(frame, word):
    assert parse_grade(frame.format(word)) == word


@pytest.mark.parametrize(
    ("text", "grade"),
    [
        ("ระดับผลการประเมิน AA", "AA"),
        ("๗๙.๖๔ คะแนน ระดับ B", "B"),
        ("อยู่ในระดับ ผ่านดี", "ผ่านดี"),
        ("Level C", "C"),
        ("ผ่าน\nดี", None),
        ("ผาน", "ผ่าน"),
        ("ผ่าน ดีเยียม", "ผ่านดีเยี่ยม"),
        ("ตองปรับปรุงโดยดวน", "ต้องปรับปรุงโดยด่วน"),
        ("ดำเนินการไม่ครบถ้วน", "--"),
    ],
)
def test_grade_cells_in_other_words_and_damaged(text, grade):
    assert parse_grade(text) == grade


@pytest.mark.parametrize(
    "text",
    [
        "", "-", "a", "aa", "A+", "A1", "AB", "G", "\u0410", "\u0391", "\u0392", "ไม่ผ่าน", "ผ่านเกณฑ์", "ไม่ผ่านเกณฑ์",
        "ผ่าน/ไม่ผ่าน", "85.00", "ปรับปรุง", "ระดับ", "ผ่านการประเมิน", "ยกระดับ", "ระดับ A (85.00 - 94.99)",
        "A" + " " * 10_000 + "x",
    ],
)  # fmt: skip
def test_what_is_no_grade(text):
    assert parse_grade(text) is None


def test_passing_words_are_no_grades_before_their_scheme_began():
    assert parse_grade("ผ่าน", 2565) is None
    assert parse_grade("ผ่าน", 2566) == "ผ่าน"
    assert parse_grade("A", 2568) == "A"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("ได้ 57.93 คะแนน อยู่ในระดับ D โดยมีรายละเอียด", ["D"]),
        ("ระดับผลการประเมินอยู่ในระดับ B", ["B"]),
        ("จัดอยู่ในระดับ ผ่าน และมีแนวโน้มดีขึ้น", ["ผ่าน"]),
        ("อยู่ในระดับผ่านดีเยี่ยม", ["ผ่านดีเยี่ยม"]),
        ("อยู่ในระดับ “ผ่านดี”", ["ผ่านดี"]),
        ("เท่ากับ ๙๒.๘๕ (ผ่าน)", ["ผ่าน"]),
        ("90.42 คะแนน (ระดับ ผ่านดี)", ["ผ่านดี"]),
        ("ผลการประเมินระดับ A", ["A"]),
        ("อยู่ในระดับ\nผ่าน", ["ผ่าน"]),
        ("ปี 2564 ระดับ C และปี 2565 ระดับ B", ["C", "B"]),
        ("อยู่ในระดับต้องปรับปรุงโดยด่วน", ["ต้องปรับปรุงโดยด่วน"]),
    ],
)
def test_grades_in_prose(text, found):
    mentions = find_grades(text)
    assert [mention.grade for mention in mentions] == found
    assert [text[mention.start : mention.end] for mention in mentions] == found


@pytest.mark.parametrize(
    "text",
    [
        "ยกระดับ ผ่านเกณฑ์",
        "คะแนน ๙๕.๐๐ – ๑๐๐ ระดับผลการประเมิน AA",
        "ระดับ A (85.00 - 94.99)",
        "ตั้งเป้าหมายไม่ต่ำกว่าระดับ A",
        "ระดับ A ขึ้นไป",
        "ร้อยละ 80 (ผ่านเกณฑ์)",
        "ข้าราชการระดับ C8",
        "ในระดับหน่วยงาน",
        "ไม่ผ่านเกณฑ์",
        "อยู่ในระดับผ่านการประเมิน",
    ],
)
def test_bands_targets_and_other_levels_are_no_grades(text):
    assert find_grades(text) == []


@pytest.mark.parametrize(
    ("low", "high", "grade"),
    [
        (95, 100, "AA"),
        (85.0, 94.99, "A"),
        (50.0, 54.99, "E"),
        (0, 49.99, "F"),
        (70, 84.99, "ต้องปรับปรุง"),
        (0, 69.99, "ต้องปรับปรุงโดยด่วน"),
        (85, 100, "ผ่าน"),
        (85, 95, None),
        (0, 100, None),
    ],
)
def test_grade_bands(low, high, grade):
    assert band_grade(low, high) == grade


@pytest.mark.parametrize(
    ("total", "grade"),
    [(100, "AA"), (95, "AA"), (94.99, "A"), (85, "A"), (84.99, "B"), (64.99, "D"), (50, "E"), (49.99, "F"), (0, "F")],
)
def test_letters_follow_the_total(total, grade):
    assert possible_grades(2565, total) == {grade}


@pytest.mark.parametrize(
    ("total", "tools", "grades"),
    [
        (69.99, None, {"ต้องปรับปรุงโดยด่วน"}),
        (84.99, {"IIT": 99.0}, {"ต้องปรับปรุง"}),
        (90.0, None, {"ผ่านดี", "ผ่าน"}),
        (90.42, {"OIT": 83.75}, {"ผ่าน"}),
        (94.64, {"EIT": 84.99}, {"ผ่าน"}),
        (95.81, {"IIT": 96.0, "EIT": 97.0, "OIT": 94.5}, {"ผ่านดี"}),
        (95.81, {"IIT": 96.0, "EIT": 97.0}, {"ผ่านดี"}),  # the total leaves 94.775 for OIT
        (96.0, None, {"ผ่านดีเยี่ยม", "ผ่านดี"}),  # no tool can be below 86.67
        (99.5, None, {"ผ่านดีเยี่ยม"}),
    ],
)
def test_passing_words_need_the_tools(total, tools, grades):
    assert possible_grades(2568, total, tools) == grades


@pytest.mark.parametrize(("year", "total"), [(None, 90), (2561, 90), (2570, 90), (2565, 100.01), (2565, -1)])
def test_no_grade_without_a_framework_or_a_score(year, total):
    assert possible_grades(year, total) == frozenset()


scores = st.integers(0, 10_000).map(lambda hundredths: hundredths / 100)


@given(st.integers(2566, 2569), scores, scores, scores, st.sets(st.sampled_from(["IIT", "EIT", "OIT"])))
def test_knowing_fewer_tools_never_excludes_the_true_grade(year, iit, eit, oit, known):
    total = round(0.3 * iit + 0.3 * eit + 0.4 * oit, 2)
    tools = {"IIT": iit, "EIT": eit, "OIT": oit}
    full = possible_grades(year, total, tools)
    assert len(full) == 1
    assert full <= possible_grades(year, total, {code: tools[code] for code in known})


@given(st.text(alphabet="ระดับผ่านดี AB()\n ", max_size=60))
def test_mentions_lie_where_they_say(text):
    for mention in find_grades(text):
        assert parse_grade(text[mention.start : mention.end].replace("\n", " ")) == mention.grade
