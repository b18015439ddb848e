"""Notes: written, found, changed with their history kept, and removed."""

from __future__ import annotations

import re

import pytest
from litestar.testing import TestClient

from app.accounts import sessions
from app.accounts import store as accounts
from app.accounts.model import Role
from app.clock import stamp
from app.errors import NotFound
from app.instance import Instance
from app.notes import store
from app.web.door import SESSION_COOKIE
from tests.clients.test_first_day import add
from tests.conftest import NOW, Arrive
from tests.house import ANNA, AT

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
HOSTILE = (
    "\"'><script>alert(1)</script><b hx-get=/x hx-trigger=load>{{7*7}}</b><p hx-swap-oob=true id=notice>"
)


def write(browser: TestClient, address: str, body: str, status: int = 303, **fields: str) -> str:
    answer = browser.post(f"{address}/notes", data={"body": body} | fields, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer.text


@pytest.fixture
def emil(arrive: Arrive, instance: Instance) -> TestClient:
    """An editor of DE: writes, and manages nothing."""
    staff = instance.accounts.write_now(
        accounts.add, email="emil@masaku.example", name="Emil Novak", admin=False, locale="en",
        granted=[Role("de", "editor")], actor="test", at=stamp(NOW),
    )  # fmt: skip
    browser = arrive("stranger")
    token = instance.accounts.write_now(sessions.start, staff, "test", "127.0.0.1", NOW)
    browser.cookies.set(SESSION_COOKIE, token)
    return browser


def test_what_was_agreed_stands_on_the_timeline_and_finds_the_client(anna: TestClient) -> None:
    address = add(anna)
    write(
        anna, address, "Zahlungsziel ab Jänner 30 Tage", kind="call", people="Sabine Bergmann", minutes="12",
        at="2026-11-18T14:30",
    )  # fmt: skip
    page = anna.get(f"{address}/timeline").text
    for text in ("Call", "Anna Krüger", "Sabine Bergmann", "12 min", "18/11/2026, 14:30", "November 2026"):
        assert text in page
    for words in ("zahlungsziel", "jaenner", "ahlungszie"):
        assert "Maschinenbau" in anna.get("/de/clients", params={"q": words}).text.replace("<mark>", "")


def test_markup_in_a_note_is_only_text(anna: TestClient) -> None:
    address = add(anna)
    write(anna, address, HOSTILE, kind="email", subject=HOSTILE, people=HOSTILE, pinned="1")
    for place in (
        "",
        "/timeline",
        "/timeline?q=script",
        "/notes/1",
        "/notes/1/edit",
        "/notes/1/removal",
        "/history",
    ):
        for headers in ({}, PART):
            page = anna.get(address + place, headers=headers).text
            assert (
                "<script>alert" not in page
                and "<b hx-get" not in page
                and "49" not in page.split("alert", 1)[-1][:60]
            )
            assert "<p hx-swap-oob" not in page
    panel = anna.get(f"{address}/timeline?panel=1", headers=PART).text
    assert "&lt;script&gt;" in panel and "<script>alert" not in panel


def test_nothing_typed_is_lost_when_something_is_wrong(anna: TestClient) -> None:
    address = add(anna)
    page = write(anna, address, "Kept text", status=422, people="Kept name", at="yesterday")
    assert "Not a date" in page and "Kept text" in page and "Kept name" in page
    assert "No entries yet" in anna.get(f"{address}/timeline").text


def test_an_edit_keeps_what_was_there_before(anna: TestClient) -> None:
    address = add(anna)
    write(anna, address, "Termin am Montag")
    anna.post(f"{address}/notes/1", data={"kind": "note", "body": "Termin am Dienstag", "version": "1"})
    page = anna.get(f"{address}/notes/1").text
    assert "<del>Termin am Montag</del>" in page and "<ins>Termin am Dienstag</ins>" in page
    assert "edited" in anna.get(f"{address}/timeline").text
    assert "Termin am Montag" in anna.get(f"{address}/history").text
    assert "Maschinenbau" not in anna.get("/de/clients", params={"q": "montag"}).text


def test_a_form_without_changes_changes_nothing(anna: TestClient) -> None:
    address = add(anna)
    write(anna, address, "Unverändert")
    anna.post(f"{address}/notes/1", data={"body": "Unverändert", "at": "2026-11-23T10:30", "version": "1"})
    assert "edited" not in anna.get(f"{address}/timeline").text


def test_of_two_edits_at_once_the_second_sees_the_first(anna: TestClient) -> None:
    address = add(anna)
    write(anna, address, "Alt")
    anna.post(f"{address}/notes/1", data={"body": "Erste", "people": "Frau Huber", "version": "1"})
    answer = anna.post(f"{address}/notes/1", data={"body": "Zweite", "version": "1"})
    assert answer.status_code == 409 and "Erste" in answer.text and "Zweite" in answer.text
    assert "<td>Frau Huber</td>" in answer.text
    assert 'name="version" value="2"' in answer.text
    assert anna.post(f"{address}/notes/1/removal", data={"version": "1"}).status_code == 409
    assert anna.post(f"{address}/notes/1", data={"body": "Ohne Version"}).status_code == 409
    assert "Erste" in anna.get(f"{address}/timeline").text


def test_a_removed_note_lives_on_in_the_history_and_its_document_with_the_client(anna: TestClient) -> None:
    address = add(anna)
    anna.post(
        f"{address}/notes", data={"body": "Entwurf besprochen"}, files={"files": ("entwurf.txt", b"...")}
    )
    assert "stays in the change history" in anna.get(f"{address}/notes/1/removal").text
    anna.post(f"{address}/notes/1/removal", data={"version": "1"})
    page = anna.get(f"{address}/timeline").text
    assert "besprochen" not in page and "entwurf.txt" in page
    assert "Entwurf besprochen" in anna.get(f"{address}/history").text
    assert anna.get(f"{address}/notes/1").status_code == 404


def test_only_the_author_or_a_manager_changes_a_note(anna: TestClient, emil: TestClient) -> None:
    address = add(anna)
    write(anna, address, "Von Anna")
    write(emil, address, "Von Emil")
    change = {"body": "Geändert", "version": "1"}
    assert emil.post(f"{address}/notes/1", data=change).status_code == 403
    assert emil.get(f"{address}/notes/1/edit").status_code == 403
    assert emil.post(f"{address}/notes/1/removal", data={"version": "1"}).status_code == 403
    assert f"{address}/notes/1/edit" not in emil.get(f"{address}/timeline").text
    assert emil.post(f"{address}/notes/2", data=change).status_code == 200
    assert (
        anna.post(f"{address}/notes/2", data=change | {"version": "2", "body": "Von der Chefin"}).status_code
        == 200
    )


def test_a_viewer_reads_and_writes_nothing(anna: TestClient, bartek: TestClient) -> None:
    address = add(anna)
    write(anna, address, "Zum Lesen")
    page = bartek.get(f"{address}/timeline").text
    assert "Zum Lesen" in page and "composer" not in page and "/edit" not in page
    write(bartek, address, "Heimlich", status=403)
    for place in ("", "/pin", "/removal"):
        assert bartek.post(f"{address}/notes/1{place}", data={"body": "x", "version": "1"}).status_code == 403


def test_another_region_or_client_has_no_such_note(
    anna: TestClient, clara: TestClient, stranger: TestClient
) -> None:
    address, other = add(anna), add(anna, name="Other GmbH", vat_id="DE811907980")
    write(anna, address, "Nur hier")
    vienna = clara.post(
        "/at/clients", data={"kind": "person", "name": "Wiener", "country": "AT"}, follow_redirects=False
    ).headers["location"]
    for place in ("/timeline", "/notes/1", "/notes/1/edit", "/notes/1/removal"):
        assert clara.get(address + place).status_code == 404
        assert stranger.get(address + place, follow_redirects=False).status_code == 303
    for browser, base in ((anna, other), (clara, vienna)):
        assert browser.get(f"{base}/notes/1").status_code == 404
        for place in ("", "/pin", "/removal"):
            assert (
                browser.post(f"{base}/notes/1{place}", data={"body": "x", "version": "1"}).status_code == 404
            )
    write(clara, address, "Fremd", status=404)
    write(anna, "/de/clients/99", "Niemand", status=404)


def test_nobody_forges_author_or_time_by_extra_fields(anna: TestClient) -> None:
    address = add(anna)
    extra = {
        "author_name": "Chef",
        "author_id": "staff:9",
        "id": "77",
        "client_id": "2",
        "created_at": "2001",
    }
    write(anna, address, "Ehrlich", **extra)
    page = anna.get(f"{address}/timeline").text
    assert 'id="note-1"' in page and "Chef" not in page


def test_a_form_sent_twice_makes_one_note_and_a_remembered_page_makes_another(anna: TestClient) -> None:
    address, key = add(anna), "a-random-key-of-the-form"
    write(anna, address, "Einmal", submission=key)
    write(anna, address, "Einmal", submission=key)
    write(anna, address, "Etwas anderes", submission=key)
    page = anna.get(f"{address}/timeline").text
    assert page.count(">Einmal<") == 1 and "Etwas anderes" in page


def test_documents_that_come_with_a_form_sent_again_are_kept(anna: TestClient) -> None:
    address, sent = add(anna), {"body": "Einmal", "submission": "a-random-key-of-the-form"}
    for name in ("", "a.txt", "a.txt"):
        files = [("files", (name, b"Text", "text/plain"))] if name else []
        answer = anna.post(f"{address}/notes", data=sent, files=files, follow_redirects=False)
        assert answer.status_code == 303
    page = anna.get(f"{address}/timeline").text
    assert page.count(">Einmal<") == 1 and anna.get(f"{address}/documents/1").status_code == 200
    assert anna.get(f"{address}/documents/2").status_code == 404


def test_documents_without_a_text_keep_no_call_and_say_so(anna: TestClient) -> None:
    address = add(anna)
    for fields in ({"kind": "call"}, {"people": "Frau Huber"}, {"pinned": "1"}):
        files = {"files": ("a.txt", b"Text", "text/plain")}
        answer = anna.post(f"{address}/notes", data=fields, files=files, follow_redirects=False)
        assert answer.status_code == 422 and "Write what was said" in answer.text


def test_pinning_is_no_edit(anna: TestClient) -> None:
    address = add(anna)
    write(anna, address, "Bestellnummer angeben")
    answer = anna.post(f"{address}/notes/1/pin", data={"pinned": "1"}, headers=PART)
    assert 'id="pinned" hx-swap-oob' in answer.text and "edited" not in answer.text
    panel = anna.get(f"{address}/timeline?panel=1", headers=PART).text
    assert panel.count("Bestellnummer angeben") == 2 and "Pinned" in panel
    anna.post(f"{address}/notes/1/pin", data={"pinned": ""})
    assert "Unpin" not in anna.get(f"{address}/timeline").text
    assert anna.post(f"{address}/notes/1", data={"body": "Neu", "version": "1"}).status_code == 200


def test_who_pins_what_was_pinned_or_removed_meanwhile_changes_nothing(
    anna: TestClient, instance: Instance
) -> None:
    write(anna, add(anna), "Zahlt nur per Vorkasse")
    region = instance.regions.find("de")
    seen = region.read(store.find, 1, 1)
    for _ in range(2):
        assert region.write_now(store.set_pinned, region.keys, seen, True, ANNA, AT).pinned
    region.write_now(store.remove, region.keys, seen, ANNA, AT, version=1)
    with pytest.raises(NotFound):
        region.write_now(store.set_pinned, region.keys, seen, True, ANNA, AT)
    entries = region.read(store.edits, region.keys, 1, 1)
    assert [entry.action for entry in entries] == ["remove", "change", "create"]


def test_with_htmx_only_the_form_and_the_list_are_answered(anna: TestClient) -> None:
    address = add(anna)
    answer = anna.post(f"{address}/notes", data={"body": "Schnell"}, headers=PART)
    assert answer.status_code == 200 and "<html" not in answer.text
    assert (
        answer.text.count("Schnell") == 1
        and 'id="timeline"' in answer.text
        and "Added to the timeline." in answer.text
    )
    refused = anna.post(f"{address}/notes", data={"body": ""}, headers=PART)
    assert refused.status_code == 422 and refused.headers["hx-retarget"] == "#composer-problems"
    assert "<form" not in refused.text


def test_the_numbers_on_the_card_follow_what_is_written_changed_and_removed(anna: TestClient) -> None:
    address = add(anna)
    page = anna.get(address).text
    assert 'id="count-timeline">0<' in page and 'id="count-history">1<' in page
    assert 'id="all-timeline"' in anna.get(f"{address}/timeline?panel=1", headers=PART).text
    for path, form, entries in (
        ("notes", {"body": "Alt", "panel": "1"}, 1),
        ("notes/1", {"body": "Neu", "version": "1"}, 1),
        ("notes/1/removal", {"version": "2"}, 0),
    ):
        answer = anna.post(f"{address}/{path}", data=form, headers=PART)
        assert f'"innerHTML:#count-timeline">{entries}<' in answer.text, path
        assert f'"innerHTML:#all-timeline">All {entries}<' in answer.text, path
        history = re.search('id="count-history">([0-9]+)<', anna.get(address).text)
        assert history and f'"innerHTML:#count-history">{history[1]}<' in answer.text, path
    assert answer.headers["hx-trigger"] == "entry-removed"
