"""What the pages of an export show."""

from __future__ import annotations

from app.clients.routes.listing import filter_texts
from app.exports.model import Export, Wanted
from app.exports.selection import state_of
from app.i18n import N_, Message, translate
from app.jobs.messages import Json
from app.jobs.progress import Progress
from app.lists import ListState

PHASES = {
    "collecting": N_("Collecting the clients"),
    "writing": N_("Writing the clients"),
    "finishing": N_("Finishing the file"),
}


def filters(query: str, locale: str) -> tuple[tuple[str, str], ...]:
    """The search and the set filters of a list's address as a person reads them: (label, value)."""
    return _filters(state_of(query), locale)


def _filters(state: ListState, locale: str) -> tuple[tuple[str, str], ...]:
    found = [(translate(Message(N_("Search")), locale), state.q)] if state.q else []
    texts = filter_texts(state, locale)
    found += [
        (translate(Message(state.kind.filter_label(name)), locale), texts[name]) for name in state.filters
    ]
    return tuple(found)


def what(export: Export, locale: str) -> str:
    """In one line, for the list of exports."""
    if export.scope != "list":
        return ""
    return " · ".join(f"{label}: {value}" for label, value in filters(export.query, locale))


def list_address(wanted: Wanted, base: str) -> str:
    """Where the clients can be looked at before they go out."""
    if len(wanted.ids) == 1:
        return f"{base}/clients/{wanted.ids[0]}"
    return f"{base}/clients{wanted.query.removesuffix('?')}"


def to_progress(found: Json | None) -> Progress:
    return Progress(**found) if found else Progress("collecting", 0, 0, 0.0)
