import random
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.framework import INDICATORS, KNOWN_YEARS, framework
from normalizers.indicators import (
    IndicatorHit,
    accept,
    find_labels,
    indicators_in,
    match_indicator,
    match_sub_indicator,
    match_tool,
    split_label,
)

LABELS = [
    (text, indicator.code)
    for indicator in framework(None).indicators
    for text in (indicator.label, *indicator.variants)
]
LOOK_ALIKES = [
    "งน", "ตค", "ถภ", "ำา", "ผพ", "บป", "รธ", "ดต", "ชซ", "มน", "กถ", "ลส", "ขช", "ทห", "พฟ", "อฮ", "โใ", "ใไ", "ิี",
    "ึื", "ุู", "เแ", "วอ", "ยข", "จง", "ญณ", "กภ",
]  # fmt: skip


def top(text, year=None):
    return match_indicator(text, year)[0].code


def codes(text, **options):
    return [span.code for span in find_labels(text, **options)]


def lose(letters):
    def damage(text, rng):
        places = [place for place, letter in enumerate(text) if letter in letters]
        if not places:
            return text
        place = rng.choice(places)
        return text[:place] + text[place + 1 :]

    return damage


def mistake(text, rng):
    pairs = [(place, pair) for place, letter in enumerate(text) for pair in LOOK_ALIKES if letter in pair]
    place, pair = rng.choice(pairs)
    return text[:place] + pair.replace(text[place], "", 1) + text[place + 1 :]


def change(removed, inserted):
    def damage(text, rng):
        place = rng.randrange(1, len(text) - removed)
        return text[:place] + inserted + text[place + removed :]

    return damage


def double(text, rng):
    place = rng.randrange(1, len(text))
    return text[:place] + text[place - 1] + text[place:]


DAMAGES = [
    lose("่้๊๋์"), lose("ัิีึืุู็"), mistake, mistake, double,
    change(0, " "), change(0, "\n"), change(1, ""), change(1, "ม"), change(2, ""), change(3, ""),
]  # fmt: skip


def damaged(text, errors, rng):
    for _ in range(errors):
        text = rng.choice(DAMAGES)(text, rng)
    return text


@pytest.mark.parametrize(("text", "code"), LABELS)
def test_every_wording_is_its_own_indicator(text, code):
    matches = match_indicator(text)
    assert (matches[0].code, matches[0].similarity) == (code, 1.0)
    assert [match.code for match in matches].count(code) == 1
    assert sorted(int(match.code) for match in matches) == list(INDICATORS)


@pytest.mark.parametrize("year", [None, *KNOWN_YEARS])
def test_the_labels_are_the_same_in_every_year(year):
    assert top("การปรับปรุงระบบการทำงาน", year) == "8"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("การปรับปรุงหน้าที", "1"),
        ("การใช้งานประมาณ", "2"),
        ("การใช้ทรัพยากรของราชการ", "4"),
        ("การแก้ไขปัญหาทุจริต", "5"),
        ("การปรับปรุงการดำเนินงาน", "8"),
        ("คุณภาพการดำเนินงาน", "6"),
        ("การใช้ \n งบประมาณ", "2"),
        ("กรป้องกนการทุจริต", "10"),
        ("การใช้อำนาจของผู้บริหารด้านการบริหารงานบุคคล", "3"),
        ("ตัวชี้วัดที่ ๗ การใช้งบประมาณ คะแนน ๙๑.๔๖", "2"),
    ],
)
def test_near_neighbours_and_surroundings(text, code):
    match = accept(match_indicator(text))
    assert match is not None
    assert match.code == code


def test_a_full_match_counts_more_than_a_label_inside_longer_text():
    full, longer = "การใช้อำนาจ", "การใช้อำนาจของผู้บริหารด้านการบริหารงานบุคคล"
    assert match_indicator(longer)[0].similarity < match_indicator(full)[0].similarity


@pytest.mark.parametrize(
    "text",
    [
        "", "  ", "12.5", "กกกกกก", "ข้อมูลพื้นฐาน", "การจัดซื้อจัดจ้าง", "การส่งเสริมความโปร่งใส", "การบริหารงาน",
        "แผนปฏิบัติการป้องกันการทุจริต", "มาตรการป้องกันการทุจริต", "การเปิดเผยข้อมูลสาธารณะ", "การดำเนินงาน",
        "แบบตรวจการเปิดเผยข้อมูลสาธารณะ", "ผู้รับผิดชอบ", "องค์การบริหารส่วนตำบล", "ระยะเวลาดำเนินการ", "ผลการดำเนินงาน",
    ],
)  # fmt: skip
def test_other_phrases_stay_below_one_half(text):
    assert match_indicator(text)[0].similarity < 0.5
    assert accept(match_indicator(text)) is None


def test_item_titles_and_sub_indicators_are_no_indicators():
    phrases = {item.title for year in KNOWN_YEARS for item in framework(year).items.values() if item.title}
    phrases |= {sub.label for year in KNOWN_YEARS for sub in framework(year).sub_indicators}
    assert len(phrases) > 80
    assert [phrase for phrase in sorted(phrases) if accept(match_indicator(phrase))] == []


@pytest.mark.parametrize(("errors", "taken"), [(1, 0.995), (2, 0.98), (3, 0.96), (4, 0.94)])
def test_damaged_labels_come_first_and_are_taken(errors, taken):
    rng = random.Random(errors)
    samples = [(damaged(text, errors, rng), code) for text, code in LABELS for _ in range(20)]
    matches = [(match_indicator(text), code) for text, code in samples]
    accepted = [(match, code) for ranked, code in matches if (match := accept(ranked))]
    assert [match.code for match, _ in accepted] == [code for _, code in accepted]
    assert sum(ranked[0].code == code for ranked, code in matches) >= 0.995 * len(matches)
    assert len(accepted) >= taken * len(samples)


@given(st.sampled_from(LABELS), st.lists(st.integers(1, 60), max_size=4))
def test_blanks_and_line_ends_change_nothing(label, places):
    text, code = label
    for place in places:
        at = min(place, len(text))
        text = f"{text[:at]}\n {text[at:]}"
    assert (match_indicator(text)[0].code, match_indicator(text)[0].similarity) == (code, 1.0)


@pytest.mark.parametrize(
    ("text", "number", "label", "rest"),
    [
        ("ตัวชี้วัดที่ ๑ การปฏิบัติหน้าที่ คะแนน ๙๑.๔๖", 1, "การปฏิบัติหน้าที่", "คะแนน ๙๑.๔๖"),
        ("๑. การปฏิบัติหน้าที่ (๙๓.๓๓ คะแนน)", 1, "การปฏิบัติหน้าที่", "(๙๓.๓๓ คะแนน)"),
        ("- ข้อมูลพื้นฐาน", None, "ข้อมูลพื้นฐาน", ""),
        ("## **๖. คุณภาพการดำเนินงาน (๙๗.๑๓)**", 6, "คุณภาพการดำเนินงาน", "(๙๗.๑๓)**"),
        ("(๒) ตัวชี้วัดที่ ๓ การใช้อำนาจ", 3, "การใช้อำนาจ", ""),
        ("4.1 ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่", 1, "การปฏิบัติหน้าที่", ""),
        ("10) การป้องกันการทุจริต", 10, "การป้องกันการทุจริต", ""),
        ("7 ประสิทธิภาพการสื่อสาร 84.28", 7, "ประสิทธิภาพการสื่อสาร", "84.28"),
        ("KPI 3: การใช้อำนาจ", 3, "การใช้อำนาจ", ""),
        ("ตวชีวดที่ ๑๐ การป้องกันการ\nทุจริต", 10, "การป้องกันการ\nทุจริต", ""),
        ("ตัว ชี้ วัด ที่ ๔ การใช้ ทรัพย์สิน", 4, "การใช้ ทรัพย์สิน", ""),
        ("ชี้วัดที่ 5 การแก้ไขปัญหา", 5, "การแก้ไขปัญหา", ""),
        ("ตัวชี้วัด การใช้งบประมาณ", None, "การใช้งบประมาณ", ""),
        ("การใช้งบประมาณ: 91.2", None, "การใช้งบประมาณ", ": 91.2"),
        ("การใช้อำนาจ ได้รับคะแนน ๙๘.๐๖", None, "การใช้อำนาจ", "ได้รับคะแนน ๙๘.๐๖"),
        ("คุณภาพการดำเนินงาน", None, "คุณภาพการดำเนินงาน", ""),
        ("", None, "", ""),
    ],
)
def test_labels_are_taken_apart(text, number, label, rest):
    parts = split_label(text)
    assert (parts.printed_number, parts.label, parts.rest) == (number, label, rest)


def test_sub_number_behind_the_word_for_indicator():
    parts = split_label("ตัวชี้วัดย่อยที่ ๙.๓ การจัดซื้อจัดจ้าง")
    assert (parts.printed_number, parts.sub, parts.named) == (9, 3, True)


@given(st.text(alphabet="ตัวชี้วัดที่การ ใช้๑9.)(-–#*\n", max_size=80))
def test_taking_apart_never_fails_and_invents_nothing(text):
    parts = split_label(text)
    assert parts.label in text
    assert parts.rest in text


@pytest.mark.parametrize("tool", framework(None).tools)
def test_tools_by_name_and_abbreviation(tool):
    for text in (tool.code, f"({tool.code})", tool.label, f"{tool.label} ({tool.code})", *tool.variants, tool.label_en):
        assert match_tool(text)[0].code == tool.code
        assert match_tool(text)[0].similarity >= 0.9


def test_inside_and_outside_are_told_apart():
    first, second, _ = match_tool("แบบวัดการรับรู้ของผู้มีส่วนได้เสียภายนอก")
    assert (first.code, second.code) == ("EIT", "IIT")
    assert first.similarity - second.similarity > 0.05


@pytest.mark.parametrize("year", KNOWN_YEARS)
def test_sub_indicators_of_each_year(year):
    for sub in framework(year).sub_indicators:
        for text in (sub.label, sub.short_label, f"- {sub.label}"):
            matches = match_sub_indicator(text, year)
            assert (matches[0].code, matches[0].similarity, matches[0].label) == (sub.code, 1.0, sub.label)


def test_the_same_sub_indicator_label_in_another_year():
    assert match_sub_indicator("การจัดซื้อจัดจ้าง", 2568)[0].code == "9.3"
    assert match_sub_indicator("การจัดซื้อจัดจ้าง", 2564)[0].similarity < 0.5


def test_sub_indicator_by_number_and_within_an_indicator():
    assert match_sub_indicator("ตัวชี้วัดย่อยที่ ๙.๔ กกกกก", 2565)[0].code == "9.4"
    assert {match.code for match in match_sub_indicator("การดำเนินการ", 2565, indicator=10)} == {"10.1", "10.2"}


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        (
            "ตัวชี้วัดที่ 1 การปฏิบัติหน้าที่ (IIT) และตัวชี้วัดที่ 6 คุณภาพการดำเนินงาน (EIT)",
            [IndicatorHit("1", 1.0, 1), IndicatorHit("6", 1.0, 6)],
        ),
        ("ตัวชี้วัดที่ ๗ การใช้ งบประมาณ", [IndicatorHit("2", 1.0, 7)]),
        ("ตัวชี้วัดที่ ๗ กกกกกกกก", [IndicatorHit("7", 0.0, 7)]),
        ("๑. การเปิดเผยข้อมูล", [IndicatorHit("9", 1.0, 1)]),
        ("การบริหารและพัฒนาทรัพยากรบุคคล", [IndicatorHit("9.4", 1.0, None)]),
        ("การใช้อำนาจ\nการใช้งบประมาณ", [IndicatorHit("3", 1.0, None), IndicatorHit("2", 1.0, None)]),
        ("จัดอบรมเจ้าหน้าที่ด้านพัสดุ", []),
        ("", []),
    ],
)
def test_indicators_of_a_measure_cell(text, hits):
    assert indicators_in(text, 2565) == hits


def test_a_sub_indicator_tells_its_indicator():
    (hit,) = indicators_in("มาตรการภายในเพื่อป้องกันการทุจริต", 2565)
    assert (hit.code, hit.indicator, hit.sub_indicator) == ("10.2", 10, "10.2")


def test_labels_in_prose_with_their_place():
    text = "พบว่า ตัวชี้วัดที่ ๓ การ ใช้อำนาจ มีผลคะแนน ๗๘.๗๗ ส่วน IIT ได้ ๘๔.๕๓"
    first, second = find_labels(text)
    assert text[first.start : first.end] == "ตัวชี้วัดที่ ๓ การ ใช้อำนาจ"
    assert (first.code, first.similarity, first.printed_number, first.anchored) == ("3", 1.0, 3, True)
    assert text[slice(*first.number_span)] == "๓"
    assert (second.code, text[second.start : second.end], second.anchored) == ("IIT", "IIT", False)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("แบบตรวจการเปิดเผยข้อมูลสาธารณะ (OIT)", ["OIT", "OIT"]),
        ("การเปิดเผยข้อมูลสาธารณะ", ["OIT"]),
        ("แบบวัดการรับรู้ของผู้มีส่วนได้เสียภายใน และภายนอก", ["IIT"]),
        ("๑๐. การเปิดเผยข้อมูล (๘๕.๐๐)", ["9"]),
        ("แผนปฏิบัติการป้องกันการทุจริต และมาตรการป้องกันการทุจริต", []),
        ("การเปิดเผยข้อมูลข่าวสาร", []),
        ("คู่มือการปฏิบัติหน้าที่ของเจ้าหน้าที่", []),
        ("ด้านการปฏิบัติหน้าที่ ได้ ๙๑.๒๕ คะแนน", ["1"]),
        ("ตัวชี้วัดที่ ๕ กกกกก ตัวชี้วัดที่ได้คะแนนต่ำ", ["5"]),
        ("ตัวชี้วัดที่ 1 - 5 และ ตัวชี้วัด 10 ตัว", []),
        ("ตัวชี้วัดย่อยที่ ๙.๓ ได้", ["9.3"]),
        ("ตวชี้วัดที่ ๒ การไช้งบประมาน ได้", ["2"]),
        ("- การปองกนการทุจรีต 20.5", ["10"]),
        ("", []),
        ("https://example.go.th/oit", []),
    ],
)
def test_labels_and_what_only_looks_like_them(text, found):
    assert codes(text) == found


def test_the_rank_before_a_label_is_kept_as_its_number():
    (span,) = find_labels("(๔) การใช้งบประมาณ ๙๘.๔๖")
    assert (span.code, span.printed_number, span.anchored) == ("2", 4, True)


def test_words_joined_to_their_sentence_count_less():
    (free,) = find_labels("ผล การปฏิบัติหน้าที่ ดี")
    (joined,) = find_labels("ต่อการปฏิบัติหน้าที่ของ")
    assert joined.similarity < free.similarity == 1.0


@pytest.mark.parametrize("errors", [1, 2])
def test_damaged_labels_behind_their_number_are_found_in_prose(errors):
    rng = random.Random(errors)
    samples = [(damaged(text, errors, rng), code) for text, code in LABELS for _ in range(10)]
    found = 0
    for text, code in samples:
        (span, *_) = find_labels(f"พบว่าตัวชี้วัดที่ ๙ {text} มีผลคะแนนเท่ากับ ๙๐.๕๐")
        assert span.code in {code, "9"}
        found += span.code == code and span.similarity > 0
    assert found >= 0.97 * len(samples)


@given(st.text(alphabet="ตัวชี้วัดที่การใช้อำนาจ ๑3.\n-IITป้องกันทุจริต", max_size=200))
def test_spans_are_ordered_and_do_not_overlap(text):
    spans = find_labels(text)
    assert all(before.end <= after.start for before, after in pairwise(spans))
    assert all(0 <= span.start < span.end <= len(text) and 0 <= span.similarity <= 1 for span in spans)


ENGLISH = [
    "Duty Performance",
    "Budget Utilization",
    "Use of Power",
    "Use of Government Property",
    "Corruption Problem Solving",
    "Operational Quality",
    "Communication Efficiency",
    "Improvement of Work System",
    "Information Disclosure",
    "Corruption Prevention",
]


def test_english_names_in_cells() -> None:
    named = [accept(match_indicator(f"{number}. {name}")) for number, name in enumerate(ENGLISH, 1)]
    assert [match and match.code for match in named] == [str(number) for number in range(1, 11)]


def test_english_names_are_words_in_running_text() -> None:
    assert find_labels("The service quality and the use of power were discussed in 2567: 85.20 points") == []


def test_what_may_be_short_for_a_tool_names_no_indicator() -> None:
    assert accept(match_indicator("Open Data (OIT)")) is None
