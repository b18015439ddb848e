"""Invented orders: what invoices came from, and what is new, under way, late, on hold or given up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from random import Random

from app import sqlite
from app.actor import Actor
from app.catalogue.lines import LineValues
from app.clients.model import Client
from app.clock import stamp
from app.demo.buyers import Sold, buyers, sold_without_order
from app.demo.chance import any_of
from app.demo.invoices import line_of
from app.demo.products import products
from app.history import store as history
from app.history.model import Change, Subject
from app.invoices.beginning import draft_for, vat_for
from app.invoices.law import Law
from app.orders import billing, store
from app.orders.model import Order, Priority, State, pattern_of
from app.regions import Region
from app.seller import store as sellers
from app.seller.model import Seller
from app.vault import Keyring

_SOMEBODY = Actor("demo", "Demo")
# State, and how many days ago at least and at most it was ordered.
_UNBILLED: tuple[tuple[State, int, int], ...] = (
    ("new", 0, 4), ("verification", 1, 9), ("approved", 4, 24), ("in_progress", 8, 50), ("in_progress", 10, 60),
    ("completed", 15, 70), ("cancelled", 20, 300),
)  # fmt: skip
_PRIORITIES: tuple[Priority, ...] = ("normal",) * 7 + ("high",) * 2 + ("urgent",)
_ON_HOLD = 0.15
_LINES = 3


@dataclass(frozen=True)
class _Planned:
    """`invoice_id` is where it went, with the quantities of `billed`."""

    client: Client
    order: Order
    lines: Sequence[LineValues]
    invoice_id: int = 0
    billed: Sequence[int] = ()


def fill_orders(region: Region, n: int, *, seed: int, until: datetime) -> None:
    """Adds `n` orders in the order of their days; up to half of them are where the newest invoices came from."""
    chance, today = Random(f"{seed}:orders"), until.date()
    sold = region.read_aside(sold_without_order, n // 2)
    planned = [
        *_billed(sold, chance),
        *_unbilled(region, n - len(sold), chance, today),
    ]
    planned.sort(key=lambda each: each.order.ordered_on)
    pattern = pattern_of(region.definition.numbering)
    region.write_now(_write, region.keys, planned, pattern, stamp(until))


def _billed(sold: Sequence[Sold], chance: Random) -> Iterator[_Planned]:
    """Each fifth of them is still under way: half of it is invoiced."""
    for place, (client, invoice, lines) in enumerate(sold):
        in_part = place % 5 == 0
        issued = date.fromisoformat(invoice.issued_on)
        order = Order(
            client.id, (issued - timedelta(chance.randint(12, 45))).isoformat(),
            (issued + timedelta(chance.randint(20, 40) if in_part else chance.randint(-3, 6))).isoformat(),
            any_of(_PRIORITIES, chance), _reference(chance), invoice.currency,
            discount_percent=invoice.discount_percent, state="in_progress" if in_part else "completed",
        )  # fmt: skip
        billed = [line.quantity for line in lines]
        ordered = [replace(line, quantity=line.quantity * (2 if in_part else 1)) for line in lines]
        yield _Planned(client, order, ordered, invoice.id, billed)


def _unbilled(region: Region, n: int, chance: Random, today: date) -> Iterator[_Planned]:
    found, seller, law = region.read_aside(buyers), region.read(sellers.load), Law.of(region.definition)
    for place in range(n if found else 0):
        client = any_of(found, chance)
        state, least, most = _UNBILLED[place % len(_UNBILLED)]
        day = today - timedelta(chance.randint(least, most))
        is_open = state not in ("completed", "cancelled")
        order = Order(
            client.id, day.isoformat(), (day + timedelta(chance.randint(10, 45))).isoformat(),
            any_of(_PRIORITIES, chance), _reference(chance), client.currency, discount_percent=client.discount,
            state=state, on_hold=is_open and chance.random() < _ON_HOLD,
        )  # fmt: skip
        yield _Planned(client, order, _wanted(client, seller, law, chance, day))


def _wanted(client: Client, seller: Seller, law: Law, chance: Random, day: date) -> list[LineValues]:
    head = replace(draft_for(client, day.isoformat()), supplied_from=day.isoformat())
    usual = vat_for(client, seller, law, day.isoformat())
    some = chance.sample([*products(("de", "en", "pl"))], k=chance.randint(1, _LINES))
    return [line_of(each, head, usual, law, chance, day) for each in some]


def _reference(chance: Random) -> str:
    return f"45001{chance.randrange(10**5):05}" if chance.random() < 0.5 else ""


def _write(db: sqlite.Connection, keys: Keyring, planned: Sequence[_Planned], pattern: str, at: str) -> None:
    """The states of what is invoiced follow from the invoices."""
    entries: list[history.Recorded] = []
    for each in planned:
        client = each.client
        order = store.insert(db, each.order, client.name, each.lines, pattern, _SOMEBODY, at)
        lines = store.lines(db, order.id)
        billing.went_onto(
            db, each.invoice_id, dict(zip((line.id for line in lines), each.billed, strict=False))
        )
        of_it = Subject(client.uuid, client.id, f"order:{order.id}")
        told = Change("", "", store.told(order))
        entries.append((of_it, "create", told, _SOMEBODY, keys.key(client.uuid)))
    history.record_many(db, entries, at)
