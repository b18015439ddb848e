"""Money that comes in and goes back: what an invoice has been paid is always the sum of what was booked."""

from __future__ import annotations

from typing import Any

import pytest

from app import sqlite
from app.clients import store as clients
from app.clients.model import Client
from app.errors import NotFound
from app.history import store as history
from app.i18n import Message, translate
from app.invoices import store as invoices
from app.invoices.model import Invoice, status
from app.payments import store
from app.payments.forms import read_payment, usual
from app.payments.model import Payment
from app.payments.store import NotBooked, PaidTwice, Reversed
from app.readings import READINGS
from app.regions import Region
from tests.invoices.conftest import ANNA, AT, TODAY, add_draft
from tests.payments.conftest import GROSS, book, follow, issue

TYPED = {"amount": "100,50", "direction": "in", "paid_on": TODAY, "method": "transfer", "note": "  Rate 1 "}


def now(region: Region, invoice: Invoice) -> Invoice:
    return region.read(invoices.find, invoice.id)


def state(region: Region, invoice: Invoice, today: str = TODAY) -> str:
    found = now(region, invoice)
    assert found.paid == sum(each.amount for each in region.read(store.of_invoice, invoice.id))
    return status(found, today)


def test_a_part_then_the_rest_then_too_much(region: Region, invoice: Invoice) -> None:
    assert state(region, invoice) == "issued"
    book(region, invoice, 100_000)
    assert state(region, invoice) == "partly_paid"
    assert state(region, invoice, "2026-12-08") == "overdue"
    book(region, invoice, GROSS - 100_000)
    assert state(region, invoice) == "paid"
    book(region, invoice, 1)
    assert state(region, invoice) == "paid"
    assert now(region, invoice).paid == GROSS + 1


def test_what_came_in_too_much_goes_back_and_never_more(region: Region, invoice: Invoice) -> None:
    book(region, invoice, GROSS + 500)
    book(region, invoice, -500)
    assert now(region, invoice).paid == GROSS
    with pytest.raises(NotBooked, match="No more can go back than came in"):
        book(region, invoice, -GROSS - 1)
    assert len(region.read(store.of_invoice, invoice.id)) == 2


def test_a_payment_booked_wrongly_is_reversed_and_both_stay(region: Region, invoice: Invoice) -> None:
    wrong = book(region, invoice, GROSS)
    undone = region.write_now(store.reverse, region.keys, invoice.id, wrong.id, "Falsche Rechnung", ANNA, AT)
    assert state(region, invoice) == "issued"
    first, second = region.read(store.of_invoice, invoice.id)
    assert (first.amount, first.reversed_by) == (GROSS, undone.id)
    assert (second.amount, second.reverses, second.note) == (-GROSS, wrong.id, "Falsche Rechnung")
    for payment in (wrong, undone):
        with pytest.raises(Reversed):
            region.write_now(store.reverse, region.keys, invoice.id, payment.id, "", ANNA, AT)


def test_the_same_amount_on_the_same_day_is_asked_about(region: Region, invoice: Invoice) -> None:
    earlier = book(region, invoice, 5_000)
    with pytest.raises(PaidTwice) as asked:
        book(region, invoice, 5_000)
    assert asked.value.earlier.id == earlier.id
    book(region, invoice, 5_000, again=True)
    assert now(region, invoice).paid == 10_000


def test_after_a_reversal_the_same_amount_is_no_second_payment(region: Region, invoice: Invoice) -> None:
    wrong = book(region, invoice, 5_000)
    region.write_now(store.reverse, region.keys, invoice.id, wrong.id, "", ANNA, AT)
    book(region, invoice, 5_000)
    assert now(region, invoice).paid == 5_000


def test_a_form_sent_twice_books_once(region: Region, invoice: Invoice) -> None:
    first, second = (book(region, invoice, 5_000, submission="1-0123456789abcdef") for _ in range(2))
    assert first == second
    assert now(region, invoice).paid == 5_000


def test_the_same_form_with_another_payment_in_it_books_both(region: Region, invoice: Invoice) -> None:
    for amount in (5_000, 3_000, 5_000):
        book(region, invoice, amount, submission="1-0123456789abcdef")
    assert now(region, invoice).paid == 8_000


def test_what_has_gone_back_is_not_taken_back_again(region: Region, invoice: Invoice) -> None:
    wrong = book(region, invoice, GROSS)
    book(region, invoice, -GROSS)
    with pytest.raises(NotBooked, match="No more can go back than came in"):
        region.write_now(store.reverse, region.keys, invoice.id, wrong.id, "", ANNA, AT)
    assert now(region, invoice).paid == 0


def test_more_than_can_be_written_down_is_refused_in_words(region: Region, invoice: Invoice) -> None:
    book(region, invoice, 10**12)
    with pytest.raises(NotBooked, match="more than can be"):
        book(region, invoice, 10**12, "2026-11-22")


def test_on_a_cancelled_invoice_money_only_goes_back(region: Region, invoice: Invoice) -> None:
    book(region, invoice, 500)
    follow(region, invoice, "cancellation")
    with pytest.raises(NotBooked, match="is cancelled"):
        book(region, invoice, 100)
    book(region, invoice, -500)
    with pytest.raises(NotBooked):
        book(region, invoice, 100)


def test_drafts_and_pro_formas_take_no_payment(region: Region, bergmann: Client) -> None:
    for document in (add_draft(region, bergmann), issue(region, bergmann, type="proforma")):
        with pytest.raises(NotBooked, match="No payment is booked on this document"):
            book(region, document, 100)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE payment SET amount = 1",
        "DELETE FROM payment",
        "REPLACE INTO payment SELECT * FROM payment",
        "REPLACE INTO payment (invoice_id, amount, paid_on, method, made_at, made_by, submission)"
        " SELECT invoice_id, 7, paid_on, method, made_at, made_by, submission FROM payment",
        "REPLACE INTO payment (invoice_id, amount, paid_on, method, made_at, made_by, reverses)"
        " SELECT invoice_id, 7, paid_on, method, made_at, made_by, reverses FROM payment WHERE reverses IS NOT NULL",
    ],
)
def test_the_file_refuses_to_change_a_payment(region: Region, invoice: Invoice, statement: str) -> None:
    booked = book(region, invoice, 100, submission="1-0123456789abcdef")
    region.write_now(store.reverse, region.keys, invoice.id, booked.id, "", ANNA, AT)

    def attempt(db: sqlite.Connection) -> None:
        db.execute(statement)

    with pytest.raises(sqlite.IntegrityError, match="never changed, only reversed"):
        region.write_now(attempt)


def test_a_payment_stands_in_the_clients_history(region: Region, bergmann: Client, invoice: Invoice) -> None:
    book(region, invoice, 12_345)
    (entry, *_) = region.read(history.of_object, region.keys, bergmann.id, f"invoice:{invoice.id}")
    assert (entry.field, entry.new) == ("payment", f"123.45 EUR, {TODAY}, transfer")
    for recorded in (entry.new, f"123.45 EUR, {TODAY}, Bank transfer"):
        read = READINGS["invoice", "payment"](recorded)
        assert isinstance(read, Message) and translate(read, "de") == "123.45 EUR, 23.11.2026, Überweisung"
    assert region.read(clients.find, bergmann.id).changed_at == AT


def test_a_payment_of_another_invoice_does_not_exist(
    region: Region, bergmann: Client, invoice: Invoice
) -> None:
    payment = book(region, invoice, 100)
    with pytest.raises(NotFound):
        region.read(store.find, issue(region, bergmann).id, payment.id)


def test_what_is_typed_becomes_a_payment(invoice: Invoice) -> None:
    paid = Payment(invoice.id, 10_050, TODAY, "transfer", "Rate 1")
    assert read_payment(TYPED, invoice, TODAY, "de") == (paid, [])
    back, _ = read_payment(TYPED | {"direction": "out"}, invoice, TODAY, "de")
    assert back is not None and back.amount == -10_050


@pytest.mark.parametrize(
    ("changed", "fields"),
    [
        ({"amount": "0"}, ["amount"]), ({"amount": "-5"}, ["amount"]), ({"amount": "1,234"}, ["amount"]),
        ({"amount": "9" * 25}, ["amount"]), ({"amount": "NaN"}, ["amount"]), ({"paid_on": "2026-11-24"}, ["paid_on"]),
        ({"paid_on": "2026-02-30"}, ["paid_on"]), ({"paid_on": ""}, ["paid_on"]), ({"method": "shells"}, ["method"]),
        ({"direction": ""}, ["direction"]), ({"note": "x" * 201}, ["note"]), ({"note": "a\0b"}, ["note"]),
        ({"amount": "", "paid_on": "x", "method": "", "note": "x" * 201}, ["amount", "paid_on", "method", "note"]),
    ],
)  # fmt: skip
def test_everything_that_is_wrong_is_said_at_once(
    invoice: Invoice, changed: dict[str, Any], fields: list[str]
) -> None:
    payment, problems = read_payment(TYPED | changed, invoice, TODAY, "de")
    assert payment is None
    assert [problem.field for problem in problems] == fields


def test_the_form_begins_with_what_is_most_likely_meant(region: Region, invoice: Invoice) -> None:
    assert usual(invoice, TODAY, "de")["amount"] == "6842,50"
    book(region, invoice, GROSS + 100)
    typed = usual(now(region, invoice), TODAY, "en")
    assert (typed["amount"], typed["direction"]) == ("1.00", "out")
    assert read_payment(typed, invoice, TODAY, "en")[1] == []
