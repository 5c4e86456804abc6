import pickle

import pytest

from extractors.errors import (
    BinaryFileError,
    DocumentError,
    EmptyFileError,
    ReadError,
    TooLargeError,
    TooManyPagesError,
    UnsupportedFormatError,
    error_codes,
)
from extractors.limits import Limits
from extractors.readers import read, readers, supported_extensions


def test_every_reader_has_a_name_and_extensions_of_its_own():
    names = [reader.name for reader in readers()]
    extensions = [extension for reader in readers() for extension in reader.extensions]
    assert len(set(names)) == len(names)
    assert len(set(extensions)) == len(extensions)
    assert {".txt", ".md", ".html", ".htm", ".csv"} <= set(supported_extensions())


@pytest.mark.parametrize(("name", "expected"), [("a.TXT", "txt"), ("a.md", "md"), ("a.htm", "html"), ("a.csv", "csv")])
def test_the_extension_picks_the_reader_of_a_text(name, expected):
    assert read("<p>ก,ข</p>\nค,ง".encode(), name).format == expected


def test_a_whole_web_page_is_html_whatever_its_name():
    assert read("<!DOCTYPE html><html><body><h1>ก</h1></body></html>".encode(), "a.txt").format == "html"


def test_an_html_file_without_tags_is_read_as_text():
    assert [block.text for block in read("# ก\nข".encode(), "a.html").blocks()] == ["ก", "ข"]


@pytest.mark.parametrize("name", ["a.xyz", "a", "a.exe"])
def test_unknown_kinds_name_what_is_supported(name):
    with pytest.raises(UnsupportedFormatError, match=r"\.txt") as caught:
        read(b"text", name)
    assert caught.value.code == "unsupported_format"


def test_an_archive_named_txt_is_told_by_its_content():
    with pytest.raises(UnsupportedFormatError, match=r"\.zip"):
        read(b"PK\x03\x04" + b"\0" * 40, "a.txt")


@pytest.mark.parametrize("name", ["a.heic", "a.jpg", "a"])
def test_a_photograph_in_heic_is_told_with_what_to_do(name):
    with pytest.raises(UnsupportedFormatError, match=r"kind \.heic cannot be read.*one of these formats.*\.jpeg"):
        read(b"\0\0\0\x18ftypheic" + b"\0" * 40, name)


@pytest.mark.parametrize("data", [b"", b" \n\t\r\n", "\ufeff \u200b\u00a0\n".encode(), b"\t\t\n" * 50, b"\0\0"])
def test_blank_files_are_empty(data):
    with pytest.raises(EmptyFileError):
        read(data, "a.txt")


def test_binary_data_named_txt():
    with pytest.raises(BinaryFileError):
        read(bytes(range(256)) * 20, "a.txt")


def test_limits():
    with pytest.raises(TooLargeError):
        read(b"abcdef", "a.txt", Limits(max_bytes=5))
    with pytest.raises(TooLargeError):
        read(b"abcdef", "a.txt", Limits(max_text_chars=5))
    with pytest.raises(TooManyPagesError):
        read(b"a\fb\fc", "a.txt", Limits(max_pages=2))
    with pytest.raises(TooLargeError, match="3 rows"):
        read(b"a\tb\n" * 3, "a.txt", Limits(max_table_rows=2))
    with pytest.raises(TooLargeError, match="3 columns"):
        read(b"a\tb\tc\n" * 3, "a.txt", Limits(max_table_columns=2))


def test_every_error_has_a_code_a_line_of_documentation_and_a_remedy():
    codes = error_codes()
    assert {
        "empty_file",
        "binary_file",
        "unsupported_format",
        "too_large",
        "undecodable_text",
        "internal_error",
    } <= set(codes)
    assert all(doc and "\n" not in doc for doc in codes.values())
    kinds = ReadError.__subclasses__()
    assert len({kind.code_name for kind in kinds}) == len(kinds)
    assert all(kind.template and kind.remedy_template for kind in kinds)


def test_errors_travel_between_processes():
    error = pickle.loads(pickle.dumps(EmptyFileError(name="a.txt")))
    assert isinstance(error, EmptyFileError)
    assert isinstance(error, DocumentError)
    assert (error.code, error.message) == ("empty_file", "a.txt is empty.")
    assert error.remedy in str(error)
