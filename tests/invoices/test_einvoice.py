"""The XML is valid by the published rules of EN 16931 and XRechnung, and says what the paper says."""

from __future__ import annotations

import io
import os
from dataclasses import replace
from random import Random

import facturx
import pytest
from lxml import etree
from pypdf import PdfReader

from app.invoices.einvoice import EN16931, PROFILES, XRECHNUNG, best, cii, has_xml, missing
from app.invoices.model import Document, InvoiceLine
from app.invoices.paper import sheet
from app.paper import Press
from tests.invoices.documents import BERGMANN, EARLIER, LINES, NORDWERK, document, random_document
from tests.invoices.schematron import broken_rules, broken_xrechnung_rules

# In CI so many; before a release with MASAKU_TEST_INVOICES=200 (or more).
SAMPLE = int(os.environ.get("MASAKU_TEST_INVOICES", "12"))
NAMES = {
    "ram": "urn:un:unece:uncefact:data:standard:ReusableAggregateBusinessInformationEntity:100",
    "rsm": "urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100",
    "udt": "urn:un:unece:uncefact:data:standard:UnqualifiedDataType:100",
}


def said(xml: bytes, path: str) -> list[str]:
    return [each.text for each in etree.fromstring(xml).iterfind(f".//{path}", NAMES)]


def public(**other: object) -> Document:
    return document(**{"buyer_reference": "04011000-12345-67", **other})


def test_the_rules_notice_a_wrong_sum() -> None:
    xml = cii(document())
    assert broken_rules(xml) == []
    wrong = xml.replace(b"<ram:GrandTotalAmount>6842.50", b"<ram:GrandTotalAmount>6842.60")
    assert wrong != xml and any(each.startswith("BR-CO-15") for each in broken_rules(wrong))


@pytest.mark.parametrize("seed", range(SAMPLE))
def test_any_lawful_invoice_is_valid(seed: int) -> None:
    made = random_document(Random(seed))
    assert missing(made) == []
    assert broken_rules(cii(made)) == []


@pytest.mark.parametrize("seed", range(SAMPLE))
def test_any_invoice_to_a_public_buyer_is_a_valid_xrechnung(seed: int) -> None:
    made = random_document(Random(10_000 + seed))
    made = replace(
        made, invoice=replace(made.invoice, buyer_reference="04011000-12345-67", supplied_from="2026-10-01")
    )
    assert missing(made, XRECHNUNG) == []
    assert broken_xrechnung_rules(cii(made, XRECHNUNG)) == []


def test_vat_in_the_country_s_own_currency_is_said_to_machines_too() -> None:
    """BT-6 and BT-111, which BR-53 wants together; where there is no VAT, it is zero in both."""
    dollars = {
        "currency": "USD",
        "vat_currency": "EUR",
        "exchange_rate": 92_310_000,
        "exchange_on": "2026-10-30",
    }
    free = [InvoiceLine("Beratung", price=1_000_000, category="AE")]
    for lines, expected in ((LINES, ["1075.68", "992.96"]), (free, ["0.00", "0.00"])):
        made = document(lines, supplied_from="2026-10-01", **dollars)
        xml = cii(made)
        assert (said(xml, "ram:TaxCurrencyCode"), said(xml, "ram:TaxTotalAmount")) == (["EUR"], expected)
        assert broken_rules(xml) == []


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        ("invoice", "380"),
        ("corrective", "384"),
        ("credit_note", "381"),
        ("debit_note", "383"),
        ("cancellation", "381"),
    ],
)
def test_each_type_has_its_code_and_names_what_it_refers_to(kind: str, code: str) -> None:
    xml = cii(document(type=kind, reference=None if kind == "invoice" else EARLIER))
    assert said(xml, "rsm:ExchangedDocument/ram:TypeCode") == [code]
    named = said(xml, "ram:InvoiceReferencedDocument/ram:IssuerAssignedID")
    assert named == ([] if kind == "invoice" else ["RE-2026-0398"])
    assert broken_rules(xml) == []


def test_a_pro_forma_and_a_draft_never_become_one() -> None:
    assert not has_xml(document(type="proforma")) and not has_xml(document(number=""))
    assert missing(document(type="proforma", seller=replace(NORDWERK, name=""))) == []


def test_amounts_are_those_of_the_paper() -> None:
    xml = cii(document(discount_percent=1_000))
    assert said(xml, "ram:LineTotalAmount")[-1] == "5766.82"
    assert said(xml, "ram:AllowanceTotalAmount") == ["576.68"]
    assert said(xml, "ram:ApplicableHeaderTradeSettlement/ram:ApplicableTradeTax/ram:CalculatedAmount") == [
        "957.60",
        "10.51",
    ]
    assert said(xml, "ram:DuePayableAmount") == ["6158.25"]
    assert broken_rules(xml) == []


@pytest.mark.parametrize(
    ("category", "buyer", "code"),
    [
        ("AE", BERGMANN, "VATEX-EU-AE"),
        ("K", replace(BERGMANN, country="AT", vat_id="ATU12345675"), "VATEX-EU-IC"),
        ("G", replace(BERGMANN, country="CH", vat_id=""), "VATEX-EU-G"),
    ],
)
def test_why_there_is_no_vat_is_said_in_words_and_by_code(category: str, buyer: object, code: str) -> None:
    xml = cii(document([InvoiceLine("Beratung", price=1_000_000, category=category)], buyer=buyer))
    [reason] = said(xml, "ram:ExemptionReason")
    assert reason and said(xml, "ram:ExemptionReasonCode") == [code]
    assert broken_rules(xml) == []


def test_outside_vat_no_vat_id_stands_anywhere() -> None:
    made = document([InvoiceLine("Mitgliedsbeitrag", price=1_000_000, category="O")])
    xml = cii(made)
    assert b"DE136695976" not in xml and broken_rules(xml) == []


def test_text_that_xml_cannot_hold_is_left_out_and_markup_is_text() -> None:
    xml = cii(
        document([InvoiceLine("a\x00b\x0bc <x> & \ufffe", price=10_000, rate=1900)], notes="<!--\x1f-->")
    )
    assert said(xml, "ram:SpecifiedTradeProduct/ram:Name") == ["abc <x> &"]
    assert broken_rules(xml) == []


def test_what_is_missing_is_said_before_anybody_invoices() -> None:
    def texts(made: Document, profile: object = EN16931) -> list[str]:
        return [str(each) for each in missing(made, profile)]  # type: ignore[arg-type]

    assert texts(document()) == []
    bare = document(
        [InvoiceLine("Beratung", price=10_000, category="K")], buyer=replace(BERGMANN, country="", vat_id="", name=""),
        seller=replace(NORDWERK, iban="", vat_id="", tax_number=""),
    )  # fmt: skip
    assert len(texts(bare)) == 6
    assert texts(document(), XRECHNUNG) == ["The client's reference (Leitweg-ID) is missing."]
    assert texts(public(seller=replace(NORDWERK, phone=""), buyer=replace(BERGMANN, email="")), XRECHNUNG) == [
        "Your phone number is missing in the settings.", "The client's email address is missing.",
    ]  # fmt: skip


def test_whoever_gave_a_reference_gets_an_xrechnung_if_it_can_be_one() -> None:
    assert best(document()) is EN16931 and best(public()) is XRECHNUNG
    assert best(public(buyer=replace(BERGMANN, email=""))) is EN16931
    assert set(PROFILES) == {"en16931", "xrechnung"}


def test_the_pdf_carries_the_same_xml_once_and_says_so() -> None:
    made = document(LINES)
    xml = cii(made)
    with Press() as press:
        pdf = press.print(sheet(made, xml))
    name, inside = facturx.get_facturx_xml_from_pdf(pdf, check_xsd=True)
    assert name == "factur-x.xml" and inside == xml
    root = PdfReader(io.BytesIO(pdf)).trailer["/Root"]
    assert len(root["/AF"].get_object()) == 1 and len(root["/OutputIntents"]) == 1
    metadata = root["/Metadata"].get_object().get_data().decode()
    assert (
        "<pdfaid:part>3</pdfaid:part>" in metadata
        and "<pdfaid:conformance>B</pdfaid:conformance>" in metadata
    )
    assert "EN 16931" in metadata and "Rechnung RE-2026-0412" in metadata


def test_a_currency_with_three_decimals_has_no_e_invoice_and_says_so() -> None:
    made = document(currency="KWD")
    assert any(each.startswith("BR-DEC") for each in broken_rules(cii(made)))
    assert [str(each) for each in missing(made)] == [
        "An e-invoice knows two decimals; amounts in KWD have more."
    ]
    assert missing(document(currency="JPY")) == []
