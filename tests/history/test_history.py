"""The change history: nothing in it can be changed, removed or put in between without being found."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient
from sqlite_utils import Database

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.clients.model import Client
from app.doctor import verify_region
from app.history import chain, marks
from app.history import store as history
from app.history.model import Change, Subject, Verdict
from app.instance import Instance
from app.regions import Region
from app.regions.file import File
from app.vault import Key
from tests.clients.test_first_day import SOEHNE, add
from tests.house import ANNA, AT

OWNER = "00000000-0000-4000-8000-000000000001"
CITIES = ("Ulm", "Köln", "Łódź", "Graz", "")


@pytest.fixture
def de(instance: Instance) -> Region:
    """Bergmann, added and changed five times: six entries."""
    region = instance.regions.find("de")
    client = region.write_now(
        clients.add, region.keys, Client("Bergmann", kind="person", uuid=OWNER), ANNA, AT
    )
    for version, city in enumerate(CITIES, 1):
        client = region.write_now(
            clients.change, region.keys, replace(client, city=city), ANNA, AT, version=version
        )
    return region


def verdict(region: Region, mark: tuple[int, bytes] | None = None) -> Verdict:
    return region.read(history.verify, region.keys, mark)


def said(region: Region, mark: tuple[int, bytes] | None = None) -> tuple[int | None, str]:
    found = verdict(region, mark)
    return found.broken_at, found.reason


def tamper(region: Region, *statements: str) -> None:
    """As somebody does who has the file and SQLite, and takes the guards away first."""

    def run(db: sqlite.Connection) -> None:
        names = [row["name"] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'")]
        for name in names:
            if name.startswith("history"):
                db.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            db.execute(statement)

    region.write_now(run)


def rewritten(region: Region, begin: int, forge: Callable[[dict[str, object]], None]) -> None:
    """From `begin` on every entry is made anew as `forge` wants it, the chain over them computed rightly."""
    tamper(region)

    def run(db: sqlite.Connection) -> None:
        db.execute("PRAGMA defer_foreign_keys=ON")
        head = sqlite.one(db, "SELECT hash FROM history WHERE seq = ?", begin - 1) or chain.GENESIS
        for row in map(
            dict, db.execute("SELECT * FROM history WHERE seq >= ? ORDER BY seq", (begin,)).fetchall()
        ):
            if row["seq"] == begin:
                forge(row)
            parts = tuple(
                str(row[name])
                for name in (
                    "at",
                    "actor_id",
                    "actor_name",
                    "source",
                    "action",
                    "client_id",
                    "object",
                    "field",
                )
            )
            row["hash"] = head = chain.link(head, row["seq"], parts, row["commitment"])
            Database(db)["history"].upsert(row, pk="seq")

    region.write_now(run)


def test_a_chain_that_nobody_touched_is_whole(de: Region) -> None:
    found = verdict(de, de.read(history.last))
    assert found.whole and found.entries == len(CITIES) + 1
    assert verdict(
        de, (3, de.read(lambda db: sqlite.one(db, "SELECT hash FROM history WHERE seq = 3")))
    ).whole


def test_an_empty_chain_is_whole(instance: Instance) -> None:
    region = instance.regions.find("at")
    assert (verdict(region).whole, verdict(region).entries) == (True, 0)


@pytest.mark.parametrize(
    ("statement", "reason"),
    [
        ("UPDATE history SET actor_name = 'Niemand'", "append-only"),
        ("UPDATE history SET seq = 9 WHERE seq = 6", "append-only"),
        ("DELETE FROM history WHERE seq = 6", "append-only"),
        ("UPDATE history_value SET sealed = x'00'", "never changes"),
        ("INSERT INTO history SELECT 8, at, actor_id, actor_name, source, action, client_id, object, field, commitment,"
         " hash FROM history WHERE seq = 6", "no gaps"),
        ("INSERT OR REPLACE INTO history SELECT 6, at, 'x', actor_name, source, action, client_id, object, field,"
         " commitment, hash FROM history WHERE seq = 6", "no gaps"),
    ],
)  # fmt: skip
def test_the_file_itself_refuses_whatever_is_not_an_entry_at_the_end(
    de: Region, statement: str, reason: str
) -> None:
    with pytest.raises(sqlite.IntegrityError, match=reason):
        de.write_now(lambda db: db.execute(statement))
    assert verdict(de).whole


@pytest.mark.parametrize(
    "change",
    ["at = '2020-01-01T00:00:00Z'", "actor_id = 'staff:9'", "actor_name = 'Niemand'", "source = 'import:1'",
     "action = 'restore'", "client_id = 2", "object = 'note:1'", "field = 'name'", "commitment = zeroblob(32)",
     "hash = zeroblob(32)"],
)  # fmt: skip
def test_a_changed_entry_is_found_whatever_was_changed_of_it(de: Region, change: str) -> None:
    tamper(de, f"UPDATE history SET {change} WHERE seq = 3")
    assert said(de) == (3, "changed")


def test_letters_pushed_from_one_column_into_the_next_are_found(de: Region) -> None:
    tamper(de, "UPDATE history SET action = 'change', object = 'clientc', field = 'ity' WHERE seq = 3")
    assert said(de) == (3, "changed")


def test_a_removed_entry_is_found(de: Region) -> None:
    tamper(de, "DELETE FROM history_value WHERE seq = 3", "DELETE FROM history WHERE seq = 3")
    assert said(de) == (3, "missing")


def test_a_removed_first_entry_is_found(de: Region) -> None:
    tamper(de, "DELETE FROM history_value WHERE seq = 1", "DELETE FROM history WHERE seq = 1")
    assert said(de) == (1, "missing")


def test_a_removed_entry_is_found_also_when_the_others_move_up(de: Region) -> None:
    tamper(
        de, "PRAGMA defer_foreign_keys=ON", "DELETE FROM history_value WHERE seq >= 3",
        "DELETE FROM history WHERE seq = 3", "UPDATE history SET seq = seq - 1 WHERE seq > 3",
    )  # fmt: skip
    assert said(de) == (3, "changed")


def test_an_entry_put_in_between_is_found(de: Region) -> None:
    tamper(
        de, "DELETE FROM history_value", "UPDATE history SET seq = -seq - 1 WHERE seq >= 3",
        "UPDATE history SET seq = -seq WHERE seq < 0",
        "INSERT INTO history SELECT 3, at, actor_id, actor_name, source, action, client_id, object, field, commitment,"
        " hash FROM history WHERE seq = 2",
    )  # fmt: skip
    assert said(de) == (3, "changed")


def test_a_cut_end_is_found_by_what_the_vault_remembers(de: Region) -> None:
    mark = de.read(history.last)
    tamper(de, "DELETE FROM history_value WHERE seq >= 5", "DELETE FROM history WHERE seq >= 5")
    assert verdict(de).whole, "a shorter chain is a chain"
    assert said(de, mark) == (5, "cut")


def test_a_chain_that_was_cut_to_nothing_is_found(de: Region) -> None:
    mark = de.read(history.last)
    tamper(de, "DELETE FROM history_value", "DELETE FROM history")
    assert said(de, mark) == (1, "cut")


def test_a_rightly_computed_forgery_is_found_by_what_the_vault_remembers(de: Region) -> None:
    mark = de.read(history.last)
    rewritten(de, 3, lambda row: row.update(actor_name="Niemand"))
    assert verdict(de).whole, "the chain alone cannot know"
    assert said(de, mark) == (6, "rewritten")


def test_a_forged_value_does_not_fit_its_commitment(de: Region) -> None:
    """Sealed with the right key, by somebody who has it; the chain holds the hash of the true one."""
    sealed = chain.commit("Ulm", "Wien", de.keys.key(OWNER))[1]
    tamper(de, f"UPDATE history_value SET sealed = x'{sealed.hex()}' WHERE seq = 3")
    assert said(de) == (3, "value")


def test_a_changed_sealed_value_is_found(de: Region) -> None:
    tamper(de, "UPDATE history_value SET sealed = CAST(sealed || x'00' AS BLOB) WHERE seq = 3")
    assert said(de) == (3, "value")
    assert de.read(history.verify).whole, "without keys only the chain itself is looked at"


def test_values_exchanged_between_two_entries_are_found(de: Region) -> None:
    tamper(
        de, "UPDATE history_value SET sealed = (SELECT sealed FROM history_value WHERE seq = 4) WHERE seq = 3"
    )
    assert said(de) == (3, "value")


def test_a_destroyed_key_takes_the_values_and_leaves_the_chain_whole(instance: Instance, de: Region) -> None:
    other = de.write_now(clients.add, de.keys, Client("Huber", kind="person"), ANNA, AT)
    instance.vault.close()
    with sqlite.connect(instance.settings.data / "vault.db") as db:
        db.execute("UPDATE data_key SET wrapped = NULL WHERE owner = ?", (OWNER,))
    db.close()
    instance.vault.open()
    assert verdict(de, de.read(history.last)).whole
    entries = de.read(history.of_client, de.keys, 1)
    assert {(each.old, each.new) for each in entries} == {(None, None)} and len(entries) == 6
    [left] = de.read(history.of_client, de.keys, other.id)
    assert left.new is not None and "Huber" in left.new


def test_values_that_were_erased_leave_the_chain_whole(de: Region) -> None:
    de.write_now(lambda db: db.execute("DELETE FROM history_value WHERE owner = ?", (OWNER,)))
    assert verdict(de, de.read(history.last)).whole
    assert {each.new for each in de.read(history.of_client, de.keys, 1)} == {None}


def test_the_vault_learns_how_far_the_history_has_come(instance: Instance, de: Region) -> None:
    marks.mark(de, instance.vault)
    assert instance.vault.history_mark("de") == de.read(history.last)


def test_a_cut_history_keeps_the_mark_that_shows_it(instance: Instance, de: Region) -> None:
    marks.mark(de, instance.vault)
    known = instance.vault.history_mark("de")
    tamper(de, "DELETE FROM history_value WHERE seq >= 5", "DELETE FROM history WHERE seq >= 5")
    marks.mark(de, instance.vault)
    assert (instance.vault.history_mark("de"), said(de, known)) == (known, (5, "cut"))


def test_a_damaged_value_does_not_take_the_other_entries_with_it(de: Region) -> None:
    tamper(
        de,
        "DROP TRIGGER IF EXISTS history_value_no_update",
        "UPDATE history_value SET sealed = x'00' WHERE seq = 2",
    )
    entries = {each.seq: each for each in de.read(history.of_client, de.keys, 1)}
    assert (entries[2].old, entries[2].damaged) == (None, True)
    assert entries[1].new and not entries[1].damaged


def test_the_doctor_names_the_entry_and_remembers_the_last_good_end(instance: Instance, de: Region) -> None:
    assert [each.good for each in verify_region(instance, de)] == [True, True]
    assert instance.vault.history_mark("de") == de.read(history.last)
    tamper(de, "DELETE FROM history_value WHERE seq = 6", "DELETE FROM history WHERE seq = 6")
    broken, _ = verify_region(instance, de)
    assert not broken.good and "broken at entry 6: the chain ends before" in broken.text
    assert instance.vault.history_mark("de") != de.read(history.last)


def search_index_of(instance: Instance, region: Region) -> str:
    [found] = [each.text for each in verify_region(instance, region) if each.text.startswith("search index")]
    return found


def test_a_search_index_that_lacks_its_words_is_found(instance: Instance, de: Region) -> None:
    assert search_index_of(instance, de) == "search index fits its content"
    de.note_now(lambda db: db.execute("INSERT INTO client_search (client_search) VALUES ('delete-all')"))
    assert search_index_of(instance, de).startswith("search index does not fit its content")


def test_a_region_that_is_busy_is_not_called_damaged(instance: Instance, de: Region) -> None:
    de.note_now(lambda db: db.execute("PRAGMA busy_timeout=20"))
    other = sqlite.connect(de.path)
    with closing(other), sqlite.transaction(other):
        assert search_index_of(instance, de).startswith("search index could not be checked")
    assert search_index_of(instance, de) == "search index fits its content"


VALUES = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)


@given(VALUES, VALUES)
def test_what_was_recorded_is_read_back_and_fits_its_commitment(old: str, new: str) -> None:
    key = Key(bytes(32), OWNER)
    commitment, sealed = chain.commit(old, new, key)
    assert chain.reveal(sealed, key) == (old, new, commitment)
    assert chain.commit(old, new, key)[0] != commitment, "equal values cannot be recognised"


@given(st.lists(VALUES, min_size=8, max_size=8), st.data())
def test_no_two_entries_have_the_same_hash(parts: list[str], data: st.DataObject) -> None:
    place = data.draw(st.integers(0, 7))
    other = [*parts[:place], data.draw(VALUES), *parts[place + 1 :]]
    same = chain.link(chain.GENESIS, 1, tuple(parts), bytes(32)) == chain.link(
        chain.GENESIS, 1, tuple(other), bytes(32)
    )
    assert same == (parts == other)


def test_the_hash_of_an_entry_is_the_one_that_was_written_down() -> None:
    """Word for word, with the length of each column in bytes: chains of yesterday are verified tomorrow."""
    written = b"".join((chain.GENESIS, b"7\n", b"1:a", b"0:", b"4:\xc5\xbc\xc3\xb3", b"commitment"))
    assert chain.link(chain.GENESIS, 7, ("a", "", "żó"), b"commitment") == hashlib.sha256(written).digest()


def test_what_did_not_change_is_not_recorded(de: Region) -> None:
    subject = Subject(OWNER, 1)
    changes = [Change("city", "Ulm", "Ulm"), Change("name", "a", "b")]
    de.write_now(history.record, de.keys, subject, "change", changes, ANNA, AT)
    assert de.read(history.last)[0] == 7


def test_a_change_that_fails_leaves_no_entry(de: Region) -> None:
    def fail(db: sqlite.Connection) -> None:
        history.record(db, de.keys, Subject(OWNER, 1), "change", [Change("name", "a", "b")], ANNA, AT)
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        de.write_now(fail)
    assert de.read(history.last)[0] == 6 and verdict(de).whole


def test_two_writers_at_once_keep_the_chain_whole(de: Region) -> None:
    """The server and a command, each with its own connection to the file."""
    files = [File(de.path), File(de.path)]

    def write(number: int) -> None:
        change = Change("city", str(number), str(number + 1))
        actor = Actor(f"staff:{number % 2}", "Somebody")
        files[number % 2].write_now(history.record, de.keys, Subject(OWNER, 1), "change", [change], actor, AT)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(write, range(40)))
    for file in files:
        file.close()
    found = verdict(de)
    assert (found.whole, found.entries) == (True, 46)


def test_an_earlier_value_comes_back_as_one_more_entry(anna: TestClient, instance: Instance) -> None:
    address, region = add(anna), instance.regions.find("de")
    anna.post(address, data=SOEHNE | {"city": "Ulm", "version": "1"})
    before = region.read(history.of_client, region.keys, 1)
    anna.post(f"{address}/history/2/restoration")
    newest, *rest = region.read(history.of_client, region.keys, 1)
    assert rest == before
    assert (newest.action, newest.field, newest.old, newest.new) == ("restore", "city", "Ulm", "Stuttgart")
    assert newest.actor.name == "Anna Krüger"
    assert region.read(clients.find, 1).city == "Stuttgart" and verdict(region).whole


@pytest.mark.parametrize(
    ("field", "value"),
    [("payment_term_days", "30"), ("discount", "2.5"), ("kind", "person"), ("notes", "eins\nzwei"),
     ("status", "inactive"),
     ("contact_name", "Tom Ober"), ("vat_id", "ATU13585627"), ("country", "AT")],
)  # fmt: skip
def test_every_kind_of_field_comes_back(anna: TestClient, instance: Instance, field: str, value: str) -> None:
    address, region = add(anna), instance.regions.find("de")
    was = region.read(clients.find, 1)
    changed = SOEHNE | {"phone": "", "postal_code": "", field: value, "version": "1"}
    assert anna.post(address, data=changed, follow_redirects=False).status_code == 303
    entries = region.read(history.of_client, region.keys, 1)
    assert field in {each.field for each in entries}
    for each in entries[:-1]:
        assert (
            anna.post(f"{address}/history/{each.seq}/restoration", follow_redirects=False).status_code == 303
        )
    now = region.read(clients.find, 1)
    assert replace(now, version=0, changed_at="") == replace(was, version=0, changed_at="")


@pytest.mark.parametrize("seq", ["1", "99", "0"])
def test_what_has_no_earlier_value_cannot_come_back(anna: TestClient, instance: Instance, seq: str) -> None:
    address, region = add(anna), instance.regions.find("de")
    answer = anna.post(f"{address}/history/{seq}/restoration")
    assert answer.status_code == (403 if seq == "1" else 404)
    assert region.read(history.last)[0] == 1


def test_the_history_is_narrowed_down_by_field_and_person(anna: TestClient, instance: Instance) -> None:
    address, region = add(anna), instance.regions.find("de")
    anna.post(address, data=SOEHNE | {"city": "Ulm", "phone": "0711 5550100", "version": "1"})
    page = anna.get(f"{address}/history", params={"field": "city"}).text
    assert "<ins>Ulm</ins>" in page and "5550100" not in page
    assert "<ins>Ulm</ins>" in anna.get(f"{address}/history", params={"actor": "staff:1"}).text
    assert "<ins>Ulm</ins>" not in anna.get(f"{address}/history", params={"actor": "staff:9"}).text
    assert [each.name for each in region.read(history.actors, 1)] == ["Anna Krüger"]


def test_older_entries_are_one_click_away_and_none_is_left_out(anna: TestClient, instance: Instance) -> None:
    address, region = add(anna), instance.regions.find("de")
    changes = [Change("city", str(number), str(number + 1)) for number in range(120)]
    owner = region.read(clients.find, 1).uuid
    region.write_now(history.record, region.keys, Subject(owner, 1), "change", changes, ANNA, AT)
    shown, link = list[str](), f"{address}/history"
    while link:
        page = anna.get(link).text
        shown += [part.split("</ins>")[0] for part in page.split("<ins>")[1:]]
        link = (
            page.split('">Older')[0].rsplit('href="', 1)[1].replace("&amp;", "&") if '">Older' in page else ""
        )
    assert shown[:120] == [str(number) for number in range(120, 0, -1)]
    assert len(shown) == 121
