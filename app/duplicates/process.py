"""One scan in a process of its own: `python -m app.duplicates.process DATA REGION UUID`.

All clients of a region are compared for seconds on end: in the server everybody would wait for that.
"""

from __future__ import annotations

import sys
from contextlib import closing
from dataclasses import replace
from pathlib import Path

from app import sqlite
from app.clock import Clock, stamp
from app.duplicates import decisions, scans, store
from app.duplicates.model import POSSIBLE, Pair, Profile
from app.duplicates.progress import Meter
from app.duplicates.scan import find_pairs
from app.duplicates.staging import SHELF
from app.errors import Unavailable
from app.i18n import N_, Message
from app.jobs import limits, process
from app.jobs.staging import Folder
from app.regions import Region
from app.regions.definition import definitions
from app.regions.maintenance import under_maintenance
from app.settings import Settings
from app.vault import Vault

_MEMORY_BYTES = 4 * 1024 * 1024 * 1024
_CPU_SECONDS = 3600
_TOO_MUCH = N_("The search asks for more memory than there is.")
# Nobody looks through more; what is left out is found by the next scan, when these are decided.
MOST_PAIRS = 20_000


def main(arguments: list[str]) -> int:
    data, code, scan_uuid = Path(arguments[0]), arguments[1], arguments[2]
    folder = Folder(SHELF.path(data, code, scan_uuid))
    return process.work(folder, lambda _: _do(folder, data, code), Message(_TOO_MUCH))


def _do(folder: Folder, data: Path, code: str) -> None:
    limits.limit(_MEMORY_BYTES, _CPU_SECONDS)
    clock = Clock()
    settings = replace(Settings.from_env(), data=data)
    # Not by way of Regions, which would bring an older file to today's schema under the server's feet.
    with (
        closing(Vault(settings, clock)) as vault,
        closing(Region(settings, definitions(data)[code], vault)) as region,
    ):
        scan(region, folder, clock)


def scan(region: Region, folder: Folder, clock: Clock) -> None:
    meter = Meter(lambda progress: folder.write("progress", progress.as_json()))
    meter.phase("reading")
    inode = region.path.stat().st_ino
    profiles = region.read_aside(store.profiles)
    found = find_pairs(profiles, POSSIBLE, meter.compared)
    if under_maintenance(region.path.parent, region.code) or region.path.stat().st_ino != inode:
        raise Unavailable(
            N_("Region {code} is being restored. It comes back by itself."), code=region.code.upper()
        )
    region.write_now(_finish, folder.uuid, profiles, found, clock)


def _finish(
    db: sqlite.Connection, scan_uuid: str, profiles: list[Profile], found: list[Pair], clock: Clock
) -> None:
    """Inside the transaction: also what was decided while the clients were compared counts."""
    still_open = _undecided(found, profiles, decisions.decided(db))[:MOST_PAIRS]
    scans.finish(db, scan_uuid, len(profiles), still_open, stamp(clock.now()))


def _undecided(found: list[Pair], profiles: list[Profile], decided: dict[tuple[int, int], str]) -> list[Pair]:
    asked = {each for pair in decided for each in pair}
    by_id = {profile.id: profile for profile in profiles if profile.id in asked}

    def is_decided(pair: Pair) -> bool:
        digest = decided.get((pair.first, pair.second))
        return digest is not None and digest == decisions.digest_of(by_id[pair.first], by_id[pair.second])

    return [pair for pair in found if not is_decided(pair)]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
