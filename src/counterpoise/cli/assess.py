"""`counterpoise assess`: the balance with and without a transfer; without one, the region as known on a day."""

import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoise.cli.assess_page import aligned, as_csv, as_json, show, show_comparison, write_figures
from counterpoise.cli.options import format_option, parse_day, run_options
from counterpoise.cli.telling import Telling
from counterpoise.cli.transfers import cases_of, find_actor, read_what_if

if TYPE_CHECKING:
    pass


@click.command(name="assess")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option(
    "--what-if",
    "what_ifs",
    multiple=True,
    metavar="PURCHASER:SYSTEM[:QUANTITY]",
    help="A transfer of your own, as ARE:f-35a:50; without a quantity it runs as scenarios. Repeat it.",
)
@click.option(
    "--earlier",
    multiple=True,
    metavar="CASE",
    help="A case of the casebook that counts only in what the region has ordered and been offered. Repeat it.",
)
@click.option(
    "--compare", is_flag=True, help="Assess each CASE and --what-if apart, side by side, in one year on the same draws."
)
@click.option(
    "--coverage", is_flag=True, help="Count how much of the casebook the classes of the model hold, and stop."
)
@run_options(most_draws=100_000)
@click.option(
    "--known-on",
    type=parse_day,
    metavar="DAY",
    help="Use no order or fact later than this day. [default: the case's last document, else the profile's day]",
)
@click.option(
    "--depth",
    type=click.Choice(["counts", "summary", "usual", "full"]),
    default="usual",
    show_default=True,
    help="counts: no war; summary: levels and break-evens; usual: and what the answer hangs on; full: every coalition.",
)
@click.option("--reach", default="default", show_default=True, metavar="PRESET", help="What can be brought to bear.")
@click.option("--preset", default="default", show_default=True, metavar="NAME", help="A preset of the defaults.")
@click.option("--member", default="helmbold", show_default=True, help="Kernel: helmbold, or the rival proportional.")
@click.option("--multiplier", default="predictive", show_default=True, help="predictive, or one (M = 1).")
@click.option(
    "--keep",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Keep each finished piece of the main run there; the same command given again goes on from them.",
)
@click.option(
    "--figures",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write each figure there as SVG and PNG with its data as CSV and JSON.",
)
@format_option()
def command(
    cases: tuple[str, ...],
    what_ifs: tuple[str, ...],
    earlier: tuple[str, ...],
    compare: bool,
    coverage: bool,
    protected: str | None,
    known_on: date | None,
    profile: str,
    profile_anyway: bool,
    scenarios: tuple[int, ...],
    casebook: str | None,
    seed: int,
    draws: int,
    depth: str,
    reach: str,
    preset: str,
    member: str,
    multiplier: str,
    workers: int,
    keep: Path | None,
    figures: Path | None,
    output_format: str,
) -> None:
    """Assess the balance with and without a transfer: CASEs of the casebook, or --what-if; else the region as it is.

    What the transfer changes, clause by clause, with how sure that is; counts by year in three worlds; break-evens
    beside history; what would change the answer; rival assumption sets; the assumptions ledger and the audit.

    \b
    Example:
      counterpoise assess --what-if ARE:f-35a:50 --known-on 2020-09-23
    """
    from counterpoise.balance.profile import load_profile
    from counterpoise.balance.relative_capabilities import assess_relative_capabilities

    where = casebook or os.environ.get("COUNTERPOISE_CASEBOOK")
    if coverage:
        _show_coverage(where, output_format)
        return
    region = load_profile(profile)
    transfers, claims, case_day = cases_of(cases, where, known_on)
    before, _, _ = cases_of(earlier, where, known_on)
    transfers += [read_what_if(text, region, n) for n, text in enumerate(what_ifs, start=1)]
    state = find_actor(region, protected) if protected else region.protected
    day = known_on or case_day or min(region.holdings_on, region.valid_to)
    if compare and keep is not None:
        raise click.UsageError("--compare keeps no pieces. Leave --keep out, or assess one transfer.")
    if depth == "counts" and not compare:
        relative = assess_relative_capabilities(
            region, transfers, protected=state, known_on=day, scenarios=scenarios, earlier=before, seed=seed,
            n_draws=draws, profile_anyway=profile_anyway,
        )  # fmt: skip
        if figures is not None:
            from counterpoise.balance.relative_figures import figures as counted

            write_figures(counted(relative), figures)
        show(relative, None, output_format)
        return
    from counterpoise.balance.assessment import AssessmentRequest, assess_balance

    telling = Telling()
    request = AssessmentRequest(
        known_on=day, protected=state, quantities=scenarios, earlier=before, claims=claims, seed=seed, n_draws=draws,
        depth=depth, reach=reach, preset=preset, member=member, multiplier=multiplier, workers=workers,
        profile_anyway=profile_anyway, checkpoint=keep,
    )  # fmt: skip
    if compare:
        from counterpoise.balance.comparison_figures import comparison_figures
        from counterpoise.balance.transfer_comparison import compare_transfers

        compared = compare_transfers(region, transfers, request, telling)
        telling.end()
        if figures is not None:
            write_figures(comparison_figures(compared, region), figures)
        show_comparison(compared, output_format)
        return
    found = assess_balance(region, transfers, request, telling)
    telling.end()
    if figures is not None:
        from counterpoise.balance.assessment_figures import figures as fought
        from counterpoise.balance.relative_figures import figures as counted

        write_figures((*fought(found), *counted(found.relative)), figures)
    show(found.relative, found, output_format)


def _show_coverage(casebook: str | None, output_format: str) -> None:
    """Print how many items and cases of the casebook map to a class of the model, and why the others do not."""
    from counterpoise.balance.case_transfers import coverage_of_casebook
    from counterpoise.casebook import open_casebook

    with open_casebook(casebook) as book:
        found = coverage_of_casebook(book)
    outside = dict(sorted(found.outside.items(), key=lambda one: -one[1]))
    if output_format == "json":
        click.echo(
            as_json(
                {
                    "kind": "coverage", "n_cases": found.n_transfers, "n_cases_mapped": found.n_transfers_mapped,
                    "n_items": found.n_items, "n_items_mapped": found.n_mapped, "outside": outside,
                }
            ),
            nl=False,
        )  # fmt: skip
        return
    rows = [("mapped to a class of the model", str(found.n_mapped)), *((why, str(n)) for why, n in outside.items())]
    if output_format == "csv":
        click.echo(as_csv(("items", "n"), rows), nl=False)
        return
    click.echo(
        f"{found.n_transfers_mapped} of {found.n_transfers} cases have an item in the model; "
        f"{found.n_mapped} of {found.n_items} items map to a class."
    )
    click.echo("\n".join(aligned((("items", "n"), *rows))))
