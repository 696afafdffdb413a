"""The four parts of 22 U.S.C. 2776(h)(2): what is assessed, only reported, or not assessed."""

from collections.abc import Iterable
from typing import Any

from counterpoise.casebook.case import SourcedStatement
from counterpoise.dossier import compose_balance, compose_packages, phrases
from counterpoise.dossier.compose_positions import distinct
from counterpoise.dossier.compose_side import set_aside_sentences
from counterpoise.dossier.contents import AssuranceRow, PartSection, Sentence
from counterpoise.dossier.material import Material
from counterpoise.dossier.references import Notes
from counterpoise.dossier.sentences import fill


def _heading(told: dict[str, Any]) -> str:
    """Tell a general vow from an assurance: 36(h)(2)(D) asks only for those in connection with the sale."""
    if told["status"] == "made" and told["connected_to_sale"] == "unknown":
        return "vow"
    status = str(told["status"])
    return {"reported_intention": "reported", "offered": "reported"}.get(status, status)


def assurance_rows(material: Material, notes: Notes, statements: Iterable[SourcedStatement]) -> list[AssuranceRow]:
    """Arrange assurances and requests."""
    rows = []
    for statement in statements:
        told: dict[str, Any] = statement.value
        rows.append(
            AssuranceRow(
                heading=fill(f"heading_{_heading(told)}"),
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


HEADINGS = ("made", "requested", "reported", "refused", "vow")  # in the order of the page


def parts(material: Material, notes: Notes) -> tuple[PartSection, ...]:
    """Arrange parts (A) to (D); of the region as it stands, (B) alone.

    Materiel asks stand in (C), assurances in (D).
    """
    if not material.readings and not material.cases:
        return (_part_b(material, notes),)
    return (
        _part_a(material, notes),
        _part_b(material, notes),
        _part_c(material, notes),
        _part_d(material, notes),
    )


def _part(letter: str, state: str, **more: Any) -> PartSection:
    title, asks = fill(f"part_{letter.lower()}_title"), fill(f"part_{letter.lower()}_asks")
    return PartSection(letter=letter, title=title, asks=asks, state=state, **more)


def _not_assessed(material: Material, notes: Notes) -> Sentence:
    text = fill("part_not_assessed", because=material.weighed.not_assessed_because)
    return notes.say("part_not_assessed", text, [material.cite_readers(notes)])


def _part_a(material: Material, notes: Notes) -> PartSection:
    result = material.weighed.relative
    if result is None:
        return _part("A", "not_assessed", sentences=(_not_assessed(material, notes),))
    return _part("A", "assessed", **compose_balance.part_a(notes, result))


def _part_b(material: Material, notes: Notes) -> PartSection:
    weighed = material.weighed
    if weighed.relative is None:
        return _part("B", "not_assessed", sentences=(_not_assessed(material, notes),))
    state = "facts_only" if weighed.balance is None else "assessed"
    held = compose_balance.part_b(notes, weighed.relative, weighed.balance, weighed.day_because)
    held["cautions"] += tuple(set_aside_sentences(material, notes))
    if weighed.balance is None and weighed.not_assessed_because:
        held["sentences"] += (_not_assessed(material, notes),)
    return _part("B", state, **held)


def _part_c(material: Material, notes: Notes) -> PartSection:
    requests = [s for s in distinct(material, "requests") if s.value["nature"] != "security_assurance"]
    asked = _in_order(assurance_rows(material, notes, requests))
    readers = material.cite_readers(notes)
    if asked:
        text = fill("part_c_requests", n=len(asked), requests=phrases.plural(len(asked), "request", "requests"),
                    are=phrases.plural(len(asked), "is", "are"))  # fmt: skip
        said = notes.say("part_c_requests", text, [n for row in asked for n in row.notes])
    else:
        said = notes.say("part_c_none", fill("part_c_none"), [readers])
    weighed = material.weighed
    if weighed.packages is not None:
        held = compose_packages.part_c(notes, weighed)
        held["sentences"] += (said,)
        return _part("C", "assessed", assurances=asked, **held)
    because = weighed.no_packages_because or fill("packages_not_asked")
    packages = notes.say("no_packages", fill("no_packages", because=because), [readers])
    return _part("C", "facts_only" if asked else "not_assessed", sentences=(packages, said), assurances=asked)


def _part_d(material: Material, notes: Notes) -> PartSection:
    requests = [s for s in distinct(material, "requests") if s.value["nature"] == "security_assurance"]
    promised = _in_order(assurance_rows(material, notes, [*distinct(material, "commitments"), *requests]))
    in_c = [s for s in distinct(material, "requests") if s.value["nature"] != "security_assurance"]
    if promised:
        vows = sum(row.heading == fill("heading_vow") for row in promised)
        text = fill("part_d_some", n=len(promised), vows=vows or "none", are=phrases.plural(vows, "is", "are"),
                    statements=phrases.plural(len(promised), "statement", "statements"))  # fmt: skip
        said = [notes.say("part_d_some", text, [n for row in promised for n in row.notes])]
    else:
        said = [notes.say("part_d_none", fill("part_d_none"), [material.cite_readers(notes)])]
    if in_c:
        cited = [material.cite(notes, s) for s in in_c]
        said.append(notes.say("part_d_see_c", fill("part_d_see_c", n=len(in_c)), cited))
    return _part("D", "facts_only", sentences=tuple(said), assurances=promised)


def _in_order(rows: list[AssuranceRow]) -> tuple[AssuranceRow, ...]:
    order = [fill(f"heading_{name}") for name in HEADINGS]
    return tuple(sorted(rows, key=lambda row: order.index(row.heading)))
