"""The casebook on both engines: what is added is kept, chosen among openly, and shown as it was known on a day."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from counterpoise.casebook.casebook import Casebook
from counterpoise.errors import InvalidInput, NothingFound
from counterpoise.sources import Span, Statement, Unknown
from tests.casebook.conftest import Clock, Telling, notice, story, tell

OFFICIAL = {"kind": "dsca_release", "grade": "official"}


def test_a_story_alone_makes_a_case_that_says_what_it_does_not_know(
    casebook: Casebook, add: Callable[..., Any]
) -> None:
    added = add(story(), published_on=date(2020, 9, 23))
    case = casebook.case(added.cases[0].case_id)
    assert (case.known("purchaser"), case.stage.stage) == ("ARE", "reported")
    assert isinstance(case.value("total_usd"), Unknown)


def test_adding_the_same_reading_again_changes_nothing(casebook: Casebook, add: Callable[..., Any]) -> None:
    first = add(notice(), **OFFICIAL)
    before = casebook.case(first.cases[0].case_id)
    again = add(notice(), **OFFICIAL)
    assert not again.is_new
    assert casebook.case(first.cases[0].case_id) == before


def test_a_story_about_a_sale_that_is_later_notified_is_in_the_case_of_the_notice(
    casebook: Casebook, add: Callable[..., Any]
) -> None:
    told = add(story(), published_on=date(2020, 9, 23))
    notified = add(notice(), **OFFICIAL)
    assert casebook.find_case(told.document_id) == casebook.find_case(notified.document_id) == ("dsca-21-5-are",)


def test_an_id_that_a_case_had_before_still_leads_to_it(casebook: Casebook, add: Callable[..., Any]) -> None:
    told = add(story(), published_on=date(2020, 9, 23))
    add(notice(), **OFFICIAL)
    case = casebook.case(told.cases[0].case_id)
    assert (case.case_id, case.former_ids) == ("dsca-21-5-are", (told.cases[0].case_id,))


def test_known_on_leaves_out_what_was_published_later_and_lists_it(casebook: Casebook, add: Callable[..., Any]) -> None:
    add(story(), published_on=date(2020, 9, 23))
    add(notice(), **OFFICIAL)
    case = casebook.case("dsca-21-5-are", known_on=date(2020, 11, 9))
    assert case.stage.stage == "reported"
    assert isinstance(case.value("received_on"), Unknown)
    assert [d.kind for d in case.later_documents] == ["dsca_release"]


def test_the_day_itself_is_known_on_that_day(casebook: Casebook, add: Callable[..., Any]) -> None:
    add(notice(), **OFFICIAL)
    assert casebook.case("dsca-21-5-are", known_on=date(2020, 11, 10)).known("received_on") == "2020-11-10"


def test_recorded_by_shows_the_case_as_the_casebook_held_it(casebook: Casebook, now: Clock) -> None:
    casebook.add_readings([notice().reading(**OFFICIAL)], recorded_at=now())
    between = now()
    casebook.add_readings([notice("0A-21", amends="21-05", total=11 * 10**9).reading(**OFFICIAL)], recorded_at=now())
    assert casebook.case("dsca-21-5-are", recorded_by=between).known("total_usd") == 10_400_000_000
    assert casebook.case("dsca-21-5-are").known("total_usd") == 11 * 10**9


def test_a_new_reading_of_a_document_counts_from_then_on_and_the_old_one_is_kept(
    casebook: Casebook, now: Clock
) -> None:
    told = notice()
    casebook.add_readings([told.reading(**OFFICIAL)], recorded_at=now())
    between = now()
    better = Telling(told.document, [s for s in told.statements if s.field != "total_usd"])
    casebook.add_readings([better.reading(**OFFICIAL)], recorded_at=now())
    assert isinstance(casebook.case("dsca-21-5-are").value("total_usd"), Unknown)
    assert casebook.case("dsca-21-5-are", recorded_by=between).known("total_usd") == 10_400_000_000


def test_an_unknown_case_is_a_named_error(casebook: Casebook) -> None:
    with pytest.raises(NothingFound, match="no case 'nowhere'"):
        casebook.case("nowhere")


def test_words_that_do_not_stand_at_their_span_are_refused_and_nothing_is_kept(
    casebook: Casebook, add: Callable[..., Any]
) -> None:
    told = story()
    wrong = Statement(field="purchaser", value="ARE", wording="ARE", span=Span(0, 3), document_id=told.document.id)
    with pytest.raises(InvalidInput, match="do not stand at its span"):
        add(Telling(told.document, [*told.statements, wrong]))
    assert casebook.find_case(told.document.id) == ()


def test_a_document_without_a_transfer_belongs_to_no_case_and_is_kept(
    casebook: Casebook, add: Callable[..., Any]
) -> None:
    added = add(tell("The weather in Washington was mild.", {}))
    assert added.is_new
    assert added.cases == ()


def test_a_document_about_two_purchasers_is_in_two_cases(casebook: Casebook, add: Callable[..., Any]) -> None:
    two = tell(
        "Transmittal 24-87: Italy buys; Canada buys.",
        [("transmittal", "24-87", "24-87", "t1"), ("purchaser", "ITA", "Italy", "t1"),
         ("transmittal", "24-87", "24-87", "t2"), ("purchaser", "CAN", "Canada", "t2")],
    )  # fmt: skip
    added = add(two, **OFFICIAL)
    assert casebook.find_case(added.document_id) == ("dsca-24-87-can", "dsca-24-87-ita")
    assert casebook.case("dsca-24-87-can").known("purchaser") == "CAN"


def test_cases_of_one_purchaser_received_on_one_day_are_a_bundle(casebook: Casebook, add: Callable[..., Any]) -> None:
    add(notice("21-05"), **OFFICIAL)
    add(notice("21-06", system_id="mq-9b", quantity=18, total=2_970_000_000), **OFFICIAL)
    (bundle,) = casebook.case("dsca-21-5-are").bundles
    assert bundle.case_ids == ("dsca-21-5-are", "dsca-21-6-are")


def test_the_line_of_a_case_in_a_list_says_what_its_page_says(casebook: Casebook, add: Callable[..., Any]) -> None:
    add(notice("21-05"), **OFFICIAL)
    add(notice("0C-21", amends="21-05", system_id="mq-9b", quantity=2), **OFFICIAL)
    add(story("QAT"))
    for line in casebook.list_cases():
        case = casebook.case(line.case_id)
        assert line.title == case.title
        assert (line.stage, line.total_usd, line.purchaser) == (
            case.stage.stage, case.known("total_usd"), case.known("purchaser"),
        )  # fmt: skip
