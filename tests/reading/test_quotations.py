"""Quotation marks of all kinds, and what stands between them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.reading.paragraphs import join_wrapped_lines, split_paragraphs
from counterpoise.reading.quotations import find_quotations, mask


def _quoted(text: str) -> list[tuple[str, int]]:
    joined = join_wrapped_lines(text)
    return [(joined[q.start : q.end], q.depth) for q in find_quotations(joined, split_paragraphs(joined))]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("“No,” she said, and left the room at once.", ["No,"]),
        ('"No," she said, and left the room at once.', ["No,"]),
        ("«No», she said, and left the room at once.", ["No"]),
        ("„No,“ she said, and left the room at once.", ["No,"]),
        ("”No,” she said, and left the room at once.", ["No,"]),
        ("``No,'' she said, and left the room at once.", ["No,"]),
        ("‘No,’ she said, and left the room at once.", ["No,"]),
        ("'No,' she said, and left the room at once.", ["No,"]),
        ('“Straight opens" and curly closes, in this odd page.', ["Straight opens"]),
        ("The ministers’ view of the soldiers’ jets is Israel’s own.", []),
        ("A 5\" gun and a 12' boat of the '90s were sold.", []),
        ("‘It isn’t the pilots’ fault,’ he said of the users’ note.", ["It isn’t the pilots’ fault,"]),
    ],
)
def test_marks(text: str, words: list[str]) -> None:
    assert [w for w, depth in _quoted(text) if depth == 0] == words


def test_a_quotation_inside_a_quotation_is_one_level_deeper() -> None:
    assert _quoted("“He told me, ‘wait,’ and I waited,” she said of it.") == [
        ("He told me, ‘wait,’ and I waited,", 0), ("wait,", 1)]  # fmt: skip


def test_double_marks_inside_double_marks_are_nested_by_their_place() -> None:
    assert _quoted('"He told me, "wait," and I waited," she said of it.') == [
        ('He told me, "wait," and I waited,', 0), ("wait,", 1)]  # fmt: skip


def test_each_paragraph_of_a_long_quotation_is_its_own_piece() -> None:
    text = "“One is here, he said.\n\n“Two is there, he said.\n\n“Three ends it.”\n\nNobody spoke then."
    assert [w for w, _ in _quoted(text)] == ["One is here, he said.", "Two is there, he said.", "Three ends it."]


def test_a_lone_closing_mark_quotes_from_the_beginning_of_its_paragraph() -> None:
    assert _quoted("The sale is final and nobody will undo it,” he said.") == [
        ("The sale is final and nobody will undo it,", 0)
    ]


def test_words_wrapped_over_lines_are_one_quotation_at_their_own_places() -> None:
    text = (
        "“This sale was decided in a room without windows and without\n"
        "anybody who would have to fly against it in a bad year,” she\nsaid."
    )
    joined = join_wrapped_lines(text)
    assert len(joined) == len(text)
    ((words, _),) = _quoted(text)
    assert words.startswith("This sale")
    assert words.endswith("bad year,")


@given(st.text(alphabet="“”\"'‘’«»ab s.,\n", max_size=300))
def test_every_quotation_lies_in_its_paragraph_and_masking_moves_nothing(text: str) -> None:
    joined = join_wrapped_lines(text)
    paragraphs = split_paragraphs(joined)
    found = find_quotations(joined, paragraphs)
    for quotation in found:
        paragraph = paragraphs[quotation.paragraph]
        assert paragraph.start <= quotation.start < quotation.end <= paragraph.end
    assert len(mask(joined, found)) == len(joined)
