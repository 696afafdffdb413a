"""Data that are not shipped: found, copied, checked, refused."""

from pathlib import Path

import pytest

from counterpoise.errors import DataAbsent, InvalidInput
from counterpoise.validation.datasets import (
    ABSENT,
    NOT_NEEDED,
    OTHER,
    OURS,
    copy_in,
    data_folder,
    data_set,
    data_sets,
    is_complete,
    states,
)


def test_every_set_says_where_to_get_it_and_under_what_terms() -> None:
    for chosen in data_sets().values():
        assert "counterpoise data get" in chosen.get
        assert chosen.licence
        assert all(len(file.sha256) == 64 for file in chosen.files)


def test_an_empty_folder_lacks_everything_and_says_where_to_get_it(tmp_path: Path) -> None:
    assert {state.state for state in states(tmp_path, "disputes")} == {ABSENT}
    with pytest.raises(DataAbsent, match="counterpoise data get cdb90"):
        data_set("cdb90").need(tmp_path, "belligerents.csv")


def test_copying_from_a_folder_makes_the_set_complete(data_dir: Path, tmp_path: Path) -> None:
    found = copy_in("wars", data_dir / "disputes", tmp_path)
    assert [state.state for state in found] == [OURS, OURS]
    assert is_complete(tmp_path, "wars")
    assert not list(tmp_path.rglob("*.part"))


def test_another_edition_is_copied_and_said_to_be_so(tmp_path: Path) -> None:
    source = tmp_path / "source"
    source.mkdir()
    (source / "index.csv").write_text("file,kind\n")
    assert [state.state for state in copy_in("notices", source, tmp_path)] == [OTHER]


def test_a_folder_without_the_files_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "empty"
    source.mkdir()
    with pytest.raises(DataAbsent, match="None of the files"):
        copy_in("wars", source, tmp_path)


def test_upstream_names_are_known_and_stand_in_for_the_signed_file(data_dir: Path, tmp_path: Path) -> None:
    source = tmp_path / "checkout" / "src-data"
    source.mkdir(parents=True)
    wide = (data_dir / "cdb90" / "CDB90-patched-wide.csv").read_bytes()
    (source / "CDB90-patched.csv").write_bytes(wide)
    for name in ("battles", "belligerents", "battle_durations", "battle_dyads", "terrain", "weather"):
        (source / f"{name}.csv").write_bytes((data_dir / "cdb90" / f"{name}.csv").read_bytes())
    by_file = {state.file: state.state for state in copy_in("cdb90", tmp_path / "checkout", tmp_path)}
    assert by_file["CDB90-patched-wide.csv"] == OURS
    assert by_file["battles_signed.csv"] == NOT_NEEDED
    assert is_complete(tmp_path, "cdb90")


def test_an_unknown_set_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(InvalidInput, match="cdb90"):
        data_set("cdb91")


def test_a_folder_that_does_not_exist_is_refused(tmp_path: Path) -> None:
    with pytest.raises(DataAbsent, match="does not exist"):
        data_folder(tmp_path / "nowhere")


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path))
    assert data_folder(None) == tmp_path
