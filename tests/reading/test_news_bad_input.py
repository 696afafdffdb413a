"""What odd and hostile text gets from the reader of news: an answer, in linear time, with exact spans."""

from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.reading.contract import Quoted, Reading
from counterpoise.reading.documents import document_from_bytes
from counterpoise.reading.news import read_news

SALE = "The United States will sell 50 F-35 jets to the UAE, “a grave mistake,” said Senator Bob Smith (D-N.J.). "


WORDS = [
    "“",
    "”",
    '"',
    "‘",
    "’",
    "said",
    "Senator",
    "Bob Smith",
    "the UAE",
    "F-35",
    "sale of",
    "to",
    "and",
    "that",
    ",",
    ".",
]
WORDS += [
    "\n\n",
    "\u200b",
    "he",
    "on Tuesday",
    "$2 billion",
    "if",
    ":",
    "(D-N.J.)",
    "U.S.",
    "’s",
    "office",
    "will",
    "not",
]


def _read(text: str) -> Reading:
    return read_news(document_from_bytes(text.encode(), "x.txt"), use_model=False)


def _quoted(reading: Reading) -> list[Quoted]:
    groups = (reading.transfers, reading.attributions, reading.commitments, reading.requests, reading.events)
    found = [x.quoted for group in groups for x in group]
    found += [q for t in reading.transfers for q in (*t.evidence.values(), *(i.quoted for i in t.items))]
    return found


def _holds(reading: Reading) -> bool:
    text = reading.document.text
    return all(text[q.span.start : q.span.end] == q.wording for q in _quoted(reading)) and all(
        w.span is None or 0 <= w.span.start <= w.span.end <= len(text) for w in reading.warnings
    )


def _seconds(text: str) -> float:
    began = process_time()
    _read(text)
    return process_time() - began


@pytest.mark.parametrize(
    "piece",
    [
        '"',
        '" ',
        "“ a ",
        "' a",
        "a' ",
        "‘a ",
        "said he\n",
        "said ",
        "Bob Smith, ",
        "$1 ",
        "F-35 ",
        "U.S. ",
        "A: ",
        "x and that ",
    ],
)
def test_ten_times_the_text_takes_no_more_than_thirty_times_as_long(piece: str) -> None:
    _read(piece)  # tables are loaded once
    short, long = _seconds(piece * 600), _seconds(piece * 6000)
    assert long < 30 * max(short, 0.02)


def test_ten_thousand_quotation_marks_are_read() -> None:
    assert _holds(_read("“" * 5000 + "”" * 5000))


def test_a_long_text_on_one_line_is_read_and_its_spans_hold() -> None:
    reading = _read(SALE * 300)
    assert len(reading.transfers) == 1
    assert sum(a.kind == "direct" or a.kind == "mixed" for a in reading.attributions) == 300
    assert _holds(reading)


@pytest.mark.parametrize(
    ("name", "spoil"),
    [
        ("zero-width characters", lambda s: s.replace("F-35", "F-\u200b35").replace("Smith", "Sm\u200cith")),
        ("soft hyphens", lambda s: s.replace("Senator", "Sen\u00adator")),
        ("direction marks", lambda s: "\u202b" + s.replace(" ", " \u200f") + "\u202c"),
        ("no-break spaces", lambda s: s.replace(" ", "\u00a0")),
        ("Cyrillic look-alikes", lambda s: s.replace("Senator", "Sеnаtor")),
        ("carriage returns", lambda s: s.replace("jets to", "jets\r\nto")),
    ],
)
def test_unseen_and_look_alike_characters_change_nothing_but_the_spans(name: str, spoil: object) -> None:
    text = spoil(SALE)  # type: ignore[operator]
    reading = _read(text)
    (transfer,) = reading.transfers
    assert [i.system_id for i in transfer.items] == ["f-35"], name
    assert transfer.purchaser is not None
    assert transfer.purchaser.code == "ARE"
    assert [a.speaker for a in reading.attributions] == ["Bob Smith"]
    assert _holds(reading)


def test_markup_in_plain_text_is_text() -> None:
    reading = _read("<script>alert(1)</script> “Nothing is sold here,” said Minister Olga Brandt of the plan.")
    assert [a.speaker for a in reading.attributions] == ["Olga Brandt"]
    assert _holds(reading)


@settings(max_examples=60, deadline=None)
@given(
    st.lists(
        st.sampled_from(
            WORDS
        ),
        max_size=60,
    )
)  # fmt: skip
def test_any_jumble_of_the_words_we_know_is_answered_with_exact_spans(words: list[str]) -> None:
    assert _holds(_read(" ".join(["Text:", *words])))


@settings(max_examples=60, deadline=None)
@given(st.text(min_size=1, max_size=400).filter(lambda s: bool(s.strip()) and "\x00" not in s))
def test_any_text_is_answered_with_exact_spans(text: str) -> None:
    assert _holds(_read("Text. " + text))
