"""The law against cases and texts that others have printed. Rows from memory are shown, never asserted."""

from datetime import date, timedelta
from typing import Any

import pytest

from counterpoise.errors import LawNotModelled
from counterpoise.law.clock import review_clock
from counterpoise.law.disapproval import Resolution
from counterpoise.law.facts import SaleFacts
from counterpoise.vocabulary.parties import resolve_party
from tests.law.law_oracles import clock_of, each, facts_of, found, iso, oracle

Row = dict[str, Any]
ASSERTED = ("worked_cases", "two_receipt_days", "federal_register_2025", "commercial_2025", "case_growth", "discharge",
            "changes_of_law", "tracks")  # fmt: skip


@pytest.mark.parametrize("name", ASSERTED)
def test_no_asserted_row_is_from_memory(name: str) -> None:
    assert {row["mark"] for row in oracle(name)} <= {"seen", "computed", "inference"}
    assert all(row["source"] for row in oracle(name))


def test_rows_from_memory_stand_in_a_file_of_their_own() -> None:
    assert {row["mark"] for row in oracle("from_memory")} == {"memory"}


@each("from_memory")
def test_a_row_from_memory_gets_an_answer_and_is_shown(row: Row) -> None:
    answer = clock_of(row["given"]).as_json()
    shown = {key: found(answer, key) for key in row["expect"]}
    print(f"{row['name']}: remembered {iso(list(row['expect'].values()))}, found {list(shown.values())}")  # noqa: T201
    assert answer["because"]


@each("worked_cases")
def test_a_worked_case_comes_out_as_its_sources_say(row: Row) -> None:
    answer = clock_of(row["given"]).as_json()
    assert {key: found(answer, key) for key in row["expect"]} == {k: iso(v) for k, v in row["expect"].items()}


@each("tracks")
def test_each_track_follows_its_own_words(row: Row) -> None:
    answer = clock_of(row["given"]).as_json()
    assert {key: found(answer, key) for key in row["expect"]} == {k: iso(v) for k, v in row["expect"].items()}


@each("changes_of_law")
def test_both_sides_of_a_change_of_law(row: Row) -> None:
    if row["expect"].get("error") == "law_not_modelled":
        with pytest.raises(LawNotModelled, match=r"law/data/.*\.yaml"):
            clock_of(row["given"])
        return
    answer = clock_of(row["given"]).as_json()
    assert {key: found(answer, key) for key in row["expect"]} == row["expect"]


@each("two_receipt_days")
def test_two_candidate_days_of_receipt_give_a_set_of_ends(row: Row) -> None:
    answer = clock_of(row["given"]).as_json()
    ends = {candidate["last_protected_day"] for candidate in answer["candidates"]}
    free = {candidate["first_free_day"] for candidate in answer["candidates"]}
    assert ends == {day.isoformat() for day in row["expect"]["last_protected_days"]}
    assert free == {day.isoformat() for day in row["expect"]["first_free_days"]}
    assert set(answer["last_protected_day"]) == ends
    assert answer["review_days"] == row["expect"]["review_days"]


@each("case_growth")
def test_the_case_before_it_grew_needed_no_notice_and_after_it_did(row: Row) -> None:
    answer = clock_of(row["given"]).as_json()
    assert answer["case_growth"]["prior_required"] is row["expect"]["prior_required"]
    assert answer["notification_required"] is row["expect"]["notification_required"]


@each("case_growth")
def test_the_earlier_value_of_a_grown_case_needs_no_notice_on_its_own(row: Row) -> None:
    given = row["given"]
    before = {**given, "total_usd": given["prior_total_usd"], "mde_usd": given["prior_mde_usd"]}
    before = {key: value for key, value in before.items() if not key.startswith("prior_")}
    assert clock_of(before).as_json()["notification_required"] is False


@each("discharge")
def test_discharge_is_in_order_after_the_days_of_its_track(row: Row) -> None:
    given = row["given"]
    facts = SaleFacts(purchaser=given["purchaser"], route=given["route"], total_usd=200_000_000)
    resolution = Resolution(introduced_on=given["introduced_on"])
    answer = review_clock(facts, as_of=given["introduced_on"], resolutions=[resolution]).as_json()["disapproval"]
    assert answer["discharge_days"] == row["expect"]["discharge_days"]
    assert answer["discharge_in_order_after"] == row["expect"]["in_order_after"].isoformat()
    assert date.fromisoformat(answer["discharge_in_order_from"]) <= row["expect"]["motion_on"]


@each("federal_register_2025")
def test_a_printed_notice_meets_a_limit_and_ends_on_the_counted_day(row: Row) -> None:
    given = {**row["given"], "purchaser": resolve_party(row["given"]["purchaser"]).code}
    answer = clock_of(given).as_json()
    expected = row["expect"]
    met = "".join(letter for letter, limb in zip("MT", answer["limbs"], strict=False) if limb["met"] is True)
    assert answer["notification_required"] is True
    assert met == expected["limbs"]
    assert answer["review_days"] == expected["review_days"]
    assert answer["last_protected_day"] == expected["last_protected_day"].isoformat()
    assert answer["candidates"][0]["last_protected_weekday"][:3] == expected["weekday"]


def test_every_printed_notice_satisfies_or_and_some_would_fail_and() -> None:
    rows = oracle("federal_register_2025")
    literal = {"readings/limb_joining": "both_limbs"}
    failing = []
    for row in rows:
        given = {**row["given"], "purchaser": resolve_party(row["given"]["purchaser"]).code}
        assert review_clock(facts_of(given)).as_json()["notification_required"] is True
        answer = review_clock(facts_of(given), readings=literal).as_json()
        if answer["notification_required"] is not True:
            assert answer["threshold_group"] == "nato_plus_5"
            failing.append(row["name"])
    single_limb_nato = [
        row for row in rows if len(row["expect"]["limbs"]) == 1 and row["expect"]["review_days"] == 15
    ]  # fmt: skip
    assert len(failing) == len(single_limb_nato) > 0


def test_twenty_six_of_the_printed_periods_end_on_a_weekend() -> None:
    weekend = [row for row in oracle("federal_register_2025") if row["expect"]["weekday"] in ("Sat", "Sun")]
    assert len(oracle("federal_register_2025")) == 79
    assert len(weekend) == 26


@each("commercial_2025")
def test_a_commercial_notice_ends_on_the_counted_day(row: Row) -> None:
    given = row["given"]
    first, *others = given["purchasers"]
    facts = SaleFacts(
        purchaser=first, other_parties=tuple(others), route="dcs", received_on=given["received_on"],
        manufacture_abroad=given["manufacture_abroad"],
        **({"firearms_usd": given["line"]} if given["firearms"] else {"total_usd": given["line"]}),
    )  # fmt: skip
    answer = review_clock(facts).as_json()
    assert answer["notification_required"] is True
    assert answer["track"] == row["expect"]["track"]
    assert answer["review_days"] == row["expect"]["review_days"]
    assert answer["last_protected_day"] == row["expect"]["last_protected_day"].isoformat()
    assert answer["candidates"][0]["last_protected_weekday"][:3] == row["expect"]["weekday"]
    assert answer["disapproval"]["discharge_days"] == 10


def test_the_five_sales_below_the_total_limit_rest_on_the_equipment_limit() -> None:
    below_total = [row for row in oracle("federal_register_2025") if row["expect"]["limbs"] == "M"]
    assert {row["name"].split(",")[0] for row in below_total} == {
        "Italy 24-19", "Italy 24-18", "Canada 24-51", "Finland 24-67", "Denmark 24-77",
    }  # fmt: skip


def test_last_day_less_delivery_is_the_period_on_every_row() -> None:
    for name in ("federal_register_2025", "commercial_2025"):
        for row in oracle(name):
            gap = row["expect"]["last_protected_day"] - row["given"]["received_on"]
            assert gap == timedelta(days=row["expect"]["review_days"])
