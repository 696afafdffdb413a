"""`counterpoise validate`: score against history, papers and texts."""

import csv
import io
import json
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from counterpoise.cli.options import format_option

if TYPE_CHECKING:
    from counterpoise.validation.report import Report

DEFAULT_SEED = 20260630  # recorded in every report; any other is as good


@click.command(name="validate")
@click.option("--quick", is_flag=True, help="Fewer draws: for a check in under a minute.")
@format_option()
@click.option("--json", "as_json", is_flag=True, help="Short for --format json.")
@click.option("-o", "--output", type=click.Path(path_type=Path, dir_okay=False), help="Write the page (.html) or JSON.")
@click.option("--data-dir", type=click.Path(path_type=Path), help="Where the data lie that are not shipped.")
@click.option("--seed", type=click.IntRange(0), default=DEFAULT_SEED, show_default=True, help="Seed of every draw.")
@click.option("--texts", type=click.Path(path_type=Path), help="Score the readings of a folder of texts instead.")
@click.option("--against", type=click.Path(path_type=Path), help="With --texts: a saved reading to compare with.")
@click.option(
    "--disputes",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="Forecast and score a file of disputes instead; repeats.",
)
@click.option("--parameters", type=click.Path(path_type=Path), help="Also write the parameters fitted to history here.")
@click.option("--score-card", type=click.Path(path_type=Path), help="Also write the rows that dossiers print here.")
@click.pass_context
def command(
    ctx: click.Context,
    quick: bool,
    output_format: str,
    as_json: bool,
    output: Path | None,
    data_dir: Path | None,
    seed: int,
    texts: Path | None,
    against: Path | None,
    disputes: tuple[Path, ...],
    parameters: Path | None,
    score_card: Path | None,
) -> None:
    """Score the package against history, papers and texts.

    A row whose data are absent says where to get them. The exit code is 0 even where a row misses its bar: the table is
    the answer. With --disputes, forecasts are fitted on the open disputes of the data folder; a file without outcomes
    gets forecasts and no score, and -o writes them as .csv or .json.

    \b
    Example:
      counterpoise validate --data-dir ~/data -o history.html
    """
    output_format = "json" if as_json else output_format
    if against is not None and texts is None:
        raise click.UsageError("--against needs --texts: name the folder of texts to read again.")
    if texts is not None:
        _score_texts(texts, against, output_format)
        return
    if disputes:
        _score_disputes(disputes, data_dir, output, output_format, seed)
        return
    from counterpoise.benches.machine import commit
    from counterpoise.validation.datasets import data_folder
    from counterpoise.validation.page import render_page
    from counterpoise.validation.report import run
    from counterpoise.validation.rows import Settings

    today = datetime.now(UTC).date().isoformat()
    folder = data_folder(data_dir)
    with _Progress() as shown:
        report = run(Settings(folder=folder, seed=seed, quick=quick, progress=shown), run_on=today, commit=commit())
    if parameters is not None:
        from counterpoise.validation.battles import load_battles
        from counterpoise.validation.parameters import write_parameters

        write_parameters(load_battles(folder), parameters, fitted_on=today)
        click.echo(f"wrote {parameters}", err=True)
    if score_card is not None:
        from counterpoise.validation.score_card import write_score_card

        write_score_card(report, score_card)
        click.echo(f"wrote {score_card}", err=True)
    if output is not None:
        text = report.as_json() if output.suffix == ".json" else render_page(report)
        output.write_text(text, encoding="utf-8")
        click.echo(f"wrote {output}", err=True)
    _print(report, output_format)


class _Progress:
    """A line of progress on the terminal's error stream; silent where that is no terminal."""

    def __enter__(self) -> "_Progress":
        from rich.console import Console
        from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn

        self.bar = Progress(
            BarColumn(),
            TextColumn("{task.percentage:>3.0f} %"),
            TimeRemainingColumn(),
            TextColumn("{task.description}"),
            console=Console(stderr=True),
            transient=True,
            disable=not sys.stderr.isatty(),
        )
        self.bar.start()
        self.task = self.bar.add_task("starting", total=1.0)
        return self

    def __call__(self, share: float, words: str) -> None:
        self.bar.update(self.task, completed=share, description=words)

    def __exit__(self, *error: object) -> None:
        self.bar.stop()


def _score_texts(folder: Path, against: Path | None, output_format: str) -> None:
    from counterpoise.validation.texts import report

    scored = report(folder, against)
    if output_format == "json":
        click.echo(json.dumps(scored.as_json(), ensure_ascii=False, indent=2))
    elif output_format == "csv":
        click.echo("field,right,answered,expected,f1")
        for part, score in scored.news.items():
            for name, found in score.total.items():
                click.echo(f"{part} {name},{found.right},{found.found},{found.expected},{score.figure(name) or ''}")
        for name, tally in scored.tallies.items():
            click.echo(f"{name},{tally.right},{tally.answered},{tally.expected},{'' if tally.f1 is None else tally.f1}")
    else:
        click.echo(scored.as_table())


def _score_disputes(
    files: tuple[Path, ...], data_dir: Path | None, output: Path | None, output_format: str, seed: int
) -> None:
    from counterpoise.validation.datasets import data_folder
    from counterpoise.validation.disputes.scored_file import score_file

    if output is not None and output.suffix not in (".csv", ".json"):
        raise click.UsageError(f"{output}: forecasts of disputes are written as .csv or .json. Name such a file.")
    folder = data_folder(data_dir)
    found = []
    for file in files:
        click.echo(f"forecasting {file}: a minute or two", err=True)
        found.append(score_file(file, folder, seed=seed))
    tables = "".join(one.as_csv() if place == 0 else one.as_csv().partition("\n")[2] for place, one in enumerate(found))
    whole = json.dumps([one.as_json() for one in found], indent=2, allow_nan=False)
    if output is not None:
        output.write_text(tables if output.suffix == ".csv" else whole + "\n", encoding="utf-8")
        click.echo(f"wrote {output}", err=True)
    if output_format == "json":
        click.echo(whole)
    elif output_format == "csv":
        click.echo(tables, nl=False)
    else:
        click.echo("\n\n".join(one.as_table() for one in found))


def _print(report: "Report", output_format: str) -> None:
    if output_format == "json":
        click.echo(report.as_json())
        return
    if output_format == "csv":
        click.echo(_csv(report), nl=False)
        return
    section = ""
    for row in report.rows:
        if row.section != section:
            section = row.section
            click.echo(f"\n{section} ({report.section_seconds.get(section, 0.0):.1f} s)")
        interval = (
            "" if row.interval is None else f"({row.interval[0]:.{row.digits}f} to {row.interval[1]:.{row.digits}f})"
        )
        click.echo(
            f"  {row.status:12} {row.printed:>12} {interval:24} {row.title}  [{row.target or row.baseline or '-'}]"
        )
        if row.status in ("misses", "data absent") and row.note:
            click.echo(f"  {'':12} {row.note}")
    click.echo(
        f"\n{report.count('holds')} hold, {report.count('misses')} miss, {report.count('data absent')} without data, "
        f"{report.count('not asserted')} not asserted; {report.seconds:.0f} s, seed {report.seed}"
    )


def _csv(report: "Report") -> str:
    text = io.StringIO()
    columns = (
        "id",
        "section",
        "title",
        "figure",
        "low",
        "high",
        "interval_kind",
        "target",
        "status",
        "baseline",
        "held_out",
        "source",
        "note",
    )
    writer = csv.DictWriter(text, columns, lineterminator="\n")
    writer.writeheader()
    for row in report.rows:
        low, high = row.interval or (None, None)
        values: dict[str, Any] = {name: getattr(row, name, None) for name in columns}
        writer.writerow(values | {"low": low, "high": high})
    return text.getvalue()
