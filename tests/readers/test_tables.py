import pytest

from extractors.document import Position
from tests.readers.reading import document, only_table, rows, tables, texts

HEADER = "ลำดับ\tตัวชี้วัด\tคะแนน\n"


def test_tab_separated_lines():
    table = only_table("ก่อน\n" + HEADER + "1\tด้านหนึ่ง\t85.25\n2\tด้านสอง\t90.00\nหลัง")
    assert rows(table) == [["ลำดับ", "ตัวชี้วัด", "คะแนน"], ["1", "ด้านหนึ่ง", "85.25"], ["2", "ด้านสอง", "90.00"]]
    assert table.header_rows() == 1
    assert table.position == Position(1, 2)
    assert table.cells[-1].position == Position(1, 4)


def test_ragged_rows_keep_their_extra_cells_and_empty_columns_at_the_end_go():
    table = only_table("ก\tข\tค\t\t\n1\t2\n3\t4\t5\t6\t\n")
    assert rows(table) == [["ก", "ข", "ค", ""], ["1", "2", None, None], ["3", "4", "5", "6"]]


def test_markup_in_cells():
    table = only_table('ก\t<p>๑. หนึ่ง</p> <p>๒. สอง</p>\nข\t<input type="checkbox" checked> มี <br> [ ] ไม่มี **หนา**\n')
    assert rows(table) == [["ก", "๑. หนึ่ง\n๒. สอง"], ["ข", "☑ มี\n☐ ไม่มี หนา"]]
    assert table.cells[1].raw == "<p>๑. หนึ่ง</p> <p>๒. สอง</p>"


def test_a_nested_table_becomes_lines_of_its_cell_and_its_echoes_go():
    inner = "<table><tr><td>น้อย</td> <td>มาก</td></tr> <tr><td>[ ]</td><td>[x]</td></tr></table>"
    table = only_table(
        f"ประเด็น\tเกณฑ์\t\t\t\nข้อ {inner}\tน้อย\tมาก\t☐\t☑\tเกณฑ์ ก\nน้อย\tมาก\t\t\t\n☐\t☑\t\t\t\nข้อสอง\tเกณฑ์ ข\t\t\t\n"
    )
    assert rows(table) == [
        ["ประเด็น", "เกณฑ์"],
        ["ข้อ\nน้อย\tมาก\n☐\t☑", "เกณฑ์ ก"],
        ["ข้อสอง", "เกณฑ์ ข"],
    ]


@pytest.mark.parametrize("rule", ["|---|:-:|--:|\n", ""])
def test_pipe_tables(rule):
    table = only_table(f"| ลำดับ | ตัวชี้วัด | คะแนน |\n{rule}| 1 | ก \\| ข | **85.25** |\n")
    assert rows(table) == [["ลำดับ", "ตัวชี้วัด", "คะแนน"], ["1", "ก | ข", "85.25"]]
    assert table.header_rows() == 1


def test_a_pipe_header_needs_no_known_words_above_its_rule():
    assert only_table("a | b\n--- | ---\nc | d\n").header_rows() == 1
    assert only_table("a | b\nc | d\n").header_rows() == 0


def test_a_pipe_in_a_sentence_is_no_table():
    assert texts("รายงาน | หน้า ๓") == [("paragraph", 0, "รายงาน | หน้า ๓")]


def test_an_html_table_in_the_middle_of_a_line():
    source = "ก่อน <table border=1><tr><td>ก</td><td>1</td></tr>\n<tr><td>ข</td><td>2</td></tr></table> หลัง"
    (before, table, after) = document(source).blocks()
    assert (before.text, after.text, after.position.line) == ("ก่อน", "หลัง", 2)  # type: ignore[union-attr]
    assert rows(table) == [["ก", "1"], ["ข", "2"]]  # type: ignore[arg-type]


SPANS = (
    "<table><tr><td colspan=6>ผลคะแนน</td></tr>"
    "<tr><td rowspan=2>แบบวัด</td><td rowspan=2 colspan=2>ตัวชี้วัด</td><td colspan=2>ข้อคำถาม</td>"
    "<td rowspan=2>คะแนน</td></tr>"
    "<tr><td>ที่</td><td>จำนวน</td></tr>"
    "<tr><td rowspan=2>IIT</td><td>1</td><td>ก</td><td>1-6</td><td>6</td><td>98.66</td></tr>"
    "<tr><td>2</td><td>ข</td><td>7-12</td><td>6</td><td>94.04</td></tr></table>"
)


def test_spans_and_headers_of_an_html_table_without_th():
    table = only_table(SPANS)
    assert table.header_rows() == 3
    assert rows(table)[3:] == [["IIT", "1", "ก", "1-6", "6", "98.66"], ["IIT", "2", "ข", "7-12", "6", "94.04"]]
    assert (table.cells[0].col_span, table.cells[1].row_span, table.cells[2].col_span) == (6, 2, 2)


def test_a_flat_source_shows_the_second_header_row_by_its_blanks():
    table = only_table(
        "3.1 ผลคะแนน\t\t\t\t\nแบบวัด\tตัวชี้วัด\tข้อคำถาม\t\tคะแนน\n\t\tที่\tจำนวน\t\n"
        "IIT\tก\t1-6\t6\t98.66\n\tข\t7-12\t6\t94.04\n"
    )
    assert table.header_rows() == 3


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("ตัวชี้วัด\tปี 2564\t2565", 1),
        ("ตัวขี้วัด\tคะเเนน\tระดับ", 1),
        ("ที่\tหน่วยงาน\tคะแนน", 1),
        ("คะแนนสูงสุด\t99.35\tคะแนน", 0),
        ("ตัวชี้วัดที่ ๙ การเปิดเผย\tมาตรการ\tผู้รับผิดชอบ", 0),
        ("๑. มาตรการ\tขั้นตอน\tผู้รับผิดชอบ", 0),
        ("มาตรการส่งเสริมความรู้แก่บุคลากรและเจ้าหน้าที่\tจัดอบรมอย่างต่อเนื่องตลอดปี\tสำนักปลัด", 0),
        ("☑ ระดับดี\t☐ ระดับพอใช้\tคะแนน", 0),
    ],
)
def test_header_rows_are_flagged_only_where_sure(row, expected):
    assert only_table(f"{row}\nก\tข\tค\n").header_rows() == expected


def test_th_and_thead_are_headers():
    table = only_table("<table><thead><tr><td>x</td><td>y</td></tr></thead><tr><td>1</td><td>2</td></tr></table>")
    assert [cell.header for cell in table.cells] == [True, True, False, False]
    table = only_table("<table><tr><th>x<th>y<tr><th>1<td>2</table>")
    assert [cell.header for cell in table.cells] == [True, True, False, False]


def test_unclosed_and_broken_html():
    assert rows(only_table("<table><tr><td>ก<td>ข<tr><td>ค<td>ง\nท้าย")) == [["ก", "ข"], ["ค", "ง"]]
    assert rows(only_table("<table><td>ก</table>")) == [["ก"]]


def test_an_unclosed_table_does_not_swallow_the_next_one():
    source = "<table><tr><td>ก</td><td>1</td></tr>\n\nย่อหน้า\n\n<table><tr><td>ข</td></tr></table>\n"
    assert [rows(table) for table in tables(source)] == [[["ก", "1"]], [["ข"]]]
    assert texts(source) == [("paragraph", 0, "ย่อหน้า")]


def test_huge_spans_are_bounded():
    table = only_table("<table><tr><td rowspan=99999999 colspan=99999999>ก</td><td>ข</td></tr></table>")
    assert (table.n_rows, table.cells[0].row_span) == (1, 1)
    assert table.n_columns <= 256


def test_markup_that_is_nested_too_deep_is_read_as_text():
    assert "ลึก" in document("<table><tr><td>" * 3000 + "ลึก").text()
    assert "ลึก" in document("<html>" + "<div>" * 10000 + "ลึก", "a.html").text()


def test_csv_with_quotes_and_line_ends_in_cells():
    table = only_table('ตัวชี้วัด,คะแนน,หมายเหตุ\n"ก, ข",85.25,"หนึ่ง\nสอง"\nค,90.00,\n', "a.csv")
    assert rows(table) == [["ตัวชี้วัด", "คะแนน", "หมายเหตุ"], ["ก, ข", "85.25", "หนึ่ง\nสอง"], ["ค", "90.00", ""]]
    assert (table.header_rows(), table.cells[-1].position.line) == (1, 4)


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_csv_delimiters(delimiter):
    text = "\n".join(delimiter.join(row) for row in (("ตัวชี้วัด", "คะแนน"), ("ก", "85.25"), ("ข", "90.00")))
    assert rows(only_table(text, "a.csv")) == [["ตัวชี้วัด", "คะแนน"], ["ก", "85.25"], ["ข", "90.00"]]


def test_csv_with_an_unclosed_quote_keeps_its_rows():
    text = 'ชื่อ,คะแนน\n"ก,1\n' + "ข,2\n" * 600
    assert only_table(text, "a.csv").n_rows == 602


def test_a_web_page():
    page = (
        "<!DOCTYPE html><html><head><title>ไม่เอา</title><style>p{}</style></head><body><h1>รายงาน</h1>\n"
        "<p>ย่อหน้า <b>หนา</b><br>ต่อ</p><ol><li>ก</li><li>ข<ul><li>ค</li></ul></li></ol>\n"
        "<table><caption>คำบรรยาย</caption><tr><th>ตัวชี้วัด</th><th>คะแนน</th></tr>\n<tr><td>ง</td><td>85.25</td></tr></table>"
        "<div>ท้าย<script>alert(1)</script><!-- ซ่อน --></div></body></html>"
    )
    assert texts(page, "a.html") == [
        ("heading", 1, "รายงาน"),
        ("paragraph", 0, "ย่อหน้า หนา\nต่อ"),
        ("list_item", 0, "1. ก"),
        ("list_item", 0, "2. ข"),
        ("list_item", 1, "ค"),
        ("paragraph", 0, "คำบรรยาย"),
        ("paragraph", 0, "ท้าย"),
    ]
    table = only_table(page, "a.html")
    assert (table.position.line, table.cells[-1].position.line) == (3, 4)
    assert rows(table)[1] == ["ง", "85.25"]


def test_csv_with_an_unclosed_quote_near_its_end():
    assert rows(only_table('a,"b\nc",d\nx,"1,2\ny,3,4', "a.csv")) == [
        ["a", "b\nc", "d"],
        ["x", '"1', "2"],
        ["y", "3", "4"],
    ]
    assert rows(only_table('a,b\n"1,2\n3,4\n', "a.csv")) == [["a", "b"], ['"1', "2"], ["3", "4"]]


@pytest.mark.parametrize("line", ["sep=;", '"sep=;"', "\ufeffsep=; "])
def test_csv_that_tells_its_delimiter(line):
    table = only_table(f"{line}\nตัวชี้วัด;คะแนน\nก, ข;85,25\nค, ง;90,00\n", "a.csv")
    assert rows(table) == [["ตัวชี้วัด", "คะแนน"], ["ก, ข", "85,25"], ["ค, ง", "90,00"]]
    assert table.cells[0].position.line == 2


@pytest.mark.parametrize(
    "hiding",
    [
        "hidden",
        'hidden="until-found"',
        'style="color: red; DISPLAY : none"',
        'style="visibility:hidden"',
        'style="opacity: 0"',
        'style="font-size:0px"',
    ],
)
def test_what_a_browser_hides_is_not_read(hiding):
    table = only_table(
        f"<table><tr><td>ก</td><td>93.21</td></tr><tr {hiding}><td>ข</td><td>11.11</td></tr>"
        f"<tr><td>ค</td><td>88.50<span {hiding}>33.33<b {hiding}>4</b></span><!-- 77 --></td></tr></table>"
    )
    assert rows(table) == [["ก", "93.21"], ["ค", "88.50"]]
    assert document(f"<html><body><p>ก 1.50</p><p {hiding}>ข 44.44</p></body></html>", "a.html").text() == "ก 1.50"


@pytest.mark.parametrize("style", ["opacity: 0.5", "font-size: 0.9em", "display: block", "font-size:10px"])
def test_styles_that_hide_nothing(style):
    assert rows(only_table(f'<table><tr style="{style}"><td>ก</td><td>9.5</td></tr></table>')) == [["ก", "9.5"]]


def test_values_of_html_forms():
    page = (
        "<html><body><p>คะแนน <input value=93.21> <input type=hidden value=5><input type=submit value=ส่ง></p>"
        "<p>ปี <select><option>2565<option selected>2566<option>2567</select></p>"
        "<p>ระดับ <select><option>A<option>B</select></p><p><input type=checkbox checked> มี</p></body></html>"
    )
    assert document(page, "a.html").text().split("\n") == ["คะแนน 93.21", "ปี 2566", "ระดับ A", "☑ มี"]
