"""A million clocks at once agree with the scalar rules, and the scalar rules need no NumPy."""

import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from counterpoise.benches.law import array_answer, differences, facts_at, measure, purchasers, random_batch
from counterpoise.errors import InvalidInput, LawNotModelled
from counterpoise.law import sweeps
from counterpoise.law.clock import review_clock
from counterpoise.law.sweeps import UNKNOWN, UNKNOWN_USD, YES, SweepLaw, change_days, prepare, says, sweep
from counterpoise.vocabulary.parties import resolve_party
from tests.law.law_oracles import oracle

PURCHASERS = (
    "ARE",
    "SAU",
    "ISR",
    "GBR",
    "DEU",
    "ESP",
    "SWE",
    "FIN",
    "MKD",
    "KOR",
    "JPN",
    "AUS",
    "IND",
    "TWN",
    "nato",
    "nspa",
)


@pytest.fixture(scope="module")
def law() -> SweepLaw:
    return prepare(PURCHASERS)


def test_a_sweep_agrees_with_the_scalar_rules_on_random_facts(law: SweepLaw) -> None:
    batch = random_batch(law, 4000, np.random.default_rng(7))
    assert differences(batch, law, batch.sweep(law), 4000) == []


def test_a_sweep_agrees_on_both_sides_of_every_change_of_the_law(law: SweepLaw) -> None:
    days = [day + timedelta(days=n) for day in change_days() if day > date(1996, 7, 22) for n in (-1, 0)]
    facts = [(p, r, day) for p in range(len(law.purchasers)) for r in range(len(law.routes)) for day in days]
    batch = random_batch(law, len(facts), np.random.default_rng(1))
    batch.purchaser[:], batch.route[:] = [f[0] for f in facts], [f[1] for f in facts]
    batch.received_on[:] = np.array([f[2] for f in facts], dtype="datetime64[D]")
    assert differences(batch, law, batch.sweep(law), len(facts)) == []


def test_a_sweep_agrees_with_the_whole_clock_up_to_what_receipt_implies(law: SweepLaw) -> None:
    batch = random_batch(law, 300, np.random.default_rng(3))
    clocks = batch.sweep(law)
    for n in range(300):
        answer = review_clock(facts_at(batch, law, n)).as_json()
        required, days, last, free = array_answer(clocks, n)
        assert answer["notification_required"] == required or (required == "unknown" and answer["because"])
        assert (answer["review_days"], answer["last_protected_day"], answer["first_free_day"]) == (
            days, last and last.isoformat(), free and free.isoformat())  # fmt: skip


def test_a_sweep_gives_the_printed_notices_of_2025() -> None:
    rows = oracle("federal_register_2025")
    codes = [resolve_party(row["given"]["purchaser"]).code for row in rows]
    law = prepare(sorted(set(codes)))
    clocks = sweep(
        law, law.purchaser_index(codes), law.route_index(["fms"] * len(rows)),
        np.array([row["given"]["total_usd"] for row in rows]), np.array([row["given"]["mde_usd"] for row in rows]),
        np.array([row["given"]["received_on"] for row in rows], dtype="datetime64[D]"), np.zeros(len(rows), dtype=bool),
    )  # fmt: skip
    assert (clocks.required == YES).all()
    assert clocks.last_protected_day.tolist() == [row["expect"]["last_protected_day"] for row in rows]


@settings(max_examples=40, deadline=None)
@given(st.integers(-1, 400_000_000), st.integers(-1, 400_000_000), st.integers(0, 15))
def test_what_is_not_stated_is_unknown_only_where_it_could_decide(
    law: SweepLaw, total: int, mde: int, who: int
) -> None:
    day = np.array(["2024-06-03"], dtype="datetime64[D]")
    one = sweep(law, np.array([who]), np.array([0]), np.array([total]), np.array([mde]), day, np.array([False]))
    if total != UNKNOWN_USD and mde != UNKNOWN_USD:
        assert says(int(one.required[0])) in (True, False)
    elif one.required[0] == UNKNOWN:
        worst = sweep(law, np.array([who]), np.array([0]), np.array([max(total, 10**12)]), np.array([0]), day,
                      np.array([False]))  # fmt: skip
        assert worst.required[0] == YES


def test_a_place_before_the_modelled_period_is_refused_by_name(law: SweepLaw) -> None:
    batch = random_batch(law, 3, np.random.default_rng(0))
    batch.received_on[1], batch.route[1] = np.datetime64("1990-01-01"), law.routes.index("dcs")
    with pytest.raises(LawNotModelled, match="Place 1 of the sweep"):
        batch.sweep(law)


def test_a_negative_amount_in_a_sweep_is_refused(law: SweepLaw) -> None:
    batch = random_batch(law, 3, np.random.default_rng(0))
    batch.total_usd[2] = -5
    with pytest.raises(InvalidInput, match="negative"):
        batch.sweep(law)


def test_a_purchaser_or_route_unknown_to_a_sweep_is_refused(law: SweepLaw) -> None:
    with pytest.raises(InvalidInput, match="PER"):
        law.purchaser_index(["ARE", "PER"])
    with pytest.raises(InvalidInput, match="lease"):
        law.route_index(["lease"])


@pytest.mark.slow
def test_a_million_clocks_are_at_least_fifty_times_as_fast_as_the_scalar_loop() -> None:
    figures = measure(n_scalar=2000)
    assert figures["clocks"] == 1_000_000
    assert figures["different"] == 0
    assert figures["ratio"] >= 50
    assert figures["ratio_with_preparation"] >= 20
    seconds = figures["seconds"]
    assert seconds["1000000"] < 60 * seconds["100000"]  # growth: about ten times the work, never the square of it


def test_the_bench_compares_listed_and_unlisted_purchasers() -> None:
    chosen = purchasers()
    assert {"ISR", "nspa", "ARE", "GBR"} <= set(chosen)
    assert len(chosen) > 60


def test_the_scalar_path_pulls_in_no_numpy() -> None:
    program = (
        "import sys; from datetime import date; import counterpoise.law.clock as c; from counterpoise.law.facts import "
        "SaleFacts; from counterpoise.law.page import page; from counterpoise.law.timeline_svg import as_svg\n"
        "from counterpoise.law.calendar_export import as_icalendar\n"
        "clock = c.review_clock(SaleFacts(purchaser='ARE', total_usd=10**9, received_on=date(2020, 11, 10)))\n"
        "clock.as_json(); page(clock); as_svg(clock); as_icalendar(clock)\n"
        "sys.exit('numpy' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], check=False).returncode == 0


def test_only_the_sweeps_of_the_law_import_numpy() -> None:
    folder = Path(sweeps.__file__).parent
    users = {file.name for file in folder.glob("*.py") if "numpy" in file.read_text(encoding="utf-8")}
    assert users == {"sweeps.py"}
