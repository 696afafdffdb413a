"""Statements into cases that are followed for years, with nothing lost. Knows sources, not law.

`open_casebook` gives the casebook; `case.py` is what it answers with; `reconcile.py` is how it chooses among sources;
`identity.py` is how it finds the case a document belongs to.
"""

from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.casebook.case import Added, Bundle, Case, CaseSummary, Choice, DocumentRecord, Link, SourcedStatement

if TYPE_CHECKING:
    from counterpoise.casebook.casebook import Casebook

__all__ = [
    "Added", "Bundle", "Case", "CaseSummary", "Choice", "DocumentRecord", "Link", "SourcedStatement", "open_casebook",
]  # fmt: skip


def open_casebook(where: str | Path | None = None, *, read_only: bool = False) -> "Casebook":
    """Open the casebook at a file or a PostgreSQL URL, and make it where there is none.

    None is `casebook.sqlite` in the user's data directory. Raises StoreError for a file that is no casebook, is
    damaged, was written by a newer Counterpoise, or cannot be written.
    """
    from counterpoise.casebook.casebook import Casebook
    from counterpoise.casebook.opening import open_store

    return Casebook(open_store(where, read_only=read_only))
