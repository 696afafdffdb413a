"""How the assessment's numbers, worlds and states are written in tables, and what a table is."""

from collections.abc import Sequence
from dataclasses import dataclass

from counterpoise import vocabulary
from counterpoise.balance.inventories import Spread, significant
from counterpoise.balance.relative_capabilities import RelativeCapabilities

WORLD_WORDS = {"without": "without", "with": "with", "substitute": "substitute"}
STARRED = " * rests on a ceiling, drawn below it by a rule of judgement: no best estimate."
STATE_WORDS = {
    "none_opposing": "they hold none",
    "none_within_reach": "none within reach",
    "none_held": "it holds none",
    "no_row": "not in the profile",
    "not_counted": "held, not counted",
}
STATUS_WORDS = {
    "printed": "sourced",
    "sensitivity": "with inferred bands",
    "bounds_only": "bounds only",
    "nothing_to_compare": "nothing to compare",
}


@dataclass(frozen=True, slots=True)
class Table:
    """A table with its title and what a reader must know of it."""

    name: str
    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    caption: str = ""


def count_words(spread: Spread | None) -> str:
    """Give a count as its middle and interval in whole numbers of three digits at most: "26 (22-30)", "642,000"."""
    if spread is None:
        return ""
    low, median, high = (f"{round(significant(value)):,}" for value in (spread.low, spread.median, spread.high))
    return median if low == high else f"{median} ({low}-{high})"


def year_words(spread: Spread | None) -> str:
    """Give a year as its middle and interval: "2027 (2026-2028)"."""
    if spread is None:
        return ""
    low, median, high = (f"{value:.0f}" for value in (spread.low, spread.median, spread.high))
    return median if low == high else f"{median} ({low}-{high})"


def starred(words: str, at_ceiling: Sequence[str]) -> str:
    """Mark a count that rests on a ceiling: its middle is drawn below it and is no best estimate."""
    return f"{words} *" if at_ceiling and words else words


def number_words(spread: Spread | None) -> str:
    """Give a ratio or share as its middle and interval to two significant digits."""
    if spread is None:
        return ""
    low, median, high = (f"{significant(value, 2):g}" for value in (spread.low, spread.median, spread.high))
    return median if low == high else f"{median} ({low} to {high})"


def class_name(class_id: str) -> str:
    """Give a class's name."""
    return vocabulary.index("classes", "class_id")[class_id]["name"]


def world_words(world: str, scenario: int | None) -> str:
    """Give a world with its scenario."""
    return f"{WORLD_WORDS[world]}, {scenario}" if scenario is not None else WORLD_WORDS[world]


def scenario_words(scenario: int | None) -> str:
    """Give a scenario, or nothing where the quantity is stated."""
    return "" if scenario is None else str(scenario)


def actor_name(result: RelativeCapabilities, actor: str) -> str:
    """Give an actor's name."""
    return result.profile.actor_index[actor].name


def system_name(result: RelativeCapabilities, system_id: str) -> str:
    """Give a system's name; its id where the profile has none."""
    system = result.profile.systems.get(system_id)
    return system.name if system else system_id
