"""Goods told in several sentences joined: what names the same goods, and what a general word adds to a named system."""

import re
from collections.abc import Sequence
from dataclasses import replace

from counterpoise.reading.goods import Goods
from counterpoise.vocabulary import index


def may_be_one(mine: Sequence[Goods], others: Sequence[Goods]) -> bool:
    """Tell whether arms without a system may be the same: "arms" and "jets" may, "shells" and "jets" may not."""
    if any(g.general for g in (*mine, *others)):
        return True
    kinds = ({_kind(g.words) for g in mine}, {_kind(g.words) for g in others})
    return bool(kinds[0] & kinds[1])


def _kind(words: str) -> str:
    """Give the number of the row of _GENERAL_FOR that words belong to, or their head noun."""
    return next((str(n) for n, (pattern, _) in enumerate(_GENERAL_FOR) if pattern.search(words)), head(words))


def family(goods: Goods) -> str:
    """Give the family of a system: f-35a and f-35 are one."""
    row = index("systems", "system_id").get(goods.system_id or "")
    family = row.get("family") if row else None
    if family:
        return family
    match = re.match(r"([a-z]+-?\d+)", goods.system_id or "")
    return match[1] if match else goods.system_id or ""


def can_mean(general: Sequence[Goods], named: Sequence[Goods]) -> bool:
    """Tell whether general words can mean systems named elsewhere: "arms" any, "shells" no fighter."""
    held = {g.class_id or "" for g in named if g.system_id}
    return any(_adds_nothing(g, held) for g in general)


_GENERAL_FOR = (  # a general word adds nothing beside a system of these classes
    (
        re.compile(r"jets?$|fighters?$|warplanes?$|planes?$|aircraft$", re.IGNORECASE),
        re.compile("fighter|aircraft|tanker|aew|bomber|maritime|trainer|tiltrotor"),
    ),
    (re.compile(r"munitions?$|bombs?$|ammunition$", re.IGNORECASE), re.compile("munition|missile|ammunition")),
    (
        re.compile(r"missiles?$|interceptors?$|launchers?$|batteries$|rocket", re.IGNORECASE),
        re.compile("missile|sam|interceptor|air_defen|munition|component|launcher"),
    ),
    (re.compile(r"drones?$|unmanned", re.IGNORECASE), re.compile("uav")),
    (re.compile(r"helicopters?$", re.IGNORECASE), re.compile("helicopter")),
    (
        re.compile(r"tanks?$|vehicles$|howitzers?$|artillery$|guns?$", re.IGNORECASE),
        re.compile("tank|mbt|artillery|vehicle"),
    ),
    (
        re.compile(r"ships?$|frigates?$|corvettes?$|submarines?$|boats?$|vessels?$", re.IGNORECASE),
        re.compile("ship|frigate|corvette|submarine|craft|combatant"),
    ),
    (re.compile(r"systems?$|radars?$", re.IGNORECASE), re.compile("sam|air_defen|sensor|missile|electronic")),
    (re.compile(r"weapon|arms|equipment|hardware|weaponry|armaments|articles|parts$", re.IGNORECASE), re.compile("")),
)


def _adds_nothing(goods: Goods, held: set[str]) -> bool:
    """Tell whether a general word only repeats systems of the classes `held`."""
    return bool(held) and (goods.general or any(
        words.search(goods.words) and any(map(classes.search, held)) for words, classes in _GENERAL_FOR
    ))  # fmt: skip


def _lend_quantity(kept: dict[str, Goods], general: Goods) -> None:
    """Give "50 fighter planes" as the number of the one system of that kind that is named without one."""
    if general.quantity is None or general.general:
        return
    bare = [
        key
        for key, g in kept.items()
        if g.system_id and g.quantity is None and _adds_nothing(general, {g.class_id or ""})
    ]
    if len(bare) == 1 and sum(1 for g in kept.values() if _adds_nothing(general, {g.class_id or ""})) == 1:
        kept[bare[0]] = replace(
            kept[bare[0]], quantity=general.quantity, qualifier=general.qualifier, quantity_span=None
        )


def distinct(goods: list[Goods]) -> list[Goods]:
    """Keep each system once with its quantity; drop general words where systems they can mean are named."""
    kept: dict[str, Goods] = {}
    specific = [g for g in goods if g.system_id]
    exact = {family(g): g.system_id for g in specific if re.search(r"\d[a-z]", g.system_id or "")}
    held = {g.class_id or "" for g in specific}
    by_family: dict[str, set[str]] = {}
    quantities: dict[str, set[int]] = {}
    for g in specific:
        by_family.setdefault(family(g), set()).add(g.system_id or "")
        if g.quantity is not None:
            quantities.setdefault(g.system_id or "", set()).add(g.quantity)
    for g in goods:
        if g.system_id:
            variant = exact.get(family(g))
            others = quantities.get(variant or "", set()) - {g.quantity}
            alone = len(by_family[family(g)]) <= 2 and not (g.quantity is not None and others)
            key = variant if variant and alone else g.system_id
        elif _adds_nothing(g, held):
            _lend_quantity(kept, g)
            continue
        else:
            key = head(g.words)
        known = kept.get(key)
        if known is None:
            kept[key] = g
        elif known.system_id != key and g.system_id == key:
            kept[key] = g if g.quantity is not None else replace(g, quantity=known.quantity, qualifier=known.qualifier)
        elif known.quantity is None and g.quantity is not None:
            kept[key] = g if known.system_id != key else replace(known, quantity=g.quantity, qualifier=g.qualifier)
    if kept and all(g.general for g in kept.values()):
        return list(kept.values())[:1]  # "weapons" and "weaponry" are one
    if len(kept) > 1:  # "arms" beside "missiles": the general word adds nothing
        narrowed = {k: g for k, g in kept.items() if not g.general}
        kept = narrowed or kept
    return list(kept.values())


def head(words: str) -> str:
    """Give the noun that general words are about, in the singular: "advanced submarines" are submarines."""
    return re.sub(r"^.*\s", "", re.sub(r"ves$", "f", words.lower())).removesuffix("s")
