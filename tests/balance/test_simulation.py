"""A run over the shipped profile: the same bits however it is cut, and what it says about itself."""

from dataclasses import fields
from datetime import date
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from counterpoise.balance.attrition import circumstances
from counterpoise.balance.coalitions import Coalitions, joined_by_land, minimal, subsets
from counterpoise.balance.draws import Draws
from counterpoise.balance.parameters import load_parameters
from counterpoise.balance.profile import load_profile
from counterpoise.balance.results import BalanceResults, diff_results, label_results, load_results, save_results
from counterpoise.balance.simulation import Shard, simulate
from counterpoise.balance.simulation_findings import (
    actor_values,
    break_evens,
    breakers,
    encounters,
    index_agreement,
    reachability,
)
from counterpoise.balance.simulation_plan import Plan, Verdict, make_plan
from counterpoise.balance.theatre import ScenarioKey
from counterpoise.balance.transfer_items import ProposedTransfer, TransferItem
from counterpoise.errors import InvalidInput, StoreError

PROPOSAL = ProposedTransfer(
    purchaser="ARE",
    items=(
        TransferItem(system="F-35A", system_id="f-35a", quantity=50),
        TransferItem(system="MQ-9B", system_id="mq-9b", quantity=18),
    ),
)
DAY = date(2020, 9, 23)


def plan(n_draws: int = 40, **settings: object) -> Plan:
    """Lay out a small run of the 2020 proposal."""
    chosen: dict[str, Any] = {
        "known_on": DAY,
        "parameters": load_parameters(),
        "n_draws": n_draws,
        "years": (2033,),
    } | settings
    return make_plan(load_profile(), chosen.pop("transfers", [PROPOSAL]), **chosen)


@pytest.fixture(scope="module")
def results() -> BalanceResults:
    """A run with 120 draws in three shards and one benchmark year."""
    laid_out = plan(120)
    return label_results(laid_out, simulate(laid_out, shard_draws=40))


def same(one: Shard, other: Shard) -> bool:
    """Say whether two sums are equal to the bit."""
    return all(
        np.array_equal(getattr(one, item.name), getattr(other, item.name), equal_nan=True) for item in fields(Shard)
    )


def test_one_worker_two_workers_and_a_resumed_run_agree_to_the_bit(tmp_path: Path) -> None:
    laid_out = plan()
    alone = simulate(laid_out, workers=1, shard_draws=10)
    assert same(alone, simulate(laid_out, workers=2, shard_draws=10))
    simulate(laid_out, checkpoint=tmp_path, shard_draws=10)
    kept = sorted(tmp_path.glob("*.npz"))
    assert len(kept) == 4
    kept[1].unlink()
    (tmp_path / "of-another-run-0-10.npz").write_bytes(b"not ours")
    assert same(alone, simulate(laid_out, workers=2, checkpoint=tmp_path, shard_draws=10))


def test_an_interrupted_run_keeps_the_shards_it_finished(tmp_path: Path) -> None:
    laid_out = plan()

    def stop(progress: object) -> None:
        if getattr(progress, "n_done", 0) == 2:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        simulate(laid_out, checkpoint=tmp_path, shard_draws=10, progress=stop)
    assert len(list(tmp_path.glob("*.npz"))) == 2


def test_a_damaged_shard_is_named(tmp_path: Path) -> None:
    laid_out = plan(10)
    simulate(laid_out, checkpoint=tmp_path)
    next(tmp_path.glob("*.npz")).write_bytes(b"half a shard")
    with pytest.raises(StoreError, match="Delete it"):
        simulate(laid_out, checkpoint=tmp_path)


def test_a_transfer_of_nothing_changes_nothing_to_the_bit() -> None:
    nothing = ProposedTransfer(purchaser="ARE", items=(TransferItem(system="F-35A", system_id="f-35a", quantity=0),))
    laid_out = plan(20, transfers=[nothing], worlds=("with",))
    run = simulate(laid_out)
    assert (run.failures[0] == run.failures[1]).all()
    assert laid_out.keys[1].world == "with"
    for mask in laid_out.shown:
        told = label_results(laid_out, run)
        assert (told.own_loss(laid_out.keys[0], mask) == told.own_loss(laid_out.keys[1], mask)).all()


def test_the_draws_of_a_shorter_run_are_the_first_of_a_longer_one() -> None:
    short, longer = simulate(plan(10)), simulate(plan(20))
    assert (short.own_loss == longer.own_loss[..., :10]).all()
    assert (short.log_break_even == longer.log_break_even[..., :10]).all()


def test_the_break_even_multiplier_is_where_the_verdict_turns(results: BalanceResults) -> None:
    """E >= 0 in a draw if and only if the multiplier drawn there reaches the break-even; 1e-3 around it is left out."""
    circumstance = circumstances(load_parameters(), Draws(0, 120))
    drawn = results.shard.index_shift - circumstance
    for key in results.keys:
        for mask in results.labels.binding:
            beyond = drawn - results.log_break_even(key, mask)
            clear = np.abs(beyond) > 1e-3
            assert ((results.log_loss_ratio(key, mask) >= 0) == (beyond >= 0))[clear].all()


def test_counts_of_every_coalition_agree_with_the_losses_kept_by_draw(results: BalanceResults) -> None:
    """Two ways through the code: the search's counts, and the encounters fought one by one."""
    for key in results.keys:
        for mask in results.labels.shown:
            ratio = results.log_loss_ratio(key, mask)
            if (np.abs(ratio) > 1e-5).all():
                assert results.p_fails(key)[mask] == pytest.approx((ratio < 0).mean(), abs=1e-12)


def test_a_transfer_never_helps_the_protected_state_and_spares_whom_it_does_not_reach(results: BalanceResults) -> None:
    for record in encounters(results):
        assert record.change_in_log_loss_ratio[2] <= 1e-5
        if "ARE" not in record.coalition:
            assert record.change_in_log_loss_ratio == (0.0, 0.0, 0.0)


def test_shapley_values_share_out_the_whole_and_the_recipient_gains(results: BalanceResults) -> None:
    key = ScenarioKey("with", None, 2033)
    rows = [row for row in actor_values(results) if row.scenario == key]
    assert sum(row.shapley for row in rows) == pytest.approx(results.p_fails(key)[-1])
    recipient = next(row for row in rows if row.actor == "ARE")
    assert recipient.shapley_change > 0


def test_tiers_harden_and_the_break_even_with_them(results: BalanceResults) -> None:
    """Each tier of subsets holds the one before: by monotonicity its break-even is no lower."""
    key = ScenarioKey("without", None, 2033)
    ladder = [row.median for row in break_evens(results) if row.scenario == key and "purchaser" not in row.tier]
    assert ladder[1:] == sorted(ladder[1:])
    assert ladder[-1] >= ladder[0]
    assert {row.history for row in break_evens(results)} == {results.labels.history}


def test_minimal_breakers_contain_no_other_and_break_the_edge(results: BalanceResults) -> None:
    key = ScenarioKey("without", None, 2033)
    found = breakers(results, key, level=0.4, most_members=16)
    assert found
    for row in found:
        assert row.p_fails >= 0.4
        mask = results.coalitions.mask(row.coalition.split("+"))
        below = [mask & ~(1 << i) for i in range(16) if mask >> i & 1]
        assert all(results.p_fails(key)[less] < 0.4 for less in below)


def test_a_coalition_without_the_recipient_is_said_to_be_out_of_reach(results: BalanceResults) -> None:
    row = next(row for row in reachability(results) if row.scenario.world == "with")
    assert row.n_with_a_changed_actor == 1 << 15
    assert row.n_changed <= row.n_with_a_changed_actor


def test_the_one_line_index_explains_most_of_the_kernel(results: BalanceResults) -> None:
    """Said on the page whatever it is; the balance model found 0.985 over 400 coalitions."""
    assert 0.8 < index_agreement(results) <= 1.0


def test_results_are_read_again_as_written_and_a_difference_is_found(results: BalanceResults, tmp_path: Path) -> None:
    path = tmp_path / "run.npz"
    save_results(results, path)
    again = load_results(path)
    assert diff_results(results, again).is_empty
    other_plan = plan(10)
    other = label_results(other_plan, simulate(other_plan))
    changed = diff_results(results, other)
    assert changed.labels["n_draws"] == (120, 10)
    assert changed.largest["failures"] != 0
    (tmp_path / "junk.npz").write_bytes(b"junk")
    with pytest.raises(StoreError, match="not a file of results"):
        load_results(tmp_path / "junk.npz")


def test_the_dataset_names_its_axes_and_units(results: BalanceResults) -> None:
    dataset = results.as_dataset()
    assert dataset["surviving_share"].attrs["units"] == "share"
    alone = dataset["log_loss_ratio"].sel(scenario="with-2033", shown_coalition="ARE", group="overall")
    assert (alone.values == results.log_loss_ratio(ScenarioKey("with", None, 2033), 1 << 7).astype(np.float32)).all()
    assert dataset.attrs["seed"] == "0"


def test_any_actor_can_be_the_protected_one() -> None:
    """Symmetry: the instruments run for another state, and the measured multiplier is not lent to it."""
    laid_out = plan(20, protected="ARE", transfers=[], worlds=())
    run = label_results(laid_out, simulate(laid_out))
    assert "ISR" in run.labels.actors
    assert "ARE" not in run.labels.actors
    assert np.median(run.shard.index_shift) < 0.7  # median multiplier 1, not 2.1


@pytest.mark.parametrize("settings", [{"multiplier": "one"}, {"member": "proportional"}, {"preset": "wide"}])
def test_every_assumption_set_runs(settings: dict[str, Any]) -> None:
    laid_out = plan(10, parameters=load_parameters(**settings), worlds=("with",))
    run = simulate(laid_out)
    assert (run.failures[1] >= run.failures[0]).all()


def test_a_wrong_setting_is_named() -> None:
    with pytest.raises(InvalidInput, match="no assumption preset"):
        load_parameters("rosy")
    with pytest.raises(InvalidInput, match="no parameter"):
        load_parameters(changes={"kill_rate": 1.0})
    with pytest.raises(InvalidInput, match="do not all lie"):
        plan(10, years=(1999,))
    laid_out = plan(10, every_coalition=False)
    told = label_results(laid_out, simulate(laid_out))
    with pytest.raises(InvalidInput, match="was not kept by draw"):
        told.own_loss(laid_out.keys[0], 3 + 64)
    with pytest.raises(InvalidInput, match="did not decide every coalition"):
        told.p_fails(laid_out.keys[0])
    assert Verdict("K", 0.8).label == "K<0.8"


def test_land_strength_needs_an_unbroken_chain() -> None:
    borders = {"A": {"P", "B"}, "B": {"A", "C"}, "C": {"B"}, "P": {"A"}}
    joined = joined_by_land(("A", "B", "C"), borders, "P")
    coalitions = Coalitions(("A", "B", "C"))
    assert joined[coalitions.mask("BC")] == 0
    assert joined[coalitions.mask("AC")] == coalitions.mask("A")
    assert joined[coalitions.mask("ABC")] == coalitions.mask("ABC")
    for mask in range(8):
        for actor in range(3):
            assert joined[mask | 1 << actor] & joined[mask] == joined[mask]


def test_subsets_and_minimal_sets() -> None:
    assert sorted(subsets(0b101).tolist()) == [0b001, 0b100, 0b101]
    assert minimal(np.array([0b111, 0b011, 0b100])).tolist() == [0b100, 0b011]
