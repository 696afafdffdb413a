"""The JSON Schema of the dossier, made from the types of contents.py so that the two cannot drift.

python -m counterpoise.dossier.contents_schema > src/counterpoise/schemas/dossier.schema.json
"""

import json
import types
from dataclasses import fields, is_dataclass
from typing import Any, Union, get_args, get_origin, get_type_hints

from counterpoise.dossier.contents import DossierContents

_PLAIN = {str: "string", int: "integer", bool: "boolean", float: "number", type(None): "null"}


def dossier_schema() -> dict[str, Any]:
    """Give the schema of what `render_json` writes."""
    definitions: dict[str, Any] = {}
    root = _schema_of(DossierContents, definitions)
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": "https://counterpoise.invalid/schemas/dossier.schema.json",
        "title": "Dossier",
        "description": "What `counterpoise dossier -o FILE.json` writes: the contents that the HTML page is made from.",
        **root,
        "$defs": dict(sorted(definitions.items())),
    }


def _schema_of(kind: Any, definitions: dict[str, Any]) -> dict[str, Any]:
    if kind in _PLAIN:
        return {"type": _PLAIN[kind]}
    if is_dataclass(kind) and isinstance(kind, type):
        if kind.__name__ not in definitions:
            definitions[kind.__name__] = {}
            hints = get_type_hints(kind)
            definitions[kind.__name__] = {
                "type": "object",
                "additionalProperties": False,
                "required": [f.name for f in fields(kind)],
                "properties": {f.name: _schema_of(hints[f.name], definitions) for f in fields(kind)},
            }
        return {"$ref": f"#/$defs/{kind.__name__}"}
    origin, arguments = get_origin(kind), get_args(kind)
    if origin in (Union, types.UnionType):
        return {"anyOf": [_schema_of(a, definitions) for a in arguments]}
    if origin is tuple and arguments[-1] is Ellipsis:
        return {"type": "array", "items": _schema_of(arguments[0], definitions)}
    if origin is tuple:
        parts = [_schema_of(a, definitions) for a in arguments]
        return {"type": "array", "prefixItems": parts, "minItems": len(parts), "maxItems": len(parts)}
    if origin is dict:
        return {"type": "object", "additionalProperties": _schema_of(arguments[1], definitions)}
    raise TypeError(f"contents.py uses {kind!r}, which the schema does not know. Add it to _schema_of.")


if __name__ == "__main__":
    print(json.dumps(dossier_schema(), indent=2, ensure_ascii=False))  # noqa: T201 - the command's output
