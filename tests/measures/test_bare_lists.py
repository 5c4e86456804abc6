"""Lists of measures that are nothing but titles."""

from tests.measures.reading import measures_of

TITLE = "ประกาศ เรื่อง มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน\n\n"
LIST = "ข้อ ๑ มาตรการจัดทำคำสั่งแบ่งงาน\n\nข้อ ๒ มาตรการป้องกันการรับสินบน\n\nข้อ ๓ ให้ทุกคนถือปฏิบัติ\n"


def titles(text: str) -> list[str]:
    return [measure.title for measure in measures_of(text)]


def test_numbered_titles_below_a_text_that_tells_of_measures() -> None:
    assert titles(TITLE + LIST) == ["มาตรการจัดทำคำสั่งแบ่งงาน", "มาตรการป้องกันการรับสินบน"]
    assert [measure.printed_number for measure in measures_of(TITLE + LIST)] == [1, 2]


def test_other_lists_are_none() -> None:
    assert titles(LIST) == []
    assert titles("อบรมเรื่อง มาตรการส่งเสริมคุณธรรมและความโปร่งใส\n\n1. มาตรการป้องกันโรค\n\n2. มาตรการประหยัด\n") == []
    assert titles(f"{TITLE}1. มาตรการจัดทำคำสั่งแบ่งงาน ..... 4\n\n2. มาตรการป้องกันสินบน ..... 7\n") == []
    assert titles(f"{TITLE}1. มาตรการเดียว\n\n2. ให้ทุกคนถือปฏิบัติ\n") == []


def test_a_paper_with_other_measures_lists_them_only() -> None:
    assert titles(f"{TITLE}{LIST}\nมาตรการที่ 1 เปิดเผยแผน\nผู้รับผิดชอบ กองคลัง\n") == ["เปิดเผยแผน"]
