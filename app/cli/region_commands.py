"""masaku region restore, masaku region drill and masaku instance restore."""

from __future__ import annotations

import json
import os
from contextlib import closing
from dataclasses import asdict
from datetime import UTC, datetime, tzinfo

import click

from app import schemas
from app.cli.common import act_as_owner, find_region, opened
from app.clock import Clock, stamp
from app.errors import MasakuError, Misuse
from app.i18n import N_
from app.regions.definition import definitions, find_definition
from app.replicas.drill import STEPS, drill
from app.replicas.instance import refuse_to_start_over, restore_instance
from app.replicas.restore import Report, restore_region
from app.replicas.swap import recover
from app.settings import Settings
from app.vault import Vault


@click.group()
def region() -> None:
    """Regions: one SQLite file each."""


@click.group()
def instance() -> None:
    """What lies beside the regions: accounts and keys."""


@region.command()
@click.argument("code")
@click.option("--at", default=None, metavar="TIME", help="2026-11-23T14:30, in the region's time zone.")
@click.option("--json", "as_json", is_flag=True)
def restore(code: str, at: str | None, as_json: bool) -> None:
    """Brings a region back from its replica: as it is there now, or as it was at TIME."""
    settings = _settings()
    code = code.lower()
    definition = find_definition(settings.data, code)
    if definition is None:
        known = ", ".join(sorted(definitions(settings.data)))
        raise Misuse(N_("There is no region “{code}”. Known: {known}."), code=code, known=known)
    moment = read_moment(at, definition.timezone) if at else None
    refuse_to_start_over(settings)
    with closing(Vault(settings, Clock())) as vault:
        report = restore_region(settings, Clock(), vault, schemas.REGION, code, moment)
    click.echo(json.dumps(_as_json(report)) if as_json else "\n".join(_as_text(report, definition.timezone)))
    if not report.verified:
        raise MasakuError(
            N_("The region serves, but its replica could not be verified: {reason}"), reason=report.doubt
        )


@region.command(name="drill")
@click.argument("code")
@click.option("--json", "as_json", is_flag=True)
def drill_region(code: str, as_json: bool) -> None:
    """Proves that a region can be restored, by restoring it beside itself; nothing in it changes."""
    with opened() as found:
        chosen = find_region(found, code)

        def tell(step: int) -> None:
            if not as_json:
                click.echo(f"{step + 1} of {len(STEPS)}: {STEPS[step]}", err=True)

        result = drill(found.settings, found.clock, schemas.REGION, chosen, tell)
    if as_json:
        click.echo(json.dumps(asdict(result)))
    elif result.ok:
        click.echo(
            f"{result.code.upper()} can be restored: {result.rows} rows came back in {result.seconds} s."
        )
    if not result.ok:
        raise MasakuError(N_("The drill failed: {reason}"), reason=result.problem)


@instance.command(name="restore")
@click.option(
    "--at", default=None, metavar="TIME", help="2026-11-23T14:30Z; accounts only, keys never go back."
)
def restore_whole(at: str | None) -> None:
    """Brings accounts and keys back from their replicas and ends every session."""
    settings = _settings()
    moment = read_moment(at, UTC) if at else None
    report = restore_instance(settings, Clock(), schemas.INSTANCE, moment)
    click.echo(f"Restored: {report.staff} accounts as of {stamp(report.point)}; everybody signs in again.")
    click.echo(f"Keys (vault.db): {report.vault}.")
    if report.copy:
        click.echo(f"The replaced file is kept for seven days: {report.copy}")
    if report.doubt:
        raise MasakuError(N_("Its replica is not up to date: {reason}"), reason=report.doubt)


def read_moment(text: str, zone: tzinfo) -> datetime:
    """ISO 8601; without an offset it is meant in the region's zone. The future is refused, it is a slip."""
    try:
        moment = datetime.fromisoformat(text)
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=zone)).astimezone(UTC)
    except (ValueError, OverflowError) as error:
        raise Misuse(N_("“{time}” is no time; write it like 2026-11-23T14:30."), time=text) from error
    if moment > Clock().now():
        raise Misuse(N_("“{time}” lies in the future."), time=text)
    return moment


def _settings() -> Settings:
    os.umask(0o077)
    settings = Settings.from_env()
    act_as_owner(settings.data)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    recover(settings.data)
    return settings


def _as_text(report: Report, zone: tzinfo) -> list[str]:
    moment = report.point.astimezone(zone)
    code = report.code.upper()
    lines = [f"Region {code} is restored as of {moment:%Y-%m-%d %H:%M:%S %Z}, in {report.seconds:.1f} s."]
    before = report.before.rows if report.before else {}
    for table in sorted(before.keys() | report.after.rows.keys()):
        old, new = before.get(table), report.after.rows.get(table)
        if old != new or table == "client":
            lines.append(f"  {table}: {'unknown' if old is None else old} -> {0 if new is None else new}")
    lines += [f"  {note}" for note in report.notes]
    if report.copy:
        lines.append(f"The replaced file is kept for seven days: {report.copy}")
    return lines


def _as_json(report: Report) -> dict[str, object]:
    return {
        "code": report.code,
        "restored_to": stamp(report.point),
        "seconds": round(report.seconds, 1),
        "before": report.before.rows if report.before else None,
        "after": report.after.rows,
        "notes": [str(note) for note in report.notes],
        "kept": str(report.copy) if report.copy else None,
        "verified": report.verified,
        "doubt": report.doubt,
    }
