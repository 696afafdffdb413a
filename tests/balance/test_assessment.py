"""The assessment as a whole: levels, symmetry, labels, sentences, tables, figures, record."""

import json
from dataclasses import replace
from datetime import date
from math import log
from pathlib import Path
from xml.etree import ElementTree

import jsonschema
import numpy as np
import pytest

from counterpoise.balance.assessment import AssessmentRequest, BalanceAssessment, assess_balance
from counterpoise.balance.assessment_figures import figures
from counterpoise.balance.assessment_record import balance_record, balance_schema
from counterpoise.balance.assessment_tables import tables
from counterpoise.balance.assessment_words import change_sentence, summary_sentences, untouched_sentences
from counterpoise.balance.assumption_sets import Claim
from counterpoise.balance.clause_levels import (
    ADVERSE,
    BY_CONSTRUCTION,
    COUNTER,
    DAMAGES,
    FAVOURABLE,
    SUPERIOR,
    statistic,
)
from counterpoise.balance.levels import EVERY_SET, LIKELY, NO_EFFECT, UNDETERMINED, UNLIKELY, level_in_sets, level_of
from counterpoise.balance.profile import load_profile
from counterpoise.balance.transfer_items import ProposedTransfer, TransferItem
from counterpoise.errors import InvalidInput

DAY = date(2020, 9, 23)
JETS = ProposedTransfer(purchaser="ARE", items=(TransferItem(system="F-35A", system_id="f-35a", quantity=50),))
UNSTATED = ProposedTransfer(purchaser="ARE", items=(TransferItem(system="F-35", system_id="f-35a"),))
CLAIM = Claim("USA", "Donald Trump", "no problem", "supports", "s1")


@pytest.fixture(scope="module")
def jets() -> BalanceAssessment:
    request = AssessmentRequest(known_on=DAY, n_draws=200, claims=(CLAIM,))
    return assess_balance(load_profile(), [JETS], request)


@pytest.fixture(scope="module")
def unstated() -> BalanceAssessment:
    return assess_balance(load_profile(), [UNSTATED], AssessmentRequest(known_on=DAY, n_draws=150, depth="summary"))


def test_words_follow_the_probability() -> None:
    """DESIGN section 6: below 0.05, 0.2, up to 0.8, above; and at least 0.95 in every set."""
    assert [level_of(p) for p in (0.0, 0.049, 0.05, 0.19, 0.2, 0.5, 0.79, 0.8, 1.0)] == [
        NO_EFFECT, NO_EFFECT, UNLIKELY, UNLIKELY, UNDETERMINED, UNDETERMINED, UNDETERMINED, LIKELY, LIKELY,
    ]  # fmt: skip
    assert level_in_sets(0.97, (0.95, 0.99)) == EVERY_SET
    assert level_in_sets(0.97, (0.94, 0.99)) == LIKELY
    assert level_in_sets(0.10, (0.99, 0.99)) == UNLIKELY


def test_a_level_is_what_its_statistic_says(jets: BalanceAssessment) -> None:
    for level in jets.levels_at():
        if level.change is None or level.clause == SUPERIOR:
            continue
        mask = jets.main.coalitions.mask(level.coalition.split("+"))
        values = statistic(jets.main, level.scenario, mask, level.clause)
        beyond = values <= level.margin if level.clause == COUNTER else values >= level.margin
        assert level.p_material == pytest.approx(float(beyond.mean()))
        assert level.change[0] <= level.change[1] <= level.change[2]


def test_the_sale_is_adverse_against_the_purchaser_and_nothing_by_construction_elsewhere(
    jets: BalanceAssessment,
) -> None:
    headline = jets.headline
    assert headline is not None
    assert (headline.coalition, headline.direction) == ("ARE", ADVERSE)
    untouched = [level for level in jets.levels_at() if BY_CONSTRUCTION in level.beside]
    assert {level.tier for level in untouched} == {
        "belligerents and their sponsors' clients", "and those without relations",
    }  # fmt: skip
    assert "by construction" in next(untouched_sentences(jets))


def test_more_aircraft_never_change_less(unstated: BalanceAssessment) -> None:
    medians = [
        next(level.change[1] for level in unstated.levels_at(quantity=n) if level.clause == COUNTER and level.change)
        for n in (12, 25, 50)
    ]
    assert medians == sorted(medians, reverse=True)


def test_what_the_protected_state_buys_turns_the_sentence_round() -> None:
    own = replace(JETS, purchaser="ISR")
    found = assess_balance(load_profile(), [own], AssessmentRequest(known_on=DAY, n_draws=100, depth="summary"))
    headline = found.headline
    assert headline is not None
    assert headline.change is not None
    assert headline.change[1] > 0
    assert headline.direction in (FAVOURABLE, "neither")
    assert "worsens" not in change_sentence(found, headline)


def test_the_sentence_is_made_from_the_numbers(jets: BalanceAssessment) -> None:
    headline = jets.headline
    assert headline is not None
    assert headline.change is not None
    said = change_sentence(jets, headline)
    assert "worsens" in said
    turned = replace(headline, change=(log(1.1), log(1.2), log(1.3)), direction=FAVOURABLE)
    assert "improves the loss exchange against the United Arab Emirates alone to 1.2" in change_sentence(jets, turned)


def test_labels_say_what_the_answer_rests_on(jets: BalanceAssessment) -> None:
    sensitivity = jets.sensitivity
    assert sensitivity is not None
    shares = [e.share for e in sensitivity.effects if e.output == "change_in_log_loss_ratio"]
    assert sum(shares) == pytest.approx(1.0)
    fought = [level for level in jets.levels if level.clause in (COUNTER, DAMAGES) and level.change is not None]
    assert {level.rests_on_judgement for level in fought} == {sensitivity.judgement_share > 0.5}


def test_horizon_shrinks_with_the_transfer(jets: BalanceAssessment) -> None:
    assert jets.sensitivity is not None
    horizon = jets.sensitivity.horizon
    assert horizon.without is not None
    assert horizon.with_it is not None
    assert 0 < horizon.with_it < horizon.without


def test_the_ledger_is_ordered_and_complete(jets: BalanceAssessment) -> None:
    narrows = [row.narrows for row in jets.ledger if row.narrows is not None]
    assert narrows == sorted(narrows, reverse=True)
    assert {row.name for row in jets.ledger if row.kind == "default"} == set(jets.plan.parameters.defaults)
    assert all(row.grade and row.source for row in jets.ledger)


def test_sets_carry_the_words_of_their_side_and_the_pairs_their_reconciliation(jets: BalanceAssessment) -> None:
    assert jets.sets is not None
    by_name = {one.name: one for one in jets.sets.sets}
    assert by_name["seller"].claims == (CLAIM,)
    assert by_name["sceptic"].claims == ()
    assert by_name["seller"].compared_with == "substitute"
    assert len(jets.sets.reconciliations) == 6
    for row in jets.sets.reconciliations:
        assert row.input is None or row.distance_after >= 0


def test_every_class_dies_shoots_and_matters(jets: BalanceAssessment) -> None:
    assert len(jets.audit) == 12
    assert [row.class_id for row in jets.audit if row.findings] == []


def test_the_mirror_run_never_favours_the_protected_state_when_the_other_arms(jets: BalanceAssessment) -> None:
    assert jets.response
    for row in jets.response:
        assert row.change_in_log_loss_ratio[2] <= 1e-6
        assert row.air_loss_ratio[1] >= 1.0 - 1e-6


def test_more_interceptors_never_let_more_through(jets: BalanceAssessment) -> None:
    medians = [row.leakers.median for row in jets.missiles.at_stocks]
    assert medians == sorted(medians, reverse=True)
    assert all(row.class_id != "tank" for row in jets.missiles.holdings)


def test_the_record_fits_its_schema_and_the_schema_is_the_file(jets: BalanceAssessment, repository: Path) -> None:
    published = json.loads((repository / "src/counterpoise/schemas/balance.schema.json").read_text(encoding="utf-8"))
    assert published == balance_schema()
    jsonschema.validate(json.loads(json.dumps(balance_record(jets))), published)


def test_the_same_input_gives_the_same_record(unstated: BalanceAssessment) -> None:
    request = replace(unstated.request, workers=1)
    again = assess_balance(load_profile(), [UNSTATED], request)
    assert balance_record(again) == balance_record(unstated)


def test_tables_and_figures_are_well_formed(jets: BalanceAssessment) -> None:
    made = tables(jets)
    names = [table.name for table in made]
    assert len(names) == len(set(names))
    assert {"levels", "break_even", "assumption_sets", "factors", "defaults", "ledger", "audit", "missiles"} <= set(
        names
    )
    for table in made:
        assert all(len(row) == len(table.columns) for row in table.rows)
    drawn = figures(jets)
    assert {"break_even", "coalitions_by_clause", "years", "paired_difference", "tornado"} <= {f.name for f in drawn}
    for figure in drawn:
        ElementTree.fromstring(figure.svg)
        assert "not a determination" in figure.svg
        assert all(len(row) == len(figure.columns) for row in figure.rows)


def test_without_a_transfer_the_region_is_assessed() -> None:
    found = assess_balance(load_profile(), [], AssessmentRequest(known_on=DAY, n_draws=100, depth="summary"))
    assert found.levels == ()
    assert found.headline is None
    assert summary_sentences(found)[0].startswith("The effectiveness multiplier at which Israel's edge just holds")
    assert "break_even" in {table.name for table in tables(found)}
    assert figures(found)


def test_any_actor_can_be_protected_with_the_same_instruments() -> None:
    """The standing test of symmetry: the same code answers for a purchaser's own edge."""
    sale = ProposedTransfer(
        purchaser="IRN", supplier="RUS", items=(TransferItem(system="Su-35", class_id="fighter_4gen", quantity=24),)
    )
    request = AssessmentRequest(known_on=DAY, protected="ARE", n_draws=100, depth="summary")
    found = assess_balance(load_profile(), [sale], request)
    headline = found.headline
    assert headline is not None
    assert headline.change is not None
    assert headline.change[1] < 0
    assert summary_sentences(found)[0].startswith(
        "The effectiveness multiplier at which the United Arab Emirates' edge"
    )


def test_every_coalition_says_who_matters_and_what_breaks() -> None:
    region = load_profile("lake-region-example")
    sale = ProposedTransfer(
        purchaser="southmark", items=(TransferItem(system="Falcon", class_id="fighter_5gen", quantity=24),)
    )
    found = assess_balance(region, [sale], AssessmentRequest(known_on=date(2020, 12, 31), n_draws=60, depth="full"))
    names = {table.name for table in tables(found)}
    assert {"every_coalition", "who_matters"} <= names
    jsonschema.validate(json.loads(json.dumps(balance_record(found))), balance_schema())


def test_a_wrong_depth_is_named() -> None:
    with pytest.raises(InvalidInput, match="There is no depth"):
        assess_balance(load_profile(), [], AssessmentRequest(known_on=DAY, depth="deep"))


def test_a_transfer_of_nothing_that_fights_has_no_level() -> None:
    """Munitions stand outside the model: said, not computed."""
    stocks = ProposedTransfer(
        purchaser="ARE", items=(TransferItem(system="JDAM", class_id="air_to_surface_munition", quantity=500),)
    )
    found = assess_balance(load_profile(), [stocks], AssessmentRequest(known_on=DAY, n_draws=100, depth="summary"))
    assert found.headline is None
    assert "cannot be determined" in found.relative.first_sentence
    assert np.isfinite(found.main.own_loss(found.main.keys[0], found.main.labels.shown[0])).all()
