"""The speeds that are promised, each found in the benches' reports and held against its bar."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

SHIPPED = "shipped profile, proposal of 2020"
MILLION = "a million statements, SQLite, 95th percentile"
HOLDS, MISSES = "holds", "misses"


@dataclass(frozen=True, slots=True)
class Speed:
    """One promise: the bench it is measured by, the keys that lead to its figure, and the bar.

    `more_is_better` says on which side of the bar the figure must lie.
    """

    bench: str
    path: tuple[str, ...]
    title: str
    unit: str
    bar: float
    more_is_better: bool
    beside: str = ""  # what it is compared with, or what it is measured on


@dataclass(frozen=True, slots=True)
class Measured:
    """A promise with its figure."""

    speed: Speed
    figure: float

    @property
    def status(self) -> str:
        """Say whether it holds."""
        more = self.speed.more_is_better
        return HOLDS if (self.figure >= self.speed.bar if more else self.figure <= self.speed.bar) else MISSES

    def as_json(self) -> dict[str, Any]:
        """Give plain values."""
        one = self.speed
        return {
            "bench": one.bench, "id": ".".join((one.bench, *one.path)), "title": one.title, "figure": self.figure,
            "unit": one.unit, "bar": one.bar, "bar_is": "at least" if one.more_is_better else "at most",
            "beside": one.beside, "status": self.status,
        }  # fmt: skip


SPEEDS = (
    Speed("answers", ("help_seconds",), "Help of a command", "s", 0.15, False, "process start included"),
    Speed("answers", ("summary_seconds",), "Summary of a single article", "s", 5.0, False, "1,000 draws, two cores"),
    Speed("reading", ("notices_a_minute",), "Official notices read", "a minute", 2000, True, "one core, by grammar"),
    Speed("reading", ("words_a_second_with_model",), "News read, with the model", "words/s", 4000, True, "one core"),
    Speed("reading", ("prefilter_mb_a_second",), "Texts about something else passed by", "MB/s", 100, True, "one core"),
    Speed("law", ("ratio",), "A million review clocks", "times", 50, True, "the scalar rules in a loop"),
    Speed("casebook", ("bars", "case_page", "measured"), "A case page", "ms", 50, False, MILLION),
    Speed("casebook", ("bars", "search_two_words", "measured"), "A search", "ms", 100, False, MILLION),
    Speed("casebook", ("bars", "known_on", "measured"), "A case as known on a day", "ms", 200, False, MILLION),
    Speed("casebook", ("bars", "statements_a_second", "measured"), "Import", "statements/s", 20_000, True, "SQLite"),
    Speed(
        "balance", (SHIPPED, "ratio_to_numpy_one_core"), "Every coalition in 10,000 draws", "times", 300, True,
        "batched numpy in float64, one core, same verdicts",
    ),
    Speed(
        "balance", (SHIPPED, "ratio_to_odeint_one_core"), "The same", "times", 20_000, True,
        "a loop over scipy's odeint, one core",
    ),
    Speed("balance", ("memory_mb",), "Its peak memory", "MB", 300, False, "everything loaded"),
    Speed("balance", ("preview", "seconds_two_workers"), "Preview: 12 actors, 1,000 draws", "s", 0.2, False, "warm"),
    Speed("compensation", ("search", "first_feasible_seconds"), "A first feasible package", "s", 2.0, False,
          "60 measures, 15 years"),
    Speed("compensation", ("search", "seconds"), "The search to 2 %", "s", 60.0, False, "of the linearised programme"),
    Speed("compensation", ("front", "seconds"), "A front of twelve points", "s", 120.0, False, "60 measures, 15 years"),
)  # fmt: skip


def measured(reports: Mapping[str, Mapping[str, Any]]) -> Sequence[Measured]:
    """Find every promise in the reports; one whose bench or optional library was absent is left out."""
    found = []
    for speed in SPEEDS:
        value: Any = reports.get(speed.bench)
        for key in speed.path:
            value = value.get(key) if isinstance(value, Mapping) else None
        if isinstance(value, int | float):
            found.append(Measured(speed, float(value)))
    return found
