"""The JSON Schemas of the dossier and of what moved between two, made from their types so that they cannot drift.

python -m counterpoise.dossier.contents_schema src/counterpoise/schemas
"""

import json
import sys
from pathlib import Path
from typing import Any

from counterpoise.dossier.contents import DossierContents
from counterpoise.dossier.differences import Differences
from counterpoise.schemas.from_types import schema_of


def dossier_schema() -> dict[str, Any]:
    """Give the schema of what `render_json` writes."""
    return schema_of(
        DossierContents,
        name="dossier",
        title="Dossier",
        description="What `counterpoise dossier -o FILE.json` writes: the contents that the HTML page is made from.",
    )


def differences_schema() -> dict[str, Any]:
    """Give the schema of what `counterpoise diff --format json` prints."""
    return schema_of(
        Differences,
        name="differences",
        title="Differences",
        description="What `counterpoise diff --format json` prints: what moved between two dossiers, and why.",
    )


if __name__ == "__main__":
    for name, schema in (("dossier", dossier_schema()), ("differences", differences_schema())):
        path = Path(sys.argv[1]) / f"{name}.schema.json"
        path.write_text(json.dumps(schema, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
