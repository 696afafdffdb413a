"""`counterpoise dossier`: documents in, a sourced dossier out."""

import os
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoise.cli.options import parse_day, run_options
from counterpoise.cli.telling import Telling
from counterpoise.errors import InvalidInput

if TYPE_CHECKING:
    from counterpoise.dossier.contents import DossierContents
    from counterpoise.pipeline.dossiers import DossierRequest


@click.command(name="dossier")
@click.argument("documents", nargs=-1, type=click.Path(path_type=str))
@click.option("-o", "--output", "outputs", multiple=True, type=click.Path(path_type=Path),
              help="Where to write: a name ending in .html, .pdf, .md or .json. Repeat it.")  # fmt: skip
@click.option("--figures", type=click.Path(path_type=Path, file_okay=False),
              help="Write each figure into this folder: SVG and PNG, its data as CSV and JSON.")  # fmt: skip
@click.option("--citation", "citations", multiple=True, type=click.Path(path_type=Path),
              help="Write references to the dossier and its documents: .bib, .ris or .json (CSL).")  # fmt: skip
@click.option("--case", "case_ids", multiple=True, metavar="CASE", help="A case of the casebook. Repeat it.")
@click.option("--region", "of_region", is_flag=True, help="The region as it stands, without a document or a transfer.")
@click.option(
    "--published-on", type=parse_day, metavar="DAY", help="Day the documents were published, when they do not say."
)
@click.option("--known-on", type=parse_day, metavar="DAY", help="Use no fact that was not known on this day.")
@click.option("--as-of", type=parse_day, metavar="DAY", help="Apply the law in force on this day.")
@run_options(most_draws=20_000)
@click.option("--stress", metavar="SET", help="Seek packages under this assumption set even where none is indicated.")
@click.option("--quick", "depth", flag_value="quick", help="Summary levels and the cheapest package alone.")
@click.option("--full", "depth", flag_value="full", help="Every coalition and the front of cost and restored edge.")
@click.option("--no-model", is_flag=True, help="Read news by rules alone, even if a language model is installed.")
def command(
    documents: tuple[str, ...], outputs: tuple[Path, ...], figures: Path | None, citations: tuple[Path, ...],
    case_ids: tuple[str, ...], of_region: bool, casebook: str | None, published_on: date | None, known_on: date | None,
    as_of: date | None, profile: str, protected: str | None, profile_anyway: bool, scenarios: tuple[int, ...],
    stress: str | None, seed: int, draws: int, workers: int, depth: str | None, no_model: bool,
) -> None:  # fmt: skip
    """Read DOCUMENTS about a proposed arms transfer, update the casebook, print a summary and write the dossier.

    The summary comes within seconds; with -o the rest follows: what would change the answer, packages, precedents.
    A manifest beside the first output reproduces the run: counterpoise rerun.

    \b
    Example:
      counterpoise dossier examples/uae-2020/report.txt -o dossier.html -o dossier.pdf
    """
    from counterpoise.cli.dossier_files import check_outputs
    from counterpoise.pipeline.assessing import WeighingOptions
    from counterpoise.pipeline.dossiers import DossierRequest

    if of_region == bool(documents or case_ids):
        raise InvalidInput("Name at least one document or --case, or say --region alone for the region as it stands.")
    check_outputs(outputs, citations)
    writes = bool(outputs or figures or citations)
    request = DossierRequest(
        paths=documents,
        case_ids=case_ids,
        casebook=casebook or os.environ.get("COUNTERPOISE_CASEBOOK"),
        recorded_at=datetime.now(UTC),
        known_on=known_on,
        as_of=as_of,
        published_on=published_on,
        use_model=not no_model,
        weighing=WeighingOptions(
            profile=profile, protected=protected, profile_anyway=profile_anyway, quantities=scenarios, stress=stress,
            seed=seed, n_draws=draws, workers=workers, depth=depth or ("usual" if writes else "quick"),
        ),
    )  # fmt: skip
    contents = _shown(request)
    if writes:
        from counterpoise.cli.dossier_files import write_all

        for path in write_all(request, contents, outputs, citations, figures):
            click.echo(f"Written: {path}")
    else:
        click.echo("Add -o dossier.html to write the page.")


def _shown(request: "DossierRequest") -> "DossierContents":
    """Make the dossier; print its summary as soon as it stands, and what the rest of the work adds or changes."""
    from counterpoise.cli.dossier_page import first_screen, later_sentences, sources_of
    from counterpoise.pipeline.dossiers import dossier_steps

    telling, shown = Telling(), None
    for contents in dossier_steps(request, telling):
        telling.end()
        click.echo(first_screen(contents) if shown is None else later_sentences(shown, contents), nl=False)
        shown = contents
    assert shown is not None  # the steps yield at least once
    click.echo(sources_of(shown))
    return shown
