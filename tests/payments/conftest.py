"""An issued invoice over 6,842.50 €, due on 2026-12-07."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.clients import store as clients
from app.clients.model import Client
from app.invoices import drafts, issuing
from app.invoices import store as invoices
from app.invoices.beginning import following
from app.invoices.law import Law
from app.invoices.model import Invoice, InvoiceLine, Type
from app.payments import store
from app.payments.model import Payment
from app.regions import Region
from tests.invoices.conftest import ANNA, AT, TODAY, add_draft, bergmann, region

__all__ = ["bergmann", "region"]
GROSS = 684_250


def issue(region: Region, client: Client, **other: Any) -> Invoice:
    draft = add_draft(region, client, **other)
    return region.write_now(
        issuing.issue, region.keys, draft.id, Law.of(region.definition), {}, ANNA, AT,
        version=draft.version, today=TODAY,
    )  # fmt: skip


def follow(region: Region, invoice: Invoice, kind: Type, lines: tuple[InvoiceLine, ...] = ()) -> Invoice:
    """The document of this kind, issued; without `lines` it takes back all of the invoice."""
    client = region.read(clients.find, invoice.client_id)
    head, copied = following(
        region.read(invoices.find, invoice.id),
        region.read(invoices.lines_of, invoice.id),
        kind,
        client,
        TODAY,
    )
    head = replace(head, reason="Irrtum")
    draft = region.write_now(drafts.add, region.keys, head, lines or copied, ANNA, AT)
    return region.write_now(
        issuing.issue, region.keys, draft.id, Law.of(region.definition), {}, ANNA, AT,
        version=draft.version, today=TODAY,
    )  # fmt: skip


def book(region: Region, invoice: Invoice, amount: int, day: str = TODAY, **other: Any) -> Payment:
    return region.write_now(store.add, region.keys, Payment(invoice.id, amount, day), ANNA, AT, **other)


@pytest.fixture
def invoice(region: Region, bergmann: Client) -> Invoice:
    return issue(region, bergmann)
