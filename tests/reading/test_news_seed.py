"""The article the project started from, read from the shared folder; its text is not in the repository."""

from datetime import date
from pathlib import Path

import pytest

from counterpoise.reading.contract import Attribution, Reading
from counterpoise.reading.documents import load_document
from counterpoise.reading.news import read_news


@pytest.fixture(params=[False, True], ids=["rules alone", "with the model"])
def reading(request: pytest.FixtureRequest, shared: Path) -> Reading:
    return _read(shared, use_model=request.param)


def _read(shared: Path, *, on: date | None = None, use_model: bool = False) -> Reading:
    return read_news(load_document(shared / "data/seed/article.txt"), published_on=on, use_model=use_model)


def _by(reading: Reading, speaker: str) -> list[Attribution]:
    return [a for a in reading.attributions if a.speaker == speaker]


def test_every_span_gives_its_wording(reading: Reading) -> None:
    text = reading.document.text
    quoted = [x.quoted for group in (reading.transfers, reading.attributions, reading.commitments, reading.requests,
                                     reading.events) for x in group]  # fmt: skip
    quoted += [q for t in reading.transfers for q in t.evidence.values()]
    quoted += [i.quoted for t in reading.transfers for i in t.items]
    assert quoted
    assert all(text[q.span.start : q.span.end] == q.wording for q in quoted)


def test_one_proposed_transfer_of_f35_from_the_united_states_to_the_emirates(reading: Reading) -> None:
    (transfer,) = reading.transfers
    assert transfer.supplier is not None
    assert transfer.purchaser is not None
    assert (transfer.supplier.code, transfer.purchaser.code, transfer.status) == ("USA", "ARE", "proposed")
    assert [item.system_id for item in transfer.items] == ["f-35"]
    assert transfer.total_usd is None


def test_each_direct_quotation_has_its_speaker(reading: Reading) -> None:
    direct = [a.speaker_id for a in reading.attributions if a.kind == "direct"]
    assert direct == ["mark-esper"] * 3 + ["benny-gantz"] * 2 + ["il-pmo"]


def test_reportedly_is_kept_on_the_words_it_hedges(reading: Reading) -> None:
    hedged = {a.cue: a.speaker for a in reading.attributions if a.hedged}
    assert hedged == {"reportedly said": "Mark Esper", "reportedly noting": "Benny Gantz",
                      "will reportedly call": "Benny Gantz"}  # fmt: skip


def test_words_quoted_within_reports_are_mixed(reading: Reading) -> None:
    mixed = {
        a.speaker: a.quoted.wording for a in reading.attributions if a.kind == "mixed" and "ble" in a.quoted.wording
    }
    assert "“no problem”" in mixed["Donald Trump"]
    assert "“unstable”" in mixed["Benny Gantz"]


def test_compensation_is_a_hedged_intention_of_gantz_tied_to_the_sale(reading: Reading) -> None:
    (request,) = reading.requests
    assert (request.by, request.to, request.status, request.hedged) == (
        "Benny Gantz", "United States", "reported_intention", True)  # fmt: skip
    assert request.condition == "if the F-35 deal with the UAE goes ahead"
    assert (request.connected_to_sale, request.nature) == ("stated", "undetermined")


def test_the_vow_is_a_general_assurance_and_not_connected_to_the_sale(reading: Reading) -> None:
    vow = reading.commitments[0]
    assert (vow.by, vow.to, vow.nature, vow.connected_to_sale, vow.status) == (
        "Mark Esper", "Israel", "security_assurance", "unknown", "made")  # fmt: skip


def test_positions_are_read_with_what_they_are_about(reading: Reading) -> None:
    stances = {a.speaker: (a.topic, a.transfer, a.stance) for a in reading.attributions}
    assert stances["Donald Trump"] == ("transfer", "t1", "supports")
    assert stances["Jared Kushner"] == ("position", None, "supports")
    assert stances["Ministry of Finance" if "Ministry of Finance" in stances else "Finance Ministry"] == (
        "domestic_production", None, "opposes")  # fmt: skip
    trust, stance = _by(reading, "Benjamin Netanyahu")
    assert (trust.topic, trust.stance) == ("qme", "supports")
    assert (stance.topic, stance.stance) == ("transfer", "unknown")


def test_the_denial_of_consent_opposes_the_transfer(reading: Reading) -> None:
    denial = next(a for a in reading.attributions if a.speaker_id == "il-pmo")
    assert (denial.transfer, denial.stance) == ("t1", "opposes")
    assert "consent" in denial.stance_because


def test_weekday_and_last_week_are_dated_when_the_publication_date_is_given(shared: Path) -> None:
    events = {e.quoted.wording: e.on for e in _read(shared, on=date(2020, 9, 23)).events}
    assert events["Tuesday"].date == "2020-09-22"
    assert events["Tuesday"].inferred
    assert "2020-09-23" in (events["Tuesday"].because or "")
    ceremony = next(on for words, on in events.items() if words.startswith("last week"))
    assert (ceremony.date, ceremony.precision) == ("2020-09-14", "week")
    assert events["this year"].date == "2020"


def test_relative_dates_stay_unresolved_with_their_words_without_a_publication_date(shared: Path) -> None:
    reading = _read(shared)
    assert {e.on.precision for e in reading.events} == {"unresolved"}
    assert any(e.quoted.wording == "Tuesday" for e in reading.events)
    assert "unresolved_date" in {w.code for w in reading.warnings}


def test_the_unrelated_headline_gives_a_warning_and_nothing_else(reading: Reading) -> None:
    (warning,) = [w for w in reading.warnings if w.code == "headline_mismatch"]
    assert warning.span is not None
    assert all(a.quoted.span.start >= warning.span.end for a in reading.attributions)
