"""Where the casebook is, and which engine it needs."""

from pathlib import Path
from typing import TYPE_CHECKING

from counterpoise.errors import InvalidInput, StoreError

if TYPE_CHECKING:
    from counterpoise.casebook.sql import SqlStore

FILE_NAME = "casebook.sqlite"


def default_path() -> Path:
    """Give the casebook's place in the user's data directory."""
    import platformdirs

    return Path(platformdirs.user_data_dir("counterpoise", appauthor=False)) / FILE_NAME


def open_store(where: str | Path | None, *, read_only: bool = False) -> "SqlStore":
    """Open the store at a file, a PostgreSQL URL, or the default place. Raises InvalidInput, StoreError."""
    if isinstance(where, str) and "://" in where:
        if where.startswith("sqlite:///"):
            return _open_file(Path(where.removeprefix("sqlite:///")), read_only=read_only)
        if not where.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
            raise InvalidInput(
                f"{where.split('://')[0]}:// is no casebook we can open. Give a file name, or a URL such as "
                "postgresql://user@host/database."
            )
        from counterpoise.casebook.postgres import PostgresStore

        return PostgresStore(where, read_only=read_only)
    return _open_file(Path(where) if where else default_path(), read_only=read_only)


def _open_file(path: Path, *, read_only: bool) -> "SqlStore":
    from counterpoise.casebook.sqlite import SqliteStore

    if path.is_dir():
        raise StoreError(f"{path} is a folder. Name a file in it, for example {path / FILE_NAME}.")
    if read_only and not path.exists():
        raise StoreError(f"There is no casebook at {path}. Read a document into it first, or name another file.")
    if not path.parent.exists():
        try:
            path.parent.mkdir(parents=True)
        except OSError as error:
            raise StoreError(
                f"The folder {path.parent} cannot be made: {error.strerror}. Make it, or name another file."
            ) from error
    return SqliteStore(path, read_only=read_only)
