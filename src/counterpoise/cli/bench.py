"""`counterpoise bench`: speeds against the stated alternatives, measured in one run."""

import csv
import importlib
import io
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import click

from counterpoise.cli.options import format_option

BENCHES: Mapping[str, tuple[str, str, Mapping[str, Any]]] = {  # name: (module, what it measures, arguments)
    "balance": ("counterpoise.benches.balance", "Every coalition in every draw", {}),
    "casebook": ("counterpoise.benches.casebook", "A casebook of a made-up world", {}),
    "compensation": ("counterpoise.benches.compensation", "The search for packages", {}),
    "law": ("counterpoise.benches.law", "A million review clocks", {}),
    "reading": ("counterpoise.benches.reading", "Notices, news and the prefilter", {}),
}


@click.command(name="bench")
@click.argument("name", type=click.Choice(list(BENCHES)))
@format_option()
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Also write the report as JSON.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Seed of what is made up or drawn.")
@click.option("--size", "n_cases", type=click.IntRange(1), metavar="CASES",
              help="With casebook: how many cases, with 50 statements each; a tenth is measured beside it. "
                   "[default: 2,000]")  # fmt: skip
@click.option("--database", metavar="URL", help="With casebook: an empty PostgreSQL database instead of a file.")
@click.option(
    "--figure", type=click.Path(path_type=Path, dir_okay=False), help="With balance or compensation: the growth as SVG."
)
def command(
    name: str, output_format: str, output: Path | None, seed: int, n_cases: int | None, database: str | None,
    figure: Path | None,
) -> None:  # fmt: skip
    """Measure a speed against its alternatives, in one run on this machine.

    \b
    balance       every coalition of sixteen actors, without and with a transfer
    casebook      import, case page, search, known on a day; --size 20000 is the million statements of the bars
    compensation  packages of sixty measures over fifteen years
    law           review clocks by the million
    reading       notices, news with and without the model, and the prefilter with its recall

    \b
    Example:
      counterpoise bench balance --format json
    """
    module_name, what, arguments = BENCHES[name]
    asked = {key: value for key, value in (("n_cases", n_cases), ("database", database)) if value is not None}
    if asked and name != "casebook":
        raise click.UsageError(f"--size and --database go with casebook; {name} has one size and no database.")
    if database is not None and not database.startswith(("postgresql://", "postgres://", "postgresql+psycopg://")):
        raise click.UsageError("--database is the URL of a PostgreSQL database, such as postgresql://user@host/name.")
    module = importlib.import_module(module_name)
    if figure is not None and not hasattr(module, "growth_figure"):
        raise click.UsageError(f"--figure goes with balance or compensation; {name} has no figure.")
    click.echo(f"Measuring: {what}. This takes a minute or two.", err=True)
    report: Mapping[str, Any] = module.measure(seed=seed, **arguments, **asked)
    if output is not None:
        output.write_text(json.dumps(report, indent=1) + "\n", encoding="utf-8")
    if figure is not None:
        figure.write_text(module.growth_figure(report["growth"]), encoding="utf-8")
    if output_format == "json":
        click.echo(json.dumps(report, indent=1))
    elif output_format == "csv":
        buffer = io.StringIO()
        csv.writer(buffer).writerows([("measure", "value"), *_flat(report)])
        click.echo(buffer.getvalue(), nl=False)
    else:
        rows = _flat(report)
        width = max(len(label) for label, _ in rows)
        for label, value in rows:
            click.echo(f"{label:<{width}}  {value}")


def _flat(value: Any, label: str = "") -> list[tuple[str, Any]]:
    """Give a nested report as labels and values, in order."""
    if isinstance(value, Mapping):
        return [row for key, inner in value.items() for row in _flat(inner, f"{label}: {key}" if label else str(key))]
    if isinstance(value, list | tuple) and any(isinstance(inner, Mapping) for inner in value):
        return [row for i, inner in enumerate(value) for row in _flat(inner, f"{label} {i + 1}")]
    return [(label, value)]
