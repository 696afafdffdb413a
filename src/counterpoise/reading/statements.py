"""A reading as single statements, the form in which a casebook keeps it."""

from typing import Any

from counterpoise.reading.contract import Party, Quoted, Reading, Transfer
from counterpoise.sources import Span, Statement

_SIMPLE = ("route", "status", "transmittal", "amends", "received_on", "total_usd", "mde_usd", "other_usd")


def statements_of(reading: Reading) -> tuple[Statement[Any], ...]:
    """Give everything a reading says, one statement a fact, in the order of the contract.

    A fact that the text does not give makes no statement; a printed zero does. A field quotes the words of
    `evidence` where the reader kept them, otherwise the words of the whole transfer.
    """
    found: list[Statement[Any]] = []
    for transfer in reading.transfers:
        found += _of_transfer(transfer, reading.document.id)
    for field, told in (
        ("attribution", reading.attributions), ("commitment", reading.commitments), ("request", reading.requests),
        ("event", reading.events),
    ):  # fmt: skip
        for entry in told:
            value = {k: v for k, v in entry.as_json(why=True).items() if k not in ("wording", "span")}
            about = value.get("about") or {}
            found.append(_statement(field, value, entry.quoted, reading.document.id, about.get("transfer")))
    return tuple(found)


def _of_transfer(transfer: Transfer, document_id: str) -> list[Statement[Any]]:
    def quoted(name: str) -> Quoted:
        return transfer.evidence.get(name, transfer.quoted)

    found = []
    for name, party in (("supplier", transfer.supplier), ("purchaser", transfer.purchaser)):
        if party is not None:
            found.append(_statement(name, _code(party), quoted(name), document_id, transfer.id))
    for name in _SIMPLE:
        value = getattr(transfer, name)
        if value is not None and (name, value) != ("route", "unknown"):
            found.append(_statement(name, value, quoted(name), document_id, transfer.id))
    for item in transfer.items:
        value = {k: v for k, v in item.as_json(why=True).items() if k not in ("wording", "span")}
        found.append(_statement("item", value, item.quoted, document_id, transfer.id))
    return found


def _code(party: Party) -> str:
    """Give the code of a party; for one that is in none of our tables, its name as printed."""
    return party.code or party.name


def _statement(field: str, value: Any, quoted: Quoted, document_id: str, transfer: str | None) -> Statement[Any]:
    return Statement(field=field, value=value, wording=quoted.wording, span=Span(*quoted.span),
                     document_id=document_id, transfer=transfer)  # fmt: skip
