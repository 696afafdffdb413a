"""Coefficients and defaults: construction, guards, grades; no kill rate; the slope on history's ratios."""

import csv
import re
from datetime import date
from pathlib import Path

import numpy as np
import pytest
import yaml

from counterpoise import vocabulary
from counterpoise.balance.attrition import build_coefficients, duel_losses, engagement_tables, exponents
from counterpoise.balance.draws import Draws
from counterpoise.balance.engine_slope import engine_slope
from counterpoise.balance.inventories import kernel_classes
from counterpoise.balance.parameters import load_parameters, shipped_defaults
from counterpoise.balance.profile import load_profile
from counterpoise.balance.simulation import measure_encounters, prepare_draws
from counterpoise.balance.simulation_plan import make_plan
from counterpoise.balance.simulation_report import run_simulation, simulation_record
from counterpoise.balance.theatre import class_weights, group_weights
from counterpoise.balance.transfer_items import ProposedTransfer, TransferItem

PARAMETERS = load_parameters()
DAY = date(2020, 9, 23)


def test_every_default_has_a_grade_a_reason_and_a_range_or_is_measured(repository: Path) -> None:
    path = repository / "src/counterpoise/balance/data/model_defaults.yaml"
    document = yaml.safe_load(path.read_text(encoding="utf-8"))
    grades = vocabulary.words("grades", "grade")
    rows = [*document["parameters"].values(), *document["topology"]]
    for row in rows:
        assert row["grade"] in grades
        assert row["because"]
        assert "range" in row or row["grade"] == "derived"
    for preset in document["presets"].values():
        assert preset["grade"] in grades
        assert set(preset["changes"]) <= set(document["parameters"])


def test_no_package_data_holds_a_kill_rate(repository: Path) -> None:
    """DESIGN section 6: coefficients are constructed. No key or column of the package names such a rate."""
    forbidden = re.compile(r"\b(p_?k|pk|kill_?(rate|prob\w*)|p_?kill|lethality|single_shot\w*)\b", re.IGNORECASE)
    for path in (repository / "src/counterpoise").rglob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            header = next(csv.reader(file), [])
        assert not [name for name in header if forbidden.search(name)], path
    for path in (repository / "src/counterpoise/balance/data").glob("*.yaml"):
        keys = re.findall(r"^\s*([A-Za-z_]+):", path.read_text(encoding="utf-8"), re.MULTILINE)
        assert not [key for key in keys if forbidden.search(key)], path


def test_both_sides_share_one_table_and_families_one_scale() -> None:
    preference, pressure = engagement_tables(PARAMETERS, Draws(0, 50))
    n = len(kernel_classes())
    classes = kernel_classes()
    rate = (pressure / np.where(preference > 0, preference, 1)).reshape(50, n, n)
    tank, artillery = classes.index("tank"), classes.index("artillery")
    assert rate[:, tank, tank] == pytest.approx(rate[:, artillery, tank])
    drone, fighter = classes.index("uav_armed"), classes.index("fighter_4gen")
    assert rate[:, drone, tank] == pytest.approx(rate[:, fighter, tank] / 2)
    assert (preference.reshape(50, n, n)[:, fighter, classes.index("submarine")] == 0).all()


def test_latent_spreads_are_those_of_the_defaults() -> None:
    """20,000 draws: standard errors of the standard deviations are under 0.01."""
    draws = Draws(1, 20_000)
    coefficients = build_coefficients(PARAMETERS, draws, "ISR")
    sd = np.hypot(PARAMETERS.value("multiplier_log_sd"), PARAMETERS.value("circumstance_log_sd"))
    assert coefficients.log_multiplier.std() == pytest.approx(sd, abs=0.03)
    assert np.median(coefficients.log_multiplier) == pytest.approx(np.log(2.1), abs=0.04)
    one = build_coefficients(load_parameters(multiplier="one"), draws, "ISR")
    assert np.median(one.log_multiplier) == pytest.approx(0.0, abs=0.04)
    assert duel_losses(PARAMETERS, draws).max() <= 0.9


def test_the_laws_drawn_lie_within_what_history_leaves_open() -> None:
    drawn = exponents(build_coefficients(PARAMETERS, Draws(0, 4000), "ISR").law)
    assert set(drawn.tolist()) == {0.5, 0.75, 1.0}
    low, high = shipped_defaults()["law_exponent"].range
    assert low <= drawn.min() <= drawn.max() <= high
    rival = exponents(build_coefficients(load_parameters(member="proportional"), Draws(0, 4000), "ISR").law)
    assert rival.min() >= 1.0
    assert rival.max() <= 2.0
    assert rival.mean() == pytest.approx(1.5, abs=0.02)


def test_the_loss_scale_makes_the_duel_of_equals_cost_its_share() -> None:
    """At multiplier 1 the protected state against its own image loses the drawn share; tolerance: two grid steps."""
    laid_out = make_plan(load_profile(), [], known_on=DAY, parameters=PARAMETERS, n_draws=30, years=(2020,))
    draws = Draws(0, 30)
    coefficients, forces = prepare_draws(laid_out, draws)
    mirror = forces._replace(
        actor_count=forces.own_count[:, :, None], actor_fire=forces.own_fire[:, :, None], joined=np.array([0, 1]),
        other_weights=forces.own_weights,
    )  # fmt: skip
    level = coefficients._replace(log_multiplier=np.zeros(30))
    own, other, _, _ = measure_encounters(level, mirror, laid_out.encounters([1]), PARAMETERS)
    assert (own == other).all()
    assert own[0, 0] == pytest.approx(duel_losses(PARAMETERS, draws), rel=2e-3)


def test_weights_are_fixed_shares_that_no_coalition_moves() -> None:
    weights = class_weights(load_profile(), PARAMETERS)
    assert weights.sum() == pytest.approx(1.0)
    rows = group_weights(weights)
    assert rows.sum(axis=1) == pytest.approx(1.0)
    held = group_weights(weights, weights > 0.05)
    assert (held[0][weights <= 0.05] == 0).all()
    assert held[0].sum() == pytest.approx(1.0)


@pytest.mark.parametrize("preset", ["default", "wide"])
def test_the_slope_on_history_s_own_ratios_is_no_steeper_than_history(shared: Path, preset: str) -> None:
    """0.26 to 0.80: one clustered error below the observed 0.478, and the top of its bootstrap interval."""
    with (shared / "data/cdb90/belligerents.csv").open(encoding="utf-8") as file:
        sides: dict[str, dict[str, float]] = {}
        for row in csv.DictReader(file):
            if row["str"]:
                sides.setdefault(row["isqno"], {})[row["attacker"]] = float(row["str"])
    ratios = np.array([np.log(s["1"] / s["0"]) for s in sides.values() if len(s) == 2 and min(s.values()) > 0])
    assert ratios.size > 500
    slope = engine_slope(ratios, load_profile(), load_parameters(preset), Draws(0, 400))
    assert 0.26 <= slope <= 0.80


def test_the_square_law_would_be_too_steep() -> None:
    """The rival member at exponents 1 to 2: why it is the rival."""
    ratios = np.random.default_rng(0).normal(0.2, 0.7, 600)
    slopes = [
        engine_slope(ratios, load_profile(), load_parameters(member=member), Draws(0, 300))
        for member in ("helmbold", "proportional")
    ]
    assert slopes[1] > 1.3 * slopes[0]


def test_a_run_is_told_as_plain_values() -> None:
    profile = load_profile()
    transfer = ProposedTransfer(purchaser="ARE", items=(TransferItem(system="F-35A", system_id="f-35a", quantity=50),))
    results = run_simulation(profile, [transfer], known_on=DAY, n_draws=60, years=(2033,), workers=2)
    record = simulation_record(results, profile)
    assert "Non-state actors are not assessed" in record["scope"]
    assert record["seed"] == 0
    assert record["units"]["break_even"] == "1"
    assert record["versions"]["numba"]
    assert {row["scenario"]["world"] for row in record["break_even"]} == {"without", "with", "substitute"}
