"""What a person signs: corrections with a reason, merges, splits, attachments, bundles; each can be revoked."""

import hashlib
import json
from collections.abc import Sequence
from datetime import date
from typing import Any

from counterpoise.casebook.actors import state_of
from counterpoise.casebook.identity import founding_order
from counterpoise.casebook.mentions import WHOLE, mention_of, whole_mention
from counterpoise.casebook.reconcile import grade_rank
from counterpoise.casebook.recording import NewReading, record_readings, update_cases
from counterpoise.casebook.store import Row, Snapshot, Writer
from counterpoise.casebook.tellings import Mention
from counterpoise.errors import InvalidInput, NothingFound
from counterpoise.sources import Document, NotApplicable, Span, Statement, Unknown
from counterpoise.units import parse_usd
from counterpoise.vocabulary import index, words

CORRECTION = "analyst_correction"
CORRECTED_FIELDS = (
    "supplier", "purchaser", "route", "status", "stage", "transmittal", "received_on", "total_usd", "mde_usd",
    "other_usd",
)  # fmt: skip


def check_signature(author: str, reason: str) -> tuple[str, str]:
    """Give author and reason without surrounding space. Raises InvalidInput when one is missing."""
    author, reason = author.strip(), reason.strip()
    if not author or not reason:
        raise InvalidInput("A correction, merge or split is signed: give your name (--by) and the reason (--because).")
    return author, reason


def parse_value(field: str, text: str) -> Any:
    """Read what a person typed as the value of a field. Raises InvalidInput with what would be right."""
    if field not in CORRECTED_FIELDS:
        raise InvalidInput(f"{field!r} is no field that can be corrected. Those are {', '.join(CORRECTED_FIELDS)}.")
    kind = index("case_fields", "field")[field]["type"]
    text = text.strip()
    if kind == "money":
        return parse_usd(text)
    if kind == "day":
        try:
            return date.fromisoformat(text).isoformat()
        except ValueError as error:
            raise InvalidInput(f"{field} takes a day written YYYY-MM-DD, not {text!r} ({error}).") from error
    if kind == "state":
        if text in index("organisations", "org_id"):
            return text
        if (code := state_of(text)) is None:
            raise InvalidInput(f"{text!r} is no state or organisation of our tables. Give a name or an ISO code: ARE.")
        return code
    if kind in ("routes", "transfer_statuses", "stages"):
        column = {"routes": "route", "transfer_statuses": "status", "stages": "stage"}[kind]
        if text not in index(kind, column):
            raise InvalidInput(f"{field} takes one of {', '.join(words(kind, column))}, not {text!r}.")
    return text


def correction(
    case_id: str, founder: Mention, field: str, value: Any, *, author: str, reason: str, at: str
) -> NewReading:  # fmt: skip
    """Make the document and the statement of a signed correction."""
    if isinstance(value, Unknown):
        shown = f"unknown ({value.because})"
    elif isinstance(value, NotApplicable):
        shown = f"not applicable ({value.because})"
    else:
        shown = str(value)
    head = f"Correction signed by {author} at {at}\nCase: {case_id}\nField: {field}\nValue: "
    text = f"{head}{shown}\nReason: {reason}\n"
    data = text.encode()
    document = Document(
        id=f"sha256:{hashlib.sha256(data).hexdigest()}", path=f"correction of {case_id}", text=text,
        media_type="text/plain", encoding="utf-8", size_bytes=len(data),
    )  # fmt: skip
    statement = Statement(field=field, value=value, wording=shown, span=Span(len(head), len(head) + len(shown)),
                          document_id=document.id, transfer="t1")  # fmt: skip
    return NewReading(
        document=document, statements=(statement,), kind=CORRECTION, grade="judgement", title=f"Correction of {field}",
        author=author, reason=reason, attached_to=founder.ref,
    )  # fmt: skip


def sign_correction(
    tx: Writer, case_id: str, field: str, value: Any, *, author: str, reason: str, at: str
) -> str:  # fmt: skip
    """Record a correction and give the id of its document, by which it can be revoked."""
    new = correction(case_id, founder_of(tx, case_id), field, value, author=author, reason=reason, at=at)
    record_readings(tx, [new], at)
    return new.document.id


def revoke_correction(tx: Writer, document_id: str, *, at: str) -> bool:
    """Take a correction out of force; false when the document is no correction in force."""
    reading = tx.reading_in_force(document_id)
    if reading is None or reading["kind"] != CORRECTION:
        return False
    gone = tx.mentions_of_document(document_id)
    tx.close("readings", [reading["reading_key"]], "superseded_at", at)
    update_cases(tx, gone, at)
    return True


def sign_merge(tx: Writer, case_ids: Sequence[str], *, author: str, reason: str, at: str) -> int:
    """Decide that several cases are one; give the decision's number."""
    if len(set(case_ids)) < 2:
        raise InvalidInput("A merge needs two different cases. `counterpoise cases list` shows them.")
    founders = [founder_of(tx, case_id) for case_id in sorted(set(case_ids))]
    return _decide(tx, "merge", [f.ref for f in founders], author=author, reason=reason, at=at)


def sign_split(
    tx: Writer, case_id: str, document_ids: Sequence[str], *, author: str, reason: str, at: str
) -> int:  # fmt: skip
    """Decide that some documents of a case are a case of their own; give the decision's number."""
    mentions = members_of(tx, case_id)
    refs = sorted(m.ref for m in mentions if m.attached_to is None and _is_named(m, document_ids))
    rest = [m for m in mentions if m.attached_to is None and m.ref not in refs]
    missing = [name for name in document_ids if not any(_is_named(m, [name]) for m in mentions)]
    if missing:
        raise NothingFound(f"The case {case_id} has no document {', '.join(missing)}. `counterpoise cases show "
                           f"{case_id}` lists its documents.")  # fmt: skip
    if not rest:
        raise InvalidInput(f"That is every document of {case_id}: nothing would be left to split from.")
    return _decide(tx, "split", refs, author=author, reason=reason, at=at)


def _is_named(mention: Mention, names: Sequence[str]) -> bool:
    """Say whether a name is the mention's document, by its id, the start of its hash, or document#transfer."""
    short = mention.document_id.removeprefix("sha256:")
    bare = [name.removeprefix("sha256:") for name in names]
    return mention.ref in names or any(short == name or (len(name) >= 6 and short.startswith(name)) for name in bare)


def sign_attachment(
    tx: Writer, document_id: str, case_id: str, *, author: str, reason: str, at: str
) -> int:  # fmt: skip
    """Decide that a document that tells no transfer belongs to a case; give the decision's number."""
    reading = tx.reading_in_force(document_id)
    if reading is None:
        raise NothingFound(f"The casebook has no document {document_id}. Read it into the casebook first.")
    here = [mention_of(row) for row in tx.mentions_of_document(document_id)]
    refs = [m.ref for m in here]
    if not here:
        row = _write_whole_mention(tx, reading, document_id)
        refs = [f"{document_id}#{WHOLE}"]
        update_cases(tx, [row], at)
    founder = founder_of(tx, case_id)
    return _decide(tx, "merge", [*refs, founder.ref], author=author, reason=reason, at=at)


def _write_whole_mention(tx: Writer, reading: Row, document_id: str) -> Row:
    """Write the mention that stands for a whole document without a transfer."""
    row = {
        "mention_key": tx.next_key("mentions"), "reading_key": reading["reading_key"], "document_id": document_id,
        "grade_rank": grade_rank(reading["grade"]), "attached_to": None,
        **whole_mention(date.fromisoformat(reading["known_from"])),
    }  # fmt: skip
    tx.insert("mentions", [row])
    return row


def sign_bundle(tx: Writer, case_ids: Sequence[str], *, author: str, reason: str, at: str) -> int:
    """Decide that cases belong together as a bundle; give the decision's number."""
    if len(set(case_ids)) < 2:
        raise InvalidInput("A bundle needs two different cases.")
    refs = [founder_of(tx, case_id).ref for case_id in sorted(set(case_ids))]
    return _decide(tx, "bundle", refs, author=author, reason=reason, at=at)


def revoke_decision(tx: Writer, number: int, *, author: str, reason: str, at: str) -> None:
    """Take back a merge, split or bundle; the decision stays in the history. Raises NothingFound, InvalidInput."""
    found = [row for row in tx.decisions() if row["decision_key"] == number]
    if not found:
        raise NothingFound(f"There is no decision {number}. `counterpoise cases history CASE` lists them.")
    if found[0]["revoked_at"] is not None:
        raise InvalidInput(f"Decision {number} was revoked already, by {found[0]['revoked_by']}.")
    refs = json.loads(found[0]["subject"])
    tx.close("decisions", [number], "revoked_at", at, revoked_by=author, revoked_because=reason)
    update_cases(tx, tx.mentions_of_refs(refs), at)


def _decide(tx: Writer, kind: str, refs: Sequence[str], *, author: str, reason: str, at: str) -> int:
    number = tx.next_key("decisions")
    tx.insert("decisions", [{
        "decision_key": number, "kind": kind, "subject": json.dumps(sorted(refs)), "author": author, "reason": reason,
        "recorded_at": at, "revoked_at": None, "revoked_by": None, "revoked_because": None,
    }])  # fmt: skip
    if kind != "bundle":
        update_cases(tx, tx.mentions_of_refs(refs), at)
    return number


def members_of(tx: Snapshot, case_id: str) -> list[Mention]:
    """Give the mentions of a case. Raises NothingFound."""
    found = tx.resolve_case(case_id)
    if found is None:
        raise NothingFound(f"The casebook has no case {case_id!r}. `counterpoise cases list` shows them.")
    links, _ = tx.case_rows(found, with_statements=False)
    refs = {f"{row['document_id']}#{row['transfer']}" for row in links}
    return [mention_of(row) for row in tx.mentions_of_refs(refs)]


def founder_of(tx: Snapshot, case_id: str) -> Mention:
    """Give the mention that names a case. Raises NothingFound."""
    return min(members_of(tx, case_id), key=founding_order)
