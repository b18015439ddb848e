"""What becomes of exports whose files have lain for a day: their record stays."""

from __future__ import annotations

from app import sqlite
from app.exports import store
from app.jobs.messages import ENDED_FROM_OUTSIDE


class Books:
    """For `app.jobs.sweep.Sweep`."""

    def last_used(self, db: sqlite.Connection, job_uuid: str) -> str:
        export = store.by_uuid(db, job_uuid)
        return max(export.asked_at, export.finished_at) if export else ""

    def is_running(self, db: sqlite.Connection, job_uuid: str) -> bool:
        export = store.by_uuid(db, job_uuid)
        return export is not None and export.state == "running"

    def broke_off(self, db: sqlite.Connection, job_uuid: str, at: str) -> None:
        store.fail(db, job_uuid, ENDED_FROM_OUTSIDE, at)

    def forgotten(self, db: sqlite.Connection, job_uuid: str, at: str) -> None:
        """Only the file is gone."""
