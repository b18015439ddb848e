"""Several clients become one with all they had, and are parted again as they were."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from app import sqlite
from app.belongings import BELONGINGS
from app.clients import contacts, merged
from app.clients import store as clients
from app.clients.listing import KIND, list_clients
from app.clients.model import ContactPerson
from app.documents import store as documents
from app.documents.forms import accept
from app.documents.sealing import seal_all
from app.duplicates import decisions, merging, scans
from app.duplicates.model import Pair, Reason
from app.errors import Conflict, NotFound, Refused
from app.groups import tags
from app.history import store as history
from app.lists import ListState
from app.notes import store as notes
from app.notes.model import Note
from app.regions import Region
from app.sqlite import Connection
from app.undo import store as undo
from app.vault import Keyring
from tests.conftest import Browser
from tests.duplicates.conftest import ANNA, AT

MERGED_AT, UNDONE_AT = "2026-11-24T08:00:00Z", "2026-11-24T09:00:00Z"
# What says that something happened, and when; everything else is as it was.
TRACES = ("history", "history_value", "operation", "operation_step", "region", "sqlite_sequence")


@pytest.fixture
def full(region: Region) -> Region:
    """Everybody has a contact, a note with a document, a document, a tag; 1 and 2 are no pair."""
    keys = region.keys
    for client_id in (1, 2, 3, 4):
        owner = region.read(clients.find, client_id).uuid
        person = ContactPerson(f"Tom {client_id}", "Einkauf", f"tom{client_id}@x.example", "+49 30 1234567")
        region.write_now(contacts.add, keys, client_id, person, ANNA, AT)
        files, _ = accept([("notiz.txt", f"Text {client_id}".encode())])
        note = Note(client_id, "note", f"Angebot {client_id} besprochen.", AT)
        region.write_now(notes.add, keys, note, ANNA, AT, attached=seal_all(files, owner, keys))
        region.write_now(documents.add, keys, client_id, seal_all(files, owner, keys), ANNA, AT, upload=None)
        region.write_now(tags.attach, keys, client_id, ["alle", f"nur {client_id}"], ANNA, AT)
    region.write_now(decisions.decide, keys, 2, 4, ANNA, AT)
    region.write_now(_scanned)
    return region


def _scanned(db: Connection) -> None:
    number = "6a4b1d7e-0000-4000-8000-000000000001"
    scans.begin(db, number, ANNA, AT)
    scans.finish(db, number, 4, [Pair(1, 2, 90, (Reason("same_vat_id", 75),)), Pair(1, 3, 80, ())], AT)


def merge(region: Region, survivor: int, *others: int, at: str = MERGED_AT, **values: Any) -> int:
    found = {each: region.read(clients.find, each) for each in (survivor, *others)}
    wanted = replace(found[survivor], **values)
    return region.write_now(
        merging.merge, region.keys, BELONGINGS, wanted, [found[each] for each in others], ANNA, at
    )


def part(region: Region, number: int, at: str = UNDONE_AT) -> None:
    region.write_now(merging.take_back, region.keys, BELONGINGS, number, ANNA, at)


def state(db: Connection) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table, without the traces and without the survivor's own dates."""
    names = [
        row[0]
        for row in db.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE '%search%' ORDER BY name"
        )
        if row[0] not in TRACES
    ]
    found: dict[str, list[tuple[Any, ...]]] = {}
    for name in names:
        columns = [row["name"] for row in db.execute("SELECT name FROM pragma_table_info(?)", (name,))]
        shown = [
            each
            for each in columns
            if name != "client" or each not in ("version", "changed_at", "changed_by")
        ]
        rows = db.execute(f"SELECT {', '.join(shown)} FROM '{name}'")
        found[name] = sorted((tuple(row) for row in rows), key=repr)
    return found


def searched(region: Region, words: str) -> list[int]:
    return sorted(row.id for row in region.read(list_clients, ListState.read(KIND, {"q": words})).rows)


def test_everything_comes_to_the_one_that_stays(full: Region) -> None:
    merge(full, 1, 2, 3)
    assert [
        row[0] for row in full.read(lambda db: db.execute("SELECT id FROM client ORDER BY id").fetchall())
    ] == [1, 4]
    people = full.read(contacts.list_contacts, 1)
    assert {each.name for each in people} == {"Thomas Bergmann", "Sabine Bergmann", "Tom 1", "Tom 2", "Tom 3"}
    assert [each.name for each in people if each.main] == ["Thomas Bergmann"]
    assert full.read(notes.count, 1, ["note"]) == 3
    assert full.read(documents.count, 1) == 6
    assert {tag.name for tag in full.read(tags.of_client, 1)} == {"alle", "nur 1", "nur 2", "nur 3"}
    assert full.read(history.verify, full.keys).whole


def test_the_chosen_values_are_its_own_and_in_its_history(full: Region) -> None:
    number = merge(full, 1, 2, industry="Maschinenbau", contact_name="Tom 2")
    client = full.read(clients.find, 1)
    assert (client.industry, client.contact_name, client.street) == (
        "Maschinenbau", "Tom 2", "Heilbronner Straße 128",
    )  # fmt: skip
    entries = full.read(history.of_client, full.keys, 1, field="industry")
    assert (entries[0].old, entries[0].new) == ("Maschinen", "Maschinenbau")
    assert str(entries[0].actor.means) == f"Merge {number}"


def test_what_came_is_found_and_what_was_sealed_opens(full: Region) -> None:
    merge(full, 1, 2)
    assert searched(full, "angebot 2 besprochen") == [1] and searched(full, "nur 2") == [1]
    moved = [
        each for each in full.read(documents.listed, 1) if each.key_owner != full.read(clients.find, 1).uuid
    ]
    assert len(moved) == 2
    key = full.keys.find(moved[0].key_owner)
    assert key is not None


def test_the_keys_of_all_are_known_so_that_an_erasure_destroys_every_one(full: Region) -> None:
    owners = {each: full.read(clients.find, each).uuid for each in (1, 2, 3)}
    merge(full, 2, 3)
    merge(full, 1, 2, at="2026-11-24T08:30:00Z")
    assert set(full.read(merged.owners_of, 1)) == set(owners.values())
    assert full.read(merged.absorbed_by, 1) == [2, 3]
    assert full.read(merged.survivor_of, 3) == 1 and full.read(merged.survivor_of, 1) == 0


def test_undoing_restores_everybody_as_they_were(full: Region) -> None:
    before = full.read(state)
    number = merge(
        full, 2, 1, 3, name="Bergmann", status="active", contact_name="Sabine Bergmann", notes="Neu."
    )
    part(full, number)
    after = full.read(state)
    assert {name for name in before if before[name] != after[name]} == set()
    assert searched(full, "angebot 3 besprochen") == [3]
    assert full.read(undo.find, number).state == "undone"
    assert full.read(history.verify, full.keys).whole


@given(
    st.lists(st.sampled_from([1, 2, 3, 4]), min_size=2, max_size=4, unique=True),
    st.fixed_dictionaries(
        {},
        optional={
            "name": st.sampled_from(["Neu", "Bergmann"]),
            "contact_name": st.sampled_from(["Tom 1", "Tom 3", "Sabine Bergmann"]),
            "email": st.just("neu@x.example"),
            "vat_id": st.sampled_from(["", "DE136695976"]),
            "payment_term_days": st.integers(0, 60),
            "status": st.sampled_from(["active", "archived"]),
        },
    ),
)
@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_undoing_is_the_identity(full: Region, ids: list[int], values: dict[str, Any]) -> None:
    """Whoever is merged into whom, and whatever is chosen."""
    if values.get("contact_name") not in {f"Tom {each}" for each in ids}:
        values.pop("contact_name", None)
    before = full.read(state)
    part(full, merge(full, *ids, **values))
    after = full.read(state)
    assert {name for name in before if before[name] != after[name]} == set()


def test_what_was_changed_since_is_kept_and_told(full: Region) -> None:
    number = merge(full, 1, 2, industry="Maschinenbau", phone="+49 711 1")
    client = full.read(clients.find, 1)
    full.write_now(
        clients.change,
        full.keys,
        replace(client, phone="+49 711 999", city="Ulm"),
        ANNA,
        MERGED_AT,
        version=client.version,
    )
    note = Note(1, "note", "Nach dem Verbinden.", MERGED_AT)
    full.write_now(notes.add, full.keys, note, ANNA, MERGED_AT)
    outlook = full.read(merging.outlook, full.keys, number)
    assert set(outlook.changed_since) == {"phone", "city"}
    part(full, number)
    client = full.read(clients.find, 1)
    assert (client.phone, client.city, client.industry) == ("+49 711 999", "Ulm", "Maschinen")
    assert (full.read(notes.count, 1, ["note"]), full.read(notes.count, 2, ["note"])) == (2, 1)
    assert full.read(undo.find, number).kept == 1


def test_a_note_that_went_back_takes_along_what_was_put_on_it(full: Region) -> None:
    number = merge(full, 1, 2)
    owner = full.read(clients.find, 1).uuid
    files, _ = accept([("neu.txt", b"Neu.")])
    full.write_now(
        documents.add,
        full.keys,
        1,
        seal_all(files, owner, full.keys),
        ANNA,
        MERGED_AT,
        upload=None,
        note_id=2,
    )
    part(full, number)
    assert "neu.txt" in {each.filename for each in full.read(documents.listed, 2)}


def test_what_is_gone_since_does_not_come_back(full: Region) -> None:
    number = merge(full, 1, 2)
    note = full.read(notes.find, 1, 2)
    full.write_now(notes.remove, full.keys, note, ANNA, MERGED_AT, version=note.version)
    part(full, number)
    assert full.read(notes.count, 2, ["note"]) == 0
    assert full.read(clients.find, 2).name == "Bergmann+Soehne Maschinenbau"


def test_the_history_says_which_tags_undoing_left(full: Region) -> None:
    number = merge(full, 1, 2)
    full.write_now(tags.attach, full.keys, 1, ["später"], ANNA, "2026-11-24T08:10:00Z")
    part(full, number)
    entry = full.read(history.of_client, full.keys, 1, field="tags")[0]
    assert (entry.old, entry.new) == ("alle, nur 1, nur 2, später", "alle, nur 1, später")


def test_what_was_written_on_a_note_before_is_still_told_of_it(full: Region) -> None:
    note = full.read(notes.find, 2, 2)
    full.write_now(notes.change, full.keys, replace(note, body="Anders."), ANNA, AT, version=1)
    merge(full, 1, 2)
    edit, written = full.read(notes.edits, full.keys, 1, 2)
    assert (edit.old, edit.new, written.action) == ("Angebot 2 besprochen.", "Anders.", "create")


def test_every_merge_can_be_found_again(full: Region) -> None:
    numbers = [merge(full, 1, 2), merge(full, 1, 3)]
    newest, oldest = full.read(merging.listed, before=99, limit=2)
    assert [newest.operation.id, oldest.operation.id] == numbers[::-1]
    assert full.read(merging.listed, before=numbers[1], limit=2) == [oldest]


def test_whoever_was_merged_on_is_parted_in_the_reverse_order(full: Region) -> None:
    before = full.read(state)
    first = merge(full, 2, 3)
    second = merge(full, 1, 2, at="2026-11-24T08:30:00Z")
    with pytest.raises(Refused):
        part(full, first)
    part(full, second)
    part(full, first, at="2026-11-24T10:00:00Z")
    after = full.read(state)
    assert {name for name in before if before[name] != after[name]} == set()
    with pytest.raises(Conflict):
        part(full, first)


def test_who_was_changed_meanwhile_is_not_merged(full: Region) -> None:
    shown = full.read(clients.find, 2)
    full.write_now(clients.change, full.keys, replace(shown, city="Ulm"), ANNA, AT, version=shown.version)
    before = full.read(state)
    with pytest.raises(Conflict):
        full.write_now(
            merging.merge, full.keys, BELONGINGS, full.read(clients.find, 1), [shown], ANNA, MERGED_AT
        )
    assert full.read(state) == before


def test_a_merge_that_fails_half_way_changes_nothing(full: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    before = full.read(state)

    def fail(*_: object, **__: object) -> None:
        raise sqlite.OperationalError("disk I/O error")

    monkeypatch.setattr(undo, "finish", fail)
    with pytest.raises(Exception, match=r"disk|written"):
        merge(full, 1, 2, 3)
    assert full.read(state) == before


def test_nothing_of_a_merge_can_be_undone_once_a_key_is_gone(full: Region) -> None:
    number = merge(full, 1, 2)
    owner = full.read(merged.owners_of, 1)[1]
    keys = _Without(full.keys, owner)
    with pytest.raises(Refused):
        full.write_now(merging.take_back, keys, BELONGINGS, number, ANNA, UNDONE_AT)  # type: ignore[arg-type]
    assert full.read(merged.survivor_of, 2) == 1


class _Without(Keyring):
    """The keys of a region from which one was destroyed."""

    def __init__(self, keys: Keyring, gone: str) -> None:
        super().__init__(keys._vault, keys._region)
        self._gone = gone

    def find(self, owner: str) -> Any:
        return None if owner == self._gone else super().find(owner)


def test_old_addresses_lead_to_the_one_that_stays(full: Region, anna: Browser, bartek: Browser) -> None:
    merge(full, 1, 2)
    for path, there in (
        ("/de/clients/2", "/de/clients/1"),
        ("/de/clients/2/history?field=name", "/de/clients/1/history?field=name"),
        ("/de/clients/2/timeline", "/de/clients/1/timeline"),
        ("/de/clients/2/notes/2", "/de/clients/1/notes/2"),
    ):
        answer = bartek.get(path, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, there), path
    assert (
        anna.post("/de/clients/2/status", data={"status": "active"}, follow_redirects=False).status_code
        == 303
    )
    assert anna.get("/de/clients/99").status_code == 404


def test_a_document_for_one_that_is_no_more_is_no_failure(full: Region) -> None:
    files, _ = accept([("neu.txt", b"Text")])
    sealed = seal_all(files, full.read(clients.find, 2).uuid, full.keys)
    merge(full, 1, 2)
    with pytest.raises(NotFound):
        full.write_now(documents.add, full.keys, 2, sealed, ANNA, AT, upload=None)


def test_what_was_typed_about_one_that_is_no_more_is_not_lost(full: Region, anna: Browser) -> None:
    merge(full, 1, 2)
    anna.post("/de/clients/2/notes", data={"body": "Während des Zusammenführens"})
    anna.post("/de/clients/2/contacts", data={"name": "Resi Huber"})
    assert full.read(notes.listed, 1, ["note"])[0].body == "Während des Zusammenführens"
    assert "Resi Huber" in {each.name for each in full.read(contacts.list_contacts, 1)}
    version = full.read(clients.find, 1).version
    typed = {"kind": "person", "name": "Ein anderer Name", "version": str(version)}
    form = anna.post("/de/clients/2", data=typed)
    assert form.status_code == 409 and "Ein anderer Name" in form.text
    assert full.read(clients.find, 1).name == "Bergmann & Söhne Maschinenbau GmbH"


def test_its_history_tells_that_of_all(full: Region, anna: Browser) -> None:
    alone = full.read(history.count, 2)
    merge(full, 1, 2)
    page = anna.get("/de/clients/1/history").text
    assert "Merged with" in page and "Bergmann+Soehne Maschinenbau" in page
    assert full.read(history.count, 1, full.read(merged.absorbed_by, 1)) > alone
    assert anna.get("/de/clients/1").text.count("Bergmann") > 0


def test_clients_are_compared_field_by_field(full: Region, anna: Browser) -> None:
    page = anna.get("/de/duplicates/merge?ids=1,2,3").text
    for text in (
        "No. 1",
        "Heilbronner Str. 12",
        "same VAT ID",
        "2 timeline entries",
        "Merge 3 entries into No. 1",
        "3 contacts",
    ):
        assert text in page, text
    assert 'name="take-street" value="1" checked' in page
    assert 'name="take-vat_id"' not in page  # two say the same, the third says nothing
    page = anna.get("/de/duplicates/merge?ids=1,2,3&survivor=2&take-street=3").text
    assert 'name="survivor" value="2" checked' in page and 'name="take-street" value="3" checked' in page
    page = anna.get("/de/duplicates/merge?ids=1,2,3&take-street=3&all=2").text
    assert 'name="take-street" value="2" checked' in page


def test_they_are_merged_and_parted_in_the_browser(full: Region, anna: Browser) -> None:
    form = {"ids": "1,2,3", "survivor": "1", "take-industry": "2", "take-email": "3", "version-1": "1",
            "version-2": "1", "version-3": "1"}  # fmt: skip
    versions = {f"version-{each}": str(full.read(clients.find, each).version) for each in (1, 2, 3)}
    answer = anna.post("/de/duplicates/merge", data=form | versions)
    assert answer.url.path == "/de/duplicates/merges/1" and "3 entries are one client now." in answer.text
    client = full.read(clients.find, 1)
    assert (client.industry, client.email) == ("Maschinenbau", "s.bergmann@bergmann-maschinenbau.example")
    assert "Merged" in anna.get("/de/duplicates/merges").text
    answer = anna.post("/de/duplicates/merges/1/undo")
    assert "Everybody is there again" in answer.text
    assert full.read(clients.find, 3).name == "Maschinenbau Bergmann & Söhne"
    assert anna.post("/de/duplicates/merges/1/undo").status_code == 409


def test_a_page_that_is_out_of_date_is_shown_anew(full: Region, anna: Browser) -> None:
    answer = anna.post(
        "/de/duplicates/merge", data={"ids": "1,2", "version-1": "77", "version-2": "1", "take-name": "2"}
    )
    assert answer.status_code == 409 and "changed meanwhile" in answer.text
    assert 'name="take-name" value="2" checked' in answer.text


def test_a_merge_sent_twice_leads_to_the_one_client(full: Region, anna: Browser) -> None:
    versions = {f"version-{each}": str(full.read(clients.find, each).version) for each in (1, 2)}
    form = {"ids": "1,2", "survivor": "1"} | versions
    anna.post("/de/duplicates/merge", data=form, follow_redirects=False)
    answer = anna.post("/de/duplicates/merge", data=form, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, "/de/clients/1")
    assert anna.get("/de/duplicates/merge?ids=2,3", follow_redirects=False).status_code == 303
    assert anna.get("/de/duplicates/merge?ids=3,99", follow_redirects=False).status_code == 404


def test_all_notes_can_be_kept(full: Region, anna: Browser) -> None:
    for client_id, text in ((1, "Zahlt pünktlich."), (2, "Ruft gern an.")):
        client = full.read(clients.find, client_id)
        full.write_now(
            clients.change, full.keys, replace(client, notes=text), ANNA, AT, version=client.version
        )
    versions = {f"version-{each}": str(full.read(clients.find, each).version) for each in (1, 2)}
    anna.post("/de/duplicates/merge", data={"ids": "1,2", "survivor": "1", "take-notes": "0"} | versions)
    assert full.read(clients.find, 1).notes == "Zahlt pünktlich.\n\nRuft gern an."


def test_none_of_them_is_another(full: Region, anna: Browser) -> None:
    answer = anna.post("/de/duplicates/merge/rejection", data={"ids": "1,2,3"})
    assert answer.url.path == "/de/duplicates"
    assert set(full.read(decisions.decided)) == {(1, 2), (1, 3), (2, 3), (2, 4)}


@pytest.mark.parametrize("ids", ["1", "1,1", "x", ",".join(map(str, range(1, 20)))])
def test_too_few_and_too_many_are_refused(full: Region, anna: Browser, ids: str) -> None:
    assert anna.get(f"/de/duplicates/merge?ids={ids}").status_code == 403


def test_who_may_only_look_merges_nothing(full: Region, bartek: Browser) -> None:
    for path in ("/de/duplicates/merge?ids=1,2", "/de/duplicates/merges", "/de/duplicates/merges/1"):
        assert bartek.get(path).status_code == 403
    assert bartek.post("/de/duplicates/merge", data={"ids": "1,2"}).status_code == 403
