"""Finding bodies in text and resolving them against every place."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from normalizers.agencies import (
    Agency,
    AgencyMention,
    Outcome,
    Resolution,
    find_agencies,
    find_other_bodies,
    find_places,
    is_oversight,
    resolve,
)
from normalizers.agencies.distance import body_names, weighted_distance
from normalizers.agencies.places import Place, amphoe_names, names_of, province_names
from normalizers.agencies.types import Level
from normalizers.thai import clean

SAO = "องค์การบริหารส่วนตำบล"


def place(code: str, level: Level = Level.TAMBON) -> Place:
    return next(place for places in names_of(level).values() for place in places if place.code == code)


def resolved(text: str) -> Resolution:
    text = clean(text)
    return resolve(find_agencies(text), find_places(text))


class TestPlaces:
    def test_every_tambon_outside_bangkok_is_known(self) -> None:
        codes = {place.code for places in names_of(Level.TAMBON).values() for place in places}
        assert len(codes) == 7256
        assert not any(code.startswith("10") for code in codes)

    def test_province_and_amphoe_counts(self) -> None:
        assert len(set(province_names().values())) == 77
        assert len(set(amphoe_names().values())) == 874  # of 878 outside Bangkok five are called เฉลิมพระเกียรติ

    @pytest.mark.parametrize(
        ("code", "name"),
        [("301417", "ธงชัยเหนือ"), ("150601", "ไผ่จำศีล"), ("501805", "สบโขง"), ("600113", "วัดไทร"), ("450109", "ปอภาร")],
    )
    def test_names_that_are_wrong_or_old_in_the_package_are_corrected(self, code: str, name: str) -> None:
        assert place(code).name == name

    def test_former_names_lead_to_the_place(self) -> None:
        assert [found.code for found in names_of(Level.TAMBON)["ปอพาน"] if found.province == "ร้อยเอ็ด"] == ["450109"]

    def test_a_capital_amphoe_is_also_called_mueang_and_its_town_after_the_province(self) -> None:
        town = names_of(Level.TOWN)["เพชรบุรี"][0]
        assert (town.code, town.tambon, town.amphoe) == ("7601", None, "เมืองเพชรบุรี")
        assert "เมือง" in town.amphoe_keys


class TestWeightedDistance:
    @pytest.mark.parametrize(
        ("one", "other", "letters"),
        [
            ("บ้านกลาง", "บ้านกลาง", 0.0),
            ("บานกลาง", "บ้านกลาง", 0.3),
            ("บ้ามกลาง", "บ้านกลาง", 0.45),
            ("กุดรัง", "กูดรัง", 0.35),
            ("บ้านกลง", "บ้านกลาง", 0.55),
            ("บ้านกลา", "บ้านกลาง", 0.6),
            ("", "กข", 1.2),
            ("บ้านก้ลาง", "บ้านกลาง", 0.5),
            ("บ้านกลาาง", "บ้านกลาง", 0.8),
            ("บ้านกลางง", "บ้านกลาง", 1.0),
            ("กข", "", 2.0),
        ],
    )
    def test_errors_of_scans_cost_less(self, one: str, other: str, letters: float) -> None:
        assert weighted_distance(one, other) == pytest.approx(letters)

    @given(st.text("กขคดตนมบปา่้ิีุู", max_size=12), st.text("กขคดตนมบปา่้ิีุู", max_size=12))
    def test_zero_only_for_equal_and_bounded(self, one: str, other: str) -> None:
        distance = weighted_distance(one, other)
        assert (distance == 0) == (one == other)
        assert distance <= len(one) + 0.6 * len(other)

    @given(st.text("กขคดตนมบปา่้ิีุู", max_size=12), st.data())
    def test_a_lost_letter_costs_less_than_an_added_one(self, name: str, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(name)))
        longer = name[:place] + data.draw(st.sampled_from("กขคดตนมบปา่้ิีุู")) + name[place:]
        assert 0 < weighted_distance(name, longer) < weighted_distance(longer, name)


class TestNames:
    @settings(max_examples=40, deadline=None)
    @given(st.text("กขคดตนมบปา่้ิีุู", min_size=1, max_size=12))
    def test_many_distances_at_once_are_the_single_ones(self, printed: str) -> None:
        table = body_names(Level.TAMBON)
        indices = np.arange(0, len(table.names), 97)
        singly = [weighted_distance(printed, table.names[index]) for index in indices]
        assert table.distances(printed, indices) == pytest.approx(singly)

    def test_near_names_are_found_however_they_differ(self) -> None:
        assert body_names(Level.TAMBON).near("บางพูม")["บางพูน"] == 0.45
        assert "กู่ทอง" in body_names(Level.TAMBON).near("ทุ่งทอง")


def fields(mention: AgencyMention) -> tuple[str, str, str | None, str | None]:
    return (mention.type, mention.name, mention.amphoe, mention.province)


class TestFindAgencies:
    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("อบต.ห้วยขวาง อ.กำแพงแสน จ.นครปฐม", (SAO, "ห้วยขวาง", "กำแพงแสน", "นครปฐม")),
            ("อ.บ.ต.ห้วยขวาง", (SAO, "ห้วยขวาง", None, None)),
            ("องค์กรบริหารส่วนตำบลท่าข้าม จึงได้ทบทวน", (SAO, "ท่าข้าม", None, None)),
            ("องค์การ\nบริหารส่วน\nตำบล แม่ยาว", (SAO, "แม่ยาว", None, None)),
            ("องค์การบริหารสวนตำบลแม่ยาว", (SAO, "แม่ยาว", None, None)),
            ("องค์การบริหารส่วนตำบส แม่ยาว", (SAO, "แม่ยาว", None, None)),
            ("เว็บไซต์ขององค์การบริหารส่วน ตำบล บ้าน โป่ง ทุกเดือน", (SAO, "บ้านโป่ง", None, None)),
            ("องค์การบริหารส่วนตำบลแม่ยาวได้ดำเนินการแล้ว", (SAO, "แม่ยาว", None, None)),
            ("องค์การบริหารส่วนตำบลหนองแสงพัฒนางานของตนเองให้ดีขึ้นตลอดมา", (SAO, "หนองแสง", None, None)),
            ("องค์การบริหารส่วนตำบลริมกก........อำเภอเมือง........จังหวัดเชียงราย......", (SAO, "ริมกก", "เมือง", "เชียงราย")),
            ("องค์การบริหารส่วนตำบลริมกกอำเภอเมืองเชียงรายจังหวัดเชียงรายประจำปี", (SAO, "ริมกก", "เมืองเชียงราย", "เชียงราย")),
            ("องค์การบริหารส่วนตำบลที่วัง อ๋าเภอทุ่งสง", (SAO, "ที่วัง", "ทุ่งสง", None)),
            ("องค์การบริหารส่วนตำบลจังหาร อำเภอจังหาร", (SAO, "จังหาร", "จังหาร", None)),
            ("องค์การบริหารส่วนตำบลนาดี เลขที่ 9 หมู่ที่ 2 ตำบลนาดี อำเภอนาดี", (SAO, "นาดี", "นาดี", None)),
            ("เทศบาลตำบล\nแม่จัน\nอำเภอแม่จัน จังหวัดเชียงราย", ("เทศบาลตำบล", "แม่จัน", "แม่จัน", "เชียงราย")),
            ("ทต.แม่จัน", ("เทศบาลตำบล", "แม่จัน", None, None)),
            ("เทศบาลเมืองเมืองพล อำเภอพล", ("เทศบาลเมือง", "เมืองพล", "พล", None)),
            ("ทม.ชะอำ", ("เทศบาลเมือง", "ชะอำ", None, None)),
            ("เทศบาลนครนครสวรรค์", ("เทศบาลนคร", "นครสวรรค์", None, None)),
            ("องค์การบริหารส่วนจังหวัดแพร่ ประจำปี", ("องค์การบริหารส่วนจังหวัด", "แพร่", None, None)),
            ("อบจ.แพร่", ("องค์การบริหารส่วนจังหวัด", "แพร่", None, None)),
            ("สำนักงานจังหวัดแพร่", ("จังหวัด", "แพร่", None, None)),
            ("เมืองพัทยา", ("เมืองพัทยา", "เมืองพัทยา", "บางละมุง", "ชลบุรี")),
            ("กทม.", ("กรุงเทพมหานคร", "กรุงเทพมหานคร", None, "กรุงเทพมหานคร")),
        ],
    )
    def test_one_body(self, text: str, expected: tuple[str, str, str | None, str | None]) -> None:
        assert [fields(mention) for mention in find_agencies(clean(text))] == [expected]

    @pytest.mark.parametrize(
        "text",
        [
            "องค์กรปกครองส่วนท้องถิ่นทุกแห่ง",
            "องค์การบริหารส่วนตำบล",
            "องค์การบริหารส่วนตำบล (อบต.)",
            "หน่วยงานประเภท องค์การบริหารส่วนตำบล\n\nผลการประเมิน",
            "องค์การบริหารส่วนตำบลและเทศบาลตำบล ต้องเผยแพร่",
            "องค์การบริหารส่วนตำบลมีอำนาจหน้าที่ตามกฎหมาย",
            "เจ้าหน้าที่รับผิดชอบต่อหน้าที่",
            "ช่องทางของอบต. และสื่ออื่น",
            "ทาง อบต.ฯ ได้แจ้ง",
            "พนักงานส่วนตำบลแม่ยาว",
            "อบจ. ทน. ทม. ทต. อบต. อื่นๆ",
            "องค์การบริหารส่วนตำบล ............ อำเภอ ............",
        ],
    )
    def test_no_body(self, text: str) -> None:
        assert find_agencies(clean(text)) == []

    def test_a_name_no_place_has_is_kept_as_printed(self) -> None:
        (mention,) = find_agencies("เทศบาลตำบลศรีวิไลนคร จังหวัดลพบุรี")
        assert (mention.name, mention.province) == ("ศรีวิไลนคร", "ลพบุรี")

    def test_offsets_lead_back_to_the_print(self) -> None:
        text = "รายงานของอบต.แม่ยาว อ.เมือง ฉบับนี้"
        (mention,) = find_agencies(text)
        assert text[mention.start : mention.end] == mention.raw == "อบต.แม่ยาว อ.เมือง"

    @settings(max_examples=60)
    @given(st.text(st.sampled_from("องค์การบริหารส่วนตำบลเทศเมืจัวดู่ .\nก1๒"), max_size=120))
    def test_mentions_are_in_order_and_inside_the_text(self, text: str) -> None:
        end = 0
        for mention in find_agencies(text):
            assert end <= mention.start < mention.end <= len(text)
            assert mention.name
            end = mention.end


def test_places_that_stand_apart() -> None:
    text = "ที่อยู่ ๙ หมู่ ๒ ตำบลแม่ยาว อำเภอเมืองเชียงราย จังหวัดเชียงราย ประจำจังหวัดลงพื้นที่"
    assert [(found.amphoe, found.province) for found in find_places(text)] == [("เมืองเชียงราย", "เชียงราย")]


class TestResolve:
    def test_exact(self) -> None:
        resolution = resolved("องค์การบริหารส่วนตำบลห้วยขวาง อำเภอกำแพงแสน จังหวัดนครปฐม")
        assert resolution.outcome is Outcome.EXACT
        assert resolution.agency == Agency(
            agency="องค์การบริหารส่วนตำบลห้วยขวาง",
            agency_raw="องค์การบริหารส่วนตำบลห้วยขวาง",
            agency_type=SAO,
            agency_id="SAO-730204",
            tambon="ห้วยขวาง",
            amphoe="กำแพงแสน",
            province="นครปฐม",
        )
        assert (resolution.inferred_fields, resolution.candidates[0].cost) == ((), 0.0)
        assert resolution.candidates[0].evidence == ("name", "amphoe", "province")

    @pytest.mark.parametrize(
        ("text", "code"),
        [
            ("อบต.หวยขวาง อ.กำแพงแสบ จ.นครปฐม", "SAO-730204"),
            ("องค์การบริหารส่วนตำบลริมถก อำเภอเมือง จังหวัดเชียงราย", "SAO-570114"),
            ("เทศบาลตำบลแม่จับ อำเภอแม่จัน จังหวัดเชียงราย", "SDM-570701"),
            ("อบจ.เเพร", "PAO-54"),
        ],
    )
    def test_corrected(self, text: str, code: str) -> None:
        resolution = resolved(text)
        assert (resolution.outcome, resolution.agency.agency_id) == (Outcome.CORRECTED, code)

    def test_the_place_that_fits_all_evidence_beats_a_name_misread_many_times(self) -> None:
        # บ้านแก้ง is the name of six real tambons, but of none in ร้อยเอ็ด; บ้านแจ้ง is printed once.
        text = "องค์การบริหารส่วนตำบลบ้านแก้ง\n" * 6 + "อบต.บ้านแจ้ง จังหวัดร้อยเอ็ด"
        resolution = resolved(text)
        assert (resolution.outcome, resolution.agency.agency_id) == (Outcome.CORRECTED, "SAO-451403")
        assert resolution.agency.agency == "องค์การบริหารส่วนตำบลบ้านแจ้ง"

    def test_a_name_that_repeats_is_not_decided_by_a_coin(self) -> None:
        resolution = resolved("องค์การบริหารส่วนตำบลหนองบัว")
        assert resolution.outcome is Outcome.AMBIGUOUS
        assert resolution.agency.agency == "องค์การบริหารส่วนตำบลหนองบัว"
        assert resolution.agency.agency_id is None
        assert resolution.agency.province is None
        assert len(resolution.candidates) == 5

    def test_what_all_candidates_share_is_kept(self) -> None:
        resolution = resolved("องค์การบริหารส่วนตำบลเมืองไผ่ จังหวัดบุรีรัมย์")
        assert (resolution.outcome, resolution.agency.province) == (Outcome.AMBIGUOUS, "บุรีรัมย์")
        assert resolution.agency.amphoe is None

    def test_fields_that_no_print_has_are_said_to_be_inferred(self) -> None:
        resolution = resolved("องค์การบริหารส่วนตำบลริมกก")
        assert resolution.inferred_fields == ("amphoe", "province")
        assert resolved("องค์การบริหารส่วนตำบลริมกก อำเภอเมือง").inferred_fields == ("province",)

    def test_an_address_apart_from_the_name_decides_between_equals(self) -> None:
        resolution = resolved("องค์การบริหารส่วนตำบลหนองบัว\nติดต่อ: อำเภอเมืองกาญจนบุรี จังหวัดกาญจนบุรี")
        assert (resolution.outcome, resolution.agency.agency_id) == (Outcome.EXACT, "SAO-710106")

    def test_unknown_bodies_stay_as_printed_with_an_id_of_their_own(self) -> None:
        resolution = resolved("เทศบาลตำบลศรีวิไลนครใหม่ อำเภอพัฒนานิคม จังหวัดลพบุรี")
        assert resolution.outcome is Outcome.UNKNOWN
        assert resolution.agency.agency == "เทศบาลตำบลศรีวิไลนครใหม่"
        assert resolution.agency.tambon is None
        assert (resolution.agency.amphoe, resolution.agency.province) == ("พัฒนานิคม", "ลพบุรี")
        again = resolved("เทศบาล ตำบล ศรีวิไลนครใหม่\nจังหวัดลพบุรี")
        assert resolution.agency.agency_id == again.agency.agency_id
        assert str(again.agency.agency_id).startswith("X-")

    def test_nothing_printed(self) -> None:
        resolution = resolve([])
        assert resolution.agency.agency is None
        assert resolution.outcome is Outcome.UNKNOWN

    @pytest.mark.parametrize(("printed", "code"), [("ระยอง", "PAO-21"), ("ระนอง", "PAO-85")])
    def test_provinces_one_letter_apart_are_not_read_as_each_other(self, printed: str, code: str) -> None:
        assert resolved(f"องค์การบริหารส่วนจังหวัด{printed}").agency.agency_id == code

    def test_a_name_between_neighbours_of_one_amphoe_is_not_corrected(self) -> None:
        # บางพูด and บางพูน lie in one amphoe, one letter apart.
        resolution = resolved("องค์การบริหารส่วนตำบลบางพูม อำเภอเมืองปทุมธานี จังหวัดปทุมธานี")
        assert resolution.outcome is Outcome.AMBIGUOUS
        assert resolved("อบต.บางพูน อ.เมือง จ.ปทุมธานี").agency.tambon == "บางพูน"

    @pytest.mark.parametrize(
        ("name", "amphoe", "province", "outcome"),
        [
            ("หวยขวาย", "กำแพงแลน", "นครปฐน", Outcome.CORRECTED),  # a little wrong in each of three fields
            ("ฟ้วยขวาย", "กำแพงแสน", "นครปฐม", Outcome.AMBIGUOUS),  # as much wrong in the name alone
        ],
    )
    def test_more_may_be_wrong_in_all_than_in_the_name(
        self, name: str, amphoe: str, province: str, outcome: Outcome
    ) -> None:
        resolution = resolve([AgencyMention(SAO, name, amphoe, province, "", 0, 0)])
        assert resolution.outcome is outcome
        assert resolution.candidates[0].agency.agency_id == "SAO-730204"
        assert 4.0 < resolution.candidates[0].cost < 4.6

    def test_the_type_printed_most_stays(self) -> None:
        text = "เทศบาลตำบลแม่จัน อำเภอแม่จัน\nเทศบาลตำบลแม่จัน\nองค์การบริหารส่วนตำบลแม่จัน"
        assert resolved(text).agency.agency == "เทศบาลตำบลแม่จัน"

    def test_other_bodies_named_now_and_then_do_not_count(self) -> None:
        text = "อบต.ริมกก อ.เมือง จ.เชียงราย\nดูงานที่อบต.ห้วยขวาง อ.กำแพงแสน จ.นครปฐม\nอบต.ริมกก"
        resolution = resolved(text)
        assert resolution.agency.agency_id == "SAO-570114"
        assert [mention.name for mention in resolution.foreign] == ["ห้วยขวาง"]
        assert resolution.outcome is Outcome.EXACT

    @pytest.mark.parametrize(
        ("text", "expected"),
        [
            ("กรุงเทพมหานคร", ("BMA-10", "กรุงเทพมหานคร", None, "กรุงเทพมหานคร")),
            ("เมืองพัทยา", ("PTY-2004", "เมืองพัทยา", "บางละมุง", "ชลบุรี")),
            ("สำนักงานจังหวัดลำพูน", ("PRV-51", "จังหวัดลำพูน", None, "ลำพูน")),
            ("เทศบาลเมืองเพชรบุรี", ("TWM-7601", "เทศบาลเมืองเพชรบุรี", "เมืองเพชรบุรี", "เพชรบุรี")),
            ("เทศบาลนครขอนแก่น", ("CTM-4001", "เทศบาลนครขอนแก่น", "เมืองขอนแก่น", "ขอนแก่น")),
        ],
    )
    def test_other_kinds(self, text: str, expected: tuple[str, str, str | None, str]) -> None:
        agency = resolved(text).agency
        assert (agency.agency_id, agency.agency, agency.amphoe, agency.province) == expected

    @settings(max_examples=80)
    @given(st.sampled_from(sorted({p.code for found in names_of(Level.TAMBON).values() for p in found})))
    def test_clean_print_of_any_place_is_resolved_to_it(self, code: str) -> None:
        own = place(code)
        mention = AgencyMention(SAO, own.name, own.amphoe, own.province, "", 0, 0)
        resolution = resolve([mention])
        assert (resolution.outcome, resolution.agency.agency_id) == (Outcome.EXACT, f"SAO-{code}")


class TestOtherBodies:
    def test_departments_and_the_like_are_found_by_their_head(self) -> None:
        text = "ผลการประเมินของมหาวิทยาลัยราชภัฏเชียงราย ประจำปี 2566"
        assert [mention.name for mention in find_other_bodies(text)] == ["มหาวิทยาลัยราชภัฏเชียงราย"]

    def test_heads_inside_other_words_are_none(self) -> None:
        assert find_other_bodies("โปรแกรมบัญชี และกรม") == []

    def test_those_that_run_the_assessment_are_left_out(self) -> None:
        assert find_other_bodies("ของกรมส่งเสริมการปกครองท้องถิ่น และของกระทรวงมหาดไทย") == []
        assert is_oversight("สำนักงาน ป.ป.ช. ประจำจังหวัด")


def test_the_printed_name_ends_before_the_amphoe() -> None:
    mentions = find_agencies("อบต.นาข่า อ.วาปีปทุม จ.มหาสารคาม")
    assert [mention.named for mention in mentions] == ["อบต.นาข่า"]
    assert resolve(mentions).agency.agency_raw == "อบต.นาข่า"
