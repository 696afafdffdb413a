"""One row of the score card: a figure, what it is held against, its interval, and what was held out to get it."""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

HOLDS = "holds"
MISSES = "misses"
REPORTED = "reported"  # a figure without a bar: nothing is claimed of it
ABSENT = "data absent"
UNVERIFIED = "not asserted"  # a published number that nobody here has read in its source


@dataclass(frozen=True, slots=True, kw_only=True)
class Curve:
    """A reliability diagram: in each bin the mean forecast and the share that came true."""

    title: str
    forecast: tuple[float, ...]
    observed: tuple[float, ...]
    low: tuple[float, ...]  # 95 % interval of the share (Wilson)
    high: tuple[float, ...]
    count: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the table. A figure without a target is reported; one with a target holds or misses."""

    id: str
    section: str
    title: str
    figure: float | None = None
    digits: int = 3
    interval: tuple[float, float] | None = None
    interval_kind: str = ""
    target: str = ""  # the bar or the published figure, in words
    status: str = REPORTED
    baseline: str = ""  # the naive forecast it is compared with, and that one's score
    held_out: str = ""
    inputs: tuple[tuple[str, str], ...] = ()  # (file, sha256)
    source: str = ""
    note: str = ""
    curve: Curve | None = None
    seconds: float = 0.0

    @property
    def printed(self) -> str:
        """Give the figure as the page prints it."""
        return "" if self.figure is None else f"{self.figure:.{self.digits}f}"


def compared(
    row_id: str, section: str, title: str, figure: float, expected: float, tolerance: float, **more: object
) -> Row:
    """Make a row whose figure is held against a published one; it holds within the tolerance."""
    within = math.isfinite(figure) and abs(figure - expected) <= tolerance
    target = f"{expected:g} ± {tolerance:g}"
    return Row(
        id=row_id,
        section=section,
        title=title,
        figure=figure,
        target=target,
        status=HOLDS if within else MISSES,
        **more,  # type: ignore[arg-type]
    )


def no_progress(done: float, words: str) -> None:
    """Say nothing: for callers that show no progress."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What a run is allowed to use; every random number comes from `seed`."""

    folder: Path
    seed: int
    quick: bool = False
    progress: Callable[[float, str], None] = field(default=no_progress)

    def draws(self, full: int, quick: int) -> int:
        """Give the number of draws of this run."""
        return quick if self.quick else full
