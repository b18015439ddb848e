"""What a credit note or a correction below zero takes back is no more open on the invoice it names."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.invoices import figures
from app.invoices import store as invoices
from app.invoices.listing import KIND, list_invoices
from app.invoices.model import Invoice, InvoiceLine, Type, status
from app.letters import store as letters
from app.letters.model import Letter
from app.lists import ListState
from app.money import Money
from app.payments.ageing import ageing
from app.payments.model import is_payable
from app.payments.store import NotBooked
from app.regions import Region
from app.reminders import store as reminders
from app.reminders.model import CREDITED, Reminder, why_not
from tests.invoices.conftest import ANNA, AT
from tests.payments.conftest import GROSS, book, follow

LATER = "2026-12-23"
# 12.00 of 19 %: 14.28.
PART, PART_GROSS = (InvoiceLine("Nachlass", price=120_000, rate=1900),), 1_428
BACK = tuple(replace(line, quantity=-line.quantity) for line in PART)


def now(region: Region, invoice: Invoice) -> Invoice:
    return region.read(invoices.find, invoice.id)


def test_an_unpaid_invoice_that_is_credited_as_a_whole_owes_nothing(region: Region, invoice: Invoice) -> None:
    reminder = Reminder(invoice.id, 1, LATER, "2027-01-02")
    letter = Letter(invoice.client_id, "info@bergmann.example", "Mahnung", "Bitte.", "de", invoice.id)
    waiting = region.write_now(reminders.add, region.keys, reminder, letter, ANNA, AT)
    follow(region, invoice, "credit_note")
    settled = now(region, invoice)
    assert (settled.credited, settled.still_open, status(settled, LATER)) == (GROSS, 0, "credited")
    assert "credited" in why_not(settled, LATER)
    (row,) = region.read(list_invoices, ListState.read(KIND, {"status": "credited"}), LATER).rows
    assert (row.id, row.status(LATER), row.open_amount) == (invoice.id, "credited", 0)
    (found,) = region.read(figures.of_client, invoice.client_id, LATER)
    assert found.total == found.open == found.overdue == Money(0, "EUR")
    assert region.read(ageing, LATER) == []
    assert waiting.letter_id is not None
    withdrawn = region.read(letters.find, waiting.letter_id)
    assert (withdrawn.state, str(withdrawn.error)) == ("withdrawn", CREDITED)


@pytest.mark.parametrize(("kind", "lines"), [("credit_note", PART), ("corrective", BACK)])
def test_a_part_that_is_taken_back_is_no_more_open(
    region: Region, invoice: Invoice, kind: Type, lines: tuple[InvoiceLine, ...]
) -> None:
    taken = follow(region, invoice, kind, lines)
    assert now(region, invoice).still_open == GROSS - PART_GROSS
    (aged,) = region.read(ageing, LATER)
    (found,) = region.read(figures.of_client, invoice.client_id, LATER)
    assert found.total == found.open == found.overdue == aged.whole == Money(GROSS - PART_GROSS, "EUR")
    assert not is_payable(taken)
    book(region, invoice, GROSS - PART_GROSS)
    assert status(now(region, invoice), LATER) == "paid"


def test_what_is_credited_after_payment_is_paid_too_much_and_goes_back(
    region: Region, invoice: Invoice
) -> None:
    book(region, invoice, GROSS)
    credit_note = follow(region, invoice, "credit_note")
    assert now(region, invoice).still_open == -GROSS
    with pytest.raises(NotBooked):
        book(region, credit_note, -GROSS)
    book(region, invoice, -GROSS)
    refunded = now(region, invoice)
    assert (refunded.paid, status(refunded, LATER)) == (0, "credited")
    assert why_not(refunded, LATER)


def test_a_credit_note_that_is_cancelled_takes_nothing_back(region: Region, invoice: Invoice) -> None:
    follow(region, follow(region, invoice, "credit_note"), "cancellation")
    again = now(region, invoice)
    assert (again.credited, status(again, LATER)) == (0, "overdue")


def test_a_correction_upwards_is_open_by_itself(region: Region, invoice: Invoice) -> None:
    more = follow(region, invoice, "corrective", PART)
    assert (now(region, invoice).still_open, now(region, more).still_open) == (GROSS, PART_GROSS)
