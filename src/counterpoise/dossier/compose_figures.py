"""The numbers of the answer at a glance, each with interval, unit and source."""

from collections.abc import Iterator
from math import exp

from counterpoise.balance.assessment import BalanceAssessment
from counterpoise.balance.assessment_words import break_even_words, label_words
from counterpoise.balance.clause_levels import DAMAGES, SUPERIOR, ClauseLevel
from counterpoise.balance.inventories import significant
from counterpoise.compensation.packages import Compensation
from counterpoise.compensation.words import money
from counterpoise.dossier import phrases
from counterpoise.dossier.compose_balance import run_note
from counterpoise.dossier.compose_packages import search_note
from counterpoise.dossier.contents import KeyFigure
from counterpoise.dossier.material import Material
from counterpoise.dossier.references import Notes

MOST_ITEMS = 4


def key_figures(material: Material, notes: Notes) -> tuple[KeyFigure, ...]:
    """Give the numbers that a reader would quote."""
    made = [*_of_case(material, notes)]
    weighed = material.weighed
    if weighed.balance is not None:
        made += _of_balance(weighed.balance, (run_note(notes, weighed.balance),))
    if weighed.packages is not None and weighed.packages.packages:
        made += _of_packages(weighed.packages, (search_note(notes, weighed.packages),))
    return tuple(made)


def _of_case(material: Material, notes: Notes) -> Iterator[KeyFigure]:
    if not material.cases:
        return
    case = material.cases[0]
    for n, statement in enumerate([s for s in case.items if s.value.get("mde") is not False][:MOST_ITEMS], start=1):
        yield KeyFigure(
            id=f"quantity-{n}", label=str(statement.value["system"]), value=phrases.quantity(statement.value),
            interval="", unit="articles", notes=(material.cite(notes, statement),),
        )  # fmt: skip
    choice = case.fields.get("total_usd")
    if choice is not None and choice.chosen is not None:
        yield KeyFigure(
            id="total", label="Notified value, a ceiling", value=phrases.value("total_usd", choice.value), interval="",
            unit="U.S. dollars", notes=(material.cite(notes, choice.chosen),),
        )  # fmt: skip
    entry = material.clocks[case.case_id]
    if entry.clock is not None and entry.clock.track.review_days:
        reason = entry.clock.because[0]
        yield KeyFigure(
            id="review", label="Review period", value=str(entry.clock.track.review_days), interval="",
            unit="calendar days", notes=(notes.cite_provision(reason.provision, reason.says, reason.mark),),
        )  # fmt: skip


def _of_balance(found: BalanceAssessment, cited: tuple[int, ...]) -> Iterator[KeyFigure]:
    headline = found.headline
    if headline is None or headline.change is None:
        return
    who = label_words(found, headline.coalition)
    mask, key = found.main.coalitions.mask(headline.coalition.split("+")), headline.scenario
    for name, at in (("without", found.main.base_of(key)), ("with", key)):
        value, interval = _apart(break_even_words(found.main, at, mask))
        yield KeyFigure(
            id=f"break-even-{name}", label=f"Break-even multiplier against {who}, {name} the transfer, {key.year}",
            value=value, interval=interval, unit="times the effectiveness of theirs", notes=cited,
        )  # fmt: skip
    yield _ratio("change-exchange", f"Loss exchange against {who}, with to without, {key.year}",
                 [exp(v) for v in headline.change], cited)  # fmt: skip
    damages = next((one for one in found.levels_at() if (one.clause, one.tier) == (DAMAGES, headline.tier)), None)
    if damages is not None and damages.change is not None:
        yield _ratio("change-losses", f"Own losses against {who}, with to without, {key.year}", damages.change, cited)
    yield from _probabilities(found, headline, cited)


def _probabilities(found: BalanceAssessment, headline: ClauseLevel, cited: tuple[int, ...]) -> Iterator[KeyFigure]:
    stated = [("p-material", "The change is material (loss exchange)", headline)]
    stated += [
        (f"p-technical-{n}", f"Technical superiority falls ({level.tier.lower()})", level)
        for n, level in enumerate(found.levels_at(), start=1)
        if level.clause == SUPERIOR
    ]
    for name, label, level in stated:
        if level.p_material is not None:
            yield KeyFigure(id=name, label=label, value=f"{level.p_material:.2f}", interval="", unit="probability",
                            notes=cited)  # fmt: skip


def _ratio(name: str, label: str, triple: "list[float] | tuple[float, ...]", cited: tuple[int, ...]) -> KeyFigure:
    low, middle, high = (significant(value, 2) for value in triple)
    return KeyFigure(
        id=name, label=label, value=f"{middle:g}", interval=f"{low:g} to {high:g}", unit="ratio, 80 % of the draws",
        notes=cited,
    )  # fmt: skip


def _of_packages(found: Compensation, cited: tuple[int, ...]) -> Iterator[KeyFigure]:
    for package in found.packages:
        low, usual, high = package.cost
        yield KeyFigure(
            id=f"package-{package.name}", label=f"Package: {phrases.lower_first(package.title)}", value=money(usual),
            interval=f"{money(low)} to {money(high)}", unit="dollars of their sources' years", notes=cited,
        )  # fmt: skip


def _apart(words: str) -> tuple[str, str]:
    """Part a number from the interval in brackets behind it."""
    value, _, interval = words.partition(" (")
    return value, interval.rstrip(")")
