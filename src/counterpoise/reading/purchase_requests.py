"""The sentence in which a purchaser asks: "The Government of Norway has requested to buy forty (40) missiles"."""

import re
from dataclasses import dataclass

from counterpoise.sources import Span

_HAS_REQUESTED = re.compile(
    r"\s(?:has|have)\s{1,12}(?:also\s{1,12})?(?:requested|asked)\s{1,12}"
    r"|\s(?:requested|asked)\s{1,12}(?=to\s{1,12}(?:buy|purchase|procure)\b|(?:an?|the)\s{1,12}possible\s{1,12}sale\b)"
)
_BUYER = re.compile(r"(?:The\s{1,12})?[A-Z][^.;:\n]{2,160}\Z")
_REACH = 170  # characters: more than the name of any purchaser takes
_WHAT = re.compile(
    r"(?:(?:(?:the|an?)\s+)?(?:approval|permission|authorization)\s+(?:for|of|to)\s+)?"
    r"(?:(?:to\s+)?(?:buy|purchase|procure|acquire)\b"
    r"|(?:(?:the|an?)\s+)?(?:possible\s+|proposed\s+|potential\s+)?(?:sale|purchase|procurement)\s+(?:of|for)\b)?"
    r"\s*(?:the\s+following(?:\s+(?:items|articles|equipment))?\s*)?:?\s*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class PurchaseRequest:
    """Where the sentence names the purchaser, and where what is asked for begins."""

    buyer: Span
    what: int


def find_purchase_request(text: str, start: int, end: int) -> PurchaseRequest | None:
    """Find the first such sentence in `text[start:end]`; the name may be wrapped over a line end, not over two."""
    for verb in _HAS_REQUESTED.finditer(text, start, end):
        line = text.rfind("\n", start, verb.start())
        above = text.rfind("\n", start, max(start, line))
        for floor in (line, above):  # a name on one line, or on two
            first = max(start, floor + 1, verb.start() - _REACH)
            buyer = _BUYER.search(text[first : verb.start()].replace("\n", " "))
            if buyer:
                what = _WHAT.match(text, verb.end(), end)
                return PurchaseRequest(Span(first + buyer.start(), verb.start()), what.end() if what else verb.end())
    return None
