from extractors.document import Position, TextBlock
from tests.readers.reading import document, texts


def test_consecutive_lines_are_one_paragraph_with_their_positions():
    (first, second) = document("บรรทัดหนึ่ง\nบรรทัดสอง\n\nย่อหน้าใหม่\n").blocks()
    assert isinstance(first, TextBlock)
    assert first.text == "บรรทัดหนึ่ง\nบรรทัดสอง"
    assert first.lines == (Position(1, 1), Position(1, 2))
    assert first.position_at(first.text.index("สอง")) == Position(1, 2)
    assert second.position == Position(1, 4)


def test_a_form_feed_begins_a_page_and_lines_count_through_the_file():
    pages = document("ก\nข\n\fค\n\f").pages
    assert [page.number for page in pages] == [1, 2]
    assert [block.position for page in pages for block in page.blocks] == [Position(1, 1), Position(2, 3)]


def test_headings_are_what_the_source_marks_as_headings():
    source = "# หนึ่ง #\n### สอง\n##สาม\n**สี่ (๙๐.๐๐ คะแนน)**\n<h2>ห้า</h2>\n\n๖. หก\n\n๖.๑ เจ็ด\n"
    assert texts(source) == [
        ("heading", 1, "หนึ่ง"),
        ("heading", 3, "สอง"),
        ("heading", 2, "สาม"),
        ("heading", 3, "สี่ (๙๐.๐๐ คะแนน)"),
        ("heading", 2, "ห้า"),
        ("paragraph", 0, "๖. หก"),
        ("paragraph", 0, "๖.๑ เจ็ด"),
    ]


def test_marks_of_emphasis_leave_the_text_and_stay_in_raw():
    (block,) = document("**จุดเด่น** คือ *งาน* และ `ตัวเลข` 2 * 3 * 4, ____ , 5\\. [ลิงก์](http://a.b/c)\n").blocks()
    assert isinstance(block, TextBlock)
    assert block.text == "จุดเด่น คือ งาน และ ตัวเลข 2 * 3 * 4, ____ , 5. ลิงก์"
    assert block.raw.startswith("**จุดเด่น** คือ *งาน*")


def test_bold_over_two_lines():
    assert texts("คำ **หนา\nต่อ** จบ") == [("paragraph", 0, "คำ หนา\nต่อ จบ")]


def test_list_items_keep_their_numbers_and_their_depth():
    source = "- 1. หนึ่ง\n - ย่อย\n - 1) ย่อยสอง\n- 2. สอง\n• จุด\n-ชิด\n"
    assert texts(source) == [
        ("list_item", 0, "1. หนึ่ง"),
        ("list_item", 1, "ย่อย"),
        ("list_item", 1, "1) ย่อยสอง"),
        ("list_item", 0, "2. สอง"),
        ("list_item", 0, "จุด"),
        ("list_item", 0, "ชิด"),
    ]


def test_an_item_numbered_in_a_group_stays_on_the_level_of_its_group():
    source = "- 1. ก\n  - 1.9 ข\n\n- 1.10 ค\n- 2. ง\n"
    assert [level for _, level, _ in texts(source)] == [0, 1, 1, 0]


def test_neighbouring_numbered_lines_are_items_a_single_one_is_a_paragraph():
    assert texts("๑. ก\n๒. ข\nต่อ\n\n๓. ค\n") == [
        ("list_item", 0, "๑. ก"),
        ("list_item", 0, "๒. ข\nต่อ"),
        ("paragraph", 0, "๓. ค"),
    ]


def test_a_decimal_number_is_no_bullet_and_no_item():
    assert texts("85.25 คะแนน\n86.25 คะแนน\n-5 องศา") == [("paragraph", 0, "85.25 คะแนน\n86.25 คะแนน\n-5 องศา")]


def test_tick_boxes_of_every_notation():
    source = (
        '- [x] ก\n- [ ] ข\n☑ ค ☐ ง\n\nสถานะ <input type="checkbox" checked=""/> จ <input type="checkbox"> ฉ\n\n'
        "✓ ช / ซ [X](http://a.b)"
    )
    assert [text for _, _, text in texts(source)] == ["☑ ก", "☐ ข", "☑ ค ☐ ง", "สถานะ ☑ จ ☐ ฉ", "✓ ช / ซ X"]


def test_html_inside_text():
    source = "<p>ย่อหน้า<br/>สอง &amp; สาม</p>\n<ul>\n<li>ก</li>\n<li>ข</li>\n</ul>\nR&D 3 < 4 <ชื่อ>\n"
    assert texts(source) == [
        ("paragraph", 0, "ย่อหน้า\nสอง & สาม"),
        ("list_item", 0, "ก"),
        ("list_item", 0, "ข\nR&D 3 < 4 <ชื่อ>"),
    ]


def test_comments_scripts_rules_and_fences_are_no_text_but_keep_the_line_numbers():
    source = "<!-- หน้า\n2 -->\nก\n---\n<script>\nalert(1)\n</script>\n```\nข\n```\n* * *\n"
    blocks = list(document(source).blocks())
    assert [(block.position.line, block.text) for block in blocks if isinstance(block, TextBlock)] == [
        (3, "ก"),
        (9, "ข"),
    ]


def test_dotted_leaders_and_places_to_write_on_stay():
    assert texts("ชื่อ.......... สกุล\n__________") == [("paragraph", 0, "ชื่อ.......... สกุล\n__________")]


def test_indented_paragraphs_and_tabbed_lists_are_no_tables():
    source = "\tย่อหน้าหนึ่ง\n\tย่อหน้าสอง\n\n๑.\tข้อหนึ่ง\n๒.\tข้อสอง\n"
    assert texts(source) == [
        ("paragraph", 0, "ย่อหน้าหนึ่ง\nย่อหน้าสอง"),
        ("list_item", 0, "๑. ข้อหนึ่ง"),
        ("list_item", 0, "๒. ข้อสอง"),
    ]


def test_text_is_cleaned_and_raw_is_not():
    (block,) = document("นํ้าใจ  เเละ\u200bอื่น").blocks()
    assert isinstance(block, TextBlock)
    assert (block.text, block.raw) == ("น้ำใจ และอื่น", "นํ้าใจ  เเละ\u200bอื่น")
