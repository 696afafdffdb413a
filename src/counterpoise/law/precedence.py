"""Which rule prevails when several answer the same question. Ranking two that conflict is a lawyer's act."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from counterpoise.errors import ConflictingRules
from counterpoise.law.findings import Finding

T = TypeVar("T")
Rule = TypeVar("Rule", bound=Callable[..., Any])

_exceptions: dict[str, set[str]] = {}


def rule_name(rule: Callable[..., Any] | str) -> str:
    """Give the name under which a rule's findings appear."""
    return rule if isinstance(rule, str) else rule.__name__


def exception_to(*general: Callable[..., Any] | str) -> Callable[[Rule], Rule]:
    """Mark a rule as an exception to others: where both apply, the exception governs."""

    def mark(rule: Rule) -> Rule:
        _exceptions.setdefault(rule_name(rule), set()).update(rule_name(other) for other in general)
        return rule

    return mark


def departs_from(rule: str) -> frozenset[str]:
    """Give the rules to which `rule` is an exception, directly or through another exception."""
    found: set[str] = set()
    waiting = [rule]
    while waiting:
        for general in _exceptions.get(waiting.pop(), set()) - found:
            found.add(general)
            waiting.append(general)
    return frozenset(found)


def prevailing(findings: Sequence[Finding[T]]) -> Finding[T]:
    """Give the finding that governs: exceptions before what they depart from.

    ConflictingRules with both provisions if two remain that differ and neither is an exception to the other.
    """
    if not findings:
        raise ValueError("no finding to choose from")
    beaten = {general for finding in findings for general in departs_from(finding.rule)}
    left = [finding for finding in findings if finding.rule not in beaten]
    first = left[0]
    for other in left[1:]:
        if other.value != first.value:
            provisions = " and ".join(_provisions(finding) for finding in (first, other))
            raise ConflictingRules(
                f"{provisions} both apply and give {first.value!r} and {other.value!r}; neither is an exception to the "
                "other. Settle it as a reading in law/data/readings, with its reason."
            )
    return first


def _provisions(finding: Finding[Any]) -> str:
    return ", ".join(dict.fromkeys(reason.provision for reason in finding.because)) or finding.rule
