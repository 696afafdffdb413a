"""`counterpoise bench`: speeds against the stated alternatives, measured in one run."""

import csv
import importlib
import io
import json
import sys
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoise.cli.options import format_option

if TYPE_CHECKING:
    from counterpoise.benches.whole import Bench

CASES_OF_A_MILLION_STATEMENTS = 20_000  # cases of the made-up world with 2.5 documents and 50 statements each
ABOUT: Mapping[str, tuple[str, float]] = {  # name: what it measures, and minutes on two idle cores
    "answers": ("what a user waits for", 0.5),
    "reading": ("notices, news and what the prefilter passes by", 0.3),
    "law": ("a million review clocks", 0.5),
    "casebook": ("a casebook of a million statements", 3.0),
    "balance": ("every coalition in every draw", 2.0),
    "compensation": ("the search for packages", 5.0),
}


@click.command(name="bench")
@click.argument("name", type=click.Choice(list(ABOUT)), required=False)
@format_option()
@click.option(
    "-o", "--output", "outputs", type=click.Path(path_type=Path, dir_okay=False), multiple=True,
    help="Also write the report: .json, or .html for a page. Repeat it.",
)  # fmt: skip
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of what is made up or drawn.")
@click.option("--size", "n_cases", type=click.IntRange(1), metavar="CASES",
              help="With casebook: how many cases, with 50 statements each; a tenth is measured beside it. "
                   "[default: 2,000; in the whole run 20,000]")  # fmt: skip
@click.option("--database", metavar="URL", help="With casebook: an empty PostgreSQL database instead of a file.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Where the data lie that are not shipped.")
@click.option(
    "--figure", type=click.Path(path_type=Path, dir_okay=False), help="With balance or compensation: the growth as SVG."
)
def command(
    name: str | None, output_format: str, outputs: tuple[Path, ...], seed: int, data_dir: Path | None,
    n_cases: int | None, database: str | None, figure: Path | None,
) -> None:  # fmt: skip
    """Measure every speed against its alternative, in one run on this machine; or one of them.

    \b
    answers   help, and the summary of one article
    reading   notices, news, the prefilter
    law       review clocks by the million
    casebook  import, case page, search, known on a day; --size 20000 is the million statements of the bars
    balance   every coalition of sixteen actors, without and with a transfer
    compensation  packages of sixty measures over fifteen years

    \b
    Example:
      counterpoise bench -o bench.json -o bench.html
    """
    from counterpoise.benches.whole import run

    _check(name, outputs, figure)
    asked = _asked(name, n_cases, database)
    chosen = [name] if name is not None else list(ABOUT)
    benches = {one: _bench(one, data_dir, asked) for one in chosen}
    minutes = sum(one.minutes for one in benches.values())
    click.echo(f"Measuring for about {minutes:.0f} minutes on an idle machine." if minutes >= 1 else "Measuring.",
               err=True)  # fmt: skip
    whole = run(benches, seed=seed, run_on=datetime.now(UTC).date().isoformat(), tell=_tell)
    for output in outputs:
        output.write_text(_written(whole, output), encoding="utf-8")
        click.echo(f"wrote {output}", err=True)
    if figure is not None and name is not None:
        module = importlib.import_module(benches[name].module)
        figure.write_text(module.growth_figure(whole["benches"][name]["growth"]), encoding="utf-8")
    _print(whole, output_format)


def _check(name: str | None, outputs: tuple[Path, ...], figure: Path | None) -> None:
    for output in outputs:
        if output.suffix not in (".json", ".html"):
            raise click.UsageError(f"{output}: a report is written as .json or .html. Name such a file.")
    if figure is not None and name not in ("balance", "compensation"):
        raise click.UsageError(f"--figure goes with balance or compensation; {name or 'a whole run'} has no figure.")


def _asked(name: str | None, n_cases: int | None, database: str | None) -> Mapping[str, Any]:
    """Give what the user asks of the bench of the casebook; the whole run takes the size of the bars."""
    asked = {key: value for key, value in (("n_cases", n_cases), ("database", database)) if value is not None}
    if asked and name != "casebook":
        raise click.UsageError(f"--size and --database go with casebook; {name or 'a whole run'} takes neither.")
    if database is not None and not database.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        raise click.UsageError("--database is the URL of a PostgreSQL database, such as postgresql://user@host/name.")
    return asked if name is not None else {"n_cases": CASES_OF_A_MILLION_STATEMENTS}


def _bench(name: str, data_dir: Path | None, asked: Mapping[str, Any]) -> "Bench":
    from counterpoise.benches.whole import Bench

    about, minutes = ABOUT[name]
    arguments: dict[str, Any] = {}
    if name == "reading":
        from counterpoise.validation.datasets import data_folder

        arguments = {"folder": data_folder(data_dir)}
    elif name == "casebook":
        arguments = dict(asked)
    return Bench(f"counterpoise.benches.{name}", about, arguments, minutes)


def _tell(words: str, share: float) -> None:
    """Say what is measured now, on a line of its own: a bench must not share the processor with a moving bar."""
    click.echo(f"{share:4.0%} {words} ...", err=True)
    sys.stderr.flush()


def _written(whole: Mapping[str, Any], output: Path) -> str:
    from counterpoise.benches.page import render_page

    return render_page(whole) if output.suffix == ".html" else json.dumps(whole, indent=1) + "\n"


def _print(whole: Mapping[str, Any], output_format: str) -> None:
    from counterpoise.benches.page import figure, flat

    if output_format == "json":
        click.echo(json.dumps(whole, indent=1))
        return
    if output_format == "csv":
        buffer = io.StringIO()
        csv.writer(buffer).writerows([("measure", "value"), *flat(whole["benches"])])
        click.echo(buffer.getvalue(), nl=False)
        return
    rows = flat(whole["benches"])
    width = max((len(label) for label, _ in rows), default=0)
    for label, value in rows:
        click.echo(f"{label:<{width}}  {value}")
    for name, because in whole["absent"].items():
        click.echo(f"{name} did not run: {because}")
    click.echo("")
    for one in whole["speeds"]:
        bar = f"{one['bar_is']} {figure(one['bar'])}"
        click.echo(f"{one['title']:<40} {figure(one['figure']):>10} {one['unit']:<9} {bar:<16} {one['status']}")
    click.echo(f"commit {whole['commit']}, {whole['seconds']:.0f} s, {whole['machine']['processor']}")
