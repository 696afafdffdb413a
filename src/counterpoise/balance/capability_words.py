"""Part (A) in sentences made from the counts: what the transfer adds, and what the protected state can set against "
"it."""

from collections.abc import Iterator

from counterpoise.balance.counters import CounterHolding
from counterpoise.balance.relative_capabilities import RelativeCapabilities
from counterpoise.balance.relative_sections import Addition
from counterpoise.balance.relative_words import class_words, listed
from counterpoise.balance.table_words import count_words, number_words

CONFIDENCES = ("high", "medium", "low")


def capability_sentences(result: RelativeCapabilities) -> Iterator[str]:
    """Say for each class added what it is to the purchaser, and for each what can engage it with what confidence."""
    for class_id, purchaser in dict.fromkeys((a.class_id, a.purchaser) for a in result.additions):
        yield _addition(result, [a for a in result.additions if (a.class_id, a.purchaser) == (class_id, purchaser)])
    for class_id in dict.fromkeys(row.capability_class_id for row in result.counters):
        yield _counters(result, class_id)


def _addition(result: RelativeCapabilities, rows: list[Addition]) -> str:
    first, name = rows[0], result.profile.in_sentence(rows[0].purchaser)
    numbers = listed([f"{row.quantity:,}" for row in rows])
    scenario = "" if first.scenario is None else " (scenarios)"
    what = class_words(first.class_id)
    if first.without is None:
        beside = f"what {name} holds of this class is not in the profile"
    elif first.without.median < 1:
        beside = f"{name} holds none by {result.years[-1]} without it, so the capability is new there"
    else:
        shares = listed([number_words(row.share_of_without) for row in rows if row.share_of_without is not None])
        beside = f"to {count_words(first.without)} by {result.years[-1]} without it, {shares} times as many again"
    return f"The transfer adds {numbers}{scenario} {what}: {beside}."


def _counters(result: RelativeCapabilities, class_id: str) -> str:
    name, last = result.profile.in_sentence(result.protected), result.benchmark_years[-1]
    rows = [row for row in result.counters if row.capability_class_id == class_id]
    said = []
    for confidence in CONFIDENCES:
        held = [_held(row, last) for row in rows if row.confidence == confidence and row.in_service is not None]
        if held:
            said.append(f"with {confidence} confidence {listed(held)}")
    unknown = [class_words(row.counter_class_id) for row in rows if row.in_service is None]
    beside = f"; of {listed(unknown)} the profile has no row" if unknown else ""
    if not said:
        return f"What {name} holds that can engage {class_words(class_id)} cannot be determined here{beside}."
    return f"Against {class_words(class_id)} {name} holds by {last}, {'; '.join(said)}{beside}."


def _held(row: CounterHolding, year: int) -> str:
    assert row.in_service is not None  # the caller has looked
    count = row.in_service[year] if year in row.in_service else row.in_service[max(row.in_service)]
    return f"{count_words(count)} {class_words(row.counter_class_id)}{' (from a ceiling)' if row.at_ceiling else ''}"
