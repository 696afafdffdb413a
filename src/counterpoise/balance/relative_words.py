"""What the assessment says first, what it answers in a sentence, and what it warns of."""

from collections.abc import Iterator, Sequence

from counterpoise import vocabulary
from counterpoise.balance.assessment_run import Run
from counterpoise.balance.top_band import TopBand
from counterpoise.balance.transfer_schedule import known_orders, period_end

DISCLAIMER = "Open-source analysis in the form of 22 U.S.C. 2776(h)(2); not a determination of the U.S. Government."
NOT_ASSESSED = (
    "weapons of mass destruction",
    "the network of command, control and surveillance: its aircraft are counted, the network is not",
    "munitions and interceptor stocks",
    "serviceability, training and readiness: they stand inside the reach shares, which are judgement",
    "retirements: none are modelled",
    "missiles and rockets, those of non-state actors among them: answered by the leakage table and in words",
)
ALONE = 0.95  # "the only holder" is said from this share of the draws on
SHARED = 0.05


def first_sentence(run: Run, gap: str | None) -> str:
    """Say what must be known before any number: a profile that does not hold, a quantity that no text states."""
    said = [f"{gap}; it was used all the same."] if gap else []
    unstated = tuple(dict.fromkeys(mapped.item.system for mapped in run.items if mapped.item.quantity is None))
    if unstated:
        numbers = [str(number) for number in run.quantities]
        listed = numbers[0] if len(numbers) == 1 else f"{', '.join(numbers[:-1])} and {numbers[-1]}"
        said.append(
            f"The quantity of {' and '.join(unstated)} is not stated in the sources: it is assessed as scenarios of "
            f"{listed}."
        )
    elif run.transfers and not run.items:
        said.append("No item of the transfer maps to a class of the model: what it adds cannot be determined here.")
    if not said and run.transfers:
        said.append("Every quantity assessed is stated in the sources.")
    return " ".join(said) or "No transfer is assessed: this is the region as known on the day."


def answers(run: Run, tops: Sequence[TopBand]) -> Iterator[str]:
    """Answer from the counts whether the protected state is still the only holder of the best class, by world."""
    name = run.profile.actor_index[run.protected].name
    for top in tops:
        kind = class_words(top.class_id)
        alone = [year.year for year in top.years if year.p_only_holder >= ALONE]
        where = _world_words(top)
        if not alone or alone[0] != top.years[0].year:
            holders = [
                run.profile.actor_index[actor].name for actor, count in top.years[0].others.items() if count.low >= 0.5
            ]
            known = f" ({', '.join(holders)})" if holders else ""
            yield f"{where}, {name} is not the only holder of {kind} in {top.years[0].year}{known}."
        elif top.first_year_shared is None:
            yield (
                f"{where}, {name} stays the only holder of {kind} among the {len(run.profile.actors)} actors to "
                f"{top.years[-1].year}, from orders signed by {run.known_on}."
            )
        else:
            when = top.first_year_shared
            until = max(year for year in alone if all(y in alone for y in range(alone[0], year + 1)))
            yield (
                f"{where}, {name} is the only holder of {kind} to {until} and no longer from about {when.median:.0f} "
                f"({when.low:.0f} to {when.high:.0f} in 80 % of the draws)."
            )


def _world_words(top: TopBand) -> str:
    worlds = {"without": "Without the transfer", "with": "With the transfer", "substitute": "With a substitute instead"}
    return worlds[top.world] + (f" (scenario of {top.scenario})" if top.scenario is not None else "")


def class_words(class_id: str) -> str:
    """Give a class in the words of a sentence."""
    name = vocabulary.index("classes", "class_id")[class_id]["name"]
    return name[0].lower() + name[1:]


def warnings(run: Run, gap: str | None) -> Iterator[tuple[str, str]]:
    """Give every warning with a stable code."""
    profile = run.profile
    if gap:
        yield "profile_not_valid", f"{gap}."
    later = [row.row_id for row in profile.forces if period_end(row.as_of) > run.known_on]
    if later:
        message = (
            f"{len(later)} of {len(profile.forces)} holdings are stated for a day after {run.known_on}, to "
            f"{profile.holdings_on}: the profile holds for the end of the period, not for each day of it."
        )
        yield "holdings_after_known_on", message
    excluded = known_orders(profile, run.known_on)[1]
    if excluded:
        listed = ", ".join(order.order_id for order in excluded[:6])
        yield (
            "orders_not_known",
            f"{len(excluded)} orders are not shown to be signed by {run.known_on} and are left out ({listed}).",
        )
    for item in run.outside:
        yield "outside_model", f"{item.item.system or 'An item'} stands outside the model: {item.because}."
    for mapped in run.items:
        if mapped.quality_basis != "own_bands":
            yield "class_level_quality", f"{mapped.item.system}: {mapped.because}."
    for class_id in run.added_classes:
        if not any(row.class_id == class_id for row in profile.substitutes):
            yield (
                "no_substitute",
                f"substitutes.csv has no row for {class_id}: the world with a substitute leaves it out.",
            )
    if run.transfers:
        yield "no_retirements", "No retirements are modelled, on either side."
