"""Schemas, vocabulary tables and code use the same words."""

import json
from importlib import resources
from typing import Any

import jsonschema
import pytest

from counterpoise import dates, vocabulary

SCHEMAS = sorted(p.name for p in resources.files("counterpoise.schemas").iterdir() if p.name.endswith(".schema.json"))


def schema(name: str) -> Any:
    return json.loads(resources.files("counterpoise.schemas").joinpath(name).read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", SCHEMAS)
def test_each_schema_is_a_valid_schema_and_carries_its_own_name(name: str) -> None:
    jsonschema.Draft202012Validator.check_schema(schema(name))
    assert schema(name)["$id"].endswith("/" + name)


@pytest.mark.parametrize("name", ["reading", "clock", "assessment", "package", "dossier"])
def test_the_schemas_that_the_design_promises_are_there(name: str) -> None:
    assert f"{name}.schema.json" in SCHEMAS


@pytest.mark.parametrize(
    ("definition", "field", "table", "column"),
    [
        ("transfer", "status", "transfer_statuses", "status"),
        ("transfer", "route", "routes", "route"),
    ],
)
def test_the_words_of_the_reading_schema_are_those_of_the_vocabulary(
    definition: str, field: str, table: str, column: str
) -> None:
    assert schema("reading.schema.json")["$defs"][definition]["properties"][field]["enum"] == list(
        vocabulary.words(table, column)
    )


def test_the_precisions_of_dates_are_those_of_the_schema() -> None:
    enum = schema("reading.schema.json")["$defs"]["partial_date"]["properties"]["precision"]["enum"]
    assert tuple(enum) == dates.PRECISIONS


@pytest.mark.parametrize(
    "table",
    ["grades", "law_marks", "routes", "transfer_statuses", "stages", "classes", "actors", "case_fields", "warnings",
     "document_kinds"],
)  # fmt: skip
def test_the_first_column_of_a_table_is_its_key(table: str) -> None:
    rows = vocabulary.rows(table)
    assert rows
    key = next(iter(rows[0]))
    assert len({row[key] for row in rows}) == len(rows)
    assert all(None not in row.values() and None not in row for row in rows), "a row has too few or too many cells"


def test_every_kind_of_document_has_a_grade_of_the_scale() -> None:
    grades = set(vocabulary.words("grades", "grade"))
    assert {row["grade"] for row in vocabulary.rows("document_kinds")} <= grades


def test_every_case_field_type_is_a_table_or_a_known_word() -> None:
    plain = {"text", "day", "partial_date", "money", "count", "item", "attribution", "commitment", "request", "event",
             "state", "resolution", "vote", "order"}  # fmt: skip
    for row in vocabulary.rows("case_fields"):
        if row["type"] not in plain:
            assert vocabulary.rows(row["type"]), row["field"]


def test_kernel_classes_and_actors_are_those_of_the_balance_model() -> None:
    kernel = [row for row in vocabulary.rows("classes") if row["in_kernel"] == "true"]
    assert [row["code"] for row in kernel] == [
        "F5", "F4", "F3", "UAV", "HEL", "SAM", "SHO", "MBT", "ART", "GND", "SURF", "SUB",
    ]  # fmt: skip
    roles = [row["profile_role"] for row in vocabulary.rows("actors")]
    assert (roles.count("protected"), roles.count("actor")) == (1, 16)
