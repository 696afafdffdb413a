"""`counterpoise bench reading`: what it measures, and what it says where something is not there."""

import pytest

from counterpoise.benches.reading import BARS, irrelevant_texts, measure, news_texts


def test_every_bar_has_a_figure_and_an_answer(shared: object, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", f"{shared}/data")
    report = measure(megabytes=1, repeats=1)
    assert report["holds"].keys() == BARS.keys()
    assert report["notices"]["texts"] > 50
    assert report["news"]["words"] > 20_000
    assert report["prefilter"]["recall"] >= BARS["prefilter_recall"]
    assert (
        report["prefilter"]["megabytes_per_second"]
        > 10 * report["prefilter"]["regular_expression_megabytes_per_second"]
    )
    assert all(
        value is not False for name, value in report["holds"].items() if name != "prefilter_megabytes_per_second"
    )


def test_without_the_data_the_row_of_the_notices_says_so(monkeypatch: pytest.MonkeyPatch, tmp_path: object) -> None:
    monkeypatch.setenv("COUNTERPOISE_DATA", str(tmp_path))
    monkeypatch.setattr("counterpoise.benches.reading.news_texts", list)
    report = measure(megabytes=1, repeats=1)
    assert report["notices"]["per_minute"] is None
    assert "not in the data folder" in report["notices"]["note"]
    assert report["news"]["words_per_second"] is None
    assert report["holds"]["notices_per_minute"] is None


def test_texts_of_the_bench_are_there() -> None:
    assert len(news_texts()) == 138
    assert sum(map(len, irrelevant_texts(2))) >= 2_000_000
