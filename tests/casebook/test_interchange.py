"""Exports and imports: round trips on both engines, all or nothing, messages for files that are wrong."""

import csv
import io
import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from counterpoise.casebook import open_casebook
from counterpoise.casebook.casebook import Casebook
from counterpoise.casebook.ledger import LEDGER_COLUMNS
from counterpoise.casebook.search import CaseFilter
from counterpoise.casebook.tabular import ImportRejected
from counterpoise.errors import InvalidInput
from tests.casebook.conftest import Clock, notice, story

OFFICIAL = {"kind": "dsca_release", "grade": "official"}
SIGNED = {"author": "Jane Doe", "reason": "read in the printed notice"}
WHOLE_FORMATS = ["x.jsonl", "x.zip", "x.parquet.zip", "x.sqlite"]


@pytest.fixture
def filled(casebook: Casebook, add: Callable[..., Any], now: Clock) -> Casebook:
    """Give a casebook with stories, notices, an amendment, two corrections, a merge and a bundle."""
    add(story(), published_on=date(2020, 9, 23))
    add(notice(), **OFFICIAL)
    add(notice("21-06", system_id="mq-9b", quantity=18, total=0), **OFFICIAL)
    add(notice("0C-21", amends="21-06", received_on="2021-03-01", total=3 * 10**9), **OFFICIAL)
    add(story("QAT", "mq-9b", note='Ünïcode, "quotes", commas,\nlines.'))
    casebook.correct("dsca-21-5-are", "mde_usd", "1", **SIGNED, recorded_at=now())
    casebook.correct("dsca-21-5-are", "mde_usd", "2", **SIGNED, recorded_at=now())
    casebook.merge(["dsca-21-5-are", "dsca-21-6-are"], **SIGNED, recorded_at=now())
    return casebook


def contents(casebook: Casebook, folder: Path) -> str:
    """Give everything a casebook holds as text, texts and all."""
    casebook.export_to(folder / "all.jsonl", with_texts=True)
    return (folder / "all.jsonl").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", WHOLE_FORMATS)
def test_what_is_exported_with_texts_and_imported_is_equal(
    filled: Casebook, tmp_path: Path, now: Clock, name: str
) -> None:
    filled.export_to(tmp_path / name, with_texts=True)
    with open_casebook(tmp_path / "other.sqlite") as other:
        other.import_from(tmp_path / name, recorded_at=now())
        assert contents(other, tmp_path) == contents(filled, tmp_path)
        for line in filled.list_cases():
            ours, theirs = filled.case(line.case_id), other.case(line.case_id)
            assert (ours.fields, ours.stage, ours.items) == (theirs.fields, theirs.stage, theirs.items)


@pytest.mark.parametrize("name", WHOLE_FORMATS)
def test_an_export_without_news_texts_exports_the_same_again(
    filled: Casebook, tmp_path: Path, now: Clock, name: str
) -> None:
    heading = filled.export_to(tmp_path / name)
    assert heading["texts"] == "2 withheld (news and registers)"
    with open_casebook(tmp_path / "other.sqlite") as other:
        other.import_from(tmp_path / name, recorded_at=now())
        other.export_to(tmp_path / "again.jsonl")
    filled.export_to(tmp_path / "first.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "first.jsonl").read_bytes()


def test_the_full_text_of_news_is_in_no_export_unless_asked_for(filled: Casebook, tmp_path: Path) -> None:
    words = "Washington may sell"
    for name in WHOLE_FORMATS:
        filled.export_to(tmp_path / name)
        data = (tmp_path / name).read_bytes()
        if zipfile.is_zipfile(tmp_path / name):
            with zipfile.ZipFile(tmp_path / name) as archive:
                data = b"".join(archive.read(member) for member in archive.namelist())
        assert words.encode() not in data, name


def test_the_text_comes_back_when_the_document_itself_is_read(filled: Casebook, tmp_path: Path, now: Clock) -> None:
    filled.export_to(tmp_path / "x.jsonl")
    told = story()
    with open_casebook(tmp_path / "other.sqlite") as other:
        other.import_from(tmp_path / "x.jsonl", recorded_at=now())
        assert other.text(told.document.id) is None
        other.add_readings([told.reading(published_on=date(2020, 9, 23))], recorded_at=now())
        assert other.text(told.document.id) == told.document.text
        assert any(hit.document_id == told.document.id for hit in other.search("Washington"))


def test_importing_an_export_again_changes_nothing(filled: Casebook, tmp_path: Path, now: Clock) -> None:
    filled.export_to(tmp_path / "x.jsonl", with_texts=True)
    before = contents(filled, tmp_path)
    report = filled.import_from(tmp_path / "x.jsonl", recorded_at=now())
    assert (report.n_new, report.case_ids) == (0, ())
    assert contents(filled, tmp_path) == before


def test_an_export_says_its_filters_counts_licence_and_version(filled: Casebook, tmp_path: Path) -> None:
    filled.export_to(tmp_path / "x.zip", wanted=CaseFilter(purchaser="QAT"))
    with zipfile.ZipFile(tmp_path / "x.zip") as archive:
        heading = json.loads(archive.read("metadata.json"))
        cases = list(csv.DictReader(io.StringIO(archive.read("cases.csv").decode())))
    assert heading["filters"] == {"purchaser": "QAT"}
    assert heading["counts"]["cases"] == len(cases) == 1
    assert heading["licence"]
    assert heading["version"]


def test_a_parquet_file_says_where_it_comes_from(filled: Casebook, tmp_path: Path) -> None:
    duckdb = pytest.importorskip("duckdb")
    filled.export_to(tmp_path / "x.parquet.zip")
    with zipfile.ZipFile(tmp_path / "x.parquet.zip") as archive:
        archive.extract("cases.parquet", tmp_path)
    query = "SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)"
    told = dict(duckdb.execute(query, [str(tmp_path / "cases.parquet")]).fetchall())
    assert json.loads(told["counterpoise"])["counts"]["cases"] == len(filled.list_cases())


@pytest.mark.parametrize("name", ["x.jsonl", "x.zip", "x.parquet.zip"])
def test_the_same_export_twice_is_the_same_bytes(filled: Casebook, tmp_path: Path, name: str) -> None:
    filled.export_to(tmp_path / name)
    first = (tmp_path / name).read_bytes()
    filled.export_to(tmp_path / name)
    assert (tmp_path / name).read_bytes() == first


def test_references_name_each_document_once_with_its_day(filled: Casebook, tmp_path: Path) -> None:
    filled.export_to(tmp_path / "x.json")
    items = json.loads((tmp_path / "x.json").read_text())
    assert len(items) == len({item["id"] for item in items}) == 7
    assert {"date-parts": [[2020, 9, 23]]} in [item.get("issued") for item in items]
    filled.export_to(tmp_path / "x.ris")
    assert (tmp_path / "x.ris").read_text().count("TY  - ") == 7
    filled.export_to(tmp_path / "x.bib")
    assert (tmp_path / "x.bib").read_text().count("@misc{") == 7


@pytest.mark.parametrize("cut", [0.3, 0.7, 0.99])
@pytest.mark.parametrize("name", ["x.jsonl", "x.zip", "x.sqlite"])
def test_a_file_that_is_cut_off_is_refused_and_nothing_of_it_taken(
    filled: Casebook, tmp_path: Path, now: Clock, name: str, cut: float
) -> None:
    from counterpoise.errors import CounterpoiseError

    filled.export_to(tmp_path / name)
    data = (tmp_path / name).read_bytes()
    (tmp_path / name).write_bytes(data[: int(len(data) * cut)])
    with open_casebook(tmp_path / "other.sqlite") as other:
        with pytest.raises(CounterpoiseError):
            other.import_from(tmp_path / name, recorded_at=now())
        assert other.list_cases() == []


def test_an_export_of_a_later_format_is_refused(local: Casebook, tmp_path: Path, now: Clock) -> None:
    (tmp_path / "x.jsonl").write_text('{"counterpoise_export":99}\n')
    with pytest.raises(InvalidInput, match="export of format 99"):
        local.import_from(tmp_path / "x.jsonl", recorded_at=now())


def test_an_export_to_a_place_that_cannot_be_written_leaves_nothing_behind(filled: Casebook, tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="cannot be written"):
        filled.export_to(tmp_path / "nowhere" / "x.jsonl")
    assert not (tmp_path / "nowhere").exists()


# The open ledger


def ledger(*rows: dict[str, str]) -> str:
    """Give a ledger file."""
    whole = {"notified_on": "2020-11-10", "day": "exact", "kind": "original", "purchaser": "ARE", "route": "fms",
             "emergency": "false", "source": "secondary"}  # fmt: skip
    text = io.StringIO()
    writer = csv.DictWriter(text, LEDGER_COLUMNS, restval="", lineterminator="\n")
    writer.writeheader()
    writer.writerows({**whole, **row} for row in rows)
    return text.getvalue()


def test_a_row_of_the_ledger_becomes_statements_that_stand_on_its_text(
    casebook: Casebook, tmp_path: Path, now: Clock
) -> None:
    (tmp_path / "l.csv").write_text(ledger({"items": "up to 50 F-35A | 18 MQ-9B", "total_usd": "10400000000"}))
    (case_id,) = casebook.import_from(tmp_path / "l.csv", recorded_at=now()).case_ids
    case = casebook.case(case_id)
    assert [(x.value["qualifier"], x.value["quantity"], x.value["system_id"]) for x in case.items] == [
        ("up_to", 50, "f-35a"), (None, 18, "mq-9b"),
    ]  # fmt: skip
    assert case.known("total_usd") == 10_400_000_000


def test_an_inferred_day_is_an_event_and_never_the_day_of_receipt(local: Casebook, tmp_path: Path, now: Clock) -> None:
    (tmp_path / "l.csv").write_text(ledger({"day": "inferred", "items": "F-35A", "note": "Friday"}))
    (case_id,) = local.import_from(tmp_path / "l.csv", recorded_at=now()).case_ids
    case = local.case(case_id)
    assert case.known("received_on") is None
    assert case.events[0].value["on"] == {
        "date": "2020-11-10",
        "precision": "day",
        "inferred": True,
        "because": "Friday",
    }


def test_an_amount_for_two_purchasers_together_is_unknown_for_each(local: Casebook, tmp_path: Path, now: Clock) -> None:
    (tmp_path / "l.csv").write_text(
        ledger({"purchaser": "ARE|KWT", "kind": "package", "total_usd": "5", "items": "F-35A"})
    )
    for case_id in local.import_from(tmp_path / "l.csv", recorded_at=now()).case_ids:
        assert local.case(case_id).known("total_usd") is None


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        ({"notified_on": "10.11.2020"}, "write a day as YYYY-MM-DD"),
        ({"day": "maybe"}, "exact, inferred or unverified"),
        ({"purchaser": "Ruritania"}, "neither a state nor an organisation"),
        ({"purchaser": ""}, "purchaser is empty"),
        ({"total_usd": "10.4bn"}, "whole dollars"),
        ({"emergency": "perhaps"}, "true or false"),
        ({"route": "barter"}, "it is one of fms"),
        ({"kind": "gift"}, "original, amendment or package"),
        ({"transmittal": "twenty"}, "write it as 24-32"),
    ],
)
def test_a_wrong_row_stops_the_file_and_the_report_names_row_and_reason(
    local: Casebook, tmp_path: Path, now: Clock, row: dict[str, str], reason: str
) -> None:
    (tmp_path / "l.csv").write_text(ledger({"items": "F-35A"}, {"items": "MQ-9B", **row}))
    with pytest.raises(ImportRejected, match="row 3") as caught:
        local.import_from(tmp_path / "l.csv", recorded_at=now())
    assert reason in caught.value.message
    assert local.list_cases() == []
    report = local.import_from(tmp_path / "l.csv", recorded_at=now(), skip_rejected=True)
    assert (report.n_new, [r.row for r in report.rejected]) == (1, [3])


def test_a_row_that_comes_twice_is_named(local: Casebook, tmp_path: Path, now: Clock) -> None:
    (tmp_path / "l.csv").write_text(ledger({"items": "F-35A"}, {"items": "F-35A"}))
    with pytest.raises(ImportRejected, match="row 3: says the same as row 2"):
        local.import_from(tmp_path / "l.csv", recorded_at=now())


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("notified_on,purchaser\n2020-11-10,ARE\n", "lacks the columns day, transmittal"),
        ("a,b\n1,2\n", "none of the files that can be imported"),
        (ledger({"items": "F-35A"}) + "2020-11-10,exact\n", "fewer than the header"),
        (ledger({"items": "F-35A"}).rstrip() + ",more\n", "more than the header"),
        (ledger({"note": 'x"y'}).replace('""', '"'), "Check its quotation marks"),
        ("", "none of the files that can be imported"),
    ],
)
def test_a_table_of_another_shape_is_refused_with_what_would_be_right(
    local: Casebook, tmp_path: Path, now: Clock, text: str, message: str
) -> None:
    (tmp_path / "l.csv").write_text(text)
    with pytest.raises(InvalidInput, match=message):
        local.import_from(tmp_path / "l.csv", recorded_at=now())


def test_two_encodings_in_one_file_are_refused_with_both_lines(local: Casebook, tmp_path: Path, now: Clock) -> None:
    utf8, latin = ledger({"note": "café"}).encode(), ledger({"note": "naïve"}).encode("latin-1").splitlines()[1]
    (tmp_path / "l.csv").write_bytes(utf8 + latin + b"\n")
    with pytest.raises(InvalidInput, match="mixes two encodings: line 2 is UTF-8 and line 3 is not"):
        local.import_from(tmp_path / "l.csv", recorded_at=now())


def test_one_other_encoding_throughout_is_read(local: Casebook, tmp_path: Path, now: Clock) -> None:
    (tmp_path / "l.csv").write_bytes(ledger({"items": "F-35A", "note": "café"}).encode("cp1252"))
    (case_id,) = local.import_from(tmp_path / "l.csv", recorded_at=now()).case_ids
    assert "café" in (local.text(local.case(case_id).documents[0].document_id) or "")


def test_the_shipped_ledger_and_resolutions_are_taken_whole_and_link_up(casebook: Casebook, now: Clock) -> None:
    ledger_report = casebook.import_from("ledger", recorded_at=now())
    resolutions = casebook.import_from("resolutions", recorded_at=now())
    assert (ledger_report.n_new, resolutions.n_rows, ledger_report.rejected) == (180, 35, ())
    case = casebook.case("dsca-24-13-isr")
    assert [(v.value["yeas"], v.value["nays"]) for v in case.votes] == [(15, 83)]
    assert {r.value["resolution"] for r in case.resolutions} == {"S.J.Res. 21", "S.J.Res. 26", "H.J.Res. 69"}


def test_three_notifications_of_one_day_to_one_purchaser_stay_three_cases(casebook: Casebook, now: Clock) -> None:
    casebook.import_from("ledger", recorded_at=now())
    found = casebook.list_cases(CaseFilter(purchaser="ARE", since=date(2020, 11, 1), until=date(2020, 11, 30)))
    assert {line.case_id for line in found} == {
        "are-2020-11-mq-9b", "are-2020-11-10-f-35a", "are-2020-11-10-air-to-air-and-air",
    }  # fmt: skip


# A trade register as a user downloads it


REGISTER = """Arms Transfers Database
TRADE REGISTER
Recipient,Supplier,Year of order, ,Number ordered, ,Weapon designation,Weapon description,Number delivered, ,Year(s) of delivery,status,Comments,SIPRI TIV per unit,SIPRI TIV for total order,SIPRI TIV of delivered weapons
"Israel","United States",2021,,4,?,"KC-46A Pegasus","tanker/transport aircraft",0,,"","New","",60,240,0
"Türkiye","Unknown supplier(s)",2019,?,12,,"Thing-1","gun",12,?,"2020; 2021","Second hand","caf\xe9",1,12,12
"""  # noqa: E501 - as downloaded


def test_a_register_is_read_as_downloaded(casebook: Casebook, tmp_path: Path, now: Clock) -> None:
    (tmp_path / "r.csv").write_bytes(REGISTER.encode("latin-1"))
    report = casebook.import_from(tmp_path / "r.csv", recorded_at=now())
    assert (report.kind, report.n_new) == ("register", 2)
    stages = {line.purchaser: line.stage for line in casebook.list_cases()}
    assert stages == {"ISR": "contracted", "TUR": "delivered"}


def test_a_number_that_the_register_marks_as_uncertain_stays_marked(
    local: Casebook, tmp_path: Path, now: Clock
) -> None:
    (tmp_path / "r.csv").write_bytes(REGISTER.encode("latin-1"))
    local.import_from(tmp_path / "r.csv", recorded_at=now())
    (line,) = local.list_cases(CaseFilter(purchaser="ISR"))
    assert local.case(line.case_id).items[0].value["qualifier"] == "about"


def test_the_sample_of_the_register_is_taken_whole(casebook: Casebook, shared: Path, now: Clock) -> None:
    report = casebook.import_from(shared / "data/forces/raw/sipri/sipri_trade_register_sample.csv", recorded_at=now())
    assert (report.n_rows, report.n_new, report.rejected) == (150, 150, ())


def test_an_order_belongs_to_a_notification_before_it_and_to_none_after_it(
    casebook: Casebook, add: Callable[..., Any], tmp_path: Path, now: Clock
) -> None:
    add(notice("20-10", "ISR", "2020-03-03", 2_400_000_000, "kc-46a", 8), **OFFICIAL)
    add(notice("22-10", "ISR", "2022-03-03", 2_400_000_000, "kc-46a", 8), **OFFICIAL)
    (tmp_path / "r.csv").write_bytes(REGISTER.encode("latin-1"))
    casebook.import_from(tmp_path / "r.csv", recorded_at=now())
    assert casebook.case("dsca-20-10-isr").stage.stage == "contracted"
    assert casebook.case("dsca-22-10-isr").stage.stage == "formally_notified"


# Statements by hand


def handmade(**about: Any) -> str:
    """Give a file with one document and one statement."""
    said = {"field": "purchaser", "value": "ARE", "wording": "the Emirates", "transfer": "t1", **about}
    document = {"text": "A sale to the Emirates. The sale is big.", "kind": "fact_note", "grade": "secondary",
                "published_on": "2020-12"}  # fmt: skip
    return json.dumps([{"document": document, "statements": [said]}])


def test_statements_by_hand_find_their_span(casebook: Casebook, tmp_path: Path, now: Clock) -> None:
    (tmp_path / "h.json").write_text(handmade())
    (case_id,) = casebook.import_from(tmp_path / "h.json", recorded_at=now()).case_ids
    case = casebook.case(case_id)
    assert case.fields["purchaser"].chosen is not None
    assert tuple(case.fields["purchaser"].chosen.statement.span) == (10, 22)
    assert case.documents[0].known_from == date(2020, 12, 31)


@pytest.mark.parametrize(
    ("about", "reason"),
    [
        ({"wording": "the Saudis"}, "does not stand in the text"),
        ({"wording": "ale"}, "stands 2 times in the text"),
        ({"field": "colour"}, "names no field of a case"),
        ({"unknown": "x"}, "exactly one of value, unknown, not_applicable"),
        ({"span": [0, 3]}, "do not stand at its span"),
    ],
)
def test_a_wrong_statement_by_hand_names_entry_and_reason(
    local: Casebook, tmp_path: Path, now: Clock, about: dict[str, Any], reason: str
) -> None:
    (tmp_path / "h.json").write_text(handmade(**about))
    with pytest.raises(ImportRejected, match=reason):
        local.import_from(tmp_path / "h.json", recorded_at=now())


def test_a_text_file_outside_the_folder_is_not_read(local: Casebook, tmp_path: Path, now: Clock) -> None:
    document = {"text_file": "../../etc/passwd", "kind": "news", "grade": "secondary"}
    (tmp_path / "h.json").write_text(json.dumps([{"document": document}]))
    with pytest.raises(ImportRejected, match="outside the folder"):
        local.import_from(tmp_path / "h.json", recorded_at=now())
