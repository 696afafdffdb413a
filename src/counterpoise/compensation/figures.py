"""The packages as pictures: what each costs and restores; the front of cost and restored edge where it is traced."""

from collections.abc import Iterator
from functools import partial

from counterpoise import __version__
from counterpoise.balance.figure_captions import profile_words
from counterpoise.balance.relative_words import DISCLAIMER
from counterpoise.compensation.comparison import Comparison
from counterpoise.compensation.front import FrontPoint, told_apart
from counterpoise.compensation.packages import Compensation, Package
from counterpoise.compensation.words import money
from counterpoise.drawing.figure import Caption, Figure, compose
from counterpoise.drawing.intervals import Axis, Row, intervals
from counterpoise.drawing.points import Dot, Plane, points

BILLION = 1000.0  # [USD m]
PACKAGE_COLUMNS = (
    "package", "status", "holds", "cost_low_usd_m", "cost_usd_m", "cost_high_usd_m", "home_share", "restored_by",
    "short", "short_on_fresh_draws", "note",
)  # fmt: skip
FRONT_COLUMNS = (
    "cost_usd_m", "short", "short_low", "short_high", "restored_share", "home_share", "told_apart", "lots",
)  # fmt: skip


def figures(found: Compensation, beside: Comparison) -> tuple[Figure, ...]:
    """Give every picture that a run carries; none where no package was sought."""
    return (*_packages(found, beside), *_front(found, beside))


def _packages(found: Compensation, beside: Comparison) -> Iterator[Figure]:
    if not found.packages and not found.not_found:
        return
    rows = [*map(_package_row, found.packages), *_asked_row(beside)]
    rows += [Row(label=title, colour="a", beside=f"None found: {why}.") for title, why in found.not_found.items()]
    data = [*map(_package_data, found.packages), *_asked_data(beside)]
    data += [(title, "not found", *[""] * 8, why) for title, why in found.not_found.items()]
    about = _caption(
        found, "packages",
        f"Packages compared: what each costs and restores, target {found.request.target.probability:g}",
        "Mark: usual cost; bar: low to high, in dollars of the sources' years. In brackets: lots. Short: the "
        "probability still missing.",
    )  # fmt: skip
    axis = Axis(label="cost, billions of dollars", is_log=False, with_zero=True, prefix="$")
    yield compose(about, partial(intervals, rows=rows, axis=axis), PACKAGE_COLUMNS, data)


def _package_row(package: Package) -> Row:
    low, usual, high = (value / BILLION for value in package.cost)
    by = f"restored by {package.restored_in}" if package.restored_in is not None else "restored in no year"
    return Row(
        label=package.title, colour="a", low=low, middle=usual, high=high, below=_held(package),
        beside=f"{money(package.cost[1])}, {by}; {package.home_share:.0%} spent at home; short {package.shortfall:.3f}",
    )  # fmt: skip


def _held(package: Package) -> str:
    return "; ".join(f"{order.measure.name} ({order.lots})" for order in package.orders) or "nothing"


def _package_data(package: Package) -> tuple[str, ...]:
    return (
        package.title, package.found.status, _held(package), *(f"{value:.0f}" for value in package.cost),
        f"{package.home_share:.3f}", "" if package.restored_in is None else str(package.restored_in),
        f"{package.shortfall:.4f}", f"{package.fresh_shortfall:.4f}", "",
    )  # fmt: skip


def _asked_row(beside: Comparison) -> Iterator[Row]:
    asked = beside.asked
    if asked is not None:
        low, usual, high = (value / BILLION for value in asked.cost)
        yield Row(
            label="What was asked for, as reported", colour="b", low=low, middle=usual, high=high,
            below="; ".join(ask.asked for ask in asked.asks), beside=f"{money(asked.cost[1])}{_removed(beside)}",
        )  # fmt: skip


def _removed(beside: Comparison) -> str:
    if beside.asked is None or beside.asked.restored_share is None:
        return ""
    few, most = (f"{share:.0%}" for share in beside.asked.restored_share)
    return f", removes {few if few == most else f'{few} to {most}'} of the largest shortfall"


def _asked_data(beside: Comparison) -> Iterator[tuple[str, ...]]:
    asked = beside.asked
    if asked is not None:
        held = "; ".join(ask.asked for ask in asked.asks)
        short = "" if asked.shortfall is None else f"{asked.shortfall[0]:.4f}"
        costs = [f"{value:.0f}" for value in asked.cost]
        yield ("asked for", "reported", held, *costs, "", "", short, "", _removed(beside).lstrip(", "))


def _front(found: Compensation, beside: Comparison) -> Iterator[Figure]:
    if not beside.front:
        return
    shown = told_apart(beside.front)
    dots = [_dot(point, shown) for point in beside.front]
    data = [_front_data(found, point, point in shown) for point in beside.front]
    last = max((row.year for row in found.requirements), default=0)
    about = _caption(
        found, "front", f"What each further sum buys: the largest shortfall left at the end of {last}",
        "Bar: 80 % of the simulation's error. Hollow: not told apart from the point before. No line joins points that "
        "overlap.",
    )  # fmt: skip
    plane = Plane(x_label="cost, billions of dollars", y_label="short: the probability still missing", x_prefix="$")
    yield compose(about, partial(points, dots=dots, plane=plane), FRONT_COLUMNS, data)


def _dot(point: FrontPoint, shown: tuple[FrontPoint, ...]) -> Dot:
    is_shown = point in shown
    before = shown[shown.index(point) - 1] if is_shown and shown.index(point) > 0 else None
    words = f"{money(point.cost) if point.cost else 'nothing'}: {point.restored_share:.0%} restored"
    return Dot(
        x=point.cost / BILLION, y=point.shortfall, low=point.low, high=point.high, label=words if is_shown else "",
        is_hollow=not is_shown, is_joined=before is not None and point.high < before.low,
    )  # fmt: skip


def _front_data(found: Compensation, point: FrontPoint, is_shown: bool) -> tuple[str, ...]:
    names = {measure.measure_id: measure.name for measure in (found.problem.measures if found.problem else ())}
    lots = "; ".join(f"{names.get(measure, measure)} ({n})" for measure, n in point.lots)
    numbers = (point.shortfall, point.low, point.high)
    return (
        f"{point.cost:.0f}", *(f"{number:.4f}" for number in numbers), f"{point.restored_share:.3f}",
        f"{point.home_share:.3f}", "yes" if is_shown else "no", lots,
    )  # fmt: skip


def _caption(found: Compensation, name: str, title: str, says: str) -> Caption:
    request, assessment = found.request, found.assessment
    stress = f", stress set {request.stress!r}" if request.stress else ""
    source = (
        f"{profile_words(assessment.profile)}, known on {assessment.request.known_on}{stress}; measures as "
        f"cited in the catalogue; {request.n_draws:,} draws, seed {request.seed}; Counterpoise {__version__}."
    )
    return Caption(name=name, title=title, says=says, source=source, disclaimer=DISCLAIMER)
