"""Exports of many clients against a floor that only copies the same columns to a CSV file.

The floor is `csv.writer` over one SELECT of the same columns as they are stored: no words for choices, no marked
formulas, no log of who is in it. Each case is a process of its own, from its first row to its last, in
seconds of the processor: the clock on the wall tells more about the machine's other work.

`python -m benchmarks.exports [--clients 100000] [--rounds 3]`
"""

from __future__ import annotations

import argparse
import csv
import io
import json
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import IO

from app import sqlite
from app.exports import store
from app.exports.formats import FORMATS, Context
from app.exports.model import Row, Wanted
from app.exports.selection import ids_of
from app.regions.definition import definitions
from benchmarks.common import ROOT, ratio, table
from benchmarks.product import REGION, prepared

KINDS = ("csv", "xlsx", "vcf", "json", "ods")
_FLOOR = (
    f"SELECT {', '.join(store.VALUES[name] for name in Row._fields)} FROM client c WHERE archived = 0"
    " ORDER BY name_key, id"
)


@dataclass(frozen=True)
class Run:
    """`own_mb` is how far the most memory held was above what the process had before its first row."""

    seconds: float
    own_mb: float
    rows: int
    file_mb: float


def measured(kind: str, data: Path) -> Run:
    command = [sys.executable, "-m", "benchmarks.exports", "--only", kind, "--data", str(data)]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return Run(**json.loads(printed))


def only(kind: str, data: Path) -> None:
    """What one process does."""
    with (
        closing(sqlite.connect(data / f"{REGION}.db", readonly=True)) as db,
        tempfile.TemporaryFile() as file,
    ):
        definition = definitions(data)[REGION]
        Path("/proc/self/clear_refs").write_text("5")  # the most memory held is counted from here on
        before, started = memory_mb("VmRSS"), time.process_time()
        if kind == "floor":
            rows = floor(db, file)
        else:
            ids = ids_of(db, Wanted(kind, "benchmark"))
            context = Context(
                definition.name("de"),
                "de",
                definition.timezone,
                datetime.now(UTC),
                "benchmark",
                "benchmark",
                len(ids),
            )
            FORMATS[kind].write(file, store.rows_of(db, ids), context)
            rows = len(ids)
        seconds = time.process_time() - started
        size = file.seek(0, io.SEEK_END) / 1e6
        print(
            json.dumps(
                {"seconds": seconds, "own_mb": memory_mb("VmHWM") - before, "rows": rows, "file_mb": size}
            )
        )


def floor(db: sqlite.Connection, file: IO[bytes]) -> int:
    text = io.TextIOWrapper(file, "utf-8", newline="")
    out = csv.writer(text, delimiter=";")
    rows = 0

    def counted() -> Iterator[sqlite.Row]:
        nonlocal rows
        for row in db.execute(_FLOOR):
            rows += 1
            yield row

    out.writerows(counted())
    text.detach()
    return rows


def memory_mb(what: str) -> float:
    status = Path("/proc/self/status").read_text()
    return int(re.search(rf"{what}:\s*(\d+)", status)[1]) / 1024  # type: ignore[index]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--only", choices=["floor", *KINDS], help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.only:
        only(given.only, given.data)
        return
    data = prepared(given.clients)
    runs: dict[str, list[Run]] = {kind: [] for kind in ("floor", *KINDS)}
    for number in range(given.rounds):
        for kind, some in runs.items():
            print(
                f"\r\033[K  round {number + 1} of {given.rounds}: {kind}", end="", file=sys.stderr, flush=True
            )
            some.append(measured(kind, data))
    print("\r\033[K", end="", file=sys.stderr)
    report(runs)


def report(runs: dict[str, list[Run]]) -> None:
    seconds = {kind: statistics.median(each.seconds for each in some) for kind, some in runs.items()}
    memory = {kind: max(each.own_mb for each in some) for kind, some in runs.items()}
    table(
        ("case", "seconds", "rows/s", "x csv", "own MB", "file MB"),
        [
            (
                kind, f"{seconds[kind]:.2f}", f"{some[0].rows / seconds[kind]:,.0f}",
                f"{seconds[kind] / seconds['csv']:.2f}", f"{memory[kind]:.0f}", f"{some[0].file_mb:.1f}",
            )
            for kind, some in runs.items()
        ],
    )  # fmt: skip
    table(
        ("measure", "measured", "target", "met"),
        [
            ("CSV / csv.writer, rows/s", *ratio(seconds["floor"] / seconds["csv"], 0.7)),
            ("Excel / CSV, seconds", *ratio(seconds["xlsx"] / seconds["csv"], 3, at_most=True)),
            ("CSV, MB", *ratio(memory["csv"], 40, at_most=True)),
            ("Excel, MB", *ratio(memory["xlsx"], 40, at_most=True)),
        ],
    )


if __name__ == "__main__":
    main()
