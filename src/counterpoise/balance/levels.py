"""Words for how likely a change is material: DESIGN section 6, balance model section 8. Settings, not law."""

NO_EFFECT, UNLIKELY, UNDETERMINED, LIKELY = "no material effect", "unlikely", "undetermined", "likely"
TOO_THIN = "evidence too thin"
EDGES = ((0.05, NO_EFFECT), (0.2, UNLIKELY), (0.8, UNDETERMINED))  # below each edge; from the last one on: likely


def level_of(p_material: float) -> str:
    """Give the word for a probability that a change passes its margin."""
    return next((word for edge, word in EDGES if p_material < edge), LIKELY)


def level_of_bounds(bounds: tuple[float, float], margin: float) -> str:
    """Give the word where only bounds of a change are known: it falls by `margin` at both, at neither, or at one."""
    falls = [bound <= -margin for bound in bounds]
    return LIKELY if all(falls) else TOO_THIN if any(falls) else NO_EFFECT
