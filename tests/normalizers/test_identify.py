"""Bodies of every kind from short texts: cells of lists, lines of titles, what a person types."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from normalizers.agencies import Outcome, PlaceMention, identify
from normalizers.agencies.central import central_bodies, is_safe, known_matches, name_key
from normalizers.agencies.types import agency_types, office_types


def answer(text: str) -> tuple[Outcome, str | None, str | None]:
    resolution = identify(text)
    return (resolution.outcome, resolution.agency.agency_id, resolution.agency.agency)


class TestReferenceData:
    def test_ids_are_unique(self) -> None:
        codes = [body.code for body in central_bodies()]
        assert len(codes) == len(set(codes)) == 415

    def test_every_official_name_is_known_as_itself(self) -> None:
        for body in central_bodies():
            matches = known_matches(body.name)
            assert [match.body for match in matches] == [body], body.name

    def test_former_names_lead_to_the_body_of_today(self) -> None:
        for body in central_bodies():
            for former in body.former:
                assert [match.body for match in known_matches(former)] == [body], former

    def test_every_parent_is_a_body_of_the_table(self) -> None:
        names = {body.name for body in central_bodies()}
        assert {body.parent for body in central_bodies()} <= names | {None}

    def test_an_office_shares_no_code_with_a_local_body(self) -> None:
        local = {kind.code for kind in agency_types().values()} | {"CEN", "BMA", "PTY", "X"}
        assert local.isdisjoint(kind.code for kind in office_types().values())


EXACT = {
    "กรมการแพทย์": "CEN-0315",
    "กรม การ\nแพทย์": "CEN-0315",
    "๑๒. กรมการแพทย์ กระทรวงสาธารณสุข": "CEN-0315",
    "สำนักงานปลัดกระทรวงสาธารณสุข": "CEN-0314",
    "สสว.": "CEN-0041",
    "สวทช": "CEN-0107",
    "กระทรวง อว.": "CEN-0007",
    "การไฟฟ้าฝ่ายผลิตแห่งประเทศไทย": "CEN-0373",
    "องค์กรสวนสัตว์แห่งประเทศไทย": "CEN-0413",
    "สถาบันวิจัยดาราศาสตร์แห่งชาติ (องค์กรมหาชน)": "CEN-0113",
    "มรภ.เชียงราย": "CEN-0153",
    "กรมทรัพยากรน้ำ": "CEN-0240",
    "สำนักงานสาธารณสุขจังหวัดระนอง": "PHO-85",
    "สสจ.ระยอง": "PHO-21",
    "ที่ว่าการอำเภอยางตลาด จังหวัดกาฬสินธุ์": "GOV-4607",
    "สำนักงาน ป.ป.ช. ประจำจังหวัดแพร่": "NAC-54",
    "อบต.ริมกก อ.เมือง จ.เชียงราย": "SAO-570114",
    "ทน.ขอนแก่น": "CTM-4001",
    "จ.แพร่": "PRV-54",
    "เมืองพัทยา": "PTY-2004",
    "กทม.": "BMA-10",
}


@pytest.mark.parametrize("text", EXACT)
def test_exact(text: str) -> None:
    assert answer(text)[:2] == (Outcome.EXACT, EXACT[text])


CORRECTED = {
    "กรมการแพทย์แผนไทยและการแพทย์ทางเลือ": "CEN-0316",
    "กระทรวงทรัพยากรฯ": "CEN-0011",
    "กระทรวงศึกษาธีการ": "CEN-0018",
    "มหาวิทยาลัยราชภัฏเพชรบุรื": "CEN-0166",
    "สำนักงานรัฐบาลอิเล็กทรอนิกส์ (องค์การมหาชน)": "CEN-0048",
    "สำนักงานสาธารณสข จังหวัดแพร่": "PHO-54",
    "เทศบาลตำบลแม่จับ อำเภอแม่จัน จังหวัดเชียงราย": "SDM-570701",
}


@pytest.mark.parametrize("text", CORRECTED)
def test_corrected(text: str) -> None:
    assert answer(text)[:2] == (Outcome.CORRECTED, CORRECTED[text])


@pytest.mark.parametrize(
    "text",
    [
        "โรงพยาบาลน่าน",
        "สภ.เมืองแพร่",
        "กรมแห่งใหม่",
        "มหาวิทยาลัยเชียงราย",  # a private one; the State's is มหาวิทยาลัยเชียงใหม่
        "โรงเรียนเทศบาลตำบลแม่จัน",  # no municipality
        "สำนักงานที่ดินจังหวัดแพร่ สาขาสูงเม่น",  # a branch is another office
        "มหาวิทยาลัยราชภัฏเพชร",  # เพชรบุรี or เพชรบูรณ์
    ],
)
def test_unknown_bodies_keep_their_name_and_get_an_id_of_their_own(text: str) -> None:
    outcome, code, name = answer(text)
    assert outcome is Outcome.UNKNOWN
    assert str(code).startswith("X-")
    assert name in (text, "สถานีตำรวจภูธรเมืองแพร่")


def test_an_unknown_body_has_one_id_however_it_is_printed() -> None:
    assert answer("รพ.น่าน") == answer("โรง พยาบาล\nน่าน") or answer("รพ.น่าน")[1] == answer("โรงพยาบาล น่าน")[1]


@pytest.mark.parametrize("text", ["", "รวม", "ค่าเฉลี่ย", "ที่", "การประเมิน", "คะแนนรวม ๙๑.๒๓", "ลำดับ"])
def test_what_names_no_body(text: str) -> None:
    assert answer(text) == (Outcome.UNKNOWN, None, None)


def test_an_abbreviation_of_two_bodies_is_not_decided() -> None:
    resolution = identify("กพร.")
    assert (resolution.outcome, resolution.agency.agency_id) == (Outcome.AMBIGUOUS, None)
    assert {candidate.agency.agency for candidate in resolution.candidates} == {
        "กรมพัฒนาฝีมือแรงงาน",
        "กรมอุตสาหกรรมพื้นฐานและการเหมืองแร่",
    }
    assert answer("ก.พ.ร.")[2] == "สำนักงานคณะกรรมการพัฒนาระบบราชการ"


def test_places_without_their_word_count_as_evidence() -> None:
    assert answer("อบต.เมืองไผ่ หนองกี่ บุรีรัมย์")[1] == "SAO-310503"
    assert answer("อบต.เมืองไผ่ บุรีรัมย์")[0] is Outcome.AMBIGUOUS


def test_the_surroundings_say_where_a_body_lies() -> None:
    around = [PlaceMention("หนองกี่", "บุรีรัมย์", "", 0, 0)]
    assert identify("อบต.เมืองไผ่", around).agency.agency_id == "SAO-310503"


def test_a_local_name_that_a_narrow_cell_cuts_off_is_completed_where_one_goes_on() -> None:
    around = [PlaceMention(None, "เพชรบุรี", "", 0, 0)]
    assert identify("อบต.หนองหญ้าป", around).agency.agency_id == "SAO-760301"
    assert identify("อบต.หนองหญ้าป", around).outcome is Outcome.CORRECTED
    assert identify("อบต.หนองหญ้าป").agency.agency_id is None or identify("อบต.หนองหญ้าป").outcome is Outcome.UNKNOWN
    # บางพูด and บางพูน lie in one amphoe.
    assert identify("อบต.บางพู", [PlaceMention("เมือง", "ปทุมธานี", "", 0, 0)]).outcome is Outcome.AMBIGUOUS


def test_reasons_tell_what_was_read_and_how_far_it_is() -> None:
    resolution = identify("อบต.ทุ่งทอง อ.ยะยี่น จ.มหาสารคาม", most=3)
    assert resolution.candidates[0].agency.agency_id == "SAO-440506"
    assert [(reason.field, reason.printed) for reason in resolution.candidates[0].reasons] == [
        ("name", "ทุ่งทอง"),
        ("amphoe", "ยะยี่น"),
        ("province", "มหาสารคาม"),
    ]
    assert resolution.candidates[0].evidence == ("name", "province")
    assert len(resolution.candidates) == 3


@given(st.sampled_from(central_bodies()), st.data())
def test_a_cut_name_is_completed_to_its_own_body_or_to_none(body: object, data: st.DataObject) -> None:
    name = getattr(body, "name", "")
    cut = name[: data.draw(st.integers(1, len(name)))]
    matches = [match for match in known_matches(cut) if match.known_by == "beginning"]
    if is_safe(cut, matches) and name_key(cut) != name_key(name):
        assert matches[0].body == body or name_key(matches[0].body.name).startswith(name_key(cut))


@given(st.text(st.sampled_from("กรมทะเวงสำนัาอเบต.จฯ() \n1๒"), max_size=60))
def test_any_text_is_answered(text: str) -> None:
    resolution = identify(text)
    assert (resolution.agency.agency is None) <= (resolution.agency.agency_id is None)


NEAR = [PlaceMention("เจริญศิลป์", "สกลนคร", "", 0, 0)]


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("อบค.ทุ่งแก", "SAO-471603"),
        ("อปต.โคกศิลา", "SAO-471604"),
        ("ฮบต.บ้านเหล่า", "SAO-471601"),
        ("อ บต.ทุ่งแก", "SAO-471603"),
        ("อบต,ทุ่งแก", "SAO-471603"),
        ("ทด.เจริญศิลป์", "SDM-471602"),
        ("องศ์การบริหารสวนตำบสทุ่งแก", "SAO-471603"),
        ("เทศบาสตำบสเจริญศิลป์", "SDM-471602"),
        ("จันหวัดสระบุรี", "PRV-19"),
        ("มหาวิทยาลัยราขภัฏอุตรดิตถ์", "CEN-0185"),
        ("มหาวิทยาสัยแมโจ", "CEN-0147"),
        ("สำนักงานปลัคกระทรวงกสาโหม", "CEN-0052"),
    ],
)
def test_misread_type_words_and_heads(printed: str, code: str) -> None:
    found = identify(printed, NEAR)
    assert (found.agency.agency_id, found.outcome) == (code, Outcome.CORRECTED)


@pytest.mark.parametrize(
    "printed",
    [
        "อบ.ทุ่งแก",  # อบต. or อบจ.
        "ทบ.ทุ่งแก",  # the army
        "อบค.สันติธรรม",  # no such body there
        "กลุ่ม.ทุ่งแก",
        "มหาวิทยาลัยราชธานี",  # not in the list, and no misread one of it
    ],
)
def test_no_other_kind_is_guessed(printed: str) -> None:
    assert identify(printed, NEAR).outcome not in (Outcome.EXACT, Outcome.CORRECTED)
