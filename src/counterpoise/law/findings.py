"""Answers that know why: what was found, which provisions it rests on, how well each was verified."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar

from counterpoise.sources import Unknown

T = TypeVar("T")

Ternary = bool | Unknown


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing an answer rests on. `mark` is a row of vocabulary/law_marks.csv; `file` names the law file, if one."""

    provision: str
    says: str
    mark: str
    file: str = ""
    citation: str = ""

    def as_json(self) -> dict[str, str]:
        """Give the object of `because` in clock.schema.json."""
        return {"provision": self.provision, "says": self.says, "mark": self.mark, "file": self.file,
                "citation": self.citation}  # fmt: skip


@dataclass(frozen=True, slots=True)
class LawWarning:
    """Something a reader of the answer must know. `code` is a row of vocabulary/law_warnings.csv."""

    code: str
    message: str

    def as_json(self) -> dict[str, str]:
        """Give code and message."""
        return {"code": self.code, "message": self.message}


@dataclass(frozen=True, slots=True)
class Finding(Generic[T]):
    """A value, the rule that found it, its reasons, and the warnings that go with it."""

    value: T
    rule: str
    because: tuple[Reason, ...] = ()
    warnings: tuple[LawWarning, ...] = field(default=())


def ternary_as_json(value: Ternary) -> bool | str:
    """Give true, false or "unknown"."""
    return "unknown" if isinstance(value, Unknown) else value


def any_of(values: Iterable[Ternary]) -> Ternary:
    """Join with "or": one true is enough; without one, an unknown leaves it unknown."""
    unknown: list[str] = []
    for value in values:
        if isinstance(value, Unknown):
            unknown.append(value.because)
        elif value:
            return True
    return Unknown("; ".join(unknown)) if unknown else False


def all_of(values: Iterable[Ternary]) -> Ternary:
    """Join with "and": one false is enough; without one, an unknown leaves it unknown."""
    unknown: list[str] = []
    for value in values:
        if isinstance(value, Unknown):
            unknown.append(value.because)
        elif not value:
            return False
    return Unknown("; ".join(unknown)) if unknown else True


def distinct(reasons: Iterable[Reason]) -> tuple[Reason, ...]:
    """Give the reasons in order, each once."""
    return tuple(dict.fromkeys(reasons))


def as_json_list(things: Iterable[Reason | LawWarning]) -> list[dict[str, Any]]:
    """Give the JSON of each."""
    return [thing.as_json() for thing in things]
