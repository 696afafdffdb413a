"""Notes: one number a source, little context, and no sentence without one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.dossier.references import Notes, context
from counterpoise.errors import UncitedClaim
from counterpoise.sources import Document, Span


def document(text: str) -> Document:
    return Document(id="sha256:0", path="a.txt", text=text, media_type="text/plain", encoding="utf-8", size_bytes=1)


def test_a_sentence_without_a_note_is_a_build_error_that_names_it() -> None:
    with pytest.raises(UncitedClaim, match="no_note"):
        Notes().say("no_note", "The sky falls.", [])


def test_the_same_words_have_one_number_and_other_words_another() -> None:
    notes, text = Notes(), document("one two three")
    first = notes.cite_words(text, Span(0, 3), title="A", grade="official")
    again = notes.cite_words(text, Span(0, 3), title="A", grade="official")
    other = notes.cite_words(text, Span(4, 7), title="A", grade="official")
    assert (first, again, other) == (1, 1, 2)
    assert [note.excerpt for note in notes.all()] == ["one", "two"]


def test_context_stays_in_its_paragraph() -> None:
    text = "Before.\n\nThe price is high today.\n\nAfter."
    start = text.index("price")
    assert context(text, Span(start, start + 5)) == ("The", "is high today.")


@given(st.lists(st.sampled_from(["word", "\n\n", "x"]), min_size=1, max_size=200), st.data())
def test_quoted_words_never_carry_more_than_forty_words_of_context(parts: list[str], data: st.DataObject) -> None:
    text = " ".join(parts)
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    before, after = context(text, Span(start, end))
    assert len(f"{before} {after}".replace("…", "").split()) <= 40
