"""The law's data files as a whole, what a broken one is refused with, and how a jurist changes one."""

from datetime import date, timedelta
from pathlib import Path

import pytest
import yaml

from counterpoise.errors import ConflictingRules, InvalidInput, LawNotModelled
from counterpoise.law.clock import review_clock
from counterpoise.law.facts import SaleFacts
from counterpoise.law.findings import Finding, Reason
from counterpoise.law.lawfiles import DATA, Interpretation, Member, Parameter, PartyList, Table, all_paths, load, parse
from counterpoise.law.parameters import Law, expect
from counterpoise.law.precedence import departs_from, prevailing
from counterpoise.law.scenarios import bills, scenario
from counterpoise.vocabulary import words

BROKEN = Path(__file__).resolve().parents[1] / "oracles" / "law" / "broken"
MESSAGES: dict[str, str] = yaml.safe_load((BROKEN / "messages.yaml").read_text(encoding="utf-8"))
LAST_ENACTED = date(2010, 10, 8)
THRESHOLDS = [path for path in all_paths() if path.endswith("_threshold")]
NAMED_LISTS = ["lists/review_15_days", "lists/discharge_5_days", "lists/higher_thresholds"]


@pytest.mark.parametrize("path", all_paths())
def test_a_law_file_is_whole_and_cites_its_sources(path: str) -> None:
    file = load(path)
    assert file.provision.strip()
    if isinstance(file, Parameter):
        assert all(row.citation and row.enacted_by for rows in file.values.values() for row in rows)
        assert file.modelled_from <= min(rows[0].from_on for rows in file.values.values())
    elif isinstance(file, PartyList):
        assert all(member.citation for member in file.members)
    elif isinstance(file, Interpretation):
        assert len(file.alternatives) > 1
    else:
        assert isinstance(file, Table)
        assert file.rows


@pytest.mark.parametrize("path", THRESHOLDS)
def test_no_limit_changes_after_the_last_enacted_change(path: str) -> None:
    file = load(path)
    assert isinstance(file, Parameter)
    assert max(row.from_on for rows in file.values.values() for row in rows) <= LAST_ENACTED


@pytest.mark.parametrize("path", NAMED_LISTS)
def test_no_named_list_changes_after_the_last_enacted_change(path: str) -> None:
    file = load(path)
    assert isinstance(file, PartyList)
    assert max(member.from_on for member in file.members) == LAST_ENACTED


def test_nato_the_organisation_is_on_the_lists_of_days_and_not_on_that_of_limits() -> None:
    law = Law(date(2024, 1, 1))
    on_list = {path: law.membership("nato", path).is_member for path in NAMED_LISTS}
    assert on_list == {NAMED_LISTS[0]: True, NAMED_LISTS[1]: True, NAMED_LISTS[2]: False}


@pytest.mark.parametrize("name", sorted(MESSAGES))
def test_a_broken_file_is_refused_with_its_path_its_line_and_the_reason(name: str) -> None:
    file = BROKEN / f"{name}.yaml"
    with pytest.raises(InvalidInput) as refused:
        parse(name, file, str(file))
    assert refused.value.message.startswith(f"{file}, {MESSAGES[name]}")


def test_every_broken_file_has_its_message() -> None:
    assert {file.stem for file in BROKEN.glob("*.yaml")} - {"messages"} == set(MESSAGES)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.yaml"
    file.write_bytes(b"title: a\nunit: \xff\n")
    with pytest.raises(InvalidInput, match="line 2: the bytes are not UTF-8"):
        parse("x", file, "x.yaml")


def test_one_edited_file_changes_the_answer(tmp_path: Path) -> None:
    own = tmp_path / "aeca" / "36b" / "review_days.yaml"
    own.parent.mkdir(parents=True)
    text = (DATA / "aeca/36b/review_days.yaml").read_text(encoding="utf-8")
    own.write_text(text.replace("value: 30", "value: 40"), encoding="utf-8")
    facts = SaleFacts(purchaser="ARE", total_usd=10**9, received_on=date(2020, 11, 10))
    assert review_clock(facts, folder=tmp_path).as_json()["last_protected_day"] == "2020-12-20"
    assert review_clock(facts).as_json()["last_protected_day"] == "2020-12-10"


def test_an_edited_file_that_is_broken_is_refused_where_it_stands(tmp_path: Path) -> None:
    own = tmp_path / "aeca" / "36b" / "review_days.yaml"
    own.parent.mkdir(parents=True)
    text = (DATA / "aeca/36b/review_days.yaml").read_text(encoding="utf-8")
    own.write_text(text.replace("value: 30", "value: thirty days: no"), encoding="utf-8")
    facts = SaleFacts(purchaser="ARE", total_usd=10**9, received_on=date(2020, 11, 10))
    with pytest.raises(InvalidInput, match=rf"{own}, line 8"):
        review_clock(facts, folder=tmp_path)


@pytest.mark.parametrize("name", ["aeca/36b/mde_treshold.yaml", "aeca/36b/mde_threshold.yml", "36b/mde_threshold.yaml"])
def test_a_file_that_no_rule_reads_is_refused_and_the_right_name_is_offered(tmp_path: Path, name: str) -> None:
    own = tmp_path / name
    own.parent.mkdir(parents=True, exist_ok=True)
    own.write_text((DATA / "aeca/36b/mde_threshold.yaml").read_text(encoding="utf-8"), encoding="utf-8")
    with pytest.raises(InvalidInput, match=rf"{own}: no rule reads .* such as aeca/36b/mde_threshold.yaml"):
        review_clock(SaleFacts(purchaser="ARE"), folder=tmp_path)


def test_a_broken_file_is_refused_even_if_the_answer_needs_another(tmp_path: Path) -> None:
    own = tmp_path / "aeca" / "36c" / "mde_threshold.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("title: A limit\n", encoding="utf-8")
    with pytest.raises(InvalidInput, match=rf"{own}, line 1"):
        review_clock(SaleFacts(purchaser="ARE", route="fms"), folder=tmp_path)


def test_a_receipt_of_what_was_not_due_is_warned_of() -> None:
    """Finland, 20 of 90 million: under both limits of a NATO member on the day it joined, over one the day before."""
    codes = {
        day: {warning.code for warning in review_clock(SaleFacts(
            purchaser="FIN", total_usd=90_000_000, mde_usd=20_000_000, received_on=day)).warnings}
        for day in (date(2023, 4, 3), date(2023, 4, 4))
    }  # fmt: skip
    assert "received_though_not_due" not in codes[date(2023, 4, 3)]
    assert "received_though_not_due" in codes[date(2023, 4, 4)]


@pytest.mark.parametrize(
    ("route", "day", "path"),
    [
        ("fms", date(1976, 6, 29), "higher_thresholds"),
        ("dcs", date(1996, 7, 20), "aeca/36c/review_days"),
        ("manufacture_abroad", date(1996, 7, 20), "aeca/36d/review_days"),
        ("third_party_transfer", date(1996, 7, 20), "aeca/3d/"),
        ("lease", date(2002, 9, 29), "aeca/leases/"),
    ],
)
def test_a_day_before_the_modelled_period_names_the_file_to_edit(route: str, day: date, path: str) -> None:
    facts = SaleFacts(purchaser="SAU", route=route, total_usd=10**9, received_on=day)
    with pytest.raises(LawNotModelled, match=r"law/data/.*\.yaml") as refused:
        review_clock(facts)
    assert path in refused.value.message


def test_two_rules_that_conflict_without_rank_are_an_error_with_both_provisions() -> None:
    one = Finding(15, "one", (Reason("22 U.S.C. 1", "fifteen", "seen"),))
    two = Finding(30, "two", (Reason("22 U.S.C. 2", "thirty", "seen"),))
    with pytest.raises(ConflictingRules, match=r"22 U\.S\.C\. 1 and 22 U\.S\.C\. 2"):
        prevailing([one, two])


def test_an_exception_prevails_over_what_it_departs_from_in_any_order() -> None:
    general, waiver = Finding(30, "review_days"), Finding(0, "emergency_waiver")
    assert prevailing([general, waiver]) is waiver
    assert prevailing([waiver, general]) is waiver
    assert "review_days" in departs_from("emergency_waiver")


def test_a_bill_changes_nothing_unless_it_is_switched_on() -> None:
    facts = SaleFacts(purchaser="TWN", mde_usd=0, total_usd=60_000_000, received_on=date(2026, 1, 20))
    plain = review_clock(facts).as_json()
    porcupine = review_clock(facts, scenarios=[scenario("s-1744")]).as_json()
    assert (plain["review_days"], plain["notification_required"]) == (30, True)
    assert (porcupine["review_days"], porcupine["notification_required"]) == (15, False)
    assert "scenario_not_law" in {warning["code"] for warning in porcupine["warnings"]}
    assert "scenario_not_law" not in {warning["code"] for warning in plain["warnings"]}


def test_a_bill_whose_effect_is_not_recorded_cannot_be_switched_on() -> None:
    assert "hr-8649" in {row["id"] for row in bills().rows}
    with pytest.raises(InvalidInput, match="cannot be switched on"):
        scenario("hr-8649")
    with pytest.raises(InvalidInput, match="No bill is called"):
        scenario("hr-1")


def test_every_warning_code_is_in_the_vocabulary() -> None:
    import re

    source = "\n".join(file.read_text(encoding="utf-8") for file in DATA.parent.glob("*.py"))
    used = set(re.findall(r'LawWarning\(\s*"(\w+)"', source)) | {"later_than_verified", "text_not_read"}
    assert used == set(words("law_warnings", "code"))


@pytest.mark.parametrize(
    "member",
    [m for m in expect(load("lists/nato_members"), PartyList).members if m.from_on.year > 1981],
    ids=lambda member: member.party,
)
def test_a_member_of_nato_counts_from_its_day_and_a_day_from_memory_is_said_to_be(member: Member) -> None:
    def ask(day: date) -> tuple[object, set[str]]:
        assert member.party is not None
        answer = review_clock(SaleFacts(purchaser=member.party, total_usd=10**9, received_on=day)).as_json()
        return answer["review_days"], {warning["code"] for warning in answer["warnings"]}

    before, on, years_later = (
        ask(day)
        for day in (
            member.from_on - timedelta(days=1),
            member.from_on,
            member.from_on.replace(year=member.from_on.year + 2),
        )
    )
    assert (before[0], on[0], years_later[0]) == (30, 15, 15)
    assert ("unverified_day" in on[1]) is (member.day_mark == "memory")
    assert "unverified_day" not in years_later[1]


READ_OTHERWISE = {  # reading: (its alternative, facts on which it changes the answer, key)
    "day_of_receipt": ("day_of_receipt", {"purchaser": "ARE", "total_usd": 10**9}, "last_protected_day"),
    "roll_over": ("next_weekday", {"purchaser": "ISR", "total_usd": 10**9, "received_on": date(2025, 2, 7)},
                  "last_protected_day"),
    "limb_joining": ("both_limbs", {"purchaser": "ITA", "total_usd": 69_300_000, "mde_usd": 56_700_000},
                     "notification_required"),
    "case_growth": ("increase_only", {"purchaser": "IRQ", "total_usd": 65_000_000, "mde_usd": 0,
                                      "prior_total_usd": 39_000_000, "prior_mde_usd": 0}, "notification_required"),
    "strictest_party": ("first_party", {"purchaser": "NOR", "other_parties": ("UKR",), "route": "dcs", "mde_usd": 0,
                                        "total_usd": 60_000_000}, "review_days"),
    "construction_limb": ("within_total", {"purchaser": "PER", "total_usd": 150_000_000, "mde_usd": 0,
                                           "construction_usd": 150_000_000}, "notification_required"),
    "nato_agencies": ("agency_is_other", {"purchaser": "nspa", "total_usd": 10**9}, "review_days"),
    "firearms_limb": ("text_only", {"purchaser": "GBR", "route": "dcs", "total_usd": 2_000_000, "mde_usd": 0,
                                    "firearms_usd": 2_000_000}, "notification_required"),
    "middle_east_extent": ("core_only", {"purchaser": "TUN", "total_usd": 10**9}, "qme_determination"),
}  # fmt: skip


@pytest.mark.parametrize("reading", READ_OTHERWISE)
def test_every_alternative_reading_can_be_chosen_and_changes_an_answer(reading: str) -> None:
    alternative, given, key = READ_OTHERWISE[reading]
    facts = SaleFacts(**({"received_on": date(2024, 6, 3)} | given))  # type: ignore[arg-type]
    usual = review_clock(facts).as_json()
    otherwise = review_clock(facts, readings={reading: alternative}).as_json()
    assert usual[key] != otherwise[key]


def test_every_reading_has_a_case_in_which_it_matters() -> None:
    files = {path.removeprefix("readings/") for path in all_paths() if path.startswith("readings/")}
    assert files == {*READ_OTHERWISE, "recess"}  # recess: test_clock_faces


def test_after_a_text_that_nobody_has_read_no_limit_is_said_to_be_seen() -> None:
    facts = {"purchaser": "DNK", "total_usd": 200_000_000, "mde_usd": 0}
    marks = []
    for day in (date(2025, 12, 17), date(2025, 12, 18), date(2026, 7, 1)):
        answer = review_clock(SaleFacts(**facts, received_on=day)).as_json()  # type: ignore[arg-type]
        marks.append((answer["limbs"][1]["mark"], {w["code"] for w in answer["warnings"]} & CURRENCY))
    assert marks == [("seen", set()), ("inference", {"text_not_read"}), ("inference", CURRENCY)]


CURRENCY = {"text_not_read", "later_than_verified"}
