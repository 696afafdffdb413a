"""The assessment as tables for people: levels, break-evens, what would change the answer, sets, ledger, audit."""

from collections.abc import Iterator, Sequence
from math import exp

from counterpoise.balance.assessment import BalanceAssessment
from counterpoise.balance.assessment_words import coalition_words, label_words
from counterpoise.balance.clause_levels import BY_CONSTRUCTION, COUNTER, DAMAGES, STATISTICS, ClauseLevel
from counterpoise.balance.inventories import significant
from counterpoise.balance.levels import ON_JUDGEMENT, TOO_THIN
from counterpoise.balance.reason_tables import (
    audit_table,
    effect_table,
    factor_table,
    information_table,
    ledger_table,
    parameter_table,
    reconciliation_table,
    set_table,
)
from counterpoise.balance.relations import coalition_prior
from counterpoise.balance.simulation_findings import (
    actor_values,
    break_evens,
    breakers,
    encounters,
    index_agreement,
    reachability,
)
from counterpoise.balance.table_words import Table, world_words
from counterpoise.balance.theatre import ScenarioKey

BREAKER_LEVEL, BREAKER_MEMBERS = 0.5, 4


def tables(found: BalanceAssessment) -> tuple[Table, ...]:
    """Give every table that has rows, in the order of reading."""
    made = [
        level_table(found),
        *by_year_table(found),
        break_even_table(found),
        set_table(found),
        reconciliation_table(found),
        factor_table(found),
        parameter_table(found),
        effect_table(found),
        information_table(found),
        response_table(found),
        encounter_table(found),
        *every_coalition_tables(found),
        missile_table(found),
        ledger_table(found),
        audit_table(found),
    ]
    return tuple(table for table in made if table.rows)


def level_table(found: BalanceAssessment) -> Table:
    """The levels of the last year, every quantity and world."""
    rows = [
        (
            level.clause,
            level.tier,
            world_words(level.scenario.world, level.scenario.quantity),
            _who(found, level),
            change_cell(level),
            _p(level),
            _level(level),
            _labels(level),
        )
        for level in found.levels
        if level.scenario.year == found.last_year
    ]
    return Table(
        "levels",
        f"What the transfer changes, clause by clause, end of {found.last_year}",
        ("clause", "tier", "world", "most affected", "change", "P(material)", "a material change is", "beside it"),
        tuple(rows),
        "Change: factor on the loss exchange, factor on own losses, or change of the best-k probability, with 80 % "
        "of the "
        "draws. Material from "
        f"{found.request.margins.change_in_log_loss_ratio:g} in the log of the loss exchange, "
        f"{found.request.margins.own_loss_ratio:g} times the own losses, {found.request.margins.best_k:g} of the "
        "best-k "
        "probability: settings, not law.",
    )


def change_cell(level: ClauseLevel) -> str:
    """Give a change as it stands in a table."""
    if level.change is None:
        return level.beside[-1] if level.beside else ""
    values = [exp(v) for v in level.change] if level.clause == COUNTER else list(level.change)
    low, middle, high = (significant(v, 2) for v in values)
    sign = "x" if level.clause in (COUNTER, DAMAGES) else ""
    return f"{sign}{middle:g} ({low:g} to {high:g})"


def _who(found: BalanceAssessment, level: ClauseLevel) -> str:
    if level.coalition == "none":
        return ""
    return coalition_words(found.profile, found.main, found.main.coalitions.mask(level.coalition.split("+")))


def _p(level: ClauseLevel) -> str:
    values = [value for value in (level.p_material, level.p_favourable) if value is not None]
    return f"{max(values):.2f}" if values else ""


def _level(level: ClauseLevel) -> str:
    if BY_CONSTRUCTION in level.beside:
        return f"{level.level}: {BY_CONSTRUCTION}"
    return level.level if level.direction == "neither" else f"{level.level} ({level.direction})"


def _labels(level: ClauseLevel) -> str:
    said = [ON_JUDGEMENT] if level.rests_on_judgement else []
    said += [f"{TOO_THIN}: {reason.reason}; remedy: {reason.remedy}" for reason in level.thin]
    if level.in_sets:
        least = min(level.in_sets, key=lambda name: level.in_sets[name])
        said.append(f"least in: {least} ({level.in_sets[least]:.2f})")
    if level.change_in_p_holds is not None:
        said.append(f"P(edge holds) {level.change_in_p_holds:+.3f}")
    return "; ".join(said)


def by_year_table(found: BalanceAssessment) -> Iterator[Table]:
    """The headline statistic by benchmark year, quantity and world."""
    headline = found.headline
    if headline is None:
        return
    rows = [
        (
            STATISTICS[clause],
            str(level.scenario.year),
            world_words(level.scenario.world, level.scenario.quantity),
            change_cell(level),
            _p(level),
            _level(level),
        )
        for clause in (COUNTER, DAMAGES)
        for level in found.levels
        if (level.clause, level.tier) == (clause, headline.tier)
    ]
    yield Table(
        "by_year",
        f"By year, against {_who(found, headline)}",
        ("statistic", "end of", "world", "factor", "P(material)", "a material change is"),
        tuple(rows),
    )


def break_even_table(found: BalanceAssessment) -> Table:
    """The multiplier at which the edge just holds, by tier and world, last year."""
    results = found.main
    rows = [
        (
            row.tier,
            label_words(found, row.coalition),
            world_words(row.scenario.world, row.scenario.quantity),
            f"{_multiplier(row.median)} ({_multiplier(row.p10)} to {_multiplier(row.p90)})",
            "" if row.scenario.world == "without" else f"x{significant(row.change[1], 3):g}",
            f"{row.p_within_history:.0%}",
        )
        for row in break_evens(results)
        if row.scenario.year == found.last_year
    ]
    low, high = results.labels.history
    return Table(
        "break_even",
        f"Break-even: the effectiveness multiplier at which the edge just holds, end of {found.last_year}",
        ("tier", "hardest coalition", "world", "multiplier", "change by the world", "within history"),
        tuple(rows),
        f"In brackets 80 % of the draws. History supports {low:.2g} to {high:.2g} for a new war (90 %); within "
        "history: "
        "share of the draws whose break-even lies at or below its upper end.",
    )


def _multiplier(value: float) -> str:
    return f"{significant(value, 2):g}" if 0.0 < value < 1e3 else ("over 1000" if value >= 1e3 else "under 0.001")


def response_table(found: BalanceAssessment) -> Table:
    """The mirror run."""
    rows = [
        (
            found.profile.actor_index[row.purchaser].name,
            world_words(row.scenario.world, row.scenario.quantity),
            _triple(row.air_losses, "{:.0%}"),
            _triple(row.air_loss_ratio, "x{:.3g}"),
            "x" + _triple([exp(v) for v in row.change_in_log_loss_ratio], "{:.2g}"),
        )
        for row in found.response
    ]
    return Table(
        "response",
        f"Capacity to respond: the protected state acts, the purchaser's air defence is all at home, {found.last_year}",
        ("against", "world", "own air losses", "to those without", "loss exchange"),
        tuple(rows),
        "36(h)(2)(B)(ii). It says how the transfer raises the price of responding, not whether a response would "
        "succeed.",
    )


def _triple(values: Sequence[float], form: str) -> str:
    low, middle, high = (form.format(value) for value in values)
    return f"{middle} ({low} to {high})"


def encounter_table(found: BalanceAssessment) -> Table:
    """Absolute probabilities, with their assumption set: an appendix, never a headline."""
    labels = found.main.labels
    rows = [
        (
            label_words(found, row.coalition),
            world_words(row.scenario.world, row.scenario.quantity),
            f"{row.p_edge_holds:.2f}",
            f"{row.p_minimal_damage:.2f}",
            f"{row.p_prevail:.2f}",
            "not assessed by the kernel" if not row.assessed else "extrapolated" if row.extrapolated else "",
        )
        for row in encounters(found.main)
        if row.scenario.year == found.last_year
        and row.scenario.quantity in (None, found.highest_quantity)
        and (row.coalition.count("+") < 2 or row.coalition.count("+") == len(labels.actors) - 1)
    ]
    return Table(
        "levels_of_the_region",
        f"Appendix: probabilities under the assumption set {labels.preset}, {labels.reach} reach, {found.last_year}",
        ("coalition", "world", "P(E >= 0)", f"P(K >= {labels.survival_threshold:g})", "P(prevail)", "note"),
        tuple(rows),
        "Levels depend on the assumptions above all; the change is what the transfer can be asked about. A one-line "
        "index "
        f"explains {index_agreement(found.main):.0%} of the kernel's variation between coalitions.",
    )


def every_coalition_tables(found: BalanceAssessment) -> Iterator[Table]:
    """What only a run over every coalition can say; nothing where that was not asked."""
    results = found.main
    if not results.labels.every_coalition:
        return
    keys = [key for key in results.keys if key.year == found.last_year]
    rows = [
        (
            world_words(row.scenario.world, row.scenario.quantity),
            f"{row.n_coalitions:,}",
            f"{row.n_with_a_changed_actor:,}",
            f"{row.n_changed:,}",
            f"{row.n_settled_holding:,}",
            f"{row.n_settled_failing:,}",
            f"{row.largest_change:+.3f} ({label_words(found, row.largest_change_in)})",
        )
        for row in reachability(results)
        if row.scenario in keys
    ]
    yield Table(
        "every_coalition",
        "Every coalition: where the transfer can act, and what is settled either way",
        (
            "world",
            "coalitions",
            "hold the purchaser",
            "change",
            "settled holding",
            "settled failing",
            "largest change of P(fails)",
        ),
        tuple(rows),
    )
    values = [
        (
            found.profile.actor_index[row.actor].name,
            world_words(row.scenario.world, row.scenario.quantity),
            f"{row.shapley:.4f}",
            f"{row.banzhaf:.4f}",
            f"{row.shapley_change:+.4f} ±{row.standard_error:.4f}",
        )
        for row in actor_values(results)
        if row.scenario in keys and (row.scenario.world == "without" or row.actor in results.labels.purchasers)
    ]
    yield Table(
        "who_matters",
        "Who matters: each actor's contribution to the probability that the edge fails",
        ("actor", "world", "Shapley", "Banzhaf", "change"),
        tuple(values),
    )
    yield breaker_table(found, keys)


def breaker_table(found: BalanceAssessment, keys: Sequence[ScenarioKey]) -> Table:
    """The minimal coalitions that break the edge, the least implausible first."""
    day = found.request.known_on
    prior = coalition_prior(found.profile, found.plan.protected, day).probabilities
    rows = [
        (
            world_words(key.world, key.quantity),
            label_words(found, row.coalition),
            f"{row.p_fails:.2f}",
            "" if row.prior is None else f"{row.prior:.1g}",
        )
        for key in keys
        for row in breakers(found.main, key, level=BREAKER_LEVEL, most_members=BREAKER_MEMBERS, prior=prior)[:6]
    ]
    return Table(
        "breakers",
        f"Smallest coalitions of at most {BREAKER_MEMBERS} that break the edge in half of the draws or more",
        ("world", "coalition", "P(E < 0)", "prior, given some war"),
        tuple(rows),
        "Least implausible first, by the coalition prior of the profile: judgement, with guards checked on loading.",
    )


def missile_table(found: BalanceAssessment) -> Table:
    """Leakers by stock of interceptors."""
    rows = [
        (
            f"{row.stock:,.0f}",
            _whole(row.leakers.median),
            f"{_whole(row.leakers.low)} to {_whole(row.leakers.high)}",
            f"{row.p_exhausted:.0%}",
        )
        for row in found.missiles.at_stocks
    ]
    return Table(
        "missiles",
        "Rockets and missiles: rounds that get through, by stock of interceptors (scenario input, no verdict)",
        ("stock", "median", "80 % of the draws", "stock used up in"),
        tuple(rows),
        "No open count of interceptors exists; every input is a range of judgement "
        "(balance/data/missile_scenario.yaml). "
        "Non-state actors are answered here and in words.",
    )


def _whole(value: float) -> str:
    return f"{significant(value, 2):,.0f}"
