"""Resolutions of disapproval: excluded days, Congresses, UTC stamps, corrections, and what may happen when."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from counterpoise.errors import InvalidInput
from counterpoise.law.clock import review_clock
from counterpoise.law.disapproval import (
    Adjournment,
    Resolution,
    congress_on,
    end_of_congress,
    excluded_days,
    legislative_day,
    same_matter,
    vote_meaning,
)
from counterpoise.law.facts import SaleFacts
from counterpoise.law.parameters import Law

LAW = Law(date(2025, 6, 1))


def answer(
    *resolutions: Resolution, known_on: date | None = None, out: tuple[Adjournment, ...] = (), **facts: Any
) -> dict[str, Any]:
    given: dict[str, Any] = {"purchaser": "QAT", "total_usd": 1_960_000_000, "received_on": date(2025, 3, 26)} | facts
    clock = review_clock(SaleFacts(**given), resolutions=resolutions, adjournments=out, known_on=known_on)
    return clock.as_json()


def codes(found: dict[str, Any]) -> set[str]:
    return {warning["code"] for warning in found["warnings"]}


def test_an_adjournment_of_more_than_three_days_postpones_discharge() -> None:
    out = (Adjournment(date(2025, 5, 19), date(2025, 5, 22)),)
    found = answer(Resolution(introduced_on=date(2025, 5, 15)), out=out)["disapproval"]
    assert found["discharge_in_order_after"] == "2025-05-29"
    assert found["excluded_days"] == 4


def test_an_adjournment_of_three_days_postpones_nothing_and_is_said_to() -> None:
    out = (Adjournment(date(2025, 5, 19), date(2025, 5, 21)),)
    found = answer(Resolution(introduced_on=date(2025, 5, 15)), out=out)
    assert found["disapproval"]["discharge_in_order_after"] == "2025-05-25"
    assert "short_adjournment" in codes(found)


def test_overlapping_adjournments_of_the_two_houses_count_each_day_once() -> None:
    both = (
        Adjournment(date(2025, 5, 19), date(2025, 5, 24), "house"),
        Adjournment(date(2025, 5, 20), date(2025, 5, 25), "senate"),
    )
    assert len(excluded_days(both, LAW)) == 7


def test_a_final_adjournment_excludes_nothing_and_warns() -> None:
    out = (Adjournment(date(2025, 5, 19), date(2025, 5, 30), sine_die=True),)
    found = answer(Resolution(introduced_on=date(2025, 5, 15)), out=out)
    assert found["disapproval"]["excluded_days"] == 0
    assert "sine_die" in codes(found)


def test_without_adjournments_nothing_is_excluded_and_a_warning_says_so() -> None:
    found = answer(Resolution(introduced_on=date(2025, 5, 15)))
    assert found["disapproval"]["excluded_days"] == 0
    assert "no_adjournments_given" in codes(found)


def test_adjournments_never_move_the_review_period() -> None:
    out = (Adjournment(date(2025, 3, 27), date(2025, 4, 30)),)
    assert answer(out=out)["last_protected_day"] == answer()["last_protected_day"] == "2025-04-25"


def test_a_resolution_after_the_period_is_never_out_of_time() -> None:
    found = answer(Resolution(introduced_on=date(2025, 5, 15)), known_on=date(2025, 6, 11))
    assert "introduced_after_period" in codes(found)
    assert "out of time" not in str([i for i in found["still_possible"] if i["in_order"] is False])
    discharge = next(i for i in found["still_possible"] if i["act"].startswith("move to discharge"))
    assert discharge["in_order"] is True
    assert "may already be signed" in discharge["says"]


def test_a_resolution_dies_with_its_congress_and_not_with_its_session() -> None:
    pending = Resolution(introduced_on=date(2025, 3, 10), label="S.J.Res.32")
    facts: dict[str, Any] = {
        "purchaser": "ISR",
        "total_usd": 295_000_000,
        "received_on": date(2025, 2, 28),
        "emergency": True,
    }
    alive = answer(pending, known_on=date(2026, 4, 15), **facts)
    dead = answer(pending, known_on=date(2027, 1, 3), **facts)
    assert alive["disapproval"]["resolutions"][0]["dies_with_congress_on"] == "2027-01-03"
    moved = [
        next(i for i in found["still_possible"] if i["act"].startswith("move"))["in_order"] for found in (alive, dead)
    ]
    assert moved == [True, False]


def test_a_late_resolution_that_dies_before_discharge_is_flagged() -> None:
    assert "dies_before_discharge" in codes(answer(Resolution(introduced_on=date(2026, 12, 28))))


@pytest.mark.parametrize(
    ("day", "congress"),
    [(date(2025, 3, 10), 119), (date(2027, 1, 2), 119), (date(2027, 1, 3), 120), (date(2016, 2, 25), 114),
     (date(1981, 10, 14), 97), (date(1986, 5, 6), 99), (date(2019, 1, 2), 115)],
)  # fmt: skip
def test_a_congress_ends_on_the_third_of_january_of_odd_years(day: date, congress: int) -> None:
    assert congress_on(day) == congress
    assert end_of_congress(congress) > day


@pytest.mark.parametrize("minute", [datetime(2025, 7, 31, 1, 42, tzinfo=UTC), datetime(2025, 7, 31, 1, 57, tzinfo=UTC)])
def test_rolls_454_and_455_stamped_after_midnight_utc_belong_to_the_thirtieth(minute: datetime) -> None:
    assert legislative_day(minute) == date(2025, 7, 30)


def test_a_stamp_without_a_zone_is_refused() -> None:
    with pytest.raises(InvalidInput, match="time zone"):
        legislative_day(datetime(2025, 7, 31, 1, 42))  # noqa: DTZ001 - the fault under test


def test_corrected_and_companion_resolutions_are_one_matter_with_a_clock_each() -> None:
    first = Resolution(introduced_on=date(2025, 2, 20), label="S.J.Res.20", transmittals=("24-16",))
    corrected = Resolution(introduced_on=date(2025, 2, 25), label="S.J.Res.25", transmittals=("24-16",))
    misquoted = Resolution(introduced_on=date(2025, 2, 25), label="S.J.Res.27", transmittals=("24-0U", "24-16"))
    other = Resolution(introduced_on=date(2025, 2, 20), label="S.J.Res.21", transmittals=("24-13",))
    groups = same_matter([other, misquoted, first, corrected])
    assert sorted(sorted(r.label for r in group) for group in groups) == [
        ["S.J.Res.20", "S.J.Res.25", "S.J.Res.27"], ["S.J.Res.21"],
    ]  # fmt: skip
    found = answer(first, corrected, purchaser="ISR", received_on=date(2025, 2, 7))["disapproval"]["resolutions"]
    assert [r["discharge_in_order_after"] for r in found] == ["2025-02-25", "2025-03-02"]


def test_a_house_resolution_has_no_discharge() -> None:
    found = answer(Resolution(introduced_on=date(2025, 5, 15), chamber="house", label="H.J.Res.97"))
    assert found["disapproval"]["resolutions"][0]["discharge_in_order_after"] is None
    assert "house_no_discharge" in codes(found)


def test_a_reported_house_resolution_can_be_taken_up() -> None:
    reported = Resolution(introduced_on=date(2025, 4, 1), chamber="house", reported_on=date(2025, 4, 10))
    found = answer(reported, known_on=date(2025, 4, 11))
    assert next(i for i in found["still_possible"] if i["who"] == "house")["in_order"] is True


def test_a_resolution_reported_before_it_was_introduced_is_refused() -> None:
    with pytest.raises(InvalidInput, match="before it was introduced"):
        Resolution(introduced_on=date(2025, 4, 1), reported_on=date(2025, 3, 1))


def test_the_last_useful_introduction_leaves_ten_days_for_a_listed_sale_and_twenty_for_others() -> None:
    def days(**facts: Any) -> int:
        found = answer(received_on=date(2025, 6, 2), **facts)["disapproval"]
        last = date.fromisoformat(found["latest_introduction_for_discharge_in_period"])
        return (last - date(2025, 6, 2)).days + 1  # the day of receipt is one of them

    assert days(purchaser="ISR") == 10
    assert days(purchaser="SAU") == 20


@pytest.mark.parametrize(
    ("day", "phase"),
    [(date(2025, 3, 25), "no_certification"), (date(2025, 4, 25), "in_period"), (date(2025, 4, 26), "closed"),
     (date(2025, 5, 1), "signed"), (date(2026, 1, 1), "delivered")],
)  # fmt: skip
def test_where_a_matter_stands_follows_its_days(day: date, phase: str) -> None:
    found = answer(known_on=day, signed_on=date(2025, 5, 1), delivery_on=date(2026, 1, 1))
    assert found["standing"]["phase"] == phase
    if phase == "delivered":
        assert not any(item["in_order"] for item in found["still_possible"])


def test_between_two_candidate_days_it_depends_on_the_receipt() -> None:
    both = (date(2025, 5, 12), date(2025, 5, 13))
    found = answer(purchaser="ARE", received_on=both, known_on=date(2025, 6, 12))
    assert found["standing"]["phase"] == "depends_on_receipt"
    assert next(i for i in found["still_possible"] if i["who"] == "executive")["in_order"] == "unknown"


def test_before_1986_no_veto_stood_in_the_way() -> None:
    found = answer(purchaser="SAU", received_on=date(1981, 10, 1), known_on=date(1981, 10, 14))
    assert next(i for i in found["still_possible"] if i["who"] == "president")["in_order"] is False


def test_discharge_of_the_open_resolutions_of_the_119th_congress_matches_the_votes(shared: Path) -> None:
    import csv

    with (shared / "data" / "resolutions_119th.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["vote_date"]]
    purchasers = {"Israel": "ISR", "United Arab Emirates": "ARE", "Qatar": "QAT"}
    assert rows
    for row in rows:
        facts = SaleFacts(
            purchaser=purchasers[row["purchaser"]],
            total_usd=10**9,
            route="dcs" if row["legal_basis"] == "36(c)" else "fms",
        )
        introduced = date.fromisoformat(row["introduced"])
        found = review_clock(facts, as_of=introduced, resolutions=[Resolution(introduced_on=introduced)]).as_json()
        assert found["disapproval"]["discharge_in_order_after"] < row["vote_date"]


@pytest.mark.parametrize(
    ("motion", "yeas", "nays", "outcome"),
    [("discharge", 46, 50, "failed"), ("discharge", 30, 67, "failed"), ("table", 71, 24, "carried"),
     ("table", 71, 27, "carried"), ("table", 77, 21, "carried"), ("passage", 73, 22, "carried"),
     ("passage", 51, 45, "carried"), ("passage", 48, 52, "failed"), ("override", 66, 34, "failed"),
     ("override", 67, 33, "carried"), ("passage", 50, 50, "failed")],
)  # fmt: skip
def test_what_a_vote_decided_depends_on_its_motion(motion: str, yeas: int, nays: int, outcome: str) -> None:
    found = vote_meaning(motion, yeas, nays, LAW)
    assert found.value == outcome
    assert found.because[0].says


def test_an_unknown_motion_is_refused() -> None:
    with pytest.raises(InvalidInput, match="is no motion"):
        vote_meaning("cloture", 60, 40, LAW)


def test_every_recorded_count_agrees_with_its_outcome() -> None:
    words = {
        "rejected": "failed",
        "failed by one": "failed",
        "failed": "failed",
        "passed": "carried",
        "tabled": "carried",
    }
    for row in LAW.table("record/votes").rows:
        if row["yeas"] is not None:
            assert vote_meaning(row["motion"], row["yeas"], row["nays"], LAW).value == words[row["outcome"]], row["id"]


def test_after_both_houses_passed_it_the_president_may_sign_or_veto_and_then_they_may_override() -> None:
    passed = Resolution(
        introduced_on=date(2019, 6, 5), label="S.J.Res.36", passed_senate_on=date(2019, 6, 20),
        passed_house_on=date(2019, 7, 17), vetoed_on=date(2019, 7, 24),
    )  # fmt: skip
    facts: dict[str, Any] = {
        "purchaser": "SAU",
        "total_usd": 10**9,
        "received_on": date(2019, 5, 24),
        "emergency": True,
    }
    acts = {}
    for day in (date(2019, 7, 16), date(2019, 7, 17), date(2019, 7, 24)):
        items = answer(passed, known_on=day, **facts)["still_possible"]
        acts[day.day] = {item["act"] for item in items}
    assert "veto" in acts[16]
    assert "sign or veto" in acts[17]
    assert "override the veto" in acts[24]


def test_a_veto_before_both_houses_passed_it_is_refused() -> None:
    with pytest.raises(InvalidInput, match="before both houses"):
        Resolution(introduced_on=date(2019, 6, 5), passed_senate_on=date(2019, 6, 20), vetoed_on=date(2019, 7, 24))


def test_what_happened_after_the_day_asked_is_not_used() -> None:
    passed = Resolution(
        introduced_on=date(2019, 6, 5), passed_senate_on=date(2019, 6, 20), passed_house_on=date(2019, 7, 17),
        vetoed_on=date(2019, 7, 24),
    )  # fmt: skip
    found = answer(passed, purchaser="SAU", received_on=date(2019, 5, 24), known_on=date(2019, 7, 1),
                   signed_on=date(2019, 9, 1))  # fmt: skip
    assert all(entry["on"] <= "2019-07-01" for entry in found["timeline"] if entry["kind"] == "event")
    assert any(entry["title"].endswith("passed by the Senate") for entry in found["timeline"])


@pytest.mark.parametrize(
    ("day", "instrument", "is_void"),
    [(date(1983, 6, 22), "concurrent_resolution", False), (date(1983, 6, 23), "concurrent_resolution", True),
     (date(1987, 1, 5), "joint_resolution", False)],
)  # fmt: skip
def test_between_chadha_and_the_joint_resolution_the_instrument_had_no_force(
    day: date, instrument: str, is_void: bool
) -> None:
    found = answer(purchaser="SAU", received_on=day)
    assert found["disapproval"]["instrument"] == instrument
    assert ("concurrent_resolution_void" in codes(found)) is is_void
