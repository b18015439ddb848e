"""masaku duplicates: clients of a region that may be one and the same."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from typing import Any

import click

from app.cli.common import find_region, opened
from app.duplicates import process, store
from app.duplicates.model import POSSIBLE, Pair
from app.duplicates.scan import find_pairs


@click.command()
@click.argument("code")
@click.option(
    "--min-score", default=POSSIBLE, show_default=True, type=click.IntRange(1, 100),
    help="How likely a pair must be, in percent.",
)  # fmt: skip
@click.option("--json", "as_json", is_flag=True)
def duplicates(code: str, min_score: int, as_json: bool) -> None:
    """Looks for clients that stand in a region twice, says how likely that is and why. Changes nothing."""
    with opened() as instance:
        region = find_region(instance, code)
        profiles = region.read_aside(store.profiles)
        pairs = find_pairs(profiles, min_score)
        names = region.read_aside(store.names, [each for pair in pairs for each in (pair.first, pair.second)])
    if as_json:
        found = {
            "region": region.code,
            "clients": len(profiles),
            "pairs": [_as_json(pair, names) for pair in pairs],
        }
        click.echo(json.dumps(found, ensure_ascii=False))
        return
    for pair in pairs:
        click.echo(_as_text(pair, names))
    click.echo(f"{len(pairs)} pairs among {len(profiles)} clients.")


@click.command(name="duplicates-work", hidden=True)
@click.argument("arguments", nargs=3)
def duplicates_work(arguments: tuple[str, ...]) -> None:
    """What the server has a process of its own do."""
    sys.exit(process.main(list(arguments)))


def _as_json(pair: Pair, names: Mapping[int, str]) -> Mapping[str, Any]:
    return {
        "score": pair.score,
        "clients": [{"id": each, "name": names[each]} for each in (pair.first, pair.second)],
        "reasons": [
            {"kind": reason.kind, "text": str(reason.message), "points": reason.points}
            for reason in pair.reasons
        ],
    }


def _as_text(pair: Pair, names: Mapping[int, str]) -> str:
    reasons = ", ".join(str(reason.message) for reason in pair.reasons)
    one, other = (f"{names[each]} ({each})" for each in (pair.first, pair.second))
    return f"{pair.score:3} %  {one} and {other}: {reasons}"
