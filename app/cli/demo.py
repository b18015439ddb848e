"""masaku demo: invented clients for trying out and measuring."""

from __future__ import annotations

import click

from app.cli.common import opened
from app.demo.invoices import fill_invoices
from app.demo.load import fill


@click.command()
@click.argument("code")
@click.option("--clients", "count", default=300, show_default=True, type=click.IntRange(1, 5_000_000))
@click.option("--invoices", default=0, show_default=True, type=click.IntRange(0, 5_000_000))
@click.option("--seed", default=1, show_default=True, help="The same seed makes the same clients.")
def demo(code: str, count: int, invoices: int, seed: int) -> None:
    """Adds invented clients to a region, and issued invoices to them."""
    with opened() as instance:
        region = instance.regions.find(code.lower())
        fill(region, count, seed=seed, until=instance.clock.now())
        fill_invoices(region, invoices, seed=seed, until=instance.clock.now())
        click.echo(f"{count} invented clients added to {region.code.upper()}.")
