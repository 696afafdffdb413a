"""Any bytes given to the loader: a Document with exact offsets, or a named error that says what to do."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.errors import UnreadableDocument
from counterpoise.reading.documents import MAX_BYTES, document_from_bytes, load_document
from counterpoise.sources import Span


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b" \n\t ", "empty"),
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04....", "ZIP"),
        (b"\x1f\x8b\x08....", "gzip"),
        (b"\x89PNG\r\n....", "PNG"),
        (b"words and\x00more", "NUL"),
        (b"\x81\x8d\x8f\x90\x9d", "neither UTF-8"),
        (bytes(range(1, 32)) * 20 + b"\xff", "binary"),
        (b"<html><head><title>x</title></head><body><script>1</script></body></html>", "without visible text"),
    ],
)
def test_bytes_that_are_no_text_get_a_message_that_names_the_file_and_a_remedy(data: bytes, words: str) -> None:
    with pytest.raises(UnreadableDocument) as caught:
        document_from_bytes(data, "some-file")
    assert words in caught.value.message
    assert caught.value.message.startswith("some-file ")
    assert caught.value.message.endswith(".")


def test_a_missing_file_a_folder_and_a_file_that_is_too_large_are_refused_before_reading(tmp_path: Path) -> None:
    huge = tmp_path / "huge.txt"
    with huge.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    for path, words in ((tmp_path / "none.txt", "does not exist"), (tmp_path, "folder"), (huge, "may have up to")):
        with pytest.raises(UnreadableDocument, match=words):
            load_document(path)


def test_a_name_that_no_file_can_have_is_refused() -> None:
    with pytest.raises(UnreadableDocument):
        load_document("a\x00b")


def test_plain_text_is_kept_character_for_character() -> None:
    text = "\ufeffone\r\ntwo “three” \u200f four\n"
    assert document_from_bytes(text.encode(), "t").text == text


def test_windows_1252_is_read_when_utf_8_is_not() -> None:
    document = document_from_bytes("He said “yes” – twice.".encode("cp1252"), "t")
    assert (document.encoding, document.text) == ("cp1252", "He said “yes” – twice.")


def test_markup_and_scripts_are_not_part_of_the_visible_text() -> None:
    page = b"<html><body><p>Sale of <b>F-35</b> &amp; more</p><script>alert('F-16')</script></body></html>"
    text = document_from_bytes(page, "t").text
    assert "F-35 & more" in text.replace("\n", " ")
    assert "F-16" not in text


def test_visible_text_leads_back_to_the_page() -> None:
    page = "<html><body>\r\n<p>Sale of <b>F-35</b> &mdash; now</p></body></html>"
    document = document_from_bytes(page.encode(), "t")
    start = document.text.index("F-35")
    original = document.original(Span(start, start + 4))
    assert page[original.start : original.start + 4] == "F-35"


@given(st.binary(max_size=300))
def test_any_bytes_give_a_document_or_a_named_error(data: bytes) -> None:
    refusal = ""
    try:
        text = document_from_bytes(data, "t").text
    except UnreadableDocument as error:
        refusal, text = error.message, ""
    assert bool(text.strip()) != bool(refusal)


@given(st.text(alphabet="<>/abp =\"'&;!-\n", max_size=200))
def test_any_markup_keeps_one_offset_for_each_character(inner: str) -> None:
    page = "<html><body>x" + inner
    document = document_from_bytes(page.encode(), "t")
    assert document.original_offsets is not None
    assert len(document.original_offsets) == len(document.text) + 1
    assert list(document.original_offsets) == sorted(document.original_offsets)
