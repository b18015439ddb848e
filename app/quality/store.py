"""SQL of data quality: who is found, and that somebody says a client's data are still right."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.clients.listing import KIND, count_clients, list_clients
from app.clients.model import Client, gaps
from app.history import store as history
from app.history.model import Change, Subject
from app.i18n import Message
from app.lists import ListState
from app.quality.model import Check, checks
from app.vault import Keyring

SHOWN = 8


@dataclass(frozen=True)
class Concerned:
    """A client with what it lacks, and the field where one mends it."""

    client: Client
    gaps: tuple[Message, ...]
    field: str


@dataclass(frozen=True)
class Finding:
    """`count` is exact up to the list's cap; `query` is the list's address that shows them all."""

    check: Check
    count: int
    query: str
    concerned: Sequence[Concerned]


def findings(db: sqlite.Connection, today: date, zone: tzinfo) -> list[Finding]:
    """Every check, with the first SHOWN clients that it finds."""
    return [_finding(db, check, zone) for check in checks(today)]


def confirm(db: sqlite.Connection, keys: Keyring, client_id: int, actor: Actor, at: str) -> None:
    """Somebody has looked: the data are right as of `at`. Raises NotFound."""
    client = clients.find(db, client_id)
    subject = Subject(client.uuid, client.id, "confirmation")
    history.record(db, keys, subject, "change", [Change("", "", at[:10])], actor, at)
    clients.touch(db, client_id, actor, at)


def _finding(db: sqlite.Connection, check: Check, zone: tzinfo) -> Finding:
    state = ListState(KIND, filters=check.filters, sort="changed", zone=zone)
    count = count_clients(db, state)
    rows = list_clients(db, state, count).rows[:SHOWN]
    concerned = [_concerned(clients.find(db, row.id), check.field) for row in rows]
    return Finding(check, count, state.query(), concerned)


def _concerned(client: Client, field: str) -> Concerned:
    found = gaps(client)
    return Concerned(
        client, tuple(each.message for each in found), field or (found[0].field if found else "name")
    )
