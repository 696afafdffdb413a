"""Look up what the law is on a day: values, memberships, readings, each with what it rests on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

from counterpoise.errors import InvalidInput, LawNotModelled
from counterpoise.law.findings import LawWarning, Reason
from counterpoise.law.lawfiles import Interpretation, Member, Parameter, PartyList, Table, Value, all_paths, load

GROUP_SUFFIXES = (" for nato_plus_5",)


@dataclass(frozen=True, slots=True)
class Cited:
    """A value in force on a day, and where it stands."""

    value: Value
    group: str
    parameter: Parameter
    mark: str
    from_on: date
    citation: str
    enacted_by: str

    @property
    def number(self) -> int:
        """The value as a whole number; a limb that does not exist has none."""
        if not isinstance(self.value, int):
            raise InvalidInput(f"law/data/{self.parameter.path}.yaml has no number for {self.group!r} here.")
        return self.value

    @property
    def provision(self) -> str:
        """The provision for this group: "A; B for nato_plus_5" is A for the general group and B for the other."""
        parts = self.parameter.provision.split("; ")
        own = [part.removesuffix(f" for {self.group}") for part in parts if part.endswith(f" for {self.group}")]
        return "; ".join(own or [part for part in parts if not part.endswith(GROUP_SUFFIXES)])

    def reason(self, says: str) -> Reason:
        """Give the reason that cites this value."""
        return Reason(self.provision, says, self.mark, self.parameter.path, self.citation)


@dataclass(frozen=True, slots=True)
class Choice:
    """How a doubtful reading is settled for this answer."""

    value: str
    interpretation: Interpretation

    @property
    def is_default(self) -> bool:
        """Whether the reading is the one the file chooses."""
        return self.value == self.interpretation.chosen

    def reason(self) -> Reason:
        """Give the reason that cites this reading and says what the alternatives are."""
        file = self.interpretation
        because = file.because if self.is_default else "Chosen by the user; the file chooses otherwise: " + file.because
        return Reason(
            file.provision, f"{file.alternatives[self.value]}. {because}", file.mark, file.path, file.citation
        )

    def as_json(self) -> dict[str, Any]:
        """Give question, choice and alternatives."""
        file = self.interpretation
        return {"file": file.path, "question": file.question, "chosen": self.value, "default": file.chosen,
                "alternatives": [name for name in file.alternatives if name != self.value],
                "because": file.because, "mark": file.mark}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Membership:
    """Whether a party is on a list on a day, through which entries, and how well that is verified."""

    is_member: bool
    party_list: PartyList
    entries: tuple[Member, ...]
    mark: str
    basis: str = ""

    @property
    def citation(self) -> str:
        """The entries' citations, joined."""
        return "; ".join(dict.fromkeys(entry.citation for entry in self.entries))

    def reason(self, says: str) -> Reason:
        """Give the reason that cites this list."""
        return Reason(self.party_list.provision, says, self.mark, self.party_list.path, self.citation)


@dataclass(frozen=True, slots=True)
class Scenario:
    """A bill taken as if it were law: values and members that replace those of the files."""

    id: str
    title: str
    values: Mapping[tuple[str, str], int]
    members: Mapping[str, tuple[str, ...]]
    citation: str
    stage: str


MARK_ORDER = ("seen", "computed", "inference", "memory")


def weakest(*marks: str) -> str:
    """Give the least verified of some marks."""
    return max(marks, key=MARK_ORDER.index)


@dataclass(frozen=True, slots=True)
class Law:
    """The law in force on `on`, with the readings chosen and the scenarios switched on.

    `folder` may hold files of the user's own, which take the place of ours with the same path.
    """

    on: date
    readings: Mapping[str, str] = field(default_factory=dict)
    scenarios: tuple[Scenario, ...] = ()
    folder: Path | None = None

    def parameter(self, path: str) -> Parameter:
        """Give a file of dated values."""
        return expect(load(path, self.folder), Parameter)

    def value(self, path: str, *, group: str = "general") -> Cited:
        """Give the value of `path` for `group` on this day.

        LawNotModelled for a day before the file begins, naming the file and the first day it covers.
        """
        parameter = self.parameter(path)
        self.require_modelled(parameter)
        if group not in parameter.values:
            raise InvalidInput(f"law/data/{path}.yaml has no group {group!r}; it has {', '.join(parameter.values)}.")
        for scenario in self.scenarios:
            if (path, group) in scenario.values:
                return Cited(scenario.values[path, group], group, parameter, "inference", self.on,
                             f"{scenario.citation}: a bill, not law", scenario.title)  # fmt: skip
        for row in reversed(parameter.values[group]):
            if row.from_on <= self.on:
                mark = self._mark(row.mark, row.day_mark, row.from_on)
                return Cited(row.value, group, parameter, mark, row.from_on, row.citation, row.enacted_by)
        first = parameter.values[group][0].from_on
        raise LawNotModelled(
            f"{path} has no value for {group} on {self.on}; its first is of {first} (law/data/{path}.yaml). "
            "Add the earlier text there with its citation, or ask for a date it covers."
        )

    def require_modelled(self, file: Parameter | PartyList | Table) -> None:
        """Refuse a day before the file's law was read."""
        if self.on < file.modelled_from:
            raise LawNotModelled(
                f"{file.path} has no value for {self.on}. The file covers {file.modelled_from} onwards "
                f"(law/data/{file.path}.yaml). Add the earlier text there with its citation, or ask for a date it "
                "covers."
            )

    def choice(self, path: str) -> Choice:
        """Give how the doubtful reading `path` ("readings/day_of_receipt") is settled."""
        if path in self.readings and path not in all_paths():
            names = ", ".join(known.removeprefix("readings/") for known in all_paths() if known.startswith("readings/"))
            raise InvalidInput(f"{path.removeprefix('readings/')!r} is no doubtful reading; there are {names}.")
        interpretation = expect(load(path, self.folder), Interpretation)
        chosen = self.readings.get(path, interpretation.chosen)
        if chosen not in interpretation.alternatives:
            raise InvalidInput(
                f"{path} cannot be read as {chosen!r}; it can be {', '.join(interpretation.alternatives)}."
            )
        return Choice(chosen, interpretation)

    def table(self, path: str) -> Table:
        """Give a table of rows."""
        return expect(load(path, self.folder), Table)

    def membership(self, party: str, list_path: str) -> Membership:
        """Say whether `party` is on the list on this day, directly or through a list within it."""
        party_list = expect(load(list_path, self.folder), PartyList)
        self.require_modelled(party_list)
        for scenario in self.scenarios:
            if party in scenario.members.get(list_path, ()):
                entry = Member(party, None, self.on, None, "inference", "inference", scenario.title,
                               f"{scenario.citation}: a bill, not law", "scenario")  # fmt: skip
                return Membership(True, party_list, (entry,), "inference", "scenario")
        for entry in party_list.members:
            if not (entry.from_on <= self.on and (entry.until_on is None or self.on <= entry.until_on)):
                continue
            mark = self._mark(entry.mark, entry.day_mark, entry.from_on)
            if entry.party == party:
                return Membership(True, party_list, (entry,), mark, entry.basis)
            if entry.list_path is not None and self._reads_into(entry.list_path):
                inner = self.membership(party, entry.list_path)
                if inner.is_member:
                    entries = (entry, *inner.entries)
                    return Membership(True, party_list, entries, weakest(mark, inner.mark), entry.basis or inner.basis)
        return Membership(False, party_list, (), self._mark("computed", "computed", party_list.modelled_from))

    def _mark(self, mark: str, day_mark: str, from_on: date) -> str:
        # The day of a change matters to answers of its own year only. From the first enacted text that nobody has read
        # into the files on, that the old words still stand is an inference.
        found = weakest(mark, day_mark) if from_on.year == self.on.year else mark
        return weakest(found, "inference") if self.on >= self._first_unread() else found

    def _first_unread(self) -> date:
        days: list[date] = [row["from"] for row in self.table("currency").rows]
        return min(days)

    def _reads_into(self, list_path: str) -> bool:
        # The section names the Organization; that its agencies buy as the Organization is a reading.
        return list_path != "lists/nato_agencies" or self.choice("readings/nato_agencies").value == "agency_is_nato"

    def currency_warnings(self, track: str) -> tuple[LawWarning, ...]:
        """Warn of enacted or possible texts that nobody has read into the files, if this day comes after them."""
        table = self.table("currency")
        warnings: list[LawWarning] = []
        for row in table.rows:
            if self.on >= row["from"]:
                touched = " It may touch this track directly." if track in row["touches"] else ""
                warnings.append(LawWarning(
                    "later_than_verified" if row["from"] > table.verified_to else "text_not_read",
                    f"For {self.on} one would have to read: {row['read']}. {row['because']}{touched}",
                ))  # fmt: skip
        return tuple(warnings)


F = TypeVar("F", Parameter, PartyList, Interpretation, Table)


def expect(found: object, kind: type[F]) -> F:
    """Give `found` if the file is of the kind its path promises."""
    if not isinstance(found, kind):
        path = getattr(found, "path", "?")
        raise InvalidInput(f"law/data/{path}.yaml should hold a {kind.__name__} and holds a {type(found).__name__}.")
    return found
