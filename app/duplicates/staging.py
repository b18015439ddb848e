"""Where a scan says how far it is: <data>/duplicates/<region>/<uuid>/."""

from __future__ import annotations

from app import sqlite
from app.duplicates import scans
from app.i18n import N_
from app.jobs import workers
from app.jobs.messages import ENDED_FROM_OUTSIDE
from app.jobs.staging import Shelf
from app.settings import Settings

SHELF = Shelf("duplicates")
_BUSY = N_("Several regions are being searched at the moment. Please try again in a minute.")


def workers_for(settings: Settings) -> workers.Workers:
    return workers.Workers(settings, "app.duplicates.process", "duplicates-work", _BUSY)


class Books:
    """For `app.jobs.sweep.Sweep`."""

    def last_used(self, db: sqlite.Connection, job_uuid: str) -> str:
        scan = scans.by_uuid(db, job_uuid)
        return max(scan.started_at, scan.finished_at) if scan else ""

    def is_running(self, db: sqlite.Connection, job_uuid: str) -> bool:
        scan = scans.by_uuid(db, job_uuid)
        return scan is not None and scan.state == "running"

    def broke_off(self, db: sqlite.Connection, job_uuid: str, at: str) -> None:
        scans.fail(db, job_uuid, ENDED_FROM_OUTSIDE, at)

    def forgotten(self, db: sqlite.Connection, job_uuid: str, at: str) -> None:
        """Its pairs are in the region; the folder only said how far it was."""
