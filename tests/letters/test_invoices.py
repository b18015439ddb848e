"""An invoice is sent as it was issued, and stands in the client's timeline then."""

from __future__ import annotations

from dataclasses import replace
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default

import facturx

from app.clients.model import Client
from app.invoices import drafts
from app.invoices.model import Invoice, InvoiceLine
from app.invoices.store import load_document
from app.letters import store
from app.letters.model import Letter
from app.letters.texts import for_invoice
from app.seller import store as sellers
from tests.house import ANNA, AT, House

NEW = {"recipient": "buchhaltung@bergmann.example", "subject": "Rechnung RE-2026-0001", "body": "Anbei."}


def sent(house: House, **other: str) -> Letter:
    answer = house.post("anna", house.address("/de/invoices/{invoice_id}/letters"), **{**NEW, **other})
    assert answer.status == 303, answer.text
    return house.region().read(store.find, int(answer.header("location").rpartition("/")[2]))


def test_the_form_says_what_is_attached_and_when_to_pay_in_the_invoices_language(house: House) -> None:
    page = house.get("anna", house.address("/de/invoices/{invoice_id}/letters/new")).text
    assert 'value="Rechnung RE-2026-0001"' in page and 'value="info@bergmann.example"' in page
    assert "Rechnung RE-2026-0001 vom 23.11.2026" in page and "119,00" in page and "07.12.2026" in page
    assert 'value="invoice:pdf" checked' in page and "Rechnung RE-2026-0001.pdf" in page


def test_money_is_asked_for_where_some_is_open(house: House) -> None:
    document, client = house.region().read(load_document, 1), Client("Bergmann & Söhne GmbH")
    assert "überweisen" in for_invoice(document, client, "Anna").body
    for settled in ({"cancelled_by": 2}, {"credited": document.invoice.gross}):
        invoice = replace(document.invoice, **settled)
        assert "überweisen" not in for_invoice(replace(document, invoice=invoice), client, "Anna").body


def test_the_invoice_leads_to_it(house: House) -> None:
    address = house.address("/de/invoices/{invoice_id}")
    assert f'href="{address}/letters/new"' in house.get("anna", address).text
    assert f'href="{address}/letters/new"' not in house.get("bartek", address).text


def test_the_mail_carries_the_sealed_original(fresh_house: House) -> None:
    """The house's original is no PDF, so that it can be told from what would be printed."""
    letter = sent(fresh_house, attach="invoice:pdf")
    assert (letter.invoice_id, letter.attachments, letter.language) == (1, ("invoice:pdf",), "de")
    answer = fresh_house.get("anna", f"/de/letters/{letter.id}/eml")
    message = message_from_bytes(answer.body, _class=EmailMessage, policy=default)
    [attached] = message.iter_attachments()
    assert attached.get_filename() == "Rechnung RE-2026-0001.pdf" and attached.get_content() == b"Kein PDF."
    assert message["From"] == "Nordwerk Software GmbH <masaku@localhost>"
    text = message.get_body()
    assert text is not None and text["Content-Language"] == "de"
    region = fresh_house.region()
    of_another = replace(letter, invoice_id=None, attachments=("invoice:pdf:1",))
    added = region.write_now(store.add, region.keys, of_another, ANNA, AT)
    answer = fresh_house.get("anna", f"/de/letters/{added.id}/eml")
    [attached] = message_from_bytes(answer.body, _class=EmailMessage, policy=default).iter_attachments()
    assert attached.get_content() == b"Kein PDF."


def test_answers_go_to_the_firm(fresh_house: House) -> None:
    region = fresh_house.region()
    firm = region.read(sellers.load)
    wanted = replace(firm, email="buchhaltung@nordwerk.example")
    region.write_now(sellers.change, region.keys, wanted, ANNA, AT, version=firm.version)
    answer = fresh_house.get("anna", f"/de/letters/{sent(fresh_house).id}/eml")
    message = message_from_bytes(answer.body, _class=EmailMessage, policy=default)
    assert message["Reply-To"] == "buchhaltung@nordwerk.example"


def test_what_is_not_sealed_yet_is_printed(fresh_house: House) -> None:
    region = fresh_house.region()
    region.write_now(lambda db: db.execute("DROP TRIGGER invoice_original_is_kept"))
    region.write_now(lambda db: db.execute("DELETE FROM invoice_original"))
    letter = sent(fresh_house, attach="invoice:pdf")
    answer = fresh_house.get("anna", f"/de/letters/{letter.id}/eml")
    [attached] = message_from_bytes(answer.body, _class=EmailMessage, policy=default).iter_attachments()
    assert facturx.get_facturx_xml_from_pdf(attached.get_content(), check_xsd=False)[0] == "factur-x.xml"


def test_who_sends_again_is_told_that_it_was_sent(fresh_house: House) -> None:
    sent(fresh_house)
    page = fresh_house.get("anna", fresh_house.address("/de/invoices/{invoice_id}/letters/new")).text
    assert "Already on its way." in page and "buchhaltung@bergmann.example" in page


def test_nothing_else_can_be_attached_to_it(fresh_house: House) -> None:
    assert sent(fresh_house, attach="document:1").attachments == ()


def test_a_draft_is_not_sent(fresh_house: House) -> None:
    region = fresh_house.region()
    line = InvoiceLine("Wartung", price=1_000_000, rate=1900)
    draft = region.write_now(drafts.add, region.keys, Invoice(1), [line], ANNA, AT)
    assert fresh_house.get("anna", f"/de/invoices/{draft.id}/letters/new").status == 409
    assert fresh_house.post("anna", f"/de/invoices/{draft.id}/letters", **NEW).status == 409
