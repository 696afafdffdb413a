"""Positions: who is quoted or reported as saying what, as rows and as a picture over time."""

from typing import Any

from counterpoise import vocabulary
from counterpoise.casebook.case import SourcedStatement
from counterpoise.casebook.positions_figure import STANCES, positions_figure, stated_positions
from counterpoise.dossier.contents import DISCLAIMER, Figure, PositionRow
from counterpoise.dossier.drawings import figure_of
from counterpoise.dossier.material import Material, document_title
from counterpoise.dossier.references import Notes


def position_rows(material: Material, notes: Notes) -> tuple[PositionRow, ...]:
    """Arrange who is quoted or reported as saying what, those on the transfer first, else in the documents' order."""
    rows = [_position(material, notes, s) for s in distinct(material, "attributions")]
    topics = list(dict.fromkeys(row.about for row in rows))
    return tuple(sorted(rows, key=lambda row: (not row.is_about_transfer, topics.index(row.about))))


def drawn_positions(material: Material, notes: Notes) -> Figure | None:
    """Draw who said what when; None where nobody takes a position."""
    said = distinct(material, "attributions")
    names = "; ".join(dict.fromkeys(document_title(one.document) for one in said))
    drawing = positions_figure(
        stated_positions(said), source=f"{names}. Counterpoise {material.version}.", disclaimer=DISCLAIMER
    )
    cited = dict.fromkeys(material.cite(notes, one) for one in said if one.value["stance"] in STANCES)
    return figure_of(drawing, cited) if drawing is not None else None


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
