"""masaku verify, masaku doctor: what can be checked, checked."""

from __future__ import annotations

import sys

import click

from app import sqlite
from app.cli.common import find_region, opened
from app.doctor import Finding, examine, verify_region


@click.command()
@click.argument("code")
def verify(code: str) -> None:
    """Proves a region's change history whole: chain, values, and the last end the vault knows."""
    with opened() as instance:
        findings = verify_region(instance, find_region(instance, code))
    _print(findings)


@click.command()
def doctor() -> None:
    """Checks everything that can be checked; exit status 1 when something is wrong."""
    with opened() as instance:
        findings = examine(instance)
    click.echo(f"SQLite {'.'.join(map(str, sqlite.version()))}")
    _print(findings)


def _print(findings: list[Finding]) -> None:
    for each in findings:
        click.echo(f"{'ok  ' if each.good else 'BAD '} {each.subject}: {each.text}")
    if not all(each.good for each in findings):
        sys.exit(1)
