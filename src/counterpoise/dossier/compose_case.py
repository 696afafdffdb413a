"""The section on the case: its facts with their sources, its articles, the standard sentences of its notices."""

from typing import Any

from counterpoise import vocabulary
from counterpoise.casebook.case import Case, Choice, SourcedStatement
from counterpoise.dossier import phrases
from counterpoise.dossier.contents import CaseSection, Fact, ItemRow, Overruled, Sentence
from counterpoise.dossier.material import Material
from counterpoise.dossier.references import Notes
from counterpoise.dossier.sentences import fill

LABELS = {
    "supplier": "Supplier", "purchaser": "Purchaser", "route": "Route", "status": "Status in the latest source",
    "total_usd": "Notified value (ceiling)", "mde_usd": "of it major defense equipment", "other_usd": "of it other",
    "transmittal": "Transmittal number", "amends": "Changes transmittal", "received_on": "Received by Congress",
}  # fmt: skip
PRINTED_WHEN_UNKNOWN = ("supplier", "purchaser", "route", "total_usd", "mde_usd", "transmittal", "received_on")
ASSUMED_ROUTE = "unknown"


def case_section(material: Material, notes: Notes, case: Case) -> CaseSection:
    """Arrange one case."""
    items = [s for s in case.items if s.value.get("mde") is not False]
    others = [s for s in case.items if s.value.get("mde") is False]
    return CaseSection(
        case_id=case.case_id,
        title=case.title,
        stage=phrases.spelled(case.stage.stage),
        facts=tuple(_facts(material, notes, case)),
        items=tuple(item_row(material, notes, s) for s in items),
        other_articles=tuple(item_row(material, notes, s) for s in others),
        boilerplate=tuple(_boilerplate(material, notes, case)),
    )


def _facts(material: Material, notes: Notes, case: Case) -> list[Fact]:
    rows = []
    for field, label in LABELS.items():
        choice = case.fields.get(field)
        if choice is not None and choice.chosen is not None and (field, choice.value) != ("route", ASSUMED_ROUTE):
            rows.append(_fact(material, notes, field, label, choice))
        elif choice is not None and choice.is_contested:
            rows.append(_contested(material, notes, field, label, choice))
        elif field in PRINTED_WHEN_UNKNOWN:
            rows.append(Fact(label=label, value="not stated", grade="unknown", notes=(material.cite_readers(notes),)))
    return rows


def _fact(material: Material, notes: Notes, field: str, label: str, choice: Choice) -> Fact:
    statements = [s for s in (choice.chosen, *choice.agreeing) if s is not None]
    assert choice.chosen is not None  # the caller has looked
    return Fact(
        label=label,
        value=phrases.value(field, choice.value),
        grade=choice.chosen.document.grade,
        notes=tuple(dict.fromkeys(material.cite(notes, s) for s in statements)),
        because=choice.because if choice.overruled else "",
        overruled=_overruled(material, notes, field, choice),
    )


def _contested(material: Material, notes: Notes, field: str, label: str, choice: Choice) -> Fact:
    return Fact(
        label=label, value="the sources differ and none prevails", grade="unknown",
        notes=tuple(dict.fromkeys(material.cite(notes, s) for s in choice.overruled)), because=choice.because,
        overruled=_overruled(material, notes, field, choice),
    )  # fmt: skip


def _overruled(material: Material, notes: Notes, field: str, choice: Choice) -> tuple[Overruled, ...]:
    return tuple(
        Overruled(value=phrases.value(field, s.value), because=f"{s.document.grade} source",
                  notes=(material.cite(notes, s),))
        for s in choice.overruled
    )  # fmt: skip


def item_row(material: Material, notes: Notes, statement: SourcedStatement) -> ItemRow:
    """Arrange one item."""
    content: dict[str, Any] = statement.value
    known = vocabulary.index("classes", "class_id").get(content.get("class") or "")
    return ItemRow(
        quantity=phrases.quantity(content),
        system=content["system"],
        class_name=known["name"] if known else "not in our tables",
        mde={True: "yes", False: "no", None: "not stated"}[content.get("mde")],
        details="; ".join((*content.get("details", ()), *(f"or {a}" for a in content.get("alternatives", ())))),
        notes=(material.cite(notes, statement),),
    )


def _boilerplate(material: Material, notes: Notes, case: Case) -> list[Sentence]:
    in_case = {link.document_id for link in case.links}
    return [
        Sentence(
            id="boilerplate",
            text=" ".join(quoted.wording.split()),
            notes=(material.cite_span(notes, reading.document.id, quoted.span),),
        )
        for reading in material.readings
        if reading.document.id in in_case
        for quoted in reading.boilerplate
    ]


def missing_sentences(material: Material, notes: Notes, case: Case) -> list[Sentence]:
    """Say what the case lacks and where to look for it."""
    readers = [material.cite_readers(notes)]
    absent = [
        f for f in ("total_usd", "mde_usd", "transmittal", "received_on") if case.known(f) is None
    ]  # fmt: skip
    if case.known("route") in (None, ASSUMED_ROUTE):
        absent.append("route")
    said = [notes.say(f"missing_{field}", fill(f"missing_{field}"), readers) for field in absent]
    unnumbered = [s for s in case.items if s.value.get("mde") is not False and s.value.get("quantity") is None]
    for statement in unnumbered:
        text = fill("missing_quantity", system=statement.value["system"])
        said.append(notes.say("missing_quantity", text, [material.cite(notes, statement)]))
    return said
