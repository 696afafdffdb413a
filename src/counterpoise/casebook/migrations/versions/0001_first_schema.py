"""The first schema: documents, readings, statements, mentions, links, cases, decisions, imports, full text."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

KEY = sa.BigInteger().with_variant(sa.Integer(), "sqlite")

# Frozen: what a released schema was never changes, whatever becomes of the code that made it.
_SQLITE = (
    """CREATE VIRTUAL TABLE documents_fts USING fts5(text, content='documents', content_rowid='document_key',
       tokenize='porter unicode61 remove_diacritics 2')""",
    """CREATE VIRTUAL TABLE quotations_fts USING fts5(wording, content='quotations', content_rowid='statement_key',
       tokenize='porter unicode61 remove_diacritics 2')""",
    "PRAGMA application_id = 1129336659",
)
_ACCENTED = "àáâãäåçèéêëìíîïñòóôõöùúûüýÿÀÁÂÃÄÅÇÈÉÊËÌÍÎÏÑÒÓÔÕÖÙÚÛÜÝ-/._@:+&=~#"
_PLAIN = "aaaaaaceeeeiiiinooooouuuuyyAAAAAACEEEEIIIINOOOOOUUUUY           "
_VECTOR = "tsvector GENERATED ALWAYS AS (to_tsvector('english', translate(left({}, 200000), '{}', '{}'))) STORED"
_POSTGRESQL = (
    f"ALTER TABLE documents ADD COLUMN searched {_VECTOR.format('text', _ACCENTED, _PLAIN)}",
    f"ALTER TABLE quotations ADD COLUMN searched {_VECTOR.format('wording', _ACCENTED, _PLAIN)}",
    "CREATE INDEX documents_searched ON documents USING gin (searched)",
    "CREATE INDEX quotations_searched ON quotations USING gin (searched)",
)


def upgrade() -> None:
    """Make the tables and the full-text indexes of the engine."""
    op.create_table(
        "aliases",
        sa.Column("alias", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("because", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("alias"),
    )
    op.create_index("aliases_by_case", "aliases", ["case_id"], unique=False)
    op.create_table(
        "cases",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("supplier", sa.Text(), nullable=True),
        sa.Column("purchaser", sa.Text(), nullable=True),
        sa.Column("route", sa.Text(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("transmittal", sa.Text(), nullable=True),
        sa.Column("total_usd", sa.BigInteger(), nullable=True),
        sa.Column("received_on", sa.Text(), nullable=True),
        sa.Column("first_on", sa.Text(), nullable=False),
        sa.Column("last_on", sa.Text(), nullable=False),
        sa.Column("n_documents", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("case_id"),
    )
    op.create_index("cases_by_last_day", "cases", ["last_on"], unique=False)
    op.create_index("cases_by_purchaser", "cases", ["purchaser"], unique=False)
    op.create_index("cases_by_receipt", "cases", ["received_on", "purchaser"], unique=False)
    op.create_table(
        "decisions",
        sa.Column("decision_key", KEY, autoincrement=False, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.Text(), nullable=True),
        sa.Column("revoked_by", sa.Text(), nullable=True),
        sa.Column("revoked_because", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("decision_key"),
    )
    op.create_table(
        "documents",
        sa.Column("document_key", KEY, autoincrement=False, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("encoding", sa.Text(), nullable=False),
        sa.Column("size_bytes", sa.BigInteger(), nullable=False),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("source_url", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("document_key"),
        sa.UniqueConstraint("document_id"),
    )
    op.create_table(
        "imports",
        sa.Column("import_key", KEY, autoincrement=False, nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("n_rows", sa.Integer(), nullable=False),
        sa.Column("n_new", sa.Integer(), nullable=False),
        sa.Column("n_rejected", sa.Integer(), nullable=False),
        sa.Column("rejected", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("import_key"),
    )
    op.create_table(
        "readings",
        sa.Column("reading_key", KEY, autoincrement=False, nullable=False),
        sa.Column("document_key", KEY, nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=True),
        sa.Column("language", sa.Text(), nullable=True),
        sa.Column("reader", sa.Text(), nullable=False),
        sa.Column("published_on", sa.Text(), nullable=True),
        sa.Column("published_precision", sa.Text(), nullable=True),
        sa.Column("published_inferred", sa.Integer(), nullable=True),
        sa.Column("published_because", sa.Text(), nullable=True),
        sa.Column("known_from", sa.Text(), nullable=False),
        sa.Column("known_because", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("superseded_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["document_key"],
            ["documents.document_key"],
        ),
        sa.PrimaryKeyConstraint("reading_key"),
    )
    op.create_index("readings_by_document", "readings", ["document_key"], unique=False)
    op.create_table(
        "mentions",
        sa.Column("mention_key", KEY, autoincrement=False, nullable=False),
        sa.Column("reading_key", KEY, nullable=False),
        sa.Column("document_id", sa.Text(), nullable=False),
        sa.Column("transfer", sa.Text(), nullable=False),
        sa.Column("supplier", sa.Text(), nullable=True),
        sa.Column("purchaser", sa.Text(), nullable=True),
        sa.Column("route", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("authority", sa.Text(), nullable=True),
        sa.Column("transmittal", sa.Text(), nullable=True),
        sa.Column("amends", sa.Text(), nullable=True),
        sa.Column("received_on", sa.Text(), nullable=True),
        sa.Column("notified_about", sa.Text(), nullable=True),
        sa.Column("ordered_by", sa.Text(), nullable=True),
        sa.Column("said_on", sa.Text(), nullable=False),
        sa.Column("total_usd", sa.BigInteger(), nullable=True),
        sa.Column("grade_rank", sa.Integer(), nullable=False),
        sa.Column("attached_to", sa.Text(), nullable=True),
        sa.Column("items", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_key"],
            ["readings.reading_key"],
        ),
        sa.PrimaryKeyConstraint("mention_key"),
    )
    op.create_index("mentions_by_amended", "mentions", ["amends"], unique=False)
    op.create_index("mentions_by_attachment", "mentions", ["attached_to"], unique=False)
    op.create_index("mentions_by_document", "mentions", ["document_id"], unique=False)
    op.create_index("mentions_by_purchaser", "mentions", ["purchaser"], unique=False)
    op.create_index("mentions_by_reading", "mentions", ["reading_key"], unique=False)
    op.create_index("mentions_by_transmittal", "mentions", ["transmittal"], unique=False)
    op.create_table(
        "statements",
        sa.Column("statement_key", KEY, autoincrement=False, nullable=False),
        sa.Column("reading_key", KEY, nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("transfer", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("value", sa.Text(), nullable=False),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("span_start", sa.Integer(), nullable=False),
        sa.Column("span_end", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_key"],
            ["readings.reading_key"],
        ),
        sa.PrimaryKeyConstraint("statement_key"),
    )
    op.create_index("statements_by_reading", "statements", ["reading_key"], unique=False)
    op.create_table(
        "links",
        sa.Column("link_key", KEY, autoincrement=False, nullable=False),
        sa.Column("mention_key", KEY, nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("score", sa.Float(), nullable=False),
        sa.Column("reasons", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("ended_at", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mention_key"],
            ["mentions.mention_key"],
        ),
        sa.PrimaryKeyConstraint("link_key"),
    )
    op.create_index("links_by_case", "links", ["case_id"], unique=False)
    op.create_index("links_by_mention", "links", ["mention_key"], unique=False)
    op.create_table(
        "mention_systems",
        sa.Column("mention_key", KEY, nullable=False),
        sa.Column("system_id", sa.Text(), nullable=True),
        sa.Column("class_id", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["mention_key"],
            ["mentions.mention_key"],
        ),
    )
    op.create_index("mention_systems_by_class", "mention_systems", ["class_id"], unique=False)
    op.create_index("mention_systems_by_mention", "mention_systems", ["mention_key"], unique=False)
    op.create_index("mention_systems_by_system", "mention_systems", ["system_id"], unique=False)
    op.create_table(
        "quotations",
        sa.Column("statement_key", KEY, autoincrement=False, nullable=False),
        sa.Column("reading_key", KEY, nullable=False),
        sa.Column("transfer", sa.Text(), nullable=True),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("actor_id", sa.Text(), nullable=True),
        sa.Column("actor", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=True),
        sa.Column("stance", sa.Text(), nullable=True),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["reading_key"],
            ["readings.reading_key"],
        ),
        sa.ForeignKeyConstraint(
            ["statement_key"],
            ["statements.statement_key"],
        ),
        sa.PrimaryKeyConstraint("statement_key"),
    )
    op.create_index("quotations_by_actor", "quotations", ["actor", "stance", "reading_key"], unique=False)
    op.create_index("quotations_by_actor_id", "quotations", ["actor_id", "stance", "reading_key"], unique=False)
    op.create_index("quotations_by_reading", "quotations", ["reading_key"], unique=False)
    op.create_index("quotations_by_state", "quotations", ["state", "stance", "reading_key"], unique=False)

    connection = op.get_bind()
    for statement in _SQLITE if connection.dialect.name == "sqlite" else _POSTGRESQL:
        connection.exec_driver_sql(statement)
