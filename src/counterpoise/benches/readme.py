"""The figures of the README, made from what `bench` and `validate` wrote: never typed.

`python -m counterpoise.benches.readme README.md docs/figures/bench.json docs/figures/validate.json` writes them.
"""

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from counterpoise.benches.page import figure
from counterpoise.errors import InvalidInput

START, END = "<!-- figures -->", "<!-- /figures -->"
SHOWN = (  # rows of the score card, each beside what it is held against
    "texts_wholly_right", "news_direct", "news_indirect_and_mixed", "news_transfers", "news_stance",
    "news_second_direct", "news_second_indirect_and_mixed", "news_second_transfers", "news_second_stance",
    "outcome_log_loss", "outcome_auc", "exponent", "multiplier_main", "doe1_own", "doe2_own",
    "optimism_all",
)  # fmt: skip


def figures(bench: Mapping[str, Any], validation: Mapping[str, Any]) -> str:
    """Give the README's section of figures in Markdown."""
    machine = bench["machine"]
    speeds = (
        f"Speeds, measured {bench['run_on']} at commit `{bench['commit']}` by `counterpoise bench` in one run of "
        f"{bench['seconds'] / 60:.0f} minutes on {machine['cores']} cores ({machine['processor']}, load before "
        f"{machine['load_before']}):"
    )
    scores = (
        f"Scores, measured {validation['run_on']} at commit `{validation['commit']}` by `counterpoise validate`, seed "
        f"{validation['seed']}, in {validation['seconds'] / 60:.0f} minutes; {_counts(validation)}:"
    )
    lines = [
        "## Figures",
        "",
        speeds,
        "",
        "| Speed | Measured | Bar | Held against, measured on |",
        "|---|---|---|---|",
    ]
    lines += [*map(_speed_line, bench["speeds"]), "", scores, ""]
    lines += ["| Score | Measured | Held against | Held out | |", "|---|---|---|---|---|"]
    lines += _score_lines(validation["rows"])
    return "\n".join(lines)


def with_figures(readme: str, section: str) -> str:
    """Put the section between the marks. InvalidInput if a mark is missing."""
    before, start, rest = readme.partition(START)
    _, end, after = rest.partition(END)
    if not start or not end:
        raise InvalidInput(f"The README lacks {START} or {END}: put both back where the figures belong.")
    return f"{before}{START}\n{section}\n{END}{after}"


def _speed_line(one: Mapping[str, Any]) -> str:
    missed = "" if one["status"] == "holds" else " **missed**"
    measured = f"{figure(one['figure'])} {one['unit']}{missed}"
    return f"| {one['title']} | {measured} | {one['bar_is']} {figure(one['bar'])} | {one['beside']} |"


def _score_lines(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    by_id = {row["id"]: row for row in rows}
    return [_score_line(by_id[name]) for name in SHOWN if name in by_id and by_id[name]["figure"] is not None]


def _score_line(row: Mapping[str, Any]) -> str:
    digits = row["digits"]
    interval = "" if row["interval"] is None else " ({:.{d}f} to {:.{d}f})".format(*row["interval"], d=digits)
    against = "; ".join(part for part in (row["target"], row["baseline"]) if part)
    measured = f"{row['figure']:.{digits}f}{interval}"
    return f"| {row['title']} | {measured} | {against} | {row['held_out'] or '–'} | {row['status']} |"


def _counts(validation: Mapping[str, Any]) -> str:
    summary = validation["summary"]
    asserted = summary["holds"] + summary["misses"]
    return f"{summary['holds']} of {asserted} rows with a bar hold"


def main(arguments: Sequence[str]) -> None:
    """Write the figures of two JSON files into a README."""
    readme, bench, validation = map(Path, arguments)
    read = [json.loads(path.read_text(encoding="utf-8")) for path in (bench, validation)]
    text = with_figures(readme.read_text(encoding="utf-8"), figures(*read))
    readme.write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main(sys.argv[1:])
