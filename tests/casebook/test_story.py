"""The story of the 2020 proposal: entered from documents and statements, printed as one page, every line sourced."""

import re
from datetime import date
from pathlib import Path

import pytest

from counterpoise.casebook import open_casebook
from counterpoise.casebook.casebook import Casebook
from counterpoise.cli.case_page import render_page
from tests.casebook.conftest import Clock

F35, MQ9B, MUNITIONS = "are-2020-11-10-f-35a", "are-2020-11-10-mq-9b", "are-2020-11-10-air-to-air-and-air"
NO_FACT = re.compile(  # headings, and the absence of a statement
    r"""What\ happened | Who\ said | Commitments | United\ Arab\ Emirates: | .*unknown\ \(no\ document
        | .*\ \((?:Israel|United\ States)\):\ """, re.VERBOSE,
)  # fmt: skip
GOLDEN = Path(__file__).parent / "uae-2020-life.txt"


@pytest.fixture
def story(casebook: Casebook, repository: Path, now: Clock) -> Casebook:
    """Give a casebook with the notes of the example."""
    casebook.import_from(repository / "examples/uae-2020/life.json", recorded_at=now())
    return casebook


def page(casebook: Casebook, known_on: date | None = None, *, why: bool = False) -> str:
    """Give the page of the three cases."""
    return render_page([casebook.case(c, known_on=known_on) for c in (F35, MQ9B, MUNITIONS)], why=why)


def test_the_three_notifications_are_three_cases_of_one_bundle(story: Casebook) -> None:
    assert {line.case_id for line in story.list_cases()} == {F35, MQ9B, MUNITIONS}
    (bundle,) = story.case(F35).bundles
    assert set(bundle.case_ids) == {F35, MQ9B, MUNITIONS}


def test_the_votes_stand_with_their_own_cases(story: Casebook) -> None:
    votes = {c: [(v.value["yeas"], v.value["nays"]) for v in story.case(c).votes] for c in (F35, MQ9B, MUNITIONS)}
    assert votes == {F35: [(47, 49)], MQ9B: [(46, 50)], MUNITIONS: []}


@pytest.mark.parametrize(
    ("known_on", "stage"),
    [("2020-10-30", "reported"), ("2020-11-10", "formally_notified"), ("2020-12-09", "formally_notified"),
     ("2021-01-20", "contracted"), ("2021-01-27", "suspended"), ("2021-04-14", "contracted"),
     ("2021-12-14", "suspended")],
)  # fmt: skip
def test_the_case_stands_where_it_stood_on_the_day(story: Casebook, known_on: str, stage: str) -> None:
    assert story.case(F35, known_on=date.fromisoformat(known_on)).stage.stage == stage


def test_what_was_known_before_the_notification_has_no_amount_and_no_day(story: Casebook) -> None:
    case = story.case(F35, known_on=date(2020, 11, 9))
    assert (case.known("total_usd"), case.known("received_on"), case.votes) == (None, None, ())


def test_every_line_that_states_a_fact_carries_its_source(story: Casebook) -> None:
    text = page(story)
    facts, sources = text.split("\nSources\n")
    n_sources = len(re.findall(r"^\[\d+\]", sources, re.MULTILINE))
    assert n_sources == 10
    for paragraph in re.split(r"\n(?=\S|  \S|      \d{4})", facts):
        line = " ".join(paragraph.split())
        if not line or NO_FACT.match(line):
            continue
        marks = re.findall(r"\[(\d+)\]", line)
        assert marks, line
        assert all(1 <= int(mark) <= n_sources for mark in marks), line


def test_the_page_is_the_one_that_a_person_has_read(story: Casebook) -> None:
    assert page(story, date(2022, 1, 1)) == GOLDEN.read_text(encoding="utf-8")


def test_later_documents_are_named_and_not_used(story: Casebook) -> None:
    text = page(story, date(2020, 12, 9))
    assert "Not used: known only later\n  2020-12-10  A senator on her vote" in text
    assert "20 January" not in text.split("Not used")[0]


def test_the_september_article_as_read_joins_the_case(
    shared: Path, repository: Path, tmp_path: Path, now: Clock
) -> None:
    from counterpoise.reading.documents import load_document
    from counterpoise.reading.readings import read_document
    from counterpoise.reading.statements import statements_of

    article = shared / "data/seed/article.txt"
    reading = read_document(load_document(article), published_on=date(2020, 9, 23), use_model=False)
    with open_casebook(tmp_path / "c.sqlite") as casebook:
        added = casebook.add_reading(
            reading.document, statements_of(reading), kind=reading.kind, grade="secondary", title=reading.title,
            published_on=reading.published_on, recorded_at=now(),
        )  # fmt: skip
        casebook.import_from(repository / "examples/uae-2020/life.json", recorded_at=now())
        assert F35 in casebook.find_case(added.document_id)
        text = page(casebook)
    assert "Mark Esper" in text
    assert "compensation package" in text


def test_before_the_first_document_the_page_says_that_nothing_was_known(story: Casebook) -> None:
    text = page(story, date(2020, 9, 14))
    assert f"{F35}: nothing was known of it by 2020-09-14" in text
    assert "reported" not in text
    assert "Not used: known only later\n  2020-09-15  Gantz" in text


def test_text_that_could_move_the_cursor_is_shown_as_a_sign() -> None:
    from counterpoise.cli.case_page import printable

    assert printable("a\x1b[31mred\u202e\nb") == "a\N{REPLACEMENT CHARACTER}[31mred\N{REPLACEMENT CHARACTER} b"
