"""Purchasers as forms print them, resolved to a state or organisation of our tables."""

import re

from counterpoise.reading.contract import Party
from counterpoise.reading.gazetteer import match_organisation, match_state
from counterpoise.reading.notice_text import NoticeText
from counterpoise.sources import Span
from counterpoise.vocabulary import index

UNITED_STATES = Party("USA", index("states", "code")["USA"]["name"])

_BRACKETS = re.compile(r"\s*\((?P<inside>[^()]{1,80})\)")
_ON_BEHALF = re.compile(
    r"\s*,?\s+(?:on\s+behalf\s+of|acting\s+(?:for|on\s+behalf\s+of)|as\s+(?:the\s+)?lead\s+nation"
    r"|pursuant\s+to|under\s+the|for\s+the\s+benefit\s+of)\b",
    re.IGNORECASE,
)
_BETWEEN = re.compile(r"(?:,\s{0,9}and\s{1,9}|[,;]\s{0,9}|(?<=\s)and\s{1,9}|/)(?:the\s{1,9})?(?=[A-Z])")
_TIDY_END = " .,;:*\n\t"


def resolve_party(printed: str) -> Party | None:
    """Give the state or organisation that `printed` names, or None where our tables have no such name.

    "Government of the Kingdom of Saudi Arabia", "Republic of Korea (ROK)" and "Taipei Economic and Cultural
    Representative Office in the United States (TECRO)" are tried whole, without the bracket, and by the bracket.
    """
    whole = printed.strip(_TIDY_END)
    bracket = _BRACKETS.search(whole)
    without = (whole[: bracket.start()] + whole[bracket.end() :]).strip(_TIDY_END) if bracket else whole
    on_behalf = _ON_BEHALF.split(without, maxsplit=1)[0]
    tries = [whole, without, on_behalf, *([bracket["inside"]] if bracket else [])]
    for name in dict.fromkeys(tries):
        state = match_state(name)
        if state is not None:
            return Party(state.id, index("states", "code")[state.id]["name"])
        organisation = match_organisation(name)
        if organisation is not None:
            row = index("organisations", "org_id")[organisation.id]
            if row["kind"] == "representative_office" and row["state"]:
                return Party(row["state"], index("states", "code")[row["state"]]["name"])
            return Party(organisation.id, organisation.name)
    return None


def resolve_parties(notice: NoticeText, start: int, end: int) -> list[tuple[Party, Span]]:
    """Give the purchasers printed at a span, one or several ("the Governments of Italy and Canada").

    A name of none of our tables is kept as printed, without a code, and warned of.
    """
    printed = notice.quote(start, end)
    whole = resolve_party(notice.tidy(start, end))
    if whole is not None:
        return [(whole, printed.span)]
    several = _several(notice, printed.span)
    if several:
        return several
    name = notice.tidy(start, end).strip(_TIDY_END)
    notice.warn(
        "unknown_purchaser",
        f"The purchaser {name[:120]!r} is in none of our tables of states and organisations. It is kept as printed.",
        printed.span,
    )
    return [(Party(None, name), printed.span)]


def _several(notice: NoticeText, span: Span) -> list[tuple[Party, Span]]:
    """Resolve a list of purchasers, all of them or none."""
    found, at = [], span.start
    text = notice.even[: span.end]
    cuts = [(link.start(), link.end()) for link in _BETWEEN.finditer(text, span.start, span.end)]
    if not cuts or len(cuts) > 40:
        return []
    for first, after in [*cuts, (span.end, span.end)]:
        party = resolve_party(notice.tidy(at, first))
        if party is None:
            return []
        found.append((party, notice.quote(at, first).span))
        at = after
    return found
