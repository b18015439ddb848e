"""The timeline: entries of several sources, merged newest first, paged by place and never capped.

A feature with entries of its own adds a Source to SOURCES and, where people should be able to narrow the
timeline down to them, a filter to FILTERS; nothing else here changes.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import MAXYEAR, MINYEAR, tzinfo
from itertools import groupby

from app import sqlite
from app.clock import parse_stamp
from app.documents import store as documents
from app.documents.model import MAX_FILES
from app.notes import store
from app.notes.model import COMMUNICATION, FILTERS, Entry, Note, Question, Stretch

PAGE_ENTRIES = 30
PANEL_ENTRIES = 5
_CURSOR = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ)\.([a-z]{1,20})\.(\d{1,18})", re.ASCII)

# The kinds of notes that each filter shows; the others show none.
_KINDS = {"everything": ("note", *COMMUNICATION), "notes": ("note",), "communication": COMMUNICATION}
_SHOWING_DOCUMENTS = ("everything", "documents")


@dataclass(frozen=True)
class View:
    stretch: Stretch
    counts: dict[str, int]
    pinned: tuple[Note, ...]


@dataclass(frozen=True)
class Month:
    """`at` lies in the month that the heading names; empty where the heading stands above already."""

    at: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Source:
    """`entries` gives up to so many entries before a place (at, id), newest first, each with one row in it."""

    name: str
    entries: Callable[[sqlite.Connection, Question, documents.Place, int], list[Entry]]
    count: Callable[[sqlite.Connection, Question], int]


def stretch(
    db: sqlite.Connection, question: Question, before: str = "", limit: int = PAGE_ENTRIES
) -> Stretch:
    """What follows the cursor `before`; a damaged cursor starts at the newest entry."""
    # Documents of one upload are one entry, so a page may need to reach a little further.
    wanted = limit + MAX_FILES
    found = [
        entry
        for source in SOURCES
        for entry in source.entries(db, question, _place_in(source, before), wanted)
    ]
    found.sort(key=lambda entry: entry.place, reverse=True)
    end = limit
    while end < len(found) and _upload(found[end]) and _upload(found[end]) == _upload(found[end - 1]):
        end += 1
    cursor = "{}.{}.{}".format(*found[end - 1].place) if len(found) > end else ""
    return Stretch(_with_attachments(db, _together(found[:end])), cursor)


def entry_of(db: sqlite.Connection, client_id: int, note_id: int) -> Entry:
    """A note alone, as it stands on the timeline. Raises NotFound."""
    note = store.find(db, client_id, note_id)
    return _with_attachments(db, [Entry(note.at, "note", note.id, note=note)])[0]


def view(db: sqlite.Connection, question: Question, before: str, limit: int) -> View:
    """Everything a timeline shows, in one snapshot."""
    return View(
        stretch(db, question, before, limit),
        counts(db, question),
        tuple(store.pinned(db, question.client_id)),
    )


def size(db: sqlite.Connection, client_id: int) -> int:
    """The number on the card's tab."""
    return _count(db, Question(client_id))


def by_month(entries: Sequence[Entry], zone: tzinfo, before: str = "") -> list[Month]:
    """Under headings; a stretch that goes on within a month does not repeat its heading."""
    cursor = _read_cursor(before)
    shown = _month(cursor[0], zone) if cursor else ""
    groups = [
        (month, tuple(group)) for month, group in groupby(entries, key=lambda each: _month(each.at, zone))
    ]
    return [Month("" if month == shown else group[0].at, group) for month, group in groups]


def _month(at: str, zone: tzinfo) -> str:
    return parse_stamp(at).astimezone(zone).strftime("%Y-%m")


def counts(db: sqlite.Connection, question: Question) -> dict[str, int]:
    """How many entries each filter would show."""
    return {show: _count(db, replace(question, show=show)) for show in FILTERS}


def _count(db: sqlite.Connection, question: Question) -> int:
    return sum(source.count(db, question) for source in SOURCES)


def _place_in(source: Source, before: str) -> documents.Place:
    """Where this source goes on. Entries of one second are ordered by source and id, descending."""
    cursor = _read_cursor(before)
    if cursor is None:
        return documents.LAST
    at, name, number = cursor
    if source.name == name:
        return at, number
    return (at, 2**62) if source.name < name else (at, 0)


def _read_cursor(before: str) -> tuple[str, str, int] | None:
    """None where it is damaged: the moment, which begins it, must be one in every time zone."""
    cursor = _CURSOR.fullmatch(before)
    if cursor is None:
        return None
    try:
        year = parse_stamp(cursor[1]).year
    except ValueError:
        return None
    return (cursor[1], cursor[2], int(cursor[3])) if MINYEAR < year < MAXYEAR else None


def _note_entries(
    db: sqlite.Connection, question: Question, before: documents.Place, limit: int
) -> list[Entry]:
    kinds = _KINDS.get(question.show)
    if kinds is None:
        return []
    notes = store.listed(db, question.client_id, kinds, terms=question.terms, before=before, limit=limit)
    return [Entry(note.at, "note", note.id, note=note) for note in notes]


def _note_count(db: sqlite.Connection, question: Question) -> int:
    kinds = _KINDS.get(question.show)
    return store.count(db, question.client_id, kinds, terms=question.terms) if kinds else 0


def _document_entries(
    db: sqlite.Connection, question: Question, before: documents.Place, limit: int
) -> list[Entry]:
    """Under "everything" what hangs on a note is shown with the note."""
    if question.show not in _SHOWING_DOCUMENTS:
        return []
    alone = question.show == "everything"
    found = documents.listed(
        db, question.client_id, terms=question.terms, alone=alone, before=before, limit=limit
    )
    return [Entry(each.added_at, "document", each.id, documents=(each,)) for each in found]


def _document_count(db: sqlite.Connection, question: Question) -> int:
    if question.show not in _SHOWING_DOCUMENTS:
        return 0
    alone = question.show == "everything"
    return documents.count(db, question.client_id, terms=question.terms, alone=alone)


def _upload(entry: Entry) -> str:
    return entry.documents[0].upload if entry.source == "document" else ""


def _together(entries: list[Entry]) -> list[Entry]:
    """Neighbouring documents of one upload become one entry, in the order they were sent."""
    joined: list[Entry] = []
    for upload, group in groupby(entries, key=lambda entry: _upload(entry) or entry.place):
        members = list(group)
        together = tuple(each for member in reversed(members) for each in member.documents)
        joined.append(replace(members[-1], documents=together) if isinstance(upload, str) else members[0])
    return joined


def _with_attachments(db: sqlite.Connection, entries: list[Entry]) -> tuple[Entry, ...]:
    attached = documents.of_notes(db, [entry.note.id for entry in entries if entry.note])
    return tuple(
        replace(entry, documents=tuple(attached.get(entry.note.id, ()))) if entry.note else entry
        for entry in entries
    )


SOURCES: list[Source] = [
    Source("note", _note_entries, _note_count),
    Source("document", _document_entries, _document_count),
]
