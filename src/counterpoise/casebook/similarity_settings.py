"""The weights, grades and word lists of the similarity of sales: data/similarity.yaml and data/prices.csv, checked."""

import csv
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from counterpoise.errors import InvalidInput

COMPONENT_NAMES = ("purchaser", "class", "system", "sold_as", "value", "mde_share", "route", "supplier", "emergency",
                   "region", "administration", "time")  # fmt: skip
GRADE_NAMES = ("same_type", "kin_class", "same_domain", "upgrade_and_article", "support_and_other", "same_party",
               "value_zero_at", "years_zero_at", "leading_share")  # fmt: skip
FILE = "casebook/data/similarity.yaml"


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarityWeight:
    """A component of the score: its share of the whole, what it compares, and why it counts as it does."""

    name: str
    weight: float
    compares: str
    because: str


@dataclass(frozen=True, slots=True)
class Administration:
    """Who was in office from a day on."""

    from_on: date
    president: str
    party: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilaritySettings:
    """Everything that the score takes from data; all of it is marked judgement except prices and days of office."""

    components: tuple[SimilarityWeight, ...]
    grades: Mapping[str, float]
    prices: Mapping[int, float]  # consumer price index by year
    prices_of: int
    own_notification_days: int
    domain_weights: Mapping[str, float]
    kin_of: Mapping[str, str]  # class_id: name of its kin
    support_words: tuple[str, ...]
    upgrade_words: tuple[str, ...]
    item_words: tuple[tuple[tuple[str, ...], str], ...]
    administrations: tuple[Administration, ...]


@cache
def settings() -> SimilaritySettings:
    """Give the settings as shipped."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    folder = resources.files("counterpoise.casebook").joinpath("data")
    text = folder.joinpath("similarity.yaml").read_text(encoding="utf-8")
    prices = folder.joinpath("prices.csv").read_text(encoding="utf-8")
    return checked(loader(text).get_single_data(), prices)


def checked(said: Mapping[str, Any], prices: str) -> SimilaritySettings:
    """Make settings of a file's content. InvalidInput where a weight, a grade or a class is not what it should be."""
    components = tuple(SimilarityWeight(**row) for row in said["components"])
    names = tuple(component.name for component in components)
    if names != COMPONENT_NAMES:
        raise InvalidInput(
            f"{FILE}: the components are {', '.join(names)}; they should be {', '.join(COMPONENT_NAMES)}."
        )
    weights = [component.weight for component in components]
    if min(weights) < 0 or abs(sum(weights) - 1) > 1e-9:
        raise InvalidInput(f"{FILE}: the weights sum to {sum(weights):g}; they should be 0 or more and sum to 1.")
    if tuple(said["grades"]) != GRADE_NAMES:
        raise InvalidInput(
            f"{FILE}: the grades are {', '.join(said['grades'])}; they should be {', '.join(GRADE_NAMES)}."
        )
    return SimilaritySettings(
        components=components,
        grades=dict(said["grades"]),
        prices={int(row["year"]): float(row["index"]) for row in csv.DictReader(prices.splitlines())},
        prices_of=said["prices_of"],
        own_notification_days=said["own_notification_days"],
        domain_weights=dict(said["domain_weights"]),
        kin_of={class_id: name for name, classes in said["kin"].items() for class_id in classes},
        support_words=tuple(said["support_words"]),
        upgrade_words=tuple(said["upgrade_words"]),
        item_words=tuple((tuple(row["words"]), row["class"]) for row in said["item_words"]),
        administrations=tuple(Administration(row["from"], row["president"], row["party"])
                              for row in said["administrations"]),
    )  # fmt: skip
