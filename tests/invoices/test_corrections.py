"""What is made of an issued document: it takes back, gives back or charges again exactly what may be."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from litestar.testing import TestClient
from lxml import etree

from app.clients import store as clients
from app.clients.model import Client
from app.invoices import drafts, figures, issuing, store
from app.invoices.beginning import following
from app.invoices.einvoice import cii
from app.invoices.law import Law
from app.invoices.model import Invoice, InvoiceLine, Type
from app.invoices.paper import sheet
from app.invoices.parties import buyer_party
from app.regions import Region
from app.seller import store as sellers
from tests.invoices.conftest import ANNA, AT, BERGMANN, TODAY, add_draft, issue
from tests.invoices.schematron import broken_rules

ONE = InvoiceLine("Beratung", price=1_000_000, rate=1900)
RIGHT = "DE811907980"
_TYPE = "{*}ExchangedDocument/{*}TypeCode"


def begin(
    region: Region, original: Invoice, kind: Type, lines: Sequence[InvoiceLine] = (), today: str = TODAY
) -> Invoice:
    """A draft of the kind, with its usual lines where none are given."""
    client = region.read(clients.find, original.client_id)
    head, usual = following(
        region.read(store.find, original.id), region.read(store.lines_of, original.id), kind, client, today
    )
    return region.write_now(drafts.add, region.keys, replace(head, reason="Irrtum"), lines or usual, ANNA, AT)


def refused(region: Region, draft: Invoice, today: str = TODAY) -> list[str]:
    found = region.read(issuing.problems, draft.id, Law.of(region.definition), today)
    return [str(each.message) for each in found]


def change_firm(region: Region, **other: Any) -> None:
    firm = region.read(sellers.load)
    region.write_now(sellers.change, region.keys, replace(firm, **other), ANNA, AT, version=firm.version)


def change_client(region: Region, client: Client, **other: Any) -> None:
    current = region.read(clients.find, client.id)
    changed = replace(current, **other)
    region.write_now(clients.change, region.keys, changed, ANNA, AT, version=current.version)


def total(region: Region, client: Client) -> int:
    [found] = region.read(figures.of_client, client.id, TODAY)
    return found.total.minor


def test_a_cancelled_credit_note_is_owed_again_on_paper_and_for_machines(
    region: Region, bergmann: Client
) -> None:
    credit = issue(region, begin(region, issue(region, add_draft(region, bergmann, ONE)), "credit_note"))
    assert total(region, bergmann) == 0
    cancellation = issue(region, begin(region, credit, "cancellation"))
    assert total(region, bergmann) == 11_900
    xml = cii(region.read(store.load_document, cancellation.id))
    assert etree.fromstring(xml).findtext(_TYPE) == "384" and broken_rules(xml) == []


def test_a_corrective_below_zero_is_cancelled_and_then_its_invoice(region: Region, bergmann: Client) -> None:
    original = issue(region, add_draft(region, bergmann, ONE))
    less = (replace(ONE, quantity=-10_000), replace(ONE, quantity=5_000))
    corrective = issue(region, begin(region, original, "corrective", less))
    assert (corrective.gross, total(region, bergmann)) == (-5_950, 5_950)
    cancellation = issue(region, begin(region, corrective, "cancellation"))
    assert total(region, bergmann) == 11_900
    xml = cii(region.read(store.load_document, cancellation.id))
    assert etree.fromstring(xml).findtext(_TYPE) == "381" and broken_rules(xml) == []
    issue(region, begin(region, original, "cancellation"))
    assert total(region, bergmann) == 0


def test_what_was_taxed_is_taken_back_after_the_firm_became_a_small_business(
    region: Region, bergmann: Client
) -> None:
    original = issue(region, add_draft(region, bergmann, ONE))
    change_firm(region, small_business=True)
    cancelled = issue(region, begin(region, original, "cancellation"))
    assert (cancelled.vat, region.read(store.load_document, cancelled.id).seller.small_business) == (
        1_900,
        False,
    )


def test_what_was_exempt_is_taken_back_with_the_same_words_after_the_firm_grew(
    region: Region, bergmann: Client
) -> None:
    change_firm(region, small_business=True)
    exempt = issue(region, add_draft(region, bergmann, replace(ONE, category="E", rate=0)))
    change_firm(region, small_business=False)
    cancelled = issue(region, begin(region, exempt, "cancellation"))
    [row] = region.read(store.load_document, cancelled.id).vat
    assert "§ 19 UStG" in row.note


def test_what_went_abroad_is_taken_back_from_a_client_that_moved_and_lost_its_vat_id(region: Region) -> None:
    abroad = replace(BERGMANN, country="AT", postal_code="1010", vat_id="ATU13585627")
    client = region.write_now(clients.add, region.keys, abroad, ANNA, AT)
    original = issue(region, add_draft(region, client, replace(ONE, category="K", rate=0)))
    change_client(region, client, country="DE", postal_code="70192", vat_id="", vat_id_missing_reason="weg")
    draft = begin(region, original, "cancellation")
    seen = drafts.digest(buyer_party(region.read(clients.find, client.id)))
    buyer = region.read(store.load_document, issue(region, draft, buyer_seen=seen).id).buyer
    assert (buyer.vat_id, buyer.country) == ("ATU13585627", "DE")


def test_an_archived_client_gets_no_new_invoice_but_its_old_ones_are_corrected(
    region: Region, bergmann: Client
) -> None:
    original = issue(region, add_draft(region, bergmann, ONE))
    change_client(region, bergmann, status="archived")
    assert refused(region, add_draft(region, bergmann, ONE)) == ["The client is archived."]
    assert issue(region, begin(region, original, "cancellation")).number


def test_nothing_is_given_back_at_another_rate_than_it_was_charged(region: Region, bergmann: Client) -> None:
    book = replace(ONE, rate=700)
    original = issue(region, add_draft(region, bergmann, ONE, book))
    wrong = [
        [replace(ONE, price=1_890_000)],
        [replace(ONE, price=2_260_000, category="E", rate=0)],
        [replace(book, price=1_000_100)],
    ]
    for lines in wrong:
        [reason] = refused(region, begin(region, original, "credit_note", lines))
        assert "at one of the VAT rates" in reason
    moved = [replace(ONE, quantity=-10_000), book]
    issue(region, begin(region, original, "corrective", moved))
    issue(region, begin(region, original, "credit_note", [replace(book, price=1_500_000)]))
    assert refused(region, begin(region, original, "credit_note", [replace(book, price=500_100)])) != []
    assert issue(region, begin(region, original, "credit_note", [replace(book, price=500_000)])).number


def test_a_corrective_takes_a_discount_along_that_was_an_amount(region: Region, bergmann: Client) -> None:
    original = issue(
        region, add_draft(region, bergmann, replace(ONE, price=10_000_000), discount_amount=10_000)
    )
    draft = begin(region, original, "corrective")
    assert (draft.net, draft.vat, draft.gross) == (0, 0, 0)
    lines = region.read(store.lines_of, draft.id)
    half = len(lines) // 2
    right = [*lines[:half], *(replace(line, rate=700) for line in lines[half:])]
    done = issue(region, region.write_now(drafts.save, draft, right, AT, version=draft.version))
    assert (done.net, done.vat, done.gross) == (0, -10_800, -10_800)


def test_an_invoice_of_a_pro_forma_has_its_own_day_of_supply(region: Region, bergmann: Client) -> None:
    pro_forma = issue(
        region, add_draft(region, bergmann, ONE, type="proforma", supplied_from="", supplied_until="")
    )
    invoice = issue(region, begin(region, pro_forma, "invoice", today="2027-02-10"), "2027-02-10")
    assert invoice.supplied_from == "2027-02-10"


def test_a_corrective_shows_what_it_says_otherwise_about_the_buyer(
    anna: TestClient, region: Region, bergmann: Client
) -> None:
    original = issue(region, add_draft(region, bergmann, ONE))
    change_client(region, bergmann, name="Bergmann Maschinenbau SE", postal_code="70193", vat_id=RIGHT)
    draft = begin(region, original, "corrective")
    editor = anna.get(f"/de/invoices/{draft.id}/edit").text
    assert re.search(r'name="corrects_buyer" value="1" checked', editor) and bergmann.vat_id in editor
    done = issue(region, draft)
    document = region.read(store.load_document, done.id)
    assert document.corrected_buyer == [
        ("name", bergmann.name, "Bergmann Maschinenbau SE"), ("postal_code", "70192", "70193"),
        ("vat_id", bergmann.vat_id, RIGHT),
    ]  # fmt: skip
    xml = cii(document)
    assert (done.gross, broken_rules(xml)) == (0, [])
    assert f"USt-IdNr.: {bergmann.vat_id} → {RIGHT}" in xml.decode()
    page = anna.get(f"/de/invoices/{done.id}").text
    paper = sheet(document).html
    for said in (html.escape(bergmann.name), "Bergmann Maschinenbau SE", "70192", "70193"):
        assert said in page and said in paper
    assert "Nach der Korrektur" in paper
    credit = region.read(store.load_document, issue(region, begin(region, original, "credit_note")).id)
    assert (credit.corrected_buyer, credit.buyer.vat_id) == ([], RIGHT)


def test_a_corrective_leaves_a_buyer_as_the_invoice_names_them_where_that_is_wanted(
    region: Region, bergmann: Client
) -> None:
    original = issue(region, add_draft(region, bergmann, ONE))
    change_client(region, bergmann, name="Bergmann Maschinenbau SE", vat_id=RIGHT)
    draft = replace(begin(region, original, "corrective"), corrects_buyer=False)
    lines = region.read(store.lines_of, draft.id)
    done = issue(region, region.write_now(drafts.save, draft, lines, AT, version=draft.version))
    document = region.read(store.load_document, done.id)
    assert (document.buyer.vat_id, document.corrected_buyer) == (bergmann.vat_id, [])
    assert document.buyer.name == done.buyer_name == bergmann.name
    second = region.read(store.load_document, issue(region, begin(region, original, "corrective")).id)
    assert ("vat_id", bergmann.vat_id, RIGHT) in second.corrected_buyer
    third = begin(region, original, "corrective")
    assert region.read(store.load_document, third.id).corrected_buyer == []


def test_a_wrong_country_is_corrected_with_the_tax_that_follows_from_it(
    region: Region, bergmann: Client
) -> None:
    original = issue(region, add_draft(region, bergmann, ONE))
    change_client(region, bergmann, country="AT", postal_code="1010", vat_id="ATU13585627")
    instead = (replace(ONE, quantity=-10_000), replace(ONE, category="K", rate=0))
    kept = replace(begin(region, original, "corrective", instead), corrects_buyer=False)
    lines = region.read(store.lines_of, kept.id)
    kept = region.write_now(drafts.save, kept, lines, AT, version=kept.version)
    assert "another country of the EU" in " ".join(refused(region, kept))
    done = issue(region, begin(region, original, "corrective", instead))
    document = region.read(store.load_document, done.id)
    assert (done.gross, document.buyer.country, broken_rules(cii(document))) == (-1_900, "AT", [])


def test_what_follows_a_corrected_country_is_taxed_as_that_country_is(
    region: Region, bergmann: Client
) -> None:
    original = issue(region, add_draft(region, bergmann, ONE))
    change_client(region, bergmann, country="AT", postal_code="1010", vat_id="ATU13585627")
    delivered = replace(ONE, category="K", rate=0)
    issue(region, begin(region, original, "corrective", (replace(ONE, quantity=-10_000), delivered)))
    half = (replace(delivered, quantity=5_000),)
    issue(region, begin(region, original, "corrective", (replace(half[0], quantity=-5_000),)))
    issue(region, begin(region, original, "credit_note", half))
    assert total(region, bergmann) == 0
