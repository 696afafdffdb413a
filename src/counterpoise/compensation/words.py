"""The packages in sentences made from their numbers, with their uncertainty; none where none is indicated."""

from collections.abc import Iterator

from counterpoise.balance.assessment_words import label_words, possessive
from counterpoise.balance.inventories import significant
from counterpoise.balance.relative_words import listed
from counterpoise.compensation.alternatives import Alternative
from counterpoise.compensation.asks import AskedPackage
from counterpoise.compensation.packages import Compensation, Order, Package
from counterpoise.compensation.requirement import Requirement

NONE_INDICATED = "No package is indicated"


def first_line(found: Compensation) -> str:
    """Say first whether a package is indicated, and why; and under what the packages below were sought."""
    reason = "; ".join(found.because)
    if found.indicated:
        return f"A package is indicated: {reason}." if found.request.stress is None else (
            f"A package is indicated: {reason}. The packages below were sought under the stress set "
            f"{found.request.stress!r}."
        )  # fmt: skip
    if found.request.stress is None:
        return f"{NONE_INDICATED}: {reason}. Packages follow only under a named stress set (--stress)."
    return (
        f"{NONE_INDICATED}: {reason}. What follows is under the stress set {found.request.stress!r}, which is not ours."
    )


def summary_sentences(found: Compensation) -> tuple[str, ...]:
    """Give the answer for a summary: whether, at what cost, and what stays."""
    cheapest = next((p for p in found.packages if p.found.status == "restored"), None)
    if cheapest is None:
        if any(p.found.status == "nothing_needed" for p in found.packages):
            return (first_line(found), nothing_needed(found))
        reasons = "; ".join(f"{title.lower()}: {why}" for title, why in found.not_found.items())
        return (first_line(found), f"No package restores the target: {reasons}.") if reasons else (first_line(found),)
    return first_line(found), quotable(found, cheapest)


def one_sentence(found: Compensation) -> str:
    """Say in one sentence what would restore the balance at what cost, or why nothing is proposed."""
    reason = "; ".join(found.because)
    if not found.indicated and found.request.stress is None:
        return f"{NONE_INDICATED}: {reason}; packages would follow only under a named stress set."
    under = (
        "" if found.request.stress is None else f"under the stress set {found.request.stress!r}, which is not ours, "
    )
    cheapest = next((p for p in found.packages if p.found.status == "restored"), None)
    if cheapest is None:
        if any(p.found.status == "nothing_needed" for p in found.packages):
            return _capital(f"{under}{nothing_needed(found).rstrip('.')}.")
        why = "; ".join(f"{title.lower()}: {because}" for title, because in found.not_found.items())
        return _capital(f"{under}no package restores the target ({why or 'none was sought'}).")
    low, usual, high = cheapest.cost
    orders = listed([order_words(order) for order in cheapest.orders])
    return _capital(
        f"{under}removing the shortfall against a probability of {found.request.target.probability:g} that the edge "
        f"holds would cost at the least {money(usual)} ({money(low)} to {money(high)}) by the search: {orders}, "
        f"{cheapest.home_share:.0%} of it spent at home; on fresh draws {cheapest.fresh_shortfall:.3f} stays short, "
        "and technical superiority does not come back that way."
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def nothing_needed(found: Compensation) -> str:
    """Say that nothing is short of the target."""
    return (
        f"Against the target of {found.request.target.probability:g} nothing is short in any binding coalition and "
        "year, "
        "so the empty package restores it."
    )


def quotable(found: Compensation, package: Package) -> str:
    """Give a paragraph that a committee could quote: what it costs, what it restores, how sure, what it leaves."""
    name = found.assessment.profile.in_sentence(found.assessment.plan.protected)
    worst = found.binding[0] if found.binding else None
    low, usual, high = package.cost
    held = max(package.held_out.values(), default=0.0)
    short = "" if worst is None else f" What is short is at most {worst.shortfall:.3f} ({binding_words(found, worst)})."
    return (
        f"Removing the shortfall against the target of {found.request.target.probability:g} would take, at the "
        "least cost "
        f"found, {listed([order_words(order) for order in package.orders])}: {money(usual)} ({money(low)} to "
        f"{money(high)}), of which {package.home_share:.0%} would be spent at home.{short} On fresh draws "
        f"{package.fresh_shortfall:.3f} stays short; under assumptions that the search did not see, up to {held:.3f}. "
        f"It does not bring back {possessive(name)} technical superiority by mission area, which more of the same "
        "cannot restore."
    )


def binding_words(found: Compensation, row: Requirement) -> str:
    """Name a coalition and year that bind."""
    who = label_words(found.assessment, row.coalition)
    return f"against {who} in {row.year}: {row.p_without:.3f} without the transfer, {row.p_with:.3f} with it"


def order_words(order: Order) -> str:
    """Give an order as lots of a measure: "6 lots of domestic short-range air defence, twelve vehicles"."""
    lots = "1 lot" if order.lots == 1 else f"{order.lots} lots"
    return f"{lots} of “{order.measure.name}”"


def money(millions: float) -> str:
    """Give an amount of millions of dollars in words, to two significant digits."""
    if millions >= 1000.0:
        return f"${significant(millions / 1000.0, 2):g} billion"
    return f"${significant(millions, 2):g} million"


def binding_sentences(found: Compensation) -> Iterator[str]:
    """Say which coalitions and years bind, the largest shortfall first, in words."""
    for row in found.binding[:6]:
        yield f"{binding_words(found, row)}, short by {row.shortfall:.3f}"


def asks_sentence(asked: AskedPackage) -> str:
    """Say what the reported asks would cost and restore, and what they leave or over-insure."""
    low, usual, high = asked.cost
    without = [ask.asked for ask in asked.asks if ask.why_no_effect]
    told = (
        f"The reported asks ({listed([ask.asked for ask in asked.asks])}) would cost {money(usual)} "
        f"({money(low)} to {money(high)})."
    )
    if asked.restored_share is None:
        return told
    few, most = asked.restored_share
    share = f"{few:.0%}" if round(few, 2) == round(most, 2) else f"{few:.0%} to {most:.0%}"
    told += f" They would remove {share} of the largest shortfall"
    if asked.over_insured:
        told += f"; with the most lots they lift {asked.over_insured} coalitions above what they were"
    told += "."
    return told + (f" The model gives no effect to {listed(without)}." if without else "")


def alternative_words(one: Alternative) -> str:
    """Say what an alternative on the supplier's side leaves short."""
    if not one.applies:
        return f"{one.title}: has no meaning for this transfer"
    return f"{one.title}: {one.shortfall:.3f} stays short (with the transfer as proposed {one.before:.3f})"


def infeasible_note(found: Compensation) -> str:
    """Say why "at least as before in every coalition" is not asked for."""
    short = sum(1 for p in found.packages[:1] for s in p.states if s.tail_missing > 0)
    return (
        "Restoring every coalition to at least what it was before, in every draw, is not asked for: it is generally "
        f"infeasible ({short} of {len(found.requirements)} coalition-years stay below their own tail without the "
        "transfer "
        "even with the cheapest package), because a small law exponent asks for far more forces than the transfer adds."
    )
