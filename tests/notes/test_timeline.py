"""The timeline: one order over all sources, every entry reachable, nothing twice."""

from __future__ import annotations

import re
import uuid
from zoneinfo import ZoneInfo

import pytest
from litestar.testing import TestClient

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.clients.model import Client
from app.documents import store as documents
from app.documents.kinds import TEXT
from app.documents.model import Sealed
from app.instance import Instance
from app.notes import store, timeline
from app.notes.model import Entry, Note, Question
from app.regions import Region
from app.text import query_terms
from tests.clients.test_first_day import add

ANNA = Actor("staff:1", "Anna Krüger")
AT = "2026-11-20T09:12:00Z"


@pytest.fixture
def region(instance: Instance) -> Region:
    found = instance.regions.find("de")
    for name in ("Bergmann GmbH", "Lis sp. z o.o."):
        found.write_now(clients.add, found.keys, Client(name), ANNA, AT)
    return found


def note(region: Region, body: str, at: str = AT, kind: str = "note", client_id: int = 1) -> Note:
    made = region.write_now(store.add, region.keys, Note(client_id, kind, body, at), ANNA, AT)  # type: ignore[arg-type]
    assert made is not None
    return made


def attach(region: Region, *names: str, at: str = AT, note_id: int | None = None) -> None:
    sealed = [Sealed(str(uuid.uuid4()), name, TEXT, 3, "owner", (b"...",), None, None) for name in names]
    region.write_now(
        documents.add, region.keys, 1, sealed, ANNA, at, upload=str(uuid.uuid4()), note_id=note_id
    )


def walk(region: Region, question: Question, limit: int) -> list[Entry]:
    """Every entry, page by page."""
    found: list[Entry] = []
    before = ""
    while True:
        piece = region.read(timeline.stretch, question, before, limit)
        found += piece.entries
        before = piece.before
        if not before:
            return found


def test_every_entry_is_reached_once_whatever_the_page_size(region: Region) -> None:
    for number in range(9):
        at = f"2026-11-{20 - number // 3:02d}T09:12:00Z"
        note(region, f"note {number}", at, "call" if number % 2 else "note")
        attach(region, f"a{number}.txt", f"b{number}.txt", at=at)
    for limit in (1, 2, 3, 5, 30):
        entries = walk(region, Question(1), limit)
        places = [entry.place for entry in entries]
        assert places == sorted(places, reverse=True)
        assert sorted(entry.note.body for entry in entries if entry.note) == [f"note {n}" for n in range(9)]
        names = [each.filename for entry in entries for each in entry.documents]
        assert sorted(names) == sorted(f"{letter}{n}.txt" for n in range(9) for letter in "ab")
        assert all(len(entry.documents) == 2 for entry in entries if not entry.note)


def test_filters_count_what_they_show(region: Region) -> None:
    for kind in ("note", "note", "call", "meeting", "email"):
        made = note(region, kind, kind=kind)
    attach(region, "attached.txt", note_id=made.id)
    attach(region, "alone.txt")
    note(region, "of another client", client_id=2)
    counts = region.read(timeline.counts, Question(1))
    assert counts == {"everything": 6, "notes": 2, "communication": 3, "documents": 2}
    for show, count in counts.items():
        assert len(walk(region, Question(1, show), 30)) == count
    assert region.read(timeline.size, 1) == 6


def test_the_search_reads_texts_people_and_names_of_documents(region: Region) -> None:
    made = note(region, "Rückruf wegen der Łódź-Lieferung")
    attach(region, "Rahmenvertrag.txt", note_id=made.id)
    attach(region, "Preisliste.txt")
    for words, hits in [
        ("ruckruf", 1), ("lodz lieferung", 1), ("rahmen", 1), ("rahmen rückruf", 1), ("preis", 1), ("100%", 0),
        ("_", 2), ("li", 1), ("preis ruckruf", 0), ("' OR 1=1 --", 0),
    ]:  # fmt: skip
        assert len(walk(region, Question(1, terms=tuple(query_terms(words))), 30)) == hits, words


def test_months_are_those_of_the_regions_zone_and_not_repeated(region: Region) -> None:
    note(region, "new year there", "2025-12-31T23:30:00Z")
    note(region, "old year", "2025-12-31T20:00:00Z")
    piece = region.read(timeline.stretch, Question(1))
    zone = ZoneInfo("Europe/Berlin")
    months = timeline.by_month(piece.entries, zone)
    assert [(month.at[:7], len(month.entries)) for month in months] == [("2025-12", 1), ("2025-12", 1)]
    older = timeline.by_month(piece.entries[1:], zone, before="2025-12-31T22:00:00Z.note.9")
    assert older[0].at == ""


@pytest.mark.parametrize(
    "before",
    [
        "x", "2026-11-20", "2026-11-20T09:12:00Z.note.-1", "~.note.1", "9" * 999, "2026-99-99T99:99:99Z.note.1",
        "2026-02-30T09:12:00Z.note.1", "0000-00-00T00:00:00Z.note.1", "0001-01-01T00:00:00Z.note.1",
        "9999-12-31T23:59:59Z.note.1", "٢٠٢٦-11-20T09:12:00Z.note.1",
    ],
)  # fmt: skip
def test_a_damaged_cursor_starts_at_the_newest(region: Region, before: str) -> None:
    note(region, "newest")
    entries = region.read(timeline.stretch, Question(1), before).entries
    for zone in ("Europe/Berlin", "America/New_York"):
        [month] = timeline.by_month(entries, ZoneInfo(zone), before)
        assert month.at == AT and len(month.entries) == 1


def test_pages_lead_to_the_very_first_entry(anna: TestClient) -> None:
    address = add(anna)
    for number in range(timeline.PAGE_ENTRIES + 5):
        anna.post(
            f"{address}/notes",
            data={"body": f"entry-{number}-", "at": f"2025-01-01T{number // 60:02d}:{number % 60:02d}"},
        )
    page = anna.get(f"{address}/timeline").text
    assert "entry-0-" not in page
    older = re.search(r'<p id="older"><a class="button" href="([^"]+)"', page)
    assert older is not None
    rest = anna.get(older[1].replace("&amp;", "&")).text
    assert "entry-0-" in rest and "entry-34-" not in rest


def test_the_panel_without_htmx_is_the_whole_page(anna: TestClient) -> None:
    address = add(anna)
    assert 'id="timeline"' in anna.get(f"{address}/timeline?panel=1").text
    assert (
        'id="newest"' in anna.get(f"{address}/timeline?panel=1", headers={"HX-Request-Type": "partial"}).text
    )


def test_an_unchanged_timeline_is_not_sent_again(anna: TestClient) -> None:
    address = add(anna)
    etag = anna.get(f"{address}/timeline").headers["etag"]
    assert anna.get(f"{address}/timeline", headers={"If-None-Match": etag}).status_code == 304
    anna.post(f"{address}/notes", data={"body": "neu"})
    assert anna.get(f"{address}/timeline", headers={"If-None-Match": etag}).status_code == 200


def test_merged_and_erased_clients_take_their_entries_along(region: Region) -> None:
    made = note(region, "Vom zweiten Eintrag", client_id=2)
    region.write_now(store.reassign_client, 2, 1)
    region.write_now(documents.reassign_client, 2, 1)
    assert region.read(store.find, 1, made.id).body == "Vom zweiten Eintrag"
    attach(region, "a.txt", note_id=made.id)
    assert region.write_now(store.erase, 1) == 1
    assert region.write_now(documents.erase, 1) == 1
    assert walk(region, Question(1), 30) == []
    assert region.read(_words_left, "zweiten") == 0


def _words_left(db: sqlite.Connection, word: str) -> int:
    found = "SELECT count(*) FROM attached_search WHERE attached_search MATCH ?"
    return int(sqlite.one(db, found, word))


def test_no_page_of_the_timeline_reads_a_whole_table(region: Region) -> None:
    made = note(region, "one")
    attach(region, "a.txt", note_id=made.id)

    def plan(db: sqlite.Connection) -> str:
        seen: list[str] = []
        db.set_trace_callback(seen.append)
        timeline.view(db, Question(1), "", 30)
        db.set_trace_callback(None)
        statements = [each for each in seen if each.startswith("SELECT")]
        return "\n".join(row[3] for each in statements for row in db.execute(f"EXPLAIN QUERY PLAN {each}"))

    steps = region.read(plan)
    assert "SCAN note" not in steps and "SCAN document" not in steps
    assert "TEMP B-TREE" not in steps
    assert "SEARCH note USING COVERING INDEX note_client_kind" in steps, "counting reads no note"
