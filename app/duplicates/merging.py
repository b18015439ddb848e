"""Several clients become one, in one transaction; undoing it restores every one of them with what belonged to it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app import sqlite
from app.actor import MERGE, MERGE_UNDONE, Actor
from app.clients import contacts, merged
from app.clients import store as clients
from app.clients.belongings import Belongings
from app.clients.derived import as_text
from app.clients.model import FIELDS, Client
from app.errors import Conflict, NotFound, Refused
from app.history import store as history
from app.history.model import Change, Subject
from app.i18n import N_, Message
from app.undo import store as undo
from app.undo.model import Done, Operation
from app.vault import Keyring

MOST_AT_ONCE = 12
_WHOLE_NUMBERS = ("payment_term_days", "discount")


@dataclass(frozen=True)
class Merge:
    """What was done: `absorbed` became part of `survivor`."""

    operation: Operation
    survivor: int
    absorbed: tuple[int, ...]


@dataclass(frozen=True)
class Outlook:
    """What undoing would leave as it is: fields of the survivor that somebody has changed since."""

    merge: Merge
    changed_since: tuple[str, ...]
    refusal: Message | None


def merge(
    db: sqlite.Connection,
    keys: Keyring,
    belongings: Belongings,
    wanted: Client,
    others: Sequence[Client],
    actor: Actor,
    at: str,
) -> int:
    """`wanted` stays, with these values, `others` become part of it; all as they were shown (their versions are held
    against the stored ones). Returns the number of the operation. Raises Conflict where one was changed meanwhile."""
    before, main = clients.find(db, wanted.id), contacts.main_of(db, wanted.id)
    for shown in (wanted, *others):
        if clients.find(db, shown.id).version != shown.version:
            raise Conflict(N_("One of these clients was changed meanwhile. Please look at them again."))
    absorbed = [each.id for each in others]
    number = undo.begin(db, "merge", {"survivor": wanted.id, "absorbed": absorbed}, actor, at)
    who = replace(actor, source=MERGE.format(number=number))
    steps = [
        _absorb(db, keys, belongings, clients.find(db, each), before, number, who, at) for each in absorbed
    ]
    contacts.settle(db, wanted.id)
    after = clients.change(db, keys, wanted, who, at, version=before.version)
    clients.touch(db, wanted.id, who, at)
    values = {
        "fields": dict(as_text(before)),
        "after": dict(as_text(after)),
        "main": [main, contacts.main_of(db, wanted.id)],
    }
    steps.append(Done(wanted.id, before.uuid, after.version, at, values))
    undo.add_steps(db, keys, number, steps)
    undo.finish(db, number)
    return number


def _absorb(
    db: sqlite.Connection,
    keys: Keyring,
    belongings: Belongings,
    client: Client,
    survivor: Client,
    number: int,
    actor: Actor,
    at: str,
) -> Done:
    before = _fields_of(db, belongings, survivor.id)
    moved = {each.key: each.reassign_client(db, client.id, survivor.id) for each in belongings}
    row = clients.take_out(db, client.id)
    merged.add(db, client.id, client.uuid, survivor.id, number, at)
    _say(db, keys, client, "remove", survivor.id, actor, at)
    _say(db, keys, survivor, "create", client.id, actor, at)
    changes = _changes(before, _fields_of(db, belongings, survivor.id))
    history.record(db, keys, Subject(survivor.uuid, survivor.id), "change", changes, actor, at)
    return Done(client.id, client.uuid, client.version, client.changed_at, {"row": row, "moved": moved})


def _fields_of(db: sqlite.Connection, belongings: Belongings, client_id: int) -> dict[str, str]:
    return {
        name: value
        for each in belongings
        if each.fields
        for name, value in each.fields(db, client_id).items()
    }


def _changes(before: Mapping[str, str], after: Mapping[str, str]) -> list[Change]:
    return [Change(name, before[name], value) for name, value in after.items()]


def _say(
    db: sqlite.Connection, keys: Keyring, client: Client, action: str, other: int, actor: Actor, at: str
) -> None:
    """In the history of each, by number: nothing of the one is sealed under the other's key."""
    old, new = ("", str(other)) if action == "create" else (str(other), "")
    subject = Subject(client.uuid, client.id, f"merge:{other}")
    history.record(db, keys, subject, action, [Change("other", old, new)], actor, at)


def find(db: sqlite.Connection, operation_id: int) -> Merge:
    operation = undo.find(db, operation_id)
    if operation.kind != "merge":
        raise NotFound()
    return Merge(operation, int(operation.detail["survivor"]), tuple(operation.detail["absorbed"]))


def outlook(db: sqlite.Connection, keys: Keyring, operation_id: int) -> Outlook:
    found = find(db, operation_id)
    if found.operation.state == "undone":
        return Outlook(found, (), None)
    refusal = _refusal(db, found)
    if refusal:
        return Outlook(found, (), refusal)
    values = _steps(db, keys, found)[found.survivor].before or {}
    now = as_text(clients.find(db, found.survivor))
    return Outlook(found, tuple(_changed_since(now, values)), None)


def take_back(
    db: sqlite.Connection, keys: Keyring, belongings: Belongings, operation_id: int, actor: Actor, at: str
) -> None:
    """Everybody is there again with what belonged to them. What was changed since stays as it is. Raises Refused where
    the survivor itself became part of another client, or an erased client's key is gone."""
    found = find(db, operation_id)
    refusal = _refusal(db, found)
    if refusal:
        raise Refused(refusal)
    undo.begin_undo(db, operation_id, actor, at)
    who = replace(actor, source=MERGE_UNDONE.format(number=operation_id))
    steps = _steps(db, keys, found)
    for client_id in reversed(found.absorbed):
        _give_back(db, keys, belongings, steps[client_id], found, who, at)
    kept = _restore_survivor(db, keys, found, steps[found.survivor], who, at)
    undone = [*found.absorbed, *([] if kept else [found.survivor])]
    undo.settle(db, operation_id, undone, [found.survivor] if kept else [])
    undo.finish_undo(db, operation_id)


def _refusal(db: sqlite.Connection, found: Merge) -> Message | None:
    if merged.survivor_of(db, found.survivor):
        return Message(N_("The client became part of another one since. Undo that merge first."))
    later = sqlite.one(
        db,
        "SELECT max(operation_id) FROM client_merge WHERE survivor_id = ? AND operation_id > ?",
        found.survivor, found.operation.id,
    )  # fmt: skip
    if later:
        return Message(
            N_("More clients were merged into this one since. Undo merge {number} first."), {"number": later}
        )
    if sqlite.one(db, "SELECT 1 FROM client WHERE id = ?", found.survivor) is None:
        return Message(N_("The client is gone, so there is nothing to undo."))
    return None


def _steps(db: sqlite.Connection, keys: Keyring, found: Merge) -> dict[int, Done]:
    steps = undo.waiting(db, keys, found.operation.id)
    if any(step.erased for step in steps):
        raise Refused(N_("What was before is erased."))
    return {step.done.client_id: step.done for step in steps}


def _give_back(
    db: sqlite.Connection,
    keys: Keyring,
    belongings: Belongings,
    step: Done,
    found: Merge,
    actor: Actor,
    at: str,
) -> None:
    before: Any = step.before
    client = clients.put_back(db, before["row"])
    merged.remove(db, client.id)
    had = _fields_of(db, belongings, found.survivor)
    for each in belongings:
        if each.key in before["moved"]:
            each.give_back(db, client.id, found.survivor, before["moved"][each.key])
    survivor = clients.find(db, found.survivor)
    _say(db, keys, client, "create", survivor.id, actor, at)
    _say(db, keys, survivor, "remove", client.id, actor, at)
    changes = _changes(had, _fields_of(db, belongings, found.survivor))
    history.record(db, keys, Subject(survivor.uuid, survivor.id), "restore", changes, actor, at)


def _restore_survivor(
    db: sqlite.Connection, keys: Keyring, found: Merge, step: Done, actor: Actor, at: str
) -> list[str]:
    """The fields that keep what somebody has given them since."""
    values: Any = step.before
    name = clients.find(db, found.survivor).contact_name
    main, left = values["main"]
    if contacts.main_of(db, found.survivor) in (left, 0):
        contacts.set_main(db, found.survivor, main)
    current = clients.find(db, found.survivor)
    again = [Change("contact_name", name, current.contact_name)]
    history.record(db, keys, Subject(current.uuid, current.id), "restore", again, actor, at)
    kept = _changed_since(as_text(current), values)
    before: dict[str, Any] = {
        name: int(value) if name in _WHOLE_NUMBERS else value
        for name, value in values["fields"].items()
        if name not in kept and name in FIELDS and name != "contact_name"
    }
    clients.change(db, keys, replace(current, **before), actor, at, version=current.version, action="restore")
    clients.touch(db, found.survivor, actor, at)
    return kept


def _changed_since(now: Any, values: Any) -> list[str]:
    """Fields that are neither as the merge left them nor as they were before it."""
    return [
        name
        for name, left in values["after"].items()
        if now[name] not in (left, values["fields"][name]) and name != "contact_name"
    ]


def listed(db: sqlite.Connection, *, before: int, limit: int) -> list[Merge]:
    """Newest first."""
    rows = db.execute(
        "SELECT id FROM operation WHERE kind = 'merge' AND id < ? ORDER BY id DESC LIMIT ?", (before, limit)
    )
    return [find(db, row["id"]) for row in rows]
