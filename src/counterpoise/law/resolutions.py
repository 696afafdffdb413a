"""The disapproval part of a clock: instrument, discharge days, each resolution, and the last useful introduction."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from counterpoise.law.disapproval import (
    Adjournment,
    Discharge,
    Resolution,
    adjournment_warnings,
    discharge,
    discharge_days,
    excluded_days,
)
from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import LawWarning, Reason
from counterpoise.law.parameters import Law
from counterpoise.law.periods import ReviewPeriod
from counterpoise.law.tracks import TrackFinding


@dataclass(frozen=True, slots=True, kw_only=True)
class DisapprovalFinding:
    """How a sale can be disapproved. `latest_introduction` are the last days on which a resolution can be introduced
    and still be discharged inside the review period, one for each candidate receipt, no excluded days assumed."""

    instrument: str
    discharge_days: int | None
    discharges: tuple[Discharge, ...] = ()
    latest_introduction: tuple[date, ...] = ()
    because: tuple[Reason, ...] = ()
    warnings: tuple[LawWarning, ...] = ()

    def as_json(self) -> dict[str, Any]:
        """Give the object `disapproval` of clock.schema.json."""
        senate = [d for d in self.discharges if d.resolution.chamber == "senate"]
        return {
            "instrument": self.instrument, "discharge_days": self.discharge_days,
            "introduced_on": _one_or_list([d.resolution.introduced_on for d in self.discharges]),
            "discharge_in_order_after": _one_or_list([d.in_order_after for d in senate]),
            "discharge_in_order_from": _one_or_list([d.in_order_from for d in senate]),
            "excluded_days": max((d.n_excluded for d in senate), default=0),
            "latest_introduction_for_discharge_in_period": _one_or_list(list(self.latest_introduction)),
            "resolutions": [d.as_json() for d in self.discharges],
        }  # fmt: skip


def _one_or_list(days: list[date]) -> str | list[str] | None:
    texts = list(dict.fromkeys(day.isoformat() for day in days))
    return None if not texts else texts[0] if len(texts) == 1 else texts


def assess_disapproval(
    facts: SaleFacts, track: TrackFinding, law: Law, resolutions: Sequence[Resolution],
    adjournments: Sequence[Adjournment], periods: Sequence[ReviewPeriod], days: Sequence[date],
) -> DisapprovalFinding:  # fmt: skip
    """Say by which instrument the sale can be stopped, and when each resolution's discharge is in order.

    A resolution is never out of time: after the review period it is still in order, and the paper may be signed.
    """
    instrument = law.value("disapproval/instrument")
    word = str(instrument.value)
    if track.track in ("none", "36(b)(5)(A)"):
        return DisapprovalFinding(instrument=word, discharge_days=None)
    found = discharge_days(facts, track, law)
    excluded = excluded_days(adjournments, law)
    discharges = tuple(
        discharge(r, found.value, excluded) for r in sorted(resolutions, key=lambda r: (r.introduced_on, r.label))
    )
    latest = tuple(
        period.last_protected_day - timedelta(days=found.value + 1)
        for period in periods if period.last_protected_day is not None
    )  # fmt: skip
    says = f"Congress acts by {word.replace('_', ' ')}"
    chadha = _after_chadha(law) if word == "concurrent_resolution" else ()
    return DisapprovalFinding(
        instrument=word, discharge_days=found.value, discharges=discharges, latest_introduction=latest,
        because=(instrument.reason(says), *found.because),
        warnings=(*chadha, *(adjournment_warnings(adjournments, law) if resolutions else ()),
                  *_timing(discharges, periods, days)),
    )  # fmt: skip


CHADHA = date(1983, 6, 23)


def _after_chadha(law: Law) -> tuple[LawWarning, ...]:
    if law.on < CHADHA:
        return ()
    says = (
        "INS v. Chadha (23 June 1983) held legislative vetoes without presentment to be of no force; until the joint "
        "resolution of 1986 the statute still spoke of a concurrent one."
    )
    return (LawWarning("concurrent_resolution_void", says),)


def _timing(
    discharges: Sequence[Discharge], periods: Sequence[ReviewPeriod], days: Sequence[date]
) -> tuple[LawWarning, ...]:
    warnings = []
    last = max((p.last_protected_day for p in periods if p.last_protected_day), default=None)
    for found in discharges:
        name = found.resolution.label or f"The resolution of {found.resolution.introduced_on}"
        if days and found.resolution.introduced_on < days[0]:
            warnings.append(
                LawWarning("introduced_before_receipt", f"{name} was introduced before the day of receipt.")
            )
        if last is not None and found.resolution.introduced_on > last:
            warnings.append(LawWarning(
                "introduced_after_period",
                f"{name} was introduced after the review period: the period is closed and the paper may already be "
                "signed. It is not out of time; the Senate has voted on such resolutions.",
            ))  # fmt: skip
        if found.in_order_from >= found.dies_on:
            warnings.append(LawWarning(
                "dies_before_discharge",
                f"{name} dies with its Congress on {found.dies_on}, before discharge is in order "
                f"({found.in_order_from}).",
            ))  # fmt: skip
        if found.resolution.chamber == "house":
            warnings.append(LawWarning(
                "house_no_discharge",
                f"{name} has no discharge and no privilege in the House before a committee report; left alone it dies.",
            ))  # fmt: skip
    return tuple(warnings)
