"""Tags and groups of the demo's clients: who is what follows from a filter, who is dear to the firm does not."""

from __future__ import annotations

from app import sqlite
from app.actor import Actor
from app.clients.model import Client
from app.demo.model import DemoClient
from app.groups import carried, groups, tags
from app.groups.carried import GROUP
from app.groups.model import Kind
from app.vault import Keyring

_BY_KIND = {"B2B": "?kind=company%2Csole_trader", "B2C": "?kind=person"}


def label(
    db: sqlite.Connection, keys: Keyring, client: Client, demo: DemoClient, actor: Actor, at: str
) -> None:
    tags.attach(db, keys, client.id, demo.tags, actor, at)
    static = []
    for name in demo.groups:
        query = _BY_KIND.get(name) or (f"?country={client.country}" if name.endswith(client.country) else "")
        group_id = _made(db, name, "dynamic" if query else "static", query, actor, at)
        if not query:
            static.append(group_id)
    carried.change(db, keys, GROUP, client.id, actor, at, add=static)


def _made(db: sqlite.Connection, name: str, kind: Kind, query: str, actor: Actor, at: str) -> int:
    found = carried.ids_named(db, GROUP, [name])
    return found[0] if found else groups.add(db, name, kind, query, actor, at)
