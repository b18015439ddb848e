"""How good and how fast the search for duplicates is.

Quality is measured with clients of whom the truth is known (tests/duplicates/labelled.py), over several seeds; time
and memory with a demo region, in a process of its own.

`python -m benchmarks.duplicates [--clients 100000] [--seeds 5]`
"""

from __future__ import annotations

import argparse
import statistics
import sys
from collections import Counter
from collections.abc import Iterable

from benchmarks.common import ratio, table
from benchmarks.imports import run
from benchmarks.product import REGION, prepared
from tests.duplicates.labelled import labelled
from tests.duplicates.measure import Measured, measure

_FIRST_SEED = 100


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--seeds", type=int, default=5)
    given = parser.parse_args()
    quality([measure(labelled(seed)) for seed in range(_FIRST_SEED, _FIRST_SEED + given.seeds)])
    speed(given.clients)


def quality(runs: list[Measured]) -> None:
    table(
        ("kind of slip", "recall"),
        [(kind, f"{_mean(each.recall_of[kind] for each in runs):.3f}") for kind in runs[0].recall_of],
    )
    wrong = sum((each.wrong for each in runs), Counter[str]())
    table(("taken for one though two", "pairs"), [(kind, str(many)) for kind, many in wrong.most_common()])
    table(
        ("measure", "measured", "target", "met"),
        [
            ("precision", *ratio(_mean(each.precision for each in runs), 0.93)),
            ("recall", *ratio(_mean(each.recall for each in runs), 0.93)),
            ("F1", *ratio(_mean(each.f1 for each in runs), 0.93)),
        ],
    )


def speed(clients: int) -> None:
    command = [sys.executable, "-m", "app.cli.main", "duplicates", REGION, "--json"]
    found = run(command, prepared(clients))
    table(
        ("measure", "measured", "target", "met"),
        [
            (f"scan of {clients} clients, s", *ratio(found.seconds, 10, at_most=True)),
            ("memory, MB", *ratio(found.resident_mb, 300, at_most=True)),
        ],
    )


def _mean(values: Iterable[float]) -> float:
    return statistics.fmean(values)


if __name__ == "__main__":
    main()
