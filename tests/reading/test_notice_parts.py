"""The parts of a notice's grammar, each alone: numbers, days, parties, items, revised values."""

from datetime import date

import pytest

from counterpoise.reading.item_lines import count_at, make_item, split_prose
from counterpoise.reading.notice_text import NoticeText
from counterpoise.reading.parties import resolve_party
from counterpoise.reading.printed_dates import find_days
from counterpoise.reading.revised_values import find_value_statements
from counterpoise.reading.transmittals import find_transmittals, normalise


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("[Transmittal No. 24-01]", "24-01"),
        ("TRANSMITTAL NO RSAT 26-23", "26-23"),
        ("DEPARTMENT OF STATE TRANSMITTAL NO. RSAT-26-27", "26-27"),
        ("Transmittal #26-80", "26-80"),
        ("Transmittal No.: 26-013", "26-13"),
        ("transmittal number 0C-22", "0C-22"),
        ("Transmittal No. 0g-23", "0G-23"),
        ("certification transmittal number 1J-19", "1J-19"),
        ("Transmittal No. 26-1C", "26-1C"),
        ("certification 20-76 of September 24, 2020", "20-76"),
        ("Transmittal No. DDTC 24-052", "DDTC 24-52"),
        ("Transmittal No. 08-9", "08-09"),
        ("Transmittal No. 24–106", "24-106"),
    ],
)
def test_a_transmittal_number_has_one_form(printed: str, number: str) -> None:
    (found,) = find_transmittals(printed)
    assert found.number == number
    assert printed[found.span.start : found.span.end] == found.wording


@pytest.mark.parametrize(
    "text", ["Public Law 104-164", "call (703) 692-1234", "FR Doc. 2025-20033", "transmittal of 24 pages"]
)
def test_other_numbers_are_no_transmittals(text: str) -> None:
    assert find_transmittals(text) == []


def test_numbers_that_differ_in_more_than_zeros_stay_apart() -> None:
    assert len({normalise("24-01"), normalise("24-10"), normalise("24-100"), normalise("24-52", "DDTC")}) == 4


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("March 10, 2026", date(2026, 3, 10)),
        ("22 March 1991", date(1991, 3, 22)),
        ("Nov. 16, 2015", date(2015, 11, 16)),
        ("September\n  24, 2020", date(2020, 9, 24)),
        ("February 31, 2024", None),
    ],
)
def test_a_day_printed_in_full_is_read_or_said_to_be_none(text: str, day: date | None) -> None:
    assert [found.day for found in find_days(text)] == [day]


@pytest.mark.parametrize(
    ("printed", "code"),
    [
        ("Government of Israel", "ISR"),
        ("Government of the United Arab Emirates", "ARE"),
        ("Kingdom of Saudi Arabia", "SAU"),
        ("Government of the Kingdom of Saudi Arabia.", "SAU"),
        ("Republic of Korea", "KOR"),
        ("Republic of Korea (ROK)", "KOR"),
        ("Taipei Economic and Cultural Representative Office in the United States (TECRO)", "TWN"),
        ("the Hashemite Kingdom of Jordan", "JOR"),
        ("Government of the Netherlands", "NLD"),
        ("Government of the Czech Republic", "CZE"),
        ("Government of Türkiye", "TUR"),
        ("NATO Support and Procurement Agency (NSPA)", "nspa"),
        ("Government of Ruritania", None),
        ("", None),
    ],
)
def test_a_purchaser_resolves_to_our_tables_or_to_nothing(printed: str, code: str | None) -> None:
    party = resolve_party(printed)
    assert (party.code if party else None) == code


def test_taiwan_is_named_as_in_our_table() -> None:
    party = resolve_party("Taipei Economic and Cultural Representative Office in the United States")
    assert party is not None
    assert party.name == "Taiwan"


@pytest.mark.parametrize(
    ("text", "value", "qualifier"),
    [
        ("—Seventeen (17) systems", 17, None),
        ("1) twenty (20) torpedoes", 20, None),
        ("an additional twelve (12) launchers", 12, None),
        ("up to an additional twelve (12) launchers", 12, "up_to"),
        ("and up to four (4) radars", 4, "up_to"),
        ("Two-hundred twenty (220) missiles", 220, None),
        ("125 tank kits", 125, None),
        ("Three thousand, two hundred (3,200) rounds", 3200, None),
        ("One hundred and fifty (150) rounds", 150, None),
        ("1,500 (one thousand five hundred) rounds", 1500, None),
        ("a maximum of ten (10) radars", 10, "up_to"),
        ("Twelxe (12) missiles", 12, None),
        ("120mm cartridges", None, None),
        ("155 mm projectiles", None, None),
        ("AGM-114R missiles", None, None),
        ("five (5) years of support", None, None),
        ("one-year support", None, None),
        ("support for five (5) fire units", None, None),
    ],
)
def test_only_a_count_that_opens_an_item_is_its_quantity(text: str, value: int | None, qualifier: str | None) -> None:
    count = count_at(text, 0, len(text))
    assert (count.value if count else None, count.qualifier if count else None) == (value, qualifier)


def test_semicolons_and_counts_inside_brackets_split_nothing() -> None:
    text = "two (2) systems (each with one (1) radar; two (2) launchers) and three (3) trucks; spare parts"
    assert [text[a:b].strip() for a, b in split_prose(text, 0, len(text))] == [
        "two (2) systems (each with one (1) radar; two (2) launchers)", "three (3) trucks", "spare parts",
    ]  # fmt: skip


def test_what_an_item_includes_is_no_further_item() -> None:
    text = "four (4) launchers with two (2) radars and six (6) missiles"
    assert len(split_prose(text, 0, len(text))) == 1


def test_a_list_with_an_open_bracket_is_still_split() -> None:
    text = "two (2) systems (damaged here; three (3) trucks"
    assert len(split_prose(text, 0, len(text))) == 2


def test_where_an_item_is_fitted_is_a_detail_and_not_its_name() -> None:
    notice = NoticeText.of("sixteen (16) M240B machine guns (4 per ship) for installation on frigates")
    item = make_item(notice, 0, len(notice.text), mde=True, because="test")
    assert (item.quantity, item.system) == (16, "M240B machine guns (4 per ship)")
    assert item.details == ("4 per ship", "for installation on frigates")


STATEMENTS = {
    "The total estimated case value will increase by $1.163 billion to $8.113 billion.": [
        ("total", "delta", 1_163), ("total", "becomes", 8_113)],
    "The total estimated case value will increase from $670 million to $800 million.": [
        ("total", "old", 670), ("total", "becomes", 800)],
    "The estimated total case value of $8.50 billion will remain unchanged.": [("total", "becomes", 8_500)],
    "Major Defense Equipment (MDE) will remain at $1.655 billion of this total.": [("mde", "becomes", 1_655)],
    "MDE will constitute $92 million of this total.": [("mde", "becomes", 92)],
    "A net increase in MDE value of $71 million, and a revised total MDE value of $1.34 billion.": [
        ("mde", "delta", 71), ("mde", "becomes", 1_340)],
    "The total value of the new MDE items is $40 million, resulting in a revised MDE value of $159 million.": [
        ("new", "becomes", 40), ("mde", "becomes", 159)],
    "No increase to the previously notified MDE and non-MDE values of $3.25 billion and $0.50 billion.": [
        ("mde", "becomes", 3_250), ("other", "becomes", 500)],
    "There is no MDE associated with this sale.": [("mde", "becomes", 0)],
    "The total net cost of MDE remains $0.": [("mde", "becomes", 0)],
    "The estimated MDE value will decrease by $5 million to $10 million.": [
        ("mde", "delta", 5), ("mde", "becomes", 10)],
}  # fmt: skip


@pytest.mark.parametrize(("sentence", "told"), STATEMENTS.items())
def test_each_amount_of_an_amendment_has_its_subject_and_its_part(
    sentence: str, told: list[tuple[str, str, int]]
) -> None:
    found = find_value_statements(sentence, 0, len(sentence))
    assert [(s.subject, s.part, (s.usd or 0) // 10**6) for s in found] == told
    assert any(s.falls for s in found) == ("decrease" in sentence)
