import pytest

from tests.readers.reading import only_table, rows, tables

HEAD = "ลำดับ\tมาตรการ/กิจกรรม\tวิธีดำเนินการ\tผู้รับผิดชอบ\n"
ROW1 = "1\tจัดอบรม\tเชิญวิทยากร\tสำนักปลัด\n"
ROW2 = "2\tทำคู่มือ\tแต่งตั้งคณะทำงาน\tกองคลัง\n"


@pytest.mark.parametrize(
    "gap", ["", "\n", "\n\n \n", "\f", "\n\n- ๒ -\n\n", "\nหน้า 3\n\n", "\nตารางที่ ๑ (ต่อ)\n\n", "---\n", "\n=\n\nk\n\n"]
)
def test_a_repeated_header_is_no_row(gap):
    table = only_table(HEAD + ROW1 + gap + HEAD + ROW2)
    assert [row[0] for row in rows(table)] == ["ลำดับ", "1", "2"]
    assert table.continued


def test_a_header_that_is_wrapped_or_misread_is_still_the_same():
    again = "ลำดับ\tมาตรการ/ กิจกรรม\tวิธี ดำเนินกาน\tผู้รับผิดชอบ\n"
    assert only_table(HEAD + ROW1 + "\n" + again + ROW2).n_rows == 3


def test_a_table_goes_on_without_its_header():
    table = only_table(HEAD + ROW1 + "\n" + ROW2)
    assert (table.n_rows, table.continued, table.header_rows()) == (3, True, 1)


@pytest.mark.parametrize(
    "other",
    [
        "ตัวชี้วัด\tแนวทาง\tผู้รับผิดชอบ\tระยะเวลา\nก\tข\tค\tง\n",
        "ก\tข\tค\tง\tจ\n1\t2\t3\t4\t5\n",
        "ข้อความคั่น\n\n" + HEAD + ROW2,
        "## หัวข้อ\n" + HEAD + ROW2,
        "80.25\t90.25\t70.25\t60.25\n81.25\t91.25\t71.25\t61.25\n",
    ],
)
def test_another_table_stays_another_table(other):
    assert [table.continued for table in tables(HEAD + ROW1 + "\n" + other)] == [False, False]


def test_two_tables_without_headers_are_joined_only_by_their_numbers():
    assert len(tables("ก\tข\nค\tง\n\nจ\tฉ\n")) == 2
    assert len(tables("1\tข\n2\tง\n\n3\tฉ\n")) == 1
    assert len(tables("1\tข\n2\tง\n\n1\tฉ\n")) == 2


def test_the_rest_of_a_row_has_an_empty_first_cell():
    table = only_table(HEAD + ROW1 + "\n" + "\t\tสรุปผล\t\n" + ROW2)
    assert rows(table)[1] == ["1", "จัดอบรม", "เชิญวิทยากร\nสรุปผล", "สำนักปลัด"]
    assert table.n_rows == 3
    assert [cell.raw for cell in table.cells if cell.row == 1][2] == "เชิญวิทยากร\nสรุปผล"


def test_the_rest_of_a_row_behind_a_repeated_header():
    table = only_table(HEAD + ROW1 + "\n" + HEAD + "\t\tสรุปผล\t\n\tต่อ\t\t\n" + ROW2)
    assert rows(table)[1] == ["1", "จัดอบรม\nต่อ", "เชิญวิทยากร\nสรุปผล", "สำนักปลัด"]
    assert table.n_rows == 3


def test_two_values_are_never_put_into_one_cell():
    head = "แบบวัด\tตัวชี้วัด\tคะแนน\n"
    table = only_table(head + "IIT\tก\t85.25\n" + "\n" + "\tข\t90.25\n")
    assert rows(table)[1:] == [["IIT", "ก", "85.25"], ["", "ข", "90.25"]]


def test_an_empty_first_cell_is_no_rest_where_cells_are_merged_downwards():
    head = "แบบวัด\tตัวชี้วัด\tผลลัพธ์\n"
    table = only_table(head + "IIT\tก\tดี\n\tข\tพอใช้\n" + "\n" + "\tค\tดีมาก\n")
    assert table.n_rows == 4


MEASURES = "ตัวชี้วัด\tขั้นตอน\tผู้รับผิดชอบ\n"


def test_a_row_cut_in_its_first_cell_is_put_together():
    cut = "แผนงบประมาณและการ\tได้แก่ ๑. จัดทำแผน\tกองคลัง\n"
    rest = "จัดหาพัสดุ\tรายปี ๒. ประกาศแผน ๓. วิเคราะห์\t-นักวิชาการ\n"
    table = only_table(MEASURES + cut + "\n" + rest + "อำนาจหน้าที่\t๑. มอบหมายงาน\tสำนักปลัด\n")
    assert rows(table)[1] == [
        "แผนงบประมาณและการ\nจัดหาพัสดุ",
        "ได้แก่ ๑. จัดทำแผน\nรายปี ๒. ประกาศแผน ๓. วิเคราะห์",
        "กองคลัง\n-นักวิชาการ",
    ]
    assert table.n_rows == 3


@pytest.mark.parametrize(
    ("last", "first"),
    [
        ("การบริการ\t๑. ติดป้าย", "คุณธรรม\t๑. ประกาศ"),  # a complete word, steps count anew
        ("งานและการ\t๑. ติดป้าย", "๒. คุณธรรม\t๒. ประกาศ"),  # the first cell begins as a key does
        ("ด้านพัสดุ\tทำแผน", "คุณธรรม\tประกาศ"),  # nothing speaks for a cut
        ("ด้านพัสดุ\t๑. ทำแผน", "คุณธรรม\t๑. จัดอบรม ๒. ประกาศ"),
    ],
)
def test_a_row_of_its_own_is_not_put_together(last, first):
    assert only_table(f"{MEASURES}{last}\tกองคลัง\n\n{first}\tกองช่าง\n").n_rows == 3


def test_steps_that_go_on_prove_a_cut():
    table = only_table(f"{MEASURES}ด้านพัสดุ\t๑. ทำแผน ๒. ประกาศ\tกองคลัง\n\nและการเงิน\tทั่วกัน ๓. สรุป\tกองช่าง\n")
    assert table.n_rows == 2


def test_a_line_of_dashes_is_no_row():
    assert only_table(HEAD + ROW1 + "--\t--\t---\t--\n" + ROW2).n_rows == 3


def test_many_parts_are_one_table():
    table = only_table(HEAD + "".join(f"{number}\tก\tข\tค\n\n" for number in range(1, 2001)))
    assert table.n_rows == 2001


def test_html_tables_are_joined_too():
    part = "<table><tr><th>ตัวชี้วัด</th><th>คะแนน</th></tr><tr><td>{}</td><td>{}</td></tr></table>\n"
    table = only_table(part.format("ก", "80.25") + "\n" + part.format("ข", "81.25"))
    assert rows(table) == [["ตัวชี้วัด", "คะแนน"], ["ก", "80.25"], ["ข", "81.25"]]
