"""Values in words: money, days, parties, counts. The same value reads the same everywhere."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from counterpoise import vocabulary
from counterpoise.sources import NotApplicable, Unknown
from counterpoise.units import Money

_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
    "December",
)  # fmt: skip
_QUALIFIERS = {
    "up_to": "up to {n}", "at_least": "at least {n}", "about": "about {n}", "not_to_exceed": "not more than {n}",
    "or_equivalent": "{n}, or equivalent", "to_be_determined": "to be determined",
}  # fmt: skip


def day(iso: str | date) -> str:
    """Give a day in words: "10 November 2020"; a month or a year for less precise dates."""
    parts = str(iso).split("-")
    if len(parts) == 3 and all(p.isdigit() for p in parts):
        return f"{int(parts[2])} {_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    if len(parts) == 2 and parts[1].isdigit():
        return f"{_MONTHS[int(parts[1]) - 1]} {parts[0]}"
    return str(iso)


def weekday(iso: date) -> str:
    """Give a day with its weekday: "Thursday 10 December 2020"."""
    names = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
    return f"{names[iso.weekday()]} {day(iso)}"


def partial_date(value: Mapping[str, Any] | None, wording: str = "") -> str:
    """Give a date of the reading contract in words; the source's own wording in quotation marks while unresolved."""
    if not value or value.get("date") is None:
        return f"“{wording}”, not resolved" if wording else "not dated"
    return day(value["date"])


def party(code: str) -> str:
    """Give the name of a state or organisation by its code; a code of none of our tables is printed as it is."""
    state = vocabulary.index("states", "code").get(code)
    if state:
        return state["name"]
    organisation = vocabulary.index("organisations", "org_id").get(code)
    return organisation["name"] if organisation else code


def with_article(name: str) -> str:
    """Put "the" before names that take it: the United Arab Emirates."""
    takes = ("United ", "Netherlands", "Philippines", "Bahamas", "Republic of", "Democratic Republic", "NATO Support",
             "North Atlantic Treaty", "Organisation", "Houthis")  # fmt: skip
    return f"the {name}" if name.startswith(takes) else name


def value(field: str, content: Any) -> str:
    """Give the value of a field of a case in words."""
    if isinstance(content, Unknown):
        return "not stated" if content.because in ("not stated", "no document of this case states it") else (
            f"not determined: {content.because}")  # fmt: skip
    if isinstance(content, NotApplicable):
        return f"not applicable: {content.because}"
    if field in ("supplier", "purchaser"):
        return party(content)
    if field.endswith("_usd"):
        return Money(content).in_words()
    if field.endswith("_on"):
        return day(content)
    if field == "route":
        return vocabulary.index("routes", "route")[content]["name"]
    return str(content)


def quantity(item: Mapping[str, Any]) -> str:
    """Give an item's quantity with its qualifier: "up to 50"; "not stated" when the text gives none."""
    n, qualifier = item.get("quantity"), item.get("qualifier")
    if n is None:
        return "to be determined" if qualifier == "to_be_determined" else "not stated"
    return _QUALIFIERS.get(qualifier or "", "{n}").format(n=f"{n:,}")


def item(content: Mapping[str, Any]) -> str:
    """Give an item in words: "up to 50 F-35A Joint Strike Fighter"."""
    return f"{quantity(content)} {content['system']}" if content.get("quantity") is not None else str(content["system"])


def listed(parts: Sequence[str]) -> str:
    """Join with commas and "and"."""
    if len(parts) < 2:
        return "".join(parts)
    return f"{', '.join(parts[:-1])} and {parts[-1]}"


def plural(n: int, one: str, many: str) -> str:
    """Give the word that goes with a count."""
    return one if n == 1 else many


def spelled(word: str) -> str:
    """Give a word of a closed list as people write it: "reported_intention" is "reported intention"."""
    return word.replace("_", " ")


def lower_first(text: str) -> str:
    """Begin with a small letter, unless the first word is an abbreviation."""
    return text if len(text) > 1 and text[1].isupper() else text[:1].lower() + text[1:]
