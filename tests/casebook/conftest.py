"""What the tests of the casebook share: texts with statements, and an empty casebook on each engine."""

import os
import shutil
import socket
import subprocess
import tempfile
import uuid
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pytest

from counterpoise.casebook import open_casebook
from counterpoise.casebook.casebook import Casebook
from counterpoise.casebook.recording import NewReading
from counterpoise.casebook.schema import metadata
from counterpoise.dates import PartialDate
from counterpoise.reading.documents import document_from_bytes
from counterpoise.sources import Document, Span, Statement

START = datetime(2026, 1, 1, tzinfo=UTC)


class Clock:
    """Moments one second apart, so that no test asks what day it is."""

    def __init__(self) -> None:
        self.at = START

    def __call__(self) -> datetime:
        self.at += timedelta(seconds=1)
        return self.at


@pytest.fixture
def now() -> Clock:
    """Give the next moment at each call."""
    return Clock()


class Telling(NamedTuple):
    """A document with the statements that a reader would make of it."""

    document: Document
    statements: list[Statement[Any]]

    def reading(self, **about: Any) -> NewReading:
        """Give it ready to be recorded."""
        told: dict[str, Any] = {"kind": "news", "grade": "secondary", **about}
        day = told.get("published_on")
        if isinstance(day, date):
            told["published_on"] = PartialDate(date=day.isoformat(), precision="day")
        return NewReading(document=self.document, statements=self.statements, **told)


def tell(
    text: str, said: Mapping[str, Any] | Sequence[tuple[str, Any, str, str | None]], path: str = "x.txt"
) -> Telling:
    """Make a document and its statements.

    `said` gives, for each field, value and wording; or is a list of (field, value, wording, transfer).
    """
    document = document_from_bytes(text.encode(), path)
    rows = [(f, v, w, "t1") for f, (v, w) in said.items()] if isinstance(said, Mapping) else said
    statements = []
    for field, value, wording, transfer in rows:
        start = document.text.index(wording)
        statements.append(
            Statement(field=field, value=value, wording=wording, span=Span(start, start + len(wording)),
                      document_id=document.id, transfer=transfer)
        )  # fmt: skip
    return Telling(document, statements)


def item(system: str, system_id: str | None = None, quantity: int | None = None, **more: Any) -> dict[str, Any]:
    """Give the value of an item statement."""
    return {"system": system, "system_id": system_id, "class": None, "quantity": quantity, "qualifier": None,
            "mde": None, **more}  # fmt: skip


def story(purchaser: str = "ARE", system_id: str = "f-35", note: str = "") -> Telling:
    """Give a news story that a sale is talked of."""
    return tell(
        f"Washington may sell {system_id} aircraft to {purchaser}. {note}",
        {"supplier": ("USA", "Washington"), "purchaser": (purchaser, purchaser), "status": ("proposed", "may sell"),
         "item": (item(system_id, system_id), system_id)},
    )  # fmt: skip


def notice(
    number: str = "21-05", purchaser: str = "ARE", received_on: str = "2020-11-10", total: int = 10_400_000_000,
    system_id: str = "f-35a", quantity: int = 50, amends: str | None = None,
) -> Telling:  # fmt: skip
    """Give an official notice."""
    text = f"Transmittal {number} amends {amends}: {purchaser}, {quantity} {system_id}, {total}, got {received_on}."
    said: dict[str, Any] = {
        "supplier": ("USA", "Transmittal"), "purchaser": (purchaser, purchaser), "route": ("fms", "Transmittal"),
        "status": ("amended" if amends else "notified", "got"), "transmittal": (number, number),
        "received_on": (received_on, received_on), "total_usd": (total, str(total)),
        "item": (item(system_id, system_id, quantity), f"{quantity} {system_id}"),
    }  # fmt: skip
    if amends:
        said["amends"] = (amends, amends)
    return tell(text, said)


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[str]:
    """Start a PostgreSQL server of our own on the loopback; skip where its programs are not installed."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb")) if Path("/usr/lib/postgresql").exists() else []
    initdb = str(found[-1]) if found else shutil.which("initdb")
    if initdb is None:
        pytest.skip("PostgreSQL's initdb is not installed (apt-get install postgresql)")
    pytest.importorskip("psycopg", reason="needs the extra counterpoise[postgres]")
    programs = Path(initdb).parent
    folder = Path(tempfile.mkdtemp(prefix="counterpoise-pg-"))
    as_server = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_server:
        shutil.chown(folder, "postgres")
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    data = folder / "data"
    make = [*as_server, str(programs / "initdb"), "-D", str(data), "-U", "counterpoise", "-A", "trust", "-E", "UTF8",
            "--no-sync", "--locale=C"]  # fmt: skip
    subprocess.run(make, check=True, cwd=folder, **quiet)  # type: ignore[call-overload]
    settings = f"-p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={folder} -c fsync=off"
    control = [*as_server, str(programs / "pg_ctl"), "-D", str(data), "-w"]
    start = [*control, "-o", settings, "-l", str(folder / "log"), "start"]
    subprocess.run(start, check=True, cwd=folder, **quiet)  # type: ignore[call-overload]
    yield f"postgresql://counterpoise@127.0.0.1:{port}"
    subprocess.run([*control, "-m", "immediate", "stop"], check=False, cwd=folder, **quiet)  # type: ignore[call-overload]
    shutil.rmtree(folder, ignore_errors=True)


@pytest.fixture
def postgres_database(postgres_server: str) -> Iterator[str]:
    """Give the URL of an empty database that goes when the test ends."""
    import psycopg

    name = f"t{uuid.uuid4().hex}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield f"{postgres_server}/{name}"
    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="session")
def postgres_casebook(postgres_server: str) -> str:
    """Give the URL of a database with a casebook in it, made once: to make one takes a second."""
    import psycopg

    with psycopg.connect(f"{postgres_server}/postgres", autocommit=True) as connection:
        connection.execute("CREATE DATABASE casebook")
    open_casebook(f"{postgres_server}/casebook").close()
    return f"{postgres_server}/casebook"


@pytest.fixture(params=["sqlite", "postgres"])
def where(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Give the place of an empty casebook, once on each engine."""
    if request.param == "sqlite":
        return str(tmp_path / "casebook.sqlite")
    import psycopg

    url: str = request.getfixturevalue("postgres_casebook")
    tables = [table.name for table in metadata.sorted_tables if table.name != "alembic_version"]
    with psycopg.connect(url) as connection:
        connection.execute(f"TRUNCATE {', '.join(tables)}")
    return url


@pytest.fixture
def casebook(where: str) -> Iterator[Casebook]:
    """Open an empty casebook, once on each engine."""
    with open_casebook(where) as opened:
        yield opened


@pytest.fixture
def local(tmp_path: Path) -> Iterator[Casebook]:
    """Open an empty casebook on SQLite, for what does not depend on the engine."""
    with open_casebook(tmp_path / "local.sqlite") as opened:
        yield opened


@pytest.fixture
def add(casebook: Casebook, now: Clock) -> Callable[..., Any]:
    """Record a telling in the casebook, at the next moment."""

    def record(telling: Telling, **about: Any) -> Any:
        return casebook.add_readings([telling.reading(**about)], recorded_at=now())[0]

    return record
