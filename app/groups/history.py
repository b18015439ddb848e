"""Tags and groups in a client's change history: fields of the client whose earlier values come back with one click."""

from __future__ import annotations

from app import sqlite
from app.actor import Actor
from app.clients.history_view import Attribute
from app.groups import groups, tags
from app.groups.model import names_in
from app.i18n import N_
from app.vault import Keyring


def _restore_tags(
    db: sqlite.Connection, keys: Keyring, client_id: int, text: str, actor: Actor, at: str
) -> None:
    tags.set_names(db, keys, client_id, names_in(text), actor, at)


def _restore_groups(
    db: sqlite.Connection, keys: Keyring, client_id: int, text: str, actor: Actor, at: str
) -> None:
    groups.set_names(db, keys, client_id, names_in(text), actor, at)


ATTRIBUTES = {
    "tags": Attribute(N_("Tags"), _restore_tags),
    "groups": Attribute(N_("Groups"), _restore_groups),
}
