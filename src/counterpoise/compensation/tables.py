"""The packages as tables: what each holds, costs and restores; certificates; alternatives; asks; front; "
"consequences."""

from counterpoise.balance.assessment_words import label_words
from counterpoise.balance.inventories import significant
from counterpoise.balance.table_words import Table
from counterpoise.compensation.comparison import Comparison
from counterpoise.compensation.front import told_apart
from counterpoise.compensation.measures import money_sources
from counterpoise.compensation.packages import Compensation, Package
from counterpoise.compensation.words import money


def tables(found: Compensation, beside: Comparison) -> tuple[Table, ...]:
    """Give every table that has rows, in the order of reading."""
    main = beside.main
    made = [
        binding_table(found),
        package_table(found),
        order_table(found),
        restored_table(found),
        alternative_table(beside),
        asks_table(beside),
        certificate_table(found),
        front_table(beside),
        regret_table(found, beside),
        *([technical_table(main, beside), law_table(main, beside), others_table(found, main, beside)] if main else []),
        budget_table(found),
    ]
    return tuple(table for table in made if table.rows)


def binding_table(found: Compensation) -> Table:
    """What is to be restored."""
    rows = [
        (
            label_words(found.assessment, row.coalition),
            str(row.year),
            f"{row.p_without:.3f}",
            f"{row.p_with:.3f}",
            f"{row.p_wanted:.3f}",
            f"{row.shortfall:.3f}",
        )
        for row in found.binding
    ]
    return Table(
        "binding",
        "What is short: the coalitions and years that bind",
        ("coalition", "end of", "P without", "P with", "wanted", "short"),
        tuple(rows),
        f"P: that the edge holds (E >= 0), on the same draws. Wanted: the lesser of the target "
        f"{found.request.target.probability:g} and P without the transfer. A shortfall up to "
        f"{found.request.target.tolerance:g} counts as none. Settings, not law.",
    )


def package_table(found: Compensation) -> Table:
    """The packages side by side."""
    rows = [
        (
            package.title,
            "; ".join(f"{o.lots} x {o.measure.name}" for o in package.orders) or "nothing",
            f"{money(package.cost[1])} ({money(package.cost[0])} to {money(package.cost[2])})",
            f"{package.home_share:.0%}",
            "never" if package.restored_in is None else str(package.restored_in),
            f"{package.shortfall:.3f}",
            f"{package.fresh_shortfall:.3f}",
            "; ".join(f"{name}: {value:.3f}" for name, value in package.held_out.items()),
        )
        for package in found.packages
    ]
    rows += [(title, why, "", "", "", "", "", "") for title, why in found.not_found.items()]
    return Table(
        "packages",
        "Packages",
        (
            "package",
            "lots",
            "cost",
            "at home",
            "restored by",
            "short",
            "short, fresh draws",
            "short, not seen by the search",
        ),
        tuple(rows),
        "Costs in dollars of the years of their sources, low and high ends in brackets. Restored by: the first "
        "benchmark "
        "year from which nothing is short.",
    )


def order_table(found: Compensation) -> Table:
    """Every order with its source of money, lead time and grades."""
    rows = [
        (
            package.title,
            order.measure.name,
            ", ".join(f"{n} in {year}" for year, n in order.by_year.items()),
            money_sources()[order.measure.source].title,
            f"{order.measure.lead:g} ({order.measure.lead_low:g} to {order.measure.lead_high:g}) years",
            f"{money(order.cost())} ({money(order.cost('cost_low'))} to {money(order.cost('cost_high'))})",
            f"cost {order.measure.cost_grade}, lead time {order.measure.lead_grade}",
            order.measure.citation,
        )
        for package in found.packages
        for order in package.orders
    ]
    return Table(
        "orders",
        "Orders of each package",
        ("package", "measure", "lots by year", "comes from", "lead time", "cost", "grades", "source"),
        tuple(rows),
    )


def restored_table(found: Compensation) -> Table:
    """What each package restores, by coalition, in the last year."""
    last = max((row.year for row in found.requirements), default=0)
    binding = [row for row in found.binding if row.year == last]
    rows = []
    for row in binding:
        cells = []
        for package in found.packages:
            state = next(s for s in package.states if s.requirement.name == row.name)
            cells.append(f"{state.p:.3f}")
        rows.append((label_words(found.assessment, row.coalition), f"{row.p_with:.3f}", *cells, f"{row.p_wanted:.3f}"))
    columns = ("coalition", "with the transfer", *(package.title for package in found.packages), "wanted")
    return Table("restored", f"P that the edge holds by package, end of {last}", columns, tuple(rows))


def certificate_table(found: Compensation) -> Table:
    """How well each package is known to be the cheapest."""
    rows = [
        (
            package.title,
            f"{package.found.linear_gap:.1%}",
            f"{package.shortfall:.3f}",
            money(package.found.bound) if package.found.bound > 0 else "none",
            package.found.bound_kind,
            f"{package.found.n_rounds} rounds, {package.found.n_cuts} cuts",
        )
        for package in found.packages
    ]
    return Table(
        "certificates",
        "How well that is known: gap of the linearised programme, shortfall when simulated, and a lower bound",
        ("package", "gap", "simulated shortfall", "lower bound", "which rests on", "search"),
        tuple(rows),
    )


def alternative_table(beside: Comparison) -> Table:
    """What the supplier could do instead."""
    rows = [
        (
            one.title,
            f"{one.shortfall:.3f}" if one.applies else "",
            one.because if one.applies else "has no meaning here",
        )
        for one in beside.alternatives
    ]
    return Table(
        "alternatives",
        "On the supplier's side, instead of a package",
        ("alternative", "stays short", "because"),
        tuple(rows),
        "Conditions on basing, use or configuration are not modelled.",
    )


def asks_table(beside: Comparison) -> Table:
    """The reported asks."""
    asked = beside.asked
    rows = [
        (
            ask.asked,
            f"{ask.lots[0]}" if ask.lots[0] == ask.lots[1] else f"{ask.lots[0]} to {ask.lots[1]}, not reported",
            f"{money(ask.cost[1])} ({money(ask.cost[0])} to {money(ask.cost[2])})",
            f"no effect in the model: {ask.why_no_effect}" if ask.why_no_effect else "yes",
            ask.citation,
        )
        for ask in (asked.asks if asked else ())
    ]
    return Table("asks", "What was asked for, costed", ("asked", "lots", "cost", "modelled", "source"), tuple(rows))


def front_table(beside: Comparison) -> Table:
    """Cost against restored edge."""
    rows = [
        (
            money(point.cost) if point.cost else "nothing",
            f"{point.shortfall:.3f} ({point.low:.3f} to {point.high:.3f})",
            f"{point.restored_share:.0%}",
            f"{point.home_share:.0%}",
        )
        for point in told_apart(beside.front)
    ]
    return Table(
        "front",
        "What each further sum buys: the front of cost and restored edge",
        ("cost", "largest shortfall", "restored", "at home"),
        tuple(rows),
        "In brackets 80 % of the simulation's error. Points between, whose intervals overlap, are left out.",
    )


def regret_table(found: Compensation, beside: Comparison) -> Table:
    """Minimax regret over the assumption sets."""
    made = beside.regrets
    titles = {package.name: package.title for package in found.packages} | {"nothing": "Nothing"}
    least = min((one.most for one in made), default=0.0)
    rows = [
        (
            titles[one.package],
            *(money(value) if value > 0 else "0" for _, value in one.by_set),
            f"{money(one.most) if one.most > 0 else '0'}{' (least)' if one.most == least else ''}",
        )
        for one in made
    ]
    columns = ("choice", *(name for name, _ in made[0].by_set), "most") if made else ()
    return Table(
        "regret",
        "Regret: what each choice costs beyond the best one, under each assumption set",
        columns,
        tuple(rows),
        "A hundredth of a probability left short is priced at one billion dollars: a setting, to be argued about.",
    )


def technical_table(package: Package, beside: Comparison) -> Table:
    """The technical clause with the package."""

    def cell(change: tuple[float, float, float] | None) -> str:
        return "bounds only" if change is None else f"{significant(change[1], 2):+g}"

    rows = [
        (
            one.area,
            f"{one.k:g}",
            cell(one.change_without_package),
            cell(one.change_with_package),
            one.level_with_package or "",
        )
        for one in beside.technical
    ]
    return Table(
        "technical_after",
        f"The technical clause with the package “{package.title}”: more of the same cannot restore superiority",
        ("area", "best k", "change without it", "change with it", "a fall is then"),
        tuple(rows),
    )


def law_table(package: Package, beside: Comparison) -> Table:
    """What the measures themselves need in law."""
    rows = [(one.measure, one.needs, "; ".join(one.because)) for one in beside.law]
    return Table(
        "law", f"What the measures of “{package.title}” themselves need", ("measure", "needs", "by"), tuple(rows)
    )


def others_table(found: Compensation, package: Package, beside: Comparison) -> Table:
    """The effect on the others."""
    rows = []
    for one in beside.others:
        low, middle, high = (significant(value, 3) for value in one.loss_exchange)
        rows.append((found.assessment.profile.actor_index[one.actor].name, f"x{middle:g} ({low:g} to {high:g})"))
    return Table(
        "others",
        f"What “{package.title}” does to the others: each state's own loss exchange against the protected state",
        ("state", "loss exchange"),
        tuple(rows),
        "Below 1: the package worsens that state's balance. A package answered by packages is an arms race.",
    )


def budget_table(found: Compensation) -> Table:
    """The pots, and which bind."""
    if found.problem is None:
        return Table("budgets", "", (), ())
    years = sorted({one.year for one in found.problem.budgets})
    rows = []
    for pot in dict.fromkeys(one.pot for one in found.problem.budgets):
        held = {one.year: one for one in found.problem.budgets if one.pot == pot}
        rows.append(
            (
                pot.replace("_", " "),
                *(f"{held[year].most:,.0f}{'*' if held[year].is_upper_bound else ''}" for year in years[:9]),
            )
        )
    return Table(
        "budgets",
        "Pots of money by fiscal year, millions of dollars",
        ("pot", *map(str, years[:9])),
        tuple(rows),
        "* an upper bound: instalments already due are not public. Beyond the last agreed year: "
        f"{found.request.budget.beyond}. A fiscal year is taken as the calendar year of its number.",
    )
