"""What is kept of talking with a client, and the one timeline it forms with the documents."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.documents.model import Document
from app.i18n import N_

Kind = Literal["note", "call", "meeting", "email"]
KINDS: Mapping[str, str] = {
    "note": N_("Note"),
    "call": N_("Call"),
    "email": N_("E-mail"),
    "meeting": N_("Meeting"),
}
ICONS: Mapping[str, str] = {"note": "note", "call": "phone", "email": "mail", "meeting": "users"}
COMMUNICATION = ("call", "meeting", "email")

MAX_BODY = 20_000
MAX_LINE = 300
MAX_MINUTES = 7 * 24 * 60


@dataclass(frozen=True)
class Note:
    """`at` is when it happened, `created_at` when it was written down; `people` who took part, as typed."""

    client_id: int
    kind: Kind
    body: str
    at: str
    subject: str = ""
    people: str = ""
    minutes: int | None = None
    pinned: bool = False
    id: int = 0
    author_id: str = ""
    author_name: str = ""
    created_at: str = ""
    edited_at: str | None = None
    version: int = 1

    def cut(self, limit: int) -> str:
        """The beginning of a long text, cut between words."""
        return self.body if len(self.body) <= limit else self.body[:limit].rsplit(None, 1)[0] + " …"

    @property
    def label(self) -> str:
        return KINDS[self.kind]

    @property
    def icon(self) -> str:
        return ICONS[self.kind]


@dataclass(frozen=True)
class Entry:
    """One place on the timeline: a note with what is attached to it, or documents that were added together."""

    at: str
    source: str
    id: int
    note: Note | None = None
    documents: tuple[Document, ...] = ()

    @property
    def place(self) -> tuple[str, str, int]:
        """Newest last; equal for no two entries."""
        return self.at, self.source, self.id


# What the timeline can be narrowed down to; "everything" stands for all sources.
FILTERS: Mapping[str, str] = {
    "everything": N_("Everything"),
    "notes": N_("Notes"),
    "communication": N_("Communication"),
    "documents": N_("Documents"),
}


@dataclass(frozen=True)
class Question:
    """Whose timeline, which filter, and the folded words that must all occur."""

    client_id: int
    show: str = "everything"
    terms: tuple[str, ...] = ()


@dataclass(frozen=True)
class Stretch:
    """A piece of the timeline, newest first; `before` is the cursor of what follows, empty at its end."""

    entries: tuple[Entry, ...]
    before: str
