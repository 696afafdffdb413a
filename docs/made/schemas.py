"""The shapes of JSON answers: each schema's keys, types and meaning."""

import json
from collections.abc import Mapping
from importlib import resources
from typing import Any


def schemas_page() -> str:
    """Give the page in Markdown."""
    lines = [
        "# JSON schemas",
        "",
        "Every JSON answer keeps to a schema that is shipped in `counterpoise.schemas`.",
        "A key is never renamed silently. The keys of the first level, from the schema files:",
        "",
    ]
    folder = resources.files("counterpoise.schemas")
    for file in sorted(entry.name for entry in folder.iterdir() if entry.name.endswith(".schema.json")):
        lines += _schema(file, json.loads(folder.joinpath(file).read_text(encoding="utf-8")))
    return "\n".join(lines)


def _schema(file: str, schema: Mapping[str, Any]) -> list[str]:
    lines = [f"## {file}", ""]
    for words in (schema.get("title"), schema.get("description")):
        if words:
            lines += [_cell(words), ""]
    inner = _resolved(schema, schema.get("items", schema) if schema.get("type") == "array" else schema)
    required = set(inner.get("required", ()))
    if properties := inner.get("properties"):
        lines += ["| key | type | always there | meaning |", "|---|---|---|---|"]
        for key, about in properties.items():
            there = "yes" if key in required else "no"
            lines.append(f"| `{key}` | {_type(about)} | {there} | {_cell(about.get('description', ''))} |")
        lines.append("")
    return lines


def _resolved(whole: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    reference = part.get("$ref", "")
    if not reference.startswith("#/"):
        return part
    found: Mapping[str, Any] = whole
    for step in reference[2:].split("/"):
        found = found[step]
    return found


def _type(about: Mapping[str, Any]) -> str:
    if "$ref" in about:
        return f"`{str(about['$ref']).rsplit('/', 1)[-1]}`"
    if "enum" in about:
        return "one of " + ", ".join(f"`{word}`" for word in about["enum"])
    if "const" in about:
        return f"`{about['const']}`"
    several = about.get("anyOf") or about.get("oneOf")
    if several:
        return " or ".join(_type(one) for one in several)
    kind = about.get("type", "any")
    if kind == "array" and isinstance(about.get("items"), dict):
        return f"array of {_type(about['items'])}"
    return " or ".join(kind) if isinstance(kind, list) else str(kind)


def _cell(words: str) -> str:
    return " ".join(words.split()).replace("|", "\\|").replace("<", "&lt;")
