"""A firm, a client and a draft to begin with."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.actor import Actor
from app.clients import store as clients
from app.clients.model import Client
from app.clock import stamp
from app.instance import Instance
from app.invoices import drafts, issuing
from app.invoices.law import Law
from app.invoices.model import Invoice, InvoiceLine
from app.regions import Region
from app.seller import store as sellers
from app.seller.model import Seller
from tests.conftest import NOW
from tests.house import fresh_house, furnished, house

__all__ = ["fresh_house", "furnished", "house"]

AT = stamp(NOW)
TODAY = "2026-11-23"
ANNA = Actor("staff:1", "Anna Krüger")
NORDWERK = Seller(
    name="Nordwerk Software GmbH", street="Lindenallee 14", postal_code="10435", city="Berlin", country="DE",
    vat_id="DE136695976", tax_number="37/455/21901", register="AG Charlottenburg, HRB 204417", directors="Jana Wolff",
    contact_person="Anna Krüger", phone="+49 30 5557 1120", email="buchhaltung@nordwerk.example",
    bank="Commerzbank Köln", iban="DE89370400440532013000", bic="COBADEFFXXX",
)  # fmt: skip
BERGMANN = Client(
    "Bergmann & Söhne Maschinenbau GmbH", contact_name="Sabine Bergmann", email="info@bergmann.example",
    vat_id="DE136695976", street="Heilbronner Straße 128", postal_code="70192", city="Stuttgart", country="DE",
    invoice_language="de",
)  # fmt: skip
# Together 5,766.82 net, 1,075.68 VAT, 6,842.50 gross.
LINES = (
    InvoiceLine("Betrieb und Wartung B2B-Shop", price=29_000_000, unit="MON", rate=1900),
    InvoiceLine("Weiterentwicklung Teilekonfigurator", 240_000, 1_000_000, "HUR", 500, rate=1900),
    InvoiceLine("Schulung Redaktionsteam, online", 35_000, 1_200_000, "HUR", rate=1900),
    InvoiceLine("Handbuch Teilekonfigurator, gedruckt", 190_000, 87_800, rate=700),
)


@pytest.fixture
def region(instance: Instance) -> Region:
    """DE, with a firm that may issue invoices."""
    found = instance.regions.find("de")
    found.write_now(sellers.change, found.keys, NORDWERK, ANNA, AT, version=0)
    return found


@pytest.fixture
def bergmann(region: Region) -> Client:
    return region.write_now(clients.add, region.keys, BERGMANN, ANNA, AT)


def draft_for(client: Client, **other: Any) -> Invoice:
    plain = Invoice(
        client.id, language="de", currency="EUR", supplied_from="2026-11-01", supplied_until=TODAY, due_on="2026-12-07"
    )  # fmt: skip
    return replace(plain, **other)


def add_draft(region: Region, client: Client, *lines: InvoiceLine, **other: Any) -> Invoice:
    return region.write_now(drafts.add, region.keys, draft_for(client, **other), lines or LINES, ANNA, AT)


def issue(region: Region, draft: Invoice, today: str = TODAY, **other: Any) -> Invoice:
    law, marks = Law.of(region.definition), region.vault.number_marks(region.code)
    given_ = {"version": draft.version, "today": today} | other
    done = region.write_now(issuing.issue, region.keys, draft.id, law, marks, ANNA, AT, **given_)
    if not done.is_recorded:
        region.vault.raise_number_mark(region.code, done.series, done.year, done.sequence)
    return done
