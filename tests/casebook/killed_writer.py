"""Kill a writer again and again, and look each time at what it left. Run by test_faults.py as a program of its own.

    python -m tests.casebook.killed_writer PLACE ROUNDS SEED LONGEST_SECONDS

Each round forks a writer that imports and edits until it is killed at a random instant. What the writer has been told
is saved it notes in a file by one `write` each, which a kill cannot undo. Then this process opens the casebook and
holds it against the notes. Prints a JSON object with counts, and `wrong`: what was lost or half done.
"""

import contextlib
import json
import os
import random
import signal
import sys
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from counterpoise.casebook import open_casebook, schema
from counterpoise.casebook.casebook import Casebook
from counterpoise.errors import CounterpoiseError
from tests.casebook.conftest import Telling, notice, story


def told(random_: random.Random) -> Telling:
    """Give a text that no round before has had."""
    number = random_.randrange(10**9)
    if random_.random() < 0.5:
        return story(random_.choice(["ARE", "QAT", "SAU"]), random_.choice(["f-35", "mq-9b"]), note=f"Number {number}.")
    return notice(f"{random_.randrange(10, 30)}-{number}", random_.choice(["ARE", "QAT"]), total=number + 1,
                  received_on=f"20{random_.randrange(10, 27)}-05-06")  # fmt: skip


def write_until_killed(place: str, notes: int, seed: int, folder: Path) -> None:
    """Import and edit without end; note each step before it begins and when it is saved."""
    random_ = random.Random(seed)
    at = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(seconds=seed % 10**6)

    def note(**what: Any) -> None:
        os.write(notes, (json.dumps(what) + "\n").encode())

    casebook = open_casebook(place)
    note(opened=seed)
    while True:
        at += timedelta(milliseconds=1)
        step = random_.random()
        cases = [line.case_id for line in casebook.list_cases(limit=40)]
        with contextlib.suppress(CounterpoiseError):
            if step < 0.55 or len(cases) < 2:
                new = [told(random_) for _ in range(random_.randint(1, 6))]
                ids = [one.document.id for one in new]
                note(begun=ids, n=[len(one.statements) for one in new])
                casebook.add_readings([one.reading() for one in new], recorded_at=at)
                note(saved=ids)
            elif step < 0.65:
                path = folder / f"{seed}.jsonl"
                casebook.export_to(path, with_texts=True)
                casebook.import_from(path, recorded_at=at)
            elif step < 0.8:
                signed = casebook.correct(random_.choice(cases), "total_usd", str(random_.randrange(10**9)),
                                          author="A", reason="B", recorded_at=at)  # fmt: skip
                note(begun=[signed], n=[1], saved=[signed])
            elif step < 0.9:
                note(decision=casebook.merge(random_.sample(cases, 2), author="A", reason="B", recorded_at=at))
            else:
                case = casebook.case(random_.choice(cases))
                note(decision=casebook.split(case.case_id, [case.documents[0].document_id], author="A", reason="B",
                                             recorded_at=at))  # fmt: skip


def look(place: str, noted: list[dict[str, Any]]) -> list[str]:
    """Open what a killed writer left and give everything that is wrong with it."""
    wrong: list[str] = []
    with open_casebook(place) as casebook:
        casebook.check()
        with casebook.store.reading() as tx:
            rows = tx.everything_of(None)
            decisions = {row["decision_key"] for row in tx.decisions()}
        kept: dict[str, int] = {row["document_id"]: 0 for row in rows[0]}
        for statement in rows[1]:
            kept[statement["document_id"]] += 1
        for entry in noted:
            begun, sizes = entry.get("begun", ()), entry.get("n", ())
            there = [document_id for document_id in begun if document_id in kept]
            if there and len(there) != len(begun):
                wrong.append(f"{len(there)} of {len(begun)} documents of one import are there")
            wrong += [f"{d} has {kept[d]} of {n} statements" for d, n in zip(begun, sizes, strict=True)
                      if d in kept and kept[d] != n]  # fmt: skip
            wrong += [f"{d} was saved and is gone" for d in entry.get("saved", ()) if d not in kept]
            if "decision" in entry and entry["decision"] not in decisions:
                wrong.append(f"decision {entry['decision']} was saved and is gone")
        wrong += partial_cases(casebook)
    return wrong


def partial_cases(casebook: Casebook) -> list[str]:
    """Give every mention without exactly one case, and every case without its line or without a document."""
    wrong = []
    queries = {
        "mentions without exactly one case": """
            SELECT count(*) FROM (SELECT m.mention_key FROM mentions m JOIN readings r ON r.reading_key = m.reading_key
            LEFT JOIN links k ON k.mention_key = m.mention_key AND k.ended_at IS NULL
            WHERE r.superseded_at IS NULL GROUP BY m.mention_key HAVING count(k.link_key) <> 1) AS x""",
        "cases without a line": """
            SELECT count(*) FROM links k WHERE k.ended_at IS NULL
            AND NOT EXISTS (SELECT 1 FROM cases c WHERE c.case_id = k.case_id)""",
        "lines without a case": """
            SELECT count(*) FROM cases c WHERE NOT EXISTS
            (SELECT 1 FROM links k WHERE k.case_id = c.case_id AND k.ended_at IS NULL)""",
    }
    engine = casebook.store.engine  # type: ignore[attr-defined]
    with engine.connect() as connection, connection.begin():
        for what, query in queries.items():
            if found := connection.exec_driver_sql(query).scalar():
                wrong.append(f"{found} {what}")
    return wrong


def main(place: str, n_rounds: int, seed: int, longest_seconds: float) -> dict[str, Any]:
    """Kill and look for so many rounds."""
    random_ = random.Random(seed)
    wrong: list[str] = []
    n_saved = 0
    folder = Path(tempfile.mkdtemp())
    noted: list[dict[str, Any]] = []
    for number in range(n_rounds):
        notes = folder / f"notes-{number}"
        handle = os.open(notes, os.O_CREAT | os.O_APPEND | os.O_WRONLY)
        child = os.fork()
        if child == 0:
            try:
                write_until_killed(place, handle, seed + number, folder)
            finally:
                os._exit(1)  # a writer that ends by itself has met an error
        if random_.random() < 0.8:  # the others are killed while they open it, or before
            wait_for(notes, n_lines=random_.randint(1, 8))
        time.sleep(random_.random() * longest_seconds)
        os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        os.close(handle)
        if not os.WIFSIGNALED(status):
            wrong.append(f"round {number}: the writer ended by itself")
        noted += [json.loads(line) for line in notes.read_text().splitlines()]
        n_saved = sum("saved" in entry or "decision" in entry for entry in noted)
        wrong += [f"round {number}: {what}" for what in look(place, noted)]
    return {"rounds": n_rounds, "saved": n_saved, "documents": len(_documents(place)), "wrong": wrong}


def wait_for(notes: Path, n_lines: int, longest_seconds: float = 20.0) -> None:
    """Wait until the writer has noted so many steps, so that a busy machine does not kill every writer at its first."""
    until = time.monotonic() + longest_seconds
    while notes.read_bytes().count(b"\n") < n_lines and time.monotonic() < until:
        time.sleep(0.002)


def _documents(place: str) -> list[Any]:
    with open_casebook(place) as casebook, casebook.store.reading() as tx:
        return tx.everything_of(None)[0]


if __name__ == "__main__":
    assert schema.RELEASED
    print(json.dumps(main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), float(sys.argv[4]))))  # noqa: T201
