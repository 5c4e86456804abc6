"""Names as people type and scans print them: what is decided, and who comes first where nothing is."""

from __future__ import annotations

import pytest

from normalizers.agencies import Outcome, identify

EXACT, CORRECTED, AMBIGUOUS, UNKNOWN = Outcome.EXACT, Outcome.CORRECTED, Outcome.AMBIGUOUS, Outcome.UNKNOWN

DECIDED = {
    "ทม ปากช่อง โคราช": (EXACT, "TWM-302101"),
    "เทศบาลเมืองปากซ่อง นครราชสีมา": (CORRECTED, "TWM-302101"),
    "ทน.หาดใหญ": (CORRECTED, "CTM-901101"),
    "อบจ ขอนแกน": (CORRECTED, "PAO-40"),
    "องค์การบริหารส่วนจังหวัดบุรีรัมย": (CORRECTED, "PAO-31"),
    "องค์กรบริหารส่วนตาบลแม่ยาว อ.เมืองเชียงราย": (EXACT, "SAO-570106"),
    "ที่ทำการองค์การบริหารส่วนตำบลแม่ยาว อำเภอเมืองเชียงราย": (EXACT, "SAO-570106"),
    "๑. อบต โคกสี เมืองขอนแก่น": (EXACT, "SAO-400103"),
    "อบต.ริม\nกก อ.เมือง": (EXACT, "SAO-570114"),
    "อบต แม่ยาว เมืองเชียงลาย": (CORRECTED, "SAO-570106"),
    "อบต.แม่ยาว (เดิม สภาตำบลแม่ยาว) อ.เมือง จ.เชียงราย": (EXACT, "SAO-570106"),
    "เทศบาลตำบล หนองหญาปล้อง เลย": (CORRECTED, "SDM-420903"),
    "ทต. ท่าขาม หาดใหญ่": (CORRECTED, "SDM-901113"),
    "กทม": (EXACT, "BMA-10"),
    "เมืองพัทยา จ.ชลบุรี": (EXACT, "PTY-2004"),
    "จังหวัดขอนแกน": (CORRECTED, "PRV-40"),
    "จังหวัด ขอนแก่น\nกระทรวงมหาดไทย": (EXACT, "PRV-40"),
    "สำนักงานจังหวัดขอนแก่น": (EXACT, "PRV-40"),
    "จ.บุรีรัมย์": (EXACT, "PRV-31"),
    "สสจ เลย": (EXACT, "PHO-42"),
    "ที่ว่าการอำเภอ เมืองเลย": (EXACT, "GOV-4201"),
    "มรภ เชียงใหม่": (EXACT, "CEN-0154"),
    "มหาวิทยาลัยเทคโนโลยีราชมงคลอิสาน": (CORRECTED, "CEN-0134"),
    "มหาวิทยาลัยการกีฬาแห่ง\nชาติ": (EXACT, "CEN-0092"),
    "กรมส่งเสริมการปกครองทองถิ่น": (CORRECTED, "CEN-0274"),
    "กรมการแพทย์แผนไทยและการแพทย์\nทางเลือ": (CORRECTED, "CEN-0316"),
    "กรมการข้าว\nผลการประเมิน": (EXACT, "CEN-0202"),
    "กรมการข้าว\nกระทรวงเกษตรและสหกรณ์": (EXACT, "CEN-0202"),
    "สำนักงานส่งเสริมวิสาหกิจขนาดกลางฯ": (CORRECTED, "CEN-0041"),
    "การไฟฟ้าฝ่ายผลิต": (EXACT, "CEN-0373"),
    "รพ.บ้านแพ้ว": (EXACT, "CEN-0328"),
    "องค์กรส่งเสริมกิจการโคนมแห่งประเทศไทย": (EXACT, "CEN-0415"),
}

# Nothing is taken; the first candidate is the likeliest.
LEFT_OPEN = {
    "อบต.บ้านใหม่ อ.เมือง": (AMBIGUOUS, "SAO-130102"),
    "สำนักงานเทศบาลตำบลแม่จัน": (AMBIGUOUS, "SDM-570701"),
    "กรมการข้าว\nกรมการค้าภายใน": (AMBIGUOUS, "CEN-0202"),
    "เทศบาลตำบลแม่จัน\nเทศบาลตำบลแม่คำ\nจังหวัดเชียงราย": (AMBIGUOUS, "SDM-570701"),
    "อบต ทุ่งทอง อ.ยะยี่น มหาสารคาม": (UNKNOWN, "SAO-440506"),
    "เทศบาลนครราชสีมา": (UNKNOWN, "CTM-3001"),
}


@pytest.mark.parametrize("text", DECIDED)
def test_decided(text: str) -> None:
    resolution = identify(text)
    assert (resolution.outcome, resolution.agency.agency_id) == DECIDED[text]


@pytest.mark.parametrize("text", LEFT_OPEN)
def test_left_open(text: str) -> None:
    resolution = identify(text)
    assert (resolution.outcome, resolution.candidates[0].agency.agency_id) == LEFT_OPEN[text]
    assert not str(resolution.agency.agency_id).startswith(resolution.candidates[0].agency.agency_id or "")


@pytest.mark.parametrize(
    ("text", "name", "places"),
    [
        ("รพช.พล อ.พล จ.ขอนแก่น", "โรงพยาบาลพล", ("พล", "ขอนแก่น")),
        ("สภ เมืองเลย", "สถานีตำรวจภูธรเมืองเลย", (None, None)),
        ("โรงเรียนบ้านหนองแวง จ.เลย", "โรงเรียนบ้านหนองแวง", (None, "เลย")),
        ("เรือนจำกลางคลองเปรม", "เรือนจำกลางคลองเปรม", (None, None)),
    ],
)
def test_bodies_that_no_list_knows(text: str, name: str, places: tuple[str | None, str | None]) -> None:
    agency = identify(text).agency
    assert (agency.agency, (agency.amphoe, agency.province)) == (name, places)
    assert str(agency.agency_id).startswith("X-")


def test_schools_of_one_name_in_two_provinces_are_two_however_the_places_are_printed() -> None:
    one, same, other = (
        identify(f"โรงเรียนบ้านหนองแวง {place}").agency.agency_id for place in ("จ.เลย", "จังหวัดเลย", "จังหวัดขอนแก่น")
    )
    assert one == same != other


@pytest.mark.parametrize("text", ["จังหวัดที่เข้าร่วม", "จังหวัดอะไรไม่รู้"])
def test_a_province_that_does_not_exist_is_no_body(text: str) -> None:
    assert identify(text).agency.agency_id is None
