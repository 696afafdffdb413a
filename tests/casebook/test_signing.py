"""Corrections, merges, splits: signed, prevailing, visible, reversible; on both engines."""

from collections.abc import Callable
from datetime import date
from typing import Any

import pytest

from counterpoise.casebook.casebook import Casebook
from counterpoise.errors import InvalidInput, NothingFound
from counterpoise.sources import NotApplicable, Unknown
from tests.casebook.conftest import Clock, notice, story, tell

OFFICIAL = {"kind": "dsca_release", "grade": "official"}
SIGNED = {"author": "Jane Doe", "reason": "read in the printed notice"}


def test_a_correction_prevails_and_what_it_overrules_stays_visible(
    casebook: Casebook, add: Callable[..., Any], now: Clock
) -> None:
    add(notice(), **OFFICIAL)
    casebook.correct("dsca-21-5-are", "total_usd", "$10,500,000,000", **SIGNED, recorded_at=now())
    choice = casebook.case("dsca-21-5-are").fields["total_usd"]
    assert choice.value == 10_500_000_000
    assert [x.value for x in choice.overruled] == [10_400_000_000]
    assert choice.because == "corrected by Jane Doe: read in the printed notice"


def test_of_two_corrections_the_later_prevails(casebook: Casebook, add: Callable[..., Any], now: Clock) -> None:
    add(notice(), **OFFICIAL)
    for total in ("1", "3", "2"):
        casebook.correct("dsca-21-5-are", "total_usd", total, **SIGNED, recorded_at=now())
    assert casebook.case("dsca-21-5-are").known("total_usd") == 2


def test_a_revoked_correction_no_longer_counts_and_stays_in_the_history(
    casebook: Casebook, add: Callable[..., Any], now: Clock
) -> None:
    add(notice(), **OFFICIAL)
    before = casebook.case("dsca-21-5-are")
    signed = casebook.correct("dsca-21-5-are", "total_usd", "1", **SIGNED, recorded_at=now())
    casebook.revoke(signed, **SIGNED, recorded_at=now())
    assert casebook.case("dsca-21-5-are") == before
    assert [x.what for x in casebook.history("dsca-21-5-are") if x.document_id == signed][:2] == [
        "corrected", "joined",
    ]  # fmt: skip


def test_unknown_not_applicable_and_zero_are_three_things(
    casebook: Casebook, add: Callable[..., Any], now: Clock
) -> None:
    add(notice(), **OFFICIAL)
    for value in (Unknown("the figure is blacked out"), NotApplicable("a lease has no such part"), "0"):
        casebook.correct("dsca-21-5-are", "mde_usd", value, **SIGNED, recorded_at=now())
        shown = casebook.case("dsca-21-5-are").fields["mde_usd"].as_json()["value"]
        if isinstance(value, Unknown):
            assert shown == {"unknown": "the figure is blacked out"}
        elif isinstance(value, NotApplicable):
            assert shown == {"not_applicable": "a lease has no such part"}
        else:
            assert shown == 0


@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("total_usd", "ten billion", "not an amount of dollars"),
        ("received_on", "10 November", "YYYY-MM-DD"),
        ("purchaser", "Ruritania", "no state or organisation"),
        ("route", "barter", "takes one of fms"),
        ("colour", "red", "no field that can be corrected"),
    ],
)
def test_a_value_that_a_field_cannot_have_is_refused(
    casebook: Casebook, add: Callable[..., Any], now: Clock, field: str, value: str, message: str
) -> None:
    add(notice(), **OFFICIAL)
    with pytest.raises(InvalidInput, match=message):
        casebook.correct("dsca-21-5-are", field, value, **SIGNED, recorded_at=now())


def test_a_correction_without_name_or_reason_is_refused(
    casebook: Casebook, add: Callable[..., Any], now: Clock
) -> None:
    add(notice(), **OFFICIAL)
    with pytest.raises(InvalidInput, match="signed"):
        casebook.correct("dsca-21-5-are", "total_usd", "1", author=" ", reason="because", recorded_at=now())


def test_a_merge_makes_one_case_and_revoking_it_gives_both_back(
    casebook: Casebook, add: Callable[..., Any], now: Clock
) -> None:
    add(notice("21-05"), **OFFICIAL)
    add(notice("21-06", system_id="mq-9b", quantity=18), **OFFICIAL)
    before = [casebook.case(c) for c in ("dsca-21-5-are", "dsca-21-6-are")]
    number = casebook.merge(["dsca-21-5-are", "dsca-21-6-are"], **SIGNED, recorded_at=now())
    assert casebook.case("dsca-21-6-are").case_id == "dsca-21-5-are"
    assert len(casebook.case("dsca-21-5-are").documents) == 2
    casebook.revoke(number, **SIGNED, recorded_at=now())
    after = [casebook.case(c) for c in ("dsca-21-5-are", "dsca-21-6-are")]
    assert [c.fields for c in after] == [c.fields for c in before]


def test_a_split_takes_a_document_out_and_revoking_it_puts_it_back(
    casebook: Casebook, add: Callable[..., Any], now: Clock
) -> None:
    told = add(story(), published_on=date(2020, 9, 23))
    add(notice(), **OFFICIAL)
    number = casebook.split("dsca-21-5-are", [told.document_id], **SIGNED, recorded_at=now())
    (apart,) = casebook.find_case(told.document_id)
    assert apart != "dsca-21-5-are"
    assert casebook.case(apart).links[0].reasons == ("split off by Jane Doe: read in the printed notice",)
    casebook.revoke(number, **SIGNED, recorded_at=now())
    assert casebook.find_case(told.document_id) == ("dsca-21-5-are",)


def test_a_later_split_prevails_over_an_earlier_merge(casebook: Casebook, add: Callable[..., Any], now: Clock) -> None:
    one = add(story("ARE", "f-35"), published_on=date(2020, 9, 23))
    other = add(story("ARE", "mq-9b"), published_on=date(2020, 9, 23))
    ids = [casebook.find_case(x.document_id)[0] for x in (one, other)]
    casebook.merge(ids, **SIGNED, recorded_at=now())
    (joined,) = casebook.find_case(one.document_id)
    assert casebook.find_case(other.document_id) == (joined,)
    casebook.split(joined, [other.document_id], **SIGNED, recorded_at=now())
    assert casebook.find_case(other.document_id) != casebook.find_case(one.document_id)


def test_a_merge_holds_when_more_documents_arrive(casebook: Casebook, add: Callable[..., Any], now: Clock) -> None:
    add(notice("21-05"), **OFFICIAL)
    add(notice("21-06", "QAT", system_id="mq-9b", quantity=18), **OFFICIAL)
    casebook.merge(["dsca-21-5-are", "dsca-21-6-qat"], **SIGNED, recorded_at=now())
    third = add(notice("0C-21", "QAT", system_id="mq-9b", quantity=2, amends="21-06"), **OFFICIAL)
    assert casebook.find_case(third.document_id) == ("dsca-21-5-are",)


def test_splitting_off_everything_is_refused(casebook: Casebook, add: Callable[..., Any], now: Clock) -> None:
    added = add(notice(), **OFFICIAL)
    with pytest.raises(InvalidInput, match="nothing would be left"):
        casebook.split("dsca-21-5-are", [added.document_id], **SIGNED, recorded_at=now())


def test_splitting_off_a_document_that_is_not_there_is_a_named_error(
    casebook: Casebook, add: Callable[..., Any], now: Clock
) -> None:
    add(notice(), **OFFICIAL)
    with pytest.raises(NothingFound, match="has no document"):
        casebook.split("dsca-21-5-are", ["sha256:" + "0" * 64], **SIGNED, recorded_at=now())


def test_a_document_without_transfer_can_be_attached_and_brings_its_words(
    casebook: Casebook, add: Callable[..., Any], now: Clock
) -> None:
    add(notice(), **OFFICIAL)
    vote = tell("The Senate voted 47 to 49.", [("event", {"what": "vote"}, "voted 47 to 49", None)])
    added = add(vote, published_on=date(2020, 12, 9))
    casebook.attach(added.document_id, "dsca-21-5-are", **SIGNED, recorded_at=now())
    assert [x.statement.wording for x in casebook.case("dsca-21-5-are").events] == ["voted 47 to 49"]


def test_a_bundle_is_shown_in_each_of_its_cases_and_can_be_revoked(
    casebook: Casebook, add: Callable[..., Any], now: Clock
) -> None:
    add(notice("21-05"), **OFFICIAL)
    add(notice("21-06", "QAT", system_id="mq-9b", quantity=18), **OFFICIAL)
    number = casebook.bundle(["dsca-21-5-are", "dsca-21-6-qat"], **SIGNED, recorded_at=now())
    (bundle,) = casebook.case("dsca-21-6-qat").bundles
    assert (bundle.case_ids, bundle.author) == (("dsca-21-5-are", "dsca-21-6-qat"), "Jane Doe")
    casebook.revoke(number, **SIGNED, recorded_at=now())
    assert casebook.case("dsca-21-6-qat").bundles == ()


def test_revoking_twice_is_refused(casebook: Casebook, add: Callable[..., Any], now: Clock) -> None:
    add(notice("21-05"), **OFFICIAL)
    add(notice("21-06", system_id="mq-9b", quantity=18), **OFFICIAL)
    number = casebook.merge(["dsca-21-5-are", "dsca-21-6-are"], **SIGNED, recorded_at=now())
    casebook.revoke(number, **SIGNED, recorded_at=now())
    with pytest.raises(InvalidInput, match="revoked already"):
        casebook.revoke(number, **SIGNED, recorded_at=now())


def test_the_history_tells_who_did_what_in_order(casebook: Casebook, add: Callable[..., Any], now: Clock) -> None:
    add(story(), published_on=date(2020, 9, 23))
    add(notice(), **OFFICIAL)
    casebook.correct("dsca-21-5-are", "total_usd", "1", **SIGNED, recorded_at=now())
    told = casebook.history("dsca-21-5-are")
    assert [x.at for x in told] == sorted(x.at for x in told)
    assert [x.what for x in told] == [
        "document_added", "joined", "document_added", "left", "joined", "joined", "renamed", "corrected", "joined",
    ]  # fmt: skip
