"""A month after the invoices of tests/payments were issued: 6,842.50 €, due since 2026-12-07."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from app.clients import store as clients
from app.clock import FixedClock
from app.invoices import drafts, issuing
from app.invoices.beginning import following
from app.invoices.law import Law
from app.invoices.model import Invoice, Type
from app.invoices.store import find, lines_of
from app.letters import store as letters
from app.letters.model import Letter
from app.regions import Region
from app.reminders import store
from app.reminders.model import Reminder
from tests.invoices.conftest import ANNA, AT, bergmann, region
from tests.invoices.conftest import TODAY as ISSUED
from tests.payments.conftest import invoice

__all__ = ["bergmann", "invoice", "region"]
TODAY = "2026-12-23"


@pytest.fixture(autouse=True)
def december(clock: FixedClock) -> None:
    clock.advance(days=30)


def remind(region: Region, invoice: Invoice, level: int = 1, day: str = TODAY, **other: Any) -> Reminder:
    reminder = Reminder(invoice.id, level, day, other.pop("due_on", "2027-01-02"), other.pop("fee", 0))
    letter = Letter(invoice.client_id, "info@bergmann.example", "Mahnung", "Bitte.", "de", invoice.id)
    return region.write_now(store.add, region.keys, reminder, letter, ANNA, AT, **other)


def letter_of(region: Region, invoice: Invoice) -> Letter:
    last = region.read(store.of_invoice, invoice.id)[-1]
    assert last.letter_id is not None
    return region.read(letters.find, last.letter_id)


def now(region: Region, invoice: Invoice) -> Invoice:
    return region.read(find, invoice.id)


def cancel(region: Region, invoice: Invoice) -> Invoice:
    return follow(region, invoice, "cancellation")


def follow(region: Region, invoice: Invoice, kind: Type, first: int | None = None) -> Invoice:
    """The invoice after the other document was issued that takes all of it back, or its `first` lines."""
    client, lines = region.read(clients.find, invoice.client_id), region.read(lines_of, invoice.id)
    head, taken_back = following(now(region, invoice), lines, kind, client, ISSUED)
    draft = region.write_now(
        drafts.add, region.keys, replace(head, reason="Irrtum"), taken_back[:first], ANNA, AT
    )
    law, version = Law.of(region.definition), draft.version
    region.write_now(issuing.issue, region.keys, draft.id, law, {}, ANNA, AT, version=version, today=ISSUED)
    return now(region, invoice)
