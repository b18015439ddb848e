"""Fills a region with demo clients, the firm whose clients they are, and what they order and pay."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import groupby, islice

from app import sqlite
from app.actor import Actor
from app.catalogue import store as catalogue
from app.clients.bulk import add_many
from app.clients.model import Client
from app.clock import stamp
from app.demo.firm import FIRMS, logo
from app.demo.invoices import fill_invoices
from app.demo.known import known
from app.demo.life import life
from app.demo.model import DemoClient
from app.demo.moments import TODAY
from app.demo.orders import fill_orders
from app.demo.people import clients, home_of
from app.demo.products import products
from app.demo.replay import Actors, Replay, events_of
from app.regions import Region
from app.regions.maintenance import server_is_running
from app.seller import store as sellers
from app.uuids import uuid7
from app.vault import Key

LIVELY = 500
INVOICES, ORDERS = 300, 60
_EVENTS_A_WRITE = 1_000
_CLIENTS_A_WRITE = 20_000
_SOMEBODY = Actor("demo", "Demo")
_TWO_YEARS = timedelta(days=2 * 365 + 1)


def fill_all(
    region: Region,
    n: int,
    *,
    until: datetime,
    invoices: int = INVOICES,
    orders: int = ORDERS,
    seed: int = 1,
    actors: Actors | None = None,
) -> None:
    fill(region, n, seed=seed, until=until, actors=actors)
    fill_invoices(region, invoices, seed=seed, until=until)
    fill_orders(region, orders, seed=seed, until=until)


def fill(
    region: Region,
    n: int,
    *,
    seed: int = 1,
    until: datetime = TODAY,
    actors: Actors | None = None,
    lively: int = LIVELY,
) -> None:
    """Adds `n` clients and their two years up to `until`; `actors` maps staff emails to their accounts.

    The first `lively` ones have changes, notes and files; of the others only their coming is recorded.
    """
    _firm(region, stamp(until - _TWO_YEARS))
    everybody = clients(region.code, n, seed, until)
    _play(region, list(islice(everybody, lively)), seed, until, actors or {})
    while some := [replace(each.client, uuid=uuid7()) for each in islice(everybody, _CLIENTS_A_WRITE)]:
        region.write_now(_add, region.keys.make(client.uuid for client in some), some)
        _shorten_log(region)


def _shorten_log(region: Region) -> None:
    """A million clients would leave a log many times the file; where the server runs, its Litestream sees to that."""
    if not server_is_running(region.path.parent):
        region.shorten_log()


def _firm(region: Region, at: str) -> None:
    """Nothing where somebody has entered one, or where the demo has no branch."""
    firm = FIRMS.get(region.definition.country)
    if firm and not region.read(sellers.load).version:
        firm = replace(firm, logo=logo())
        for product in products(region.definition.languages):
            region.write_now(catalogue.add, region.keys, product, _SOMEBODY, at)
        region.write_now(sellers.change, region.keys, firm, _SOMEBODY, at, version=0)


def _play(region: Region, people: list[DemoClient], seed: int, until: datetime, actors: Actors) -> None:
    pictured = len(known(home_of(region.code)))
    events = [
        event
        for number, demo in enumerate(people)
        for event in events_of(
            number, demo, life(demo, region.code, number, seed, until, busy=number < pictured)
        )
    ]
    events.sort(key=lambda event: event.at)
    region.keys.make(event.what.client.uuid for event in events if isinstance(event.what, DemoClient))
    replay, waiting = Replay(region.keys, actors), iter(events)
    while chunk := list(islice(waiting, _EVENTS_A_WRITE)):
        region.write_now(replay.play, chunk)


def _add(db: sqlite.Connection, keys: Mapping[str, Key], some: list[Client]) -> None:
    """Those who came on one day together, under the time of the first of them."""
    for _, day in groupby(some, key=lambda client: client.added_at[:10]):
        many = list(day)
        add_many(db, keys, many, [_SOMEBODY] * len(many), many[0].added_at)
