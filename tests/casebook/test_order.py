"""Whatever the order of arrival, the cases are the same; what comes again changes nothing."""

import random
import re
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from counterpoise.benches.casebook import World
from counterpoise.casebook import open_casebook
from counterpoise.casebook.casebook import Casebook
from counterpoise.casebook.recording import NewReading

AMENDMENT_ALONE = re.compile(r"dsca-\d\d-\d[a-z]-...")
LATER = frozenset({"recorded_at", "former_ids", "known_because"})  # what rightly tells of the order


def read_everything(shared: Path) -> list[NewReading]:
    """Read the open notices and the seed article."""
    from counterpoise.reading.documents import load_document
    from counterpoise.reading.readings import read_document
    from counterpoise.reading.statements import statements_of
    from counterpoise.vocabulary import index

    found = []
    for path in [*sorted((shared / "data/notices").glob("*.txt")), shared / "data/seed/article.txt"]:
        reading = read_document(load_document(path), use_model=False)
        found.append(NewReading(
            document=reading.document, statements=statements_of(reading), kind=reading.kind, title=reading.title,
            grade=index("document_kinds", "kind")[reading.kind]["grade"], published_on=reading.published_on,
            language=reading.language, reader=reading.reader,
        ))  # fmt: skip
    return found


def cases_of(casebook: Casebook) -> dict[str, Any]:
    """Give every case as JSON, without what rightly tells of the order of arrival."""

    def without(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: without(v) for k, v in value.items() if k not in LATER}
        return [without(v) for v in value] if isinstance(value, list) else value

    return {line.case_id: without(casebook.case(line.case_id).as_json()) for line in casebook.list_cases()}


def filled(place: str | Path, readings: Sequence[NewReading], sizes: random.Random) -> dict[str, Any]:
    """Fill a casebook in batches of random size, all at one moment, and give its cases."""
    left = list(readings)
    at = datetime(2026, 11, 1, tzinfo=UTC)
    with open_casebook(place) as casebook:
        while left:
            n = sizes.choice([1, 2, 5, 20])
            casebook.add_readings(left[:n], recorded_at=at)
            left = left[n:]
            at += timedelta(seconds=1)
        return cases_of(casebook)


@pytest.mark.slow
def test_the_open_notices_and_the_article_in_any_order_give_the_same_cases(
    shared: Path, where: str, tmp_path: Path
) -> None:
    readings = read_everything(shared)
    expected = filled(where, readings, random.Random(0))
    assert len(expected) > 60
    for seed in range(1, 4):
        shuffled = random.Random(seed).sample(readings, len(readings))
        assert filled(tmp_path / f"{seed}.sqlite", shuffled, random.Random(seed)) == expected


@pytest.mark.slow
def test_importing_them_all_again_changes_nothing(shared: Path, where: str, tmp_path: Path) -> None:
    readings = read_everything(shared)
    filled(where, readings, random.Random(0))
    with open_casebook(where) as casebook:
        casebook.export_to(tmp_path / "before.jsonl", with_texts=True)
        again = casebook.add_readings(random.Random(1).sample(readings, len(readings)), recorded_at="2027-01-01T00:00Z")
        casebook.export_to(tmp_path / "after.jsonl", with_texts=True)
    assert not any(added.is_new for added in again)
    assert (tmp_path / "before.jsonl").read_bytes() == (tmp_path / "after.jsonl").read_bytes()


def test_every_amendment_and_correction_among_the_notices_is_with_its_original(shared: Path, tmp_path: Path) -> None:
    readings = read_everything(shared)
    by_name = {Path(reading.document.path).name: reading.document.id for reading in readings}
    with open_casebook(tmp_path / "c.sqlite") as casebook:
        casebook.add_readings(readings, recorded_at="2026-11-01T00:00Z")
        (uae,) = casebook.find_case(by_name["fr-2025-00139_united-arab-emirates_23-0T.txt"])
        assert uae == "dsca-08-19-are"
        amended = {line.case_id for line in casebook.list_cases() if AMENDMENT_ALONE.fullmatch(line.case_id)}
    assert amended == set(), "an amendment stands alone though its text names what it amends"


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(seed=st.integers(0, 10**6), order=st.randoms(use_true_random=False))
def test_a_made_up_world_in_any_order_gives_the_same_cases(
    tmp_path_factory: pytest.TempPathFactory, seed: int, order: random.Random
) -> None:
    readings = list(World(6, seed).readings())
    folder = tmp_path_factory.mktemp("order")
    expected = filled(folder / "a.sqlite", readings, random.Random(0))
    assert filled(folder / "b.sqlite", order.sample(readings, len(readings)), order) == expected
