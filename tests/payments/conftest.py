"""An issued invoice over 6,842.50 €, due on 2026-12-07."""

from __future__ import annotations

from typing import Any

import pytest

from app.clients.model import Client
from app.invoices import issuing
from app.invoices.law import Law
from app.invoices.model import Invoice
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


def book(region: Region, invoice: Invoice, amount: int, day: str = TODAY, **other: Any) -> Payment:
    return region.write_now(store.add, region.keys, Payment(invoice.id, amount, day), ANNA, AT, **other)


@pytest.fixture
def invoice(region: Region, bergmann: Client) -> Invoice:
    return issue(region, bergmann)
