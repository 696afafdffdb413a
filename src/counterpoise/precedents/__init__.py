"""The notifications most like a proposed sale: clock, resolutions and votes, what was asked for, what followed."""

from counterpoise.precedents.contents import Precedent, PrecedentSearch
from counterpoise.precedents.finding import find_precedents, precedents_of

__all__ = ["Precedent", "PrecedentSearch", "find_precedents", "precedents_of"]
