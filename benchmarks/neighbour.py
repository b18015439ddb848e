"""How long the list takes for everybody else while a large file is imported into the same region.

`python -m benchmarks.neighbour [--clients 100000] [--rows 100000] [--seconds 3] [--rounds 3]`
"""

from __future__ import annotations

import argparse
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from benchmarks import load
from benchmarks.common import ROOT, Shot, median, ratio, table, wrk
from benchmarks.http import FRAGMENT, LIST
from benchmarks.imports import sheet
from benchmarks.product import REGION, Product, product


@contextmanager
def importing(running: Product, file: Path) -> Iterator[subprocess.Popen[bytes]]:
    """An import at work until the block ends; given up then, it leaves nothing behind."""
    command = [sys.executable, "-m", "app.cli.main", "import", REGION, str(file), "--on-duplicate", "create"]
    environment = {**os.environ, "MASAKU_DATA": str(running.data)}
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL)
    try:
        yield process
    finally:
        process.terminate()
        process.wait(60)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--seconds", type=int, default=3)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    file = sheet(given.rows)
    quiet: list[Shot] = []
    busy: list[Shot] = []
    with product(given.clients) as running:
        headers = {**running.headers, **FRAGMENT}
        for _ in range(given.rounds):
            lines = load.looks([f"GET\t{LIST}?sort=name"])
            quiet.append(wrk(running.origin, lines, seconds=given.seconds, headers=headers))
            with importing(running, file) as process:
                busy.append(wrk(running.origin, lines[::-1], seconds=given.seconds, headers=headers))
                if process.poll() is not None:
                    print(f"the import ended before the measurement, with status {process.returncode}")
    rows = (("quiet", quiet), ("beside an import", busy))
    table(
        ("list", "requests/s", "p50 ms", "p99 ms"),
        [
            (name, f"{median(each):,.0f}", f"{median(each, 'p50'):.1f}", f"{median(each, 'p99'):.1f}")
            for name, each in rows
        ],
    )
    measured = median(busy, "p99") / median(quiet, "p99")
    table(
        ("measure", "measured", "target", "met"), [("p99 busy / quiet", *ratio(measured, 1.5, at_most=True))]
    )


if __name__ == "__main__":
    main()
