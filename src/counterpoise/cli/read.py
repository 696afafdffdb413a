"""`counterpoise read`: documents to transfers, attributions and events."""

import click


@click.command(name="read")
def command() -> None:
    """Placeholder."""
