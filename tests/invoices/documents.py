"""Documents of every kind, made without a database: the picture's own, and random ones."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random
from typing import Any

from app.invoices.counting import counted, totals_of, vat_rows
from app.invoices.model import Document, Invoice, InvoiceLine, Party, Reference
from app.regions.definition import Definition, definitions
from app.settings import ROOT

NORDWERK = Party(
    name="Nordwerk Software GmbH", contact_name="Anna Krüger", street="Lindenallee 14", postal_code="10435",
    city="Berlin", country="DE", vat_id="DE136695976", tax_number="37/455/21901",
    register="AG Charlottenburg, HRB 204417",
    directors="Jana Wolff", phone="+49 30 5557 1120", email="buchhaltung@nordwerk.example",
    website="www.nordwerk.example", bank="Commerzbank Köln", iban="DE89370400440532013000", bic="COBADEFFXXX",
)  # fmt: skip
WARTA = Party(
    name="Warta Oprogramowanie sp. z o.o.", contact_name="Łucja Żak", street="ul. Święty Marcin 24",
    postal_code="61-805", city="Poznań", country="PL", vat_id="PL7792369887", tax_number="7792369887",
    register="KRS 0000412345", directors="Łucja Żak", phone="+48 61 555 12 12",
    email="faktury@warta.example", bank="mBank", iban="PL61109010140000071219812874", bic="BREXPLPWXXX",
)  # fmt: skip
BERGMANN = Party(
    name="Bergmann & Söhne Maschinenbau GmbH", contact_name="Sabine Bergmann", street="Heilbronner Straße 128",
    postal_code="70192", city="Stuttgart", country="DE", vat_id="DE136695976", email="rechnung@bergmann.example",
    number="214",
)  # fmt: skip
LINES = (
    InvoiceLine("Betrieb und Wartung B2B-Shop", price=29_000_000, unit="MON", rate=1900,
                detail="Monatspauschale, Verfügbarkeit 99,95 %"),
    InvoiceLine("Weiterentwicklung Teilekonfigurator", 240_000, 1_000_000, "HUR", 500, rate=1900,
                detail="laut Stundennachweis vom 30.10.2026"),
    InvoiceLine("Schulung Redaktionsteam, online", 35_000, 1_200_000, "HUR", rate=1900),
    InvoiceLine("Handbuch Teilekonfigurator, gedruckt", 190_000, 87_800, rate=700),
)  # fmt: skip
INVOICE = Invoice(
    1, number="RE-2026-0412", issued_on="2026-10-31", supplied_from="2026-10-01", supplied_until="2026-10-31",
    due_on="2026-11-14", language="de", order_reference="4500183377",
    intro="Sehr geehrte Frau Bergmann, für unsere Leistungen im Oktober 2026 berechnen wir:",
    notes="Vielen Dank für die Zusammenarbeit.",
)  # fmt: skip
EARLIER = Reference(7, "invoice", "RE-2026-0398", "2026-09-30")
# What stands with which category: the region's own texts, and whether the buyer is elsewhere.
UNTAXED = ("E", "AE", "K", "G", "O", "Z")
UNITS = ("C62", "HUR", "DAY", "MON", "KGM", "MTR", "LTR", "KMT")


def region_of(seller: Party) -> Definition:
    return definitions(ROOT / "regions")[seller.country.lower()]


def document(
    lines: Sequence[InvoiceLine] = LINES,
    *,
    seller: Party = NORDWERK,
    buyer: Party = BERGMANN,
    reference: Reference | None = None,
    logo: bytes = b"",
    **head: Any,
) -> Document:
    """The picture's invoice, with another head, other lines, other parties."""
    invoice, placed = counted(replace(INVOICE, **head), lines)
    totals = totals_of(invoice, placed)
    rows = vat_rows(invoice, totals, seller, region_of(seller).vat_notes)
    return Document(invoice, placed, seller, buyer, totals, rows, reference, logo)


def random_document(random: Random) -> Document:
    """Any lawful one: 1 to 50 lines, up to four rates or a reason for none, discounts on lines and on the whole."""
    kind = random.choice(["invoice", "invoice", "credit_note", "debit_note", "corrective", "cancellation"])
    untaxed = random.choice([*UNTAXED, "", "", "", "", ""])
    lines = [
        _line(random, untaxed, kind) for _ in range(random.choice([1, 1, 2, 3, 5, 8, random.randint(9, 50)]))
    ]
    discount: dict[str, int] = {}
    if random.random() < 0.4:
        share = random.random() < 0.5
        discount = (
            {"discount_percent": random.randint(1, 9_999)}
            if share
            else {"discount_amount": random.randint(1, 900)}
        )
    small = untaxed == "E" and random.random() < 0.5
    abroad = untaxed in ("K", "G")
    return document(
        lines, seller=replace(NORDWERK, small_business=small), buyer=_buyer(random, abroad=abroad, untaxed=untaxed),
        type=kind, reference=EARLIER if kind not in ("invoice",) else None, reason="Fehler",
        number=f"RE-2026-{random.randint(1, 9999):04}", buyer_reference=random.choice(["", "04011000-12345-67"]),
        supplied_from=random.choice(["", "2026-10-01", "2026-10-31"]), **discount,
    )  # fmt: skip


def _line(random: Random, untaxed: str, kind: str) -> InvoiceLine:
    quantity = random.choice([10_000, 10_000 * random.randint(1, 500), random.randint(1, 9_999_999)])
    price = random.choice(
        [random.randint(0, 99) * 10_000, random.randint(1, 9_999_999), random.randint(1, 999)]
    )
    if kind == "corrective" and random.random() < 0.5:
        quantity, price = random.choice([(-quantity, price), (quantity, -price)])
    return InvoiceLine(
        random.choice(["Beratung", "Größe „M“ & <Co>", "Łódź 'x'", "Prace 100 %"]), quantity, price,
        random.choice(UNITS), random.choice([0, 0, 0, 500, 1_250, 10_000]), untaxed or "S",
        0 if untaxed else random.choice([1900, 700, 1900, 490]), random.choice(["", "Mehr dazu\nin zwei Zeilen"]),
    )  # fmt: skip


def _buyer(random: Random, *, abroad: bool, untaxed: str) -> Party:
    if not abroad:
        return (
            BERGMANN
            if untaxed == "AE" or random.random() < 0.8
            else replace(BERGMANN, vat_id="", contact_name="")
        )
    country, vat_id = ("AT", "ATU12345675") if untaxed == "K" else ("CH", "")
    return replace(BERGMANN, country=country, vat_id=vat_id, postal_code="1010")
