"""What a change of a client comes to, worked out before it is anybody's turn to write: others write meanwhile."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from app.actor import Actor
from app.clients.derived import RECORDED, STORED, derived_from, recorded, words
from app.clients.model import Client
from app.clients.search_index import TextColumn
from app.errors import Conflict
from app.history.model import Change, Subject
from app.history.store import Committed, seal
from app.i18n import N_
from app.text import fold
from app.vault import Keyring


class Stale(Conflict):
    """Somebody saved this client after the form was opened; `current` is what they saved."""

    def __init__(self, current: Client) -> None:
        super().__init__(N_("Somebody else changed this client meanwhile. Nothing of yours is lost."))
        self.current = current


@dataclass(frozen=True)
class Revision:
    """What there is to write of a change: the columns and texts that may differ, the entries of the history. Nothing
    where nothing changes."""

    before: Client
    wanted: Client
    actor: Actor
    columns: Mapping[str, object]
    texts: Mapping[TextColumn, str]
    entries: Sequence[Committed]


def revise(
    before: Client, wanted: Client, keys: Keyring, actor: Actor, *, version: int, action: str = "change"
) -> Revision:
    """Raises Stale where `before` is newer than what was changed."""
    if before.version != version:
        raise Stale(before)
    both = zip(RECORDED, recorded(before), recorded(wanted), strict=True)
    changes = {name: (old, new) for name, old, new in both if old != new and str(old) != str(new)}
    if not changes:
        return Revision(before, wanted, actor, {}, {}, ())
    columns = {name: new for name, (_, new) in changes.items() if name in STORED}
    columns.update(derived_from(changes.keys(), wanted))
    texts: dict[TextColumn, str] = {"basics": words(wanted)}
    if "name" in changes:
        texts["name"] = fold(wanted.name)
    each = [Change(name, str(old), str(new)) for name, (old, new) in changes.items()]
    entries = seal(keys.key(before.uuid), Subject(before.uuid, before.id), action, each, actor)
    return Revision(before, wanted, actor, columns, texts, entries)
