"""Writers killed at any instant, full disks, two writers, locks: nothing acknowledged is lost, nothing half is seen."""

import json
import os
import resource
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counterpoise.casebook import open_casebook
from counterpoise.casebook.casebook import Casebook
from counterpoise.casebook.postgres import PostgresStore
from counterpoise.casebook.sqlite import SqliteStore
from counterpoise.errors import StoreError
from tests.casebook.conftest import Clock, notice, story
from tests.casebook.killed_writer import partial_cases

OFFICIAL = {"kind": "dsca_release", "grade": "official"}
KILLS = int(os.environ.get("COUNTERPOISE_KILLS", "60"))


def killed(place: str, n_rounds: int, longest_seconds: float, repository: Path) -> dict[str, object]:
    """Run the killing program and give what it found."""
    program = [sys.executable, "-m", "tests.casebook.killed_writer"]
    command = [*program, place, str(n_rounds), "1", str(longest_seconds)]
    answer = subprocess.run(command, capture_output=True, text=True, cwd=repository, timeout=60 + 5 * n_rounds)
    assert answer.returncode == 0, answer.stderr
    found: dict[str, object] = json.loads(answer.stdout)
    return found


@pytest.mark.slow
def test_a_writer_killed_at_random_instants_loses_nothing_it_was_told_is_saved(
    tmp_path: Path, repository: Path
) -> None:
    """500 instants with COUNTERPOISE_KILLS=500."""
    found = killed(str(tmp_path / "c.sqlite"), KILLS, 0.15, repository)
    assert found["wrong"] == []
    assert int(str(found["saved"])) > KILLS / 4, "the writers were killed before they did anything"


@pytest.mark.slow
def test_a_client_of_the_server_killed_at_random_instants_loses_nothing(
    postgres_database: str, repository: Path
) -> None:
    found = killed(postgres_database, max(10, KILLS // 5), 0.5, repository)
    assert found["wrong"] == []
    assert int(str(found["saved"])) > 1


def test_a_writer_killed_while_it_makes_the_file_leaves_one_that_opens(tmp_path: Path, repository: Path) -> None:
    code = "import sys; from counterpoise.casebook import open_casebook; print(flush=True); open_casebook(sys.argv[1])"
    for number in range(8):
        path = tmp_path / f"{number}.sqlite"
        child = subprocess.Popen([sys.executable, "-c", code, str(path)], stdout=subprocess.PIPE, cwd=repository)
        assert child.stdout is not None
        child.stdout.readline()
        threading.Event().wait(0.03 * number)
        child.kill()
        child.wait()
        child.stdout.close()
        with open_casebook(path) as casebook:
            casebook.check()
            assert casebook.list_cases() == []


# A full disk


@pytest.fixture(params=["page limit", "file size limit", "small file system"])
def full_disk(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Path]:
    """Give the place of a casebook on a disk that has room for about a megabyte, made in three ways."""
    path = tmp_path / "disk" / "c.sqlite"
    path.parent.mkdir()
    if request.param == "small file system":
        made = shutil.which("mount") and subprocess.run(
            ["mount", "-t", "tmpfs", "-o", "size=1500k", "tmpfs", str(path.parent)], capture_output=True
        ).returncode == 0  # fmt: skip
        if not made:
            pytest.skip("no file system can be mounted here")
        yield path
        subprocess.run(["umount", "-l", str(path.parent)], check=True)
    elif request.param == "file size limit":
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (700_000, before[1]))
        yield path
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    else:
        yield path


def test_a_full_disk_is_named_and_what_was_saved_before_is_kept(
    full_disk: Path, now: Clock, request: pytest.FixtureRequest
) -> None:
    is_limited = "page limit" in request.node.name
    saved: list[str] = []
    message = ""
    with open_casebook(full_disk) as casebook:
        for number in range(400):
            if is_limited:  # as if the disk had room for no more
                _limit_pages(casebook, 160)
            told = story(note=f"Number {number}. " + "word " * 600)
            try:
                saved.append(casebook.add_readings([told.reading()], recorded_at=now())[0].document_id)
            except StoreError as error:
                message = error.message
                break
        assert "full or fails" in message
        assert len(saved) > 3
        casebook.check()
        assert all(casebook.text(document_id) for document_id in saved)
        assert partial_cases(casebook) == []


def _limit_pages(casebook: Casebook, n_pages: int) -> None:
    with casebook.store.engine.connect() as connection:  # type: ignore[attr-defined]
        connection.exec_driver_sql(f"PRAGMA max_page_count = {n_pages}")


# Two writers


def test_two_writers_at_once_both_get_everything_in(where: str, repository: Path) -> None:
    open_casebook(where).close()
    code = """
import sys
from counterpoise.casebook import open_casebook
from tests.casebook.conftest import notice, story
with open_casebook(sys.argv[1]) as casebook:
    for number in range(25):
        new = [story("ARE", note=f"{sys.argv[2]} {number}"), notice(f"2{sys.argv[2]}-{number + 1}", total=number + 1)]
        casebook.add_readings([one.reading() for one in new], recorded_at="2026-01-01T00:00:00+00:00")
"""
    writers = [
        subprocess.Popen([sys.executable, "-c", code, where, str(n)], cwd=repository, stderr=subprocess.PIPE, text=True)
        for n in range(2)
    ]
    for writer in writers:
        _, said = writer.communicate(timeout=120)
        assert writer.returncode == 0, said
    with open_casebook(where) as casebook:
        casebook.check()
        assert partial_cases(casebook) == []
        with casebook.store.reading() as tx:
            assert len(tx.everything_of(None)[0]) == 100


def test_a_locked_casebook_is_named_and_can_still_be_read(where: str, now: Clock) -> None:
    with open_casebook(where) as first:
        first.add_readings([notice().reading(**OFFICIAL)], recorded_at=now())
        options: dict[str, Any] = {"wait_seconds": 0.3}
        store = PostgresStore(where, **options) if "://" in where else SqliteStore(Path(where), **options)
        with first.store.writing():
            second = Casebook(store)
            with pytest.raises(StoreError, match="is locked"):
                second.add_readings([story().reading()], recorded_at=now())
            assert second.case("dsca-21-5-are").known("purchaser") == "ARE"
        second.add_readings([story().reading()], recorded_at=now())
        second.close()


def test_a_reader_sees_one_state_while_a_writer_goes_on(where: str, now: Clock) -> None:
    with open_casebook(where) as casebook:
        casebook.add_readings([notice("21-05").reading(**OFFICIAL)], recorded_at=now())
        with casebook.store.reading() as tx:
            before = tx.everything_of(None)
            casebook.add_readings([notice("21-07").reading(**OFFICIAL)], recorded_at=now())
            assert tx.everything_of(None) == before


def test_an_exception_in_the_middle_of_a_write_leaves_nothing(casebook: Casebook, now: Clock) -> None:
    def readings() -> Iterator[object]:
        yield notice("21-05").reading(**OFFICIAL)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        casebook.add_readings(readings(), recorded_at=now())  # type: ignore[arg-type]
    assert casebook.list_cases() == []
    casebook.add_readings([notice("21-05").reading(**OFFICIAL)], recorded_at=now())


def test_a_clock_that_runs_backwards_changes_nothing_but_the_moments_shown(casebook: Casebook) -> None:
    told = story().reading(published_on=date(2020, 9, 23))
    casebook.add_readings([told], recorded_at="2026-06-01T00:00:00+00:00")
    casebook.add_readings([notice().reading(**OFFICIAL)], recorded_at="2020-01-01T00:00:00+00:00")
    case = casebook.case("dsca-21-5-are")
    assert (case.stage.stage, len(case.documents)) == ("formally_notified", 2)
    casebook.check()
