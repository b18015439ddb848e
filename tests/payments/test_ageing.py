"""What is open by how long it has been due; every figure leads to the invoices it counts."""

from __future__ import annotations

from datetime import date, timedelta
from urllib.parse import parse_qsl

from app.clients import store as clients
from app.clients.model import Client
from app.invoices.listing import KIND, count_invoices
from app.lists import ListState
from app.payments.ageing import BUCKETS, ageing, invoices_query
from app.regions import Region
from tests.house import House, fresh_house, furnished
from tests.invoices.conftest import ANNA, AT, BERGMANN
from tests.payments.conftest import GROSS, book, issue

__all__ = ["fresh_house", "furnished"]
# A while after all were issued.
DAY = date(2027, 3, 15)
LATER = DAY.isoformat()


def due(days_ago: int) -> str:
    return (DAY - timedelta(days_ago)).isoformat()


def listed_by(region: Region, query: str) -> int:
    state = ListState.read(KIND, dict(parse_qsl(query.removeprefix("?"))))
    return region.read(count_invoices, state, LATER)


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


def test_who_looks_at_it_is_in_the_access_log(fresh_house: House) -> None:
    fresh_house.get("bartek", "/de/invoices/ageing")
    fresh_house.written()
    looks = fresh_house.region().read(
        lambda db: db.execute("SELECT act, client_ids, detail FROM access").fetchall()
    )
    assert [tuple(each) for each in looks] == [("list", "[1]", "ageing")]


def test_pro_formas_owe_nothing(region: Region, bergmann: Client) -> None:
    issue(region, bergmann, type="proforma")
    assert region.read(ageing, LATER) == []


def test_every_figure_leads_to_exactly_the_invoices_it_counts(region: Region, bergmann: Client) -> None:
    huber = region.write_now(clients.add, region.keys, BERGMANN, ANNA, AT)
    for client in (bergmann, huber):
        for days in (-5, 0, 1, 30, 31, 61, 91):
            book(region, issue(region, client, due_on=due(days)), 100)
    issue(region, huber, due_on=due(45), currency="PLN")
    issue(region, huber, type="proforma")
    book(region, issue(region, huber, due_on=due(45)), GROSS)
    for found in region.read(ageing, LATER):
        whole = [(0, found.counts), *((row.client_id, row.counts) for row in found.rows)]
        for client_id, counts in whole:
            addresses = [invoices_query(found.currency, LATER, bucket, client_id) for bucket in BUCKETS]
            assert tuple(listed_by(region, each) for each in addresses) == counts
            everything = invoices_query(found.currency, LATER, None, client_id)
            assert listed_by(region, everything) == sum(counts)
