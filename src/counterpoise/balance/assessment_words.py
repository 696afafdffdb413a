"""The assessment in sentences made from its numbers: turn an input round and the sentence turns with it."""

from collections.abc import Iterator, Sequence
from math import exp, isfinite

from counterpoise.balance.assessment import BalanceAssessment
from counterpoise.balance.clause_levels import (
    BY_CONSTRUCTION,
    COUNTER,
    DAMAGES,
    FAVOURABLE,
    NEITHER,
    SUPERIOR,
    ClauseLevel,
)
from counterpoise.balance.inventories import significant
from counterpoise.balance.levels import EVERY_SET, LIKELY, NO_EFFECT, ON_JUDGEMENT, TOO_THIN, UNLIKELY
from counterpoise.balance.profile import Profile
from counterpoise.balance.relative_words import listed
from counterpoise.balance.results import BalanceResults, quantiles
from counterpoise.balance.theatre import ScenarioKey

MOST_NAMED = 4


def summary_sentences(found: BalanceAssessment) -> tuple[str, ...]:
    """Give the answer in at most four sentences: break-even, what changes, how sure, technical superiority."""
    if found.headline is None:
        return (level_of_region(found),)
    said = [break_even_sentence(found), change_sentence(found, found.headline)]
    said += [technical_sentence(found)] if any(level.clause == SUPERIOR for level in found.levels) else []
    return tuple(said)


def one_sentence(found: BalanceAssessment) -> str:
    """Say in one sentence what changes, how sure that is, where the break-even moves, and the technical side."""
    headline = found.headline
    if headline is None:
        return level_of_region(found)
    key, name = headline.scenario, found.profile.in_sentence(found.plan.protected)
    mask = _hardest(found, key)
    before, after = (break_even_words(found.main, at, mask) for at in (found.main.base_of(key), key))
    low, high = found.main.labels.history
    moves = (
        f"the effectiveness at which {possessive(name)} edge just holds against {_named(found, mask)} moves from "
        f"{before} to {after} by the end of {key.year}{_quantity(key)}, where history supports {low:.2g} to {high:.2g} "
        "for a new war"
    )
    said = [change_sentence(found, headline).rstrip("."), moves, *_technical_clause(found)]
    return f"{'; '.join(said)}."


def _hardest(found: BalanceAssessment, key: ScenarioKey) -> int:
    """Give that of the telling coalitions against which the most is needed: where the edge would break first."""
    masks = _telling_coalitions(found, found.main.coalitions.mask(found.main.labels.purchasers))
    return max(masks, key=lambda mask: quantiles(found.main.log_break_even(key, mask))[1])


def _technical_clause(found: BalanceAssessment) -> list[str]:
    """Say by mission area how likely a fall of technical superiority is, best k against best k."""
    said = [
        f"{_short_level(level)} in {level.tier.split(',')[0].lower()}{_whose(found, level)}"
        for level in found.levels_at()
        if level.clause == SUPERIOR
    ]
    return [f"a fall of technical superiority is {listed(said)}"] if said else []


def break_even_sentence(found: BalanceAssessment) -> str:
    """Say at which effectiveness multiplier the edge just holds, without and with, where the purchaser can act."""
    headline = found.headline
    if headline is None:
        return level_of_region(found)
    key, name = headline.scenario, found.profile.in_sentence(found.plan.protected)
    said = []
    for mask in _telling_coalitions(found, found.main.coalitions.mask(headline.coalition.split("+"))):
        without, with_it = (break_even_words(found.main, at, mask) for at in (found.main.base_of(key), key))
        said.append(f"{without} without the transfer and {with_it} with it against {_named(found, mask)}")
    low, high = found.main.labels.history
    return (
        f"The effectiveness multiplier at which {possessive(name)} edge just holds at the end of "
        f"{key.year}{_quantity(key)}: {'; '.join(said)}. History supports {low:.2g} to {high:.2g} for a new war."
    )


def _telling_coalitions(found: BalanceAssessment, headline: int) -> list[int]:
    """Give the headline's coalition, the belligerents joined by the purchaser, and everybody, each once."""
    results, space = found.main, found.main.coalitions
    buyers = space.mask(b for b in results.labels.purchasers if b in results.labels.actors)
    wanted = [headline]
    for _, actors, kind in results.labels.tiers:
        if kind != "single" and len(wanted) < 2:
            wanted.append(space.mask(actors) | buyers)
    wanted.append((1 << len(results.labels.actors)) - 1)
    return [mask for mask in dict.fromkeys(wanted) if mask in results.labels.binding]


def _named(found: BalanceAssessment, mask: int) -> str:
    return coalition_words(found.profile, found.main, mask)


def label_words(found: BalanceAssessment, label: str) -> str:
    """Name a coalition by its label ("IRN+ARE")."""
    return "nobody" if label == "none" else _named(found, found.main.coalitions.mask(label.split("+")))


def break_even_words(results: BalanceResults, key: ScenarioKey, mask: int) -> str:
    """Give a break-even multiplier with the interval of 80 % of the draws; a bound where it lies beyond the range."""
    if mask not in results.labels.binding:
        return "not computed"
    low, middle, high = quantiles(results.log_break_even(key, mask))
    return f"{_multiplier(middle)} ({_multiplier(low)} to {_multiplier(high)})"


def _multiplier(log_value: float) -> str:
    if not isfinite(log_value):
        return "more than any tried" if log_value > 0 else "less than any tried"
    return f"{significant(exp(log_value), 2):g}"


def change_sentence(found: BalanceAssessment, level: ClauseLevel) -> str:
    """Say what changes against the most affected coalition, how likely that is material, and what it rests on."""
    who = coalition_words(found.profile, found.main, found.main.coalitions.mask(level.coalition.split("+")))
    damages = next(
        (one for one in found.levels_at() if (one.clause, one.tier) == (DAMAGES, level.tier) and one.change), None
    )
    own = f", own losses {times_words(damages.change)}" if damages is not None and damages.change is not None else ""
    n = len(found.transfers)
    subject, s = ("the transfer", "s") if n == 1 else (f"the {n} transfers together", "")
    verb = {FAVOURABLE: f"improve{s}", NEITHER: f"leave{s}"}.get(level.direction, f"worsen{s}")
    kept = " as it is" if level.direction == NEITHER else ""
    told = f"{subject} {verb} the loss exchange against {who}{kept} {exchange_words(level)}{own}"
    return f"On the same draws {told}: a material change is {level_words(level)}{labels_words(level)}."


def level_words(level: ClauseLevel) -> str:
    """Give a level as it stands after "a material change is"."""
    if level.level == EVERY_SET:
        return "adverse in every assumption set" if level.direction != FAVOURABLE else "likely in every assumption set"
    if level.level == NO_EFFECT:
        return "not found (no material effect)"
    p = max(level.p_material or 0.0, level.p_favourable or 0.0)
    words = {UNLIKELY: "unlikely", LIKELY: "likely"}.get(level.level, "undetermined")
    return f"{words} (probability {p:.2f})" if level.p_material is not None else words


def labels_words(level: ClauseLevel) -> str:
    """Give the two labels that may stand beside a level."""
    labels = [ON_JUDGEMENT] if level.rests_on_judgement else []
    labels += [f"{TOO_THIN}: {level.thin[0].reason}"] if level.thin else []
    return f"; {'; '.join(labels)}" if labels else ""


def technical_sentence(found: BalanceAssessment) -> str:
    """Say what the transfer does to technical superiority by mission area, best k against best k."""
    said = []
    for level in found.levels_at():
        if level.clause == SUPERIOR:
            changed = "" if level.change is None else f", by {_signed(level.change[1])} ({_interval(level.change)})"
            tier = f"{level.tier.lower()}{_whose(found, level)}"
            said.append(f"{tier}: a fall is {_short_level(level)}{changed}{labels_words(level)}")
    if not said:
        return "Technical superiority is not determined from open data for what the transfer adds."
    return f"Technical superiority, {'; '.join(said)}."


def _whose(found: BalanceAssessment, level: ClauseLevel) -> str:
    """Name the purchaser that a level of technical superiority is against, where there are several."""
    several = len(found.main.labels.purchasers) > 1
    return f" against {found.profile.in_sentence(level.coalition)}" if several else ""


def _short_level(level: ClauseLevel) -> str:
    return level.level if level.p_material is None else f"{level.level} (probability {level.p_material:.2f})"


def untouched_sentences(found: BalanceAssessment) -> Iterator[str]:
    """Say of which tiers the transfer can change nothing by construction."""
    tiers = [level.tier for level in found.levels_at() if BY_CONSTRUCTION in level.beside and level.clause == COUNTER]
    if tiers:
        buyers = listed([found.profile.in_sentence(b) for b in found.main.labels.purchasers])
        yield (
            f"Of these tiers {buyers} {'are' if len(found.main.labels.purchasers) > 1 else 'is'} no member, so the "
            f"transfer changes nothing in them by construction, which says nothing about their plausibility: "
            f"{'; '.join(tiers)}."
        )


def level_of_region(found: BalanceAssessment) -> str:
    """Say, without a transfer, where the break-evens lie by tier in the last year."""
    name, key = found.profile.in_sentence(found.plan.protected), found.main.keys[-1]
    said = []
    for tier, _, _ in found.main.labels.tiers:
        mask = hardest_in_tier(found.main, tier, key)
        if mask is not None:
            who = coalition_words(found.profile, found.main, mask)
            said.append(f"{tier}: {break_even_words(found.main, key, mask)} against {who}")
    low, high = found.main.labels.history
    return (
        f"The effectiveness multiplier at which {possessive(name)} edge just holds at the end of {key.year}, by tier: "
        f"{'; '.join(said)}. History supports {low:.2g} to {high:.2g} for a new war."
    )


def hardest_in_tier(results: BalanceResults, tier: str, key: ScenarioKey) -> int | None:
    """Give the binding coalition of a tier that needs the highest multiplier; None where the kernel assesses none."""
    _, actors, kind = next(row for row in results.labels.tiers if row[0] == tier)
    space = results.coalitions
    masks = [space.mask([actor]) for actor in actors] if kind == "single" else [space.mask(actors)]
    kept = [mask for mask in masks if mask in results.labels.binding]
    return max(kept, key=lambda mask: quantiles(results.log_break_even(key, mask))[1]) if kept else None


def coalition_words(profile: Profile, results: BalanceResults, mask: int) -> str:
    """Name a coalition: "the United Arab Emirates", "Iran and Iraq", "everybody together", the first and a number."""
    members = results.coalitions.members(mask)
    if len(members) == len(results.labels.actors):
        return "everybody together"
    names = [profile.in_sentence(actor) for actor in members]
    if len(names) > MOST_NAMED:
        return f"{', '.join(names[: MOST_NAMED - 1])} and {len(names) - MOST_NAMED + 1} more"
    return f"{names[0]} alone" if len(names) == 1 else listed(names)


def exchange_words(level: ClauseLevel) -> str:
    """Give the change of E as a factor on the loss exchange: "to 0.80 of what it was (0.69 to 0.88 in 80 %)"."""
    if level.change is None:
        return "by construction"
    low, middle, high = (significant(exp(value), 2) for value in level.change)
    return f"to {middle:g} of what it was ({low:g} to {high:g} in 80 % of the draws)"


def times_words(triple: Sequence[float]) -> str:
    """Give a ratio with its interval: "times 1.2 (1.1 to 1.4)"."""
    low, middle, high = (significant(value, 2) for value in triple)
    return f"times {middle:g} ({low:g} to {high:g})"


def _interval(triple: Sequence[float]) -> str:
    return f"{_signed(triple[0])} to {_signed(triple[2])}"


def _signed(value: float) -> str:
    rounded = significant(value, 2)
    return f"{rounded:+.2g}" if rounded else "0"


def _quantity(key: ScenarioKey) -> str:
    return "" if key.quantity is None else f" (scenario of {key.quantity})"


def possessive(name: str) -> str:
    """Give a name's possessive: "Israel's", "the United Arab Emirates'"."""
    return f"{name}'" if name.endswith("s") else f"{name}'s"
