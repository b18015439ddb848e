"""Whether the list of many invoices is as fast as that of the clients, in one interleaved run.

`python -m benchmarks.invoices [--invoices 300000] [--clients 20000] [--seconds 3] [--rounds 3]`
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from urllib.parse import quote, urlencode

from app import sqlite
from app.lists.paging import cursor
from benchmarks import load
from benchmarks.common import Shot, interleaved, median, ratio, table, wrk
from benchmarks.http import FRAGMENT
from benchmarks.product import Product, ask, product

INVOICES, CLIENTS = "/de/invoices", "/de/clients"
FILTERS = (
    "status=overdue&sort=due",
    "status=paid",
    "type=invoice&currency=EUR",
    "due_from=2026-01-01&sort=-gross",
)
WORDS = ("gmbh", "müller", "berg", "logistik", "2026-00")
# (what, beside what, at least)
TARGETS = (
    ("invoices", "clients", 0.8), ("invoices unchanged", "clients unchanged", 0.8), ("invoices deep", "invoices", 0.8),
    ("invoices filtered", "clients filtered", 0.8), ("invoices searched", "clients searched", 0.8),
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--invoices", type=int, default=300_000)
    parser.add_argument("--clients", type=int, default=20_000)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    with product(given.clients, given.invoices) as running:
        shots = interleaved(_cases(running, given.clients, given.invoices, given.seconds), given.rounds)
    table(
        ("case", "requests/s", "p50 ms", "p99 ms", "failed"),
        [
            (
                name,
                f"{median(each):,.0f}",
                f"{median(each, 'p50'):.1f}",
                f"{median(each, 'p99'):.1f}",
                str(sum(shot.failed for shot in each)),
            )
            for name, each in shots.items()
        ],
    )
    table(
        ("requests per second", "measured", "target", "met"),
        [
            (f"{one} / {other}", *ratio(median(shots[one]) / median(shots[other]), target))
            for one, other, target in TARGETS
        ],
    )


def _cases(running: Product, clients: int, invoices: int, seconds: int) -> dict[str, Callable[[int], Shot]]:
    """Each page under many addresses: what is kept from before answers nothing here, but for "unchanged"."""

    def case(lines: list[str], **more: str) -> Callable[[int], Shot]:
        headers = running.headers | FRAGMENT | more
        return lambda _: wrk(running.origin, lines, seconds=seconds, headers=headers)

    def unchanged(path: str) -> Callable[[int], Shot]:
        etag = ask(running.origin, path, {**running.headers, **FRAGMENT})[1]["etag"]
        return case([f"GET\t{path}"], **{"If-None-Match": etag})

    filters, words = load.product_filters(), load.searches(CLIENTS)
    return {
        "clients": case(load.looks([f"GET\t{CLIENTS}?sort=name"])),
        "invoices": case(load.looks([f"GET\t{INVOICES}?sort=-number"])),
        "clients unchanged": unchanged(CLIENTS),
        "invoices unchanged": unchanged(INVOICES),
        "clients deep": case(load.looks(load.deep_pages(running, "name", "name_key"))),
        "invoices deep": case(load.looks(_deep_pages(running, invoices))),
        "clients filtered": case(load.looks(filters)),
        "invoices filtered": case(load.looks([f"GET\t{INVOICES}?{each}" for each in FILTERS])),
        "clients searched": case(load.looks(words)),
        "invoices searched": case(load.looks([f"GET\t{INVOICES}?q={quote(each)}" for each in WORDS])),
    }


def _deep_pages(running: Product, count: int) -> list[str]:
    db = sqlite.connect(running.data / "de.db", readonly=True)
    after = []
    for share in (0.2, 0.5, 0.8, 0.99):
        at = min(int(count * share), count - 60)
        sql = "SELECT number_key, id FROM invoice ORDER BY number_key DESC, id DESC LIMIT 1 OFFSET ?"
        row = db.execute(sql, (at,)).fetchone()
        after.append(cursor(row[0], row[1], at + 2))
    db.close()
    return [f"GET\t{INVOICES}?{urlencode({'sort': '-number', 'after': each})}" for each in after]


if __name__ == "__main__":
    main()
