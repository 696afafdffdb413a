"""Lists of cases by filter, and the cases behind search hits: the same SQL on both engines."""

from collections.abc import Iterable
from typing import Any

import sqlalchemy as sa

from counterpoise.casebook import schema
from counterpoise.casebook.search import CaseFilter
from counterpoise.vocabulary import index

_m, _k, _r, _q = schema.mentions, schema.links, schema.readings, schema.quotations


def cases_where(wanted: CaseFilter) -> sa.Select[Any]:
    """Give the query for the cases that a filter lets through, latest first."""
    c = schema.cases.c
    day = sa.func.coalesce(c.received_on, c.last_on)
    conditions: list[sa.ColumnElement[bool]] = []
    for column, value in ((c.purchaser, wanted.purchaser), (c.supplier, wanted.supplier), (c.route, wanted.route),
                          (c.stage, wanted.stage)):  # fmt: skip
        if value is not None:
            conditions.append(column == value)
    if wanted.since is not None:
        conditions.append(day >= wanted.since.isoformat())
    if wanted.until is not None:
        conditions.append(day <= wanted.until.isoformat())
    if wanted.min_usd is not None:
        conditions.append(c.total_usd >= wanted.min_usd)
    if wanted.max_usd is not None:
        conditions.append(c.total_usd <= wanted.max_usd)
    if wanted.system is not None or wanted.class_id is not None:
        conditions.append(c.case_id.in_(_with_system(wanted)))
    if wanted.actor is not None or wanted.stance is not None:
        conditions.append(c.case_id.in_(_with_words(wanted)))
    return sa.select(schema.cases).where(*conditions).order_by(day.desc(), c.case_id)


def _with_system(wanted: CaseFilter) -> sa.Select[Any]:
    s = schema.mention_systems
    query = sa.select(_k.c.case_id).join(s, s.c.mention_key == _k.c.mention_key).where(_k.c.ended_at.is_(None))
    if wanted.system is not None:
        query = query.where(s.c.system_id == wanted.system)
    if wanted.class_id is not None:
        query = query.where(s.c.class_id == wanted.class_id)
    return query


def _with_words(wanted: CaseFilter) -> sa.Select[Any]:
    """Give the cases in which an actor (a person's id or name, or a state) took a stance."""
    query = (
        sa.select(_k.c.case_id).join(_m, _m.c.mention_key == _k.c.mention_key)
        .join(_q, _q.c.reading_key == _m.c.reading_key)
        .where(_k.c.ended_at.is_(None), sa.or_(_q.c.transfer.is_(None), _q.c.transfer == _m.c.transfer))
    )  # fmt: skip
    if wanted.actor is not None:
        is_state = wanted.actor in index("states", "code")
        query = query.where(
            _q.c.state == wanted.actor
            if is_state
            else sa.or_(_q.c.actor_id == wanted.actor, _q.c.actor == wanted.actor)
        )
    if wanted.stance is not None:
        query = query.where(_q.c.stance == wanted.stance)
    return query


def cases_of_readings(reading_keys: Iterable[int]) -> sa.Select[Any]:
    """Give the query for the (reading, case) pairs of some readings."""
    return (
        sa.select(_m.c.reading_key, _k.c.case_id).join(_k, _k.c.mention_key == _m.c.mention_key)
        .where(_m.c.reading_key.in_(sorted(set(reading_keys))), _k.c.ended_at.is_(None)).distinct()
        .order_by(_m.c.reading_key, _k.c.case_id)
    )  # fmt: skip


def spoken_by(actor: str | None, state: str | None) -> sa.Select[Any]:
    """Give the query for the statements in which somebody speaks, by person (id or name) or by state."""
    s, d = schema.statements, schema.documents
    query = (
        sa.select(s, *(x for x in _r.c if x.name not in ("reading_key", "document_key", "digest")), d.c.document_id,
                  d.c.path, d.c.source_url)
        .join(_q, _q.c.statement_key == s.c.statement_key).join(_r, _r.c.reading_key == s.c.reading_key)
        .join(d, d.c.document_key == _r.c.document_key).where(_r.c.superseded_at.is_(None))
    )  # fmt: skip
    if actor is not None:
        query = query.where(sa.or_(_q.c.actor_id == actor, _q.c.actor == actor))
    if state is not None:
        query = query.where(_q.c.state == state)
    return query.order_by(_r.c.known_from, s.c.statement_key)


def exported_documents() -> sa.Select[Any]:
    """Give the query for documents with their texts and their readings in force."""
    d = schema.documents
    reading = [c for c in _r.c if c.name not in ("reading_key", "document_key", "digest", "recorded_at")]
    attached = (
        sa.select(sa.func.max(_m.c.attached_to)).where(_m.c.reading_key == _r.c.reading_key).scalar_subquery()
        .label("attached_to")
    )  # fmt: skip
    return (
        sa.select(d, attached, _r.c.recorded_at.label("read_at"), *reading)
        .join(_r, _r.c.document_key == d.c.document_key).where(_r.c.superseded_at.is_(None))
    )  # fmt: skip


def exported_statements() -> sa.Select[Any]:
    """Give the query for the statements of readings in force, with their document."""
    s, d = schema.statements, schema.documents
    return (
        sa.select(s, d.c.document_id).join(_r, _r.c.reading_key == s.c.reading_key)
        .join(d, d.c.document_key == _r.c.document_key).where(_r.c.superseded_at.is_(None))
    )  # fmt: skip


def exported_links() -> sa.Select[Any]:
    """Give the query for the links in force."""
    return (
        sa.select(_k.c.case_id, _k.c.score, _k.c.reasons, _m.c.document_id, _m.c.transfer)
        .join(_m, _m.c.mention_key == _k.c.mention_key).where(_k.c.ended_at.is_(None))
    )  # fmt: skip
