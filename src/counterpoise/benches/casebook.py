"""The casebook's speed at size: import, case page, search, `known_on`, with a made-up world of realistic shape.

Every size is measured in an empty casebook of its own, on SQLite in a temporary file unless a PostgreSQL database is
named, and held against the bars of the casebook.

The shape: 2.5 documents a case and 20 statements a document; seven of ten cases are notified and have an official
notice, the rest only stories; purchasers and systems follow Zipf's law, so that a few have thousands of documents;
texts of 200 to 500 words. Names, amounts and days are drawn, none is real.
"""

import random
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from hashlib import sha256
from itertools import accumulate, pairwise
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa

from counterpoise.casebook import open_casebook
from counterpoise.casebook.casebook import Casebook
from counterpoise.casebook.opening import open_store
from counterpoise.casebook.recording import NewReading
from counterpoise.casebook.schema import documents, metadata
from counterpoise.casebook.search import CaseFilter
from counterpoise.dates import PartialDate
from counterpoise.errors import InvalidInput
from counterpoise.sources import Document, Span, Statement
from counterpoise.vocabulary import rows

N_CASES = 2_000  # by default: 100,000 statements; 20,000 cases are the million of the bars
BARS: tuple[tuple[str, str | None, float, bool], ...] = (  # measure, part, bar, whether more is better
    ("case_page", "p95_ms", 50, False),
    ("search_two_words", "p95_ms", 100, False),
    ("search_two_of_the_commonest_words", "p95_ms", 100, False),
    ("known_on", "p95_ms", 200, False),
    ("statements_a_second", None, 20_000, True),
)
DOCUMENTS_A_CASE = 2.5
STATEMENTS_A_DOCUMENT = 20
FIRST_DAY = date(2000, 1, 3)
DAYS = 9600
_SYLLABLES = (
    "ba be bi co cu da de di fa fo ga ge ha ki la le li lo ma me mi na ne no pa pe po ra re ri ro sa se si ta te to va"
)


def _made_up_words(n: int) -> tuple[str, ...]:
    """Give words that are none, the shorter ones first, as in a language."""
    syllables = _SYLLABLES.split()
    words = [a + b for a in syllables for b in syllables]
    words += [w + c for w in words for c in syllables]
    return tuple(words[:n])


# Words follow Zipf's law, so that the commonest stands in nearly every text and most are rare.
_WORDS = _made_up_words(30_000)
_WORD_WEIGHTS = tuple(accumulate(1 / (rank + 2.7) for rank in range(len(_WORDS))))


def _prose(random_: random.Random, n_words: int) -> str:
    return " ".join(random_.choices(_WORDS, cum_weights=_WORD_WEIGHTS, k=n_words))


@dataclass(frozen=True, slots=True)
class World:
    """A made-up world: how many cases, and the seed it is drawn from."""

    n_cases: int
    seed: int = 0

    def readings(self) -> Iterator[NewReading]:
        """Give the documents of the world with their statements, in the order of their days within each case."""
        random_ = random.Random(self.seed)  # noqa: S311 - a made-up world needs no secrets
        states = [row["code"] for row in rows("states")][:80]
        systems = [row for row in rows("systems") if row["class_id"]]
        state_weights = [1 / (rank + 3) for rank in range(len(states))]
        system_weights = [1 / (rank + 10) for rank in range(len(systems))]
        for number in range(self.n_cases):
            purchaser = random_.choices(states, state_weights)[0]
            chosen = random_.choices(systems, system_weights, k=random_.randint(1, 4))
            yield from _documents_of_case(random_, number, purchaser, chosen)


def _documents_of_case(
    random_: random.Random, number: int, purchaser: str, systems: Sequence[Any]
) -> Iterator[NewReading]:
    day = FIRST_DAY + timedelta(days=random_.randrange(DAYS))
    n_documents = int(DOCUMENTS_A_CASE) + (random_.random() < DOCUMENTS_A_CASE % 1)
    is_notified = random_.random() < 0.7
    for place in range(n_documents):
        is_notice = is_notified and place == n_documents - 1
        text = _Text(random_)
        (_notice if is_notice else _story)(text, random_, number, purchaser, systems, day)
        yield NewReading(
            document=text.document(f"made-up/{number}-{place}.txt"), statements=tuple(text.statements()),
            kind="dsca_release" if is_notice else "news", grade="official" if is_notice else "secondary",
            title=f"Proposed transfer {number}, document {place}",
            published_on=PartialDate(date=day.isoformat(), precision="day"),
        )  # fmt: skip
        day += timedelta(days=random_.randint(1, 60))


class _Text:
    """A text that grows piece by piece and remembers where each statement stands."""

    def __init__(self, random_: random.Random) -> None:
        self._random = random_
        self._pieces: list[str] = []
        self._length = 0
        self._told: list[tuple[str, Any, str, int, str | None]] = []

    def prose(self, n_words: int) -> None:
        """Add words that say nothing."""
        self._add(f"{_prose(self._random, n_words)}. ")

    def tell(self, field: str, value: Any, wording: str, transfer: str | None = "t1") -> None:
        """Add the words of a statement."""
        self._told.append((field, value, wording, self._length, transfer))
        self._add(wording + " ")

    def _add(self, piece: str) -> None:
        self._pieces.append(piece)
        self._length += len(piece)

    def document(self, path: str) -> Document:
        """Give the document."""
        text = "".join(self._pieces)
        data = text.encode()
        self._id = f"sha256:{sha256(data).hexdigest()}"
        return Document(id=self._id, path=path, text=text, media_type="text/plain", encoding="utf-8",
                        size_bytes=len(data))  # fmt: skip

    def statements(self) -> Iterator[Statement[Any]]:
        """Give the statements of the document."""
        for field, value, wording, start, transfer in self._told:
            yield Statement(field=field, value=value, wording=wording, span=Span(start, start + len(wording)),
                            document_id=self._id, transfer=transfer)  # fmt: skip


def _notice(
    text: _Text, random_: random.Random, number: int, purchaser: str, systems: Sequence[Any], day: date
) -> None:
    total = random_.randint(5, 5000) * 1_000_000
    mde = total * random_.randint(0, 100) // 100
    text.tell("transmittal", f"{day.year % 100:02d}-{number}", f"Transmittal No. {day.year % 100:02d}-{number}")
    text.tell("supplier", "USA", "United States")
    text.tell("purchaser", purchaser, f"Government of {purchaser}")
    text.tell("route", "fms", "Foreign Military Sale")
    text.tell("status", "notified", "delivered the required certification")
    text.tell("received_on", day.isoformat(), f"Date Report Delivered to Congress: {day:%B} {day.day}, {day.year}")
    text.tell("total_usd", total, f"TOTAL ${total:,}")
    text.tell("mde_usd", mde, f"Major Defense Equipment ${mde:,}")
    text.tell("other_usd", total - mde, f"Other ${total - mde:,}")
    for place in range(STATEMENTS_A_DOCUMENT - 9):
        _item(text, random_, systems[place % len(systems)])
        text.prose(20)
    text.prose(100)


def _story(text: _Text, random_: random.Random, number: int, purchaser: str, systems: Sequence[Any], day: date) -> None:
    text.tell("supplier", "USA", "Washington")
    text.tell("purchaser", purchaser, f"capital of {purchaser}")
    text.tell("status", "proposed", "is said to consider")
    for row in systems[:2]:
        _item(text, random_, row)
    left = STATEMENTS_A_DOCUMENT - 3 - min(2, len(systems))
    for place in range(left):
        text.prose(10)
        words = _prose(random_, random_.randint(8, 25))
        speaker = f"Speaker {min(int(random_.paretovariate(0.8)), 900)}"
        if place % 4 == 3:
            text.tell("event", {"what": words, "on": {"date": day.isoformat(), "precision": "day", "inferred": False,
                                                      "because": None}}, words, None)  # fmt: skip
        elif place % 4 == 2:
            text.tell("request", {"by": speaker, "to": "United States", "what": words, "condition": None,
                                  "nature": "materiel", "connected_to_sale": "unknown", "status": "requested",
                                  "hedged": False}, words, None)  # fmt: skip
        else:
            stance = random_.choice(["supports", "opposes", "conditional", "neutral", "unknown"])
            text.tell("attribution", {"speaker": speaker, "speaker_id": speaker.lower().replace(" ", "-"),
                                      "role": None, "on_behalf_of": random_.choice(["USA", "ISR", purchaser]),
                                      "kind": "direct", "cue": "said", "hedged": False, "stance": stance,
                                      "about": {"topic": "qme", "transfer": None}}, words, None)  # fmt: skip


def _item(text: _Text, random_: random.Random, row: Any) -> None:
    quantity = int(random_.paretovariate(0.7)) + 1
    value = {"system": row["name"], "system_id": row["system_id"], "class": row["class_id"], "quantity": quantity,
             "qualifier": None, "mde": True, "details": [], "alternatives": []}  # fmt: skip
    text.tell("item", value, f"{quantity:,} {row['name']}")


def measure(
    *, seed: int = 0, n_cases: int = N_CASES, database: str | None = None, n_asked: int = 200
) -> dict[str, Any]:
    """Measure a casebook of `n_cases` cases and one of a tenth of that, and hold the larger against the bars.

    `n_asked` is how often a case page is asked for; other questions follow from it.

    `database` is the URL of an empty PostgreSQL database, which is empty again afterwards. Gives what was measured at
    each size in `growth`, smallest first, and in `bars` what holds at the largest. Raises InvalidInput for a database
    that holds something, StoreError.
    """
    growth = []
    for n in sorted({max(n_cases // 10, 1), n_cases}):
        with _empty_place(database) as where:
            growth.append(measure_at(where, n_cases=n, seed=seed, n_asked=n_asked))
    return {"engine": "postgresql" if database else "sqlite", "seed": seed, "bars": held(growth[-1]), "growth": growth}


def held(measured: Mapping[str, Any]) -> dict[str, dict[str, Any]]:
    """Hold one size's figures against the bars; times by their 95th percentile, milliseconds."""
    answer = {}
    for name, part, bar, is_more_better in BARS:
        figure = measured[name][part] if part else measured[name]
        answer[name] = {"bar": bar, "measured": figure, "holds": figure >= bar if is_more_better else figure < bar}
    return answer


@contextmanager
def _empty_place(database: str | None) -> Iterator[str]:
    """Give the place of an empty casebook; what is put there does not stay."""
    if database is None:
        with TemporaryDirectory(prefix="counterpoise-bench-") as folder:
            yield str(Path(folder) / "casebook.sqlite")
        return
    store = open_store(database)
    with store.engine.connect() as connection:
        n_documents = connection.execute(sa.select(sa.func.count()).select_from(documents)).scalar()
    store.dispose()
    if n_documents:
        raise InvalidInput(
            f"The database to measure in holds a casebook with {n_documents:,} documents, and would be emptied. "
            "Make a database for the bench, for example with `createdb counterpoise-bench`, and give its URL."
        )
    try:
        yield database
    finally:
        _empty(database)


def _empty(database: str) -> None:
    """Take everything out of a casebook on PostgreSQL, and leave its tables."""
    tables = [table.name for table in metadata.sorted_tables if table.name != "alembic_version"]
    store = open_store(database)
    with store.engine.begin() as connection:
        connection.exec_driver_sql(f"TRUNCATE {', '.join(tables)}")
    store.dispose()


def measure_at(where: str, *, n_cases: int, seed: int, n_asked: int) -> dict[str, Any]:
    """Fill an empty casebook with a made-up world and measure it; times are medians and 95th percentiles."""
    world = World(n_cases, seed)
    with open_casebook(where) as casebook:
        spent, processor, n_documents, n_statements = _fill(casebook, world)
        lines = casebook.list_cases()
        random_ = random.Random(seed + 1)  # noqa: S311
        ids = [line.case_id for line in random_.choices(lines, k=n_asked)]
        largest = max(lines, key=lambda line: line.n_documents)
        middle = FIRST_DAY + timedelta(days=DAYS // 2)
        asked = [_prose(random_, 2) for _ in range(n_asked // 4)]
        common = [f"{a} {b}" for a, b in pairwise(_WORDS[:21])]
        answer: dict[str, Any] = {
            "n_cases": len(lines), "n_documents": n_documents, "n_statements": n_statements,
            "import_seconds": round(spent, 3), "statements_a_second": round(n_statements / spent),
            "statements_a_processor_second": round(n_statements / processor),
            "documents_in_largest_case": largest.n_documents,
            "case_page": _times(casebook.case, ids), "largest_case_page": _times(casebook.case, [largest.case_id] * 5),
            "known_on": _times(lambda case_id: casebook.case(case_id, known_on=middle), ids),
            "history": _times(casebook.history, ids[:50]),
            "search_two_words": _times(casebook.search, asked),
            "search_two_of_the_commonest_words": _times(casebook.search, common),
            "search_rare_word": _times(casebook.search, [f'"Transmittal No. {n}"' for n in range(20)]),
            "list_filtered": _times(lambda p: casebook.list_cases(CaseFilter(purchaser=p, min_usd=10**9), limit=100),
                                    [line.purchaser or "" for line in lines[:50]]),
            "list_by_actor": _times(lambda a: casebook.list_cases(CaseFilter(actor=a, stance="opposes"), limit=100),
                                    [f"speaker-{n}" for n in range(1, 21)]),
        }  # fmt: skip
        answer["add_one_document"] = _times(lambda one: _add_one(casebook, one), list(World(8, seed + 2).readings()))
    return answer


def _fill(casebook: Casebook, world: World) -> tuple[float, float, int, int]:
    """Import the world in one transaction, as a file would be.

    Gives the seconds and the processor seconds that the casebook took, without those of drawing the world, and how many
    documents and statements there were.
    """
    drawing, drawing_processor, n_documents, n_statements = 0.0, 0.0, 0, 0

    def drawn() -> Iterator[NewReading]:
        nonlocal drawing, drawing_processor, n_documents, n_statements
        readings = world.readings()
        while True:
            start, start_processor = time.perf_counter(), time.process_time()
            reading = next(readings, None)
            drawing += time.perf_counter() - start
            drawing_processor += time.process_time() - start_processor
            if reading is None:
                return
            n_documents += 1
            n_statements += len(reading.statements)
            yield reading

    start, start_processor = time.perf_counter(), time.process_time()
    casebook.add_readings(drawn(), recorded_at="2026-01-01T00:00:00+00:00")
    spent, processor = time.perf_counter() - start, time.process_time() - start_processor
    return spent - drawing, processor - drawing_processor, n_documents, n_statements


def _add_one(casebook: Casebook, one: NewReading) -> None:
    casebook.add_readings([one], recorded_at="2026-01-02T00:00:00+00:00")


def _times(ask: Callable[[Any], Any], questions: Sequence[Any]) -> dict[str, float]:
    """Give median and 95th percentile of the milliseconds that the answers take."""
    spent = []
    for question in questions:
        start = time.perf_counter()
        ask(question)
        spent.append((time.perf_counter() - start) * 1000)
    spent.sort()
    return {"median_ms": round(spent[len(spent) // 2], 2), "p95_ms": round(spent[int(len(spent) * 0.95)], 2)}
