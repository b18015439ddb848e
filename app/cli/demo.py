"""masaku demo: invented clients for trying out and measuring."""

from __future__ import annotations

import click

from app.cli.common import find_region, opened
from app.demo.load import INVOICES, ORDERS, fill_all


@click.command()
@click.argument("code")
@click.option("--clients", "count", default=300, show_default=True, type=click.IntRange(1, 5_000_000))
@click.option("--invoices", default=INVOICES, show_default=True, type=click.IntRange(0, 5_000_000))
@click.option("--orders", default=ORDERS, show_default=True, type=click.IntRange(0, 100_000))
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same clients.")
def demo(code: str, count: int, invoices: int, orders: int, seed: int) -> None:
    """Adds invented clients to a region, with orders, issued invoices and payments."""
    with opened() as instance:
        region = find_region(instance, code)
        now = instance.clock.now()
        fill_all(region, count, until=now, invoices=invoices, orders=orders, seed=seed)
        click.echo(f"{count} invented clients added to {region.code.upper()}.")
