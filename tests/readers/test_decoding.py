import pytest
from hypothesis import given
from hypothesis import strategies as st

from extractors.errors import ReadError, UndecodableTextError, error_codes
from extractors.limits import DEFAULT_LIMITS
from extractors.readers import read
from extractors.readers.decoding import decode, looks_thai

THAI = "ผลการประเมินปี ๒๕๖๕ ได้ ๘๕.๒๕ คะแนน (A)\nเจ้าหน้าที่ผู้รับผิดชอบ"


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (THAI.encode(), "utf-8"),
        (THAI.encode("utf-8-sig"), "utf-8-sig"),
        (THAI.encode("utf-16"), "utf-16"),
        (b"\xfe\xff" + THAI.encode("utf-16-be"), "utf-16"),
        (THAI.encode("utf-32"), "utf-32"),
        (THAI.encode("cp874"), "cp874"),
        (THAI.encode("tis-620"), "cp874"),
        (THAI.encode("iso8859_11"), "cp874"),
        ((THAI + " – “ก” …").encode("cp874"), "cp874"),
    ],
)
def test_encodings_are_found_by_content(data, encoding):
    decoded = decode(data, "a.txt", DEFAULT_LIMITS)
    assert decoded.encoding == encoding
    assert decoded.text.startswith(THAI)


@pytest.mark.parametrize("text", ["déjà vu, café, été, à la carte", "Grüße aus Köln, schöne Übung", "ýüûúù" * 9])
def test_latin_letters_are_not_taken_for_thai(text):
    assert not looks_thai(text.encode("latin-1").decode("cp874", errors="replace"))
    with pytest.raises(UndecodableTextError):
        decode(text.encode("latin-1"), "a.txt", DEFAULT_LIMITS)


def test_line_ends_and_nul_bytes():
    assert decode(b"a\r\nb\rc\x00\n", "a.txt", DEFAULT_LIMITS).text == "a\nb\nc\n"


def test_a_file_cut_in_the_middle_of_a_letter_is_read_and_says_so():
    document = read((THAI * 3).encode()[:-1], "a.txt")
    assert document.encoding == "utf-8"
    assert document.pages[0].repairs == ("1 undecodable characters",)
    assert document.text().endswith("\ufffd")


@given(st.text(alphabet=st.characters(codec="utf-8")))
def test_any_unicode_text_is_read_or_refused(text):
    assert _outcome(text.encode()) in ("txt", "html", "empty_file", "binary_file")


@given(st.binary(max_size=300))
def test_any_bytes_are_read_or_refused(data):
    assert _outcome(data) in ("txt", "html", *error_codes())


def _outcome(data):
    try:
        return read(data, "a.txt").format
    except ReadError as error:
        return error.code
