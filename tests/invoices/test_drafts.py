"""Drafts: saved as one types, counted by the server, and gone without a trace in the numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app import sqlite
from app.clients import store as clients
from app.clients.model import Client
from app.errors import NotFound, Refused
from app.history import store as history
from app.invoices import drafts, store
from app.invoices.belonging import BELONGING
from app.invoices.model import Invoice, InvoiceLine, status
from app.regions import Region
from tests.invoices.conftest import ANNA, AT, BERGMANN, LINES, TODAY, add_draft, draft_for, issue

LATER = "2026-12-24T00:00:00Z"


def test_a_draft_comes_to_what_its_lines_come_to(region: Region, bergmann: Client) -> None:
    draft = add_draft(region, bergmann)
    assert (draft.net, draft.vat, draft.gross) == (576_682, 107_568, 684_250)
    assert (draft.number, status(draft, TODAY), draft.buyer_name) == ("", "draft", bergmann.name)
    document = region.read(store.load_document, draft.id, TODAY)
    assert [(line.position, line.net) for line in document.lines] == [
        (1, 290_000), (2, 228_000), (3, 42_000), (4, 16_682)
    ]  # fmt: skip
    assert [(row.rate, row.net, row.vat) for row in document.vat] == [
        (1900, 560_000, 106_400),
        (700, 16_682, 1_168),
    ]
    assert (document.seller.name, document.buyer.city) == ("Nordwerk Software GmbH", "Stuttgart")
    assert document.totals.due.minor == 684_250


def test_what_is_typed_is_saved_and_nothing_is_counted_but_by_us(region: Region, bergmann: Client) -> None:
    draft = add_draft(region, bergmann)
    wrong = [replace(LINES[0], net=1, position=99)]
    saved = region.write_now(drafts.save, replace(draft, gross=5, notes="Danke."), wrong, AT, version=1)
    assert (saved.gross, saved.notes, saved.version) == (345_100, "Danke.", 2)
    assert [line.text for line in region.read(store.lines_of, draft.id)] == [LINES[0].text]


def test_whoever_saves_second_learns_of_the_first(region: Region, bergmann: Client) -> None:
    draft = add_draft(region, bergmann)
    region.write_now(drafts.save, replace(draft, notes="Von Anna."), LINES, AT, version=1)
    with pytest.raises(drafts.Stale) as stale:
        region.write_now(drafts.save, replace(draft, notes="Von Emil."), LINES, AT, version=1)
    assert stale.value.current.notes == "Von Anna."
    assert region.read(store.find, draft.id).notes == "Von Anna."


def test_a_form_sent_twice_makes_one_draft(region: Region, bergmann: Client) -> None:
    key = "a-random-key-of-a-form"
    first, second = (
        region.write_now(drafts.add, region.keys, draft_for(bergmann), LINES, ANNA, AT, submission=key)
        for _ in range(2)
    )
    assert first.id == second.id
    assert region.read(sqlite.one, "SELECT count(*) FROM invoice") == 1


def test_a_draft_without_lines_is_kept(region: Region, bergmann: Client) -> None:
    draft = region.write_now(drafts.add, region.keys, draft_for(bergmann), (), ANNA, AT)
    assert (draft.gross, region.read(store.lines_of, draft.id)) == (0, ())


def test_a_removed_draft_leaves_its_beginning_and_end_in_the_history(
    region: Region, bergmann: Client
) -> None:
    draft = add_draft(region, bergmann)
    region.write_now(drafts.remove, region.keys, draft.id, ANNA, LATER)
    with pytest.raises(NotFound):
        region.read(store.find, draft.id)
    entries = region.read(history.of_object, region.keys, bergmann.id, f"invoice:{draft.id}")
    assert [(entry.action, entry.old, entry.new) for entry in entries] == [
        ("remove", "invoice 6842.50 EUR", ""), ("create", "", "invoice 6842.50 EUR")
    ]  # fmt: skip
    assert region.read(clients.find, bergmann.id).changed_at == LATER


def test_a_draft_shows_the_client_as_it_is_now(region: Region, bergmann: Client) -> None:
    draft = add_draft(region, bergmann)
    region.write_now(clients.change, region.keys, replace(bergmann, city="Ulm"), ANNA, LATER, version=1)
    assert region.read(store.load_document, draft.id, TODAY).buyer.city == "Ulm"


def test_invoices_follow_their_client_and_come_back(region: Region, bergmann: Client) -> None:
    other = region.write_now(clients.add, region.keys, replace(BERGMANN, name="Huber OHG"), ANNA, AT)
    draft = add_draft(region, bergmann)
    moved = region.write_now(BELONGING.reassign_client, bergmann.id, other.id)
    assert region.read(store.find, draft.id).client_id == other.id
    assert region.write_now(BELONGING.give_back, bergmann.id, other.id, moved) == 0
    assert region.read(store.find, draft.id).client_id == bergmann.id


def test_what_refers_to_a_document_stays_with_its_client(region: Region, bergmann: Client) -> None:
    other = region.write_now(clients.add, region.keys, replace(BERGMANN, name="Huber OHG"), ANNA, AT)
    original = issue(region, add_draft(region, bergmann))
    about = {"type": "credit_note", "reference_id": original.id}
    draft = add_draft(region, bergmann, **about)
    with pytest.raises(Refused, match="stays with the client"):
        region.write_now(drafts.save, replace(draft, client_id=other.id), LINES, AT, version=draft.version)
    with pytest.raises(sqlite.IntegrityError, match="stays with the client"):
        region.write_now(
            lambda db: db.execute("UPDATE invoice SET client_id = ? WHERE id = ?", (other.id, draft.id))
        )
    with pytest.raises(sqlite.IntegrityError, match="stays with the client"):
        add_draft(region, other, **about)
    moved = region.write_now(BELONGING.reassign_client, bergmann.id, other.id)
    later = add_draft(region, other, **about)
    assert region.write_now(BELONGING.give_back, bergmann.id, other.id, moved) == 0
    assert {region.read(store.find, each.id).client_id for each in (original, draft, later)} == {bergmann.id}


@pytest.mark.parametrize(
    ("invoice", "expected"),
    [
        (Invoice(gross=100), "draft"),
        (Invoice(number="1", gross=100), "issued"),
        (Invoice(number="1", gross=100, due_on="2026-11-23"), "issued"),
        (Invoice(number="1", gross=100, due_on="2026-11-22"), "overdue"),
        (Invoice(number="1", gross=100, due_on="2026-11-22", paid=50), "overdue"),
        (Invoice(number="1", gross=100, due_on="2026-12-22", paid=50), "partly_paid"),
        (Invoice(number="1", gross=100, paid=100, due_on="2026-11-22"), "paid"),
        (Invoice(number="1", gross=100, paid=120), "paid"),
        (Invoice(number="1", gross=0), "paid"),
        (Invoice(number="1", gross=100, paid=60, credited=40), "paid"),
        (Invoice(number="1", gross=100, paid=60, credited=100), "credited"),
        (Invoice(number="1", gross=100, cancelled_by=7, due_on="2026-01-01"), "cancelled"),
        (Invoice(number="1", gross=100, type="credit_note", due_on="2026-01-01"), "issued"),
        (Invoice(number="1", gross=100, type="proforma", due_on="2026-01-01"), "issued"),
        (Invoice(number="1", gross=-100, type="corrective", due_on="2026-01-01"), "issued"),
    ],
)
def test_a_status_follows_from_payments_and_the_calendar(invoice: Invoice, expected: str) -> None:
    assert status(invoice, TODAY) == expected


def issued(db: sqlite.Connection, invoice_id: int) -> None:
    db.execute(
        "UPDATE invoice SET number = 'RE-2026-0001', series = 'invoice', year = 2026, sequence = 1,"
        " issued_on = '2026-11-23', issued_at = ? WHERE id = ?",
        (AT, invoice_id),
    )


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE invoice SET gross = 1",
        "UPDATE invoice SET number = 'RE-2026-0002'",
        "UPDATE invoice SET number = NULL",
        "UPDATE invoice SET currency = 'PLN'",
        "UPDATE invoice SET buyer_name = 'Wer anders'",
        "DELETE FROM invoice",
        "INSERT OR REPLACE INTO invoice (id, uuid, client_id, type, currency, language, created_at, created_by,"
        " changed_at)"
        " VALUES (1, '123456789012345678901234567890123456', 1, 'invoice', 'EUR', 'de', '', '', '')",
        "UPDATE invoice_line SET price = 1",
        "DELETE FROM invoice_line",
        "INSERT INTO invoice_line (invoice_id, position, text, quantity, unit, price, category, rate, net)"
        " VALUES (1, 9, 'x', 1, 'C62', 1, 'Z', 0, 1)",
        "UPDATE invoice_line SET invoice_id = 1, position = 9 WHERE invoice_id = 2",
        "INSERT INTO invoice_vat (invoice_id, category, rate, net, vat) VALUES (1, 'Z', 0, 1, 1)",
        "INSERT INTO invoice_party (invoice_id, role) VALUES (1, 'buyer')",
    ],
)
def test_the_file_itself_refuses_to_change_what_is_issued(
    region: Region, bergmann: Client, statement: str
) -> None:
    draft = add_draft(region, bergmann)
    add_draft(region, bergmann, InvoiceLine("Anders", rate=1900))
    region.write_now(issued, draft.id)
    before = region.read(everything)
    with pytest.raises(sqlite.IntegrityError, match="never changes"):
        region.write_now(lambda db: db.execute(statement).fetchall())
    assert region.read(everything) == before


def everything(db: sqlite.Connection) -> list[tuple[object, ...]]:
    return [
        tuple(row) for table in ("invoice", "invoice_line") for row in db.execute(f"SELECT * FROM {table}")
    ]


def test_payment_cancellation_and_the_number_of_ksef_may_still_come(region: Region, bergmann: Client) -> None:
    draft, other = add_draft(region, bergmann), add_draft(region, bergmann)
    region.write_now(issued, draft.id)
    later = "UPDATE invoice SET paid = 100, cancelled_by = ?, ksef_number = 'K1', version = 2 WHERE id = ?"
    region.write_now(lambda db: db.execute(later, (other.id, draft.id)).fetchall())
    found = region.read(store.find, draft.id)
    assert (found.paid, found.cancelled_by, found.ksef_number) == (100, other.id, "K1")
    for again in ("cancelled_by = NULL", "cancelled_by = 1", "ksef_number = 'K2'"):
        sql = f"UPDATE invoice SET {again} WHERE id = {draft.id}"
        with pytest.raises(sqlite.IntegrityError, match="never changes"):
            region.write_now(lambda db, sql=sql: db.execute(sql).fetchall())
