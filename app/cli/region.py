"""masaku region add, masaku region list."""

from __future__ import annotations

import json

import click

from app.cli.common import opened
from app.cli.region_commands import region as region
from app.clients import store as clients
from app.errors import MasakuError
from app.instance import Instance
from app.regions.drafting import draft_definition
from app.replicas.founding import found_region


@region.command()
@click.argument("code")
@click.option(
    "--from", "source", default="", metavar="CODE", help="Write a definition like this region's first."
)
def add(code: str, source: str) -> None:
    """Makes a region from its definition (regions/*.toml, or one in the data directory)."""
    code = code.lower()
    with opened() as instance:
        if source:
            file = draft_definition(instance.settings.data, code, source.lower())
            click.echo(f"Written: {file}. Check VAT rates, retention, time zone and currency in it.")
        made = found_region(instance.regions, code)
        click.echo(f"Region {code.upper()} is made: {made.path}")


@region.command(name="list")
@click.option("--json", "as_json", is_flag=True)
def list_regions(as_json: bool) -> None:
    """Lists the regions with their size and clients."""
    with opened() as instance:
        rows = [_row(instance, code) for code in instance.regions.codes()]
    for row in rows:
        click.echo(
            json.dumps(row)
            if as_json
            else f"{row['code']}  {row['name']}  {row['clients']} clients  {row['bytes']} bytes"
        )


def _row(instance: Instance, code: str) -> dict[str, object]:
    definition = instance.regions.definition(code)
    path = instance.settings.data / f"{code}.db"
    try:
        count: object = instance.regions.find(code).read(clients.count)
    except MasakuError as error:
        count = str(error)
    return {"code": code, "name": definition.name("en"), "clients": count, "bytes": path.stat().st_size}
