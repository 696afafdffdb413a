"""`counterpoise rerun`: make a dossier again from its manifest, and say whether it is the same."""

import os
from hashlib import sha256
from pathlib import Path

import click

from counterpoise.errors import ConflictingStatements


@click.command(name="rerun")
@click.argument("manifest", type=click.Path(path_type=Path, dir_okay=False))
@click.option("-o", "--output", "outputs", multiple=True, type=click.Path(path_type=Path),
              help="Write the new dossier here too: .html, .pdf, .md or .json. Repeat it.")  # fmt: skip
@click.option("--casebook", help="The casebook, where the run used more than the documents given to it.")
def command(manifest: Path, outputs: tuple[Path, ...], casebook: str | None) -> None:
    """Make the dossier of a MANIFEST again and compare it, file by file, with what was written then.

    The exit code is 0 where every file comes out with the same bytes, 6 where one differs.

    \b
    Example:
      counterpoise rerun dossier.manifest.json
    """
    from counterpoise.cli.dossier_files import check_outputs, render, write_bytes
    from counterpoise.cli.telling import Telling
    from counterpoise.pipeline.rerun import rerun

    check_outputs(outputs, ())
    telling = Telling()
    found = rerun(manifest, casebook or os.environ.get("COUNTERPOISE_CASEBOOK"), telling)
    telling.end()
    for path in outputs:
        write_bytes(path, render(path, found.contents))
        click.echo(f"Written: {path}")
    for line in found.differs:
        click.echo(f"Differs: {line}")
    other = []
    for path, digest in found.outputs:
        if path.suffix.lower() not in (".html", ".pdf", ".md", ".json"):
            continue
        same = sha256(render(path, found.contents)).hexdigest() == digest
        click.echo(f"{'Same bytes' if same else 'Not the same'}: {path}")
        other += [] if same else [str(path)]
    if other:
        raise ConflictingStatements(
            f"{', '.join(other)} came out otherwise than {manifest} records. Write the new one with -o NAME.json and "
            "see what moved: counterpoise diff OLD.json NEW.json."
        )
