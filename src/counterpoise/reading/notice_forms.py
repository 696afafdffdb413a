"""Which official form a text has: the words by which each kind of vocabulary/document_kinds.csv is known."""

import re

from counterpoise.reading.commercial_certifications import LETTER as COMMERCIAL
from counterpoise.reading.congressional_record import FORWARDS
from counterpoise.reading.releases import ACTS_OF_STATE, AGENCY, LEAD

_EXAMPLE = re.compile(r"EXAMPLE,\s+NOT\s+A\s+GOVERNMENT\s+DOCUMENT", re.IGNORECASE)
_NUMBERED = re.compile(
    r"^[ \t]*(?:\([ivxl]{1,6}\)\s*(?:\(\w{1,4}\)\s*)?)?"
    r"(?:(?:Prospective\s+)?Purchasers?(?:\(s\))?|Total\s+Estimated\s+Value)[ \t]*\n?[ \t]*:",
    re.IGNORECASE | re.MULTILINE,
)
_FIELDS = re.compile(
    r"Total\s+Estimated\s+Value|AECA,?\s+Transmittal\s+N|Date\s+Report\s+Delivered|Prospective\s+Purchaser"
    r"|NOTICE\s+OF\s+PROPOSED\s+\w{5,15}\s+OF\s+LETTER|Description\s+and\s+Quantity|Sales\s+Commission,\s+Fee|Prior\s+Related\s+Cases|Military\s+Department\s*:",
    re.I,
)
_ENHANCEMENT = re.compile(
    r"REPORT\s+OF\s+ENHANCEMENT|36\s?\(b\)\s?\(5\)\s?\([AC]\),?\s+AECA|AECA,?\s+Transmittal\s+No", re.I
)
_RECORD = re.compile(
    r"\[\s?Congressional\s+Record|From\s+the\s+Congressional\s+Record\s+Online"
    r"|(?:Mr|Mrs|Ms)\.\s+[A-Z][A-Za-z'’-]{1,30}\.\s+(?:Mr\.|Madam)\s+President,\s+section\s+36\b",
    re.IGNORECASE,
)
_REGISTER = re.compile(r"\[\s?Federal\s+Register\s+Vol|\[FR\s+Doc|Federal\s+Register\s+Online|BILLING\s+CODE", re.I)
_TITLE = re.compile(
    r"^[ \t]*(?:36\(b\)\(?1?\)?\s+)?Arms\s+Sales\s+Notifications?[ \t]*(?P<correction>;\s*Correction)?[ \t]*$",
    re.I | re.M,
)
_CORRECTION = re.compile(
    r"^[ \t]*Corrections?[ \t]*$|\bmake\s+the\s+following\s+corrections?\b|"
    r"^[ \t]*ACTION:?\s+[^\n]{0,60}\bcorrection\b|Arms\s+Sales\s+Notification;\s+Correction",
    re.I | re.M,
)
_NUMBER_LINE = re.compile(r"^[ \t]*\[?Transmittal\s+(?:No|Num|#|\d\d-)", re.IGNORECASE | re.MULTILINE)
# What only notices print: two of these make a fragment of one, even when its fields are cut off.
_FRAGMENT = re.compile(
    r"^[ \t]*POLICY\s+JUSTIFICATION[ \t]*$|\[FR\s+Doc\.?\s|has\s+requested\s+to\s+buy"
    r"|military\s+balance\s+in\s+the\s+region"
    r"|no\s+adverse\s+impact\s+on\s+U\.S\.\s+defense\s+readiness|substantially\s+the\s+same\s+degree\s+of\s+protection"
    r"|listed\s+in\s+this\s+transmittal|Section\s+47\(6\)\s+of\s+the\s+Arms|section\s+155\s+of\s+Public\s+Law\s+104-\s?164"
    r"|possible\s+Foreign\s+Military\s+Sale|has\s+requested\s+a\s+possible\s+sale|prime\s+contractors?\s+will\s+be"
    r"|will\s+(?:support|contribute\s+to)\s+the\s+foreign\s+policy\s+(?:goals\s+)?and\s+national\s+security"
    r"|previously\s+notified\s+transmittal|transmittal\s+number\s+\d|in\s+accordance\s+with\s+the\s+Arms\s+Export"
    r"|^[ \t]*Item\s+No\.\s+vi|highest\s+level\s+of\s+classification\s+of\s+defense\s+articles",
    re.IGNORECASE | re.MULTILINE,
)
_CERTIFIES = re.compile(r"\b(?:certification|transmittal)\b", re.IGNORECASE)
_LICENCE = re.compile(r"\b(?:licen[cs]e|agreement|DDTC)\b", re.IGNORECASE)
_STATE_PAGE = re.compile(
    r"Bureau\s+of\s+Political-Military\s+Affairs|(?:State\s+Department|Department\s+of\s+State)\s+has\s+made\s+a\s+determination",
    re.I,
)
_DSCA = re.compile(r"Defense\s+Security\s+Cooperation\s+Agency|\bDSCA\b")
_REQUEST = re.compile(r"\b(?:ha(?:s|ve)\s+(?:requested|asked)|(?:requested|asked)\s+to\s+(?:buy|purchase))\b", re.I)
_RELEASE_PHRASES = re.compile(
    r"military\s+balance|The\s+(?:total\s+)?(?:estimated|total)\s+(?:total\s+)?(?:program\s+|case\s+)?(?:cost|value)|contractors?\s+will\s+be|\bFMS\b",
    re.IGNORECASE,
)
_NEWS_VOICE = re.compile(r"\b(?:said|says|told|tweeted|according\s+to|reportedly|reporters)\b", re.IGNORECASE)
_FACT_SHEET = re.compile(r"^[ \t#*]{0,8}FACT\s+SHEET\b", re.IGNORECASE | re.MULTILINE)


def _plain(words: str) -> str:
    return " ".join(words.lower().split())[:16]


def find_form(text: str) -> str | None:
    """Give the kind of official document that `text` is, a row of document_kinds.csv, or None for other prose.

    An example written for this project is `example_notice` when it has an official form. A report that quotes a
    release is news: a release has no "said" and no "according to".
    """
    head = text[:6000]
    form = _official(text, head)
    if form is not None and _EXAMPLE.search(head):
        return "example_notice"
    return form


def _official(text: str, head: str) -> str | None:
    fields = {" ".join(found.lower().split())[:12] for found in _FIELDS.findall(text)}
    under_number = _NUMBER_LINE.search(head) is not None and not LEAD.search(head)
    numbered = len(fields) >= 2 or (len(fields) == 1 and (_NUMBERED.search(text) is not None or under_number))
    if _RECORD.search(head) and (numbered or FORWARDS.search(text) or _TITLE.search(head)):
        return "congressional_record_letter"
    if _CORRECTION.search(head) and (_TITLE.search(head) or _NUMBER_LINE.search(head)):
        return "federal_register_correction"
    commercial = COMMERCIAL.search(text)
    if commercial and not numbered and _CERTIFIES.search(text) and _LICENCE.search(text, commercial.start()):
        return None if _NEWS_VOICE.search(head) else "commercial_certification"
    if numbered:
        return (
            "federal_register_amendment"
            if _ENHANCEMENT.search(text) and _amends_first(text)
            else "federal_register_notice"
        )
    if _TITLE.search(head) and (_REGISTER.search(text) or _NUMBER_LINE.search(head)):
        return "federal_register_notice"
    if FORWARDS.search(head) and re.search(r"Transmittal\s+No|36\s?\(b\)", head, re.IGNORECASE):
        return "congressional_record_letter"
    release = _release(text, head)
    if release:
        return release
    if _FACT_SHEET.search(text[:2500]) and not _NEWS_VOICE.search(text):
        return "fact_sheet"
    fragments = set(map(_plain, _FRAGMENT.findall(text)))
    return "federal_register_notice" if len(fragments) >= 2 and not _NEWS_VOICE.search(text) else None


def _amends_first(text: str) -> bool:
    """Tell whether the amendment's field comes before any field of an original."""
    amendment, original = _ENHANCEMENT.search(text), re.search(r"Total\s+Estimated\s+Value", text, re.IGNORECASE)
    return amendment is not None and (original is None or amendment.start() < original.start())


def _release(text: str, head: str) -> str | None:
    marked = _NUMBER_LINE.search(head) or _STATE_PAGE.search(head)
    if not LEAD.search(head) or _NEWS_VOICE.search(text):
        return None
    if not AGENCY.search(head) and not (marked and ACTS_OF_STATE.search(head)):
        return None
    if not (_REQUEST.search(text) or _RELEASE_PHRASES.search(text)):
        return None
    return "state_notice" if _STATE_PAGE.search(head) and not _DSCA.search(text) else "dsca_release"
