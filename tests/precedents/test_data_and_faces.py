"""The data files as a whole, precedents of cases in a casebook, the JSON, the table, the errors, the time it takes."""

import csv
import io
import json
import re
import subprocess
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from importlib import resources
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from counterpoise.casebook import open_casebook
from counterpoise.casebook.notifications import shipped_notifications
from counterpoise.casebook.similarity import basic_type, class_of_words, constant_usd, sold_as
from counterpoise.casebook.similarity_settings import checked, settings
from counterpoise.errors import InvalidInput
from counterpoise.law.lawfiles import Table, load
from counterpoise.law.parameters import expect
from counterpoise.precedents import find_precedents, precedents_of
from counterpoise.precedents.datafiles import linked
from counterpoise.precedents.record import COLUMNS, as_record, precedents_schema
from counterpoise.vocabulary import index, words
from tests.precedents.conftest import Sale

Run = Callable[..., "subprocess.CompletedProcess[str]"]
IDS = {one.notification_id: one for one in shipped_notifications()}
NOW = datetime(2026, 11, 1, tzinfo=UTC)


def test_every_link_leads_to_a_row() -> None:
    votes = {row["id"]: row for row in expect(load("record/votes"), Table).rows}
    episodes = {row["id"] for row in expect(load("money/episodes"), Table).rows}
    requests = {row["id"] for row in expect(load("money/requests_2020"), Table).rows}
    for row in linked("resolutions")["resolutions"]:
        assert set(row["notifications"]) <= set(IDS)
        assert all(votes[vote_id]["congress"] == row["congress"] for vote_id in row["votes"])
        assert row["introduced_on"] or row["known_because"]
        assert row["mark"] in words("law_marks", "mark")
        for name in row["notifications"]:
            assert row["known_from"] >= IDS[name].notified_on
        first = min((votes[vote_id]["on"] for vote_id in row["votes"]), default=row["known_from"])
        assert row["known_from"] <= first
    asked = linked("asked")
    for link in [*asked["episodes"], asked["requests"]]:
        assert set(link["notifications"]) <= set(IDS)
        assert link["known_because"]
    assert {link["episode"] for link in asked["episodes"]} <= episodes
    assert set(asked["requests"]["later_from"]) <= requests


def test_every_sequel_has_a_day_a_grade_and_a_source() -> None:
    kinds = {"contracted", "delivery_cleared", "delivered", "reduced", "suspended", "withdrawn"}
    for row in linked("sequels")["sequels"]:
        assert set(row["notifications"]) <= set(IDS)
        assert row["what"] in kinds
        assert re.fullmatch(r"\d{4}(-\d{2}(-\d{2})?)?", row["happened_on"])
        assert row["grade"] in words("grades", "grade")
        assert row["citation"]
        assert all(
            row["happened_on"] >= str(IDS[name].notified_on)[: len(row["happened_on"])] for name in row["notifications"]
        )
    folder = resources.files("counterpoise.profiles").joinpath(linked("sequels")["profile"])
    text = folder.joinpath("deliveries.csv").read_text(encoding="utf-8")
    orders = {row["order_id"]: row for row in csv.DictReader(text.splitlines())}
    for link in linked("sequels")["orders"]:
        order, notice = orders[link["order"]], IDS[link["notification"]]
        assert order["actor_id"] in notice.purchasers
        assert order["supplier"] == "USA"
        assert int(order["signed_on"]) >= notice.notified_on.year
        assert order["class_id"] in {item.class_id for item in notice.items} | {"sam_area", "missile_defence"}


def test_every_floor_vote_on_a_sale_of_the_ledger_is_tied_to_it() -> None:
    tied = {vote_id for row in linked("resolutions")["resolutions"] for vote_id in row["votes"]}
    outside = {"8 F-16 to Pakistan", "JDAM under licence to Israel"}  # sales that the ledger does not hold
    for row in expect(load("record/votes"), Table).rows:
        assert row["congress"] == 119 or row["sale"] in outside or row["id"] in tied, row["id"]


def test_the_settings_name_classes_of_the_vocabulary_and_each_class_once() -> None:
    said = yaml.safe_load(_similarity_file())
    kin = [class_id for classes in said["kin"].values() for class_id in classes]
    assert len(kin) == len(set(kin))
    assert set(kin) <= set(index("classes", "class_id"))
    assert {class_id for _, class_id in settings().item_words} <= set(index("classes", "class_id"))
    assert set(said["domain_weights"]) >= {row["domain"] for row in index("classes", "class_id").values()}
    assert said["mark"] == "judgement"


def _similarity_file() -> str:
    return resources.files("counterpoise.casebook").joinpath("data/similarity.yaml").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("name: class, weight: 0.30", "name: class, weight: 0.90", "the weights sum to 1.6"),
        ("name: class, weight", "name: klass, weight", "the components are"),
        ("same_type: 0.8", "one_type: 0.8", "the grades are"),
    ],
)
def test_settings_that_are_not_what_they_should_be_are_refused(old: str, new: str, message: str) -> None:
    text = _similarity_file()
    assert old in text
    with pytest.raises(InvalidInput, match=message):
        checked(yaml.safe_load(text.replace(old, new)), "year,index,months,source\n")


def test_constant_dollars_follow_the_consumer_price_index() -> None:
    """CPI-U, annual averages of the Bureau of Labor Statistics: 90.9 in 1981, 321.943 in 2025."""
    assert constant_usd(8_500_000_000, 1981) == pytest.approx(8_500_000_000 * 321.943 / 90.9)
    assert constant_usd(1, 2025) == 1
    assert constant_usd(None, 2020) is None
    assert constant_usd(1, 2040) == constant_usd(1, max(settings().prices))


@pytest.mark.parametrize(
    ("system_id", "expected"),
    [("f-35a", "f-35"), ("f-35", "f-35"), ("aim-120c-8", "aim-120"), ("mk-84", "mk-84"), ("an-apg-79", "an-apg-79"),
     ("fa-18ef", "fa-18"), ("thaad", "thaad"), ("m1a2-sepv3", "m1")],
)  # fmt: skip
def test_a_system_without_its_variant(system_id: str, expected: str) -> None:
    assert basic_type(system_id) == expected


@pytest.mark.parametrize(
    ("wording", "quantity", "expected"),
    [("84 F-15SA", 84, "article"), ("upgrade of 70 F-15S", None, "upgrade"), ("F-15 sustainment", None, "support"),
     ("refurbishment of 43 AH-64E Apache and equipment", None, "upgrade"),
     ("THAAD missiles and stations", None, "article"), ("24 AH-64E Apache and support", 24, "article")],
)  # fmt: skip
def test_how_an_item_is_sold(wording: str, quantity: int | None, expected: str) -> None:
    assert sold_as(wording, quantity) == expected


def test_plain_words_have_a_class_where_they_mean_one() -> None:
    assert class_of_words("laser-guided bombs") == "air_to_surface_munition"
    assert class_of_words("155mm fuzes, primers and charges") == "ammunition"
    assert class_of_words("weapons") is None


def test_cases_of_a_casebook_find_their_precedents_and_not_themselves(tmp_path: Path) -> None:
    with open_casebook(tmp_path / "c.sqlite") as casebook:
        casebook.import_from("ledger", recorded_at=NOW)
        for line in casebook.list_cases()[::12]:
            case = casebook.case(line.case_id)
            found = precedents_of([case], known_on=None)
            assert len(found) == 5
            assert case.case_id not in {one.notification.notification_id for one in found}
        bundle = [casebook.case(c) for c in ("are-2020-11-10-f-35a", "are-2020-11-10-air-to-air-and-air")]
        found = precedents_of(bundle, known_on=date(2020, 12, 9), count=90)
    relations = {one.notification.notification_id: one.relation for one in found}
    assert not {case.case_id for case in bundle} & set(relations)
    assert relations["are-2020-11-mq-9b"] == "same_day"
    assert {one.subject_id for one in found} == {case.case_id for case in bundle}


def test_an_amendment_hangs_on_its_case_and_shows_from_its_day(sale: Sale) -> None:
    for day, n in ((date(2024, 2, 14), 0), (date(2024, 2, 15), 1)):
        search = find_precedents([sale("SAU", "thaad", day)], known_on=day, count=20)
        case = next(one for one in search.precedents if one.notification.notification_id == "dsca-08-19-are")
        assert len([one for one in case.followed if one.what == "amended"]) == n
        assert "dsca-23-0t-are" not in {one.notification.notification_id for one in search.precedents}
        assert ("23-0T" in case.notification.note) == (n == 1)


def test_no_subject_or_an_empty_ledger_gives_no_precedent_and_no_error(sale: Sale) -> None:
    assert find_precedents([], known_on=None).precedents == ()
    assert find_precedents([sale("ARE", "f-35a", date(2020, 1, 1))], known_on=None, ledger=()).precedents == ()
    with pytest.raises(InvalidInput, match="ask for 1 or more"):
        find_precedents([], known_on=None, count=0)


def test_the_published_schema_is_that_of_the_types_and_holds(sale: Sale) -> None:
    path = resources.files("counterpoise.schemas").joinpath("precedents.schema.json")
    assert json.loads(path.read_text(encoding="utf-8")) == precedents_schema()
    search = find_precedents([sale("ARE", "f-35a", date(2022, 1, 1))], known_on=date(2022, 1, 1), count=30)
    jsonschema.validate(as_record(search), precedents_schema())


@pytest.mark.timing
def test_precedents_are_found_in_a_fifth_of_a_second(sale: Sale) -> None:
    subject = sale("ARE", "f-35a", date(2026, 10, 1), total_usd=10_400_000_000)

    def once() -> float:
        began = time.perf_counter()
        find_precedents([subject], known_on=None)
        return time.perf_counter() - began

    assert min(once() for _ in range(5)) < 0.2


# The command


SALE = ("cases", "similar", "--what-if", "ARE:f-35a:50", "--known-on", "2020-11-09", "--total", "10.4bn")


def answered(run: Run, *arguments: str) -> Any:
    done = run(*SALE, *arguments)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_command_prints_a_page_json_and_csv(counterpoise: Run) -> None:
    page = answered(counterpoise, "--why")
    assert page.startswith("5 of ")
    for words_ in ("variants of one type (F-35)", "last protected day 2016-12-17", "not in our data", "0.30 class:"):
        assert words_ in page
    assert page.rstrip().endswith("not a determination of the U.S. Government.")
    record = json.loads(answered(counterpoise, "--format", "json", "-n", "2"))
    jsonschema.validate(record, precedents_schema())
    assert [one["rank"] for one in record["precedents"]] == [1, 2]
    rows = list(csv.DictReader(io.StringIO(answered(counterpoise, "--format", "csv"))))
    assert tuple(rows[0]) == COLUMNS
    assert [row["rank"] for row in rows] == ["1", "2", "3", "4", "5"]


def test_the_command_takes_a_case_and_names_what_it_left_out(counterpoise: Run, repository: Path) -> None:
    counterpoise("cases", "import", repository / "examples/uae-2020/life.json")
    done = counterpoise("cases", "similar", "are-2020-11-10-f-35a", "--known-on", "2020-12-09", "-n", "8")
    assert done.returncode == 0, done.stderr
    assert "Left out: are-2020-11-10-f-35a" in done.stdout
    assert "of the same day: part of one sale" in done.stdout


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((), "Name a CASE of the casebook"),
        (("--what-if", "ARE:f-35a"), "--known-on 2020-11-09"),
        (("--what-if", "ARE:nothing", "--known-on", "2020-01-01"), "unknown system"),
        (("--what-if", "Atlantis:f-35a", "--known-on", "2020-01-01"), "neither a state"),
        (("--what-if", "ARE:f-35a", "--known-on", "2020-01-01", "--route", "ship"), "is no route"),
        (("no-such-case",), "no-such-case"),
    ],
)
def test_bad_input_gets_a_sentence(counterpoise: Run, arguments: tuple[str, ...], message: str) -> None:
    done = counterpoise("cases", "similar", *arguments)
    assert done.returncode == 4
    assert message in done.stderr
