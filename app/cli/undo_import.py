"""masaku undo-import: takes an import back, whoever made it, as its page in the browser does."""

from __future__ import annotations

import json
import time

import click

from app.cli.common import ACTOR, find_region, opened
from app.clock import stamp
from app.imports import store, undoing


@click.command(name="undo-import")
@click.argument("code")
@click.argument("number", type=click.IntRange(min=1))
@click.option("--json", "as_json", is_flag=True)
def undo_import(code: str, number: int, as_json: bool) -> None:
    """Takes the import of this NUMBER back: what it created goes, what it wrote over comes back.

    Who was changed since stays as they are. An undoing that was broken off goes on where it was.
    """
    with opened() as instance:
        region = find_region(instance, code)
        operation = region.read(store.operation_of, number)
        region.write_now(undoing.begin, operation, ACTOR, stamp(instance.clock.now()))
        while region.write_now(undoing.step, region.keys, operation, ACTOR, stamp(instance.clock.now())):
            time.sleep(undoing.PAUSE_SECONDS)
        done = region.read(undoing.outlook, operation)
    if as_json:
        counts = {"removed": done.created, "restored": done.changed, "kept": done.kept}
        click.echo(json.dumps({"import": number, **counts}))
    else:
        click.echo(
            f"Import {number} is undone: {done.created} removed, {done.changed} as before,"
            f" {done.kept} changed since and kept"
        )
