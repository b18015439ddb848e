"""Whether the list of a large region is as fast as that of a small one, in one interleaved run.

`python -m benchmarks.growth [--small 1000] [--large 1000000] [--seconds 3] [--rounds 3]`
"""

from __future__ import annotations

import argparse

from benchmarks import load
from benchmarks.common import Shot, interleaved, median, ratio, table, wrk
from benchmarks.http import FRAGMENT, LIST, Case
from benchmarks.product import Product, product


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--small", type=int, default=1_000)
    parser.add_argument("--large", type=int, default=1_000_000)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    asked = {"list": lambda _: load.looks([f"GET\t{LIST}?sort=name"]), "deep page": _deep, "card": _cards}
    with product(given.small) as small, product(given.large) as large:
        sides = {f"{given.small:,}": (small, given.small), f"{given.large:,}": (large, given.large)}
        cases = {
            (what, size): _case(running, lines((running, count)), given.seconds)
            for what, lines in asked.items()
            for size, (running, count) in sides.items()
        }
        shots = interleaved({f"{what}, {size}": case for (what, size), case in cases.items()}, given.rounds)
    table(("case", "requests/s", "p50 ms"), [_row(name, each) for name, each in shots.items()])
    small_size, large_size = sides
    table(
        ("time with many / with few", "measured", "target", "met"),
        [
            (what, *ratio(_time(shots, what, large_size) / _time(shots, what, small_size), 1.3, at_most=True))
            for what in asked
        ],
    )


def _case(running: Product, lines: list[str], seconds: int) -> Case:
    headers = {**running.headers, **FRAGMENT}
    return lambda _: wrk(running.origin, lines, seconds=seconds, headers=headers)


def _deep(side: tuple[Product, int]) -> list[str]:
    return load.looks(load.deep_pages(side[0], "name", "name_key"))


def _cards(side: tuple[Product, int]) -> list[str]:
    return load.looks(load.cards(f"{LIST}/{{id}}", side[1], 100))


def _row(name: str, shots: list[Shot]) -> tuple[str, str, str]:
    return name, f"{median(shots):,.0f}", f"{median(shots, 'p50'):.1f}"


def _time(shots: dict[str, list[Shot]], what: str, size: str) -> float:
    return 1 / median(shots[f"{what}, {size}"])


if __name__ == "__main__":
    main()
