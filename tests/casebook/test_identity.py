"""Which case a document belongs to: by number, by day, by likeness; explained; the same in any order."""

import random
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from counterpoise.casebook.identity import THRESHOLD, Decision, group_mentions
from counterpoise.casebook.likeness import likeness
from counterpoise.casebook.tellings import ItemMention, Mention, authority_of, transmittal_key

F35A = ItemMention("f-35a", "fighter_5gen", "F-35A", 50)
F35 = ItemMention("f-35", "fighter_5gen", "F-35", None)
MQ9B = ItemMention("mq-9b", "uav_armed", "MQ-9B", 18)


def mention(name: str, said_on: str = "2020-09-23", **about: object) -> Mention:
    """Give a story about a sale to the Emirates, unless told otherwise."""
    whole = {"key": abs(hash(name)), "document_id": name, "transfer": "t1", "said_on": date.fromisoformat(said_on),
             "grade_rank": 3, "supplier": "USA", "purchaser": "ARE", "items": (F35,)}  # fmt: skip
    return Mention(**{**whole, **about})  # type: ignore[arg-type]


def notice(name: str, day: str = "2020-11-10", **about: object) -> Mention:
    """Give an official notice of that day."""
    whole = {"said_on": day, "received_on": date.fromisoformat(day), "status": "notified", "grade_rank": 1,
             "items": (F35A,), "total_usd": 10_400_000_000, "authority": "dsca"}  # fmt: skip
    return mention(name, **{**whole, **about})  # type: ignore[arg-type]


def together(*mentions: Mention, decisions: tuple[Decision, ...] = ()) -> set[frozenset[str]]:
    """Give which documents are one case."""
    groups = group_mentions(mentions, decisions)
    return {frozenset(member.mention.document_id for member in group.members) for group in groups}


@pytest.mark.parametrize(
    ("printed", "compared"),
    [("22-041", "22-41"), ("24-0J", "24-0J"), ("0J-24", "24-0J"), ("RSAT-26-80", "26-80"), ("RSAT 26-46", "26-46"),
     ("DDTC 24-052", "24-52"), ("Transmittal No. 24-09", "24-9"), ("#26-80", "26-80"), ("24–01", "24-1"),
     ("26-1C", "26-1C"), ("24-09", "24-9")],
)  # fmt: skip
def test_a_number_is_compared_in_one_form(printed: str, compared: str) -> None:
    assert transmittal_key(printed) == compared
    assert transmittal_key(compared) == compared


def test_the_office_is_told_by_the_number_or_the_route() -> None:
    assert authority_of("DDTC 24-052", "fms") == "ddtc"
    assert authority_of("24-52", "dcs") == "ddtc"
    assert authority_of("24-52", "fms") == authority_of("24-52", None) == "dsca"


def test_numbers_of_two_offices_that_collide_are_two_cases() -> None:
    assert len(together(notice("a", transmittal="24-52"), notice("b", transmittal="24-052", authority="ddtc"))) == 2


def test_two_purchasers_under_one_number_are_two_cases() -> None:
    assert len(together(notice("a", transmittal="24-87"), notice("b", transmittal="24-87", purchaser="ITA"))) == 2


def test_an_amendment_is_with_its_original_whichever_way_it_is_numbered() -> None:
    original = notice("a", transmittal="23-10")
    amended = notice("b", day="2024-09-10", transmittal="24-0J", amends="23-10", status="amended")
    assert together(original, amended) == {frozenset("ab")}


def test_a_resolution_that_names_an_amendment_is_in_the_case_of_the_original() -> None:
    amended = notice("b", day="2024-09-10", transmittal="24-0J", amends="23-10", status="amended")
    resolution = mention("c", "2024-10-01", transmittal="24-0J", authority="dsca", items=())
    assert together(amended, resolution, notice("a", transmittal="23-10")) == {frozenset("abc")}


def test_amendments_that_name_one_another_do_not_hang() -> None:
    one = notice("a", transmittal="24-0A", amends="24-0B")
    other = notice("b", transmittal="24-0B", amends="24-0A")
    assert len(together(one, other)) >= 1


def test_a_correction_without_purchaser_is_with_the_only_purchaser_of_its_number() -> None:
    correction = mention("c", transmittal="24-48", authority="dsca", purchaser=None, items=())
    assert together(correction, notice("a", transmittal="24-48")) == {frozenset("ac")}


def test_a_correction_of_a_number_with_two_purchasers_is_with_neither() -> None:
    correction = mention("c", transmittal="24-48", authority="dsca", purchaser=None, items=())
    two = (notice("a", transmittal="24-48"), notice("b", transmittal="24-48", purchaser="ITA"))
    assert len(together(correction, *two)) == 3


def test_a_story_is_with_the_notice_that_it_was_about() -> None:
    assert together(mention("story"), notice("notice", transmittal="21-01")) == {frozenset({"story", "notice"})}


def test_a_story_of_a_bundle_is_with_the_notice_whose_goods_and_amount_it_tells() -> None:
    munitions = ItemMention(None, None, "air-to-ground munitions", None)
    story = mention("report", "2020-11-10", items=(F35A, MQ9B, munitions), total_usd=10_400_000_000)
    notices = (
        notice("jets"), notice("drones", items=(MQ9B,), total_usd=2_970_000_000),
        notice("bombs", items=(replace(munitions, name="air-to-air and air-to-ground munitions"),), total_usd=10**10),
    )  # fmt: skip
    assert frozenset({"report", "jets"}) in together(story, *notices)


def test_a_story_between_two_notices_alike_is_with_neither_and_says_so() -> None:
    two = (notice("a", transmittal="21-01"), notice("b", "2020-11-12", transmittal="21-02", total_usd=9))
    groups = group_mentions([mention("story"), *two])
    (alone,) = [group for group in groups if group.founder and group.founder.document_id == "story"]
    assert "without a clear best: joined to none" in alone.members[0].reasons[-1]


@pytest.mark.parametrize(
    "other",
    [{"purchaser": "QAT"}, {"supplier": "FRA"}, {"items": (MQ9B,)}, {"said_on": "2017-01-01"}, {"purchaser": None}],
    ids=["another purchaser", "another supplier", "another system", "years before", "no purchaser"],
)
def test_a_story_about_something_else_is_a_case_of_its_own(other: dict[str, object]) -> None:
    assert len(together(mention("story", **other), notice("notice", transmittal="21-01"))) == 2  # type: ignore[arg-type]


def test_two_notices_of_one_day_with_other_goods_are_two_cases_however_alike_their_amounts() -> None:
    assert len(together(notice("a"), notice("b", items=(MQ9B,)))) == 2


def test_one_notice_told_by_two_tables_is_one_case() -> None:
    assert together(notice("a"), notice("b", "2020-11-12", grade_rank=3)) == {frozenset("ab")}


def test_a_sale_and_a_lease_of_one_day_are_two_cases() -> None:
    assert len(together(notice("a", route="fms"), notice("b", route="lease", total_usd=None))) == 2


def test_stories_of_a_proposal_that_was_never_notified_are_one_case() -> None:
    stories = (mention("a", "2020-01-01"), mention("b", "2020-06-01"), mention("c", "2021-01-01"))
    assert together(*stories) == {frozenset("abc")}


def test_every_member_has_a_score_and_reasons() -> None:
    groups = group_mentions([mention("a"), notice("b", transmittal="21-01"), mention("c", items=(MQ9B,))])
    for group in groups:
        for member in group.members:
            assert 0 < member.score <= 1
            assert all(member.reasons)


def test_the_id_is_readable_and_comes_from_number_or_day() -> None:
    ids = {g.case_id for g in group_mentions([notice("a", transmittal="21-01"), notice("b", purchaser="QAT"),
                                              mention("c", purchaser="SAU")])}  # fmt: skip
    assert ids == {"dsca-21-1-are", "qat-2020-11-10-f-35a", "sau-2020-09-f-35"}


def test_two_cases_never_share_an_id() -> None:
    unlike = [mention(name, said_on, items=()) for name, said_on in (("a", "2020-09-01"), ("b", "2020-09-02"))]
    ids = [group.case_id for group in group_mentions(unlike)]
    assert len(set(ids)) == len(ids) == 2


def test_a_merge_and_a_later_split_leave_what_the_split_says() -> None:
    merge = Decision("merge", ("a#t1", "b#t1"), "A", "B")
    split = Decision("split", ("b#t1",), "A", "C")
    one, other = mention("a"), mention("b", items=(MQ9B,))
    assert together(one, other, decisions=(merge,)) == {frozenset("ab")}
    assert together(one, other, decisions=(merge, split)) == {frozenset("a"), frozenset("b")}
    assert together(one, other, decisions=(split, merge)) == {frozenset("ab")}


_mentions = st.builds(
    lambda n, purchaser, number, system, day, total, status: replace(
        mention(f"d{n}"), purchaser=purchaser, transmittal=number, said_on=date(2020, 1, 1) + timedelta(days=day),
        received_on=date(2020, 1, 1) + timedelta(days=day) if status == "notified" else None, status=status,
        items=(ItemMention(system, None, system, total and total % 7),), total_usd=total,
    ),
    st.integers(0, 10**6), st.sampled_from(["ARE", "QAT", None]), st.sampled_from([None, None, None, "21-01", "21-02"]),
    st.sampled_from(["f-35", "f-35a", "mq-9b"]), st.integers(0, 700), st.sampled_from([None, 10**10, 10**10 + 1, 5]),
    st.sampled_from(["proposed", "notified"]),
)  # fmt: skip


@given(st.lists(_mentions, max_size=14, unique_by=lambda m: m.document_id), st.randoms(use_true_random=False))
def test_the_order_of_mentions_never_matters(mentions: list[Mention], order: random.Random) -> None:
    told = [(g.case_id, [(m.mention.ref, m.score, m.reasons) for m in sorted(g.members, key=lambda m: m.mention.ref)])
            for g in group_mentions(mentions)]  # fmt: skip
    shuffled = order.sample(mentions, len(mentions))
    again = [(g.case_id, [(m.mention.ref, m.score, m.reasons) for m in sorted(g.members, key=lambda m: m.mention.ref)])
             for g in group_mentions(shuffled)]  # fmt: skip
    assert told == again


@given(_mentions, _mentions)
def test_likeness_is_the_same_both_ways_and_needs_a_shared_token(one: Mention, other: Mention) -> None:
    score, reasons = likeness(one, other)
    back, _ = likeness(other, one)
    assert score == back
    assert 0 <= score <= 1
    assert reasons
    if score >= THRESHOLD:
        assert one.tokens & other.tokens
