"""The parameters shipped: complete, marked, traceable; and equal to what the record gives today."""

from pathlib import Path

import pytest

from counterpoise.balance.calibration import fitted_parameters, read_parameters
from counterpoise.errors import InvalidInput

ENGINE_READS = (
    "law_exponent",
    "spread_within",
    "link_intercept",
    "link_slope",
    "multiplier",
    "actor_effectiveness",
    "support_ratio",
)


def test_what_the_engine_reads_is_there() -> None:
    found = fitted_parameters()
    assert set(ENGINE_READS) <= set(found)
    assert found["law_exponent"].more["grid"] == {0.5: 0.25, 0.75: 0.5, 1.0: 0.25}
    assert found["multiplier"].more["equal_citizen"] == 1.0


@pytest.mark.parametrize("name", sorted(fitted_parameters()))
def test_a_parameter_carries_mark_recipe_hash_and_day(name: str) -> None:
    parameter = fitted_parameters()[name]
    assert parameter.mark in ("derived", "judgement")
    assert len(parameter.recipe) > 20
    assert parameter.inputs
    assert all(len(digest) == 64 for digest in parameter.inputs.values())
    assert len(parameter.fitted_on) == 10
    if parameter.interval is not None and parameter.name != "actor_effectiveness":
        assert parameter.interval[0] <= parameter.value <= parameter.interval[1]


def test_the_two_spreads_of_effectiveness_add_to_the_spread_between_armies() -> None:
    found = fitted_parameters()
    both = (found["multiplier"].more["log_sd"] ** 2 + found["actor_effectiveness"].more["log_sd"] ** 2) ** 0.5
    assert both == pytest.approx(found["spread_between"].value, abs=0.02)


def test_what_history_cannot_give_is_said() -> None:
    words = " ".join(row["what"] for row in fitted_parameters().not_calibrated)
    for what in ("artillery", "aircraft", "missiles"):
        assert what in words


def test_an_unknown_parameter_is_refused_with_the_names_there_are() -> None:
    with pytest.raises(InvalidInput, match="law_exponent"):
        fitted_parameters()["lethality"]


def test_a_file_without_a_recipe_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "parameters.yaml"
    row = "{value: 1, unit: '1', mark: derived, meaning: m, inputs: {}, fitted_on: '2026-01-01'}"
    path.write_text(f"parameters: {{s: {row}}}\nnot_calibrated: []\n")
    with pytest.raises(InvalidInput, match="lacks recipe"):
        read_parameters(path)


def test_loading_needs_no_numerical_library() -> None:
    import subprocess
    import sys

    code = (
        "import sys; import counterpoise.balance.calibration as c; c.fitted_parameters(); print('numpy' in sys.modules)"
    )
    assert (
        subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
        == "False"
    )
