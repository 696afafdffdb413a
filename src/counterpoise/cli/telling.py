"""Says what a command is doing, on the error stream, once it has taken a second."""

import sys
import time

import click


class Telling:
    """On a terminal one line that is replaced, with the share done; elsewhere a line for each new piece of work."""

    def __init__(self) -> None:
        """Begin after the first second."""
        self.began = time.monotonic()
        self.is_terminal = sys.stderr.isatty()
        self.last = ""

    def __call__(self, words: str, share: float | None) -> None:
        """Say what is being done and how much of it is."""
        if time.monotonic() - self.began <= 1.0:
            return
        if self.is_terminal:
            done = "" if share is None else f" {share:.0%}"
            click.echo(f"\r\x1b[2K{words}{done} ...", err=True, nl=False)
        elif words != self.last:
            click.echo(f"{words} ...", err=True)
        self.last = words

    def end(self) -> None:
        """Clear the line."""
        if self.is_terminal:
            click.echo("\r\x1b[2K", err=True, nl=False)
