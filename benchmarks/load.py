"""What is asked of both sides: the same pages, filters, searches, cards and saves, as lines for wrk."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product as every
from urllib.parse import quote, urlencode

from app import sqlite
from app.clients import store
from app.clients.forms import as_typed
from app.clients.model import Client, gaps
from app.lists.paging import cursor
from benchmarks.product import Product

FILTERS = list(every(("DE", "AT", "PL", "CH"), ("active", "inactive", "problematic")))
WORDS = (
    "maschinenbau müller logistik berlin schmidt software partner hamburg digital weber solar hotel verlag"
    " köln energie garten akademie weiß handel söhne"
).split()


def deep_pages(
    running: Product, sort: str, column: str, shares: Sequence[float] = (0.2, 0.5, 0.8, 0.99)
) -> list[str]:
    """Pages in the middle and at the end of an order."""
    db = sqlite.connect(running.data / "de.db", readonly=True)
    shown = sqlite.one(db, "SELECT count(*) FROM client WHERE archived = 0")
    positions = [min(int(shown * share), shown - 60) for share in shares]  # whole pages
    rows = [
        db.execute(
            f"SELECT {column}, id FROM client WHERE archived = 0 ORDER BY {column}, id LIMIT 1 OFFSET ?",
            (at,),
        ).fetchone()
        for at in positions
    ]
    db.close()
    after = [cursor(row[0], row[1], at + 2) for row, at in zip(rows, positions, strict=True)]
    return [f"GET\t/de/clients?{urlencode({'sort': sort, 'after': each})}" for each in after]


def product_filters() -> list[str]:
    return [f"GET\t/de/clients?country={country}&status={status}" for country, status in FILTERS]


def peer_filters() -> list[str]:
    path = "/admin/peer/client/"
    return [f"GET\t{path}?country__exact={country}&status__exact={status}" for country, status in FILTERS]


def searches(path: str) -> list[str]:
    return [f"GET\t{path}?q={quote(word)}" for word in WORDS]


def first_looks(running: Product, count: int) -> list[str]:
    """So many different pages that none comes around again in a run."""
    pages = min(count // 60, 2000)
    return deep_pages(running, "name", "name_key", [0.2 + 0.75 * each / pages for each in range(pages)])


def looks(lines: list[str]) -> list[str]:
    """Each under many addresses: else only answers that are kept would be measured, whatever the region holds."""
    return [f"{line}{'&' if '?' in line else '?'}look={number}" for number in range(3000) for line in lines]


def cards(pattern: str, count: int, number: int = 300) -> list[str]:
    """`pattern` holds the client's id as {id}; so many of them, spread over all."""
    return ["GET\t" + pattern.format(id=1 + index * (count - 1) // number) for index in range(number)]


def complete_clients(running: Product, above: int) -> list[Client]:
    """Clients nobody has changed since they came (version 1) and that a form would accept as they are."""
    db = sqlite.connect(running.data / "de.db", readonly=True)
    ids = db.execute(
        "SELECT id FROM client WHERE id > ? AND version = 1 AND kind = 'company' AND incomplete = 0", (above,)
    )
    found = [store.find(db, row[0]) for row in ids.fetchall()]
    db.close()
    return [client for client in found if not gaps(client)]


def product_saves(clients: list[Client]) -> Iterator[str]:
    """Each client once with a new phone number, so that no version is ever stale."""
    for client in clients:
        typed = as_typed(replace(client, phone=_new_phone(client)), "en") | {"version": str(client.version)}
        yield f"POST\t/de/clients/{client.id}\t{urlencode(typed)}"


def peer_saves(clients: list[Client], token: str) -> Iterator[str]:
    """The same to the admin's form, whose contacts are left as they are."""
    fields = (
        "kind", "name", "contact_name", "email", "vat_id", "street", "postal_code", "city", "country", "website",
        "industry", "notes", "status", "payment_term_days", "currency",
    )  # fmt: skip
    for client in clients:
        date, time = client.added_at.rstrip("Z").split("T")
        form = {name: getattr(client, name) for name in fields} | {
            "phone": _new_phone(client), "added_at_0": date, "added_at_1": time, "changed_at_0": date,
            "changed_at_1": time, "csrfmiddlewaretoken": token, "contact_set-TOTAL_FORMS": "0",
            "contact_set-INITIAL_FORMS": "0", "contact_set-MIN_NUM_FORMS": "0", "contact_set-MAX_NUM_FORMS": "1000",
        }  # fmt: skip
        yield f"POST\t/admin/peer/client/{client.id}/change/\t{urlencode(form)}"


def _new_phone(client: Client) -> str:
    return f"+49 711 5550{client.id % 1_000:03d}"
