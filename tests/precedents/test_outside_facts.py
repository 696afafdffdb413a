"""What is known from outside: which sales were fought over, with which votes, and what became of them."""

import csv
from datetime import date
from importlib import resources

import pytest

from counterpoise.casebook.notifications import LedgerNotification, shipped_notifications
from counterpoise.law.lawfiles import Table, load
from counterpoise.law.parameters import expect
from counterpoise.precedents import Precedent, find_precedents
from counterpoise.precedents.clocks import clock_of, in_middle_east
from counterpoise.precedents.congress import resolutions_against
from counterpoise.precedents.sequels import followed_by
from tests.precedents.conftest import Sale


def notice(notification_id: str) -> LedgerNotification:
    """Give a notification of the shipped ledger by its id."""
    return next(one for one in shipped_notifications() if one.notification_id == notification_id)


def found(subject: object, known_on: date, count: int = 5) -> dict[str, Precedent]:
    """Give the precedents by id, in order of rank."""
    search = find_precedents([subject], known_on=known_on, count=count)  # type: ignore[list-item]
    return {one.notification.notification_id: one for one in search.precedents}


def test_the_emirati_f35_is_like_other_gulf_fighters_and_other_emirati_sales(sale: Sale) -> None:
    day = date(2020, 11, 9)
    precedents = found(sale("ARE", "f-35a", day, total_usd=10_400_000_000), day, count=8)
    fighters = {"qat-2016-11-17-f-15qa", "kwt-2016-11-17-fa-18ef", "bhr-2017-09-08-f-16v"}
    assert fighters <= set(precedents)
    assert all(in_middle_east(code) for one in fighters for code in precedents[one].notification.purchasers)
    assert len(fighters & set(list(precedents)[:5])) >= 2
    assert "are-2016-12-ah-64e" in list(precedents)[:5]
    assert next(iter(precedents)) == "dsca-08-83-isr"  # the only F-35 notified to a state of the region before


def test_the_emirati_f35_recalls_the_emergency_of_2019_with_its_vetoes(sale: Sale) -> None:
    day = date(2020, 11, 9)
    precedents = found(sale("ARE", "f-35a", day, total_usd=10_400_000_000), day)
    against = precedents["sau-are-jor-2019-05-24-javelin"].against.resolutions
    vetoed = {one.label for one in against if one.vetoed_on == date(2019, 7, 24)}
    assert vetoed == {"S.J.Res. 36", "S.J.Res. 37", "S.J.Res. 38"}


@pytest.mark.parametrize(("day", "n_votes"), [(date(2020, 12, 8), 0), (date(2020, 12, 9), 1)])
def test_the_vote_of_9_december_2020_shows_from_its_day_on(sale: Sale, day: date, n_votes: int) -> None:
    precedent = found(sale("SAU", "f-35a", day), day)["are-2020-11-10-f-35a"]
    (resolution,) = precedent.against.resolutions
    assert resolution.label == "S.J.Res. 78"
    assert [(vote.yeas, vote.nays, vote.on) for vote in resolution.votes] == [(47, 49, date(2020, 12, 9))] * n_votes


def test_no_resolution_shows_before_it_was_known(sale: Sale) -> None:
    day = date(2020, 11, 17)
    precedent = found(sale("SAU", "f-35a", day), day)["are-2020-11-10-f-35a"]
    assert precedent.against.state == "none_in_our_data"


@pytest.mark.parametrize(
    ("day", "vetoed", "motions"),
    [
        (date(2019, 7, 23), None, {"passage"}),
        (date(2019, 7, 24), date(2019, 7, 24), {"passage"}),
        (date(2019, 7, 29), date(2019, 7, 24), {"passage", "override"}),
    ],
)
def test_the_emergency_of_2019_was_disapproved_vetoed_and_not_overridden(
    sale: Sale, day: date, vetoed: date | None, motions: set[str]
) -> None:
    precedents = found(sale("SAU", "paveway", day, emergency=True), day, count=10)
    against = precedents["sau-are-jor-2019-05-24-javelin"].against.resolutions
    named = {one.label: one for one in against}
    for label in ("S.J.Res. 36", "S.J.Res. 37", "S.J.Res. 38"):
        assert named[label].vetoed_on == vetoed
        assert {vote.motion for vote in named[label].votes} == motions


def test_the_missiles_of_1986_lost_the_stingers_and_survived_by_one_vote() -> None:
    missiles = notice("sau-1986-04-08-aim-9")
    (resolution,) = resolutions_against((missiles,), None).resolutions
    assert [(vote.chamber, vote.yeas, vote.nays) for vote in resolution.votes] == [
        ("senate", 73, 22), ("house", 356, 62), ("senate", 66, 34),
    ]  # fmt: skip
    assert resolution.votes[-1].meaning == "the veto stands"
    assert resolution.vetoed_on == date(1986, 5, 21)
    (reduced,) = followed_by(missiles, (), None)
    assert (reduced.what, reduced.on) == ("reduced", "1986-05-20")


def test_awacs_passed_the_house_against_and_the_senate_for() -> None:
    against = resolutions_against((notice("sau-1981-10-e-3"),), None)
    assert [(v.yeas, v.nays) for one in against.resolutions for v in one.votes] == [(301, 111), (48, 52)]


@pytest.mark.parametrize(
    ("notification_id", "days", "last"),
    [
        ("are-2020-11-10-f-35a", 30, date(2020, 12, 10)),
        ("dsca-24-1-isr", 15, date(2024, 8, 28)),
        ("dsca-23-90-bhr", 30, date(2024, 4, 18)),
        ("dsca-22-41-egy", 30, date(2024, 10, 24)),
        ("isr-2023-12-08-m830", 0, None),
    ],
)
def test_clocks_are_those_of_the_worked_cases(notification_id: str, days: int, last: date | None) -> None:
    """Receipt plus the days of 36(b)(1), worked cases 4, 26, 30 and 42; an emergency has no review."""
    clock = clock_of(notice(notification_id), None)
    assert (clock.review_days, clock.last_protected_day) == (days, last)


def test_a_row_that_holds_several_notices_has_no_clock_and_says_so() -> None:
    assert "several notifications" in clock_of(notice("sau-are-jor-2019-05-24-javelin"), None).because_none


def test_a_determination_is_due_for_the_gulf_since_2008_and_never_for_israel() -> None:
    assert clock_of(notice("are-2020-11-10-f-35a"), None).determination == "required"
    assert clock_of(notice("dsca-24-1-isr"), None).determination == "not_required"
    assert clock_of(notice("sau-2008-01-14-jdam"), None).determination == "not_required"


@pytest.mark.parametrize(
    ("notification_id", "state"),
    [
        ("dsca-24-118-are", "found"),
        ("dsca-26-49-are", "none_in_complete_list"),  # of the 119th, to which the list is complete
        ("dsca-26-80-qat", "none_in_our_data"),  # notified after the last day of the list
        ("jor-2022-02-03-f-16v", "none_in_our_data"),
    ],
)
def test_nothing_found_and_nothing_introduced_are_two_things(notification_id: str, state: str) -> None:
    against = resolutions_against((notice(notification_id),), None)
    assert against.state == state
    assert ("would not show" in against.words) == (state == "none_in_our_data")


def test_the_emirati_sale_was_signed_paused_and_suspended() -> None:
    followed = followed_by(notice("are-2020-11-10-f-35a"), (), None)
    assert [(one.what, one.on) for one in followed] == [
        ("contracted", "2021-01-20"), ("suspended", "2021-01-27"), ("suspended", "2021-12-14"),
    ]  # fmt: skip


def test_what_was_asked_in_2020_shows_with_what_became_of_it_only_later(sale: Sale) -> None:
    for day, later in ((date(2020, 12, 1), None), (date(2024, 8, 13), "24-01")):
        asked = found(sale("SAU", "f-35a", day), day)["are-2020-11-10-f-35a"].asked
        fighter = next(one for one in asked if "F-15" in one.what)
        assert (fighter.by, fighter.nature) == ("ISR", "reported_request")
        assert (fighter.later is None) == (later is None)
        assert later is None or later in (fighter.later or "")
        assert ("2025" in fighter.citation) == (later is not None)


def test_the_votes_of_the_two_files_agree() -> None:
    """Resolutions of the 119th Congress stand in the casebook's list and in the law's record of votes."""
    text = resources.files("counterpoise.casebook").joinpath("data/resolutions.csv").read_text(encoding="utf-8")
    listed = {
        (row["resolution"].replace(" ", ""), date.fromisoformat(row["voted_on"]), int(row["yeas"]), int(row["nays"]))
        for row in csv.DictReader(text.splitlines())
        if row["voted_on"]
    }
    recorded = {
        (row["label"], row["on"], row["yeas"], row["nays"])
        for row in expect(load("record/votes"), Table).rows
        if row["congress"] == 119
    }
    assert listed == recorded
