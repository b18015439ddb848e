"""masaku region add, masaku region list."""

from __future__ import annotations

import json
import re

import click

from app import countries
from app.cli.common import opened
from app.cli.region_commands import region as region
from app.clients import store as clients
from app.errors import MasakuError, Misuse, Refused
from app.i18n import LOCALES, N_
from app.instance import Instance
from app.regions.definition import CODE, RESERVED, Definition, definition_file, definitions, read_definition


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
            _write_definition(instance, code, source.lower())
        made = instance.regions.add(code)
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


def _write_definition(instance: Instance, code: str, source: str) -> None:
    """`code`.toml in the data directory: like `source`, with the new country's names."""
    data = instance.settings.data
    known = definitions(data)
    if source not in known:
        raise Misuse(
            N_("There is no definition of “{code}”. Known: {known}."),
            code=source,
            known=", ".join(sorted(known)),
        )
    if not CODE.fullmatch(code) or code in RESERVED:
        raise Misuse(N_("A region's code is two to eight letters, such as fr; “{code}” is not."), code=code)
    if code in known:
        raise Refused(N_("There is a definition of “{code}” already."), code=code)
    text = definition_file(data, source).read_text(encoding="utf-8")
    country = code.upper() if code.upper() in countries.CODES else known[source].country
    text = re.sub(r"^country = .*$", f'country = "{country}"', text, flags=re.M)
    text = re.sub(r"^colour = .*$", f'colour = "{_free_colour(known)}"', text, flags=re.M)
    for locale in LOCALES:
        text = re.sub(
            rf"^{locale} = .*$",
            f"{locale} = {json.dumps(countries.name(country, locale), ensure_ascii=False)}",
            text,
            flags=re.M,
        )
    text = f"# Made like {source}.toml: check VAT rates, retention, time zone and currency.\n{text}"
    beside, path = data / f".{code}.toml", data / f"{code}.toml"
    beside.write_text(text, encoding="utf-8")
    read_definition(beside)
    beside.rename(path)
    click.echo(f"Written: {path}. Check VAT rates, retention, time zone and currency in it.")


def _free_colour(known: dict[str, Definition]) -> str:
    taken = {each.colour for each in known.values()}
    return next((each for each in ("slate", "olive", "violet", "rust") if each not in taken), "slate")
