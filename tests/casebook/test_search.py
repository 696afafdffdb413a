"""Searching documents and quotations, and listing cases by filter, on both engines."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from counterpoise.casebook.casebook import Casebook
from counterpoise.casebook.search import CaseFilter, TextQuery, marked, parse_query
from counterpoise.errors import InvalidInput
from tests.casebook.conftest import Telling, notice, story, tell

OFFICIAL = {"kind": "dsca_release", "grade": "official"}


def quoted(words: str = "we oppose the sale", stance: str = "opposes") -> Telling:
    """Give a story in which somebody speaks of a sale to the Emirates."""
    return tell(
        f"Senator Chris Murphy said of F-35 for ARE: {words}. The Café was closed.",
        [("purchaser", "ARE", "ARE", "t1"), ("item", {"system": "F-35", "system_id": "f-35"}, "F-35", "t1"),
         ("attribution", {"speaker": "Chris Murphy", "speaker_id": "chris-murphy", "on_behalf_of": "USA",
                          "stance": stance}, words, None)],
    )  # fmt: skip


def test_words_are_found_whatever_their_ending_and_marked_in_the_extract(
    casebook: Casebook, add: Callable[..., Any]
) -> None:
    added = add(quoted())
    hit = casebook.search("opposing")[0]
    assert (hit.kind, hit.document_id) == ("attribution", added.document_id)
    assert [hit.extract[a:b] for a, b in hit.marks] == ["oppose"]
    assert hit.case_ids == casebook.find_case(added.document_id)


def test_a_document_hit_shows_the_original_characters(casebook: Casebook, add: Callable[..., Any]) -> None:
    add(quoted())
    (hit,) = [h for h in casebook.search("cafe") if h.kind == "document"]
    assert [hit.extract[a:b] for a, b in hit.marks] == ["Café"]


@pytest.mark.parametrize(
    ("words", "found"),
    [("F-35", True), ('"oppose the sale"', True), ('"sale the oppose"', False), ("sale -murphy", False),
     ("submarine or sale", True), ("submarine sale", False), ("sale -submarine", True)],
)  # fmt: skip
def test_phrases_alternatives_and_exclusions(
    casebook: Casebook, add: Callable[..., Any], words: str, found: bool
) -> None:
    add(quoted())
    assert any(h.kind == "document" for h in casebook.search(words)) is found


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE cases; --", 'a" OR "b', "NEAR(x y)", "text:sale", "sale*", "(sale", "^sale", "%_sale\\"]
)
def test_whatever_is_typed_is_looked_for_as_words(casebook: Casebook, add: Callable[..., Any], words: str) -> None:
    add(quoted())
    casebook.search(words)
    assert len(casebook.list_cases()) == 1


def test_a_search_without_words_says_so(casebook: Casebook) -> None:
    with pytest.raises(InvalidInput, match="no word to look for"):
        casebook.search("-nothing")


def test_the_query_is_read_into_wanted_and_unwanted_phrases() -> None:
    assert parse_query('a or "b c" d -e -"f g"') == TextQuery((("a", "b c"), ("d",)), ("e", "f g"))


def test_marks_are_spans_of_the_plain_extract() -> None:
    text, marks = marked("one \x01two\x02 three \x01four\x02")
    assert [text[a:b] for a, b in marks] == ["two", "four"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        (CaseFilter(purchaser="ARE"), {"dsca-21-5-are"}),
        (CaseFilter(purchaser="QAT"), {"dsca-25-16-qat"}),
        (CaseFilter(system="f-35a"), {"dsca-21-5-are"}),
        (CaseFilter(class_id="fighter_5gen"), {"dsca-21-5-are"}),
        (CaseFilter(since=date(2021, 1, 1)), {"dsca-25-16-qat"}),
        (CaseFilter(until=date(2020, 11, 10)), {"dsca-21-5-are"}),
        (CaseFilter(stage="formally_notified"), {"dsca-21-5-are", "dsca-25-16-qat"}),
        (CaseFilter(stage="delivered"), set()),
        (CaseFilter(min_usd=5 * 10**9), {"dsca-21-5-are"}),
        (CaseFilter(max_usd=5 * 10**9), {"dsca-25-16-qat"}),
        (CaseFilter(actor="chris-murphy"), {"dsca-21-5-are"}),
        (CaseFilter(actor="USA", stance="opposes"), {"dsca-21-5-are"}),
        (CaseFilter(stance="supports"), set()),
        (CaseFilter(purchaser="ARE", actor="chris-murphy", min_usd=1), {"dsca-21-5-are"}),
    ],
)
def test_cases_are_listed_by_filter(
    casebook: Casebook, add: Callable[..., Any], wanted: CaseFilter, found: set[str]
) -> None:
    add(notice(), **OFFICIAL)
    add(notice("25-16", "QAT", "2025-03-26", 1_960_000_000, "mq-9b", 8), **OFFICIAL)
    add(quoted(), published_on=date(2020, 11, 20))
    assert {line.case_id for line in casebook.list_cases(wanted)} == found


def test_a_filter_with_an_unknown_word_says_which_are_known(casebook: Casebook) -> None:
    with pytest.raises(InvalidInput, match="is no stage"):
        casebook.list_cases(CaseFilter(stage="sold"))


def test_a_search_can_be_kept_to_cases_that_a_filter_lets_through(casebook: Casebook, add: Callable[..., Any]) -> None:
    add(story("ARE"))
    add(story("QAT"))
    hits = casebook.search("Washington", wanted=CaseFilter(purchaser="QAT"))
    assert {c for hit in hits for c in hit.case_ids} == {
        line.case_id for line in casebook.list_cases(CaseFilter(purchaser="QAT"))
    }


def test_what_one_actor_said_is_found_over_all_cases(casebook: Casebook, add: Callable[..., Any]) -> None:
    add(quoted("we oppose the sale"), published_on=date(2020, 11, 20))
    add(quoted("we still oppose it"), published_on=date(2020, 12, 9))
    said = casebook.spoken_by(actor="chris-murphy")
    assert [x.statement.wording for x in said] == ["we oppose the sale", "we still oppose it"]
    assert len(casebook.spoken_by(state="USA", known_on=date(2020, 12, 1))) == 1
