"""The tables of a casebook: one schema for SQLite and PostgreSQL.

Nothing here is ever changed once written, except three closing marks (`superseded_at`, `ended_at`, `revoked_at`) and
the table `cases`, which is a summary that can be computed again from the others. Keys are given by the writer, of whom
there is one at a time. Moments are ISO 8601 text in UTC, days are ISO 8601 text: both sort as text.
"""

from sqlalchemy import (
    BigInteger,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    PrimaryKeyConstraint,
    String,
    Table,
    Text,
)

RELEASED = ("0001",)  # the files in migrations/versions, oldest first; a test holds this
SCHEMA_VERSION = RELEASED[-1]

metadata = MetaData()
_Key = BigInteger().with_variant(Integer, "sqlite")


def _key(name: str) -> "Column[int]":
    return Column(name, _Key, primary_key=True, autoincrement=False)


def _refers(name: str, to: str) -> "Column[int]":
    return Column(name, _Key, ForeignKey(to), nullable=False)


documents = Table(
    "documents", metadata,
    _key("document_key"),
    Column("document_id", Text, nullable=False, unique=True),  # "sha256:" and the hash of the bytes
    Column("path", Text, nullable=False),
    Column("media_type", Text, nullable=False),
    Column("encoding", Text, nullable=False),
    Column("size_bytes", BigInteger, nullable=False),
    Column("text", Text),  # NULL when an export withheld it
    Column("source_url", Text),
    Column("recorded_at", Text, nullable=False),
)  # fmt: skip

readings = Table(
    "readings", metadata,
    _key("reading_key"),
    _refers("document_key", "documents.document_key"),
    Column("kind", Text, nullable=False),
    Column("grade", Text, nullable=False),
    Column("title", Text),
    Column("language", Text),
    Column("reader", Text, nullable=False),
    Column("published_on", Text),  # cut to its precision
    Column("published_precision", Text),
    Column("published_inferred", Integer),
    Column("published_because", Text),
    Column("known_from", Text, nullable=False),
    Column("known_because", Text, nullable=False),
    Column("author", Text),
    Column("reason", Text),
    Column("digest", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("superseded_at", Text),  # when the same document was read anew, or a correction revoked
    Index("readings_by_document", "document_key"),
)  # fmt: skip

statements = Table(
    "statements", metadata,
    _key("statement_key"),
    _refers("reading_key", "readings.reading_key"),
    Column("ordinal", Integer, nullable=False),
    Column("transfer", Text),
    Column("field", Text, nullable=False),
    Column("state", Text, nullable=False),  # value, unknown, not_applicable
    Column("value", Text, nullable=False),  # JSON
    Column("wording", Text, nullable=False),
    Column("span_start", Integer, nullable=False),
    Column("span_end", Integer, nullable=False),
    Index("statements_by_reading", "reading_key"),
)  # fmt: skip

quotations = Table(  # the statements that are somebody's words, for search and for filters by actor and stance
    "quotations", metadata,
    Column("statement_key", _Key, ForeignKey("statements.statement_key"), primary_key=True, autoincrement=False),
    _refers("reading_key", "readings.reading_key"),
    Column("transfer", Text),
    Column("field", Text, nullable=False),
    Column("actor_id", Text),
    Column("actor", Text),
    Column("state", Text),  # ISO code of the state the actor speaks for
    Column("stance", Text),
    Column("wording", Text, nullable=False),
    Index("quotations_by_reading", "reading_key"),
    Index("quotations_by_actor_id", "actor_id", "stance", "reading_key"),
    Index("quotations_by_actor", "actor", "stance", "reading_key"),
    Index("quotations_by_state", "state", "stance", "reading_key"),
)  # fmt: skip

mentions = Table(  # a transfer as one reading tells it: what identity is decided from
    "mentions", metadata,
    _key("mention_key"),
    _refers("reading_key", "readings.reading_key"),
    Column("document_id", Text, nullable=False),
    Column("transfer", Text, nullable=False),
    Column("supplier", Text),
    Column("purchaser", Text),
    Column("route", Text),
    Column("status", Text),
    Column("authority", Text),
    Column("transmittal", Text),
    Column("amends", Text),
    Column("received_on", Text),
    Column("notified_about", Text),
    Column("ordered_by", Text),
    Column("said_on", Text, nullable=False),
    Column("total_usd", BigInteger),
    Column("grade_rank", Integer, nullable=False),
    Column("attached_to", Text),  # mention that a signed statement is about, as document_id#transfer
    Column("items", Text, nullable=False),  # JSON: [system_id, class_id, name, quantity, qualifier] a line
    Index("mentions_by_reading", "reading_key"),
    Index("mentions_by_document", "document_id"),
    Index("mentions_by_purchaser", "purchaser"),
    Index("mentions_by_transmittal", "transmittal"),
    Index("mentions_by_amended", "amends"),
    Index("mentions_by_attachment", "attached_to"),
)  # fmt: skip

mention_systems = Table(
    "mention_systems", metadata,
    _refers("mention_key", "mentions.mention_key"),
    Column("system_id", Text),
    Column("class_id", Text),
    Index("mention_systems_by_mention", "mention_key"),
    Index("mention_systems_by_system", "system_id"),
    Index("mention_systems_by_class", "class_id"),
)  # fmt: skip

links = Table(
    "links", metadata,
    _key("link_key"),
    _refers("mention_key", "mentions.mention_key"),
    Column("case_id", Text, nullable=False),
    Column("score", Float, nullable=False),
    Column("reasons", Text, nullable=False),  # JSON list
    Column("recorded_at", Text, nullable=False),
    Column("ended_at", Text),
    Index("links_by_mention", "mention_key"),
    Index("links_by_case", "case_id"),
)  # fmt: skip

cases = Table(
    "cases", metadata,
    Column("case_id", Text, primary_key=True),
    Column("title", Text, nullable=False),
    Column("supplier", Text),
    Column("purchaser", Text),
    Column("route", Text, nullable=False),
    Column("stage", Text, nullable=False),
    Column("transmittal", Text),
    Column("total_usd", BigInteger),
    Column("received_on", Text),
    Column("first_on", Text, nullable=False),
    Column("last_on", Text, nullable=False),
    Column("n_documents", Integer, nullable=False),
    Index("cases_by_purchaser", "purchaser"),
    Index("cases_by_last_day", "last_on"),
    Index("cases_by_receipt", "received_on", "purchaser"),
)  # fmt: skip

aliases = Table(  # every id a case ever had leads to it
    "aliases", metadata,
    Column("alias", Text, primary_key=True),
    Column("case_id", Text, nullable=False),
    Column("because", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Index("aliases_by_case", "case_id"),
)  # fmt: skip

decisions = Table(  # what a person decided and signed
    "decisions", metadata,
    _key("decision_key"),
    Column("kind", Text, nullable=False),  # merge, split, attach, bundle
    Column("subject", Text, nullable=False),  # JSON
    Column("author", Text, nullable=False),
    Column("reason", Text, nullable=False),
    Column("recorded_at", Text, nullable=False),
    Column("revoked_at", Text),
    Column("revoked_by", Text),
    Column("revoked_because", Text),
)  # fmt: skip

imports = Table(
    "imports", metadata,
    _key("import_key"),
    Column("name", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("digest", Text, nullable=False),
    Column("n_rows", Integer, nullable=False),
    Column("n_new", Integer, nullable=False),
    Column("n_rejected", Integer, nullable=False),
    Column("rejected", Text, nullable=False),  # JSON: [row, reason]
    Column("recorded_at", Text, nullable=False),
)  # fmt: skip

alembic_version = Table(  # as alembic makes it
    "alembic_version", metadata,
    Column("version_num", String(32), nullable=False), PrimaryKeyConstraint("version_num", name="alembic_version_pkc"),
)  # fmt: skip
