"""masaku: the command for admins. Errors are one line on stderr; exit 2 for wrong use, 1 for failure."""

from __future__ import annotations

import sys
from importlib import import_module

import click

from app.errors import MasakuError, Misuse, NotFound
from app.i18n import N_

# Where each is defined. Only the one that is asked for is imported: the others would take a second of every call.
COMMANDS = {
    "serve": "serve:serve",
    "region": "region:region",
    "staff": "staff:staff",
    "verify": "checks:verify",
    "doctor": "checks:doctor",
    "instance": "region_commands:instance",
    "demo": "demo:demo",
    "duplicates": "duplicates:duplicates",
    "import": "imports:import_file",
    "undo-import": "undo_import:undo_import",
    "import-work": "imports:import_work",
    "export": "exports:export",
    "export-work": "exports:export_work",
    "print-pages": "exports:print_pages",
    "duplicates-work": "duplicates:duplicates_work",
}


class Commands(click.Group):
    """Turns what the program knows how to say into one line and an exit status."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return [*COMMANDS]

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, name = COMMANDS[cmd_name].split(":")
        command: click.Command = getattr(import_module(f"app.cli.{module}"), name)
        return command

    def invoke(self, ctx: click.Context) -> object:
        try:
            return super().invoke(ctx)
        except MasakuError as error:
            of_pages = error.message == NotFound().message
            text = N_("There is no such region, file or entry.") if of_pages else str(error)
            click.echo(f"masaku: {text}", err=True)
            ctx.exit(2 if isinstance(error, Misuse) else 1)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Masaku: clients of a small firm, one SQLite file per region."""


def main() -> None:
    cli(prog_name="masaku", args=sys.argv[1:])


if __name__ == "__main__":
    main()
