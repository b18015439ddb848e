"""What is open by how long it has been due."""

from __future__ import annotations

from datetime import date, timedelta

from app.clients import store as clients
from app.clients.model import Client
from app.payments.ageing import ageing
from app.regions import Region
from tests.invoices.conftest import ANNA, AT, BERGMANN
from tests.payments.conftest import GROSS, book, issue

# A while after all were issued.
DAY = date(2027, 3, 15)
LATER = DAY.isoformat()


def due(days_ago: int) -> str:
    return (DAY - timedelta(days_ago)).isoformat()


def test_each_invoice_stands_in_its_bucket_and_paid_ones_in_none(region: Region, bergmann: Client) -> None:
    for days in (0, 1, 30, 31, 60, 61, 90, 91, 112):
        issue(region, bergmann, due_on=due(days))
    book(region, issue(region, bergmann, due_on=due(10)), GROSS)
    (found,) = region.read(ageing, LATER)
    assert found.counts == (1, 2, 2, 2, 2)
    assert [each.minor for each in found.amounts] == [GROSS * count for count in found.counts]
    assert found.whole.minor == GROSS * 9


def test_what_was_paid_in_part_counts_with_the_rest(region: Region, bergmann: Client) -> None:
    book(region, issue(region, bergmann, due_on=due(5)), 100_000)
    (found,) = region.read(ageing, LATER)
    assert found.rows[0].amounts[1].minor == GROSS - 100_000


def test_currencies_stand_apart_and_who_owes_most_comes_first(region: Region, bergmann: Client) -> None:
    huber = region.write_now(clients.add, region.keys, BERGMANN, ANNA, AT)
    for client in (bergmann, huber, huber):
        issue(region, client)
    issue(region, huber, currency="PLN")
    euro, zloty = region.read(ageing, LATER)
    assert (euro.currency, zloty.currency) == ("EUR", "PLN")
    assert [row.client_id for row in euro.rows] == [huber.id, bergmann.id]
    assert (euro.clients, zloty.clients) == (2, 1)


def test_pro_formas_owe_nothing(region: Region, bergmann: Client) -> None:
    issue(region, bergmann, type="proforma")
    assert region.read(ageing, LATER) == []
