"""Plays the lives of demo clients into a region in the order in which things happened, as staff would have done."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from app import sqlite
from app.actor import Actor
from app.clients import contacts
from app.clients import store as clients
from app.clients.model import Client
from app.clock import stamp
from app.demo.labels import label
from app.demo.model import Change, DemoClient, DemoStaff, Document, Entry, Life
from app.documents import store as documents
from app.documents.content import find_type
from app.documents.model import File
from app.documents.sealing import seal
from app.notes import store as notes
from app.notes.model import Note
from app.uuids import uuid7
from app.vault import Keyring

Actors = Mapping[str, Actor]


@dataclass(frozen=True)
class Event:
    """Something that happened to client `number`: its whole first form, or what came after."""

    at: datetime
    number: int
    by: DemoStaff
    what: DemoClient | Change | Entry | Document


@dataclass
class Replay:
    """The clients as far as they have got; `actors` names the staff's accounts by email."""

    keys: Keyring
    actors: Actors
    now: dict[int, Client] = field(default_factory=dict)

    def play(self, db: sqlite.Connection, events: Iterable[Event]) -> None:
        for event in events:
            self._one(db, event, event.what, self._actor(event.by), stamp(event.at))

    def _actor(self, by: DemoStaff) -> Actor:
        return self.actors.get(by.email) or Actor("demo", by.name)

    def _one(
        self,
        db: sqlite.Connection,
        event: Event,
        what: DemoClient | Change | Entry | Document,
        actor: Actor,
        at: str,
    ) -> None:
        if isinstance(what, DemoClient):
            self.now[event.number] = self._add(db, what, actor, at)
            return
        client = self.now[event.number]
        if isinstance(what, Change):
            wanted = replace(client, **what.values)  # type: ignore[arg-type]  # values are fields of a client
            self.now[event.number] = clients.change(db, self.keys, wanted, actor, at, version=client.version)
        elif isinstance(what, Entry):
            note = Note(
                client.id,
                what.kind,
                what.text,
                at,
                what.subject,
                what.people,
                what.minutes or None,
                what.pinned,
            )
            notes.add(db, self.keys, note, actor, at)
        else:
            self._attach(db, client, what, actor, at)

    def _add(self, db: sqlite.Connection, demo: DemoClient, actor: Actor, at: str) -> Client:
        client = clients.add(db, self.keys, demo.client, actor, at)
        for person in demo.contacts:
            main = contacts.list_contacts(db, client.id)[0] if person.main else None
            if main is None:
                contacts.add(db, self.keys, client.id, person, actor, at)
            elif person.email or person.phone:
                known = replace(person, name=main.name)
                contacts.change(db, self.keys, client.id, main.id, known, actor, at)
        label(db, self.keys, client, demo, actor, at)
        return client

    def _attach(
        self, db: sqlite.Connection, client: Client, document: Document, actor: Actor, at: str
    ) -> None:
        file = File(document.name, document.content, find_type(document.content, document.name))
        sealed = seal(file, client.uuid, self.keys.key(client.uuid))
        documents.add(db, self.keys, client.id, [sealed], actor, at, upload=str(uuid.uuid4()))


def events_of(number: int, demo: DemoClient, life: Life) -> list[Event]:
    first = replace(demo, client=replace(life.first, uuid=uuid7()))
    later: Sequence[Change | Entry | Document] = (*life.changes, *life.entries, *life.documents)
    added = datetime.fromisoformat(demo.client.added_at)
    return [
        Event(added, number, life.added_by, first),
        *(Event(each.at, number, each.by, each) for each in later),
    ]
