"""Money rules that bound a compensation package: the grant by fiscal year, what may be spent at home, the stockpile."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from counterpoise.errors import InvalidInput, LawNotModelled
from counterpoise.law.findings import Finding, LawWarning, Reason
from counterpoise.law.lawfiles import Table, load
from counterpoise.law.parameters import expect

MEMORANDUM, STOCKPILE = "money/memorandum_2016", "money/stockpile"
BEYOND = ("none", "continued")


@dataclass(frozen=True, slots=True, kw_only=True)
class GrantYear:
    """One fiscal year of the memorandum, in whole dollars. `osp_usd` is the most that may be spent outside the U.S.

    `missile_defence_usd` is None where the memorandum of that year has no such line. `bill_osp_usd` is the off-shore
    figure of a bill that differs from the schedule, None where no bill was read to differ: an act would govern, a bill
    does not. `is_scenario` marks a year beyond the last agreed one.
    """

    fiscal_year: int
    fmf_usd: int
    missile_defence_usd: int | None
    osp_usd: int
    mark: str
    osp_mark: str
    citation: str
    is_scenario: bool = False
    bill_osp_usd: int | None = None


def grant_years(folder: Path | None = None) -> Mapping[int, GrantYear]:
    """Give the agreed years, by fiscal year."""
    table = expect(load(MEMORANDUM, folder), Table)
    return {year: _grant_year(year, row) for row in table.rows for year in [int(row["id"].removeprefix("FY"))]}


def _grant_year(year: int, row: Mapping[str, Any]) -> GrantYear:
    return GrantYear(
        fiscal_year=year, fmf_usd=row["fmf_usd"], missile_defence_usd=row["missile_defence_usd"],
        osp_usd=row["osp_usd"], mark=row["mark"], osp_mark=row["osp_mark"], citation=row["citation"],
        bill_osp_usd=row.get("bill_osp_usd"),
    )  # fmt: skip


def grant_year(fiscal_year: int, *, beyond: str | None = None, folder: Path | None = None) -> GrantYear:
    """Give the grant of one fiscal year.

    Beyond the last agreed year a scenario must be named: "none" (no grant) or "continued" (as in the last year).
    Without one, and for years before the first, LawNotModelled.
    """
    years = grant_years(folder)
    if fiscal_year in years:
        return years[fiscal_year]
    if beyond is not None and beyond not in BEYOND:
        raise InvalidInput(
            f"{beyond!r} is no scenario for the years after the memorandum; there are {', '.join(BEYOND)}."
        )
    last = max(years)
    if fiscal_year < min(years) or beyond is None:
        raise LawNotModelled(
            f"{MEMORANDUM} has no value for FY{fiscal_year}; it covers FY{min(years)} to FY{last} "
            f"(law/data/{MEMORANDUM}.yaml). For later years name a scenario: {' or '.join(BEYOND)}."
        )
    continued = beyond == "continued"
    end = years[last]
    return GrantYear(
        fiscal_year=fiscal_year, fmf_usd=end.fmf_usd if continued else 0,
        missile_defence_usd=end.missile_defence_usd if continued else 0, osp_usd=end.osp_usd if continued else 0,
        mark="inference", osp_mark="inference", citation=f"scenario: {beyond}", is_scenario=True,
    )  # fmt: skip


def uncommitted_room(year: GrantYear, instalments_due_usd: int | None) -> Finding[int]:
    """Find what a year's grant leaves for purchases in the United States.

    The grant less instalments due less off-shore procurement. Cash-flow financing pays instalments, not whole cases.

    Unknown instalments make the room an upper bound, and the finding says so. Never below zero.
    """
    if instalments_due_usd is not None and instalments_due_usd < 0:
        raise InvalidInput(f"Instalments due are {instalments_due_usd}; they are never negative.")
    left = year.fmf_usd - year.osp_usd - (instalments_due_usd or 0)
    room = max(0, left)
    unknown = instalments_due_usd is None
    bound = "; instalments already due are not known, so this is an upper bound" if unknown else ""
    says = f"FY{year.fiscal_year}: grant less off-shore procurement less instalments due leaves ${room:,}{bound}"
    if left < 0:
        says += f"; instalments due pass what the year gives by ${-left:,}"
    rule = "uncommitted_room_upper_bound" if unknown else "uncommitted_room"
    provision = "Memorandum of Understanding of 14 September 2016"
    return Finding(room, rule, (Reason(provision, says, year.osp_mark, MEMORANDUM, year.citation),), _of_bill(year))


def _of_bill(year: GrantYear) -> tuple[LawWarning, ...]:
    if year.bill_osp_usd is None:
        return ()
    return (LawWarning(
        "appropriation_differs",
        f"A bill of appropriations for FY{year.fiscal_year} names ${year.bill_osp_usd:,} of off-shore procurement, the "
        f"schedule of the memorandum ${year.osp_usd:,}. The act of the year governs; none was read.",
    ),)  # fmt: skip


def stockpile_cap(fiscal_year: int, state: str = "ISR", folder: Path | None = None) -> Finding[int]:
    """Find the most that may be added to a state's War Reserve Stockpile in a fiscal year [usd].

    22 U.S.C. 2321h(b)(2). LawNotModelled outside the fiscal years of the paragraph or for a state it does not name.
    """
    table = expect(load(STOCKPILE, folder), Table)
    for row in table.rows:
        if row["applies_to"] == state and row["first_fiscal_year"] <= fiscal_year <= row["last_fiscal_year"]:
            says = f"At most ${row['most_usd']:,} may be added for {state} in FY{fiscal_year}"
            reason = Reason(table.provision, says, row["mark"], STOCKPILE, row["citation"])
            return Finding(row["most_usd"], "stockpile_cap", (reason,))
    raise LawNotModelled(
        f"{STOCKPILE} has no value for {state} in FY{fiscal_year} (law/data/{STOCKPILE}.yaml). "
        "Add it with its citation."
    )
