"""Pages, filters, searches, cards and saves against a floor and a Django admin, in one interleaved run.

`python -m benchmarks.http [--clients 100000] [--seconds 3] [--rounds 3]`
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial

from app.demo.load import LIVELY
from benchmarks import load
from benchmarks.common import Shot, free_port, interleaved, median, ratio, serving, table, wrk
from benchmarks.peer.run import Peer, peer
from benchmarks.product import Product, ask, product

FRAGMENT = {"HX-Request": "true", "HX-Request-Type": "partial"}
LIST = "/de/clients"
ADMIN = "/admin/peer/client/"
Case = Callable[[int], Shot]


@dataclass(frozen=True)
class Sides:
    hello: str
    ours: Product
    theirs: Peer
    count: int
    seconds: int
    rounds: int

    def our(self, lines: Sequence[str], **headers: str) -> Case:
        sent = {**self.ours.headers, **{name.replace("_", "-"): value for name, value in headers.items()}}
        return lambda _: wrk(self.ours.origin, lines, seconds=self.seconds, headers=sent)

    def part(self, lines: Sequence[str], **headers: str) -> Case:
        return self.our(lines, **FRAGMENT, **headers)

    def etag(self) -> str:
        """Of the list as it is now: every save makes it another one."""
        return ask(self.ours.origin, LIST, {**self.ours.headers, **FRAGMENT})[1]["etag"]

    def their(self, lines: Sequence[str]) -> Case:
        """Twice as long: it answers a few requests a second."""
        return lambda _: wrk(self.theirs.origin, lines, seconds=2 * self.seconds, headers=self.theirs.headers)


def cases(sides: Sides) -> dict[str, Case]:
    count = sides.count
    first = load.first_looks(sides.ours, count)
    others = load.cards(f"{LIST}/{{id}}", count - 1, count // 3)
    return {
        "hello": lambda _: wrk(sides.hello, ["GET\t/hello"], seconds=sides.seconds),
        "list": sides.part([f"GET\t{LIST}"]),
        "list, whole page": sides.our([f"GET\t{LIST}"]),
        "list, compressed": sides.part([f"GET\t{LIST}"], Accept_Encoding="br"),
        "list unchanged": lambda number: sides.part([f"GET\t{LIST}"], If_None_Match=sides.etag())(number),
        "deep page": sides.part(load.deep_pages(sides.ours, "name", "name_key")),
        "deep page by date": sides.part(load.deep_pages(sides.ours, "changed", "changed_at")),
        "list, first look": lambda number: sides.part(first[number :: sides.rounds])(number),
        "filter": sides.part(load.product_filters()),
        "search": sides.part(load.searches(LIST)),
        "card": sides.our(load.cards(f"{LIST}/{{id}}", count)),
        "card, first look": lambda number: sides.our(others[number :: sides.rounds])(number),
        "card's history": sides.our(load.cards(f"{LIST}/{{id}}/history", count)),
        "Django list": sides.their([f"GET\t{ADMIN}"]),
        "Django filter": sides.their(load.peer_filters()),
        "Django search": sides.their(load.searches(ADMIN)),
        "Django card": sides.their(load.cards(f"{ADMIN}{{id}}/change/", count)),
        **_saves(sides),
    }


def _saves(sides: Sides) -> dict[str, Case]:
    """Every client is saved once at most; the clients are dealt out to the rounds."""
    clients = load.complete_clients(sides.ours, above=min(LIVELY, sides.count // 2))
    ours = list(load.product_saves(clients))
    theirs = list(load.peer_saves(clients, sides.theirs.token))
    headers = {**sides.ours.headers, "Sec-Fetch-Site": "same-origin"}
    send_ours = partial(wrk, sides.ours.origin, seconds=sides.seconds, headers=headers)
    send_theirs = partial(wrk, sides.theirs.origin, seconds=2 * sides.seconds, headers=sides.theirs.headers)
    return {
        "save": lambda number: send_ours(ours[number :: sides.rounds]),
        "Django save": lambda number: send_theirs(theirs[number :: sides.rounds]),
    }


TARGETS = (
    ("list", "Django list", 40),
    ("list", "hello", 0.045),
    ("list unchanged", "hello", 0.5),
    ("deep page", "list", 0.8),
    ("deep page by date", "list", 0.8),
    ("list, first look", "Django list", 40),
    ("list, first look", "hello", 0.045),
    ("card, first look", "Django card", 40),
    ("filter", "Django filter", 60),
    ("search", "Django search", 40),
    ("card", "Django card", 40),
    ("save", "Django save", 8),
)


def report(shots: dict[str, list[Shot]]) -> None:
    table(
        ("case", "requests/s", "p50 ms", "p99 ms", "bytes", "failed"),
        [
            (
                name,
                f"{median(each):,.0f}",
                f"{median(each, 'p50'):.1f}",
                f"{median(each, 'p99'):.1f}",
                f"{median(each, 'bytes_each'):,.0f}",
                str(sum(shot.failed for shot in each)),
            )
            for name, each in shots.items()
        ],
    )
    table(
        ("ratio", "measured", "target", "met"),
        [
            (f"{name} / {base}", *ratio(median(shots[name]) / max(median(shots[base]), 0.1), wanted))
            for name, base, wanted in TARGETS
        ],
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    floor = f"http://127.0.0.1:{(port := free_port())}"
    hello = [sys.executable, "-m", "benchmarks.hello", str(port)]
    with (
        serving(hello, f"{floor}/hello"),
        product(given.clients) as ours,
        peer(given.clients) as theirs,
    ):
        sides = Sides(floor, ours, theirs, given.clients, given.seconds, given.rounds)
        report(interleaved(cases(sides), given.rounds))


if __name__ == "__main__":
    main()
