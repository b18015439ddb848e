"""A document as files in the browser: printed, as XML, as a picture; the sealed original for the archive."""

from __future__ import annotations

import facturx
import pytest

from app.invoices import drafts
from app.invoices.model import Invoice, InvoiceLine
from app.sqlite import Connection
from tests.house import ANNA, AT, House


def test_an_issued_invoice_is_printed_with_its_xml_inside(house: House) -> None:
    answer = house.get("bartek", house.address("/de/invoices/{invoice_id}/pdf"))
    assert (answer.status, answer.header("content-type")) == (200, "application/pdf")
    assert "Rechnung RE-2026-0001.pdf" in answer.header("content-disposition")
    assert "sandbox" in answer.header("content-security-policy")
    name, xml = facturx.get_facturx_xml_from_pdf(answer.body, check_xsd=False)
    assert name == "factur-x.xml" and b"RE-2026-0001" in xml
    alone = house.get("bartek", house.address("/de/invoices/{invoice_id}/xml"))
    assert alone.body == xml and alone.header("content-type").startswith("application/xml")


def test_the_same_page_is_printed_once(house: House) -> None:
    address = house.address("/de/invoices/{invoice_id}/pdf")
    assert house.get("anna", address).body == house.get("bartek", address).body


def test_the_preview_is_a_picture_of_the_first_page(house: House) -> None:
    answer = house.get("anna", house.address("/de/invoices/{invoice_id}/preview.png"))
    assert answer.header("content-type") == "image/png" and answer.body.startswith(b"\x89PNG")


def test_what_lacks_something_for_a_kind_of_e_invoice_is_not_one(house: House) -> None:
    assert house.get("anna", house.address("/de/invoices/{invoice_id}/xml?profile=xrechnung")).status == 404


def test_a_draft_is_printed_as_a_draft_and_has_no_xml(fresh_house: House) -> None:
    region = fresh_house.region()
    line = InvoiceLine("Wartung", price=1_000_000, rate=1900)
    draft = region.write_now(drafts.add, region.keys, Invoice(1, language="de"), [line], ANNA, AT)
    answer = fresh_house.get("anna", f"/de/invoices/{draft.id}/pdf")
    assert answer.status == 200 and b"factur-x.xml" not in answer.body
    assert fresh_house.get("anna", f"/de/invoices/{draft.id}/xml").status == 404


def grant(db: Connection) -> None:
    db.execute(
        "UPDATE staff_role SET archive = 1 WHERE staff_id = (SELECT id FROM staff WHERE name = 'Anna Krüger')"
    )
    db.execute("UPDATE staff SET version = version + 1 WHERE name = 'Anna Krüger'")


def test_an_original_opens_only_with_the_grant_and_each_look_is_recorded(fresh_house: House) -> None:
    address = fresh_house.address("/de/invoices/{invoice_id}/originals/{original_kind}")
    assert fresh_house.get("anna", address).status == 403, "a manager without the grant"
    fresh_house.instance.accounts.write_now(grant)
    answer = fresh_house.get("anna", address)
    assert (answer.status, answer.body) == (200, b"Kein PDF.")
    assert fresh_house.get("anna", address.replace("pdf", "exe")).status == 404
    fresh_house.written()
    looks = fresh_house.region().read(
        lambda db: [
            tuple(row) for row in db.execute("SELECT client_ids, detail FROM access WHERE act = 'document'")
        ]
    )
    assert ("[1]", "original:1:pdf") in looks


def test_the_card_says_what_an_e_invoice_would_lack(fresh_house: House) -> None:
    page = fresh_house.get("bartek", "/de/clients/1/einvoice", partial=True).text
    assert page.count("ready") >= 1
    region = fresh_house.region()
    region.write_now(lambda db: db.execute("UPDATE client SET country = '', email = '' WHERE id = 1"))
    page = fresh_house.get("bartek", "/de/clients/1/einvoice").text
    assert (
        "The client&#39;s country is missing." in page
        and "The client&#39;s email address is missing." in page
    )


def test_nothing_is_ready_for_a_client_who_can_get_no_invoice(fresh_house: House) -> None:
    fresh_house.region().write_now(lambda db: db.execute("UPDATE client SET street = '' WHERE id = 1"))
    page = fresh_house.get("bartek", "/de/clients/1/einvoice", partial=True).text
    assert "Not ready for an invoice:" in page and "Street and number are missing." in page
    assert ": ready" not in page


@pytest.mark.parametrize("what", ["pdf", "xml", "preview.png", "originals/pdf"])
def test_a_document_of_another_region_is_not_there(house: House, what: str) -> None:
    assert house.get("clara", f"/at/invoices/1/{what}").status in (403, 404)
