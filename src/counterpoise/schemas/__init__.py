"""JSON Schemas of every JSON answer, as files; `load(name)` gives one."""

import json
from importlib import resources
from typing import Any


def load(name: str) -> dict[str, Any]:
    """Give the schema `name` ("reading", "clock", "dossier", ...) as a dictionary."""
    text = resources.files(__name__).joinpath(f"{name}.schema.json").read_text(encoding="utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema
