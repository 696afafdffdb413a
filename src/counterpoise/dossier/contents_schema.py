"""The JSON Schema of the dossier, made from the types of contents.py so that the two cannot drift.

python -m counterpoise.dossier.contents_schema > src/counterpoise/schemas/dossier.schema.json
"""

import json
from typing import Any

from counterpoise.dossier.contents import DossierContents
from counterpoise.schemas.from_types import schema_of


def dossier_schema() -> dict[str, Any]:
    """Give the schema of what `render_json` writes."""
    return schema_of(
        DossierContents,
        name="dossier",
        title="Dossier",
        description="What `counterpoise dossier -o FILE.json` writes: the contents that the HTML page is made from.",
    )


if __name__ == "__main__":
    print(json.dumps(dossier_schema(), indent=2, ensure_ascii=False))  # noqa: T201 - the command's output
