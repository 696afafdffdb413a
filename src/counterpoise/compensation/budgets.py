"""Pots of money by fiscal year: the grant for purchases in the supplier's country, what of it may be spent at home,
missile-defence money, the stockpile cap, the state's own. LAW 5; a fiscal year is the calendar year of its number.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from counterpoise.compensation.measures import MILLION, data_file
from counterpoise.errors import InvalidInput, LawNotModelled
from counterpoise.law.money import BEYOND, grant_year, stockpile_cap, uncommitted_room

POTS = ("grant", "convertible", "missile_defence", "own", "stockpile", "supplier")
GRANTED_TO = "ISR"  # the memorandum and the stockpile cap are of this state; any other has its own money alone


@dataclass(frozen=True, slots=True, kw_only=True)
class BudgetSettings:
    """What the user may set: own money and instalments a year [USD m], and what follows the last agreed year.

    `beyond`: none (no grant) or continued (as in the last agreed year); a named scenario, said on every answer.
    """

    own_a_year: float | None = None
    supplier_a_year: float | None = None
    instalments_due: float | None = None
    beyond: str = "none"
    caps: Mapping[tuple[str, int], float] | None = None  # (pot, year): another figure [USD m]


@dataclass(frozen=True, slots=True)
class YearBudget:
    """What one pot holds in one year [USD m], with its mark and citation; `is_upper_bound` where something is "
    "unknown."""

    pot: str
    year: int
    most: float
    mark: str
    citation: str
    is_upper_bound: bool
    is_scenario: bool


def budgets(years: Sequence[int], protected: str, settings: BudgetSettings | None = None) -> tuple[YearBudget, ...]:
    """Give every pot in every year; InvalidInput for a negative figure or an unknown scenario."""
    chosen = settings or BudgetSettings()
    if chosen.beyond not in BEYOND:
        raise InvalidInput(f"{chosen.beyond!r} is no scenario for later years. Choose one of {', '.join(BEYOND)}.")
    own, supplier, due = (_setting(name, getattr(chosen, name)) for name in _SETTINGS)
    found: list[YearBudget] = []
    for year in years:
        found += _granted(year, protected, chosen, due)
        found.append(YearBudget("own", year, own or 0.0, "judgement", "budgets.yaml, own_a_year", False, False))
        found.append(
            YearBudget("supplier", year, supplier or 0.0, "judgement", "budgets.yaml, supplier_a_year", False, False)
        )
    return tuple(_capped(one, chosen) for one in found)


_SETTINGS = ("own_a_year", "supplier_a_year", "instalments_due")


def _setting(name: str, given: float | None) -> float | None:
    value = data_file("budgets")[name]["value"] if given is None else given
    if value is not None and value < 0:
        raise InvalidInput(f"{name} is {value:g}. Money is never negative; give millions of dollars a year.")
    return None if value is None else float(value)


def _granted(year: int, protected: str, settings: BudgetSettings, due: float | None) -> list[YearBudget]:
    if protected != GRANTED_TO:
        because = "no memorandum is modelled for this state"
        return [YearBudget(pot, year, 0.0, "inference", because, False, False) for pot in (*POTS[:3], "stockpile")]
    try:
        grant = grant_year(year, beyond=settings.beyond)
    except LawNotModelled as error:
        raise InvalidInput(f"There is no budget for {year}: {error.message}") from error
    room = uncommitted_room(grant, None if due is None else round(due * MILLION))
    bound = due is None
    try:
        cap = stockpile_cap(year, protected).value / MILLION
        stock = YearBudget("stockpile", year, cap, "seen", "22 U.S.C. 2321h(b)(2)", False, False)
    except LawNotModelled:
        stock = YearBudget(
            "stockpile", year, 0.0, "inference", "no figure of 22 U.S.C. 2321h(b)(2) for this year", False, False
        )
    return [
        YearBudget("grant", year, room.value / MILLION, grant.mark, grant.citation, bound, grant.is_scenario),
        YearBudget(
            "convertible", year, grant.osp_usd / MILLION, grant.osp_mark, grant.citation, False, grant.is_scenario
        ),
        YearBudget(
            "missile_defence", year, (grant.missile_defence_usd or 0) / MILLION, grant.mark, grant.citation, True,
            grant.is_scenario,
        ),
        stock,
    ]  # fmt: skip


def _capped(one: YearBudget, settings: BudgetSettings) -> YearBudget:
    given = (settings.caps or {}).get((one.pot, one.year))
    if given is None:
        return one
    if given < 0:
        raise InvalidInput(f"The budget of {one.pot} in {one.year} is {given:g}. Money is never negative.")
    return YearBudget(one.pot, one.year, given, "user", "given on the command line", False, one.is_scenario)
