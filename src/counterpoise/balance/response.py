"""36(h)(2)(B)(ii), the capacity to respond: the mirror run, in which the protected state acts.

The protected state brings its own share to bear; the coalition's air defence is all at home. Reported apart from the
levels: it says how much the transfer raises the price of responding, not whether a response would succeed.
"""

from dataclasses import dataclass, replace

import numpy as np

from counterpoise.balance.results import TINY, BalanceResults, label_results, quantiles
from counterpoise.balance.simulation import simulate
from counterpoise.balance.simulation_plan import Plan, make_plan
from counterpoise.balance.theatre import GROUPS, RESPONSE, ScenarioKey

N_DRAWS = 400
AIR = 1 + GROUPS.index("air")
Triple = tuple[float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """The mirror run against one purchaser in one scenario; triples are 10, 50 and 90 % of the draws.

    `air_losses`: share of its combat aircraft that the protected state loses; `air_loss_ratio`: to that without the
    transfer; `change_in_log_loss_ratio`: overall.
    """

    purchaser: str
    scenario: ScenarioKey
    air_losses: Triple
    air_loss_ratio: Triple
    change_in_log_loss_ratio: Triple


def capacity_to_respond(main: Plan, *, workers: int = 1) -> tuple[Response, ...]:
    """Run the mirror against every purchaser in the last year; nothing without one."""
    buyers = tuple(dict.fromkeys(t.purchaser for t in main.transfers if t.purchaser in main.coalitions.actors))
    if not buyers:
        return ()
    plan = make_plan(
        main.profile, main.transfers, known_on=main.known_on, parameters=main.parameters, protected=main.protected,
        quantities=main.quantities, years=(max(key.year for key in main.keys),), reach=RESPONSE, seed=main.seed,
        n_draws=min(N_DRAWS, main.n_draws), every_coalition=False,
    )  # fmt: skip
    plan = replace(plan, binding=(), shown=tuple(plan.coalitions.mask([buyer]) for buyer in buyers))
    results = label_results(plan, simulate(plan, workers=workers))
    return tuple(_response(results, buyer, key) for buyer in buyers for key in results.keys if key.world != "without")


def _response(results: BalanceResults, buyer: str, key: ScenarioKey) -> Response:
    mask, base = results.coalitions.mask([buyer]), results.base_of(key)
    now, before = (results.own_loss(one, mask, AIR) for one in (key, base))
    change = results.log_loss_ratio(key, mask) - results.log_loss_ratio(base, mask)
    return Response(
        purchaser=buyer, scenario=key, air_losses=_three(now), air_loss_ratio=_three((now + TINY) / (before + TINY)),
        change_in_log_loss_ratio=_three(np.asarray(change)),
    )  # fmt: skip


def _three(values: np.ndarray) -> Triple:
    low, middle, high = quantiles(values)
    return low, middle, high
