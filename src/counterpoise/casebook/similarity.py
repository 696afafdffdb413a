"""How alike two proposed transfers are: a documented, symmetric score of named components, each with its words.

Weights and grades are judgement and stand in data/similarity.yaml. What a source does not state adds nothing, so that a
row of which little is known is never the most similar for that reason.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from math import log

from counterpoise.casebook.similarity_settings import Administration, SimilaritySettings, settings
from counterpoise.vocabulary import index
from counterpoise.vocabulary.parties import party_of

ARTICLE, UPGRADE, SUPPORT = "article", "upgrade", "support"
MANNERS = {ARTICLE: "new articles", UPGRADE: "upgrades", SUPPORT: "support"}
DAYS_IN_YEAR = 365.25
MOST_WORDS = 5
ABOUT_THE_SAME = 0.05


@dataclass(frozen=True, slots=True, kw_only=True)
class SoldItem:
    """One line of what is sold. `sold_as` is article, upgrade or support of articles already held."""

    wording: str
    system_id: str | None
    class_id: str | None
    sold_as: str


@dataclass(frozen=True, slots=True, kw_only=True)
class SaleTraits:
    """What is compared of a sale; None is not known. `value_usd` is in constant dollars, `mde_share` from 0 to 1."""

    purchasers: frozenset[str]
    in_region: bool | None
    supplier: str | None
    route: str | None
    items: tuple[SoldItem, ...]
    value_usd: float | None
    mde_share: float | None
    emergency: bool | None
    on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class SimilarityPart:
    """One component: its weight, its score from 0 to 1 (None where it cannot be compared), and why in words."""

    name: str
    weight: float
    score: float | None
    words: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Similarity:
    """The weighted sum of the parts, 0 to 1; `comparable` is the weight of the parts that could be compared."""

    total: float
    comparable: float
    parts: tuple[SimilarityPart, ...]

    @property
    def in_words(self) -> str:
        """The words of the five parts that give most of the score, the heaviest first."""
        giving = [(-part.weight * part.score, part.words) for part in self.parts if part.score]
        return "; ".join(words for _, words in sorted(giving)[:MOST_WORDS])


Judged = tuple[float | None, str]


def similarity(case: SaleTraits, other: SaleTraits, using: SimilaritySettings | None = None) -> Similarity:
    """Compare two sales. The score is the same in both directions; the words speak of `other` beside `case`."""
    using = using or settings()
    parts = tuple(
        SimilarityPart(name=component.name, weight=component.weight, score=score, words=words)
        for component in using.components
        for score, words in (COMPONENTS[component.name](case, other, using),)
    )
    return Similarity(
        total=sum(part.weight * part.score for part in parts if part.score is not None),
        comparable=sum(part.weight for part in parts if part.score is not None),
        parts=parts,
    )


def sold_as(wording: str, quantity: int | None) -> str:
    """Say how an item is sold: what is counted is an article unless it begins as an upgrade; the rest by its words."""
    using, text = settings(), wording.casefold()
    if text.startswith(using.upgrade_words):
        return UPGRADE
    if quantity is not None:
        return ARTICLE
    if any(word in text for word in using.support_words):
        return SUPPORT
    return UPGRADE if any(word in text for word in using.upgrade_words) else ARTICLE


def class_of_words(wording: str) -> str | None:
    """Give the class that plain words mean where no system is named ("laser-guided bombs"); None if none does."""
    text = wording.casefold()
    return next((class_id for words, class_id in settings().item_words if any(w in text for w in words)), None)


def constant_usd(usd: int | None, year: int) -> float | None:
    """Give an amount of `year` in dollars of the base year; years outside the table take its nearest year."""
    if usd is None:
        return None
    using = settings()
    nearest = min(max(year, min(using.prices)), max(using.prices))
    return usd * using.prices[using.prices_of] / using.prices[nearest]


def basic_type(system_id: str) -> str:
    """Give a system without its variant: "f-35a" and "f-35i" are "f-35", "aim-120c-8" is "aim-120"."""
    letters = 0
    while letters < len(system_id) and system_id[letters].isalpha():
        letters += 1
    start = letters + (system_id[letters : letters + 1] == "-")
    end = start
    while end < len(system_id) and system_id[end].isdigit():
        end += 1
    return system_id[:end] if letters and end > start else system_id


# The components. Each gives a score from 0 to 1 and its words; None where one of the two does not say.


def _purchaser(case: SaleTraits, other: SaleTraits, _: SimilaritySettings) -> Judged:
    if not case.purchasers or not other.purchasers:
        return None, "a purchaser is not known"
    shared, either = case.purchasers & other.purchasers, case.purchasers | other.purchasers
    if shared == either:
        return 1.0, f"same purchaser ({_named(shared)})"
    if shared:  # a row of several notifications names all their purchasers: each of them is one of its purchasers
        share = len(shared) / min(len(case.purchasers), len(other.purchasers))
        return share, f"{_named(shared)} among the purchasers of both"
    return 0.0, f"another purchaser ({_named(other.purchasers)})"


def _named(codes: Iterable[str]) -> str:
    return ", ".join(sorted(party_of(code).name for code in codes))


def _classes(case: SaleTraits, other: SaleTraits, using: SimilaritySettings) -> Judged:
    ours, theirs = _leading(case, using), _leading(other, using)
    if not ours or not theirs:
        return None, "no class of article is known of one of the two"
    score = _best_match(ours, theirs, lambda a, b: _class_likeness(a, b, using))
    return score, _class_words(ours, theirs, using)


def _leading(sale: SaleTraits, using: SimilaritySettings) -> dict[str, float]:
    """Give the classes that describe the sale with their weights: what merely accompanies a platform is left out."""
    weights = {
        item.class_id: using.domain_weights[index("classes", "class_id")[item.class_id]["domain"]]
        for item in sale.items
        if item.class_id is not None
    }
    least = using.grades["leading_share"] * max(weights.values(), default=0.0)
    return {class_id: weight for class_id, weight in sorted(weights.items()) if weight >= least}


def _class_likeness(a: str, b: str, using: SimilaritySettings) -> float:
    if a == b:
        return 1.0
    if using.kin_of.get(a, a) == using.kin_of.get(b, b):
        return using.grades["kin_class"]
    classes = index("classes", "class_id")
    return using.grades["same_domain"] if classes[a]["domain"] == classes[b]["domain"] else 0.0


def _class_words(ours: Mapping[str, float], theirs: Mapping[str, float], using: SimilaritySettings) -> str:
    names = index("classes", "class_id")
    same = [names[class_id]["name"].lower() for class_id in ours if class_id in theirs]
    if same:
        return f"both concern {', '.join(same)}"
    kin = sorted({using.kin_of.get(a, a) for a in ours} & {using.kin_of.get(b, b) for b in theirs})
    if kin:
        return f"both concern {', '.join(kin)}"
    domains = sorted({names[a]["domain"] for a in ours} & {names[b]["domain"] for b in theirs})
    if domains:
        return f"both concern {', '.join(domain.replace('_', ' ') for domain in domains)}, otherwise unlike"
    return f"other articles ({', '.join(names[class_id]['name'].lower() for class_id in theirs)})"


def _best_match(ours: Mapping[str, float], theirs: Mapping[str, float], likeness: Callable[[str, str], float]) -> float:
    """Give the mean, over both lists, of each entry's best match in the other, by weight."""

    def one_way(a: Mapping[str, float], b: Mapping[str, float]) -> float:
        return sum(weight * max(likeness(x, y) for y in b) for x, weight in a.items()) / sum(a.values())

    return (one_way(ours, theirs) + one_way(theirs, ours)) / 2


def _systems(case: SaleTraits, other: SaleTraits, using: SimilaritySettings) -> Judged:
    ours, theirs = _named_systems(case, using), _named_systems(other, using)
    if not ours or not theirs:
        return None, "one of the two names no system of our tables"
    score = _best_match(ours, theirs, lambda a, b: _system_likeness(a, b, using))
    names = index("systems", "system_id")
    same = [names[s]["name"] for s in ours if s in theirs]
    if same:
        return score, f"same system ({', '.join(same)})"
    types = sorted({basic_type(s) for s in ours} & {basic_type(s) for s in theirs})
    if types:
        return score, f"variants of one type ({', '.join(types).upper()})"
    return score, "other systems"


def _named_systems(sale: SaleTraits, using: SimilaritySettings) -> dict[str, float]:
    classes = _leading(sale, using)
    return {
        item.system_id: classes[item.class_id]
        for item in sorted(sale.items, key=lambda item: item.system_id or "")
        if item.system_id is not None and item.class_id in classes
    }


def _system_likeness(a: str, b: str, using: SimilaritySettings) -> float:
    if a == b:
        return 1.0
    return using.grades["same_type"] if basic_type(a) == basic_type(b) else 0.0


def _sold_as(case: SaleTraits, other: SaleTraits, using: SimilaritySettings) -> Judged:
    ours, theirs = _manners(case), _manners(other)
    if not ours or not theirs:
        return None, "how the items are sold is not known of one of the two"
    score = _best_match(ours, theirs, lambda a, b: _manner_likeness(a, b, using))
    if ours.keys() == theirs.keys():
        return score, f"both {_plural(ours)}"
    return score, f"{_plural(theirs)} beside {_plural(ours)}"


def _manners(sale: SaleTraits) -> dict[str, float]:
    said = {item.sold_as for item in sale.items}
    return {manner: 1.0 for manner in MANNERS if manner in said}


def _manner_likeness(a: str, b: str, using: SimilaritySettings) -> float:
    if a == b:
        return 1.0
    return using.grades["support_and_other" if SUPPORT in (a, b) else "upgrade_and_article"]


def _plural(manners: Iterable[str]) -> str:
    return " and ".join(MANNERS[manner] for manner in manners)


def _value(case: SaleTraits, other: SaleTraits, using: SimilaritySettings) -> Judged:
    if case.value_usd is None or other.value_usd is None:
        return None, "a value is not stated"
    if case.value_usd == other.value_usd:
        return 1.0, "the same value"
    if not case.value_usd or not other.value_usd:
        return 0.0, "a value of zero beside one that is not"
    ratio = other.value_usd / case.value_usd
    apart = abs(log(other.value_usd) - log(case.value_usd))  # a quotient of the two may pass what a float holds
    score = max(0.0, 1 - apart / log(using.grades["value_zero_at"]))
    if abs(ratio - 1) < ABOUT_THE_SAME:
        return score, f"about the same value, in dollars of {using.prices_of}"
    return score, f"value {ratio:.2g} of the case's, in dollars of {using.prices_of}"


def _mde_share(case: SaleTraits, other: SaleTraits, _: SimilaritySettings) -> Judged:
    if case.mde_share is None or other.mde_share is None:
        return None, "a share of major defense equipment is not stated"
    shares = f"{other.mde_share:.0%} of the value beside {case.mde_share:.0%}"
    return 1 - abs(case.mde_share - other.mde_share), f"major defense equipment {shares}"


def _route(case: SaleTraits, other: SaleTraits, _: SimilaritySettings) -> Judged:
    if None in (case.route, other.route) or "unknown" in (case.route, other.route):
        return None, "a route is not known"
    name = index("routes", "route")[str(other.route)]["name"].lower()
    return (1.0, f"same route ({name})") if case.route == other.route else (0.0, f"another route ({name})")


def _supplier(case: SaleTraits, other: SaleTraits, _: SimilaritySettings) -> Judged:
    if case.supplier is None or other.supplier is None:
        return None, "a supplier is not known"
    same = case.supplier == other.supplier
    return (1.0, "same supplier") if same else (0.0, f"another supplier ({party_of(other.supplier).name})")


def _emergency(case: SaleTraits, other: SaleTraits, _: SimilaritySettings) -> Judged:
    if case.emergency is None or other.emergency is None:
        return None, "whether an emergency was certified is not known of one of the two"
    if case.emergency == other.emergency:
        return 1.0, "both under an emergency" if case.emergency else "neither under an emergency"
    return 0.0, "an emergency was certified for one of the two only"


def _region(case: SaleTraits, other: SaleTraits, _: SimilaritySettings) -> Judged:
    if case.in_region is None or other.in_region is None:
        return None, "whether section 36(h) covers the purchaser is not known of one of the two"
    if case.in_region == other.in_region:
        return 1.0, f"both purchasers {'in' if case.in_region else 'outside'} the region of section 36(h)"
    return 0.0, "one of the purchasers is outside the region of section 36(h)"


def _administration(case: SaleTraits, other: SaleTraits, using: SimilaritySettings) -> Judged:
    ours, theirs = _administration_on(case.on, using), _administration_on(other.on, using)
    if ours is None or theirs is None:
        return None, "before the administrations of our table"
    if ours == theirs:
        return 1.0, f"same administration ({ours.president})"
    if ours.party == theirs.party:
        return using.grades["same_party"], f"administration of the same party ({theirs.president})"
    return 0.0, f"administration of the other party ({theirs.president})"


def _administration_on(day: date, using: SimilaritySettings) -> Administration | None:
    begun: Sequence[Administration] = [one for one in using.administrations if one.from_on <= day]
    return begun[-1] if begun else None


def _time(case: SaleTraits, other: SaleTraits, using: SimilaritySettings) -> Judged:
    years = abs((case.on - other.on).days) / DAYS_IN_YEAR
    words = (
        "the same day" if case.on == other.on else f"{years:.1f} years {'before' if other.on < case.on else 'after'}"
    )
    return max(0.0, 1 - years / using.grades["years_zero_at"]), words


COMPONENTS: Mapping[str, Callable[[SaleTraits, SaleTraits, SimilaritySettings], Judged]] = {
    "purchaser": _purchaser, "class": _classes, "system": _systems, "sold_as": _sold_as, "value": _value,
    "mde_share": _mde_share, "route": _route, "supplier": _supplier, "emergency": _emergency, "region": _region,
    "administration": _administration, "time": _time,
}  # fmt: skip
