"""Every error that Counterpoise raises on purpose, with the exit code that the command line gives for it.

A message says what happened, to which input, what would be right, and what to do next. The command line
shows it unchanged. `docs/reference/exit-codes.md` lists the codes; a test keeps the two equal.
"""

from enum import IntEnum


class ExitCode(IntEnum):
    """What the command line returns."""

    OK = 0
    UNEXPECTED = 1
    USAGE = 2
    UNREADABLE_DOCUMENT = 3
    INVALID_INPUT = 4
    LAW_NOT_MODELLED = 5
    CONFLICT = 6
    DATA_ABSENT = 7
    STORE = 8
    NO_FEASIBLE_PACKAGE = 9
    UNCITED_CLAIM = 10
    MISSING_LIBRARY = 11
    INTERRUPTED = 130


class CounterpoiseError(Exception):
    """Base of all named errors. `code` is the stable name used in JSON; `exit_code` the process status."""

    code = "error"
    exit_code = ExitCode.UNEXPECTED

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class UnreadableDocument(CounterpoiseError):
    """The bytes given are not a text we can read: empty, binary, undecodable, too large, missing."""

    code = "unreadable_document"
    exit_code = ExitCode.UNREADABLE_DOCUMENT


class NothingFound(CounterpoiseError):
    """What was asked for exists nowhere in what was searched."""

    code = "nothing_found"
    exit_code = ExitCode.INVALID_INPUT


class MissingField(CounterpoiseError):
    """A form that promises a field lacks it, and the field is needed to go on."""

    code = "missing_field"
    exit_code = ExitCode.INVALID_INPUT


class InvalidInput(CounterpoiseError):
    """An argument, a row or a file has a value outside what is allowed."""

    code = "invalid_input"
    exit_code = ExitCode.INVALID_INPUT


class ConflictingStatements(CounterpoiseError):
    """Two sources of the same grade say different things and nothing ranks them."""

    code = "conflicting_statements"
    exit_code = ExitCode.CONFLICT


class ConflictingRules(CounterpoiseError):
    """Two provisions apply and neither is an exception to the other: ranking them is a lawyer's act."""

    code = "conflicting_rules"
    exit_code = ExitCode.CONFLICT


class LawNotModelled(CounterpoiseError):
    """The date asked for lies outside the law that a person has read into the data files."""

    code = "law_not_modelled"
    exit_code = ExitCode.LAW_NOT_MODELLED


class ProfileOutOfDate(CounterpoiseError):
    """The profile of the region does not hold on the day asked for."""

    code = "profile_out_of_date"
    exit_code = ExitCode.INVALID_INPUT


class DataAbsent(CounterpoiseError):
    """A data set that may not be shipped is needed and was not found where it is looked for."""

    code = "data_absent"
    exit_code = ExitCode.DATA_ABSENT


class StoreError(CounterpoiseError):
    """The casebook cannot be opened, read or written: newer version, damaged, locked, full disk."""

    code = "store_error"
    exit_code = ExitCode.STORE


class NoFeasiblePackage(CounterpoiseError):
    """No package of measures meets the target within the budgets, lead times and capacities given."""

    code = "no_feasible_package"
    exit_code = ExitCode.NO_FEASIBLE_PACKAGE


class UncitedClaim(CounterpoiseError):
    """A sentence of judgement in a dossier has no note: a build error, never published."""

    code = "uncited_claim"
    exit_code = ExitCode.UNCITED_CLAIM


class MissingLibrary(CounterpoiseError):
    """An optional library that an output needs is not installed; the message names the package."""

    code = "missing_library"
    exit_code = ExitCode.MISSING_LIBRARY
