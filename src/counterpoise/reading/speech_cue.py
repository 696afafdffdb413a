"""One place where somebody is said to say something."""

from dataclasses import dataclass

from counterpoise.reading.noun_heads import NounPhrase
from counterpoise.reading.speech_verbs import SpeechVerb


@dataclass(slots=True)
class Cue:
    """One act of speech: token indices of the verb, the subject if found, and where the complement begins."""

    verb: SpeechVerb
    at: int
    last: int  # exclusive, of the verb group
    subject: NounPhrase | None
    manner: str  # "before", "inverted", "according", "colon", "participle", "coordinated", "agent", "noun"
    complement: int
    group_first: int  # where subject and verb together begin
    words: str = ""
    intention: bool = False
    negated: bool = False
    modal: bool = False
    after_as: bool = False
    because: str = ""
