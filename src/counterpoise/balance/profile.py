"""A region as data: who has what, since when, how sure, how far it reaches; read and checked as a whole.

A profile is a folder of CSV files (headers: vocabulary/profile_tables.csv), in the package or the user's own. Nothing
is read half: a profile with a problem is refused with every problem named by file, row and remedy.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from functools import cached_property
from importlib import resources
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from counterpoise.balance.profile_checks import check_tables
from counterpoise.balance.profile_rows import (
    Access,
    Actor,
    Band,
    Counter,
    Delivery,
    Force,
    GapRule,
    LeadTime,
    PriorValue,
    ReachShare,
    Relation,
    Source,
    Substitute,
    System,
)
from counterpoise.balance.profile_tables import Problem, Tables, read_tables, table_names
from counterpoise.errors import InvalidInput, NothingFound
from counterpoise.vocabulary.parties import WITH_ARTICLE

__all__ = [
    "DEFAULT_PROFILE",
    "Access",
    "Actor",
    "Band",
    "Counter",
    "Delivery",
    "Force",
    "GapRule",
    "LeadTime",
    "PriorValue",
    "Profile",
    "ReachShare",
    "Relation",
    "Source",
    "Substitute",
    "System",
    "find_problems",
    "load_profile",
    "profile_folder",
    "profile_names",
]

DEFAULT_PROFILE = "middle-east-2020"
_MOST_PROBLEMS_SHOWN = 20

T = TypeVar("T")


@dataclass(frozen=True, kw_only=True, eq=False)  # a profile is itself: answers about it may be kept
class Profile:
    """A region at a date: every table, checked, with the days for which it holds."""

    name: str
    title: str
    protected: str
    commitment: str
    about: str
    valid_from: date
    valid_to: date
    verified_to: date
    holdings_on: date
    guarded_group: str
    content_hash: str
    actors: tuple[Actor, ...]
    sources: Mapping[str, Source]
    gap_rules: Mapping[str, GapRule]
    systems: Mapping[str, System]
    bands: tuple[Band, ...]
    forces: tuple[Force, ...]
    access: tuple[Access, ...]
    reach: tuple[ReachShare, ...]
    relations: tuple[Relation, ...]
    prior: Mapping[str, PriorValue]
    deliveries: tuple[Delivery, ...]
    lead_times: tuple[LeadTime, ...]
    counters: tuple[Counter, ...]
    substitutes: tuple[Substitute, ...]

    @cached_property
    def actor_ids(self) -> tuple[str, ...]:
        """The actors in file order, the protected state among them."""
        return tuple(actor.actor_id for actor in self.actors)

    @cached_property
    def actor_index(self) -> Mapping[str, Actor]:
        """The actors by id."""
        return {actor.actor_id: actor for actor in self.actors}

    @cached_property
    def force_index(self) -> Mapping[str, Force]:
        """The force rows by id."""
        return {force.row_id: force for force in self.forces}

    @cached_property
    def delivery_index(self) -> Mapping[str, Delivery]:
        """The orders by id."""
        return {order.order_id: order for order in self.deliveries}

    @cached_property
    def assumption_index(self) -> Mapping[str, LeadTime | Substitute]:
        """The lead times and the substitutes by the names that lead to them."""
        rows: tuple[LeadTime | Substitute, ...] = (*self.lead_times, *self.substitutes)
        return {row.row_id: row for row in rows}

    @cached_property
    def access_index(self) -> Mapping[frozenset[str], Access]:
        """Borders and distances by the pair of actors."""
        return {frozenset((row.actor_id, row.other_id)): row for row in self.access}

    @cached_property
    def forces_by_actor_and_class(self) -> Mapping[tuple[str, str], tuple[Force, ...]]:
        """The force rows of each actor and class, in file order."""
        found: dict[tuple[str, str], list[Force]] = {}
        for force in self.forces:
            found.setdefault((force.actor_id, force.class_id), []).append(force)
        return {key: tuple(rows) for key, rows in found.items()}

    def opponents(self, protected: str) -> tuple[str, ...]:
        """Give every actor but `protected`, in file order; InvalidInput if it is no actor of the profile."""
        if protected not in self.actor_index:
            raise InvalidInput(
                f"{protected!r} is no actor of the profile {self.name}. Its actors are {', '.join(self.actor_ids)}."
            )
        return tuple(actor for actor in self.actor_ids if actor != protected)

    def in_sentence(self, actor: str) -> str:
        """Give an actor's name as it stands inside a sentence: "the United Arab Emirates", "Israel"."""
        name = self.actor_index[actor].name
        return f"the {name}" if actor in WITH_ARTICLE else name

    def problem_with_day(self, day: date) -> str | None:
        """Say how a day lies outside the days for which the profile holds; None inside them."""
        if self.valid_from <= day <= self.valid_to:
            return None
        return (
            f"The profile {self.name} holds from {self.valid_from} to {self.valid_to}; "
            f"{day} lies {'before' if day < self.valid_from else 'after'} it"
        )


def profile_names() -> tuple[str, ...]:
    """Give the names of the profiles in the package."""
    root = resources.files("counterpoise.profiles")
    return tuple(sorted(entry.name for entry in root.iterdir() if entry.joinpath("profile.csv").is_file()))


def profile_folder(name_or_path: str | Path) -> Path | Traversable:
    """Find the folder of a profile: a folder of that path, else a profile of the package by its name."""
    path = Path(name_or_path)
    if path.is_dir():
        return path
    if str(name_or_path) in profile_names():
        return resources.files("counterpoise.profiles").joinpath(str(name_or_path))
    raise NothingFound(
        f"There is no profile {str(name_or_path)!r}: neither a folder of that path nor one of "
        f"{', '.join(profile_names())}. `counterpoise profile copy {DEFAULT_PROFILE} FOLDER` makes one to edit."
    )


def find_problems(name_or_path: str | Path) -> list[Problem]:
    """Give every problem of a profile, in file order; an empty list means that `load_profile` accepts it."""
    return _read(name_or_path)[1]


def load_profile(name_or_path: str | Path = DEFAULT_PROFILE) -> Profile:
    """Read and check a profile as a whole.

    InvalidInput names every problem (the first twenty in full); NothingFound if there is no such profile.
    """
    profile, problems = _read(name_or_path)
    if profile is None or problems:
        raise InvalidInput(_report(str(name_or_path), problems))
    return profile


def _read(name_or_path: str | Path) -> tuple[Profile | None, list[Problem]]:
    folder = profile_folder(name_or_path)
    tables = check_tables(read_tables(folder))
    if tables.problems:
        return None, tables.problems
    profile = _build(tables, _hash(folder))
    from counterpoise.balance.relations import (
        guard_violations,
    )  # needs the profile, and NumPy, which --help must not load

    remedy = "Move the values of prior.csv towards zero, or widen the guard there and say why."
    return profile, [Problem("prior.csv", "", violation, remedy) for violation in guard_violations(profile)]


def _report(name: str, problems: list[Problem]) -> str:
    lines = [f"The profile {name} has {len(problems)} problem{'s' if len(problems) > 1 else ''}; nothing was computed."]
    lines += [f"  {problem}" for problem in problems[:_MOST_PROBLEMS_SHOWN]]
    if len(problems) > _MOST_PROBLEMS_SHOWN:
        lines.append(f"  and {len(problems) - _MOST_PROBLEMS_SHOWN} more: counterpoise profile check {name}")
    return "\n".join(lines)


def _hash(folder: Path | Traversable) -> str:
    digest = hashlib.sha256()
    for table in table_names():
        digest.update(table.encode() + b"\0" + (folder / f"{table}.csv").read_bytes() + b"\0")
    return f"sha256:{digest.hexdigest()}"


def _rows(tables: Tables, table: str, of: type[T]) -> tuple[T, ...]:
    names = [item.name for item in fields(of)]  # type: ignore[arg-type]
    return tuple(of(**{name: row[name] for name in names}) for row in tables.rows[table])


def _build(tables: Tables, content_hash: str) -> Profile:
    settings: dict[str, Any] = {"guarded_group": "", **{row["key"]: row["value"] for row in tables.rows["profile"]}}
    for key in ("valid_from", "valid_to", "verified_to", "holdings_on"):
        settings[key] = date.fromisoformat(settings[key])
    return Profile(
        **{key: settings[key] for key in ("name", "title", "protected", "commitment", "about", "guarded_group")},
        **{key: settings[key] for key in ("valid_from", "valid_to", "verified_to", "holdings_on")},
        content_hash=content_hash,
        actors=_rows(tables, "actors", Actor),
        sources={row.source_id: row for row in _rows(tables, "sources", Source)},
        gap_rules={row.rule_id: row for row in _rows(tables, "gap_rules", GapRule)},
        systems={row.system_id: row for row in _rows(tables, "systems", System)},
        bands=_rows(tables, "bands", Band),
        forces=_rows(tables, "forces", Force),
        access=_rows(tables, "access", Access),
        reach=_rows(tables, "reach", ReachShare),
        relations=_rows(tables, "relations", Relation),
        prior={row.parameter: row for row in _rows(tables, "prior", PriorValue)},
        deliveries=_rows(tables, "deliveries", Delivery),
        lead_times=_rows(tables, "lead_times", LeadTime),
        counters=_rows(tables, "counters", Counter),
        substitutes=_rows(tables, "substitutes", Substitute),
    )
