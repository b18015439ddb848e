"""A client's account: every figure of it follows from its movements, and what is open adds up to the balance."""

from __future__ import annotations

import uuid
from collections import Counter
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from litestar.testing import TestClient

from app import sqlite
from app.clients import store as clients
from app.clients.model import Client
from app.invoices import figures
from app.invoices.model import InvoiceLine
from app.payments.ageing import ageing
from app.payments.statement import Asked, currencies_of, movements, statement
from app.regions import Region
from tests.invoices.conftest import ANNA, AT, BERGMANN, TODAY
from tests.payments.conftest import GROSS, book, follow, issue

DAYS = st.integers(1, 28).map(lambda day: f"2026-11-{day:02}")
AMOUNTS = st.integers(1, 10**9)


@dataclass(frozen=True)
class Made:
    """A document of a client, as it was made."""

    type: str
    currency: str
    day: str
    gross: int
    payments: list[tuple[str, int]] = field(default_factory=list)
    cancelled_on: str = ""
    of: int | None = None

    @property
    def amount(self) -> int:
        return {"credit_note": -self.gross, "proforma": 0}.get(self.type, self.gross)


@st.composite
def made(draw: st.DrawFn) -> Made:
    kind = draw(st.sampled_from(["invoice", "debit_note", "corrective", "credit_note", "proforma"]))
    gross = draw(AMOUNTS) * (draw(st.sampled_from([1, -1])) if kind == "corrective" else 1)
    payable = kind in ("invoice", "debit_note", "corrective")
    signed = st.tuples(DAYS, AMOUNTS | AMOUNTS.map(lambda amount: -amount))
    payments = draw(st.lists(signed, max_size=3)) if payable else []
    cancelled = draw(st.just("") | DAYS) if kind != "proforma" else ""
    return Made(kind, draw(st.sampled_from(["EUR", "PLN"])), draw(DAYS), gross, payments, cancelled)


def written(db: sqlite.Connection, client: Client, documents: list[Made]) -> None:
    """As issuing and booking leave them, on any day."""
    numbers: list[int] = []
    for each in documents:
        original = None if each.of is None else numbers[each.of]
        number = _add(db, client, each.type, each.currency, each.day, each.gross, original)
        numbers.append(number)
        for day, amount in each.payments:
            db.execute(
                "INSERT INTO payment (invoice_id, amount, paid_on, method, made_at, made_by)"
                " VALUES (?, ?, ?, 'cash', ?, 'Anna')",
                (number, amount, day, AT),
            )
            db.execute("UPDATE invoice SET paid = paid + ? WHERE id = ?", (amount, number))
        if each.cancelled_on:
            other = _add(db, client, "cancellation", each.currency, each.cancelled_on, each.gross, number)
            db.execute("UPDATE invoice SET cancelled_by = ? WHERE id = ?", (other, number))


def _add(
    db: sqlite.Connection, client: Client, kind: str, currency: str, day: str, gross: int, of: Any = None
) -> int:
    sequence = sqlite.one(db, "SELECT coalesce(max(sequence), 0) + 1 FROM invoice WHERE series = 'T'")
    found = db.execute(
        "INSERT INTO invoice (uuid, client_id, type, series, year, sequence, number, currency, language, issued_on,"
        " due_on, gross, reference_id, buyer_name, created_at, created_by, changed_at, issued_at, issued_by)"
        " VALUES (?, ?, ?, 'T', 2026, ?, ?, ?, 'de', ?, '2026-12-07', ?, ?, 'B', ?, 'Anna', ?, ?, 'Anna')",
        (str(uuid.uuid4()), client.id, kind, sequence, f"T-{sequence}", currency, day, gross, of, AT, AT, AT),
    )  # fmt: skip
    return int(found.lastrowid or 0)


@given(st.lists(made(), max_size=6), DAYS, DAYS)
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_the_balance_is_what_is_open(region: Region, documents: list[Made], one: str, other: str) -> None:
    since, until = sorted((one, other))
    client = region.write_now(clients.add, region.keys, BERGMANN, ANNA, AT)
    documents = _referring(documents)
    region.write_now(written, client, documents)
    for currency in ("EUR", "PLN"):
        ours = [each for each in documents if each.currency == currency]
        found = region.read(statement, Asked(client.id, currency, since, until))
        moved = region.read(lambda db, asked=found: list(movements(db, asked.asked, asked.opening)))
        # Each document by itself, and each day by itself: two ways that know nothing of one another.
        opened = [_open(each, until) for each in ours]
        netted: Counter[int] = Counter()
        for place, each in enumerate(documents):
            netted[place if each.of is None else each.of] += _open(each, until) * (each.currency == currency)
        days: Counter[str] = Counter()
        for each in ours:
            days[each.day] += each.amount
            days[each.cancelled_on] -= each.amount if each.cancelled_on else 0
            for day, amount in each.payments:
                days[day] -= amount
        assert Counter(item.amount for item in found.items) == Counter(filter(None, netted.values()))
        assert found.closing == sum(opened) == found.opening + sum(m.amount for m in moved)
        assert found.opening == sum(amount for day, amount in days.items() if day and day < since)
        assert found.count == len(moved) and (not moved or moved[-1].balance == found.closing)
        assert [each.day for each in moved] == sorted(each.day for each in moved)
        assert sum(amount for _, amount in found.ageing) + found.credit == found.closing


def _referring(documents: list[Made]) -> list[Made]:
    """What takes something back names the last invoice before it in its currency, where there is one."""
    last: dict[str, int] = {}
    found = []
    for place, each in enumerate(documents):
        takes_off = each.type == "credit_note" or each.gross < 0
        found.append(replace(each, of=last.get(each.currency)) if takes_off else each)
        if each.type == "invoice":
            last[each.currency] = place
    return found


def _open(each: Made, until: str) -> int:
    stands = (each.day <= until) - (each.cancelled_on <= until if each.cancelled_on else False)
    return stands * each.amount - sum(amount for day, amount in each.payments if day <= until)


def test_an_item_is_late_by_days_and_stands_in_its_bucket(region: Region, bergmann: Client) -> None:
    for due in ("2026-12-07", "2026-12-08"):
        issue(region, bergmann, due_on=due)
    found = region.read(statement, Asked(bergmann.id, "EUR", "", "2027-01-07"))
    assert [each.days_late("2027-01-07") for each in found.items] == [31, 30]
    assert [amount for _, amount in found.ageing] == [0, GROSS, GROSS, 0, 0]


def test_what_is_credited_is_no_item_beside_its_invoice(region: Region, bergmann: Client) -> None:
    whole, part = issue(region, bergmann), issue(region, bergmann)
    follow(region, whole, "credit_note")
    follow(region, part, "corrective", (InvoiceLine("Nachlass", -10_000, 120_000, rate=1900),))
    found = region.read(statement, Asked(bergmann.id, "EUR", "", "2027-01-08"))
    assert [(each.invoice_id, each.amount) for each in found.items] == [(part.id, GROSS - 1_428)]
    assert found.closing == GROSS - 1_428 == {b.key: amount for b, amount in found.ageing}["d60"]
    (aged,) = region.read(ageing, "2027-01-08")
    assert [money.minor for money in aged.amounts] == [amount for _, amount in found.ageing]


def test_a_cancelled_credit_note_gives_nothing_back(region: Region, bergmann: Client) -> None:
    documents = [
        Made("invoice", "EUR", TODAY, 500),
        Made("credit_note", "EUR", TODAY, 200, cancelled_on=TODAY),
    ]
    region.write_now(written, bergmann, documents)
    (found,) = region.read(figures.of_client, bergmann.id, TODAY)
    assert found.total.minor == 500


def test_currencies_are_asked_for_one_by_one(region: Region, bergmann: Client) -> None:
    issue(region, bergmann)
    issue(region, bergmann, currency="PLN")
    issue(region, bergmann, currency="USD", type="proforma")
    assert region.read(currencies_of, bergmann.id) == ["EUR", "PLN"]
    assert region.read(statement, Asked(bergmann.id, "EUR", "", TODAY)).closing == GROSS


def test_the_page_leads_from_the_opening_to_the_closing_balance(
    bartek: TestClient, region: Region, bergmann: Client
) -> None:
    invoice = issue(region, bergmann)
    book(region, invoice, 100_000)
    there = f"/de/clients/{bergmann.id}/statement"
    assert f'href="{there}"' in bartek.get(f"/de/clients/{bergmann.id}/invoices").text
    page = bartek.get(there).text
    assert [text in page for text in ("6,842.50", "\u22121,000.00", "5,842.50", invoice.number)] == [True] * 4
    assert "5,842.50" in bartek.get(f"{there}?from=&until=2026-12-31").text
    assert "Nothing is open" in bartek.get(f"{there}?currency=PLN").text


@pytest.mark.parametrize(
    ("query", "text"),
    [
        ("from=2026-12-01&until=2026-11-01", "The last day is before the first."),
        ("from=2026-02-31", "Please choose a day."),
        ("until=", "Please choose a day."),
        ("currency=QQQ", "Please choose one."),
    ],
)
def test_what_cannot_be_is_said_and_kept(anna: TestClient, bergmann: Client, query: str, text: str) -> None:
    answer = anna.get(f"/de/clients/{bergmann.id}/statement?{query}")
    assert answer.status_code == 422 and text in answer.text
    assert all(part.partition("=")[2] in answer.text for part in query.split("&"))


def test_a_client_without_invoices_has_an_empty_account(anna: TestClient, bergmann: Client) -> None:
    answer = anna.get(f"/de/clients/{bergmann.id}/statement")
    assert answer.status_code == 200 and "Nothing is open" in answer.text
