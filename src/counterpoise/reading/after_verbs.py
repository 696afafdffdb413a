"""What stands after a verb of speech: to whom and when it was said, and where the words that were said begin."""

import re
from collections.abc import Sequence

from counterpoise.reading.noun_phrases import parse_phrase
from counterpoise.reading.speech_verbs import SpeechVerb
from counterpoise.reading.tokens import Token
from counterpoise.vocabulary import word_list

_ADJUNCT = re.compile(  # when and where something was said, before what was said
    r"(?:(?:on|late|early|last|this|earlier|next|later)\s+){0,3}"
    r"(?:(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day|week|month|year)(?:\s+(?:morning|afternoon|evening|night))?\b(?!['’])"
    r"|(?:yesterday|today)\b"
    r"|(?:on\s+)?(?:Jan|Feb|March|April|May|June|July|Aug|Sept?|Oct|Nov|Dec)[a-z]*\.?\s+\d{1,2}\b"
    r"|in\s+(?:an?|his|her|their|its|the|written)\s+(?:[\w-]+\s+){0,2}(?:statement|interview|tweet|speech|letter|briefing|report|email|post|call)"
    r"(?:\s+(?:to|with|on|at)\s+(?:the\s+)?[A-Z][\w-]*(?:\s[A-Z\d][\w-]*)*)?"
    r"|at\s+(?:an?|the|his|her)\s+(?:[\w-]+\s+){0,2}(?:briefing|conference|hearing|meeting|event|forum)"
)


_NEAR_THAT = 6  # words between whom it was told and "that"
OF_A_STATEMENT = word_list("speech_cues.of_a_statement")  # "said in a statement announcing the sale"
_SHORT_INSERTION = 7  # tokens from a comma to "that", the closing comma among them
_RECIPIENT_NOUNS = frozenset(
    ["reporters", "journalists", "lawmakers", "members", "parliament", "congress", "him", "her", "them", "us", "me"]
)


WHEN = word_list("speech_cues.when")


def after_verb(tokens: Sequence[Token], i: int, last: int, text: str, verb: SpeechVerb) -> int:
    """Give where the complement begins: after the recipient and phrases of time and place, before "that"."""
    j = i
    if "recipient" in verb.takes or (
        j < last and tokens[j].lower == "to" and verb.manner == "say" and verb.verb != "agree"
    ):
        if j < last and tokens[j].lower == "to":
            j += 1
        phrase = parse_phrase(tokens, j, last, text)
        if phrase is not None and phrase.first == j:
            j = phrase.last
            near = tokens[j : min(last, j + _NEAR_THAT)]
            that = next((k for k, t in enumerate(near) if t.lower == "that" or t.kind != "word"), None)
            if that is not None and tokens[j + that].lower == "that":
                j += that  # "told the paper daily last week that"
        elif j < last and tokens[j].lower in _RECIPIENT_NOUNS:
            j += 1
        elif j < last and verb.verb in ("tell", "assure", "inform"):
            k = next(
                (
                    k
                    for k in range(j, min(last, j + 9))
                    if tokens[k].lower == "that" or tokens[k].kind in ("mark", "quote")
                ),
                None,
            )
            j = k if k is not None else j
    if j + 1 < last and tokens[j].text == "," and tokens[j + 1].lower == "that" and verb.manner in ("say", "think"):
        return j + 1  # "said, that his country will"
    if j < last and tokens[j].text in ("-", "–", "—") and verb.manner in ("say", "think", "report"):
        closing = next((k for k in range(j + 2, min(last - 1, j + 22)) if tokens[k].text == tokens[j].text), None)
        if closing is not None and tokens[closing + 1].lower == "that":
            return closing + 1  # "said - in an interview with the institute - that"
    if j < last and tokens[j].text == "," and verb.manner in ("say", "think", "report"):
        inserted = _ADJUNCT.match(text, tokens[min(j + 1, last - 1)].start, tokens[last - 1].end)
        that = _that_after(tokens, j, last)
        if that is not None and (inserted is not None or that - j <= _SHORT_INSERTION):
            return that  # "revealed, on Sunday, that", "insisted, in public at least, that"
    for _ in range(4):
        if j >= last:
            break
        adjunct = _ADJUNCT.match(text, tokens[j].start, tokens[last - 1].end)
        if adjunct is not None and tokens[j].kind == "word":
            further = next((k for k in range(j, last) if tokens[k].start >= adjunct.end()), last)
            if further < last:
                j = further
                ahead = [t.lower if t.kind == "word" else "" for t in tokens[j : min(last, j + _NEAR_THAT)]]
                signed = ahead[0].endswith("ed") or ahead[0] in OF_A_STATEMENT
                if signed and "that" in ahead and "" not in ahead[: ahead.index("that")]:
                    j += ahead.index("that")  # "in a letter signed Tuesday that"
                continue
        word = tokens[j].lower
        if tokens[j].kind == "word" and (word in WHEN or (word.endswith("day") and tokens[j].is_capital)):
            k = next(
                (
                    k
                    for k in range(j + 1, min(last, j + 14))
                    if tokens[k].lower == "that" or tokens[k].kind == "quote" or tokens[k].text in (",", ":")
                ),
                None,
            )
            if k is None:
                break
            if tokens[k].text == ",":
                j = k + 1 if _resumes(tokens, k + 1, last) else j
                if j != k + 1:
                    break
            else:
                j = k
                break
        elif tokens[j].text == "," and "recipient" in verb.takes and (that := _that_after(tokens, j, last)) is not None:
            return that  # "told the prince, his guest at the White House, that ..."
        else:
            break
    return j


def _that_after(tokens: Sequence[Token], j: int, last: int) -> int | None:
    """Give the "that" which follows an apposition closed by a comma."""
    for k in range(j + 2, min(last, j + 16)):
        if tokens[k].kind == "quote" or tokens[k].text in (".", ":", ";"):
            return None
        if tokens[k].lower == "that" and tokens[k - 1].text == ",":
            return k
    return None


def _resumes(tokens: Sequence[Token], j: int, last: int) -> bool:
    return j < last and (
        tokens[j].kind == "quote"
        or tokens[j].lower in ("that", "saying", "adding", "calling")
        or tokens[j].text in "\"“‘'"
    )
