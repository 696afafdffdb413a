"""Bringing an older casebook to the newest schema: in one transaction, wholly or not at all.

A new casebook is made at once by `create_tables`, because alembic takes longer to import than everything else; a test
holds the two equal. Every file in migrations/versions stays as it was released.
"""

from pathlib import Path

from sqlalchemy.engine import Connection

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(connection: Connection, target: str = "head", *, migrations: Path = MIGRATIONS) -> None:
    """Bring the schema to `target`, inside the transaction that is open on the connection."""
    from alembic import command
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.attributes["connection"] = connection
    command.upgrade(config, target)
