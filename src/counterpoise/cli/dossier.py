"""`counterpoise dossier`: documents in, a sourced dossier out."""

import os
import sys
import textwrap
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click

from counterpoise.cli.options import parse_day
from counterpoise.errors import InvalidInput

if TYPE_CHECKING:
    from counterpoise.dossier.contents import DossierContents

WIDTH = 100
ENDINGS = {".html": "HTML", ".json": "JSON"}


@click.command(name="dossier")
@click.argument("documents", nargs=-1, required=True, type=click.Path(path_type=str))
@click.option("-o", "--output", "outputs", multiple=True, type=click.Path(path_type=Path),
              help="Where to write: a name ending in .html or .json. Repeat for both.")  # fmt: skip
@click.option("--casebook", help="The casebook: a file or a PostgreSQL URL. [default: your data folder]")
@click.option("--published-on", type=parse_day, help="Day the documents were published, when they do not say.")
@click.option("--known-on", type=parse_day, help="Use no fact that was not known on this day.")
@click.option("--as-of", type=parse_day, help="Apply the law in force on this day.")
@click.option("--profile", default="middle-east-2020", show_default=True, metavar="NAME|FOLDER", help="The region.")
@click.option("--protected", metavar="ACTOR", help="The state whose edge is asked about. [default: the profile's]")
@click.option("--profile-anyway", is_flag=True, help="Use the profile on a day for which it does not hold, and say so.")
@click.option("--seed", type=click.IntRange(min=0), default=0, show_default=True, help="Seed of the draws.")
@click.option("--no-model", is_flag=True, help="Read news by rules alone, even if a language model is installed.")
def command(
    documents: tuple[str, ...], outputs: tuple[Path, ...], casebook: str | None, published_on: date | None,
    known_on: date | None, as_of: date | None, profile: str, protected: str | None, profile_anyway: bool, seed: int,
    no_model: bool,
) -> None:  # fmt: skip
    """Read DOCUMENTS about a proposed arms transfer, update the casebook, print a summary and write the dossier.

    \b
    Example:
      counterpoise dossier examples/uae-2020/report.txt -o dossier.html -o dossier.json
    """
    from counterpoise.pipeline import DossierRequest, make_dossier

    _check(outputs)
    request = DossierRequest(
        paths=documents,
        casebook=casebook or os.environ.get("COUNTERPOISE_CASEBOOK"),
        recorded_at=datetime.now(UTC),
        known_on=known_on,
        as_of=as_of,
        published_on=published_on,
        use_model=not no_model,
        profile=profile,
        protected=protected,
        profile_anyway=profile_anyway,
        seed=seed,
    )
    contents = make_dossier(request, _progress())
    written = [_write(path, contents) for path in outputs]
    click.echo(render_summary(contents))
    for path in written:
        click.echo(f"Written: {path}")
    if not outputs:
        click.echo("Add -o dossier.html to write the page.")


def _check(outputs: tuple[Path, ...]) -> None:
    """Refuse a name that cannot be written before anything is read."""
    for path in outputs:
        if path.suffix.lower() not in ENDINGS:
            raise InvalidInput(f"{path} ends in no format we write. Let it end in {' or '.join(ENDINGS)}.")
        if path.is_dir() or not path.parent.is_dir():
            raise InvalidInput(f"{path} cannot be written: {path.parent} is no folder. Make it first.")


def _progress() -> Callable[[str], None]:
    """Say what is being done once a second has passed, on the error stream."""
    began = time.monotonic()

    def tell(what: str) -> None:
        if time.monotonic() - began > 1:
            print(f"{what} ...", file=sys.stderr, flush=True)  # noqa: T201 - progress for a person

    return tell


def _write(path: Path, contents: "DossierContents") -> Path:
    """Write one output whole or not at all."""
    if path.suffix.lower() == ".html":
        from counterpoise.dossier.as_html import render_html as render
    else:
        from counterpoise.dossier.as_json import render_json as render
    text = render(contents)
    unfinished = path.with_name(f".{path.name}.unfinished")
    try:
        unfinished.write_text(text, encoding="utf-8")
        unfinished.replace(path)
    except OSError as error:
        unfinished.unlink(missing_ok=True)
        raise InvalidInput(f"{path} cannot be written: {error.strerror}. Choose another place with -o.") from error
    return path


def render_summary(contents: "DossierContents") -> str:
    """Give the one-screen summary: what it is, the summary with its notes, the days, who asks for what."""
    lines = [contents.title, "=" * min(len(contents.title), WIDTH), *_wrapped(contents.disclaimer), ""]
    for sentence in contents.summary:
        lines += _wrapped(f"{sentence.text} [{', '.join(map(str, sentence.notes[:4]))}]", bullet="• ")
    wanted = [(p.letter, a) for p in contents.parts for a in p.assurances]
    if wanted:
        lines += ["", "Asked and promised"]
        for _, a in wanted:
            hedge = ", hedged in the source" if a.hedged else ""
            condition = f"; {a.condition}" if a.condition else ""
            lines += _wrapped(f"{a.by}: {a.what} ({a.status}{hedge}{condition}) [{a.notes[0]}]", bullet="• ")
    if contents.missing:
        n = len(contents.missing)
        lines += ["", f"Not stated in these documents: {n} {'fact' if n == 1 else 'facts'}, listed in the dossier."]
    for warning in contents.warnings:
        lines += _wrapped(warning, bullet="! ")
    cited = [n for n in contents.notes if n.number <= 4]
    lines += ["", f"Sources: {len(contents.notes)} notes, the first of them"]
    lines += [line for n in cited for line in _wrapped(f"[{n.number}] {n.title} ({n.grade}): {n.excerpt or n.locator}")]
    return "\n".join(lines) + "\n"


def _wrapped(text: str, bullet: str = "") -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent=bullet, subsequent_indent=" " * len(bullet)) or [""]
