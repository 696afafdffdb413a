"""`counterpoise compensate`: packages that restore the balance, compared; or that none is indicated."""

import json
import os
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoise.cli.assess_page import as_csv, as_json, show_table, wrapped, write_figures
from counterpoise.cli.options import format_option, parse_day, run_options
from counterpoise.cli.telling import Telling
from counterpoise.cli.transfers import cases_of, find_actor, read_what_if
from counterpoise.errors import InvalidInput, StoreError

if TYPE_CHECKING:
    from counterpoise.compensation.comparison import Comparison
    from counterpoise.compensation.packages import Compensation


@click.command(name="compensate")
@click.argument("cases", nargs=-1, metavar="[CASE]...")
@click.option(
    "--what-if",
    "what_ifs",
    multiple=True,
    metavar="PURCHASER:SYSTEM[:QUANTITY]",
    help="A transfer of your own, as ARE:f-35a:50. Repeat it.",
)
@click.option("--stress", metavar="SET", help="Seek packages under this assumption set: seller, protected, ...")
@click.option("--target", type=float, default=0.95, show_default=True, help="Probability to restore, at most.")
@click.option("--tier", type=click.Choice(["plausible", "all"]), default="plausible", show_default=True)
@click.option("--own", type=float, metavar="USD_M", help="The state's own money a year, millions of dollars.")
@click.option("--instalments", type=float, metavar="USD_M", help="Instalments already due a year, millions of dollars.")
@click.option(
    "--beyond",
    type=click.Choice(["none", "continued"]),
    default="none",
    show_default=True,
    help="Grant after the last agreed year: a named scenario.",
)
@click.option("--measures", type=click.Path(path_type=Path, dir_okay=False), help="A catalogue of your own, CSV.")
@click.option("--cheapest", is_flag=True, help="Seek the cheapest package alone, not several that differ.")
@click.option("--front", type=click.IntRange(0, 40), default=0, show_default=True, help="Points of the front to trace.")
@click.option("--seconds", type=click.FloatRange(1, 3600), default=60.0, show_default=True, help="Time for the search.")
@run_options(most_draws=20_000)
@click.option("--known-on", type=parse_day, metavar="DAY", help="Use nothing later than this day.")
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, file_okay=False),
    help="Write the answer (JSON), each programme (.mps) and a manifest into this folder.",
)
@click.option(
    "--figures",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="FOLDER",
    help="Write the packages, and the front where it is traced, there as SVG and PNG with CSV and JSON.",
)
@format_option()
def command(
    cases: tuple[str, ...],
    what_ifs: tuple[str, ...],
    stress: str | None,
    target: float,
    tier: str,
    own: float | None,
    instalments: float | None,
    beyond: str,
    measures: Path | None,
    cheapest: bool,
    front: int,
    seconds: float,
    protected: str | None,
    known_on: date | None,
    profile: str,
    profile_anyway: bool,
    scenarios: tuple[int, ...],
    casebook: str | None,
    seed: int,
    draws: int,
    workers: int,
    output: Path | None,
    figures: Path | None,
    output_format: str,
) -> None:
    """Find the cheapest packages that restore the balance: CASEs of the casebook, or --what-if.

    Whether a package is indicated comes first. Each is costed, simulated on fresh draws, and compared with what the
    supplier could do instead. Ctrl-C keeps the best package found.

    \b
    Example:
      counterpoise compensate --what-if ARE:f-35a:50 --known-on 2020-11-10 --stress protected
    """
    from counterpoise.balance.assessment import AssessmentRequest, assess_balance
    from counterpoise.balance.profile import load_profile
    from counterpoise.compensation.budgets import BudgetSettings
    from counterpoise.compensation.comparison import compare
    from counterpoise.compensation.measures import load_measures
    from counterpoise.compensation.packages import PackageRequest, propose_packages
    from counterpoise.compensation.requirement import Target

    if not cases and not what_ifs:
        raise InvalidInput("Name a CASE of the casebook, or --what-if PURCHASER:SYSTEM:QUANTITY, to compensate for.")
    request = PackageRequest(
        stress=stress, target=Target(target), tier=tier, seconds=seconds, seed=seed, n_draws=draws, workers=workers,
        variety=not cheapest, budget=BudgetSettings(own_a_year=own, instalments_due=instalments, beyond=beyond),
        measures=None if measures is None else load_measures(measures),
    )  # fmt: skip
    region = load_profile(profile)
    transfers, claims, case_day = cases_of(cases, casebook or os.environ.get("COUNTERPOISE_CASEBOOK"), known_on)
    transfers += [read_what_if(text, region, n) for n, text in enumerate(what_ifs, start=1)]
    telling = Telling()
    assessment = assess_balance(
        region,
        transfers,
        AssessmentRequest(
            known_on=known_on or case_day or min(region.holdings_on, region.valid_to),
            protected=find_actor(region, protected) if protected else region.protected, quantities=scenarios,
            claims=claims, seed=seed, n_draws=draws, depth="summary", workers=workers, profile_anyway=profile_anyway,
        ),
        telling,
    )  # fmt: skip
    found = propose_packages(assessment, request, telling)
    beside = compare(found, points=front, tell=telling)
    telling.end()
    if output is not None:
        _write(found, beside, output)
    if figures is not None:
        from counterpoise.compensation.figures import figures as drawn

        write_figures(drawn(found, beside), figures)
    _show(found, beside, output_format)


def _show(found: "Compensation", beside: "Comparison", output_format: str) -> None:
    if output_format == "json":
        from counterpoise.compensation.record import compensation_record

        click.echo(as_json(compensation_record(found, beside)), nl=False)
        return
    from counterpoise.compensation.tables import package_table, tables
    from counterpoise.compensation.words import asks_sentence, infeasible_note, summary_sentences

    if output_format == "csv":
        table = package_table(found)
        click.echo(as_csv(table.columns, table.rows), nl=False)
        return
    click.echo(found.assessment.relative.first_sentence + "\n")
    for sentence in summary_sentences(found):
        click.echo(wrapped(sentence))
    if beside.asked is not None:
        click.echo(wrapped(asks_sentence(beside.asked)))
    if found.packages:
        click.echo(wrapped(infeasible_note(found)))
    for table in tables(found, beside):
        show_table(table)
    if found.not_used:
        click.echo(f"\nNote: left out, because their cost was not known by then: {', '.join(found.not_used)}.")
    from counterpoise.balance.relative_words import DISCLAIMER

    click.echo(f"\n{DISCLAIMER}")


def _write(found: "Compensation", beside: "Comparison", folder: Path) -> None:
    """Write answer, programmes and manifest: what a sceptic needs to solve it again elsewhere."""
    from counterpoise import __version__
    from counterpoise.compensation.record import compensation_record
    from counterpoise.compensation.solvers import write_mps

    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "packages.json").write_text(as_json(compensation_record(found, beside)), encoding="utf-8")
        for package in found.packages:
            if package.found.programme is not None:
                write_mps(package.found.programme, folder / f"{package.name}.mps")
        manifest = {
            "counterpoise": __version__, "profile": found.assessment.profile.content_hash, "seed": found.request.seed,
            "n_draws": found.request.n_draws, "stress": found.request.stress,
            "fingerprint": found.assessment.main.labels.fingerprint,
            "versions": dict(found.assessment.main.labels.versions),
        }  # fmt: skip
        (folder / "manifest.json").write_text(json.dumps(manifest, indent=2) + "\n", encoding="utf-8")
    except OSError as error:
        raise StoreError(f"The answer cannot be written to {folder}: {error}. Name another folder.") from error
