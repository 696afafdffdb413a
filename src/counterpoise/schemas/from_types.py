"""JSON Schemas made from dataclasses, so that what is written and what is promised cannot drift."""

import types
from collections.abc import Mapping, Sequence
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any, Union, get_args, get_origin, get_type_hints

_KINDS: dict[str, type] = {}  # by name: a clash of names would make a schema lie
_PLAIN = {str: "string", int: "integer", bool: "boolean", float: "number", type(None): "null", date: "string"}


def schema_of(root: type, *, name: str, title: str, description: str, open_numbers: bool = False) -> dict[str, Any]:
    """Give the schema of a dataclass as an object; with `open_numbers` a number may be null (an infinite one)."""
    definitions: dict[str, Any] = {}
    top = _of(root, definitions, open_numbers)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"https://counterpoise.invalid/schemas/{name}.schema.json",
        "title": title,
        "description": description,
        **top,
        "$defs": dict(sorted(definitions.items())),
    }


def _of(kind: Any, definitions: dict[str, Any], open_numbers: bool) -> dict[str, Any]:
    if kind is Any:
        return {}
    if kind is float and open_numbers:
        return {"type": ["number", "null"]}
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if is_dataclass(kind) and isinstance(kind, type):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            _KINDS[kind.__name__] = kind
            hints = get_type_hints(kind)
            definitions[kind.__name__] = {
                "type": "object",
                "additionalProperties": False,
                "required": [f.name for f in fields(kind)],
                "properties": {f.name: _of(hints[f.name], definitions, open_numbers) for f in fields(kind)},
            }
        if _KINDS[kind.__name__] is not kind:
            raise TypeError(f"Two types are named {kind.__name__}: rename one, a schema names its types.")
        return {"$ref": f"#/$defs/{kind.__name__}"}
    return _of_container(kind, definitions, open_numbers)


def _of_container(kind: Any, definitions: dict[str, Any], open_numbers: bool) -> dict[str, Any]:
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_of(a, definitions, open_numbers) for a in arguments]}
    if origin is tuple and arguments[-1] is not Ellipsis:
        parts = [_of(a, definitions, open_numbers) for a in arguments]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
    if origin in (tuple, list, Sequence):
        return {"type": "array", "items": _of(arguments[0], definitions, open_numbers)}
    if origin in (dict, Mapping):
        return {"type": "object", "additionalProperties": _of(arguments[1], definitions, open_numbers)}
    raise TypeError(f"There is no schema for {kind!r}. Add it to schemas/from_types.py.")
