"""masaku: the command for admins. Errors are one line on stderr; exit 2 for wrong use, 1 for failure."""

from __future__ import annotations

import sys

import click

from app.cli.checks import doctor, verify
from app.cli.demo import demo
from app.cli.duplicates import duplicates, duplicates_work
from app.cli.exports import export, export_work, print_pages
from app.cli.imports import import_file, import_work
from app.cli.region import region
from app.cli.region_commands import instance
from app.cli.serve import serve
from app.cli.staff import staff
from app.errors import MasakuError, Misuse, NotFound
from app.i18n import N_


class Commands(click.Group):
    """Turns what the program knows how to say into one line and an exit status."""

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


for command in (
    serve,
    region,
    staff,
    verify,
    doctor,
    instance,
    demo,
    duplicates,
    import_file,
    import_work,
    export,
    export_work,
    print_pages,
    duplicates_work,
):
    cli.add_command(command)


def main() -> None:
    cli(prog_name="masaku", args=sys.argv[1:])


if __name__ == "__main__":
    main()
