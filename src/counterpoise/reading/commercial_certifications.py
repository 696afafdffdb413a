"""Commercial certifications under section 36(c) and 36(d): letters of the State Department on licences and agreements.

They print no value: "in the amount of $50,000,000 or more" names the line of the law that was crossed. Quantities and
values stay in the certification itself, which is business information.
"""

import re

from counterpoise.reading.amounts import find_amounts
from counterpoise.reading.boilerplate import sentence_end
from counterpoise.reading.contract import Item, Party, Quoted, Transfer
from counterpoise.reading.federal_register import for_each_purchaser
from counterpoise.reading.gazetteer import Mention, find_mentions
from counterpoise.reading.item_lines import make_item
from counterpoise.reading.notice_text import NoticeText
from counterpoise.reading.parties import UNITED_STATES
from counterpoise.reading.printed_dates import PrintedDay, find_days
from counterpoise.reading.transmittals import find_transmittals
from counterpoise.sources import Span
from counterpoise.vocabulary import index

LETTER = re.compile(
    r"(?:Pursuant|PURSUANT|(?i:(?:transmitting|submitting|forwarding|enclosed)\s*,?\s+(?:herewith\s*,?\s+)?)pursuant)"
    r"\s+[Tt][Oo]\s+(?i:Sections?)\s+36\s?\((?P<limb>[cd])\)"
    r"(?:\s*,?\s*(?:and|&)\s*(?:(?i:Section)\s+)?(?:36\s?)?\((?P<second>[cd])\))?"
)
_INVOLVES = re.compile(
    r"(?:transaction|agreement|certification|licen[cs]e)\b[^.;]{0,80}?\b(?:involves?|contains?|is\s+for|concerns?|would\s+authorize)\s+",
    re.IGNORECASE,
)
_OF_WHAT = re.compile(
    r"(?:the\s+)?(?:export|transfer|sale|manufacture|production|launch)\s+of\s+(?:the\s+|an?\s+)?", re.IGNORECASE
)
_TO = re.compile(r"\s(?:to|in|for\s+end\s+use\s+by|for)\s+(?=(?:the\s+)?[A-Z])")
_PURPOSE = re.compile(
    r"\s*,?\s*(?:of|(?:related|relating)\s+to\s+the|associated\s+with\s+the|to\s+support\s+the|in\s+support\s+of\s+the|for\s+(?:use\s+in\s+)?the|to\s+enable\s+the)\s+"
)
_END_USE = re.compile(r"\s*,?\s+for\s+(?:the\s+)?(?:ultimate\s+)?end[\s-]+use\s|\s*,?\s+for\s+use\s+by\s")
_GENERIC = re.compile(
    r"(?:the\s+)?(?:defense|technical)\s+(?:articles|services|data)(?:\s*,?\s*(?:and|including)?\s*"
    r"(?:related\s+)?(?:defense|technical)\s+(?:articles|services|data)){0,4},?",
    re.IGNORECASE,
)
_DATES_ARE_THOSE_OF_NOTIFICATION = re.compile(
    r"to\s+the\s+Congress\s+on\s+the\s+dates?\s+(?:indicated|shown)", re.IGNORECASE
)
_EMERGENCY = re.compile(r"\bemergency\s+exists", re.IGNORECASE)
_BUYERS = ("international", "representative_office", "government")
_REACH_BACK, _REACH = 900, 4000
_HEAD = 6000  # characters in which the notice says what its letters are


def find_certifications(notice: NoticeText) -> list[Span]:
    """Find the letters of a text, each from its section's citation to the next."""
    starts = [match.start() for match in LETTER.finditer(notice.even)]
    return [
        Span(at, min(at + _REACH, starts[i + 1] if i + 1 < len(starts) else len(notice.even)))
        for i, at in enumerate(starts)
    ]


def read_certification(notice: NoticeText, span: Span, *, floor: int) -> list[Transfer]:
    """Read one letter: a transfer for each destination it names, all without a value."""
    letter = LETTER.match(notice.even, span.start, span.end)
    limbs = {letter[name].lower() for name in ("limb", "second") if letter and letter[name]}
    evidence: dict[str, Quoted] = {}
    numbers = find_transmittals(notice.even, span.start, span.end)
    own = numbers[0] if numbers else None
    if own:
        evidence["transmittal"] = notice.quote(*own.span)
    else:
        notice.warn(
            "missing_field",
            "The letter names no transmittal number.",
            Span(span.start, min(span.end, span.start + 200)),
        )
    end_of_letter = own.span.end if own else span.end
    involves = _INVOLVES.search(notice.even, span.start, end_of_letter)
    subject = (involves.end(), sentence_end(notice.even, involves.end())) if involves else None
    named = _destinations(notice, subject) if subject else []
    if not named:  # the sentence before may name them: "a proposed license for the export of ... to Italy and Spain"
        named = _destinations(notice, (span.start, min(sentence_end(notice.even, span.start), end_of_letter)))
    if not named:
        notice.warn(
            "missing_field",
            "The letter names no destination that can be read.",
            Span(span.start, min(span.end, span.start + 300)),
        )
    items = _what(notice, subject, named) if subject else ()
    received = _received(notice, floor, span)
    if received:
        evidence["received_on"] = notice.quote(*received.span)
    _note_thresholds(notice, span.start, end_of_letter)
    emergency = _EMERGENCY.search(notice.even, span.start, end_of_letter)
    core = Transfer(
        id="t0", supplier=UNITED_STATES, purchaser=None, route="dcs" if "c" in limbs else "manufacture_abroad",
        status="emergency" if emergency else "notified" if received else "proposed",
        quoted=notice.quote(span.start, subject[1] if subject else min(span.end, span.start + 400)),
        transmittal=own.number if own else None,
        received_on=received.day.isoformat() if received and received.day else None, items=items, evidence=evidence,
        because=f"letter of certification under section 36({') and 36('.join(sorted(limbs)) or 'c'})",
    )  # fmt: skip
    return for_each_purchaser(notice, core, named)


def _destinations(notice: NoticeText, subject: tuple[int, int]) -> list[tuple[Party, Span]]:
    found: dict[str, tuple[Party, Span]] = {}
    link = _TO.search(notice.even, *subject)
    start = link.end() if link else subject[0]
    for mention in find_mentions(notice.even[start : subject[1]], {"state", "organisation", "body"}):
        party = _party(mention)
        if party is not None and party.code is not None:
            found.setdefault(party.code, (party, Span(start + mention.span.start, start + mention.span.end)))
    return list(found.values())


def _party(mention: Mention) -> Party | None:
    """Give the destination of a mention: a state, its government or forces, or an international organisation."""
    if mention.ambiguous or mention.form not in ("name", "title"):
        return None
    if mention.kind == "organisation":
        row = index("organisations", "org_id").get(mention.id)
        return Party(mention.id, row["name"]) if row and row["kind"] in _BUYERS else None
    code = mention.id if mention.kind == "state" else mention.state
    return Party(code, index("states", "code")[code]["name"]) if code and code != "USA" else None


def _what(notice: NoticeText, subject: tuple[int, int], named: list[tuple[Party, Span]]) -> tuple[Item, ...]:
    """Give what the letter says is exported, or what it is for where it names only "defense articles"."""
    of = _OF_WHAT.search(notice.even, *subject)
    first = min((span.start for _, span in named), default=subject[1])
    last = max((span.end for _, span in named), default=subject[0])
    if of and of.end() < first:
        link = _TO.search(notice.even, of.end(), subject[1])
        end = link.start() if link else subject[1]
        if end > of.end() and not _GENERIC.fullmatch(notice.tidy(of.end(), end)):
            return (make_item(notice, of.end(), end, mde=None, because="what the letter says is exported"),)
    generic = _GENERIC.match(notice.even, of.end(), subject[1]) if of else None
    purpose = _PURPOSE.match(notice.even, last, subject[1]) or (
        _PURPOSE.match(notice.even, generic.end(), subject[1]) if generic else None
    )
    if purpose is None:
        return ()
    end_use = _END_USE.search(notice.even, purpose.end(), subject[1])
    end = end_use.start() if end_use else subject[1]
    return (make_item(notice, purpose.end(), end, mde=None, because="what the letter says the export is for"),)


def _received(notice: NoticeText, floor: int, span: Span) -> PrintedDay | None:
    """Give the letter's date, where the head of the text says that the letters bear the dates of notification."""
    if not _DATES_ARE_THOSE_OF_NOTIFICATION.search(notice.even, 0, min(span.start, _HEAD)):
        return None
    days = find_days(notice.even, max(floor, span.start - _REACH_BACK), span.start)
    return next((day for day in reversed(days) if day.day), None)


def _note_thresholds(notice: NoticeText, start: int, end: int) -> None:
    amounts = find_amounts(notice.even, start, end)
    if amounts:
        notice.warn(
            "not_a_transfer_value",
            f"{amounts[0].wording!r} is the line of the law that the licence crosses, not its value: commercial "
            "certifications print no value.",
            amounts[0].span,
        )
