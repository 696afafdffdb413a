"""The store on PostgreSQL, for a casebook that several people share."""

from collections.abc import Mapping, Sequence
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlalchemy.engine import URL, Connection, make_url

from counterpoise.casebook import schema
from counterpoise.casebook.migrating import upgrade
from counterpoise.casebook.search import MARK_END, MARK_START, RANKED, TextQuery, marked
from counterpoise.casebook.sql import SqlStore
from counterpoise.casebook.store import Row
from counterpoise.errors import InvalidInput, StoreError

WRITER_LOCK = 0x43504F53  # one advisory lock: whoever holds it is the writer
WAIT_SECONDS = 30.0
SEARCHED_CHARACTERS = 200_000  # a tsvector holds at most a megabyte; what stands later in a text is not searched

# One character for one character, so that offsets stay: accents off, and no punctuation that the parser would take for
# a sign, a host name or a compound ("F-35" is "F 35", as it is for SQLite).
_ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUY"
_PUNCTUATION = "-/._@:+&=~#"


def _plain(column: str) -> str:
    spaces = " " * len(_PUNCTUATION)
    return f"translate({column}, '{_ACCENTED}{_PUNCTUATION}', '{_PLAIN}{spaces}')"


def _vector(column: str) -> str:
    return f"to_tsvector('english', {_plain(f'left({column}, {SEARCHED_CHARACTERS})')})"


FULL_TEXT = (
    f"ALTER TABLE documents ADD COLUMN searched tsvector GENERATED ALWAYS AS ({_vector('text')}) STORED",
    f"ALTER TABLE quotations ADD COLUMN searched tsvector GENERATED ALWAYS AS ({_vector('wording')}) STORED",
    "CREATE INDEX documents_searched ON documents USING gin (searched)",
    "CREATE INDEX quotations_searched ON quotations USING gin (searched)",
)


_OPTIONS = "'StartSel=' || chr(1) || ',StopSel=' || chr(2) || ',MaxWords=40,MinWords=20,MaxFragments=0'"
_FIND_DOCUMENTS = """
WITH wanted AS (SELECT {query} AS query), newest AS (
  SELECT document_key FROM documents, wanted WHERE searched @@ query ORDER BY document_key DESC LIMIT {enough}
), best AS (
  SELECT d.document_key, CASE WHEN (SELECT count(*) FROM newest) = {enough} THEN d.document_key
         ELSE ts_rank(d.searched, query) END AS rank
  FROM newest JOIN documents d USING (document_key), wanted ORDER BY rank DESC, d.document_id LIMIT :most
)
SELECT 'document' AS kind, d.document_id, r.reading_key, NULL AS ordinal, r.title, r.known_from,
       left(d.text, {most_text}) AS text, ts_headline('english', {plain}, query, {options}) AS extract
FROM best JOIN documents d USING (document_key)
JOIN readings r ON r.document_key = d.document_key AND r.superseded_at IS NULL, wanted
ORDER BY rank DESC, d.document_id"""
_FIND_QUOTATIONS = """
WITH wanted AS (SELECT {query} AS query), newest AS (
  SELECT statement_key FROM quotations, wanted WHERE searched @@ query ORDER BY statement_key DESC LIMIT {enough}
), best AS (
  SELECT q.statement_key, CASE WHEN (SELECT count(*) FROM newest) = {enough} THEN q.statement_key
         ELSE ts_rank(q.searched, query) END AS rank
  FROM newest JOIN quotations q USING (statement_key), wanted ORDER BY rank DESC, statement_key LIMIT :most
)
SELECT q.field AS kind, d.document_id, r.reading_key, s.ordinal, r.title, r.known_from, q.wording AS text,
       ts_headline('english', {plain}, query, {options} || ',HighlightAll=true') AS extract
FROM best JOIN quotations q USING (statement_key) JOIN statements s USING (statement_key)
JOIN readings r ON r.reading_key = q.reading_key AND r.superseded_at IS NULL
JOIN documents d ON d.document_key = r.document_key, wanted
ORDER BY rank DESC, d.document_id, s.ordinal"""


def find_text(connection: Connection, query: TextQuery, most: int) -> tuple[list[Row], list[Row]]:
    """Give the best places in documents and in quotations, with marks around the words."""
    values: dict[str, Any] = {"most": most}
    groups = []
    for group in (*query.wanted, query.unwanted):
        names = [f"w{len(values) + place}" for place in range(len(group))]
        values |= dict(zip(names, group, strict=True))
        groups.append(" || ".join(f"phraseto_tsquery('english', {_plain(f':{name}')})" for name in names))
    wanted = " && ".join(f"({group})" for group in groups[:-1])
    if query.unwanted:
        wanted = f"({wanted}) && !!({groups[-1]})"
    found: list[list[Row]] = []
    for statement, column in ((_FIND_DOCUMENTS, "d.text"), (_FIND_QUOTATIONS, "q.wording")):
        plain = _plain(f"left({column}, {SEARCHED_CHARACTERS})")
        filled = statement.format(query=wanted, enough=RANKED + 1, plain=plain, options=_OPTIONS,
                                  most_text=SEARCHED_CHARACTERS)  # fmt: skip
        rows = connection.execute(_statement(filled, values), values).mappings()
        found.append([{**row, "extract": _original(row["text"] or "", row["extract"] or "")} for row in rows])
    return found[0], found[1]


def _statement(text: str, values: Mapping[str, Any]) -> sa.TextClause:
    """Give a statement in which only our own names are parameters, whatever colons the SQL has."""
    for name in values:
        text = text.replace(f":{name}", f"\x00{name}")
    return sa.text(text.replace(":", r"\:").replace("\x00", ":"))


def _original(text: str, extract: str) -> str:
    """Give an extract of the plain text in the characters of the original, its marks kept."""
    plain, marks = marked(extract)
    start = text.translate(_TO_PLAIN).find(plain)
    if start < 0:
        return extract
    shown = text[start : start + len(plain)]
    for mark in reversed(marks):
        shown = shown[: mark.start] + MARK_START + shown[mark.start : mark.end] + MARK_END + shown[mark.end :]
    return shown


_TO_PLAIN = str.maketrans(_ACCENTED + _PUNCTUATION, _PLAIN + " " * len(_PUNCTUATION))


def insert_rows(connection: Connection, table: str, columns: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Add many rows by COPY; the names are those of our schema."""
    driver: Any = connection.connection.driver_connection
    with driver.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN") as copy:
        for row in rows:
            copy.write_row(row)


def index_text(connection: Connection, table: str, first_key: int, last_key: int) -> None:
    """Do nothing: the server keeps its full-text columns itself."""


class PostgresStore(SqlStore):
    """A casebook in a PostgreSQL database."""

    find_text = staticmethod(find_text)
    insert_rows = staticmethod(insert_rows)
    index_text = staticmethod(index_text)

    # A writer must see what was committed while it waited for the lock, not the state before it.
    writing_options: ClassVar[Mapping[str, Any]] = {"isolation_level": "READ COMMITTED"}

    def __init__(self, url: str, *, read_only: bool = False, wait_seconds: float = WAIT_SECONDS) -> None:
        parsed = _parse(url)
        self.wait_seconds = wait_seconds
        options = f"-c lock_timeout={int(wait_seconds * 1000)} -c timezone=UTC"
        if read_only:
            options += " -c default_transaction_read_only=on"
        try:
            # A statement prepared while a table was small would keep its plan, a walk over all rows, when it has grown.
            connecting = {"options": options, "connect_timeout": 10, "prepare_threshold": None}
            engine = sa.create_engine(parsed, connect_args=connecting, isolation_level="REPEATABLE READ")
        except ModuleNotFoundError as error:
            raise StoreError(
                f"A casebook on PostgreSQL needs the driver ({error}). Install it with "
                "`pip install 'counterpoise[postgres]'`."
            ) from error
        super().__init__(engine, parsed.set(drivername="postgresql").render_as_string(hide_password=True))
        with self.closing_on_failure(), self.named_errors():
            self._make_or_check(read_only=read_only)

    def _make_or_check(self, *, read_only: bool) -> None:
        """Make the tables in an empty database, or bring an older casebook to this schema: wholly or not at all."""
        with self.engine.connect() as connection, connection.begin():
            state = self._state(connection)
        if state == "casebook":
            return
        if read_only and state == "older":
            raise StoreError(f"{self.where} has an older schema. Open it once for writing to bring it up to date.")
        if read_only:
            raise StoreError(f"There is no casebook in {self.where}. Read a document into it first.")
        with self.engine.connect().execution_options(**self.writing_options) as connection, connection.begin():
            self._begin_writing(connection)
            state = self._state(connection)  # another process may have been quicker
            if state == "empty":
                create_tables(connection)
            elif state == "older":
                upgrade(connection)

    def _state(self, connection: Connection) -> str:
        """Give "empty", "older" or "casebook". Raises StoreError for another program's tables or an unknown version."""
        query = "SELECT table_name FROM information_schema.tables WHERE table_schema = current_schema()"
        tables = set(connection.exec_driver_sql(query).scalars())
        if not tables:
            return "empty"
        if not {"alembic_version", "readings", "statements"} <= tables:
            raise StoreError(
                f"{self.where} holds the tables of another program (the first is {min(tables)}). Make an empty "
                "database for the casebook and name that."
            )
        found = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
        if found not in schema.RELEASED:
            raise StoreError(
                f"{self.where} was written by a newer Counterpoise (its schema is {found}; this one knows "
                f"{', '.join(schema.RELEASED)}). Update Counterpoise, or open another casebook. Nothing was changed."
            )
        return "casebook" if found == schema.SCHEMA_VERSION else "older"

    def _begin_writing(self, connection: Connection) -> None:
        """Wait until this is the only writer."""
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({WRITER_LOCK})")

    def check(self) -> None:
        """Read every table through; foreign keys are the server's own care. Raises StoreError."""
        with self.named_errors(), self.engine.connect() as connection, connection.begin():
            for table in schema.metadata.sorted_tables:
                connection.execute(sa.select(sa.func.count()).select_from(table)).scalar()

    def _name_error(self, complaint: str) -> str:
        first = complaint.strip().splitlines()[0] if complaint.strip() else "no reason given"
        for marks, message in _COMPLAINTS:
            if any(mark in complaint for mark in marks):
                return message.format(where=self.where, wait=self.wait_seconds, complaint=first)
        return f"The casebook {self.where} failed: {first}. Nothing of this step was saved."


_COMPLAINTS = (
    (("lock timeout", "deadlock"),
     """The casebook {where} is locked: another process has been writing for more than {wait:g} s. Wait for it to \
end and repeat the command. Nothing of this step was saved."""),
    (("No space left", "could not extend", "disk full"),
     """The disk of the database {where} is full ({complaint}). Free some space and repeat the command. Nothing of \
this step was saved; what was saved before is kept."""),
    (("connection failed", "Connection refused", "could not translate", "server closed", "timeout expired",
      "terminating connection", "connection is lost"),
     """The database {where} cannot be reached ({complaint}). Check that the server runs and that address, user and \
password are right. Nothing of this step was saved."""),
    (("read-only transaction", "permission denied"),
     """The casebook {where} cannot be written by this user ({complaint}). Ask for the right to write, or open \
another casebook."""),
)  # fmt: skip


def _parse(url: str) -> URL:
    try:
        parsed = make_url(url)
    except (sa.exc.ArgumentError, ValueError) as error:
        raise InvalidInput("That is no database URL. Write postgresql://user@host:5432/database.") from error
    return parsed.set(drivername="postgresql+psycopg")


def create_tables(connection: Connection) -> None:
    """Make the newest schema in an empty database. A test holds it equal to what the migrations make."""
    schema.metadata.create_all(connection, checkfirst=False)
    for statement in FULL_TEXT:
        connection.exec_driver_sql(statement)
    connection.execute(schema.alembic_version.insert(), {"version_num": schema.SCHEMA_VERSION})
