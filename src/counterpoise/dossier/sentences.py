"""The wording of sentences, from templates/sentences.yaml."""

from functools import cache
from importlib import resources

import yaml


@cache
def wordings() -> dict[str, str]:
    """Give each sentence's pattern by its key."""
    text = resources.files("counterpoise.dossier").joinpath("templates/sentences.yaml").read_text(encoding="utf-8")
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    return {key: " ".join(pattern.split()) for key, pattern in yaml.load(text, loader).items()}  # noqa: S506 - safe


def fill(key: str, **values: object) -> str:
    """Fill one sentence; the first letter is a capital whatever fills the first brace.

    Raises KeyError for a key or a brace that is not there: a fault of ours that tests find.
    """
    sentence = wordings()[key].format(**values)
    return sentence[:1].upper() + sentence[1:]
