"""The table of papers: closed forms and published figures that need no engine, each with source and tolerance."""

from counterpoise.validation.attrition_papers import attrition_figures
from counterpoise.validation.oracles import against_oracles
from counterpoise.validation.rows import Row, Settings
from counterpoise.validation.salvo_papers import salvo_figures

SECTION = "Papers and closed forms"


def paper_rows(settings: Settings) -> list[Row]:
    """Give every figure of the table; numbers that nobody here has read in their source are listed, not asserted."""
    return against_oracles("papers", SECTION, {**attrition_figures(), **salvo_figures(settings)})
