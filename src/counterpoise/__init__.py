"""Counterpoise: proposed arms transfers, read into sourced cases and weighed in the form of 22 U.S.C. 2776(h)(2).

Importing this package computes nothing and reads no file. The public functions are imported on first use.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from counterpoise.reading.documents import load_document as load_document
    from counterpoise.reading.readings import read_document as read_document

__version__ = "0.1.0"

_PUBLIC = {
    "load_document": "counterpoise.reading.documents",
    "read_document": "counterpoise.reading.readings",
}

__all__ = ["__version__", "load_document", "read_document"]


def __getattr__(name: str) -> Any:
    if name in _PUBLIC:
        return getattr(import_module(_PUBLIC[name]), name)
    raise AttributeError(f"module 'counterpoise' has no attribute {name!r}")
