"""Fills a region with demo clients."""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from itertools import islice

from app import sqlite
from app.actor import Actor
from app.clients import search
from app.clients import store as clients_store
from app.clients.model import Client
from app.demo.known import known
from app.demo.life import life
from app.demo.model import DemoClient
from app.demo.moments import TODAY
from app.demo.people import clients, home_of
from app.demo.replay import Actors, Replay, events_of
from app.history import store as history
from app.history.model import Subject
from app.regions import Region
from app.vault import Key

# With a life of changes, notes and files; whoever comes after these only has the entry of its creation.
LIVELY = 500
_EVENTS_A_WRITE = 1_000
_CLIENTS_A_WRITE = 20_000


def fill(
    region: Region, n: int, *, seed: int = 1, until: datetime = TODAY, actors: Actors | None = None
) -> None:
    """Adds `n` clients and their two years up to `until`; `actors` maps staff emails to their accounts."""
    everybody = clients(region.code, n, seed, until)
    _play(region, list(islice(everybody, LIVELY)), seed, until, actors or {})
    while chunk := list(islice(everybody, _CLIENTS_A_WRITE)):
        _add_many(region, [replace(each.client, uuid=str(uuid.uuid4())) for each in chunk])


def _play(region: Region, people: list[DemoClient], seed: int, until: datetime, actors: Actors) -> None:
    pictured = len(known(home_of(region.code)))
    events = [
        event
        for number, demo in enumerate(people)
        for event in events_of(
            number, demo, life(demo, region.code, number, seed, until, busy=number < pictured)
        )
    ]
    events.sort(key=lambda event: event.at)
    region.keys.make(event.what.client.uuid for event in events if isinstance(event.what, DemoClient))
    replay, waiting = Replay(region.keys, actors), iter(events)
    while chunk := list(islice(waiting, _EVENTS_A_WRITE)):
        region.write_now(replay.play, chunk)


def _add_many(region: Region, many: list[Client]) -> None:
    keys = region.keys.make(client.uuid for client in many)
    region.write_now(_insert, many, keys)


def _insert(db: sqlite.Connection, many: Iterable[Client], keys: dict[str, Key]) -> None:
    actor = Actor("demo", "Demo")
    with search.filled_at_once(db):
        for client in many:
            row_id = clients_store.insert(db, client, actor)
            subject = Subject(client.uuid, row_id)
            entries = (
                (subject, "create", change, actor, keys[client.uuid])
                for change in clients_store.creation(client)
            )
            history.record_many(db, entries, client.added_at)
