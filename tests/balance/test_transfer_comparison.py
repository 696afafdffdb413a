"""Transfers side by side: on the same draws, each alone, in one year."""

import csv
import io
import json
from collections.abc import Callable
from datetime import date
from importlib import resources
from typing import Any

import jsonschema
import pytest

from counterpoise.balance.assessment import AssessmentRequest, assess_balance
from counterpoise.balance.profile import load_profile
from counterpoise.balance.transfer_comparison import (
    TransferComparison,
    compare_transfers,
    comparison_record,
    comparison_schema,
    comparison_tables,
)
from counterpoise.balance.transfer_items import ProposedTransfer, TransferItem
from counterpoise.errors import InvalidInput

Run = Callable[..., Any]
REQUEST = AssessmentRequest(known_on=date(2020, 9, 23), n_draws=200)


def jets(n: int, label: str = "") -> ProposedTransfer:
    item = TransferItem(system="F-35A", system_id="f-35a", quantity=n)
    return ProposedTransfer(purchaser="ARE", items=(item,), label=label)


DRONES = ProposedTransfer(
    purchaser="SAU", items=(TransferItem(system="MQ-9B", system_id="mq-9b", quantity=18),), label="drones"
)
TRUCKS = ProposedTransfer(purchaser="ARE", items=(TransferItem(system="Trucks", quantity=50),), label="trucks")


@pytest.fixture(scope="module")
def compared() -> TransferComparison:
    sales = [jets(50, "fifty"), jets(12, "twelve"), jets(12, "twelve again"), DRONES, TRUCKS]
    return compare_transfers(load_profile(), sales, REQUEST)


def test_more_of_the_same_always_costs_more(compared: TransferComparison) -> None:
    fifty, twelve = compared.transfers[:2]
    assert compared.larger[0][1] == 1.0
    assert compared.larger[1][0] == 0.0
    assert fifty.change_in_log_loss_ratio is not None
    assert twelve.change_in_log_loss_ratio is not None
    assert fifty.change_in_log_loss_ratio[1] < twelve.change_in_log_loss_ratio[1] < 0
    assert fifty.break_even_with is not None
    assert fifty.break_even_without is not None
    assert fifty.break_even_with[1] > fifty.break_even_without[1]
    assert fifty.break_even_without == twelve.break_even_without  # the world without is the same


def test_equal_transfers_are_equal_to_the_bit(compared: TransferComparison) -> None:
    one, other = compared.transfers[1:3]
    assert (one.change_in_log_loss_ratio, one.own_loss_ratio) == (other.change_in_log_loss_ratio, other.own_loss_ratio)
    assert compared.larger[1][2] == compared.larger[2][1] == 0.0


def test_each_row_is_what_the_assessment_of_that_transfer_says(compared: TransferComparison) -> None:
    alone = assess_balance(
        load_profile(), [jets(50)],
        AssessmentRequest(known_on=REQUEST.known_on, n_draws=200, depth="summary", years=(compared.year,)),
    )  # fmt: skip
    assert alone.headline is not None
    assert compared.transfers[0].change_in_log_loss_ratio == alone.headline.change
    assert compared.transfers[0].p_material == alone.headline.p_material


def test_what_the_model_does_not_hold_says_so(compared: TransferComparison) -> None:
    trucks = compared.transfers[4]
    assert trucks.level is None
    assert trucks.because
    assert trucks.n_items_outside == 1
    assert compared.larger[4] == (None, None, None, None, None)
    assert any(sentence.startswith("trucks: not fought") for sentence in compared.summary)


def test_sentences_follow_the_numbers(compared: TransferComparison) -> None:
    assert any("fifty costs more of the loss exchange than twelve" in one for one in compared.summary)
    turned = compare_transfers(load_profile(), [jets(12, "fifty"), jets(50, "twelve")], REQUEST)
    assert any("twelve costs more of the loss exchange than fifty" in one for one in turned.summary)


def test_the_record_fits_its_schema_and_tables_have_a_row_each(compared: TransferComparison) -> None:
    jsonschema.validate(comparison_record(compared), comparison_schema())
    published = resources.files("counterpoise.schemas").joinpath("comparison.schema.json").read_text(encoding="utf-8")
    assert json.loads(published) == comparison_schema()
    for table in comparison_tables(compared):
        assert len(table.rows) == 5
        assert {len(row) for row in table.rows} == {len(table.columns)}


def test_one_transfer_is_no_comparison() -> None:
    with pytest.raises(InvalidInput, match="Give two or more"):
        compare_transfers(load_profile(), [jets(50)], REQUEST)


def test_the_command_compares(counterpoise: Run) -> None:
    two = (
        "assess", "--compare", "--what-if", "ARE:f-35a:50", "--what-if", "ARE:f-35a:12", "--known-on", "2020-09-23",
        "--draws", "100",
    )  # fmt: skip
    found = json.loads(counterpoise(*two, "--format", "json").stdout)
    assert found["kind"] == "comparison"
    assert found["larger"][0] == [None, 1.0]
    rows = list(csv.DictReader(io.StringIO(counterpoise(*two, "--format", "csv").stdout)))
    assert [row["transfer"] for row in rows] == ["ARE:f-35a:50", "ARE:f-35a:12"]
    assert "Each transfer alone" in counterpoise(*two).stdout


def test_the_command_refuses_what_cannot_be_compared(counterpoise: Run) -> None:
    alone = counterpoise("assess", "--compare", "--what-if", "ARE:f-35a:50", "--known-on", "2020-09-23")
    assert alone.returncode != 0
    assert "Give two or more" in alone.stderr
