"""Opening a casebook: made when new, brought up to date when older, refused with a reason otherwise."""

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import sqlalchemy as sa

from counterpoise.casebook import open_casebook, schema
from counterpoise.casebook.migrating import MIGRATIONS, upgrade
from counterpoise.casebook.opening import default_path
from counterpoise.errors import InvalidInput, StoreError
from tests.casebook.conftest import Clock, notice

OFFICIAL = {"kind": "dsca_release", "grade": "official"}


@pytest.fixture(params=["sqlite", "postgres"])
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[sa.Engine]:
    """Give an engine on an empty database, once for each kind."""
    if request.param == "sqlite":
        engine = sa.create_engine(f"sqlite:///{tmp_path / 'empty.sqlite'}")
    else:
        url = request.getfixturevalue("postgres_database").replace("postgresql://", "postgresql+psycopg://")
        engine = sa.create_engine(url)
    yield engine
    engine.dispose()


def place_of(engine: sa.Engine) -> str:
    """Give what `open_casebook` takes for an engine's database."""
    if engine.dialect.name == "sqlite":
        return str(engine.url.database)
    return engine.url.set(drivername="postgresql").render_as_string(hide_password=False)


def shape_of(engine: sa.Engine) -> dict[str, Any]:
    """Give tables, columns, keys and indexes as the database tells them."""
    inspector = sa.inspect(engine)
    found: dict[str, Any] = {}
    for table in sorted(inspector.get_table_names()):
        if "_fts" in table:
            continue
        found[table] = {
            "columns": [(c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)],
            "key": inspector.get_pk_constraint(table)["constrained_columns"],
            "foreign": sorted(
                (f["constrained_columns"], f["referred_table"]) for f in inspector.get_foreign_keys(table)
            ),
            "indexes": sorted((i["name"], i["column_names"]) for i in inspector.get_indexes(table)),
        }
    if engine.dialect.name == "sqlite":
        with engine.connect() as connection:
            query = "SELECT name, sql FROM sqlite_master WHERE name LIKE '%_fts' ORDER BY name"
            found["full text"] = [(n, " ".join(s.split())) for n, s in connection.exec_driver_sql(query)]
            found["application"] = connection.exec_driver_sql("PRAGMA application_id").scalar()
    else:
        with engine.connect() as connection:
            query = """SELECT table_name, column_name, generation_expression FROM information_schema.columns
                       WHERE generation_expression IS NOT NULL ORDER BY 1, 2"""
            found["full text"] = [tuple(row) for row in connection.exec_driver_sql(query)]
    return found


@pytest.mark.parametrize("version", schema.RELEASED)
def test_a_casebook_of_every_released_version_comes_to_the_newest_schema(
    empty: sa.Engine, version: str, request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    with empty.begin() as connection:
        upgrade(connection, version)
    open_casebook(place_of(empty)).close()
    migrated = shape_of(empty)
    with empty.connect() as connection:
        assert connection.execute(sa.select(schema.alembic_version)).scalar() == schema.SCHEMA_VERSION
    if empty.dialect.name == "sqlite":
        open_casebook(tmp_path / "new.sqlite").close()
        fresh = sa.create_engine(f"sqlite:///{tmp_path / 'new.sqlite'}")
    else:
        url = request.getfixturevalue("postgres_casebook").replace("postgresql://", "postgresql+psycopg://")
        fresh = sa.create_engine(url)
    assert migrated == shape_of(fresh)
    fresh.dispose()


def test_the_released_versions_are_the_files_of_the_migrations() -> None:
    files = sorted(path.name.split("_")[0] for path in (MIGRATIONS / "versions").glob("[0-9]*.py"))
    assert files == list(schema.RELEASED)


def test_a_later_migration_keeps_what_is_there_and_is_taken_wholly_or_not_at_all(
    empty: sa.Engine, tmp_path: Path, now: Clock
) -> None:
    with open_casebook(place_of(empty)) as casebook:
        casebook.add_readings([notice().reading(**OFFICIAL)], recorded_at=now())
    later = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, later, ignore=shutil.ignore_patterns("__pycache__"))
    step = 'from alembic import op\nrevision = "0002"\ndown_revision = "0001"\n\ndef upgrade():\n    {}\n'
    (later / "versions/0002_x.py").write_text(step.format('op.execute("CREATE TABLE x (y INTEGER)"); 1 / 0'))
    with empty.connect() as connection:
        if empty.dialect.name == "sqlite":  # the driver would commit before the change
            connection.exec_driver_sql("BEGIN")
        with pytest.raises(ZeroDivisionError):
            upgrade(connection, migrations=later)
    assert "x" not in sa.inspect(empty).get_table_names()
    (later / "versions/0002_x.py").write_text(step.format('op.execute("CREATE TABLE x (y INTEGER)")'))
    with empty.begin() as connection:
        upgrade(connection, migrations=later)
    assert "x" in sa.inspect(empty).get_table_names()
    with pytest.raises(StoreError, match="newer Counterpoise"):
        open_casebook(place_of(empty))
    with empty.connect() as connection:
        assert connection.execute(sa.select(sa.func.count()).select_from(schema.statements)).scalar() == 8


def test_a_casebook_of_a_newer_version_is_left_alone(empty: sa.Engine) -> None:
    open_casebook(place_of(empty)).close()
    with empty.begin() as connection:
        connection.execute(schema.alembic_version.update().values(version_num="9999"))
    before = shape_of(empty)
    with pytest.raises(StoreError, match="written by a newer Counterpoise"):
        open_casebook(place_of(empty))
    assert shape_of(empty) == before


def test_another_programs_database_is_left_alone(empty: sa.Engine) -> None:
    with empty.begin() as connection:
        connection.exec_driver_sql("CREATE TABLE recipes (name TEXT)")
    with pytest.raises(StoreError, match="another program"):
        open_casebook(place_of(empty))
    assert sa.inspect(empty).get_table_names() == ["recipes"]


@pytest.mark.parametrize("damage", ["text", "header", "middle", "truncated"])
def test_a_damaged_file_is_named_and_not_written_to(tmp_path: Path, now: Clock, damage: str) -> None:
    path = tmp_path / "c.sqlite"
    with open_casebook(path) as casebook:
        casebook.add_readings([notice(f"21-{n}").reading(**OFFICIAL) for n in range(30)], recorded_at=now())
    data = bytearray(path.read_bytes())
    if damage == "text":
        data = bytearray(b"This is a letter and no casebook. " * 100)
    elif damage == "header":
        data[:100] = bytes(100)
    elif damage == "middle":
        data[4096 : len(data) - 4096] = os.urandom(len(data) - 8192)
    else:
        data = data[: len(data) // 2]
    path.write_bytes(data)
    with pytest.raises(StoreError, match="damaged or no SQLite file"):
        open_casebook(path).check()
    assert path.read_bytes() == bytes(data)


def test_a_folder_in_place_of_a_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="is a folder"):
        open_casebook(tmp_path)


def test_a_missing_folder_is_made(tmp_path: Path) -> None:
    open_casebook(tmp_path / "a/b/c.sqlite").close()
    assert (tmp_path / "a/b/c.sqlite").exists()


@pytest.mark.skipif(os.getuid() == 0, reason="root may write everywhere")
def test_a_file_that_may_not_be_written_is_named(tmp_path: Path) -> None:  # pragma: no cover - not as root
    open_casebook(tmp_path / "c.sqlite").close()
    (tmp_path / "c.sqlite").chmod(stat.S_IRUSR)
    with pytest.raises(StoreError, match="cannot be written"):
        open_casebook(tmp_path / "c.sqlite").merge(["a", "b"], author="x", reason="y", recorded_at="2026-01-01T00:00Z")


def test_reading_only_takes_no_new_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="There is no casebook"):
        open_casebook(tmp_path / "c.sqlite", read_only=True)
    assert not (tmp_path / "c.sqlite").exists()


def test_a_database_that_cannot_be_reached_is_named_without_its_password() -> None:
    with pytest.raises(StoreError, match="cannot be reached") as caught:
        open_casebook("postgresql://me:secret@127.0.0.1:1/nothing")
    assert "secret" not in caught.value.message


@pytest.mark.parametrize("where", ["mysql://host/x", "postgresql://:bad:port/x"])
def test_an_address_that_is_none_of_ours_is_named(where: str) -> None:
    with pytest.raises(InvalidInput):
        open_casebook(where)


def test_the_default_place_is_in_the_users_data_directory(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    assert default_path() == tmp_path / "counterpoise" / "casebook.sqlite"


def test_a_new_file_writes_ahead(tmp_path: Path) -> None:
    open_casebook(tmp_path / "c.sqlite").close()
    with sqlite3.connect(tmp_path / "c.sqlite") as connection:
        assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
