"""The tables of names as a whole: unique ids, known references, citations, and spellings that lead to one thing."""

import re
from collections import defaultdict
from itertools import pairwise

import pytest

from counterpoise.reading.gazetteer import _all_names
from counterpoise.vocabulary import index, rows, split_list, words

IDS = {
    "systems": "system_id",
    "states": "code",
    "organisations": "org_id",
    "bodies": "body_id",
    "offices": "office_id",
    "outlets": "outlet_id",
    "titles": "title_id",
}
SHARED_OFFICES = {"us-senior-adviser", "us-senator", "us-representative"}
PARTIAL_DATE = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")


@pytest.mark.parametrize("table", IDS)
def test_ids_are_unique_and_plain(table: str) -> None:
    ids = words(table, IDS[table])
    assert len(set(ids)) == len(ids)
    pattern = r"[A-Z]{3}" if table == "states" else r"[a-z0-9][a-z0-9-]*"
    assert [i for i in ids if not re.fullmatch(pattern, i)] == []


@pytest.mark.parametrize("table", [*IDS, "office_holders"])
def test_every_row_has_every_column_and_a_citation(table: str) -> None:
    column = "meaning" if table == "titles" else "citation"
    for row in rows(table):
        assert None not in row
        assert None not in row.values()
        assert row[column] or table == "titles"


@pytest.mark.parametrize("table", [*IDS, "office_holders"])
def test_no_cell_has_stray_spaces_or_an_empty_part(table: str) -> None:
    for row in rows(table):
        for cell in row.values():
            assert cell == cell.strip()
            assert "||" not in cell
            assert not cell.startswith("|")
            assert not cell.endswith("|")


def test_there_are_at_least_six_hundred_systems() -> None:
    assert len(rows("systems")) >= 600


def test_every_system_has_a_class_a_maker_and_a_grade() -> None:
    classes, states = set(words("classes", "class_id")), set(words("states", "code"))
    grades = {*words("grades", "grade"), "memory"}
    for row in rows("systems"):
        assert row["class_id"] in classes, row["system_id"]
        assert row["maker_state"] in states, row["system_id"]
        assert row["grade"] in grades, row["system_id"]


def test_a_system_known_only_from_memory_says_so_in_its_citation() -> None:
    for row in rows("systems"):
        assert (row["grade"] == "memory") == ("general knowledge" in row["citation"]), row["system_id"]


@pytest.mark.parametrize("table", ["organisations", "bodies", "offices", "outlets"])
def test_a_state_named_in_a_table_is_a_row_of_states(table: str) -> None:
    states = {"", *words("states", "code")}
    assert [row for row in rows(table) if row["state"] not in states] == []


def test_offices_name_known_bodies_and_titles() -> None:
    bodies, titles = {"", *words("bodies", "body_id")}, {"", *words("titles", "title_id")}
    assert [row["office_id"] for row in rows("offices") if row["body_id"] not in bodies] == []
    assert [row["office_id"] for row in rows("offices") if row["title_id"] not in titles] == []
    assert [row["body_id"] for row in rows("bodies") if row["title_id"] not in titles] == []


@pytest.mark.parametrize("table", ["offices", "bodies"])
def test_a_state_has_one_office_or_body_for_a_title(table: str) -> None:
    seen = [(row["title_id"], row["state"]) for row in rows(table) if row["title_id"]]
    assert len(set(seen)) == len(seen)


def test_holders_have_known_offices_dates_in_order_and_a_grade() -> None:
    offices, grades = set(words("offices", "office_id")), {*words("grades", "grade"), "memory"}
    for row in rows("office_holders"):
        assert row["office_id"] in offices, row
        assert row["grade"] in grades
        assert row["gender"] in {"m", "f", ""}
        for cell in (row["from_on"], row["to_on"], row["verified_to"]):
            assert not cell or PARTIAL_DATE.fullmatch(cell), row
        if row["from_on"] and row["to_on"]:
            assert row["from_on"][:7] <= row["to_on"][:7], row


def test_a_sourced_holder_without_an_end_says_how_far_it_is_verified() -> None:
    open_rows = [row for row in rows("office_holders") if row["grade"] != "memory" and not row["to_on"]]
    assert open_rows
    assert [row for row in open_rows if not row["verified_to"]] == []


def test_sourced_holders_of_an_office_overlap_by_a_day_at_most() -> None:
    terms = defaultdict(list)
    for row in rows("office_holders"):
        if row["grade"] != "memory" and len(row["from_on"]) == 10 and row["office_id"] not in SHARED_OFFICES:
            terms[row["office_id"]].append((row["from_on"], row["to_on"] or row["verified_to"], row["person_id"]))
    for office_terms in terms.values():
        office_terms.sort()
        for (_, end, one), (begin, _, two) in pairwise(office_terms):
            assert end <= begin, (one, two)


def test_a_person_has_one_name_one_gender_and_one_surname() -> None:
    people = defaultdict(set)
    for row in rows("office_holders"):
        people[row["person_id"]].add((row["name"], row["surname"], row["gender"], row["aliases"]))
    assert [person for person, seen in people.items() if len(seen) > 1] == []


def test_the_codes_of_states_are_those_of_the_iso_standard() -> None:
    codes = words("states", "code")
    assert len(codes) == 249
    assert {"USA", "ISR", "ARE", "SAU", "KOR", "PRK", "TWN", "PSE", "TUR"} <= set(codes)


def test_a_spelling_leads_to_one_thing_or_is_declared_ambiguous() -> None:
    found = defaultdict(set)
    for name in _all_names():
        if name.form != "title":
            found[name.spelling].add((name.kind, name.id))
    undeclared = []
    for spelling, things in found.items():
        if len(things) == 1:
            continue
        ids = {thing for _, thing in things}
        declared = all(
            kind == "system"
            and ids - {thing} <= set(split_list(index("systems", "system_id")[thing]["ambiguous_with"]))
            for kind, thing in things
        )
        if not declared:
            undeclared.append((spelling, things))
    assert undeclared == []


def test_a_declared_ambiguity_is_mutual() -> None:
    systems = index("systems", "system_id")
    for system_id, row in systems.items():
        for other in split_list(row["ambiguous_with"]):
            assert system_id in split_list(systems[other]["ambiguous_with"])
