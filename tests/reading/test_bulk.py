"""Many documents at once: every kind of container, one line each, and a stopped run goes on."""

import io
import json
import tarfile
import zipfile
from email.message import EmailMessage
from pathlib import Path

import pytest

from counterpoise.errors import UnreadableDocument
from counterpoise.reading.bulk import BulkProgress, read_in_bulk

SALE = (
    "The United States will sell 24 F-16 jets to Bahrain, the Pentagon said. “It is a step,” said Minister Ali Noor.\n"
)
GARDEN = "The council planted four hundred trees. “Shade is cheap,” said Mayor Lucia Ferrante.\n"


def _lines(path: Path) -> list[dict[str, object]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def _fill(folder: Path) -> None:
    folder.mkdir()
    (folder / "sale.txt").write_text(SALE)
    (folder / "garden.txt").write_text(GARDEN)
    (folder / "broken.bin").write_bytes(b"\x00\x01\x02" * 40)
    with zipfile.ZipFile(folder / "more.zip", "w") as archive:
        archive.writestr("zipped.txt", SALE)
    with tarfile.open(folder / "more.tar.gz", "w:gz") as archive:
        member = tarfile.TarInfo("taped.txt")
        member.size = len(SALE.encode())
        archive.addfile(member, io.BytesIO(SALE.encode()))
    rows = [
        {"text": SALE, "path": "line-1", "published_on": "2024-05-01"},
        {"no": "text"},
        {"text": SALE, "published_on": "May"},
    ]
    (folder / "more.jsonl").write_text("\n".join(map(json.dumps, rows)) + "\n")


@pytest.mark.parametrize("workers", [1, pytest.param(2, marks=pytest.mark.slow)])
def test_each_document_of_a_folder_its_archives_and_its_lines_has_one_line(tmp_path: Path, workers: int) -> None:
    _fill(tmp_path / "in")
    out = tmp_path / "out.jsonl"
    final = read_in_bulk([str(tmp_path / "in")], out, workers=workers, use_model=False)
    by_path = {str(line["document"]["path"]).rsplit("/", 1)[-1]: line for line in _lines(out)}  # type: ignore[index]
    assert set(by_path) == {
        "sale.txt",
        "garden.txt",
        "broken.bin",
        "more.zip!zipped.txt",
        "more.tar.gz!taped.txt",
        "line-1",
        "more.jsonl:2",
        "more.jsonl:3",
    }
    assert (final.n_done, final.n_passed_by, final.n_errors) == (8, 2, 2)
    assert by_path["garden.txt"]["passed_by"] is True
    assert by_path["broken.bin"]["passed_by"] is True  # no bytes of it can be about a transfer
    for name in ("sale.txt", "more.zip!zipped.txt", "more.tar.gz!taped.txt", "line-1"):
        assert len(by_path[name]["transfers"]) == 1  # type: ignore[arg-type]
    assert all("error" in by_path[name] for name in ("more.jsonl:2", "more.jsonl:3"))


def test_a_stopped_run_goes_on_and_a_half_written_line_is_written_again(tmp_path: Path) -> None:
    _fill(tmp_path / "in")
    out = tmp_path / "out.jsonl"
    read_in_bulk([str(tmp_path / "in")], out, workers=1, use_model=False)
    whole = sorted(out.read_bytes().splitlines())
    out.write_bytes(out.read_bytes()[:-30])
    again = read_in_bulk([str(tmp_path / "in")], out, workers=1, use_model=False)
    assert again.n_done == 1
    assert sorted(out.read_bytes().splitlines()) == whole


def test_everything_is_read_when_asked(tmp_path: Path) -> None:
    (tmp_path / "garden.txt").write_text(GARDEN)
    read_in_bulk([str(tmp_path / "garden.txt")], tmp_path / "out.jsonl", workers=1, use_model=False, read_all=True)
    (line,) = _lines(tmp_path / "out.jsonl")
    assert len(line["attributions"]) == 1  # type: ignore[arg-type]


def test_a_damaged_archive_and_a_foreign_output_are_refused_with_the_remedy(tmp_path: Path) -> None:
    (tmp_path / "bad.zip").write_bytes(b"PK\x03\x04 not really")
    with pytest.raises(UnreadableDocument, match="damaged"):
        read_in_bulk([str(tmp_path / "bad.zip")], tmp_path / "out.jsonl", workers=1)
    (tmp_path / "notes.txt").write_text("my notes\n")
    with pytest.raises(UnreadableDocument, match="Name another file"):
        read_in_bulk([str(tmp_path / "bad.zip")], tmp_path / "notes.txt", workers=1)


def test_progress_reaches_the_end_and_tells_what_was_passed_by(tmp_path: Path) -> None:
    _fill(tmp_path / "in")
    seen: list[BulkProgress] = []
    read_in_bulk([str(tmp_path / "in")], tmp_path / "out.jsonl", workers=1, use_model=False, progress=seen.append)
    assert 0 < seen[-1].share <= 1
    assert seen[-1].n_passed_by == 2


def test_words_that_a_file_encodes_are_looked_at_before_it_is_passed_by(tmp_path: Path) -> None:
    mail = EmailMessage()
    mail["Subject"] = "Jets"
    mail.set_content("Bahrain ordered 12 F-16 jets from Lockheed Martin for $3 billion.", cte="base64")
    (tmp_path / "mail.eml").write_bytes(mail.as_bytes())
    (tmp_path / "wide.txt").write_bytes("Bahrain ordered 12 F-16 jets for $3 billion.".encode("utf-16"))
    mail.set_content("The choir sings on Sunday.", cte="base64")
    (tmp_path / "other.eml").write_bytes(mail.as_bytes())
    output = tmp_path / "out.jsonl"
    read_in_bulk([str(tmp_path / name) for name in ("mail.eml", "wide.txt", "other.eml")], output, use_model=False)
    answers = [json.loads(line) for line in output.read_text(encoding="utf-8").splitlines()]
    by_name = {Path(a["document"]["path"]).name: a for a in answers}
    assert by_name["mail.eml"]["transfers"]
    assert by_name["wide.txt"]["transfers"]
    assert by_name["other.eml"]["passed_by"]
