"""The engine against history: the slope of its own victories on the strength ratios that CDB90 holds."""

import numpy as np

from counterpoise.validation.battles import Battles
from counterpoise.validation.rows import HOLDS, MISSES, Row, Settings

SECTION = "The engine on history's ratios"
BAR = (0.26, 0.80)  # one clustered error about 0.478, and the upper end of the bootstrap
N_DRAWS, N_DRAWS_QUICK = 2000, 400


def engine_rows(battles: Battles, settings: Settings) -> list[Row]:
    """Give the slope of the engine's chance of a win on the ratios of the decided battles, per assumption set."""
    from counterpoise.balance.draws import Draws
    from counterpoise.balance.engine_slope import engine_slope
    from counterpoise.balance.parameters import load_parameters
    from counterpoise.balance.profile import load_profile

    ratios = np.asarray(battles.log_ratio[battles.decided], dtype=np.float64)
    draws = Draws(settings.seed, settings.draws(N_DRAWS, N_DRAWS_QUICK))
    found = []
    for preset, title in (("default", "default spreads"), ("wide", "wide spread of circumstance")):
        slope = engine_slope(ratios, load_profile(), load_parameters(preset), draws)
        found.append(
            Row(
                id=f"engine_slope_{preset}", section=SECTION,
                title=f"Slope of P(prevail) on log strength ratio, twelve-class kernel, {title}",
                target=f"{BAR[0]} to {BAR[1]}", figure=slope, inputs=battles.hashes,
                status=HOLDS if BAR[0] <= slope <= BAR[1] else MISSES,
                source="balance model, calibration; the observed slope is 0.478, standard error 0.216 by war",
                note="Two forces of the region's pooled composition at each battle's ratio, multiplier of median 1.",
            )
        )  # fmt: skip
    return found
