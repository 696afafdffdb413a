"""Transfers side by side as a picture: what each alone changes, in one year, on the same draws."""

from functools import partial
from math import exp

from counterpoise import __version__
from counterpoise.balance.figure_captions import profile_words
from counterpoise.balance.inventories import significant
from counterpoise.balance.profile import Profile
from counterpoise.balance.relative_words import DISCLAIMER
from counterpoise.balance.transfer_comparison import ComparedTransfer, TransferComparison
from counterpoise.drawing.figure import Caption, Figure, compose
from counterpoise.drawing.intervals import Axis, Row, intervals

COLUMNS = (
    "transfer", "coalition", "loss_exchange_p10", "loss_exchange_p50", "loss_exchange_p90", "level", "p_material",
    "note",
)  # fmt: skip


def comparison_figures(found: TransferComparison, profile: Profile) -> tuple[Figure, ...]:
    """Draw the factor on the loss exchange of each transfer; nothing where none of them was fought."""
    if not any(row.change_in_log_loss_ratio for row in found.transfers):
        return ()
    source = (
        f"{profile_words(profile)}, known on {found.known_on}; {found.n_draws:,} draws, seed {found.seed}; "
        f"Counterpoise {__version__}."
    )
    about = Caption(
        name="transfers_compared", source=source, disclaimer=DISCLAIMER,
        title=f"What each transfer alone does to the loss exchange, end of {found.year}",
        says="Factor on the loss exchange against the coalition that the transfer helps most; below 1 the edge "
        "narrows. Mark: median; bar: 80 % of the draws, which all transfers share.",
    )  # fmt: skip
    axis = Axis(label="loss exchange with the transfer over without it", is_log=False, marks=((1.0, "no change"),))
    rows = [_row(one) for one in found.transfers]
    return (compose(about, partial(intervals, rows=rows, axis=axis), COLUMNS, [*map(_data, found.transfers)]),)


def _row(one: ComparedTransfer) -> Row:
    if one.change_in_log_loss_ratio is None:
        return Row(label=one.label, colour="b", beside=f"Not fought: {one.because}.")
    low, middle, high = (exp(value) for value in one.change_in_log_loss_ratio)
    return Row(
        label=one.label, colour="b", low=low, middle=middle, high=high, below=f"against {one.against}",
        beside=f"x{significant(middle, 2):g}; material: {one.level}",
    )  # fmt: skip


def _data(one: ComparedTransfer) -> tuple[str, ...]:
    if one.change_in_log_loss_ratio is None:
        return (one.label, "", "", "", "", "", "", one.because)
    factors = (f"{exp(value):.3g}" for value in one.change_in_log_loss_ratio)
    p = "" if one.p_material is None else f"{one.p_material:.3f}"
    return (one.label, one.coalition or "", *factors, one.level or "", p, "; ".join(one.thin))
