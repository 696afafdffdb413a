"""What several documents tell together, for the eye and as rows: a timeline and the utterances that they share."""

import csv
import io
from typing import Any

import click

from counterpoise.cli.reading_rows import safe


def print_together(told: dict[str, Any]) -> None:
    """Print the timeline, one line for each event, then each shared utterance with what its printings change."""
    click.echo(f"Timeline of {len(told['documents'])} documents")
    for event in told["timeline"]:
        on = event["on"]
        marks = " (inferred)" if on["inferred"] else ""
        click.echo(f"  {on['date'] or 'no date':12}{marks}  {event['what']}")
        for one in event["printed"]:
            click.echo(f"      {one['path']}  “{one['wording']}” [{one['span'][0]}:{one['span'][1]}]")
        click.echo(f"      because: {event['because']}")
    if told["utterances"]:
        click.echo("\nSaid once, printed by several")
    for one in told["utterances"]:
        click.echo(f"  {one['speaker']}")
        for printed in one["printed"]:
            click.echo(f"      {printed['path']}  “{printed['wording']}”")
        for first, other in one["differences"]:
            click.echo(f"      differs: {first!r} and {other!r}")


def together_csv(told: dict[str, Any]) -> str:
    """Give a row for each printing of an event or a shared utterance."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["what", "date", "precision", "inferred", "speaker", "path", "wording", "start", "end", "because"])
    for event in told["timeline"]:
        on = event["on"]
        head = ["event", on["date"], on["precision"], on["inferred"], ""]
        writer.writerows(_rows(head, event))
    for one in told["utterances"]:
        writer.writerows(_rows(["utterance", "", "", "", one["speaker"]], one))
    return out.getvalue()


def _rows(head: list[Any], told: dict[str, Any]) -> list[list[Any]]:
    printed = ([*head, p["path"], p["wording"], *p["span"], told["because"]] for p in told["printed"])
    return [[safe(cell) for cell in row] for row in printed]
