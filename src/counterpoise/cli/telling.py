"""Says what a command is doing, on the error stream, once it has taken a second."""

import sys
import time

import click


class Telling:
    """On a terminal one line that is replaced, with the share done and the time left of this piece of work; elsewhere a
    line for each new piece."""

    def __init__(self) -> None:
        """Begin after the first second."""
        self.began = time.monotonic()
        self.is_terminal = sys.stderr.isatty()
        self.last = ""
        self.words, self.words_began = "", self.began

    def __call__(self, words: str, share: float | None) -> None:
        """Say what is being done and how much of it is."""
        now = time.monotonic()
        if words != self.words:
            self.words, self.words_began = words, now
        if now - self.began <= 1.0:
            return
        if self.is_terminal:
            done = "" if share is None else f" {share:.0%}{time_left(now - self.words_began, share)}"
            click.echo(f"\r\x1b[2K{words}{done} ...", err=True, nl=False)
        elif words != self.last:
            click.echo(f"{words} ...", err=True)
        self.last = words

    def end(self) -> None:
        """Clear the line."""
        if self.is_terminal:
            click.echo("\r\x1b[2K", err=True, nl=False)


def time_left(spent: float, share: float) -> str:
    """Say how long the rest of a piece of work should take, from the second second on: ", about 12 s left"."""
    if spent < 2.0 or not 0.0 < share < 1.0:
        return ""
    left = spent * (1.0 - share) / share
    return f", about {left:.0f} s left" if left < 120 else f", about {left / 60:.0f} min left"
