"""What becomes of imports whose files have lain for a day."""

from __future__ import annotations

from app import sqlite
from app.imports import store
from app.imports.model import BROKEN_OFF


class Books:
    """For `app.jobs.sweep.Sweep`."""

    def last_used(self, db: sqlite.Connection, job_uuid: str) -> str:
        batch = store.by_uuid(db, job_uuid)
        return max(batch.uploaded_at, batch.started_at, batch.finished_at) if batch else ""

    def is_running(self, db: sqlite.Connection, job_uuid: str) -> bool:
        batch = store.by_uuid(db, job_uuid)
        return batch is not None and batch.state == "running"

    def broke_off(self, db: sqlite.Connection, job_uuid: str, at: str) -> None:
        store.fail(db, job_uuid, BROKEN_OFF, at)

    def forgotten(self, db: sqlite.Connection, job_uuid: str, at: str) -> None:
        batch = store.by_uuid(db, job_uuid)
        if batch:
            store.give_up(db, batch.id, at)
