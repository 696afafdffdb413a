"""Names in a text: systems, states, organisations, bodies, offices and people of the vocabulary, with their spans."""

from dataclasses import dataclass

from counterpoise.sources import Span


@dataclass(frozen=True, slots=True)
class Mention:
    """A name of the vocabulary in a text. `kind`: system, state, organisation, body, office, person."""

    kind: str
    id: str
    name: str  # the canonical name
    wording: str
    span: Span
    ambiguous: bool = False
