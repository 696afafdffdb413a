"""Everything that stands beside the packages of one run, made once: alternatives, asks, regrets, consequences."""

from dataclasses import dataclass, replace

from counterpoise.compensation.alternatives import Alternative, alternatives
from counterpoise.compensation.asks import AskedPackage, asked_package
from counterpoise.compensation.consequences import (
    EffectOnOther,
    LegalTrigger,
    Regret,
    TechnicalAfter,
    effects_on_others,
    legal_triggers,
    regrets,
    technical_after,
)
from counterpoise.compensation.front import FrontPoint, pareto_front
from counterpoise.compensation.packages import Compensation, Package
from counterpoise.compensation.search import Tell


@dataclass(frozen=True, slots=True, kw_only=True)
class Comparison:
    """What the packages are compared with and what follows from `main`, the cheapest of them that holds anything."""

    main: Package | None
    alternatives: tuple[Alternative, ...] = ()
    asked: AskedPackage | None = None
    regrets: tuple[Regret, ...] = ()
    technical: tuple[TechnicalAfter, ...] = ()
    law: tuple[LegalTrigger, ...] = ()
    others: tuple[EffectOnOther, ...] = ()
    front: tuple[FrontPoint, ...] = ()


def compare(found: Compensation, *, points: int = 0, tell: Tell = lambda words, share: None) -> Comparison:
    """Compare a run's packages; `points` of the front are traced where more than one is asked for."""
    main = next((package for package in found.packages if package.orders), None)
    tell("Comparing with what the supplier could do", None)
    made = Comparison(main=main, alternatives=alternatives(found), asked=asked_package(found))
    if main is None:
        return made
    tell("Weighing the packages over the assumption sets", None)
    made = replace(
        made, regrets=regrets(found), technical=technical_after(found, main), law=legal_triggers(found, main)
    )
    tell("Asking what the package does to the others", None)
    front = pareto_front(found, points=points, tell=tell) if points > 1 else ()
    return replace(made, others=effects_on_others(found, main), front=front)
