"""Read and check the law's data files: dated values, lists of parties, settled readings, tables.

A file that is wrong is refused with its path, its line and the reason; nothing is guessed. `load(path)` gives the
checked content of `data/<path>.yaml`, read once. A folder of the caller's own can take the place of single files.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import yaml

from counterpoise.errors import InvalidInput
from counterpoise.units import UNITS
from counterpoise.vocabulary import words

if TYPE_CHECKING:
    from yaml import SafeLoader as YamlLoader
else:
    YamlLoader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)

DATA = Path(__file__).parent / "data"

Value = int | str | bool | None


@dataclass(frozen=True, slots=True)
class DatedValue:
    """One value and the day from which it is law. `day_mark` says how well the day itself is verified."""

    from_on: date
    value: Value
    mark: str
    day_mark: str
    enacted_by: str
    citation: str


@dataclass(frozen=True, slots=True)
class Parameter:
    """A value that changes with time, for each group that has its own."""

    path: str
    title: str
    unit: str
    provision: str
    verified_to: date
    modelled_from: date
    note: str
    values: Mapping[str, tuple[DatedValue, ...]]
    absent_means: str


@dataclass(frozen=True, slots=True)
class Member:
    """A party on a list, or a whole list within a list, from a day on. `until_on` is the last day, if there is one."""

    party: str | None
    list_path: str | None
    from_on: date
    until_on: date | None
    mark: str
    day_mark: str
    enacted_by: str
    citation: str
    basis: str


@dataclass(frozen=True, slots=True)
class PartyList:
    """Who belongs to a group, and since when."""

    path: str
    title: str
    provision: str
    verified_to: date
    modelled_from: date
    note: str
    members: tuple[Member, ...]


@dataclass(frozen=True, slots=True)
class Interpretation:
    """A doubtful reading: the question, what is chosen, why, and what else could be chosen."""

    path: str
    question: str
    provision: str
    chosen: str
    alternatives: Mapping[str, str]
    because: str
    mark: str
    citation: str
    verified_to: date


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one kind, each with its mark and citation: records, procedure, policy, money."""

    path: str
    title: str
    unit: str
    provision: str
    verified_to: date
    modelled_from: date
    note: str
    rows: tuple[Mapping[str, Any], ...]


LawFile = Parameter | PartyList | Interpretation | Table


class LinedMapping(dict[str, Any]):
    """A YAML mapping that remembers on which line it and each of its keys stands."""

    def __init__(self, line: int) -> None:
        super().__init__()
        self.line = line
        self.lines: dict[str, int] = {}


class LawLoader(YamlLoader):
    """Safe YAML that keeps line numbers, refuses a key given twice and a day that does not exist."""


def _construct_mapping(loader: Any, node: yaml.MappingNode) -> LinedMapping:
    found = LinedMapping(node.start_mark.line + 1)
    for key_node, value_node in node.value:
        key = loader.construct_object(key_node, deep=True)
        if not isinstance(key, str):
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} is not a word", key_node.start_mark)
        if key in found:
            raise yaml.constructor.ConstructorError(None, None, f"the key {key!r} stands twice", key_node.start_mark)
        found[key] = loader.construct_object(value_node, deep=True)
        found.lines[key] = key_node.start_mark.line + 1
    return found


def _construct_day(loader: Any, node: yaml.ScalarNode) -> date:
    try:
        return date.fromisoformat(node.value)
    except ValueError as error:
        problem = f"{node.value!r} is not a day ({error})"
        raise yaml.constructor.ConstructorError(None, None, problem, node.start_mark) from error


# Only true and false are truth values: "on" is a key of ours and NO is Norway.
LawLoader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in found if tag != "tag:yaml.org,2002:bool"]
    for first, found in YamlLoader.yaml_implicit_resolvers.items()
}
LawLoader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), ["t", "f"])
LawLoader.add_constructor("tag:yaml.org,2002:map", _construct_mapping)
LawLoader.add_constructor("tag:yaml.org,2002:timestamp", _construct_day)


class Checker:
    """Takes checked values out of one file's mappings, or refuses the file."""

    def __init__(self, shown_path: str) -> None:
        self.shown_path = shown_path

    def refuse(self, line: int, reason: str) -> InvalidInput:
        """Give the error for a fault on `line`."""
        return InvalidInput(f"{self.shown_path}, line {line}: {reason}")

    def take(self, mapping: LinedMapping, key: str, kind: type | tuple[type, ...], *, default: Any = ...) -> Any:
        """Give `mapping[key]` if it is of `kind`; `default` stands for an absent key, without one the key is due."""
        if key not in mapping:
            if default is not ...:
                return default
            raise self.refuse(mapping.line, f"{key!r} is missing. Add it here.")
        value = mapping[key]
        kinds = kind if isinstance(kind, tuple) else (kind,)
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            expected = " or ".join("nothing" if k is type(None) else NAMES.get(k, k.__name__) for k in kinds)
            raise self.refuse(mapping.lines[key], f"{key!r} is {value!r}; it should be {expected}.")
        if isinstance(value, str) and not value.strip():
            raise self.refuse(mapping.lines[key], f"{key!r} is empty. Write it or say that it is from memory.")
        return value

    def take_word(self, mapping: LinedMapping, key: str, allowed: tuple[str, ...], *, default: Any = ...) -> str:
        """Give a word of a closed list."""
        value = self.take(mapping, key, str, default=default)
        if value not in allowed:
            raise self.refuse(
                mapping.lines.get(key, mapping.line), f"{key!r} is {value!r}; it should be one of {', '.join(allowed)}."
            )
        return str(value)

    def only(self, mapping: LinedMapping, allowed: tuple[str, ...]) -> None:
        """Refuse a key that no reader of the file would look at."""
        for key in mapping:
            if key not in allowed:
                raise self.refuse(mapping.lines[key], f"nobody reads {key!r}; known here are {', '.join(allowed)}.")


NAMES: dict[type, str] = {str: "a text", int: "a whole number", date: "a day (YYYY-MM-DD)", dict: "a mapping",
                          list: "a list", bool: "true or false"}  # fmt: skip
HEAD = ("title", "unit", "provision", "verified_to", "modelled_from", "note")


def _check_head(check: Checker, top: LinedMapping, *more: str) -> dict[str, Any]:
    check.only(top, (*HEAD, *more))
    head = {
        "title": check.take(top, "title", str), "provision": check.take(top, "provision", str),
        "verified_to": check.take(top, "verified_to", date), "modelled_from": check.take(top, "modelled_from", date),
        "note": check.take(top, "note", str, default=""),
    }  # fmt: skip
    if head["modelled_from"] > head["verified_to"]:
        raise check.refuse(top.lines["modelled_from"], "modelled_from is later than verified_to.")
    return head


def _check_dated(
    check: Checker, row: Any, path_line: int, top: dict[str, Any], unit: str, *, may_be_absent: bool
) -> DatedValue:
    if not isinstance(row, LinedMapping):
        raise check.refuse(path_line, f"{row!r} should be a mapping with from, value, mark, enacted_by and citation.")
    check.only(row, ("from", "value", "mark", "day_mark", "enacted_by", "citation"))
    value = check.take(row, "value", (str if unit == "word" else int, type(None)))
    if value is None and not may_be_absent:
        raise check.refuse(row.lines["value"], "'value' is empty; say in 'absent_means' what an empty value means.")
    if isinstance(value, int) and value < 0:
        raise check.refuse(row.lines["value"], f"'value' is {value}; amounts and days are never negative.")
    from_on = check.take(row, "from", date)
    if from_on > top["verified_to"]:
        raise check.refuse(row.lines["from"], f"from {from_on} is later than verified_to {top['verified_to']}.")
    mark = check.take_word(row, "mark", words("law_marks", "mark"))
    return DatedValue(from_on, value, mark, check.take_word(row, "day_mark", words("law_marks", "mark"), default=mark),
                      check.take(row, "enacted_by", str), check.take(row, "citation", str))  # fmt: skip


def _parameter(check: Checker, path: str, top: LinedMapping) -> Parameter:
    head = _check_head(check, top, "values", "absent_means")
    unit = check.take_word(top, "unit", UNITS)
    absent_means = check.take(top, "absent_means", str, default="")
    groups: LinedMapping = check.take(top, "values", dict)
    values: dict[str, tuple[DatedValue, ...]] = {}
    for group in groups:
        rows = check.take(groups, group, list)
        dated = tuple(
            _check_dated(check, row, groups.lines[group], head, unit, may_be_absent=bool(absent_means)) for row in rows
        )
        if not dated:
            raise check.refuse(groups.lines[group], f"the group {group!r} has no value.")
        for earlier, later, row in zip(dated, dated[1:], rows[1:], strict=False):
            if later.from_on <= earlier.from_on:
                raise check.refuse(row.line, f"from {later.from_on} does not follow {earlier.from_on}; sort by day.")
        values[group] = dated
    if not values:
        raise check.refuse(top.lines["values"], "no group has a value.")
    return Parameter(path=path, unit=unit, values=values, absent_means=absent_means, **head)


def _party_list(check: Checker, path: str, top: LinedMapping) -> PartyList:
    head = _check_head(check, top, "members")
    check.take_word(top, "unit", UNITS)
    known = (*words("states", "code"), *words("organisations", "org_id"))
    members: list[Member] = []
    for row in check.take(top, "members", list):
        if not isinstance(row, LinedMapping):
            raise check.refuse(top.lines["members"], f"{row!r} should be a mapping with party or list, from and mark.")
        check.only(row, ("party", "list", "from", "until", "mark", "day_mark", "enacted_by", "citation", "basis"))
        party, inner = check.take(row, "party", str, default=None), check.take(row, "list", str, default=None)
        if (party is None) == (inner is None):
            raise check.refuse(row.line, "give either 'party' or 'list'.")
        if party is not None and party not in known:
            raise check.refuse(row.lines["party"], f"{party!r} is in neither states.csv nor organisations.csv.")
        from_on, until_on = check.take(row, "from", date), check.take(row, "until", date, default=None)
        if until_on is not None and until_on < from_on:
            raise check.refuse(row.lines["until"], f"until {until_on} comes before from {from_on}.")
        if any(m.party == party and m.list_path == inner and m.from_on == from_on for m in members):
            raise check.refuse(row.line, f"{party or inner!r} stands twice with the same day.")
        mark = check.take_word(row, "mark", words("law_marks", "mark"))
        members.append(Member(
            party, inner, from_on, until_on, mark,
            check.take_word(row, "day_mark", words("law_marks", "mark"), default=mark),
            check.take(row, "enacted_by", str), check.take(row, "citation", str),
            check.take(row, "basis", str, default=""),
        ))  # fmt: skip
    return PartyList(path=path, members=tuple(members), **head)


def _interpretation(check: Checker, path: str, top: LinedMapping) -> Interpretation:
    check.only(top, ("question", "provision", "chosen", "alternatives", "because", "mark", "citation", "decided",
                     "verified_to"))  # fmt: skip
    check.take(top, "decided", date)
    alternatives: LinedMapping = check.take(top, "alternatives", dict)
    for name in alternatives:
        check.take(alternatives, name, str)
    return Interpretation(
        path=path, question=check.take(top, "question", str), provision=check.take(top, "provision", str),
        chosen=check.take_word(top, "chosen", tuple(alternatives)), alternatives=alternatives,
        because=check.take(top, "because", str), mark=check.take_word(top, "mark", words("law_marks", "mark")),
        citation=check.take(top, "citation", str), verified_to=check.take(top, "verified_to", date),
    )  # fmt: skip


def _table(check: Checker, path: str, top: LinedMapping) -> Table:
    head = _check_head(check, top, "rows")
    unit = check.take_word(top, "unit", UNITS)
    rows = check.take(top, "rows", list)
    seen: set[str] = set()
    for row in rows:
        if not isinstance(row, LinedMapping):
            raise check.refuse(top.lines["rows"], f"{row!r} should be a mapping with id, mark and citation.")
        row_id = check.take(row, "id", str)
        if row_id in seen:
            raise check.refuse(row.lines["id"], f"the id {row_id!r} stands twice.")
        seen.add(row_id)
        check.take_word(row, "mark", words("law_marks", "mark"))
        check.take(row, "citation", str)
    return Table(path=path, unit=unit, rows=tuple(rows), **head)


KINDS: dict[str, Callable[[Checker, str, LinedMapping], LawFile]] = {
    "values": _parameter, "members": _party_list, "question": _interpretation, "rows": _table,
}  # fmt: skip


@cache
def load(path: str, folder: Path | None = None) -> LawFile:
    """Give the checked law file `path` ("aeca/36b/review_days"), from `folder` if it holds one, else from our own.

    InvalidInput names the file, the line and the reason if the file is wrong; a file that does not exist is an
    error of the same name.
    """
    file = (folder / f"{path}.yaml") if folder is not None else None
    if file is None or not file.is_file():
        file, shown = DATA / f"{path}.yaml", f"law/data/{path}.yaml"
    else:
        shown = str(file)
    return parse(path, file, shown)


def parse(path: str, file: Path, shown: str) -> LawFile:
    """Read and check one file; `shown` is how messages name it."""
    check = Checker(shown)
    try:
        text = file.read_text(encoding="utf-8")
    except OSError as error:
        raise InvalidInput(f"{shown}: cannot be read ({error.strerror}). The law needs this file.") from error
    except UnicodeDecodeError as error:
        raise check.refuse(text_line(file.read_bytes(), error.start), "the bytes are not UTF-8 text.") from error
    try:
        top = yaml.load(text, Loader=LawLoader)  # noqa: S506 - LawLoader is a SafeLoader
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise check.refuse(line, f"{error.problem or error.context}.") from error
    except yaml.YAMLError as error:
        raise check.refuse(1, f"not readable as YAML ({error}).") from error
    if not isinstance(top, LinedMapping):
        raise check.refuse(1, "the file should be a mapping that begins with 'title' or 'question'.")
    for key, reader in KINDS.items():
        if key in top:
            return reader(check, path, top)
    raise check.refuse(1, f"the file has none of {', '.join(KINDS)}; one of them is needed.")


@cache
def check_folder(folder: Path) -> None:
    """Read every law file of a user's folder. InvalidInput for a wrong one, and for one that no rule reads."""
    known = all_paths()
    for file in sorted((*folder.rglob("*.yaml"), *folder.rglob("*.yml"))):
        path = file.relative_to(folder).with_suffix("").as_posix()
        if path not in known or file.suffix != ".yaml":
            near = get_close_matches(path, known, 1, 0.5) or ["aeca/36b/mde_threshold"]
            raise InvalidInput(
                f"{file}: no rule reads a law file of this name. A file takes the place of the one of ours with "
                f"the same path, such as {near[0]}.yaml; rename or remove it."
            )
        load(path, folder)


def text_line(raw: bytes, offset: int) -> int:
    """Give the line on which the byte at `offset` stands."""
    return raw.count(b"\n", 0, offset) + 1


@cache
def all_paths() -> tuple[str, ...]:
    """Give the paths of all shipped law files, in order."""
    return tuple(sorted(file.relative_to(DATA).with_suffix("").as_posix() for file in DATA.rglob("*.yaml")))
