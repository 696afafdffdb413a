"""Positions, and the four parts of 22 U.S.C. 2776(h)(2): what is assessed, only reported, or not assessed."""

from collections.abc import Iterable
from typing import Any

from counterpoise import vocabulary
from counterpoise.casebook.case import SourcedStatement
from counterpoise.dossier import phrases
from counterpoise.dossier.contents import AssuranceRow, PartSection, PositionRow
from counterpoise.dossier.material import Material
from counterpoise.dossier.references import Notes
from counterpoise.dossier.sentences import fill


def position_rows(material: Material, notes: Notes) -> tuple[PositionRow, ...]:
    """Arrange who is quoted or reported as saying what, those on the transfer first, else in the documents' order."""
    rows = [_position(material, notes, s) for s in distinct(material, "attributions")]
    topics = list(dict.fromkeys(row.about for row in rows))
    return tuple(sorted(rows, key=lambda row: (not row.is_about_transfer, topics.index(row.about))))


def distinct(material: Material, kind: str) -> list[SourcedStatement]:
    """Give the statements of a kind over all cases and documents, each once."""
    found: dict[str, SourcedStatement] = {}
    for case in material.cases:
        for statement in getattr(case, kind):
            found.setdefault(statement.id, statement)
    field = {"attributions": "attribution", "commitments": "commitment", "requests": "request", "events": "event"}[kind]
    for statement in material.loose:
        if statement.statement.field == field:
            found.setdefault(statement.id, statement)
    return list(found.values())


def _position(material: Material, notes: Notes, statement: SourcedStatement) -> PositionRow:
    said: dict[str, Any] = statement.value
    about = said.get("about") or {}
    return PositionRow(
        speaker=said["speaker"],
        role=said.get("role") or "",
        stance=said["stance"],
        stance_because=said.get("stance_because", "") if said["stance"] != "unknown" else "",
        about=_about(material, statement, about),
        is_about_transfer=bool(about.get("transfer")),
        kind={"direct": "quoted", "indirect": "reported", "mixed": "partly quoted"}[said["kind"]],
        cue=said.get("cue") or "",
        hedged=said["hedged"],
        words=" ".join(statement.statement.wording.split()),
        notes=(material.cite(notes, statement),),
    )


def _about(material: Material, statement: SourcedStatement, about: dict[str, Any]) -> str:
    if about.get("transfer"):
        for case in material.cases:
            for link in case.links:
                if (link.document_id, link.transfer) == (statement.document.document_id, about["transfer"]):
                    return case.title
        return "the transfer"
    topic = vocabulary.index("topics", "topic").get(about.get("topic") or "")
    return topic["name"] if topic else "other matters"


def assurance_rows(material: Material, notes: Notes, statements: Iterable[SourcedStatement]) -> list[AssuranceRow]:
    """Arrange assurances and requests."""
    rows = []
    for statement in statements:
        told: dict[str, Any] = statement.value
        rows.append(
            AssuranceRow(
                by=told["by"],
                to=told.get("to") or "",
                what=told["what"],
                condition=told.get("condition") or "",
                status=phrases.spelled(told["status"]),
                nature=phrases.spelled(told["nature"]),
                connected_to_sale=told["connected_to_sale"],
                hedged=told["hedged"],
                words=" ".join(statement.statement.wording.split()),
                notes=(material.cite(notes, statement),),
            )
        )
    return rows


def parts(material: Material, notes: Notes) -> tuple[PartSection, ...]:
    """Arrange parts (A) to (D). Materiel asks stand in (C), assurances in (D)."""
    commitments = distinct(material, "commitments")
    requests = distinct(material, "requests")
    materiel = [s for s in requests if s.value["nature"] != "security_assurance"]
    assurances = [*commitments, *(s for s in requests if s.value["nature"] == "security_assurance")]
    readers = material.cite_readers(notes)
    not_assessed = notes.say("part_not_assessed", fill("part_not_assessed"), [readers])

    def part(letter: str, state: str, **more: Any) -> PartSection:
        title, asks = fill(f"part_{letter.lower()}_title"), fill(f"part_{letter.lower()}_asks")
        return PartSection(letter=letter, title=title, asks=asks, state=state, **more)

    asked = assurance_rows(material, notes, materiel)
    if asked:
        text = fill("part_c_requests", n=len(asked), requests=phrases.plural(len(asked), "request", "requests"),
                    are=phrases.plural(len(asked), "is", "are"))  # fmt: skip
        reported = notes.say("part_c_requests", text, [n for row in asked for n in row.notes])
    else:
        reported = notes.say("part_c_none", fill("part_c_none"), [readers])
    promised = assurance_rows(material, notes, assurances)
    if promised:
        text = fill("part_d_some", n=len(promised),
                    statements=phrases.plural(len(promised), "statement", "statements"))  # fmt: skip
        described = notes.say("part_d_some", text, [n for row in promised for n in row.notes])
    else:
        described = notes.say("part_d_none", fill("part_d_none"), [readers])
    return (
        part("A", "not_assessed", sentences=(not_assessed,)),
        part("B", "not_assessed", sentences=(not_assessed,)),
        part(
            "C", "facts_only" if asked else "not_assessed", sentences=(reported, not_assessed), assurances=tuple(asked)
        ),
        part("D", "facts_only", sentences=(described,), assurances=tuple(promised)),
    )
