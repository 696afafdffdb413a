"""What is odd in real notices is read as printed and said: one test for each irregularity that the field knows."""

import pytest

from counterpoise.reading.contract import Item, Transfer
from tests.reading.reading_of import codes, example, reading_of


def only(name: str) -> Transfer:
    (transfer,) = example(name).transfers
    return transfer


def item(transfer: Transfer, name: str) -> Item:
    return next(i for i in transfer.items if name in i.system)


def purchasers(name: str) -> list[str | None]:
    return [t.purchaser.code if t.purchaser else None for t in example(name).transfers]


def test_a_notice_without_major_defense_equipment_has_a_zero_and_no_such_item() -> None:
    transfer = only("below_threshold_without_mde")
    assert transfer.mde_usd == 0
    assert all(i.mde is False for i in transfer.items)


def test_a_printed_zero_is_zero_and_an_absent_value_is_none() -> None:
    assert only("unit_missing").mde_usd == 0
    assert only("release_of_2015").mde_usd is None


def test_up_to_is_a_qualifier_and_not_a_number() -> None:
    aircraft = item(only("up_to_not_to_exceed_to_be_determined"), "F-15EX")
    assert (aircraft.quantity, aircraft.qualifier) == (24, "up_to")


def test_not_to_exceed_is_kept_as_such() -> None:
    engines = item(only("up_to_not_to_exceed_to_be_determined"), "F110")
    assert (engines.quantity, engines.qualifier) == (60, "not_to_exceed")


def test_a_quantity_to_be_determined_is_none_and_says_so() -> None:
    bombs = item(only("up_to_not_to_exceed_to_be_determined"), "GBU-39B/B")
    assert (bombs.quantity, bombs.qualifier) == (None, "to_be_determined")


def test_a_value_to_be_determined_is_none_and_warned_of() -> None:
    reading = example("value_none_and_to_be_determined")
    assert (reading.transfers[0].mde_usd, reading.transfers[0].other_usd) == (0, None)
    assert "missing_field" in codes(reading)


def test_a_number_word_glued_to_its_figure_is_read() -> None:
    assert item(only("number_words"), "Sidewinder tactical").quantity == 30


def test_a_number_in_words_alone_is_read() -> None:
    assert item(only("number_words"), "guidance units").quantity == 7


def test_words_and_figure_that_differ_give_the_figure_and_a_warning() -> None:
    assert item(only("number_words"), "captive air training").quantity == 13
    assert codes(example("number_words")) == ["number_word_mismatch"]


def test_years_of_support_are_no_quantity() -> None:
    assert item(only("number_words"), "sustainment support").quantity is None


def test_bare_figures_of_older_releases_each_open_an_item() -> None:
    counted = [(i.quantity, i.system) for i in only("release_of_2007").items if i.quantity]
    assert counted == [
        (125, "M1A1 Abrams tank kits"), (125, "M256 armament systems"), (125, "M2 .50 caliber"),
        (250, "M240 7.62mm machine guns"),
    ]  # fmt: skip


def test_installed_and_spares_are_details_of_one_item() -> None:
    engines = item(only("installed_and_spares"), "T-55")
    assert (engines.quantity, engines.details) == (36, ("32 installed, 4 spares",))


def test_a_split_of_two_levels_that_adds_up_is_not_warned_of() -> None:
    generators = item(only("installed_and_spares"), "Display Generators")
    assert generators.quantity == 149
    assert codes(example("installed_and_spares")) == ["sum_mismatch"]  # the warning system's 16 and 3 alone


def test_a_split_that_does_not_add_up_keeps_the_quantity_and_warns() -> None:
    (warning,) = (w for w in example("installed_and_spares").warnings if w.code == "sum_mismatch")
    assert item(only("installed_and_spares"), "AAR-57").quantity == 20
    assert "makes 19" in warning.message


def test_fly_to_buy_missiles_inside_a_quantity_are_no_item_of_their_own() -> None:
    missiles = item(only("installed_and_spares"), "Javelin")
    assert (missiles.quantity, missiles.details) == (612, ("includes twelve (12) fly-to-buy missiles",))


def test_two_rival_systems_are_alternatives_of_one_item() -> None:
    suites = item(only("alternatives"), "ALQ-254")
    assert suites.quantity == 42
    assert suites.alternatives == (
        "AN/ALQ-254(V)1 Viper Shield", "AN/ALQ-257 Integrated Viper Electronic Warfare Suites (IVEWS)"
    )  # fmt: skip


@pytest.mark.parametrize("name", ["ARC-231A", "TPQ-53"])
def test_or_equivalent_and_or_future_replacement_are_qualifiers(name: str) -> None:
    found = item(only("alternatives"), name)
    assert (found.qualifier, found.alternatives) == ("or_equivalent", ())


def test_and_or_parts_on_lines_of_their_own_belong_to_the_quantity_above() -> None:
    cartridges = item(only("alternatives"), "tank cartridges")
    assert (cartridges.quantity, len(cartridges.alternatives)) == (20_000, 2)


def test_two_quantities_in_one_line_are_two_items() -> None:
    counted = [(i.quantity, i.system.split()[0]) for i in only("two_quantities_in_one_line").items if i.mde]
    assert counted == [(720, "Stinger"), (20, "Product")]


def test_added_in_the_field_and_included_in_the_justification_is_warned_of() -> None:
    assert codes(example("two_quantities_in_one_line")) == ["conflicting_values"]


def test_of_a_case_that_outgrew_the_threshold_only_the_combined_list_counts() -> None:
    transfer = only("money_that_is_no_value")
    assert [(i.quantity, i.system) for i in transfer.items if i.mde] == [(120, "AN/USQ-190 MIDS JTRS")]
    assert only("release_of_2026_combined").items[0].quantity == 24


def test_thresholds_unit_prices_and_earlier_values_are_not_the_value() -> None:
    transfer = only("money_that_is_no_value")
    assert (transfer.total_usd, transfer.mde_usd, transfer.other_usd) == (31_500_000, 27_500_000, 4_000_000)
    assert only("release_of_2026_combined").total_usd == 69_300_000


def test_an_earlier_transmittal_and_its_value_in_a_release_are_not_its_own() -> None:
    reading = example("release_of_2007")
    assert (reading.transfers[0].transmittal, reading.transfers[0].total_usd) == (None, 847_000_000)
    assert codes(reading) == ["not_a_transfer_value"]


def test_two_notices_under_one_number_are_two_transfers() -> None:
    name = "classification_marks_and_two_notices_under_one_number"
    assert purchasers(name) == ["PRT", "POL"]
    first, second = example(name).transfers
    assert (first.transmittal, second.transmittal) == ("31-08", "31-08")
    assert (first.received_on, second.received_on) == (None, "2031-02-12")
    assert (first.status, second.status) == ("proposed", "notified")
    assert "shared_transmittal" in codes(example(name))


def test_two_purchasers_in_one_field_are_two_transfers_not_to_be_added() -> None:
    assert purchasers("two_purchasers_in_one_field") == ["NOR", "DNK"]
    assert codes(example("two_purchasers_in_one_field")) == ["shared_transmittal"]


def test_sums_that_do_not_add_up_are_kept_as_printed_and_warned_of() -> None:
    transfer = only("sum_that_does_not_add_up")
    assert (transfer.mde_usd, transfer.other_usd, transfer.total_usd) == (150_000_000, 70_000_000, 230_000_000)
    assert "sum_mismatch" in codes(example("sum_that_does_not_add_up"))


def test_an_amount_without_its_unit_is_left_out_and_warned_of() -> None:
    transfer = only("unit_missing")
    assert (transfer.other_usd, transfer.total_usd) == (None, 1_070_000_000)
    assert transfer.evidence["other_usd"].wording == "$1.07"
    assert "unit_missing" in codes(example("unit_missing"))


def test_classification_marks_are_passed_over_and_said() -> None:
    name = "classification_marks_and_two_notices_under_one_number"
    assert example(name).transfers[0].total_usd == 150_000_000
    assert "classification_mark" in codes(example(name))


def test_misspelt_headings_are_known_all_the_same() -> None:
    transfer = only("misspelt_headings_and_full_stops")
    assert (transfer.purchaser and transfer.purchaser.code, transfer.total_usd) == ("JOR", 100_000_000)
    assert [(i.quantity, i.mde) for i in transfer.items] == [(9, True), (None, False)]


def test_rsat_zeros_and_hash_signs_leave_the_number() -> None:
    assert only("misspelt_headings_and_full_stops").transmittal == "31-09"
    assert only("state_page").transmittal == "26-80"


def test_a_full_stop_after_an_amount_or_a_name_is_no_part_of_it() -> None:
    transfer = only("misspelt_headings_and_full_stops")
    assert transfer.evidence["total_usd"].wording == "$100 million"
    assert only("amendment_that_raises_the_total").purchaser is not None


def test_an_amendment_carries_the_revised_values_of_its_own_words() -> None:
    transfer = only("amendment_of_several_generations")
    assert (transfer.total_usd, transfer.mde_usd, transfer.other_usd) == (8_500_000_000, 5_000_000_000, 3_500_000_000)
    assert (transfer.status, transfer.amends) == ("amended", "23-96")


def test_an_amendment_lists_only_what_it_adds() -> None:
    items = only("amendment_of_several_generations").items
    assert [(i.quantity, i.mde) for i in items] == [(72, True), (2, True), (None, False), (None, False)]


def test_the_earlier_notices_of_an_amended_case_are_events() -> None:
    told = [(e.on.date, e.what) for e in example("amendment_of_several_generations").events]
    assert ("2030-04-23", "Congress was notified by transmittal 30-0G") in told


def test_a_value_said_to_stay_without_being_printed_is_that_before() -> None:
    transfer = only("amendment_whose_total_stays_without_being_printed")
    assert (transfer.total_usd, transfer.mde_usd) == (2_420_000_000, 1_300_000_000)


def test_an_amendment_whose_change_does_not_make_its_total_is_warned_of() -> None:
    assert "sum_mismatch" in codes(example("amendment_that_does_not_add_up"))
    assert only("amendment_that_does_not_add_up").total_usd == 128_000_000


def test_a_correction_without_purchaser_or_value_gives_its_number_and_says_what_is_missing() -> None:
    reading = example("correction")
    (transfer,) = reading.transfers
    assert (reading.kind, transfer.transmittal) == ("federal_register_correction", "31-20")
    assert (transfer.purchaser, transfer.total_usd, codes(reading)) == (None, None, ["missing_field"])


def test_delivery_dates_that_conflict_are_both_kept_and_warned_of() -> None:
    reading = example("delivery_dates_that_conflict")
    assert [t.received_on for t in reading.transfers] == ["2031-01-15", "2031-02-15"]
    assert "conflicting_values" in codes(reading)


def test_a_delivery_after_the_day_of_publication_is_warned_of() -> None:
    text = example("alternatives").document.text.replace("February 10, 2031", "February 10, 2032")
    assert codes(reading_of(text)) == ["conflicting_values"]


def test_the_date_of_a_state_page_is_not_the_day_of_delivery() -> None:
    reading = example("state_page")
    assert (reading.transfers[0].received_on, reading.transfers[0].status) == (None, "proposed")
    assert reading.published_on is not None
    assert reading.published_on.date == "2026-08-20"


def test_an_emergency_is_its_status_with_the_words_behind_it() -> None:
    transfer = only("state_page_emergency")
    assert transfer.status == "emergency"
    assert "emergency exists" in transfer.evidence["status"].wording


def test_an_item_over_a_page_break_is_joined_and_its_span_stays_exact() -> None:
    reading = example("page_break_inside_an_item")
    missiles = reading.transfers[0].items[0]
    assert missiles.system == "AIM-9X Block II Sidewinder multi-purpose Tactical Missiles with All-Up-Round containers"
    assert "[[Page 10102]]" in missiles.quoted.wording


def test_money_of_a_fact_sheet_is_value_only_where_it_is_that_of_a_defense_sale() -> None:
    transfer = only("fact_sheet")
    assert transfer.total_usd is None
    assert [i.details for i in transfer.items] == [
        ("agreement of $1 billion",),
        ("agreement of nearly $2 billion",),
        (),
    ]
    assert "not_a_transfer_value" in codes(example("fact_sheet"))


def test_a_sale_announced_without_articles_or_value_is_a_transfer_that_says_so() -> None:
    text = "# Fact Sheet: A Commitment of Bahrain\n\n- A new defense sale will follow.\n- Trade is $9 billion."
    reading = reading_of(text)
    (transfer,) = reading.transfers
    assert (transfer.purchaser and transfer.purchaser.code, transfer.total_usd, transfer.items) == ("BHR", None, ())
    assert codes(reading) == ["missing_field", "not_a_transfer_value"]


def test_a_fact_sheet_without_a_defense_sale_has_no_transfer() -> None:
    text = "# Fact Sheet: A Commitment of Bahrain\n\n- Active cases of military sales are valued at $9 billion."
    assert reading_of(text).transfers == ()


def test_a_commercial_certification_has_no_value_but_the_line_it_crosses() -> None:
    transfers = example("commercial_certifications").transfers
    assert all(t.total_usd is None for t in transfers)
    assert [t.purchaser.code for t in transfers if t.purchaser] == ["UKR", "NOR", "POL", "FIN", "JPN"]
    assert [t.route for t in transfers] == ["dcs"] * 4 + ["manufacture_abroad"]
    assert transfers[0].transmittal == "DDTC 31-98"


def test_a_letter_whose_notice_follows_in_the_record_is_one_transfer() -> None:
    transfers = example("record_letters_and_a_notice").transfers
    assert [(t.transmittal, t.status) for t in transfers] == [("31-21", "notified"), ("31-22", "proposed")]


def test_a_letter_and_its_notice_that_state_different_costs_are_warned_of() -> None:
    text = example("record_letters_and_a_notice").document.text
    assert "conflicting_values" in codes(reading_of(text.replace("cost $319 million", "cost $391 million")))


def test_an_amendment_letter_without_purchaser_or_value_points_to_its_original() -> None:
    transfer = only("record_amendment_letter")
    assert (transfer.transmittal, transfer.amends, transfer.purchaser, transfer.total_usd) == (
        "31-0J", "28-76", None, None,
    )  # fmt: skip


def test_a_word_divided_at_a_line_end_of_the_record_is_whole_again() -> None:
    transfer = example("record_letters_and_a_notice").transfers[0]
    assert "harbour operations" in transfer.items[0].system


def test_an_amount_that_stands_once_is_said_to_be_borne_out_by_nothing() -> None:
    assert codes(example("record_letters_and_a_notice")) == ["unconfirmed_amount"]


def test_an_example_notice_is_marked_and_need_not_have_what_examples_leave_out() -> None:
    text = example("unit_missing").document.text.replace(
        "[Transmittal No. 31-02]", "EXAMPLE, NOT A GOVERNMENT\nDOCUMENT"
    )
    reading = reading_of(
        text.replace("Transmittal No. 31-02", "").replace("Other...................................  $1.07\n", "")
    )
    assert reading.kind == "example_notice"
    assert codes(reading) == ["example_document"]


def test_the_sentence_on_the_military_balance_is_boilerplate_even_over_a_line_end() -> None:
    words = [" ".join(quoted.wording.split()) for quoted in example("alternatives").boilerplate]
    assert any("will not alter the basic military balance in the region." in sentence for sentence in words)
