"""The command line's reference: the help of every command, as the program prints it."""

from collections.abc import Iterator

import click

from counterpoise.cli import cli


def every_command(command: click.Command = cli, name: str = "counterpoise") -> Iterator[tuple[str, click.Command]]:
    """Give each command with its whole name, parents first."""
    yield name, command
    if isinstance(command, click.Group):
        context = click.Context(command, info_name=name)
        for child in command.list_commands(context):
            found = command.get_command(context, child)
            if found is not None:
                yield from every_command(found, f"{name} {child}")


def commands_page() -> str:
    """Give the page in Markdown."""
    lines = ["# Command line", "", "Made from the program when this site was built: what `--help` prints.", ""]
    for name, command in every_command():
        context = click.Context(command, info_name=name, terminal_width=96, max_content_width=96)
        level = "##" if name.count(" ") < 2 else "###"
        lines += [f"{level} {name}", "", "```text", command.get_help(context), "```", ""]
    return "\n".join(lines)
