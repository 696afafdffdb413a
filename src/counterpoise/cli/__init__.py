"""The command line: each command parses, calls one public function, presents.

Commands are listed here and imported on use, so that `counterpoise --help` stays fast.
"""

import importlib
import os
import sys
from typing import NoReturn

import click

from counterpoise import __version__
from counterpoise.errors import CounterpoiseError, ExitCode

COMMANDS = {  # name: (module, one line for the list)
    "dossier": ("counterpoise.cli.dossier", "Documents in, a sourced dossier out: the main job."),
    "rerun": ("counterpoise.cli.rerun", "Make a dossier again from its manifest; is it the same?"),
    "diff": ("counterpoise.cli.diff", "What moved between two dossiers, and why."),
    "read": ("counterpoise.cli.read", "Read documents into transfers, attributions and events."),
    "cases": (
        "counterpoise.cli.cases",
        "The casebook: list, show, search, similar, edit, merge, split, import, export.",
    ),
    "clock": ("counterpoise.cli.clock", "What must be notified, every deadline, what may still happen."),
    "assess": ("counterpoise.cli.assess", "The balance with and without a transfer, or the region as it stands."),
    "compensate": (
        "counterpoise.cli.compensate",
        "Packages that restore the balance, compared; or that none is indicated.",
    ),
    "validate": ("counterpoise.cli.validate", "What the numbers are worth: scores against history, papers, texts."),
    "bench": ("counterpoise.cli.bench", "What the speeds are worth: measured against stated alternatives."),
    "data": ("counterpoise.cli.data", "Data that may not be shipped: list, get, check."),
    "profile": ("counterpoise.cli.profile", "The regions as data: list, check, copy, compare."),
}


class LazyGroup(click.Group):
    """A group that imports a command's module only when the command is called."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command: click.Command = importlib.import_module(COMMANDS[cmd_name][0]).command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl([(name, short) for name, (_, short) in COMMANDS.items()])


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="counterpoise")
def cli() -> None:
    """Read proposed arms transfers into sourced cases, run the clocks, write the dossier.

    \b
    Example:
      counterpoise dossier examples/uae-2020/report.txt -o dossier.html
    """


def main() -> NoReturn:
    """Run the command line and leave with a documented exit code."""
    try:
        status = cli.main(prog_name="counterpoise", standalone_mode=False)
        sys.exit(status if isinstance(status, int) else ExitCode.OK)
    except CounterpoiseError as error:
        click.echo(f"counterpoise: {error.message}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("counterpoise: stopped. What was already saved is kept.", err=True)
        sys.exit(ExitCode.INTERRUPTED)
    except BrokenPipeError:  # the reader of our output closed it, as `head` does
        sys.stderr.close()
        sys.exit(ExitCode.OK)
    except Exception as error:
        if os.environ.get("COUNTERPOISE_DEBUG"):
            raise
        click.echo(
            f"counterpoise: a fault of ours: {type(error).__name__}: {error}. Nothing half-done was kept. "
            "Please report it with the command you gave; COUNTERPOISE_DEBUG=1 shows where it happened.",
            err=True,
        )
        sys.exit(ExitCode.UNEXPECTED)
