"""Clients are found by what hangs on them, wherever its words stand, and a note costs the same among many."""

from __future__ import annotations

import random
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlite_utils import Database

from app import schemas, sqlite
from app.clients import attached, listing
from app.clients import store as clients
from app.clients.filters import condition, selection
from app.clients.listing import KIND, count_clients
from app.clients.model import Client
from app.clock import FixedClock
from app.documents import store as documents
from app.documents.kinds import TEXT
from app.documents.model import Sealed
from app.instance import Instance
from app.lists import ListState
from app.migrate import migrate
from app.notes import store
from app.notes.model import Note
from app.regions import Region
from app.settings import Settings
from tests.clients.walking import forward, found, listed
from tests.conftest import NOW
from tests.house import ANNA, AT

WORDS = ("messe", "wartung", "vertrag", "ab", "ka", "65", "89076", "711 2041140")
HOW_MANY = 40
INDEXES = ("client_search", "attached_search")


@pytest.fixture(scope="module")
def noted(
    prepared: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Region, dict[int, str]]]:
    """Clients with a few of the words here and there, and what each is to be found by."""
    data = shutil.copytree(prepared, tmp_path_factory.mktemp("noted") / "data")
    instance = Instance.open(Settings(data=data), FixedClock(NOW))
    region = instance.regions.find("de")
    yield region, region.write_now(_furnish, region, random.Random(5))
    instance.close()


def _furnish(db: sqlite.Connection, region: Region, chance: random.Random) -> dict[int, str]:
    texts = {}
    for number in range(1, HOW_MANY + 1):
        own, *hanging = (" ".join(chance.sample(WORDS, chance.randrange(3))) for _ in range(4))
        client = clients.add(db, region.keys, Client(f"Firma {number}", city=own), ANNA, AT)
        for words in hanging[:2]:
            store.add(db, region.keys, Note(client.id, "note", f"{words} n", AT), ANNA, AT)
        _attach(db, region, client.id, f"{hanging[2]} d.txt")
        texts[client.id] = f" firma {number} {own} | {' | '.join(hanging)} "
    return texts


def _attach(db: sqlite.Connection, region: Region, client_id: int, name: str) -> None:
    sealed = Sealed(str(uuid4()), name, TEXT, 3, "owner", (b"...",), None, None)
    documents.add(db, region.keys, client_id, [sealed], ANNA, AT, upload=None)


QUERIES = st.lists(st.sampled_from([*WORDS[:5], "firma", "essevert", "tung", "zz"]), min_size=1, max_size=3)


@settings(max_examples=60)
@given(
    QUERIES,
    st.sampled_from(["", "firma 1", "rma fi"]),
    st.sampled_from([0, 2, 500]),
    st.sampled_from([2, 2_000]),
)
def test_words_are_found_together_wherever_they_stand(
    noted: tuple[Region, dict[int, str]], words: list[str], name: str, few: int, sorted_from: int
) -> None:
    """However many clients have them: tried one by one, intersected, or walked through."""
    region, texts = noted
    expected = {
        number
        for number, text in texts.items()
        if all((each if len(each) > 2 else f" {each}") in text for each in [*words, *name.split()])
    }
    if not any(len(each) > 2 for each in words):
        return  # short ones alone find names
    query = {"q": " ".join(words)} | ({"name": name} if name else {})
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(attached, "_FEW", few)
        patch.setattr(listing, "FEW", sorted_from)
        assert {row.id for row in forward(region, **query, sort="city")} == expected
        assert region.read(_meant, query) == expected
        assert region.read(count_clients, ListState.read(KIND, query)) == len(expected)


def _meant(db: sqlite.Connection, query: dict[str, str]) -> set[int]:
    those = condition(db, selection(db, ListState.read(KIND, query)))
    among = f"c.id IN ({those.ids})" if those.ids else "1"
    return {
        row[0] for row in db.execute(f"SELECT id FROM client c WHERE {among} AND {those.where}", those.values)
    }


@pytest.mark.parametrize("few", [0, 500])
@pytest.mark.parametrize("words", ["65 89076", "89076 65", "711 2041140", "7112041140", "65 2041140"])
def test_numbers_are_found_together_wherever_they_stand(
    noted: tuple[Region, dict[int, str]], words: str, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    region, texts = noted
    monkeypatch.setattr(attached, "_FEW", few)
    apart = words.split() if len(words.split()) > 1 else ["none"]
    expected = {
        number
        for number, text in texts.items()
        if words in text
        or words.replace(" ", "") in text
        or all((each if len(each) > 2 else f" {each}") in text for each in apart)
    }
    assert expected or words == "7112041140"
    assert found(region, words) == region.read(_meant, {"q": words}) == expected


def test_a_name_that_fits_comes_before_a_note_that_fits(region: Region) -> None:
    region.write_now(clients.add, region.keys, Client("Quendel Ost"), ANNA, AT)
    for number, words in ((1, "Quendel, Ost"), (2, "Bergmann")):
        region.write_now(store.add, region.keys, Note(number, "note", words, AT), ANNA, AT)
    for words in ("quendel", "quendel ost"):
        assert [row.name for row in listed(region, q=words).rows] == ["Quendel Ost", "Bergmann GmbH"]
    assert [row.name for row in listed(region, q="bergmann").rows] == ["Bergmann GmbH", "Quendel Ost"]
    assert [row.name for row in listed(region, q="bergmann quendel").rows] == ["Bergmann GmbH", "Quendel Ost"]


def test_a_rare_beginning_spares_the_look_at_everybody_with_a_common_word(region: Region) -> None:
    region.write_now(_many_more)
    region.write_now(store.add, region.keys, Note(1, "note", "Zypern", AT), ANNA, AT)
    assert found(region, "wartung zy") == {1}
    assert region.read(_steps_of_a_search, "wartung zx") * 10 < region.read(_steps_of_a_search, "wartung x")


def test_a_note_costs_the_same_however_many_its_client_has(region: Region) -> None:
    first = region.write_now(_steps_of_a_note, region)
    region.write_now(_many_more)
    assert region.write_now(_steps_of_a_note, region) <= 2 * first  # FTS5 merges now and then


def _steps_of_a_search(db: sqlite.Connection, words: str) -> int:
    with _counted(db) as steps:
        assert not listing.list_clients(db, ListState.read(KIND, {"q": words})).rows
    return len(steps)


def _steps_of_a_note(db: sqlite.Connection, region: Region) -> int:
    """Written, changed and removed."""
    with _counted(db) as steps:
        note = store.add(db, region.keys, Note(1, "note", "Abnahme am Montag", AT), ANNA, AT)
        assert note
        note = store.change(
            db, region.keys, Note(1, "note", "Am Dienstag", AT, id=note.id), ANNA, AT, version=note.version
        )
        store.remove(db, region.keys, note, ANNA, AT, version=note.version)
        _attach(db, region, 1, "Angebot.txt")
    return len(steps)


@contextmanager
def _counted(db: sqlite.Connection) -> Iterator[list[None]]:
    """One of each hundred of SQLite's own steps."""
    steps: list[None] = []
    db.set_progress_handler(lambda: steps.append(None), 100)
    yield steps
    db.set_progress_handler(None, 0)


def _many_more(db: sqlite.Connection) -> None:
    db.executemany(
        "INSERT INTO note (client_id, kind, body, folded, at, author_id, author_name, created_at)"
        " VALUES (1, 'note', 'Wartung', ?, ?, 'staff:1', 'Anna', ?)",
        ((f"wartung {number}", AT, AT) for number in range(2_000)),
    )


@pytest.fixture
def region(instance: Instance) -> Region:
    found = instance.regions.find("de")
    found.write_now(clients.add, found.keys, Client("Bergmann GmbH"), ANNA, AT)
    return found


def test_what_is_changed_or_removed_finds_nobody_any_more(region: Region) -> None:
    note = region.write_now(store.add, region.keys, Note(1, "note", "Zebrastreifen", AT), ANNA, AT)
    assert note and found(region, "zebra bergmann") == {1}
    wanted = Note(1, "note", "Quarzsand", AT, id=note.id)
    note = region.write_now(store.change, region.keys, wanted, ANNA, AT, version=note.version)
    assert found(region, "zebra") == set() and found(region, "quarz") == {1}
    region.write_now(store.remove, region.keys, note, ANNA, AT, version=note.version)
    assert found(region, "quarz") == set()
    assert region.write_now(_whole)


def _whole(db: sqlite.Connection) -> bool:
    """Raises where an index does not fit its content."""
    for index in INDEXES:
        db.execute(f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', 1)")
    return True


@pytest.mark.parametrize("without_blanks", [False, True])
def test_a_region_of_before_is_found_in_and_built_like_a_new_one(
    tmp_path: Path, without_blanks: bool
) -> None:
    old, new = (sqlite.connect(tmp_path / name, create=True) for name in ("old.db", "new.db"))
    migrate(new, schemas.REGION)
    steps = ("v012_words_of_its_own", "v002_whose_note", "v002_attached_words")
    if without_blanks:
        steps = ("v013_beginnings_of_words", "v003_beginnings_of_words")
    with sqlite.transaction(old):
        for each in schemas.REGION:
            each.apply(Database(old), stop_before=steps)
    if without_blanks:
        _index_without_blanks(old)
    _write_as_before(old, "basics" if without_blanks else "notes")
    migrate(old, schemas.REGION)
    schema = "SELECT type, name, sql FROM sqlite_schema WHERE name <> '_sqlite_migrations' ORDER BY 1, 2"
    built, expected = (
        {tuple(row) for row in db.execute(schema) if not str(row[1]).startswith("sqlite_")}
        for db in (old, new)
    )
    assert built == expected
    assert _whole(old)
    for words in ("bergmann", "wartung", "angebot", "bergmann wartung angebot", "be wartung an"):
        assert _meant(old, {"q": words}) == {7}, words
    old.close(), new.close()


def _index_without_blanks(db: sqlite.Connection) -> None:
    """As v012 and v002 did at first, in short."""
    for statement in (
        "CREATE VIRTUAL TABLE client_search USING fts5("
        "name, content = 'client_text', content_rowid = 'id', tokenize = 'trigram')",
        "CREATE TRIGGER client_text_added AFTER INSERT ON client_text BEGIN"
        " INSERT INTO client_search (rowid, name) VALUES (new.id, new.name); END",
        "CREATE VIEW attached_text (id, client_id, folded) AS SELECT 2 * id, client_id, folded FROM note",
        "CREATE VIRTUAL TABLE attached_search USING fts5("
        "folded, content = 'attached_text', content_rowid = 'id', tokenize = 'trigram')",
        "CREATE TRIGGER note_words_added AFTER INSERT ON note BEGIN"
        " INSERT INTO attached_search (rowid, folded) VALUES (2 * new.id, new.folded); END",
    ):
        db.execute(statement)


def _write_as_before(db: sqlite.Connection, attached_to: str) -> None:
    db.execute(
        "INSERT INTO client (id, uuid, kind, name, added_at, changed_at, changed_by, incomplete, name_key, city_key,"
        " contact_key, industry_key, name_fold, vat_key, email_key, phone_key, domain) VALUES"
        " (7, ?, 'company', 'Bergmann', ?, ?, 'Anna', 0, 'bergmann', '', '', '', 'bergmann', '', '', '', '')",
        (str(uuid4()), AT, AT),
    )
    db.execute(
        "INSERT INTO note (id, client_id, kind, body, folded, at, author_id, author_name, created_at)"
        " VALUES (3, 7, 'note', 'Wartung', 'wartung', ?, 'staff:1', 'Anna', ?)",
        (AT, AT),
    )
    db.execute(
        "INSERT INTO document (id, uuid, client_id, filename, folded, media_type, inline_safe, size, parts, key_owner,"
        " upload, added_by_id, added_by_name, added_at) VALUES (3, ?, 7, 'Angebot.txt', 'angebot txt', 'text/plain', 0,"
        " 3, 1, 'owner', ?, 'staff:1', 'Anna', ?)",
        (str(uuid4()), str(uuid4()), AT),
    )
    db.execute(
        f"INSERT INTO client_text (id, name, {attached_to}) VALUES (7, 'bergmann', 'wartung angebot txt')",
    )
