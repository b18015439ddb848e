"""What a demo client is and what happened to it. Nothing here knows how a region stores it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from app.clients.model import Client, ContactPerson

EntryKind = Literal["note", "call", "email", "meeting"]


@dataclass(frozen=True, slots=True)
class DemoClient:
    """A client as it stands today; `client.added_at` lies up to two years back."""

    client: Client
    contacts: tuple[ContactPerson, ...] = ()
    groups: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class DemoStaff:
    """Someone of the firm; `roles` maps region codes to the role there."""

    name: str
    email: str
    roles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Change:
    """Fields of a client that somebody gave new values; `source` says by what means, if not by hand."""

    at: datetime
    by: DemoStaff
    values: Mapping[str, str | int]
    source: str = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something on the client's timeline. `minutes` is how long a call or meeting took with `people`."""

    at: datetime
    by: DemoStaff
    kind: EntryKind
    subject: str
    text: str
    people: str = ""
    minutes: int = 0
    pinned: bool = False


@dataclass(frozen=True, slots=True)
class Document:
    at: datetime
    by: DemoStaff
    name: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Life:
    """A client's two years: how it was first typed in, and everything that led to today's state."""

    first: Client
    added_by: DemoStaff
    changes: tuple[Change, ...] = ()
    entries: tuple[Entry, ...] = ()
    documents: tuple[Document, ...] = ()
