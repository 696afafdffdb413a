"""The balance without a war: said first what must be said first, traceable, symmetric, quick."""

import json
import time
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import jsonschema
import pytest

from counterpoise.balance.case_transfers import transfer_of_case
from counterpoise.balance.draws import Draws
from counterpoise.balance.holdings import holding
from counterpoise.balance.profile import Profile, load_profile
from counterpoise.balance.relative_capabilities import RelativeCapabilities, assess_relative_capabilities
from counterpoise.balance.relative_figures import figures
from counterpoise.balance.relative_records import records
from counterpoise.balance.relative_tables import tables
from counterpoise.balance.systems_quality import MissionArea, band_draws, banded_system
from counterpoise.balance.transfer_items import (
    MappedItem,
    OutsideModel,
    ProposedTransfer,
    TransferItem,
    coverage,
    map_item,
    map_transfer,
)
from counterpoise.balance.transfer_schedule import known_orders, order_schedule, period_end
from counterpoise.errors import InvalidInput, ProfileOutOfDate

SEED_DAY = date(2020, 9, 23)
F35 = TransferItem(system="F-35", system_id="f-35")


@pytest.fixture(scope="module")
def profile() -> Profile:
    return load_profile("middle-east-2020")


@pytest.fixture(scope="module")
def seed(profile: Profile) -> RelativeCapabilities:
    """The proposed sale as the first reports told it: no quantity."""
    return assess_relative_capabilities(profile, [ProposedTransfer(purchaser="ARE", items=(F35,))], known_on=SEED_DAY)


def sale(purchaser: str, quantity: int | None = 50, system: str = "f-35a", **more: Any) -> ProposedTransfer:
    items = (TransferItem(system=system, system_id=system, quantity=quantity),)
    return ProposedTransfer(purchaser=purchaser, items=items, **more)


def test_a_quantity_not_stated_is_the_first_thing_said(seed: RelativeCapabilities) -> None:
    assert seed.first_sentence == (
        "The quantity of F-35 is not stated in the sources: it is assessed as scenarios of 12, 25 and 50."
    )
    assert seed.scenarios == (12, 25, 50)
    assert {(entry.quantity, entry.quantity_stated) for entry in seed.schedules} == {
        (12, False),
        (25, False),
        (50, False),
    }


def test_a_stated_quantity_is_one_run_without_scenarios(profile: Profile) -> None:
    result = assess_relative_capabilities(profile, [sale("ARE")], known_on=SEED_DAY)
    assert result.scenarios == (None,)
    assert {top.scenario for top in result.top_bands} == {None}


def test_a_stated_quantity_beside_an_unstated_one_is_told_once(profile: Profile) -> None:
    items = (F35, TransferItem(system="MQ-9B", system_id="mq-9b", quantity=18))
    result = assess_relative_capabilities(profile, [ProposedTransfer(purchaser="ARE", items=items)], known_on=SEED_DAY)
    assert [entry.scenario for entry in result.schedules if entry.class_id == "uav_armed"] == [None]
    assert {top.scenario for top in result.top_bands if top.class_id == "uav_armed"} == {None}
    assert {top.scenario for top in result.top_bands if top.class_id == "fighter_5gen"} == {None, 12, 25, 50}


def test_the_picture_by_year_answers_whether_it_is_still_the_only_one(seed: RelativeCapabilities) -> None:
    by_world = {(top.world, top.scenario): top for top in seed.top_bands if top.class_id == "fighter_5gen"}
    alone = by_world["without", None]
    assert all(year.p_only_holder == 1.0 for year in alone.years)
    for scenario in (12, 25, 50):
        shared = by_world["with", scenario]
        assert shared.years[0].p_only_holder == 1.0
        assert shared.years[-1].p_only_holder == 0.0
        assert shared.years[-1].others["ARE"].median == scenario
    told = " ".join(seed.answers)
    assert "Without the transfer, Israel stays the only holder" in told
    assert "With the transfer (scenarios of 12, 25 and 50), Israel is the only holder" in told


def test_the_answer_follows_the_data_whatever_it_is(profile: Profile) -> None:
    """Held by another already, the same question is answered no, from the same code."""
    row = profile.forces_by_actor_and_class["TUR", "fighter_5gen"][0]
    held = replace(row, quantity_low=10.0, quantity_best=10.0, quantity_high=10.0)
    changed = replace(profile, forces=tuple(held if force is row else force for force in profile.forces))
    result = assess_relative_capabilities(changed, [sale("ARE")], known_on=SEED_DAY)
    assert (
        "Israel is not the only holder of fifth-generation combat aircraft in 2020: Turkey holds them too"
        in " ".join(result.answers)
    )


def test_the_seed_article_is_assessed_from_its_text(shared: Path, profile: Profile, tmp_path: Path) -> None:
    from counterpoise.casebook import open_casebook
    from counterpoise.pipeline.readings import read_all, record

    readings = read_all([str(shared / "data/seed/article.txt")], published_on=SEED_DAY, use_model=False)
    with open_casebook(tmp_path / "casebook.sqlite") as casebook:
        cases = [casebook.case(case) for case in record(casebook, readings, datetime(2020, 9, 24, tzinfo=UTC))]
    transfers = [transfer_of_case(case) for case in cases]
    assert [transfer.purchaser for transfer in transfers] == ["ARE"]
    result = assess_relative_capabilities(profile, transfers, known_on=SEED_DAY)
    assert "is not stated in the sources: it is assessed as scenarios of 12, 25 and 50" in result.first_sentence
    assert any("no longer from about" in answer for answer in result.answers)


def test_the_assessment_takes_under_a_second(profile: Profile) -> None:
    times = []
    for _ in range(4):
        began = time.process_time()
        assess_relative_capabilities(profile, [ProposedTransfer(purchaser="ARE", items=(F35,))], known_on=SEED_DAY)
        times.append(time.process_time() - began)
    assert min(times) < 1.0


def test_every_number_leads_to_a_row_a_source_and_a_grade(seed: RelativeCapabilities) -> None:
    data = seed.as_json()
    for row in data["rows"].values():
        assert row["grade"]
        assert row["source"]
        assert set(row["source"]) <= set(data["sources"])
    transfers = {transfer["transfer_id"] for transfer in data["transfers"]}
    for ratio in data["ratios"]:
        if ratio["ours"] is not None:
            assert ratio["rows"]
            assert set(ratio["rows"]) <= set(data["rows"]) | set(data["assumptions"]) | transfers
    made = records(seed)
    assert {record["section"] for record in made} == {
        "top_band", "schedule", "addition", "restore", "technical", "reach", "counter", "force_ratio", "rival",
        "accumulation", "enabler", "posture",
    }  # fmt: skip
    quantities = ("quantity", "earlier_transfers", "these_transfers")  # of the transfers themselves: their cases say
    for record in made:
        if any(record[end] is not None for end in ("p10", "p50", "p90")) and record["measure"] not in quantities:
            assert record["sources"], record
            assert record["grades"], record


def test_every_row_that_a_record_names_is_in_the_profile_or_a_transfer(
    seed: RelativeCapabilities, profile: Profile
) -> None:
    systems = {(band.system_id, band.mission_area) for band in profile.bands}
    transfers = {transfer.transfer_id for transfer in seed.transfers}
    named = {row for record in records(seed) for row in record["rows"].split("|") if row}
    assert any(row.startswith("lead_times/signature/") for row in named)
    assert any(row.startswith("substitutes/") for row in named)
    for row in named:
        if row.startswith("class:"):  # a system without bands: the range of its class, judgement
            assert row.split(":")[1] in {force.class_id for force in profile.forces}
        elif row.startswith("bands/"):
            assert tuple(row.split("/")[1:]) in systems
        else:
            known = (profile.force_index, profile.delivery_index, profile.assumption_index, transfers)
            assert any(row in index for index in known), row


def test_an_actor_whose_orders_rest_on_lead_times_names_them_and_nobody_elses_rows(seed: RelativeCapabilities) -> None:
    counts = [record for record in records(seed) if record["section"] == "top_band"]
    mine = next(r for r in counts if r["actor"] == "ISR" and r["world"] == "with" and r["measure"] == "delivered")
    rows = mine["rows"].split("|")
    assert {row for row in rows if "/" not in row} == {"isr-01", "isr-d01", "isr-d02"}
    assert [row for row in rows if "/" in row] == ["lead_times/fighter_5gen/USA"]


def test_years_are_printed_as_they_are(seed: RelativeCapabilities) -> None:
    """Three digits would make 2030 of every year from 2025 on."""
    (schedule, *_) = seed.as_json()["schedules"]
    begun = [year for year, count in schedule["delivered"].items() if count["p50"] >= 0.5]
    assert schedule["first_delivery"]["p50"] == float(begun[0])
    assert begun[0][-1] != "0"


def test_what_rests_on_a_ceiling_is_marked_wherever_it_is_counted(seed: RelativeCapabilities, profile: Profile) -> None:
    for ratio in seed.ratios:
        ceilings = {
            row for row in ratio.rows if row in profile.force_index and profile.force_index[row].row_kind == "ceiling"
        }
        assert ceilings <= set(ratio.at_ceiling)
    table = next(table for table in tables(seed) if table.name == "ratios")
    kuwait = holding(profile, "KWT", "fighter_4gen")
    assert kuwait.state == "ceiling_only"
    assert kuwait.best is None
    fourth = [row for row in table.rows if row[0].startswith("Fourth-generation") and row[1] == "all actors"]
    assert fourth
    assert all(row[5].endswith("*") for row in fourth)


def test_the_json_fits_its_schema(seed: RelativeCapabilities, repository: Path) -> None:
    schema = json.loads((repository / "src/counterpoise/schemas/assessment.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(json.loads(json.dumps(seed.as_json())), schema)


def test_the_same_seed_gives_the_same_bytes(profile: Profile, seed: RelativeCapabilities) -> None:
    again = assess_relative_capabilities(profile, [ProposedTransfer(purchaser="ARE", items=(F35,))], known_on=SEED_DAY)
    assert json.dumps(again.as_json()) == json.dumps(seed.as_json())


def test_a_transfer_of_nothing_changes_nothing_bit_for_bit(profile: Profile) -> None:
    result = assess_relative_capabilities(profile, [sale("ARE", 0)], known_on=SEED_DAY)
    by_world = {top.world: top for top in result.top_bands}
    numbers = {world: [replace(year, rows=()) for year in top.years] for world, top in by_world.items()}
    assert numbers["with"] == numbers["without"]
    for area in result.technical:
        best = {(entry.world, entry.year): entry for _, entry in area.headline}
        for year in result.benchmark_years:
            assert best["with", year].bounds == best["without", year].bounds
            assert best["with", year].p == best["without", year].p


def test_exchanging_protected_state_and_purchaser_exchanges_the_tables(profile: Profile) -> None:
    ours = assess_relative_capabilities(profile, [sale("ARE")], protected="ISR", known_on=SEED_DAY)
    theirs = assess_relative_capabilities(profile, [sale("ISR")], protected="ARE", known_on=SEED_DAY)
    mirror = {
        (ratio.class_id, ratio.year): ratio
        for ratio in theirs.ratios
        if ratio.world == "without" and ratio.group == "Israel" and ratio.preset is None
    }
    seen = 0
    for ratio in ours.ratios:
        if ratio.world != "without" or ratio.group != "United Arab Emirates" or ratio.preset is not None:
            continue
        other = mirror[ratio.class_id, ratio.year]
        assert (ratio.ours, ratio.theirs) == (other.theirs, other.ours)
        if ratio.ratio is not None and other.ratio is not None:
            assert ratio.ratio.median == pytest.approx(1 / other.ratio.median)
            assert ratio.ratio.low == pytest.approx(1 / other.ratio.high, rel=1e-3)  # points between neighbours
            seen += 1
    assert seen > 20
    for mine, yours in zip(ours.technical, theirs.technical, strict=True):
        for (_, one), (_, two) in zip(mine.headline, yours.headline, strict=True):
            if one.world != "without":
                continue
            if one.p is not None and two.p is not None:
                assert one.p == pytest.approx(1 - two.p)
            if one.bounds is not None and two.bounds is not None:
                assert one.bounds == pytest.approx((1 - two.bounds[1], 1 - two.bounds[0]))


def test_a_delivery_does_not_depend_on_who_is_asked_about(profile: Profile) -> None:
    to_are = assess_relative_capabilities(profile, [sale("ARE")], protected="ISR", known_on=SEED_DAY)
    to_isr = assess_relative_capabilities(profile, [sale("ISR")], protected="ARE", known_on=SEED_DAY)
    assert to_are.schedules[0].delivered == to_isr.schedules[0].delivered


@pytest.mark.parametrize("name", ["middle-east-2020", "lake-region-example"])
def test_permuting_actors_permutes_the_tables(name: str) -> None:
    original = load_profile(name)
    turned = replace(original, actors=tuple(reversed(original.actors)), forces=tuple(reversed(original.forces)))
    purchaser, day = ("ARE", SEED_DAY) if name.startswith("middle") else ("southmark", date(2021, 6, 1))
    one = assess_relative_capabilities(original, [sale(purchaser)], known_on=day)
    two = assess_relative_capabilities(turned, [sale(purchaser)], known_on=day)
    assert {(t.class_id, t.world): t.years[-1].protected for t in one.top_bands} == {
        (t.class_id, t.world): t.years[-1].protected for t in two.top_bands
    }
    found = {(r.class_id, r.group, r.year, r.world, r.preset): r for r in two.ratios}
    for ratio in one.ratios:
        other = found[ratio.class_id, ratio.group, ratio.year, ratio.world, ratio.preset]
        assert ratio.state == other.state
        if ratio.ratio is not None and other.ratio is not None:
            assert ratio.ratio.median == pytest.approx(other.ratio.median, rel=1e-9)


@pytest.mark.parametrize("protected", ["ISR", "ARE", "EGY", "TUR", "hezbollah"])
def test_every_instrument_works_for_any_protected_actor(profile: Profile, protected: str) -> None:
    purchaser = "SAU"
    result = assess_relative_capabilities(
        profile, [sale(purchaser)], protected=protected, known_on=SEED_DAY, n_draws=200
    )
    assert result.reach[0].purchaser == purchaser
    assert tables(result)
    assert json.dumps(result.as_json())


def test_without_a_transfer_the_region_is_shown_as_it_stands(profile: Profile) -> None:
    result = assess_relative_capabilities(profile, known_on=SEED_DAY, n_draws=200)
    assert result.first_sentence == "No transfer is assessed: this is the region as known on the day."
    assert {ratio.group for ratio in result.ratios} >= {"Egypt", "Iran", "all actors"}
    assert {top.world for top in result.top_bands} == {"without"}


def test_orders_signed_later_are_not_in_the_baseline(profile: Profile) -> None:
    known, later = known_orders(profile, date(2018, 6, 30))
    assert all(period_end(order.signed_on) <= date(2018, 6, 30) for order in known)
    assert {order.signed_on for order in later} >= {"2018", "2019"}


def test_recorded_years_are_used_only_once_they_were_known(profile: Profile) -> None:
    order = next(order for order in profile.deliveries if order.system == "F-15QA")
    draws, years = Draws(0, 200), tuple(range(2020, 2036))
    assert order_schedule(profile, order, years, draws, SEED_DAY).basis.startswith("lead times")
    assert order_schedule(profile, order, years, draws, date(2026, 6, 1)).basis == "recorded years"


def test_an_order_that_completes_a_holding_never_exceeds_what_was_ordered(profile: Profile) -> None:
    result = assess_relative_capabilities(profile, [sale("ARE")], known_on=SEED_DAY)
    top = next(top for top in result.top_bands if top.class_id == "fighter_5gen" and top.world == "without")
    assert top.years[-1].protected.low == pytest.approx(50)
    assert top.years[-1].protected.high == pytest.approx(50)


def test_orders_do_not_restore_a_margin_that_nothing_replaces(seed: RelativeCapabilities) -> None:
    for entry in seed.restore:
        assert entry.p_delivered == 1.0
        assert entry.p_restored == 0.0
        assert entry.years is None


def test_signed_orders_that_suffice_restore_the_margin() -> None:
    """The teaching state has forty aircraft coming; against six of them the margin before is back in time."""
    teaching = load_profile("lake-region-example")
    result = assess_relative_capabilities(
        teaching, [sale("southmark", 2, signed_on=date(2015, 1, 1))], known_on=date(2021, 6, 1)
    )
    assert result.restore[0].p_delivered == 1.0


def test_a_characteristic_learnt_later_is_missing_before(profile: Profile) -> None:
    before = assess_relative_capabilities(profile, [sale("ARE")], known_on=SEED_DAY)
    after = assess_relative_capabilities(profile, [sale("ARE")], known_on=date(2020, 12, 15))

    def inferred(result: RelativeCapabilities) -> int:
        return next(s.n_inferred for s in result.technical[0].coverage if s.system_id == "ae_f35a")

    assert inferred(before) == inferred(after) - 1


def test_only_bounds_are_printed_where_too_little_is_sourced(seed: RelativeCapabilities) -> None:
    strike = next(area for area in seed.technical if area.mission_area == "strike")
    for _, best in strike.headline:
        assert best.status == "bounds_only"
        assert best.p is None
        assert best.bounds is not None
    air = next(area for area in seed.technical if area.mission_area == "air_to_air")
    assert {best.status for _, best in air.headline} == {"sensitivity"}


def test_facts_about_a_type_tie_identical_types_by_construction(profile: Profile) -> None:
    area = MissionArea("air_to_air")
    pair = [banded_system(profile, system, area, SEED_DAY) for system in ("il_f35i", "ae_f35a")]
    drawn = band_draws(pair, Draws(0, 500))
    for name in ("signature", "radar", "combat_radius", "max_mach", "ew"):
        c = area.attributes.index(name)
        assert (drawn[:, 0, c] == drawn[:, 1, c]).all(), name


def test_identical_types_are_near_a_tie_where_only_the_type_is_known(seed: RelativeCapabilities) -> None:
    strike = next(area for area in seed.technical if area.mission_area == "strike")
    pair = next(pair for pair in strike.pairs if pair.ours == "il_f35i")
    assert pair.status == "printed"
    assert pair.p == pytest.approx(0.5, abs=0.06)


def test_a_bigger_transfer_never_raises_the_best_k_of_the_protected_state(seed: RelativeCapabilities) -> None:
    air = next(area for area in seed.technical if area.mission_area == "air_to_air")
    last = seed.benchmark_years[-1]
    by_scenario = {scenario: best.p for scenario, best in air.headline if best.world == "with" and best.year == last}
    without = next(best.p for _, best in air.headline if best.world == "without" and best.year == last)
    order = [p for p in (without, by_scenario[12], by_scenario[25], by_scenario[50]) if p is not None]
    assert len(order) == 4
    assert order == sorted(order, reverse=True)


def test_an_item_maps_to_a_class_or_stands_outside_with_a_reason(profile: Profile) -> None:
    assert isinstance(map_item(profile, "ARE", F35), MappedItem)
    missile = map_item(profile, "ARE", TransferItem(system="AIM-120", class_id="air_to_air_missile"))
    assert isinstance(missile, OutsideModel)
    assert "stocks are not modelled" in missile.because
    unnamed = map_item(profile, "ARE", TransferItem(system="something new"))
    assert isinstance(unnamed, OutsideModel)
    assert "not in the vocabulary" in unnamed.because


def test_a_system_without_characteristics_is_drawn_from_its_class_and_says_so(profile: Profile) -> None:
    result = assess_relative_capabilities(profile, [sale("ARE", 24, "su-27")], known_on=SEED_DAY)
    assert result.schedules[0].quality_basis == "class_range"
    assert any(code == "class_level_quality" for code, _ in result.warnings)
    added = next(area for area in result.technical if area.mission_area == "air_to_air")
    last = result.benchmark_years[-1]
    assert all(best.p is None for _, best in added.headline if best.world == "with" and best.year == last)


def test_items_outside_the_model_are_listed_and_the_rest_is_assessed(profile: Profile) -> None:
    items = (
        TransferItem(system="F-35A", system_id="f-35a", quantity=50),
        TransferItem(system="AIM-120C-8", class_id="air_to_air_missile", quantity=800),
    )
    result = assess_relative_capabilities(profile, [ProposedTransfer(purchaser="ARE", items=items)], known_on=SEED_DAY)
    assert [item.item.system for item in result.outside_model] == ["AIM-120C-8"]
    assert len(result.schedules) == 1


def test_a_case_with_no_mapped_item_says_so_first(profile: Profile) -> None:
    items = (TransferItem(system="training", class_id="service"),)
    result = assess_relative_capabilities(profile, [ProposedTransfer(purchaser="ARE", items=items)], known_on=SEED_DAY)
    assert result.first_sentence.startswith("No item of the transfer maps to a class")
    assert result.ratios


def test_several_transfers_and_earlier_ones_accumulate(profile: Profile) -> None:
    earlier = [sale("ARE", 6, "mq-9b", transfer_id="old")]
    now = [sale("ARE", 50, transfer_id="a"), sale("ARE", 18, "mq-9b", transfer_id="b")]
    result = assess_relative_capabilities(profile, now, known_on=SEED_DAY, earlier=earlier)
    row = next(entry for entry in result.accumulation if (entry.actor_id, entry.class_id) == ("ARE", "uav_armed"))
    assert (row.earlier_transfers, row.these_transfers) == (6, 18)
    assert set(row.rows) == {"old", "b"}
    israel = next(entry for entry in result.accumulation if (entry.actor_id, entry.class_id) == ("ISR", "fighter_5gen"))
    assert israel.signed_orders is not None


def test_a_transfer_to_the_protected_state_raises_its_own_counts(profile: Profile) -> None:
    result = assess_relative_capabilities(profile, [sale("ISR", 25, "f-35i")], known_on=SEED_DAY)
    by_world = {top.world: top for top in result.top_bands if top.class_id == "fighter_5gen"}
    gained = by_world["with"].years[-1].protected.median - by_world["without"].years[-1].protected.median
    assert gained == pytest.approx(25)
    assert result.counters == ()
    assert any(ratio.world == "with" and ratio.group == "all actors" for ratio in result.ratios)


def test_the_purchaser_is_set_against_its_own_rivals(seed: RelativeCapabilities) -> None:
    rivals = {entry.rival for entry in seed.rivals}
    assert {"IRN", "QAT"} <= rivals
    assert "ISR" not in rivals


def test_all_three_presets_are_shown_for_the_recipient(seed: RelativeCapabilities) -> None:
    assert set(seed.reach[0].shares) == {"default", "forward_based", "all_brought_to_bear"}
    assert {ratio.preset for ratio in seed.ratios if ratio.group == "United Arab Emirates"} == {
        None, "default", "forward_based", "all_brought_to_bear",
    }  # fmt: skip


def test_land_forces_without_a_chain_are_held_and_not_within_reach(seed: RelativeCapabilities) -> None:
    tanks = [
        ratio for ratio in seed.ratios if (ratio.class_id, ratio.group) == ("tank", "United Arab Emirates")
    ]  # fmt: skip
    assert {ratio.preset: ratio.state for ratio in tanks} == {
        None: "ratio", "default": "none_within_reach", "forward_based": "none_within_reach",
        "all_brought_to_bear": "none_within_reach",
    }  # fmt: skip


def test_ground_forces_stand_with_and_without_reserves(seed: RelativeCapabilities) -> None:
    ours = {
        ratio.group: ratio.ours.median
        for ratio in seed.ratios
        if ratio.class_id == "ground" and ratio.preset is None and ratio.ours is not None
    }
    assert ours["all actors, without reserves"] == pytest.approx(173_000, rel=0.1)
    assert ours["all actors"] > 3 * ours["all actors, without reserves"]


def test_part_a_names_what_can_engage_what_is_added(seed: RelativeCapabilities) -> None:
    counters = {entry.counter_class_id: entry for entry in seed.counters}
    assert {"fighter_5gen", "fighter_4gen", "sam_area"} <= set(counters)
    assert counters["fighter_older"].in_service is None
    assert all(entry.confidence in ("high", "medium", "low") and entry.source for entry in seed.counters)


def test_a_day_outside_the_profile_is_refused_and_the_gap_is_said_first_when_lifted(profile: Profile) -> None:
    with pytest.raises(ProfileOutOfDate, match="--profile-anyway"):
        assess_relative_capabilities(profile, [sale("ARE")], known_on=date(2024, 1, 1))
    result = assess_relative_capabilities(
        profile, [sale("ARE")], known_on=date(2024, 1, 1), profile_anyway=True, n_draws=200
    )
    assert result.first_sentence.startswith(
        "The profile middle-east-2020 holds from 2020-01-01 to 2021-06-30; 2024-01-01"
    )
    assert result.warnings[0][0] == "profile_not_valid"


def test_old_holdings_are_said_to_be_old_where_they_count(profile: Profile) -> None:
    region = assess_relative_capabilities(profile, known_on=SEED_DAY, n_draws=100)
    assert any(code == "stale_holdings" for code, _ in region.warnings)
    aircraft = assess_relative_capabilities(profile, [sale("ARE")], known_on=SEED_DAY, n_draws=100)
    assert not any(code == "stale_holdings" for code, _ in aircraft.warnings)


def test_a_purchaser_outside_the_profile_is_named(profile: Profile) -> None:
    with pytest.raises(InvalidInput, match="'MAR' is no actor"):
        map_transfer(profile, sale("MAR"))


def test_an_unknown_protected_state_is_named(profile: Profile) -> None:
    with pytest.raises(InvalidInput, match="'XXX' is no actor"):
        assess_relative_capabilities(profile, [sale("ARE")], protected="XXX", known_on=SEED_DAY)


@pytest.mark.parametrize("quantity", [-1])
def test_an_impossible_quantity_is_named(profile: Profile, quantity: int) -> None:
    with pytest.raises(InvalidInput, match="cannot be below zero"):
        assess_relative_capabilities(profile, [sale("ARE", quantity)], known_on=SEED_DAY)


def test_an_unknown_system_is_named(profile: Profile) -> None:
    with pytest.raises(InvalidInput, match="unknown system 'f-99'"):
        assess_relative_capabilities(profile, [sale("ARE", 5, "f-99")], known_on=SEED_DAY)


def test_figures_are_well_formed_with_the_data_beside_them(seed: RelativeCapabilities) -> None:
    made = figures(seed)
    assert {figure.name for figure in made} >= {"top_band_fighter_5gen", "best_k_air_to_air_ARE", "best_k_strike_ARE"}
    for figure in made:
        root = ElementTree.fromstring(figure.svg)
        assert root.find("{http://www.w3.org/2000/svg}title") is not None
        assert figure.rows
        assert all(len(row) == len(figure.columns) for row in figure.rows)
        assert "not a determination of the U.S. Government" in figure.svg


def test_no_table_or_answer_is_called_a_determination_or_names_a_winner(seed: RelativeCapabilities) -> None:
    told = " ".join(
        (*seed.answers, seed.first_sentence, *(table.title + table.caption for table in tables(seed)))
    ).lower()
    assert "determination" not in told
    assert "violat" not in told
    assert " win " not in told


def test_coverage_counts_items_and_transfers() -> None:
    found = coverage([[F35, TransferItem(system="spare parts", class_id="component")], [TransferItem(system="?")]])
    assert (found.n_items, found.n_mapped, found.n_transfers, found.n_transfers_mapped) == (3, 1, 2, 1)
    assert found.outside == {"Other parts, kits and launchers": 1, "not in the vocabulary": 1}
