"""An import that is undone leaves no trace but the history; whoever was edited since stays."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from app import sqlite
from app.actor import Actor
from app.clients import contacts
from app.clients.model import ContactPerson
from app.clock import FixedClock, stamp
from app.errors import Conflict
from app.history import store as history
from app.imports import store, undoing
from app.imports.model import OnDuplicate
from app.instance import Instance
from app.settings import Settings
from tests.conftest import NOW
from tests.imports.desk import ANNA, Desk
from tests.imports.journey import checked, imported, settled, text_of, uploaded

HEAD = "Account Name,Id,Billing Street,Billing City,Phone,Description,Full Name,Tags\n"
BARTEK = Actor("staff:2", "Bartek Lis")


@pytest.fixture
def desk(instance: Instance) -> Desk:
    return Desk(instance)


def later(desk: Desk, minutes: int = 1) -> None:
    clock = desk.instance.clock
    assert isinstance(clock, FixedClock)
    clock.advance(minutes=minutes)


def state(desk: Desk) -> dict[str, list[tuple[object, ...]]]:
    """Everything that is known of clients, without when it was written last."""
    return desk.region.read(_state)


def _state(db: sqlite.Connection) -> dict[str, list[tuple[object, ...]]]:
    when = {"version", "changed_at", "changed_by"}
    columns = [row["name"] for row in db.execute("PRAGMA table_info(client)") if row["name"] not in when]
    questions = {
        "client": f"SELECT {', '.join(columns)} FROM client ORDER BY id",
        "client_text": "SELECT * FROM client_text ORDER BY id",
        "contact": "SELECT * FROM contact ORDER BY id",
        "client_tag": "SELECT l.client_id, t.name FROM client_tag l JOIN tag t ON t.id = l.tag_id ORDER BY 1, 2",
        "client_source_id": "SELECT * FROM client_source_id ORDER BY source, external_id",
    }
    return {table: [tuple(row) for row in db.execute(sql)] for table, sql in questions.items()}


def test_created_clients_go_and_overwritten_values_come_back(desk: Desk) -> None:
    known = desk.add("Huber OHG", city="Graz", phone="+43 316 1234", contact_name="Tom Ober")
    desk.run(HEAD + "Huber OHG,77,,,,,,\n", "update", known_by=frozenset({"email"}))
    before = state(desk)
    text = HEAD + "Huber OHG,77,Ring 1,Wien,+43 1 5330,Neu.,Sabine Ober,VIP\nNeu GmbH,78,,,,,,VIP;Messe\n"
    later(desk)
    counts = desk.run(text, "update", known_by=frozenset({"external_id"}))
    assert (counts.created, counts.updated) == (1, 1)
    outlook = desk.outlook()
    assert (outlook.created, outlook.changed, outlook.kept) == (1, 1, 0)
    desk.undo()
    assert state(desk) == before
    outlook = desk.outlook()
    assert (outlook.created, outlook.changed, outlook.kept) == (1, 1, 0)
    assert known.id and desk.last().undone_at == desk.at
    assert desk.region.read(history.verify, desk.region.keys).whole


def test_who_was_edited_since_is_kept_and_listed_with_who_did_it(desk: Desk) -> None:
    desk.run(HEAD + "Huber OHG,77,,Graz,,,,\nNeu GmbH,78,,Ulm,,,,\nDritte AG,79,,Bonn,,,,\n")
    later(desk)
    huber, neu = desk.named("Huber OHG"), desk.named("Neu GmbH")
    desk.change(huber, city="Wien")
    person = ContactPerson("Sabine Ober")
    desk.region.write_now(contacts.add, desk.region.keys, neu.id, person, BARTEK, desk.at)
    outlook = desk.outlook()
    assert (outlook.created, outlook.kept) == (1, 2)
    assert {(each.name, each.changed_by) for each in outlook.edited} == {
        ("Huber OHG", "Anna Krüger"), ("Neu GmbH", "Bartek Lis")
    }  # fmt: skip
    desk.undo()
    assert {each.name for each in desk.all()} == {"Huber OHG", "Neu GmbH"}
    assert {each.name for each in desk.outlook().edited} == {"Huber OHG", "Neu GmbH"}
    assert desk.outlook().operation.kept == 2


def test_the_history_says_that_and_by_what_a_client_went(desk: Desk) -> None:
    desk.run(HEAD + "Huber OHG,77,,Graz,,,,\n")
    huber = desk.named("Huber OHG")
    later(desk)
    desk.undo()
    entry = desk.region.read(history.of_client, desk.region.keys, huber.id)[0]
    assert (entry.action, entry.actor.name, entry.actor.source) == (
        "remove",
        "Anna Krüger",
        "Import 1 undone",
    )
    assert entry.old and "Graz" in entry.old


def test_an_undone_import_can_be_run_again_and_not_be_undone_twice(desk: Desk) -> None:
    text = HEAD + "Huber OHG,77,,Graz,,,,\n"
    desk.run(text)
    later(desk)
    desk.undo()
    with pytest.raises(Conflict):
        desk.undo()
    assert desk.run(text).created == 1


def test_an_undoing_that_broke_off_goes_on_where_it_was(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undoing, "_AT_ONCE", 1)
    desk.run(HEAD + "Huber OHG,77,,Graz,,,,\nNeu GmbH,78,,Ulm,,,,\n")
    later(desk)
    number = desk.last().operation_id
    desk.region.write_now(undoing.begin, number, ANNA, desk.at)
    desk.region.write_now(undoing.step, desk.region.keys, number, ANNA, desk.at)
    assert len(desk.all()) == 1
    desk.undo()
    assert desk.all() == []


def test_persons_leave_the_organisations_they_had_joined(desk: Desk) -> None:
    desk.run("Account Name,Account ID,Billing City\nHuber OHG,77,Graz\n")
    before = state(desk)
    later(desk)
    desk.run("Contact ID,AccountId,First Name,Last Name\n1,77,Sabine,Ober\n2,77,Tom,Ober\n")
    assert len(desk.people(desk.named("Huber OHG"))) == 2
    desk.undo()
    assert state(desk) == before


NAMES = st.sampled_from(["Huber OHG", "Bergmann GmbH", "Łódź Sp. z o.o.", "Neu AG", "Kiosk"])
IDS = st.sampled_from(["1", "2", "3", "4", "5", "6"])
CITIES = st.sampled_from(["", "Graz", "Ulm", "Łódź"])
PHONES = st.sampled_from(["", "+43 316 123456", "+49 711 204114"])
NOTES = st.sampled_from(["", "Zahlt pünktlich.", "Nur mittags."])
PEOPLE = st.sampled_from(["", "Tom Ober", "Sabine Ober"])
TAGS = st.sampled_from(["", "VIP", "Messe;VIP"])
ROWS = st.lists(st.tuples(NAMES, IDS, CITIES, PHONES, NOTES, PEOPLE, TAGS), max_size=6)
WAYS: st.SearchStrategy[OnDuplicate] = st.sampled_from(["skip", "fill", "update", "create"])


def sheet(rows: list[tuple[str, ...]]) -> str:
    return HEAD + "".join(f"{name},{n},,{','.join(more)}\n" for name, n, *more in rows)


@contextmanager
def fresh(prepared: Path) -> Iterator[Desk]:
    with tempfile.TemporaryDirectory() as folder:
        data = shutil.copytree(prepared, Path(folder) / "data")
        instance = Instance.open(Settings(data=data), FixedClock(NOW))
        yield Desk(instance)
        instance.close()


@settings(max_examples=25)
@given(first=ROWS, second=ROWS, way=WAYS)
def test_undoing_is_the_identity_on_whoever_was_not_touched(
    prepared: Path, first: list[tuple[str, ...]], second: list[tuple[str, ...]], way: OnDuplicate
) -> None:
    with fresh(prepared) as desk:
        desk.run(sheet(first), "create")
        before = state(desk)
        later(desk)
        desk.run(sheet(second), way)
        later(desk)
        if desk.last().operation_id:
            desk.undo()
        assert state(desk) == before
        assert desk.region.read(history.verify, desk.region.keys).whole
        desk.region.write_now(
            lambda db: db.execute(
                "INSERT INTO client_search (client_search) VALUES ('integrity-check')"
            ).close()
        )


def test_in_the_browser_undoing_says_what_it_does_before_and_after(anna: TestClient) -> None:
    address = uploaded(anna, "Nazwa;Miasto\nHuber OHG;Graz\nNeu GmbH;Ulm\n")
    checked(anna, address)
    page = imported(anna, address)
    assert "Undo: 2 clients go" in page
    answer = anna.post(f"{address}/undo", follow_redirects=False)
    assert answer.status_code == 303
    page = text_of(anna.get(address))
    assert "This import was undone" in page and "2 clients are as before." in page
    assert "Undone" in anna.get("/de/imports").text
    assert "Huber OHG" not in anna.get("/de/clients").text
    assert anna.post(f"{address}/undo").status_code == 409


def test_in_the_browser_who_has_stayed_is_told_in_the_past(anna: TestClient) -> None:
    address = uploaded(anna, "Nazwa;Miasto\nHuber OHG;Graz\nNeu GmbH;Ulm\n")
    checked(anna, address)
    imported(anna, address)
    anna.post("/de/clients/1/status", data={"status": "inactive"})
    assert "1 client stays: it was changed since" in text_of(anna.get(address))
    anna.post(f"{address}/undo")
    settled(anna, address)
    page = text_of(anna.get(address))
    assert "1 client stayed: it had been changed" in page and "1 client is as before." in page
    assert "stays" not in page


def test_in_the_browser_an_undoing_that_broke_off_says_how_far_it_is(
    anna: TestClient, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(undoing, "_AT_ONCE", 1)
    address = uploaded(anna, "Nazwa;Miasto\nHuber OHG;Graz\nNeu GmbH;Ulm\n")
    checked(anna, address)
    imported(anna, address)
    region, at = instance.regions.find("de"), stamp(instance.clock.now())
    number = region.read(store.operation_of, 1)
    region.write_now(undoing.begin, number, ANNA, at)
    region.write_now(undoing.step, region.keys, number, ANNA, at)
    page = text_of(anna.get(address))
    assert "Undoing broke off. It goes on where it was. 1 of 2 clients" in page
    assert "Go on undoing" in page
    anna.post(f"{address}/undo")
    assert "2 clients are as before." in text_of(anna.get(address))


def test_what_wrote_nothing_cannot_be_undone(anna: TestClient) -> None:
    address = uploaded(anna, "Nazwa;Miasto\nHuber OHG;Graz\n")
    assert anna.post(f"{address}/undo").status_code == 404
