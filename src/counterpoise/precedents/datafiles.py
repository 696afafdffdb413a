"""The three files that tie facts kept elsewhere to notifications of the ledger, read once."""

from functools import cache
from importlib import resources
from typing import Any


@cache
def linked(name: str) -> Any:
    """Give the content of data/`name`.yaml: resolutions, asked or sequels. Tests hold every id in them."""
    import yaml

    loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    text = resources.files(__package__).joinpath("data", f"{name}.yaml").read_text(encoding="utf-8")
    return loader(text).get_single_data()
