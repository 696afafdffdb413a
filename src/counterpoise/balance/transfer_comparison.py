"""Several transfers side by side: what each alone would change, in one year, on the same draws.

The draws are named, so every transfer meets the same latent factors: which of two changes more is answered by draw, and
that answer is far sharper than two intervals that overlap. Each is assessed as a summary (`balance.assessment`).

python -m counterpoise.balance.transfer_comparison > src/counterpoise/schemas/comparison.schema.json
"""

import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from itertools import pairwise
from typing import Any

import numpy as np

from counterpoise.balance.assessment import AssessmentRequest, BalanceAssessment, Tell, assess_balance
from counterpoise.balance.assessment_words import label_words
from counterpoise.balance.clause_levels import (
    COUNTER,
    DAMAGES,
    FAVOURABLE,
    NEITHER,
    SUPERIOR,
    ClauseLevel,
    statistic,
)
from counterpoise.balance.draws import Draws, Floats
from counterpoise.balance.inventories import significant
from counterpoise.balance.levels import Materiality
from counterpoise.balance.profile import Profile
from counterpoise.balance.results import quantiles
from counterpoise.balance.table_words import Table
from counterpoise.balance.transfer_items import ProposedTransfer
from counterpoise.errors import InvalidInput
from counterpoise.schemas.from_types import schema_of

PILOT_DRAWS = 200
CLEARLY = 0.9  # from this share of the draws on, one transfer is said to change more than another
Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class TechnicalChange:
    """What a transfer does to superiority in one mission area, in the last year of its own deliveries."""

    area: str
    year: int
    level: str
    change: Triple | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ComparedTransfer:
    """What one transfer alone would change in the common year, at the highest quantity. Triples: 10, 50, 90 %.

    `because` says why nothing was fought; every figure is then None. `against`: the coalition in words, of all the most
    affected; the break-evens are against it.
    """

    label: str
    purchaser: str
    quantity: int | None
    because: str
    coalition: str | None
    against: str | None
    direction: str | None
    level: str | None
    thin: tuple[str, ...]
    p_material: float | None
    change_in_log_loss_ratio: Triple | None
    own_loss_ratio: Triple | None
    own_loss_level: str | None
    break_even_without: Triple | None
    break_even_with: Triple | None
    technical: tuple[TechnicalChange, ...]
    n_items_outside: int


@dataclass(frozen=True, slots=True, kw_only=True)
class TransferComparison:
    """Transfers side by side. `larger[i][j]`: share of the draws in which i moves E further down than j does."""

    kind: str
    protected: str
    known_on: str
    year: int
    seed: int
    n_draws: int
    profile: str
    margins: Materiality
    transfers: tuple[ComparedTransfer, ...]
    larger: tuple[tuple[float | None, ...], ...]
    summary: tuple[str, ...]


def compare_transfers(
    profile: Profile, transfers: Sequence[ProposedTransfer], request: AssessmentRequest,
    tell: Tell = lambda words, share: None,
) -> TransferComparison:  # fmt: skip
    """Assess each transfer alone, in the year in which the last of them is delivered.

    InvalidInput for fewer than two, and for what `assess_balance` refuses.
    """
    if len(transfers) < 2:
        raise InvalidInput(
            f"{len(transfers)} transfer is no comparison. Give two or more: cases, or --what-if repeated."
        )
    # One name for all: what is drawn of a transfer, as its delays, is then drawn alike.
    named = [replace(one, transfer_id="t1") for one in transfers]
    year = _common_year(profile, named, request)
    found = []
    for n, transfer in enumerate(named):
        tell(f"Assessing {label_of(transfer)}", n / len(named))
        settings = replace(request, depth="summary", years=(year,))
        found.append(assess_balance(profile, [transfer], settings))
    rows = tuple(_row(one) for one in found)
    larger = _larger([_change(one) for one in found])
    return TransferComparison(
        kind="comparison", protected=found[0].plan.protected, known_on=request.known_on.isoformat(), year=year,
        seed=request.seed, n_draws=request.n_draws, profile=profile.name, margins=request.margins, transfers=rows,
        larger=larger, summary=_sentences(rows, larger, year),
    )  # fmt: skip


def label_of(transfer: ProposedTransfer) -> str:
    """Give a transfer's label, else its purchaser and items."""
    items = ", ".join(f"{item.quantity or 'any number of'} {item.system}" for item in transfer.items)
    return transfer.label or f"{transfer.purchaser}: {items}"


def _common_year(profile: Profile, transfers: Sequence[ProposedTransfer], request: AssessmentRequest) -> int:
    """Give the last benchmark year of the transfer that is delivered last."""
    from counterpoise.balance.assessment_run import prepare

    return max(
        max(
            prepare(
                profile, [transfer], protected=request.protected or profile.protected, known_on=request.known_on,
                scenarios=request.quantities, draws=Draws(request.seed, min(request.n_draws, PILOT_DRAWS)),
            ).benchmark
        )
        for transfer in transfers
    )  # fmt: skip


def _row(found: BalanceAssessment) -> ComparedTransfer:
    transfer, headline = found.transfers[0], found.headline
    damages = next((one for one in found.levels_at() if one.clause == DAMAGES and one.change is not None), None)
    without, with_it = _break_evens(found, headline)
    return ComparedTransfer(
        label=label_of(transfer), purchaser=transfer.purchaser, quantity=found.highest_quantity,
        because="" if headline is not None else _why_not(found),
        coalition=headline.coalition if headline else None,
        against=label_words(found, headline.coalition) if headline else None,
        direction=headline.direction if headline else None,
        level=headline.level if headline else None,
        thin=tuple(reason.reason for reason in headline.thin) if headline else (),
        p_material=headline.p_material if headline else None,
        change_in_log_loss_ratio=headline.change if headline else None,
        own_loss_ratio=damages.change if damages else None, own_loss_level=damages.level if damages else None,
        break_even_without=without, break_even_with=with_it, technical=_technical(found),
        n_items_outside=len(found.relative.outside_model),
    )  # fmt: skip


def _why_not(found: BalanceAssessment) -> str:
    if found.relative.outside_model:
        return found.relative.outside_model[0].because
    return "it changes nothing against the protected state by construction"


def _break_evens(found: BalanceAssessment, headline: ClauseLevel | None) -> tuple[Triple | None, Triple | None]:
    if headline is None:
        return None, None
    mask = found.main.coalitions.mask(headline.coalition.split("+"))
    if mask not in found.main.labels.binding:
        return None, None
    key = headline.scenario
    without, with_it = (_multipliers(found, at, mask) for at in (found.main.base_of(key), key))
    return without, with_it


def _multipliers(found: BalanceAssessment, key: Any, mask: int) -> Triple:
    low, middle, high = (float(np.exp(value)) for value in quantiles(found.main.log_break_even(key, mask)))
    return low, middle, high


def _technical(found: BalanceAssessment) -> tuple[TechnicalChange, ...]:
    rows = [
        level for level in found.levels
        if level.clause == SUPERIOR and level.scenario.world == "with"
        and level.scenario.quantity == found.highest_quantity
    ]  # fmt: skip
    last = max((level.scenario.year for level in rows), default=0)
    return tuple(
        TechnicalChange(area=level.tier, year=last, level=level.level, change=level.change)
        for level in rows
        if level.scenario.year == last
    )


def _change(found: BalanceAssessment) -> Floats | None:
    """Give the deciding change of E by draw; None where nothing was fought."""
    headline = found.headline
    if headline is None:
        return None
    mask = found.main.coalitions.mask(headline.coalition.split("+"))
    return statistic(found.main, headline.scenario, mask, COUNTER)


def _larger(changes: Sequence[Floats | None]) -> tuple[tuple[float | None, ...], ...]:
    return tuple(
        tuple(
            None if i == j or one is None or other is None else float((one < other).mean())
            for j, other in enumerate(changes)
        )
        for i, one in enumerate(changes)
    )


def _sentences(
    rows: Sequence[ComparedTransfer], larger: Sequence[Sequence[float | None]], year: int
) -> tuple[str, ...]:  # fmt: skip
    """Say in which order the transfers move the loss exchange, and of which two that cannot be told."""
    fought = [n for n, row in enumerate(rows) if row.change_in_log_loss_ratio is not None]
    order = sorted(fought, key=lambda n: _median(rows[n]))
    said = [
        f"{row.label}: not fought, {row.because}." for row in rows if row.change_in_log_loss_ratio is None
    ]  # fmt: skip
    for before, after in pairwise(order):
        share = larger[before][after] or 0.0
        one, other = rows[before].label, rows[after].label
        if share >= CLEARLY:
            told = (
                f"By the end of {year} {one} costs more of the loss exchange than {other}, in {share:.0%} of the draws."
            )
        else:
            told = (
                f"By the end of {year} it cannot be told which of {one} and {other} costs more of the loss exchange: "
                f"the first does in {share:.0%} of the draws."
            )
        said.append(told)
    return tuple(said)


def _median(row: ComparedTransfer) -> float:
    assert row.change_in_log_loss_ratio is not None
    return row.change_in_log_loss_ratio[1]


def comparison_tables(found: TransferComparison) -> tuple[Table, ...]:
    """Give the comparison as tables: what each changes, and which changes more by draw."""
    labels = [row.label for row in found.transfers]
    changes = [
        (
            row.label, row.against or "", _factor(row.change_in_log_loss_ratio), _times(row.own_loss_ratio),
            row.because or _level_words(row), _times(row.break_even_without), _times(row.break_even_with),
            "; ".join(f"{one.area} ({one.year}): {one.level}" for one in row.technical),
        )
        for row in found.transfers
    ]  # fmt: skip
    pairs = [
        (label, *("" if share is None else f"{share:.0%}" for share in shares))
        for label, shares in zip(labels, found.larger, strict=True)
    ]
    return (
        Table(
            "compared", f"Each transfer alone, end of {found.year}",
            ("transfer", "most affected", "loss exchange", "own losses", "material change", "break-even without",
             "break-even with", "technical superiority falls"),
            tuple(changes),
            "Loss exchange and own losses as factors on what they are without; in brackets 80 % of the draws. "
            f"Material: a change of E of at least {found.margins.change_in_log_loss_ratio:g}. Technical superiority in "
            "the last year of the transfer's own deliveries.",
        ),
        Table(
            "larger", "Share of the draws in which the row costs more of the loss exchange than the column",
            ("transfer", *labels), tuple(pairs), "On the same draws, each against the coalition it affects most.",
        ),
    )  # fmt: skip


def _level_words(row: ComparedTransfer) -> str:
    better = " (improves)" if row.direction == FAVOURABLE else ""
    p = (
        ""
        if row.p_material is None or row.direction in (FAVOURABLE, NEITHER)
        else f", probability {row.p_material:.2f}"
    )
    thin = f"; evidence too thin: {row.thin[0]}" if row.thin else ""
    return f"{row.level}{better}{p}{thin}"


def _times(triple: Triple | None) -> str:
    if triple is None:
        return ""
    low, middle, high = (f"{significant(value, 2):g}" for value in triple)
    return f"{middle} ({low} to {high})"


def _factor(triple: Triple | None) -> str:
    if triple is None:
        return ""
    low, middle, high = (float(np.exp(value)) for value in triple)
    return _times((low, middle, high))


def comparison_record(found: TransferComparison) -> dict[str, Any]:
    """Give the comparison as plain values, numbers to three digits; an infinite break-even is null."""
    plain: dict[str, Any] = _plain(asdict(found))
    return plain


def comparison_schema() -> dict[str, Any]:
    """Give the schema of a record."""
    return schema_of(
        TransferComparison, name="comparison", title="Comparison of transfers",
        description="What `counterpoise assess --compare --format json` prints.", open_numbers=True,
    )  # fmt: skip


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [_plain(inner) for inner in value]
    if isinstance(value, float):
        return significant(value) if np.isfinite(value) else None
    return value


if __name__ == "__main__":
    print(json.dumps(comparison_schema(), indent=2, ensure_ascii=False))  # noqa: T201 - the command's output
