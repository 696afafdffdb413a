"""The dossier's contents as JSON (schemas/dossier.schema.json)."""

import json
from dataclasses import asdict

from counterpoise.dossier.contents import DossierContents


def render_json(contents: DossierContents) -> str:
    """Render the dossier as JSON: the same contents as the page, keys in a fixed order, newline at the end."""
    return json.dumps(asdict(contents), ensure_ascii=False, indent=2) + "\n"
