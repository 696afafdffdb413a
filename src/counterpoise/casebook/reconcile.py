"""When sources disagree: keep all, choose openly, say why.

The rule for one field, in this order:

1. A signed correction that has not been revoked; the latest one.
2. The better grade of source (vocabulary/grades.csv): official, primary, secondary, derived, judgement, example.
3. A text that gives the number or the day of the notification over one that only speaks of it; but not for what is
   said of the status, which others know better later.
4. An amendment over what it amends.
5. Among equals the later: by the day Congress received the notice, or the day from which the text was known.
6. Equally good and equally late, and different: nobody chooses for the reader. The field is contested and its value
   is Unknown until a correction is signed.

A stated value prevails over "not applicable", and both over "unknown", whatever the grade: to say nothing is not to
contradict.
"""

from collections.abc import Iterable, Sequence
from datetime import date

from counterpoise.casebook.case import Choice, SourcedStatement, Stage
from counterpoise.sources import NotApplicable, Unknown
from counterpoise.vocabulary import index

STAGE_OF_STATUS = {
    "reported": "reported", "requested": "requested", "proposed": "reported", "notified": "formally_notified",
    "amended": "formally_notified", "emergency": "formally_notified", "contracted": "contracted",
    "delivered": "delivered", "suspended": "suspended", "withdrawn": "withdrawn", "blocked": "blocked",
}  # fmt: skip
REGISTER = "trade_register_row"
HALTS = frozenset({"suspended", "withdrawn", "blocked", "lapsed"})


def grade_rank(grade: str) -> int:
    """Give the rank of a grade of source; 1 is the best."""
    return int(index("grades", "grade")[grade]["rank"])


def choose_statement(field: str, statements: Iterable[SourcedStatement]) -> Choice:
    """Choose the statement a case rests on for one field, and keep those it agrees with and those it overrules."""
    ranked = sorted(statements, key=_order)
    if not ranked:
        return Choice(field=field, value=Unknown("no document of this case states it"), chosen=None,
                      because="no document of this case states it")  # fmt: skip
    best = ranked[0]
    agreeing = tuple(s for s in ranked[1:] if s.value == best.value)
    against = tuple(s for s in ranked[1:] if s.value != best.value)
    rivals = [s for s in against if _order(s)[:5] == _order(best)[:5]]
    if rivals and best.document.author is None and not isinstance(best.value, Unknown):
        shown = " against ".join(str(s.value) for s in (best, *rivals))
        why = f"{best.document.grade} sources of {best.said_on.isoformat()} differ: {shown}"
        return Choice(field=field, value=Unknown(why), chosen=None, agreeing=agreeing, overruled=(best, *against),
                      because=f"{why}. Settle it with a signed correction.", is_contested=True)  # fmt: skip
    return Choice(field=field, value=best.value, chosen=best, agreeing=agreeing, overruled=against,
                  because=_reason(best, against))  # fmt: skip


def _order(said: SourcedStatement) -> tuple[int, int, int, int, int, str, str]:
    """Sort best first: stated, signed, graded, late; at the end by id, so that the answer is always the same."""
    state = 2 if isinstance(said.value, Unknown) else 1 if isinstance(said.value, NotApplicable) else 0
    signed = said.document.author is not None
    latest_first = "".join(chr(0x10FFFF - ord(c)) for c in said.document.recorded_at) if signed else ""
    if signed:
        return (state, 0, 0, 0, 0, latest_first, said.id)
    speaks_of = 0 if said.is_notice or said.statement.field in ("status", "stage") else 1
    grade = 2 * grade_rank(said.document.grade) + speaks_of
    return (state, 1, grade, 0 if said.is_amendment else 1, -said.said_on.toordinal(), "", said.id)


def _reason(best: SourcedStatement, against: Sequence[SourcedStatement]) -> str:
    if best.document.author is not None:
        return f"corrected by {best.document.author}: {best.document.reason}"
    if not against:
        return f"{best.document.grade} source; nothing says otherwise"
    said = [s for s in against if not isinstance(s.value, Unknown)]
    if not said:
        return f"{best.document.grade} source; others leave it open"
    worse = [s for s in said if grade_rank(s.document.grade) > grade_rank(best.document.grade)]
    if len(worse) == len(said):
        return f"{best.document.grade} source outranks {_list(s.document.grade for s in worse)}"
    if best.is_amendment and not all(s.is_amendment for s in said):
        return f"the amendment of {best.said_on.isoformat()} changes it"
    if best.is_notice and best.statement.field not in ("status", "stage") and not any(s.is_notice for s in said):
        return f"the {best.document.grade} text of the notification goes before texts that speak of it"
    return f"the latest {best.document.grade} source ({best.said_on.isoformat()}) prevails"


def _list(words: Iterable[str]) -> str:
    return " and ".join(sorted(set(words)))


def choose_items(
    statements: Sequence[SourcedStatement],
) -> tuple[tuple[SourcedStatement, ...], tuple[SourcedStatement, ...], str]:
    """Choose the lines of a case: those of its best telling, and what each amendment adds.

    Gives the lines, those overruled, and why.
    """
    tellings: dict[tuple[str, str | None], list[SourcedStatement]] = {}
    for said in statements:
        tellings.setdefault((said.document.document_id, said.statement.transfer), []).append(said)
    originals = [lines for lines in tellings.values() if not lines[0].is_amendment]
    added = [said for lines in sorted(tellings.values(), key=_first_day) if lines[0].is_amendment for said in lines]
    if not originals:
        return tuple(added), (), "only an amendment lists items" if added else "no document lists items"
    # A trade register lists what was ordered, not what was proposed: its lines count where nothing else lists any.
    originals.sort(key=lambda lines: (lines[0].document.kind == REGISTER, min(_order(said) for said in lines)))
    best = originals[0]
    overruled = tuple(said for lines in originals[1:] for said in lines)
    because = f"as listed by {best[0].document.kind} of {best[0].said_on.isoformat()} ({best[0].document.grade})"
    if added:
        because += f", with what {len({s.document.document_id for s in added})} amendment(s) add"
    return (*best, *added), overruled, because


def _first_day(lines: Sequence[SourcedStatement]) -> tuple[date, str]:
    return min((said.said_on, said.id) for said in lines)


def find_stage(statements: Iterable[SourcedStatement]) -> Stage:
    """Say how far a case has come by what its sources say of its status and stage.

    The furthest stage reached counts, so that a late retelling does not take a case back; a halt (suspended,
    withdrawn, blocked, lapsed) counts when it was said on or after that, until a later source says that the stage
    reached before it holds again.
    """
    ranks = index("stages", "stage")
    told = []
    for said in statements:
        if isinstance(said.value, Unknown | NotApplicable):
            continue
        stage = STAGE_OF_STATUS.get(said.value, "") if said.statement.field == "status" else said.value
        if stage in ranks:
            told.append((stage, said))
    if not told:
        return Stage(stage="reported", since=None, because="no source says how far it has come", rests_on=None)
    onward = [(s, x) for s, x in told if s not in HALTS]
    reached, said = told[0]
    if onward:
        reached, said = min(onward, key=lambda e: (-int(ranks[e[0]]["rank"]), e[1].said_on, e[1].id))
    halts = [(s, x) for s, x in told if s in HALTS and (not onward or x.said_on >= said.said_on)]
    if halts:
        halt, halted = max(halts, key=lambda e: (e[1].said_on, e[1].id))
        resumed = [x for s, x in onward if s == reached and x.said_on > halted.said_on]
        reached, said = (reached, min(resumed, key=lambda x: (x.said_on, x.id))) if resumed else (halt, halted)
    what = f"{said.document.kind} of {said.said_on.isoformat()}"
    return Stage(stage=reached, since=said.said_on, because=f"{what} says {said.value}", rests_on=said)
