"""What the pages of an export show."""

from __future__ import annotations

from app.errors import NotFound
from app.exports.model import Export
from app.exports.subjects import SUBJECTS
from app.i18n import N_
from app.jobs.messages import Json
from app.jobs.progress import Progress

PHASES = {
    "collecting": N_("Collecting the rows"),
    "writing": N_("Writing the rows"),
    "finishing": N_("Finishing the file"),
}


def filters(subject: str, query: str, locale: str) -> tuple[tuple[str, str], ...]:
    """What made it, as a person reads it: (label, value). Nothing for what no longer can be read."""
    try:
        return SUBJECTS[subject].filters(query, locale)
    except NotFound:
        return ()


def what(export: Export, locale: str) -> str:
    """In one line, for the list of exports."""
    if export.scope != "list":
        return ""
    return " · ".join(f"{label}: {value}" for label, value in filters(export.subject, export.query, locale))


def to_progress(found: Json | None) -> Progress:
    return Progress(**found) if found else Progress("collecting", 0, 0, 0.0)
