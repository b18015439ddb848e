"""An operation is taken back client by client, whoever was changed since stays, and an erased client never returns."""

from __future__ import annotations

from contextlib import closing

import pytest

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.clients.model import Client
from app.clock import stamp
from app.errors import Conflict
from app.instance import Instance
from app.regions import Region
from app.undo import store
from app.undo.model import Done
from app.vault import Keyring
from tests.conftest import NOW

AT = stamp(NOW)
ANNA = Actor("staff:1", "Anna Krüger")


@pytest.fixture
def region(instance: Instance) -> Region:
    return instance.regions.find("de")


def _operate(db: sqlite.Connection, keys: Keyring, names: list[str]) -> tuple[int, list[Client]]:
    """Adds clients and remembers each of them as changed from "before"."""
    number = store.begin(db, "mass", {"action": "status"}, ANNA, AT)
    added = [clients.add(db, keys, Client(name), ANNA, AT) for name in names]
    store.add_steps(db, keys, number, [_done(each) for each in added])
    store.finish(db, number)
    return number, added


def _done(client: Client) -> Done:
    return Done(client.id, client.uuid, client.version, client.changed_at, {"name": f"before {client.name}"})


def test_what_was_before_is_sealed_and_comes_back(region: Region) -> None:
    number, (one, two) = region.write_now(_operate, region.keys, ["Łódź Sp. z o.o.", "Müller"])
    [sealed, _] = region.read(lambda db: [row[0] for row in db.execute("SELECT sealed FROM operation_step")])
    assert b"before" not in sealed
    steps = region.read(store.waiting, region.keys, number)
    assert [(step.done.client_id, step.done.before) for step in steps] == [
        (two.id, {"name": "before Müller"}),
        (one.id, {"name": "before Łódź Sp. z o.o."}),
    ]
    assert region.read(store.find, number).can_be_undone


def test_who_was_changed_since_is_kept_and_listed(region: Region) -> None:
    number, (_, two) = region.write_now(_operate, region.keys, ["Eins", "Zwei"])
    region.write_now(clients.touch, two.id, ANNA, "2026-11-24T00:00:00Z")

    def undo(db: sqlite.Connection) -> None:
        store.begin_undo(db, number, ANNA, AT)
        steps = [step.done for step in store.waiting(db, region.keys, number)]
        free = [
            each.client_id
            for each in steps
            if clients.is_as_left(db, each.client_id, each.version, each.changed_at)
        ]
        store.settle(db, number, free, [each.client_id for each in steps if each.client_id not in free])
        store.finish_undo(db, number)

    region.write_now(undo)
    undone = region.read(store.find, number)
    assert (undone.state, undone.clients, undone.kept, undone.undone_by) == ("undone", 2, 1, "Anna Krüger")
    assert region.read(store.kept, number) == [two.id]
    assert region.read(store.waiting, region.keys, number) == []
    assert not undone.can_be_undone
    with pytest.raises(Conflict):
        region.write_now(store.begin_undo, number, ANNA, AT)


def test_an_undoing_that_was_broken_off_goes_on_where_it_was(region: Region) -> None:
    number, added = region.write_now(_operate, region.keys, ["Eins", "Zwei", "Drei"])
    region.write_now(store.begin_undo, number, ANNA, AT)
    region.write_now(store.settle, number, [added[2].id], [])
    region.write_now(store.begin_undo, number, ANNA, AT)
    waiting = region.read(store.waiting, region.keys, number)
    assert [step.done.client_id for step in waiting] == [added[1].id, added[0].id]
    assert all(step.done.before for step in waiting)


def test_what_was_before_goes_batch_by_batch_and_nothing_is_left_for_the_end(region: Region) -> None:
    number, (one, two, three) = region.write_now(_operate, region.keys, ["Eins", "Zwei", "Drei"])
    region.write_now(store.begin_undo, number, ANNA, AT)
    for undone, kept, left in (([three.id], [], {one.id, two.id}), ([], [two.id, one.id], set())):
        region.write_now(store.settle, number, undone, kept)
        assert region.read(_sealed, number) == left, "nothing is kept that nobody can use"
    assert region.write_now(_rows_written_at_the_end, number) == 1


def _sealed(db: sqlite.Connection, number: int) -> set[int]:
    sql = "SELECT client_id FROM operation_step WHERE operation_id = ? AND sealed IS NOT NULL"
    return {row[0] for row in db.execute(sql, (number,))}


def _rows_written_at_the_end(db: sqlite.Connection, number: int) -> int:
    before = db.total_changes
    store.finish_undo(db, number)
    return db.total_changes - before


def test_a_client_that_did_not_exist_before_has_nothing_sealed(region: Region) -> None:
    def add(db: sqlite.Connection) -> int:
        number = store.begin(db, "import", {"import": 7}, ANNA, AT)
        new = clients.add(db, region.keys, Client("Neu"), ANNA, AT)
        store.add_steps(db, {}, number, [Done(new.id, new.uuid, new.version, new.changed_at)])
        return number

    [step] = region.read(store.waiting, region.keys, region.write_now(add))
    assert step.done.before is None and not step.erased


def test_an_erased_client_stays_erased(region: Region, instance: Instance) -> None:
    number, (one, _) = region.write_now(_operate, region.keys, ["Eins", "Zwei"])
    instance.vault.close()
    with closing(sqlite.connect(instance.settings.data / "vault.db")) as db:
        db.execute("UPDATE data_key SET wrapped = NULL WHERE owner = ?", (one.uuid,))
    erased = {step.done.client_id: step for step in region.read(store.waiting, region.keys, number)}[one.id]
    assert erased.erased and erased.done.before is None


def test_operations_are_listed_newest_first(region: Region) -> None:
    numbers = [region.write_now(_operate, region.keys, [name])[0] for name in ("Eins", "Zwei", "Drei")]
    listed = region.read(store.listed, before=numbers[2], limit=5)
    assert [each.id for each in listed] == [numbers[1], numbers[0]]
    assert listed[0].detail == {"action": "status"}
