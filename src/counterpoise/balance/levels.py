"""Words for how likely a change is material: DESIGN section 6, balance model section 8. Settings, not law."""

from collections.abc import Iterable
from dataclasses import dataclass

NO_EFFECT, UNLIKELY, UNDETERMINED, LIKELY = "no material effect", "unlikely", "undetermined", "likely"
EVERY_SET = "adverse in every assumption set"
TOO_THIN, ON_JUDGEMENT = "evidence too thin", "rests on judgement"
EDGES = ((0.05, NO_EFFECT), (0.2, UNLIKELY), (0.8, UNDETERMINED))  # below each edge; from the last one on: likely
IN_EVERY_SET = 0.95


@dataclass(frozen=True, slots=True, kw_only=True)
class Materiality:
    """From where on a change counts as material. Settings that the user sees and edits; the law gives none."""

    change_in_log_loss_ratio: float = 0.10  # 0.05 to 0.25
    own_loss_ratio: float = 1.10  # 1.05 to 1.25
    best_k: float = 0.10  # 0.05 to 0.20
    probability: float = 0.05  # 0.02 to 0.10; shown beside, never decides
    shapley: float = 0.10  # 0.05 to 0.25 of the value before; shown beside, never decides


def level_of(p_material: float) -> str:
    """Give the word for a probability that a change passes its margin."""
    return next((word for edge, word in EDGES if p_material < edge), LIKELY)


def level_in_sets(p_material: float, in_other_sets: Iterable[float]) -> str:
    """Give the word, the strongest one if the probability is at least 0.95 in every assumption set."""
    if min(p_material, *in_other_sets, 1.0) >= IN_EVERY_SET:
        return EVERY_SET
    return level_of(p_material)


def level_of_bounds(bounds: tuple[float, float], margin: float) -> str:
    """Give the word where only bounds of a change are known: it falls by `margin` at both, at neither, or at one."""
    falls = [bound <= -margin for bound in bounds]
    return LIKELY if all(falls) else TOO_THIN if any(falls) else NO_EFFECT
