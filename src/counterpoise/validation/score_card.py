"""The rows of the score card that every dossier prints, written to its own data: what the numbers are worth."""

from pathlib import Path

import yaml

from counterpoise.validation.report import Report
from counterpoise.validation.rows import ABSENT, Row

SHOWN = (  # each forecast beside the naive forecast that it must beat, then what the engine takes from history
    "outcome_log_loss", "baseline_base_rate", "baseline_larger_force", "baseline_force_ratio", "outcome_auc",
    "outcome_slope", "outcome_region", "fraction_crps", "fraction_coverage_50", "fraction_coverage_90", "exponent",
    "spread_together", "engine_slope_default", "multiplier_main", "next_war_without_1956_median",
    "next_war_without_1956_low", "next_war_without_1956_high", "doe1_power", "coverage_learned",
)  # fmt: skip
HEADER = (
    "# The score card that dossiers print. Written by `counterpoise validate --score-card FILE`; "
    "do not edit by hand.\n"
)  # fmt: skip


def score_card(report: Report) -> dict[str, object]:
    """Give the rows shown, with the run that they come from; a row without its data is left out."""
    rows = {row.id: row for row in report.rows if row.status != ABSENT}
    return {
        "counterpoise": report.version, "run_on": report.run_on, "seed": report.seed, "quick": report.quick,
        "rows": [_entry(rows[name]) for name in SHOWN if name in rows],
        "inputs": {file: digest for row in report.rows if row.id in SHOWN for file, digest in row.inputs},
    }  # fmt: skip


def _entry(row: Row) -> dict[str, object]:
    interval = "" if row.interval is None else " to ".join(f"{end:.{row.digits}f}" for end in row.interval)
    return {
        "id": row.id, "section": row.section, "title": row.title, "figure": row.printed.strip(), "interval": interval,
        "held_against": row.target or row.baseline, "status": row.status, "held_out": row.held_out,
    }  # fmt: skip


def write_score_card(report: Report, path: Path) -> None:
    """Write the score card as YAML."""
    path.write_text(
        HEADER + yaml.safe_dump(score_card(report), sort_keys=False, allow_unicode=True, width=140), "utf-8"
    )
