"""Payments in the browser, with and without JavaScript."""

from __future__ import annotations

import re

from litestar.testing import TestClient

from app.invoices import store as invoices
from app.invoices.model import Invoice
from app.payments import store
from app.regions import Region
from tests.invoices.conftest import TODAY
from tests.payments.conftest import GROSS, book

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
HOSTILE = "\"'><script>alert(1)</script>{{7*7}}"
TYPED = {"amount": "100.50", "direction": "in", "paid_on": TODAY, "method": "cash", "note": ""}


def there(invoice: Invoice) -> str:
    return f"/de/invoices/{invoice.id}/payments"


def test_the_form_offers_what_is_open_and_books_it_once(
    anna: TestClient, region: Region, invoice: Invoice
) -> None:
    page = anna.get(there(invoice)).text
    amount = re.search(r'name="amount"[^>]* value="([^"]*)"', page)
    key = re.search(r'name="submission" value="([^"]+)"', page)
    assert amount and key and amount[1] == "6842.50"
    for _ in range(2):
        sent = TYPED | {"amount": amount[1], "submission": key[1]}
        answer = anna.post(there(invoice), data=sent, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, there(invoice))
    assert region.read(invoices.find, invoice.id).paid == GROSS


def test_a_refused_form_keeps_what_was_typed(anna: TestClient, region: Region, invoice: Invoice) -> None:
    answer = anna.post(there(invoice), data=TYPED | {"amount": HOSTILE, "note": HOSTILE})
    assert answer.status_code == 422
    assert answer.text.count("&lt;script&gt;") == 2 and HOSTILE not in answer.text
    assert region.read(store.of_invoice, invoice.id) == []


def test_more_back_than_came_in_is_refused_at_its_field(anna: TestClient, invoice: Invoice) -> None:
    answer = anna.post(there(invoice), data=TYPED | {"direction": "out"})
    assert answer.status_code == 422
    assert "No more can go back than came in." in answer.text


def test_a_second_payment_of_the_same_amount_is_asked_about(
    anna: TestClient, region: Region, invoice: Invoice
) -> None:
    book(region, invoice, 10_050)
    answer = anna.post(there(invoice), data=TYPED)
    assert answer.status_code == 409
    assert 'name="again"' in answer.text and 'value="100.50"' in answer.text
    assert anna.post(there(invoice), data=TYPED | {"again": "1"}, follow_redirects=False).status_code == 303
    assert region.read(invoices.find, invoice.id).paid == 20_100


def test_a_payment_is_reversed_on_a_page_that_says_what_for(
    anna: TestClient, region: Region, invoice: Invoice
) -> None:
    payment = book(region, invoice, 10_050)
    address = f"{there(invoice)}/{payment.id}/reversal"
    assert "Reverse 100.50 EUR" in anna.get(address).text
    assert anna.post(address, data={"note": "x" * 201}).status_code == 422
    assert anna.post(address, data={"note": HOSTILE}, follow_redirects=False).status_code == 303
    assert region.read(invoices.find, invoice.id).paid == 0
    page = anna.get(there(invoice)).text
    assert "Reversal" in page and HOSTILE not in page
    assert "was reversed before" in anna.get(address).text
    assert anna.post(address, data={}).status_code == 409


def test_a_viewer_sees_payments_and_books_none(bartek: TestClient, region: Region, invoice: Invoice) -> None:
    payment = book(region, invoice, 10_050)
    page = bartek.get(there(invoice))
    assert page.status_code == 200
    assert 'id="payment"' not in page.text and "/reversal" not in page.text
    assert bartek.post(there(invoice), data=TYPED).status_code == 403
    assert bartek.post(f"{there(invoice)}/{payment.id}/reversal", data={}).status_code == 403


def test_the_invoices_page_asks_for_its_payments(anna: TestClient, region: Region, invoice: Invoice) -> None:
    assert f'hx-get="{there(invoice)}"' in anna.get(f"/de/invoices/{invoice.id}").text
    book(region, invoice, 10_050)
    part = anna.get(there(invoice), headers=PART).text
    assert part.lstrip().startswith('<section class="panel" id="payments"') and "100.50" in part


def test_the_ageing_page_leads_to_the_invoices_it_counts(
    anna: TestClient, region: Region, invoice: Invoice
) -> None:
    page = anna.get("/de/invoices/ageing").text
    link = re.search(r'href="(/de/invoices\?[^"]*client=\d+[^"]*)"', page)
    assert link and "6,842.50" in page
    assert invoice.number in anna.get(link[1].replace("&amp;", "&")).text
    book(region, invoice, GROSS)
    assert "Every invoice is paid." in anna.get("/de/invoices/ageing").text
