"""A change is worked out before it is written: whatever happens in between is noticed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from itertools import product
from threading import Event

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app import sqlite
from app.clients import contacts, store
from app.clients.derived import DERIVED, RECORDED, derived, derived_from
from app.clients.model import Client, ContactPerson
from app.clients.revision import Revision, Stale, revise
from app.errors import NotFound
from app.history import store as history
from app.regions import Region
from app.text import fold
from tests.house import ANNA, AT

LATER = "2026-11-26T10:00:00Z"


@pytest.fixture
def bergmann(own_crowd: Region) -> Client:
    new = Client("Bergmann & Söhne", kind="person", city="Ulm", contact_name="Sabine Bergmann")
    return own_crowd.write_now(store.add, own_crowd.keys, new, ANNA, AT)


def revised(region: Region, client: Client, **fields: str) -> Revision:
    seen = region.read(store.find, client.id)
    return revise(seen, replace(client, **fields), region.keys, ANNA, version=client.version)


def entries(region: Region, client: Client) -> int:
    return region.read(history.count, client.id)


def test_a_revision_is_what_gets_written(own_crowd: Region, bergmann: Client) -> None:
    own_crowd.write_now(store.save, revised(own_crowd, bergmann, city="Köln"), LATER)
    now = own_crowd.read(store.find, bergmann.id)
    assert now == replace(bergmann, city="Köln", version=2, changed_at=LATER)
    newest = own_crowd.read(history.of_client, own_crowd.keys, bergmann.id)[0]
    assert (newest.field, newest.old, newest.new, newest.at) == ("city", "Ulm", "Köln", LATER)


def test_who_was_overtaken_between_looking_and_writing_is_told(own_crowd: Region, bergmann: Client) -> None:
    mine = revised(own_crowd, bergmann, city="Köln")
    own_crowd.write_now(store.save, revised(own_crowd, bergmann, city="Graz"), LATER)
    before = entries(own_crowd, bergmann)
    with pytest.raises(Stale) as stale:
        own_crowd.write_now(store.save, mine, LATER)
    assert stale.value.current.city == "Graz" and stale.value.current.version == 2
    assert own_crowd.read(store.find, bergmann.id).city == "Graz"
    assert entries(own_crowd, bergmann) == before


def test_a_main_contact_that_was_renamed_meanwhile_is_not_named_back(
    own_crowd: Region, bergmann: Client
) -> None:
    mine = revised(own_crowd, bergmann, city="Köln")
    own_crowd.write_now(
        contacts.add, own_crowd.keys, bergmann.id, ContactPerson("Otto Berg", main=True), ANNA, LATER
    )
    with pytest.raises(Stale):
        own_crowd.write_now(store.save, mine, LATER)
    assert own_crowd.read(store.find, bergmann.id).contact_name == "Otto Berg"


@pytest.mark.parametrize("field", ["city", "contact_name"])
def test_a_client_that_is_gone_meanwhile_is_not_found(
    own_crowd: Region, bergmann: Client, field: str
) -> None:
    mine = revised(own_crowd, bergmann, **{field: "Köln"})
    own_crowd.write_now(store.remove, own_crowd.keys, bergmann, ANNA, LATER)
    with pytest.raises(NotFound):
        own_crowd.write_now(store.save, mine, LATER)


def test_what_was_opened_before_somebody_saved_is_stale_at_once(own_crowd: Region, bergmann: Client) -> None:
    own_crowd.write_now(store.save, revised(own_crowd, bergmann, city="Köln"), LATER)
    with pytest.raises(Stale):
        revised(own_crowd, bergmann, city="Graz")


def test_nothing_changed_is_nothing_written(own_crowd: Region, bergmann: Client) -> None:
    before = entries(own_crowd, bergmann)
    own_crowd.write_now(store.save, revised(own_crowd, bergmann), LATER)
    assert own_crowd.read(store.find, bergmann.id) == bergmann
    assert entries(own_crowd, bergmann) == before


async def _together(region: Region, *changes: Callable[[sqlite.Connection], object]) -> list[object]:
    """What becomes of changes that are committed together, because they waited for the same other one."""
    started, go_on = Event(), Event()

    def hold(db: sqlite.Connection) -> None:
        started.set()
        go_on.wait(5)

    busy = asyncio.create_task(region.write(hold))
    await asyncio.to_thread(started.wait, 5)
    waiting = [asyncio.create_task(region.write(each)) for each in changes]
    await asyncio.sleep(0)
    go_on.set()
    await busy
    return await asyncio.gather(*waiting, return_exceptions=True)


def test_of_two_who_save_one_client_together_one_is_told_and_a_third_feels_nothing(
    own_crowd: Region, bergmann: Client
) -> None:
    other = own_crowd.read(store.find, 1)
    mine, theirs = revised(own_crowd, bergmann, city="Köln"), revised(own_crowd, bergmann, city="Graz")
    third = revised(own_crowd, other, city="Bonn")
    saves = [partial(store.save, revision=each, at=LATER) for each in (mine, theirs, third)]
    first, second, last = asyncio.run(_together(own_crowd, *saves))
    assert first is None and last is None
    assert isinstance(second, Stale) and second.current.city == "Köln"
    assert own_crowd.read(store.find, bergmann.id).city == "Köln"
    assert own_crowd.read(store.find, other.id).city == "Bonn"
    assert entries(own_crowd, bergmann) == 2
    assert own_crowd.read(history.verify, own_crowd.keys).whole


def test_a_save_and_what_somebody_else_does_to_the_client_meanwhile_are_both_done(
    own_crowd: Region, bergmann: Client
) -> None:
    save = partial(store.save, revision=revised(own_crowd, bergmann, city="Köln"), at=LATER)
    status = partial(
        store.set_field, keys=own_crowd.keys, client_id=bergmann.id, name="status", value="inactive", actor=ANNA,
        at=LATER,
    )  # fmt: skip
    saved, set_inactive = asyncio.run(_together(own_crowd, save, status))
    assert saved is None and isinstance(set_inactive, Client)
    now = own_crowd.read(store.find, bergmann.id)
    assert (now.city, now.status, now.version) == ("Köln", "inactive", 3)


def test_a_save_that_waits_behind_a_removal_is_told_that_the_client_is_gone(
    own_crowd: Region, bergmann: Client
) -> None:
    remove = partial(store.remove, keys=own_crowd.keys, client=bergmann, actor=ANNA, at=LATER)
    save = partial(store.save, revision=revised(own_crowd, bergmann, city="Köln"), at=LATER)
    removed, saved = asyncio.run(_together(own_crowd, remove, save))
    assert removed is None and isinstance(saved, NotFound)


WORDS = (
    "", "Łódź GmbH", "info@bergmann.de", "+49 711 2041140", "DE136695976", "https://soehne.de", "PL", "company",
    "person", "exempt", "intra_eu",
)  # fmt: skip
FULL = {"street": "Weg 1", "postal_code": "89073", "city": "Ulm", "country": "DE"}


OTHERS = [
    {"kind": kind, "email": email, "vat_id": vat_id}
    for kind, email, vat_id in product(("company", "person"), ("", "info@huber.at"), ("", "DE136695976"))
]


@pytest.mark.parametrize("field", RECORDED)
def test_what_follows_from_one_field_is_worked_out_anew_with_it(field: str) -> None:
    for others, before, now in product(OTHERS, WORDS, WORDS):
        client = Client.of(vars(Client("Huber")), FULL, others, {field: before})
        changed = Client.of(vars(client), {field: now})
        anew = dict(zip(DERIVED, derived(client), strict=True)) | derived_from({field}, changed)
        assert tuple(anew.values()) == derived(changed)


class _Enough(Exception):
    """Ends an example without a trace."""


NAMES = st.sampled_from(["Süd", "Łódź GmbH", "Müller", "Mueller"])


@given(changes=st.lists(st.tuples(st.integers(0, 2), NAMES, NAMES), max_size=12))
def test_any_changes_in_one_transaction_leave_index_and_history_whole(
    crowd: Region, changes: list[tuple[int, str, str]]
) -> None:
    ids = [1, 2, 3]

    def example(db: sqlite.Connection) -> None:
        for place, name, city in changes:
            current = store.find(db, ids[place])
            wanted = replace(current, name=name, city=city)
            store.change(db, crowd.keys, wanted, ANNA, LATER, version=current.version)
        db.catch_up()
        db.execute("INSERT INTO client_search (client_search, rank) VALUES ('integrity-check', 1)")
        for each in ids:
            name = sqlite.one(db, "SELECT name FROM client_text WHERE id = ?", each)
            assert name == fold(store.find(db, each).name)
        assert history.verify(db, crowd.keys).whole
        raise _Enough

    with pytest.raises(_Enough):
        crowd.write_now(example)
