"""The published schema of the clock."""

import json
from functools import cache
from importlib import resources

import jsonschema


@cache
def clock_schema() -> jsonschema.Draft202012Validator:
    """Give the validator of clock.schema.json."""
    text = resources.files("counterpoise").joinpath("schemas/clock.schema.json").read_text(encoding="utf-8")
    return jsonschema.Draft202012Validator(json.loads(text))
