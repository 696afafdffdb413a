"""`counterpoise bench reading`: what it measures."""

from pathlib import Path

from counterpoise.benches.reading import BARS, measure, prose_of_packages


def test_the_prefilter_keeps_the_texts_about_transfers_and_each_speed_is_measured(shared: Path) -> None:
    report = measure(folder=shared / "data", prose_bytes=2_000_000)
    assert report["notices"] > 50
    assert report["news_texts"] > 120
    assert report["recall"] >= BARS["recall"]
    assert report["recall_on_texts"] > 170
    assert report["prefilter_mb"] >= 2
    assert report["ratio_to_reading"] > 10
    assert report["notices_a_minute"] >= BARS["notices_a_minute"]


def test_without_the_open_set_the_notices_are_those_written_for_the_project(tmp_path: Path) -> None:
    assert measure(folder=tmp_path, prose_bytes=100_000)["notices_from"] == "texts of our own"


def test_prose_of_packages_is_as_much_as_asked_for() -> None:
    assert sum(map(len, prose_of_packages(2_000_000))) >= 2_000_000
