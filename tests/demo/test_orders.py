"""Invented orders: in every state, late ones too, and those that were invoiced hang on real invoices."""

from __future__ import annotations

import pytest

from app import sqlite
from app.demo.invoices import fill_invoices
from app.demo.load import fill
from app.demo.orders import fill_orders
from app.history import store as history
from app.instance import Instance
from app.orders import billing, store
from app.orders.model import STATES, Order
from app.regions import Region
from tests.conftest import NOW


@pytest.fixture
def region(instance: Instance) -> Region:
    """Austria with 30 clients, 80 invoices and 60 orders."""
    found = instance.regions.find("at")
    fill(found, 30, until=NOW, lively=1)
    fill_invoices(found, 80, seed=1, until=NOW)
    fill_orders(found, 60, seed=1, until=NOW)
    return found


def test_they_are_in_every_state_and_numbered_by_their_days(region: Region) -> None:
    found: list[Order] = region.read(lambda db: [store.find(db, number) for number in range(1, 61)])
    assert {each.state for each in found} == set(STATES)
    assert any(each.on_hold for each in found)
    assert any(each.is_late(NOW.date().isoformat()) for each in found)
    assert [each.ordered_on for each in found] == sorted(each.ordered_on for each in found)
    assert all(each.gross > 0 and each.number for each in found)
    assert region.read(history.verify, region.keys).whole


def test_the_invoiced_ones_name_their_invoices(region: Region) -> None:
    for number in range(1, 61):
        order, billed = region.read(store.find, number), region.read(billing.billing, number)
        if order.state in ("invoiced", "closed"):
            assert not billed.any_left and billed.invoiced(order.currency) == order.gross
            assert (billed.paid(order.currency) == order.gross) == (order.state == "closed")
        elif billed.invoices:
            assert order.state == "in_progress" and billed.any_left
    assert region.read(lambda db: sqlite.one(db, "SELECT count(*) FROM order_line_invoiced")) > 30


def test_without_clients_there_are_none(instance: Instance) -> None:
    fill_orders(instance.regions.find("de"), 10, seed=1, until=NOW)
    assert (
        instance.regions.find("de").read(lambda db: sqlite.one(db, "SELECT count(*) FROM client_order")) == 0
    )
