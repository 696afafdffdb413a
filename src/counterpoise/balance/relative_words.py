"""What the assessment says first, what it answers in a sentence, and what it warns of."""

from collections.abc import Iterator, Sequence

from counterpoise import vocabulary
from counterpoise.balance.assessment_run import Run
from counterpoise.balance.top_band import HELD, TopBand
from counterpoise.balance.transfer_schedule import DAYS_IN_YEAR, known_orders, period_end

DISCLAIMER = "Open-source analysis in the form of 22 U.S.C. 2776(h)(2); not a determination of the U.S. Government."
SCOPE = (
    "Aggregate attrition of conventional forces within reach. No war is predicted: weapons of mass destruction, "
    "outside "
    "intervention, missiles and rockets (a table of their own), training and politics are not in it. Non-state actors "
    "are not assessed by the kernel."
)
NOT_ASSESSED = (
    "weapons of mass destruction",
    "the network of command, control and surveillance: its aircraft are counted, the network is not",
    "munitions and interceptor stocks",
    "serviceability, training and readiness: they stand inside the reach shares, which are judgement",
    "retirements: none are modelled",
    "missiles and rockets, those of non-state actors among them: answered by the leakage table and in words",
)
STALE_AFTER_YEARS = 8  # judgement, 5 to 10: balance model section 8
ALONE = 0.95  # "the only holder" is said from this share of the draws on
WORLDS = {"without": "Without the transfer", "with": "With the transfer", "substitute": "With a substitute instead"}


def first_sentence(run: Run, gap: str | None) -> str:
    """Say what must be known before any number: a profile that does not hold, a quantity that no text states."""
    said = [f"{gap}; it was used all the same."] if gap else []
    unstated = tuple(dict.fromkeys(mapped.item.system for mapped in run.items if mapped.item.quantity is None))
    if unstated:
        numbers = listed([str(number) for number in run.quantities])
        said.append(
            f"The quantity of {' and '.join(unstated)} is not stated in the sources: it is assessed as scenarios of "
            f"{numbers}."
        )
    elif run.transfers and not run.items:
        said.append("No item of the transfer maps to a class of the model: what it adds cannot be determined here.")
    if not said and run.transfers:
        said.append("Every quantity assessed is stated, in the sources or in the question asked.")
    return " ".join(said) or "No transfer is assessed: this is the region as known on the day."


def answers(run: Run, tops: Sequence[TopBand]) -> Iterator[str]:
    """Answer from the counts whether the protected state is still the only holder of the best class, by world.

    Scenarios with one and the same answer share a sentence.
    """
    said: dict[tuple[str, str], list[int | None]] = {}
    for top in tops:
        said.setdefault((top.world, _answer(run, top)), []).append(top.scenario)
    for (world, answer), scenarios in said.items():
        numbers = [str(number) for number in scenarios if number is not None]
        beside = f" (scenario{'s' if len(numbers) > 1 else ''} of {listed(numbers)})" if numbers else ""
        yield f"{WORLDS[world]}{beside}, {answer}"


def _answer(run: Run, top: TopBand) -> str:
    name = run.profile.in_sentence(run.protected)
    kind = class_words(top.class_id)
    others = len(run.profile.actors) - 1
    alone = [year.year for year in top.years if year.p_only_holder >= ALONE]
    year = top.years[0].year
    holders = [run.profile.in_sentence(actor) for actor, count in top.years[0].others.items() if count.median >= HELD]
    if top.years[0].protected.median < HELD:
        beside = f"; {listed(holders)} {'do' if len(holders) > 1 else 'does'}" if holders else ", nor does anybody else"
        return f"{name} holds no {kind} in {year}{beside}."
    if not alone or alone[0] != year:
        beside = f": {listed(holders)} {'hold' if len(holders) > 1 else 'holds'} them too" if holders else ""
        return f"{name} is not the only holder of {kind} in {year}{beside}."
    if top.first_year_shared is None:
        return (
            f"{name} stays the only holder of {kind} among the {others + 1} actors of the profile to "
            f"{top.years[-1].year}, from orders signed by {run.known_on}."
        )
    when = top.first_year_shared
    until = max(year for year in alone if set(range(alone[0], year + 1)) <= set(alone))
    return (
        f"{name} is the only holder of {kind} to {until} and no longer from about {when.median:.0f} "
        f"({when.low:.0f} to {when.high:.0f} in 80 % of the draws)."
    )


def listed(words: Sequence[str]) -> str:
    """Join words as a list in a sentence."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def class_words(class_id: str) -> str:
    """Give a class in the words of a sentence."""
    name = vocabulary.index("classes", "class_id")[class_id]["name"]
    return name[0].lower() + name[1:]


def _is_later(published_on: str | None, run: Run) -> bool:
    return published_on is not None and period_end(published_on) > run.known_on


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
    stale = [
        row.row_id
        for row in profile.forces
        if (row.class_id in run.affected or not run.transfers)
        and (run.known_on - period_end(row.as_of)).days > STALE_AFTER_YEARS * DAYS_IN_YEAR
    ]
    if stale:
        message = (
            f"{len(stale)} holdings counted here are stated for a day more than {STALE_AFTER_YEARS} years before "
            f"{run.known_on} ({', '.join(stale[:6])})."
        )
        yield "stale_holdings", message
    stated = [band for band in profile.bands if band.grade not in ("judgement", "example")]
    published = {source_id: source.published_on for source_id, source in profile.sources.items()}
    after = [band for band in stated if all(_is_later(published[name], run) for name in band.source)]
    if after:
        message = (
            f"{len(after)} of {len(stated)} sourced characteristics stand in sources published after {run.known_on}. "
            f"They state what a type was; facts that are themselves later are not used."
        )
        yield "characteristics_read_later", message
    excluded = known_orders(profile, run.known_on)[1]
    if excluded:
        first = ", ".join(order.order_id for order in excluded[:6])
        yield (
            "orders_not_known",
            f"{len(excluded)} orders are not shown to be signed by {run.known_on} and are left out ({first}).",
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
