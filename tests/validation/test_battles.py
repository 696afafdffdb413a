"""The record of battles: the edition with lost signs is refused, or restored from the wide source."""

import csv
import shutil
from pathlib import Path

import numpy as np
import pytest

from counterpoise.errors import DataAbsent, InvalidInput
from counterpoise.validation.battles import SIGNED_COLUMNS, Battles, check_signs, load_battles, restore_signs

OTHERS = ("belligerents", "battle_durations", "battle_dyads", "terrain", "weather")


def _copy(data_dir: Path, target: Path, *names: str) -> None:
    (target / "cdb90").mkdir(parents=True, exist_ok=True)
    for name in names:
        shutil.copyfile(data_dir / "cdb90" / f"{name}.csv", target / "cdb90" / f"{name}.csv")


def _rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as stream:
        return list(csv.DictReader(stream))


def test_the_file_with_lost_signs_is_refused(data_dir: Path, tmp_path: Path) -> None:
    _copy(data_dir, tmp_path, "battles", *OTHERS)
    with pytest.raises(InvalidInput, match="lost its negative codes: no attacker loses and 219 outcomes are blank"):
        load_battles(tmp_path)


def test_the_file_with_lost_signs_is_refused_under_another_name_too(data_dir: Path, tmp_path: Path) -> None:
    _copy(data_dir, tmp_path, *OTHERS)
    shutil.copyfile(data_dir / "cdb90" / "battles.csv", tmp_path / "cdb90" / "battles_signed.csv")
    with pytest.raises(InvalidInput, match=r"CDB90-patched-wide\.csv"):
        load_battles(tmp_path)


def test_signs_restored_from_the_wide_source_are_those_of_the_signed_file(data_dir: Path) -> None:
    folder = data_dir / "cdb90"
    restored = restore_signs(_rows(folder / "battles.csv"), _rows(folder / "CDB90-patched-wide.csv"))
    signed = _rows(folder / "battles_signed.csv")

    def value(text: str) -> float | None:
        return float(text) if text else None

    for ours, theirs in zip(restored, signed, strict=True):
        for column in SIGNED_COLUMNS:
            assert value(ours[column]) == value(theirs[column]), (ours["isqno"], column)


def test_both_ways_to_the_record_give_the_same_battles(data_dir: Path, tmp_path: Path, battles: Battles) -> None:
    _copy(data_dir, tmp_path, "battles", "CDB90-patched-wide", *OTHERS)
    other = load_battles(tmp_path)
    assert np.array_equal(other.outcome, battles.outcome, equal_nan=True)
    assert np.array_equal(other.air_superiority, battles.air_superiority, equal_nan=True)


def test_files_of_two_editions_are_refused() -> None:
    tidy = [dict.fromkeys(SIGNED_COLUMNS, "1") | {"isqno": "1"}]
    wide = [{name.upper(): "0" for name in SIGNED_COLUMNS} | {"ISQNO": "1"}]
    with pytest.raises(InvalidInput, match="one edition"):
        restore_signs(tidy, wide)


def test_a_file_with_signs_passes() -> None:
    check_signs([{"wina": "1"}, {"wina": "-1"}], Path("any.csv"))


def test_without_the_record_the_message_says_where_to_get_it(tmp_path: Path) -> None:
    with pytest.raises(DataAbsent, match=r"github\.com/jrnold/CDB90"):
        load_battles(tmp_path)


def test_israel_and_its_opponents_are_those_of_the_hand_made_table(battles: Battles, data_dir: Path) -> None:
    for row in _rows(data_dir / "cdb90" / "arab_israeli_battles.csv"):
        place = int(np.flatnonzero(battles.number == int(row["isqno"]))[0])
        assert battles.israel[place] == (1 if row["israel_role"] == "attacker" else -1)
        assert row["opponent"].startswith(battles.opponent[place])
    assert int(np.sum(battles.israel != 0)) == 70


def test_unknown_is_not_zero(battles: Battles) -> None:
    assert np.isnan(battles.guns[0]).sum() > 50
    assert np.isnan(battles.outcome).sum() == 2


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("share", [0.0, 0.004, 0.5, 0.999])
def test_a_truncated_file_is_a_named_error_or_still_whole(
    data_dir: Path, tmp_path: Path, name: str, share: float
) -> None:
    _copy(data_dir, tmp_path, "battles_signed", *OTHERS)
    path = tmp_path / "cdb90" / f"{name}.csv"
    data = path.read_bytes()
    path.write_bytes(data[: int(len(data) * share)])
    try:
        assert len(load_battles(tmp_path)) == 660  # terrain, weather and days may lack battles: then unknown
    except InvalidInput as error:
        assert "again from upstream" in error.message  # noqa: PT017 - either is right, a traceback is not


@pytest.mark.parametrize("junk", [b"", b"\x00\xff\xfe", b"isqno\n1\n", b'"' * 200_000, b"isqno,str\n1,many\n"])
def test_any_bytes_in_place_of_a_table_are_a_named_error(data_dir: Path, tmp_path: Path, junk: bytes) -> None:
    _copy(data_dir, tmp_path, "battles_signed", *OTHERS)
    (tmp_path / "cdb90" / "belligerents.csv").write_bytes(junk)
    with pytest.raises(InvalidInput, match=r"belligerents\.csv"):
        load_battles(tmp_path)
