"""The caps of LICENCES.md hold for every profile in the package."""

import csv
import re
from pathlib import Path

import pytest

from counterpoise.balance.profile import Profile, load_profile, profile_names

CLOSED = re.compile(r"rDMC|Global Firepower|GFP")
ROW = re.compile(r"^\| (?P<upstream>[a-z-]+) \| .* \| (?P<cap>\d+|none) \|$", re.MULTILINE)


def caps(repository: Path) -> dict[str, str]:
    """Read the table of LICENCES.md."""
    text = (repository / "LICENCES.md").read_text(encoding="utf-8")
    return {match["upstream"]: match["cap"] for match in ROW.finditer(text)}


def rows_citing(profile: Profile) -> dict[str, int]:
    """Count the rows that cite each upstream, a row once for each."""
    tables = (
        profile.forces, profile.deliveries, profile.bands, profile.access, profile.relations, profile.actors,
        profile.lead_times, profile.counters, profile.reach, profile.substitutes, profile.prior.values(),
        profile.gap_rules.values(),
    )  # fmt: skip
    counts: dict[str, int] = {}
    for rows in tables:
        for row in rows:
            for upstream in {profile.sources[name].upstream for name in row.source}:
                counts[upstream] = counts.get(upstream, 0) + 1
    return counts


def test_all_profiles_together_stay_under_every_cap(repository: Path) -> None:
    allowed, counted = caps(repository), dict[str, int]()
    for name in profile_names():
        for upstream, n in rows_citing(load_profile(name)).items():
            counted[upstream] = counted.get(upstream, 0) + n
    assert counted["sipri"] > 100, "the count itself must see the rows"
    over = {
        u: (n, allowed.get(u))
        for u, n in counted.items()
        if u not in allowed or (allowed[u] != "none" and n > int(allowed[u]))
    }
    assert over == {}


def test_every_upstream_a_source_may_name_has_a_row(repository: Path) -> None:
    with (repository / "src/counterpoise/vocabulary/profile_tables.csv").open(encoding="utf-8") as file:
        allowed = next(
            row["allowed"] for row in csv.DictReader(file) if (row["table"], row["column"]) == ("sources", "upstream")
        )
    assert set(allowed.split("|")) == set(caps(repository))


@pytest.mark.parametrize("word", ["IISS", "Military Balance", "rDMC", "Gannon", "Global Firepower", "GFP"])
def test_no_profile_cites_a_source_that_may_not_be_shipped(repository: Path, word: str) -> None:
    for path in (repository / "src/counterpoise/profiles").rglob("*.csv"):
        assert word not in path.read_text(encoding="utf-8"), path.name


def test_no_shipped_quantity_repeats_one_that_rests_on_closed_sources_alone(shared: Path) -> None:
    """Rows whose every source is closed: the profile gives no best figure for that system, or a range of its own."""
    profile = load_profile("middle-east-2020")
    names = {actor.name.split(" (")[0]: actor.actor_id for actor in profile.actors} | {"UAE": "ARE"}
    with (shared / "data/forces/order_of_battle_2020.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["quantity_best"] != "0"]
    closed = [row for row in rows if all(CLOSED.search(one) for one in row["source"].split(";"))]
    assert len(closed) > 40
    for row in closed:
        system = re.sub(r" \((batteries|launchers|battalions)\)", "", row["system"])
        for force in profile.forces:
            if force.actor_id == names.get(row["actor"]) and force.system == system:
                if force.grade == "derived":  # worked out from an open source instead
                    assert "own-range" not in force.source
                    continue
                assert force.grade == "judgement" or force.row_kind == "known_absent_count", force.row_id
                assert force.quantity_best is None or force.quantity_best != float(row["quantity_best"]), force.row_id
                if force.quantity_high:
                    assert force.quantity_high >= 1.5 * (force.quantity_low or 0), force.row_id
