"""Ten sales of the ledger run end to end, what the product says beside what happened; and which were contested.

The choice of sales and the labelling rule stand in data/sales.yaml, written before any was scored. Of contested sales
no figure is given below the number of positives named there.
"""

import tempfile
import time
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from counterpoise.balance.levels import TOO_THIN, UNDETERMINED
from counterpoise.balance.profile import Profile, load_profile
from counterpoise.casebook import open_casebook
from counterpoise.casebook.case import Case
from counterpoise.casebook.ledger import ledger_reading, shipped_table
from counterpoise.dossier.material import Weighed
from counterpoise.law.clock import ReviewClock
from counterpoise.pipeline.assessing import WeighingOptions, first_look
from counterpoise.pipeline.clocks import case_clock
from counterpoise.validation.rows import REPORTED, UNVERIFIED, Row, Settings
from counterpoise.validation.scores import bootstrap, discrimination
from counterpoise.vocabulary import index

SECTION = "Whole determinations: sales of the ledger"
MANY, MANY_QUICK = 10, 2
DRAWS, DRAWS_QUICK = 1000, 100
RECORDED = datetime(2026, 1, 1, tzinfo=UTC)  # of the casebook that is thrown away
OUTSIDE = "outside the model"
SOURCE_ORDER, DAY_ORDER = ("official_text", "secondary"), ("exact", "inferred", "unverified")
COMBAT_AIRCRAFT = "fighter"  # how the classes of combat aircraft begin


@dataclass(frozen=True, slots=True)
class Sale:
    """One sale run from its row: the answer, what happened, the label, and the seconds it took."""

    row: Mapping[str, str]
    case: Case
    weighed: Weighed
    review: str
    seconds: float
    happened: str
    label: str

    @property
    def name(self) -> str:
        """Name the sale by day, purchaser and goods."""
        return f"{self.row['notified_on']} {self.row['purchaser']}: {self.row['items']}"

    @property
    def verdict(self) -> str:
        """Give the level of counter and defeat, "evidence too thin", or "outside the model"."""
        headline = self.weighed.balance.headline if self.weighed.balance is not None else None
        if headline is None:
            return OUTSIDE
        return TOO_THIN if headline.thin else headline.level

    @property
    def p_material(self) -> float:
        """Give P(adverse material change), 0 where no item is in the model: nothing was found to change."""
        headline = self.weighed.balance.headline if self.weighed.balance is not None else None
        return headline.p_material or 0.0 if headline is not None else 0.0


@cache
def rules() -> Mapping[str, Any]:
    """Give the choice of sales, the labelling rule, labels and what happened."""
    text = files(__package__).joinpath("data/sales.yaml").read_text(encoding="utf-8")
    found: Mapping[str, Any] = yaml.safe_load(text)
    return found


def chosen_rows(profile: Profile, many: int = MANY) -> Sequence[Mapping[str, str]]:
    """Give the best documented sales inside a profile's validity, by the rule of data/sales.yaml."""
    inside = [
        row for _, row in shipped_table("ledger").records()
        if profile.valid_from <= date.fromisoformat(row["notified_on"]) <= profile.valid_to
        and row["items"] and row["kind"] == "original" and row["purchaser"] != profile.protected
        and row["purchaser"] in profile.actor_index
    ]  # fmt: skip
    return sorted(
        inside,
        key=lambda r: (SOURCE_ORDER.index(r["source"]), DAY_ORDER.index(r["day"]), r["notified_on"], r["items"]),
    )[:many]


def sale_rows(settings: Settings) -> list[Row]:
    """Run the sales and give a row each, how many got which answer, and what can be said of contested ones."""
    chosen = chosen_rows(load_profile(), settings.draws(MANY, MANY_QUICK))
    sales = []
    for place, row in enumerate(chosen):
        settings.progress(place / len(chosen), f"{SECTION}: {row['purchaser']} {row['notified_on']}")
        sales.append(run_sale(row, n_draws=settings.draws(DRAWS, DRAWS_QUICK)))
    return [_sale_row(sale) for sale in sales] + [_count_row(sales), _contested_row(sales, settings)]


def run_sale(row: Mapping[str, str], *, n_draws: int = DRAWS, seed: int = 0) -> Sale:
    """Run one row of the ledger as the main job would: document, casebook, clock, balance on the day before it."""
    began = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder, open_casebook(Path(folder) / "casebook.sqlite") as casebook:
        reading = ledger_reading(row, "ledger.csv")
        casebook.add_readings([reading], recorded_at=RECORDED)
        (case_id,) = casebook.find_case(reading.document.id)
        case = casebook.case(case_id)
        known_on = date.fromisoformat(row["notified_on"]) - timedelta(days=1)
        options = WeighingOptions(seed=seed, n_draws=n_draws)
        weighed = first_look((case,), options, known_on, lambda words, share: None)
        clock = case_clock(case, as_of=None, known_on=None)
    review = f"no clock: {clock.because}" if clock.clock is None else _review(clock.clock)
    return Sale(
        row, case, weighed, review, time.perf_counter() - began,
        _told(row, "happened", "what") or "no resolution of disapproval in our tables", _told(row, "labels", "label"),
    )  # fmt: skip


def _review(clock: ReviewClock) -> str:
    if not clock.periods:
        return "no day of receipt is printed, so no clock runs"
    (period, *_) = clock.periods
    return f"{period.review_days} days of review, last protected day {period.last_protected_day}"


def _told(row: Mapping[str, str], table: str, column: str) -> str:
    """Find what the data say of a sale: by purchaser, day and words of the item."""
    for one in rules()[table]:
        same = one["purchaser"] == row["purchaser"] and str(one["notified_on"]) == row["notified_on"]
        if same and one["item"] in row["items"]:
            return str(one[column])
    return ""


def _sale_row(sale: Sale) -> Row:
    balance = sale.weighed.balance
    headline = balance.headline if balance is not None else None
    if headline is None:
        return Row(
            id=_row_id(sale), section=SECTION, title=sale.name, status=REPORTED, seconds=sale.seconds,
            note=f"{OUTSIDE}: {sale.weighed.not_assessed_because} {sale.review}. Happened: {sale.happened}.",
        )  # fmt: skip
    low, middle, high = headline.change or (float("nan"),) * 3
    thin = "".join(f" {TOO_THIN}: {reason.reason}." for reason in headline.thin)
    return Row(
        id=_row_id(sale), section=SECTION, title=sale.name, figure=middle, interval=(low, high), seconds=sale.seconds,
        interval_kind="80 % of the draws", held_out="nothing later than the day before notification is known",
        target="dE; no truth to hold it against",
        note=(
            f"An adverse material change is {headline.level} (probability {headline.p_material:.2f}), against "
            f"{headline.coalition}.{thin} {sale.review}. Happened: {sale.happened}."
        ),
    )  # fmt: skip


def _row_id(sale: Sale) -> str:
    words = "".join(c if c.isalnum() else " " for c in sale.row["items"].lower()).split()
    return "_".join(["sale", sale.row["purchaser"].lower(), sale.row["notified_on"].replace("-", ""), *words[:3]])


def _count_row(sales: Sequence[Sale]) -> Row:
    counted = Counter(sale.verdict for sale in sales)
    answered = sum(n for verdict, n in counted.items() if verdict not in (OUTSIDE, TOO_THIN, UNDETERMINED))
    words = ", ".join(f"{n} {verdict}" for verdict, n in counted.most_common())
    clocks = sum("last protected day" in sale.review for sale in sales)
    seconds = sorted(sale.seconds for sale in sales)
    return Row(
        id="sales_answered", section=SECTION, title="Sales that get a level other than undetermined", digits=0,
        figure=float(answered), target=f"of {len(sales)}; no bar",
        note=f"{words}. {clocks} get a clock. Seconds a sale: {seconds[0]:.1f} to {seconds[-1]:.1f}.",
    )  # fmt: skip


def _contested_row(sales: Sequence[Sale], settings: Settings) -> Row:
    """Give AUC beside its naive rivals where enough are verified, otherwise the labels and no figure."""
    least = int(rules()["labelling"]["least_positives"])
    labelled = [sale for sale in sales if sale.label in ("contested", "not_contested")]
    positives = [sale for sale in labelled if sale.label == "contested"]
    title = "Contested sales told from others by P(material)"
    if len(positives) < least or len(positives) == len(labelled):
        told = "; ".join(
            f"{sale.name}: P(material) {sale.p_material:.2f}, value rank {value_rank(sale, sales)}, "
            f"{'a' if has_combat_aircraft(sale) else 'no'} combat aircraft"
            for sale in positives
        )
        return Row(
            id="contested", section=SECTION, title=title, status=UNVERIFIED, target=f"at least {least} verified",
            note=(
                f"{len(positives)} verified of {least} needed, {len(sales) - len(labelled)} unknown: no figure. {told}."
            ),
        )  # fmt: skip
    truth = np.array([sale.label == "contested" for sale in labelled], dtype=float)
    by_model = np.array([sale.p_material for sale in labelled])
    by_value = np.array([-float(value_rank(sale, sales)) for sale in labelled])
    by_aircraft = np.array([float(has_combat_aircraft(sale)) for sale in labelled])
    interval = bootstrap(
        lambda rows: discrimination(truth[rows], by_model[rows]), np.arange(len(labelled)), draws=2000,
        seed=settings.seed,
    )  # fmt: skip
    return Row(
        id="contested", section=SECTION, title=title, figure=discrimination(truth, by_model), interval=interval,
        interval_kind="95 %, bootstrap by sale",
        baseline=(
            f"value rank {discrimination(truth, by_value):.3f}; combat aircraft "
            f"{discrimination(truth, by_aircraft):.3f}"
        ),
    )  # fmt: skip


def value_rank(sale: Sale, sales: Sequence[Sale]) -> int:
    """Give the place of a sale by notified value, the dearest first; one without a value stands last."""
    values = sorted((float(one.row["total_usd"] or 0) for one in sales), reverse=True)
    return 1 + values.index(float(sale.row["total_usd"] or 0))


def has_combat_aircraft(sale: Sale) -> bool:
    """Say whether an item is a combat aircraft of the vocabulary."""
    classes = index("systems", "system_id")
    values: list[Any] = [item.value for item in sale.case.items]
    ids = [value.get("system_id") for value in values]
    return any(classes[one]["class_id"].startswith(COMBAT_AIRCRAFT) for one in ids if one in classes)
