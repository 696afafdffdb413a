"""Who supports, opposes, asks and promises over time, with the words; and what became of each ask and promise."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from counterpoise.casebook.actors import state_of
from counterpoise.casebook.case import Case, SourcedStatement

SPOKEN = ("supports", "opposes", "conditional", "neutral")


@dataclass(frozen=True, slots=True, kw_only=True)
class Position:
    """What one actor has said of a case, in order of time. `stance` is the latest one taken; None when none is."""

    actor: str
    actor_id: str | None
    state: str | None
    stance: str | None
    stance_since: date | None
    has_changed: bool
    said: tuple[SourcedStatement, ...]

    def as_json(self) -> dict[str, Any]:
        """Give every part by name."""
        return {
            "actor": self.actor, "actor_id": self.actor_id, "state": self.state, "stance": self.stance,
            "stance_since": self.stance_since.isoformat() if self.stance_since else None,
            "has_changed": self.has_changed, "said": [x.as_json() for x in self.said],
        }  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Pledge:
    """A commitment or request with what later statements made of it.

    `outcome` is open, repeated, promised, refused, kept or broken; `settled_by` is the statement that says so.
    """

    said: SourcedStatement
    by_state: str | None
    to_state: str | None
    outcome: str
    because: str
    settled_by: SourcedStatement | None

    def as_json(self) -> dict[str, Any]:
        """Give every part by name."""
        return {
            "said": self.said.as_json(), "by_state": self.by_state, "to_state": self.to_state, "outcome": self.outcome,
            "because": self.because, "settled_by": self.settled_by and self.settled_by.id,
        }  # fmt: skip


def positions_of(case: Case) -> tuple[Position, ...]:
    """Give the position of each actor, the one who spoke first first."""
    spoken: dict[tuple[str | None, str], list[SourcedStatement]] = {}
    for said in case.attributions:
        value = said.value
        key = (value.get("speaker_id"), "" if value.get("speaker_id") else str(value.get("speaker")))
        spoken.setdefault(key, []).append(said)
    return tuple(_position(entries) for entries in spoken.values())


def _position(said: Sequence[SourcedStatement]) -> Position:
    taken = [x for x in said if x.value.get("stance") in SPOKEN]
    last = taken[-1] if taken else None
    first = said[0].value
    since = None
    if last is not None:
        run = [x for x in taken if x.said_on <= last.said_on]
        while len(run) > 1 and run[-2].value["stance"] == last.value["stance"]:
            run.pop()
        since = run[-1].said_on
    state = next((x.value["on_behalf_of"] for x in said if x.value.get("on_behalf_of")), None)
    return Position(
        actor=str(first.get("speaker")), actor_id=first.get("speaker_id"),
        state=state or state_of(first.get("speaker")),
        stance=last.value["stance"] if last else None, stance_since=since,
        has_changed=len({x.value["stance"] for x in taken}) > 1, said=tuple(said),
    )  # fmt: skip


def pledges_of(case: Case) -> tuple[Pledge, ...]:
    """Give every commitment and request of a case with what became of it.

    A later event that names one (`settles`: the statement's id, `outcome`) settles it. Otherwise a request is promised
    or refused when the side asked later commits itself or refuses in the same matter, repeated when it is asked again;
    a commitment is broken when its maker later refuses in the same matter. Everything else is open.
    """
    told = sorted((*case.commitments, *case.requests), key=lambda x: (x.said_on, x.id))
    return tuple(_pledge(said, told, case.events) for said in told)


def _pledge(said: SourcedStatement, told: Sequence[SourcedStatement], events: Sequence[SourcedStatement]) -> Pledge:
    by, to = state_of(said.value.get("by")), state_of(said.value.get("to"))

    def answer(outcome: str, because: str, settled_by: SourcedStatement | None = None) -> Pledge:
        return Pledge(said=said, by_state=by, to_state=to, outcome=outcome, because=because, settled_by=settled_by)

    for event in reversed(events):
        if isinstance(event.value, dict) and event.value.get("settles") == said.id:
            return answer(str(event.value.get("outcome", "kept")), f"said on {event.said_on.isoformat()}", event)
    is_request = said.statement.field == "request"
    if said.value.get("status") == "refused":
        return answer("refused", "refused in the same statement", said)
    later = [x for x in told if (x.said_on, x.id) > (said.said_on, said.id) and x.said_on > said.said_on]
    for other in reversed(later):
        if other.value.get("nature") != said.value.get("nature"):
            continue
        maker, receiver = state_of(other.value.get("by")), state_of(other.value.get("to"))
        status, day = other.value.get("status"), other.said_on.isoformat()
        if is_request and to and maker == to and (receiver in (by, None)):
            outcome = "refused" if status == "refused" else "promised"
            return answer(outcome, f"the side asked {status} on {day} in the same matter", other)
        if not is_request and by and maker == by and status == "refused":
            return answer("broken", f"its maker refused on {day} in the same matter", other)
        if is_request and other.statement.field == "request" and maker == by and by:
            return answer("repeated", f"asked again on {day}", other)
    return answer("open", "no later statement answers it")
