"""Why the answer is what it is, as tables: assumption sets, what would change it, variance, ledger, audit."""

from math import exp

from counterpoise.balance.assessment import BalanceAssessment
from counterpoise.balance.assessment_words import label_words
from counterpoise.balance.inventories import significant
from counterpoise.balance.latent_groups import GROUPS
from counterpoise.balance.sensitivity import CHANGE, LEVEL, LOSSES
from counterpoise.balance.table_words import Table, class_name

FACTORS_SHOWN = 14


def set_table(found: BalanceAssessment) -> Table:
    """Named assumption sets side by side."""
    rows = []
    for one in found.sets.sets if found.sets else ():
        said = "; ".join(f"{given.input.replace('_', ' ')}: {given.value}" for given in one.inputs)
        claims = "; ".join(f"{claim.speaker} ({claim.stance}): “{claim.words}”" for claim in one.claims[:2])
        low, middle, high = (significant(exp(v), 2) for v in one.change)
        rows.append(
            (
                one.title,
                said,
                claims or "nothing quoted; defaults and judgement",
                f"x{middle:g} ({low:g} to {high:g})",
                f"{one.p_material:.2f}",
                one.level,
            )
        )
    where = f" against {label_words(found, found.sets.coalition)}, end of {found.sets.year}" if found.sets else ""
    return Table(
        "assumption_sets",
        f"Assumption sets side by side{where}",
        ("set", "assumes", "what its side is quoted as saying", "loss exchange", "P(material)", "a material change is"),
        tuple(rows),
        "None of the sets is ours, and none is the truth. The quotations are no evidence for a number.",
    )


def reconciliation_table(found: BalanceAssessment) -> Table:
    """The single input that brings two sets together."""
    titles = {one.name: one.title for one in found.sets.sets} if found.sets else {}
    rows = [
        (
            titles[row.one],
            titles[row.other],
            "they agree as they are" if row.input is None else f"{row.input.replace('_', ' ')} as {row.value}",
            f"{row.distance_before:.2f} to {row.distance_after:.2f}",
            "yes" if row.same_level_after else "no",
        )
        for row in (found.sets.reconciliations if found.sets else ())
    ]
    return Table(
        "reconciliation",
        "What reconciles two sets: the single input that brings one nearest to the other",
        ("set", "moves towards", "by taking", "distance of medians", "same level then"),
        tuple(rows),
    )


def factor_table(found: BalanceAssessment) -> Table:
    """The latent factors that move the answer most."""
    sensitivity = found.sensitivity
    rows = [
        (
            move.title,
            move.grade,
            "none within three" if move.at is None else f"{move.at:+.1f}",
            f"x{significant(exp(move.deciles[0]), 2):g} to x{significant(exp(move.deciles[1]), 2):g}",
        )
        for move in (sensitivity.factors[:FACTORS_SHOWN] if sensitivity else ())
    ]
    return Table(
        "factors",
        "What would change the answer: the least move of one factor that carries the change across its margin",
        ("factor", "grade", "move, standard deviations", "loss exchange at its 10 and 90 % points"),
        tuple(rows),
        "Every other factor stays at its median.",
    )


def parameter_table(found: BalanceAssessment) -> Table:
    """The defaults that move the answer, with their critical values."""
    rows = [
        (
            move.meaning,
            move.grade,
            f"{move.value:.3g}",
            f"{move.ends[0][0]:.3g} to {move.ends[1][0]:.3g}",
            f"x{significant(exp(move.ends[0][1]), 2):g} to x{significant(exp(move.ends[1][1]), 2):g}",
            "none in range" if move.critical is None else f"{move.critical:.2g}: {move.critical_level}",
        )
        for move in (found.sensitivity.parameters if found.sensitivity else ())
    ]
    return Table(
        "defaults",
        "What would change the answer: each default over its range, and the value at which the level changes",
        ("default", "grade", "value", "range", "loss exchange over the range", "critical value"),
        tuple(rows),
    )


def effect_table(found: BalanceAssessment) -> Table:
    """Shapley effects of the latent groups."""
    sensitivity = found.sensitivity
    if sensitivity is None:
        return Table("effects", "", (), ())
    by = {(e.group, e.output): e for e in sensitivity.effects}
    rows = []
    for group in GROUPS:
        cells = [by.get((group.name, output)) for output in (CHANGE, LOSSES, LEVEL)]
        if any(cell is not None and cell.share > 0.005 for cell in cells):
            rows.append(
                (
                    group.title,
                    group.grade,
                    *("" if c is None else f"{c.share:.0%} ±{c.standard_error:.0%}" for c in cells),
                )
            )
    return Table(
        "effects",
        "Where the uncertainty comes from: Shapley effects of the groups of factors",
        ("group", "grade", "of the change", "of own losses", "of the level itself"),
        tuple(rows),
        f"Shares of the variance, with standard errors, from {sensitivity.n_draws} draws. Judgement carries "
        f"{sensitivity.judgement_share:.0%} of the change; sources older than eight years {sensitivity.old_share:.0%}.",
    )


def information_table(found: BalanceAssessment) -> Table:
    """What could be learnt, and how far every factor may move at once."""
    sensitivity = found.sensitivity
    if sensitivity is None:
        return Table("information", "", (), ())
    titles = {group.name: group.title for group in GROUPS}
    rows = [(titles[one.group], f"{one.evppi:.3f}", f"{one.share:.0%}") for one in sensitivity.information]
    horizon = sensitivity.horizon
    return Table(
        "information",
        "Which open fact to chase first: value of knowing a group exactly",
        ("group", "expected regret saved", "of all that could be learnt"),
        tuple(rows),
        "Regret 1 for calling a material change immaterial, or the reverse. Robustness: every factor with a "
        "direction may "
        f"move {_sd(horizon.without)} standard deviations against the protected state at once before E falls below "
        f"{horizon.threshold:g} without the transfer, {_sd(horizon.with_it)} with it.",
    )


def _sd(value: float | None) -> str:
    return "more than three" if value is None else f"{value:.2f}"


def ledger_table(found: BalanceAssessment) -> Table:
    """The assumptions ledger."""
    rows = [
        (
            row.says,
            row.value,
            row.range,
            row.grade,
            "" if row.narrows is None else f"{row.narrows:.2f}",
            row.critical,
            row.source,
        )
        for row in found.ledger
    ]
    return Table(
        "ledger",
        "Assumptions, those that narrow the answer most first",
        ("assumption", "value", "range", "grade", "narrows", "critical value", "source"),
        tuple(rows),
        "Narrows: how far the median change of the log loss exchange moves over the assumption's own range.",
    )


def audit_table(found: BalanceAssessment) -> Table:
    """The audit page."""
    rows = [
        (
            class_name(row.class_id),
            f"{row.own_lost:.0%}" if row.own_holds else "holds none",
            f"{row.others_lost:.0%}" if row.others_hold else "hold none",
            f"{row.matters:.3f}",
            "; ".join(row.findings) or "dies, shoots and matters",
        )
        for row in found.audit
    ]
    return Table(
        "audit",
        "Audit: classes that never die, never shoot or never matter",
        ("class", "own lost, most", "others lost, most", "E moves by, for a tenth more", "finding"),
        tuple(rows),
    )
