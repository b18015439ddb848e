"""The form of one reminder, and the invoice's panel."""

from __future__ import annotations

import re

import pytest
from litestar.testing import TestClient

from app.invoices.model import Invoice
from app.letters import store as letters
from app.regions import Region
from app.reminders import store
from tests.conftest import Arrive
from tests.payments.conftest import GROSS, book
from tests.reminders.conftest import cancel, letter_of, remind

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
HOSTILE = "\"'><script>alert(1)</script>{{7*7}}"


def there(invoice: Invoice) -> str:
    return f"/de/invoices/{invoice.id}/reminders"


def form_of(anna: TestClient, invoice: Invoice) -> dict[str, str]:
    """As a browser would send it back."""
    page = anna.get(f"{there(invoice)}/new").text
    form = dict(
        re.findall(r'name="(submission|level|open|recipient|due_on|fee|subject)"[^>]*? value="([^"]*)"', page)
    )
    form |= dict(re.findall(r'<textarea[^>]*name="(opening|closing)"[^>]*>\n([^<]*)<', page))
    return form | {"attach": "1"}


def test_the_form_is_filled_in_and_goes_out_as_it_was_changed_once(
    anna: TestClient, region: Region, invoice: Invoice
) -> None:
    form = form_of(anna, invoice)
    assert form["recipient"] == "info@bergmann.example" and form["due_on"] == "2027-01-02"
    assert form["subject"] == f"Zahlungserinnerung: Rechnung {invoice.number}"
    assert form["opening"].startswith("Guten Tag Sabine Bergmann,\n\nvielleicht")
    for _ in range(2):
        sent = form | {"opening": "Liebe Sabine,", "fee": "2.50", "due_on": "2027-01-08"}
        answer = anna.post(there(invoice), data=sent, follow_redirects=False)
        assert (answer.status_code, answer.headers["location"]) == (303, there(invoice))
    (made,) = region.read(store.of_invoice, invoice.id)
    letter = letter_of(region, invoice)
    assert (made.level, made.due_on, made.fee) == (1, "2027-01-08", 250)
    assert (letter.attachments, letter.language, letter.created_by_name) == (
        ("invoice:pdf",),
        "de",
        "Anna Krüger",
    )
    assert letter.body.startswith("Liebe Sabine,\n\nRechnung") and "Mahngebühr: 2,50" in letter.body
    assert "bis: 08.01.2027" in letter.body and region.read(letters.counts) == {"waiting": 1}


def test_term_and_fee_change_what_stands_between_the_texts(anna: TestClient, invoice: Invoice) -> None:
    part = anna.get(f"{there(invoice)}/new?due_on=2027-02-01&fee=7.00", headers=PART).text
    assert part.lstrip().startswith('<div class="field" id="particulars"')
    assert "01.02.2027" in part and "7,00" in part


def test_a_refused_form_says_everything_and_keeps_what_was_typed(
    anna: TestClient, region: Region, invoice: Invoice
) -> None:
    wrong = {"recipient": "nobody", "due_on": "2026-12-23", "fee": "-1", "subject": "", "opening": HOSTILE}
    answer = anna.post(there(invoice), data=form_of(anna, invoice) | wrong)
    assert answer.status_code == 422 and answer.text.count('aria-invalid="true"') == 4
    assert "&lt;script&gt;" in answer.text and HOSTILE not in answer.text
    assert 'value="nobody"' in answer.text and 'value="-1"' in answer.text
    assert region.read(store.of_invoice, invoice.id) == []


@pytest.mark.parametrize("paid", [GROSS, 100])
def test_what_was_paid_meanwhile_is_said_before_anything_goes_out(
    anna: TestClient, region: Region, invoice: Invoice, paid: int
) -> None:
    form = form_of(anna, invoice) | {"opening": "Liebe Sabine,"}
    book(region, invoice, paid)
    answer = anna.post(there(invoice), data=form)
    assert answer.status_code == 409 and "Liebe Sabine," in answer.text
    wholly = paid == GROSS
    assert ("This invoice is paid; no reminder is sent." in answer.text) == wholly
    assert ("Something has changed meanwhile." in answer.text) != wholly
    assert ("Send reminder" in answer.text) != wholly
    assert region.read(letters.counts) == {}


def test_what_was_cancelled_or_reminded_of_meanwhile_is_said(
    anna: TestClient, region: Region, invoice: Invoice
) -> None:
    form = form_of(anna, invoice)
    remind(region, invoice)
    answer = anna.post(there(invoice), data=form)
    assert answer.status_code == 409 and "This reminder was sent meanwhile." in answer.text
    form = form_of(anna, invoice)
    assert form["level"] == "2" and form["subject"].startswith("1. Mahnung")
    cancel(region, invoice)
    answer = anna.post(there(invoice), data=form)
    assert answer.status_code == 409 and "This invoice is cancelled" in answer.text
    assert len(region.read(store.of_invoice, invoice.id)) == 1


def test_a_form_that_comes_again_with_another_recipient_is_told_that_it_went_out_already(
    anna: TestClient, region: Region, invoice: Invoice
) -> None:
    form = form_of(anna, invoice)
    anna.post(there(invoice), data=form)
    answer = anna.post(there(invoice), data=form | {"recipient": "billing@bergmann.example"})
    assert answer.status_code == 409 and "This reminder was sent meanwhile." in answer.text
    assert 'value="billing@bergmann.example"' in answer.text and region.read(letters.counts) == {"waiting": 1}


def test_a_level_that_is_none_is_the_next_one(anna: TestClient, region: Region, invoice: Invoice) -> None:
    remind(region, invoice)
    answer = anna.post(there(invoice), data=form_of(anna, invoice) | {"level": "99", "subject": ""})
    assert answer.status_code == 422 and "Second reminder" in answer.text


def test_the_invoices_page_asks_for_its_reminders(anna: TestClient, region: Region, invoice: Invoice) -> None:
    assert f'hx-get="{there(invoice)}"' in anna.get(f"/de/invoices/{invoice.id}").text
    part = anna.get(there(invoice), headers=PART).text
    assert part.lstrip().startswith('<section class="panel" id="reminders"') and "Payment reminder …" in part
    letter_id = remind(region, invoice).letter_id
    part = anna.get(there(invoice), headers=PART).text
    assert f"/de/letters/{letter_id}" in part and "Waiting" in part and "Second reminder …" in part
    for level in (2, 3):
        remind(region, invoice, level)
    page = anna.get(there(invoice)).text
    assert "All three reminders were sent." in page and "/reminders/new" not in page
    assert anna.get(f"{there(invoice)}/new", follow_redirects=False).status_code == 303


def test_why_a_letter_was_withdrawn_stands_on_its_page(
    anna: TestClient, region: Region, invoice: Invoice
) -> None:
    number = remind(region, invoice).letter_id
    book(region, invoice, GROSS)
    assert "was paid or cancelled before this reminder went out" in anna.get(f"/de/letters/{number}").text


def test_a_viewer_sees_reminders_and_sends_none(arrive: Arrive, region: Region, invoice: Invoice) -> None:
    remind(region, invoice)
    bartek = arrive("bartek")
    for address in (there(invoice), "/de/invoices/reminders"):
        page = bartek.get(address)
        assert page.status_code == 200 and "/reminders/new" not in page.text
    assert bartek.get(f"{there(invoice)}/new").status_code == 403
    assert bartek.get(f"/de/invoices/reminders/new?id={invoice.id}").status_code == 403
    for address in (there(invoice), "/de/invoices/reminders"):
        assert bartek.post(address, data={"reminder": f"{invoice.id}-2-{GROSS}"}).status_code == 403
        assert arrive("clara").get(address).status_code == 404
        assert arrive("stranger").get(address, follow_redirects=False).status_code == 303
    assert len(region.read(store.of_invoice, invoice.id)) == 1
