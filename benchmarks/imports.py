"""An import of many rows, checked and with its history, against a floor that only inserts, and against
django-import-export over fewer of the same rows.

The floor reads rows that are ready to be stored, the search form and sort keys included, and writes them to the same
tables, with the same indexes, the search index filled in one pass.

`python -m benchmarks.imports [--rows 100000] [--peer-rows 10000] [--rounds 3]`
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from app import sqlite
from app.clients import search_index
from app.demo.people import clients
from benchmarks.common import ROOT, WORK, ratio, table
from benchmarks.peer.run import import_command
from benchmarks.product import REGION, copied, prepared

_HEAD = (
    "Name", "E-Mail", "USt-IdNr.", "Straße", "PLZ", "Ort", "Land", "Telefon", "Ansprechpartner", "Webseite", "Branche"
)  # fmt: skip
_TABLES = ("client", "client_text")
PEER = "django-import-export"


@dataclass(frozen=True)
class Run:
    """`processor` are the seconds of it that were used: others at work beside it change them less than the clock's."""

    seconds: float
    processor: float
    resident_mb: float


def run(command: Sequence[str], env: Mapping[str, str]) -> Run:
    """One process from its start to its end, with the most memory it held."""
    launcher = [sys.executable, "-m", "benchmarks.used", *command]
    done = subprocess.run(launcher, cwd=ROOT, env={**os.environ, **env}, stdout=subprocess.PIPE, check=False)
    if done.returncode != 0:
        raise SystemExit(f"{' '.join(command)} failed")
    return Run(*json.loads(done.stdout))


def sheet(rows: int) -> Path:
    """A file as somebody would bring it."""
    WORK.mkdir(exist_ok=True)
    path = WORK / f"import-{rows}.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        written = csv.writer(file, delimiter=";")
        written.writerow(_HEAD)
        for client in (demo.client for demo in clients(REGION, rows)):
            written.writerow(
                (
                    client.name, client.email, client.vat_id, client.street, client.postal_code, client.city,
                    client.country, client.phone, client.contact_name, client.website, client.industry,
                )
            )  # fmt: skip
    return path


def ready_rows(rows: int) -> Path:
    """The same clients as they lie in a region, one file per table."""
    folder = WORK / f"ready-{rows}"
    folder.mkdir(exist_ok=True)
    db = sqlite.connect(prepared(rows) / f"{REGION}.db", readonly=True)
    for name in _TABLES:
        columns = [row["name"] for row in db.execute(f"PRAGMA table_info({name})")]
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            written = csv.writer(file)
            written.writerow(columns)
            written.writerows(tuple(row) for row in db.execute(f"SELECT {', '.join(columns)} FROM {name}"))
    db.close()
    return folder


def insert_only(folder: Path, data: Path) -> None:
    """What the floor's process does."""
    db = sqlite.connect(data / f"{REGION}.db")
    db.execute(
        "PRAGMA cache_size=-65536"
    )  # twenty indexes at once: with the usual 2 MB the floor would be no floor
    with sqlite.transaction(db), search_index.filled_at_once(db):
        for name in _TABLES:
            with (folder / f"{name}.csv").open(encoding="utf-8", newline="") as file:
                rows = csv.reader(file)
                columns = next(rows)
                marks = ", ".join("?" * len(columns))
                db.executemany(f"INSERT INTO {name} ({', '.join(columns)}) VALUES ({marks})", rows)
    db.close()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--peer-rows", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=3)
    given = parser.parse_args()
    file, folder, empty = sheet(given.rows), ready_rows(given.rows), prepared(0)
    floor_command = [sys.executable, "-m", "benchmarks.import_floor", str(folder)]
    our_command = [sys.executable, "-m", "app.cli.main", "import", REGION, str(file)]
    few = sheet(given.peer_rows)
    runs: dict[str, list[Run]] = {"floor": [], "import": [], PEER: []}
    for _ in range(given.rounds):
        for name, command in (("floor", floor_command), ("import", our_command)):
            with copied(empty) as data:
                runs[name].append(run(command, {"MASAKU_DATA": str(data)}))
        runs[PEER].append(run(*import_command(few, WORK / "run-peer-import.db")))
    report(runs, {"floor": given.rows, "import": given.rows, PEER: given.peer_rows})


def report(runs: dict[str, list[Run]], rows: Mapping[str, int]) -> None:
    seconds = {name: statistics.median(each.seconds for each in some) for name, some in runs.items()}
    processor = {name: statistics.median(each.processor for each in some) for name, some in runs.items()}
    speed = {name: rows[name] / processor[name] for name in runs}
    memory = {name: max(each.resident_mb for each in some) for name, some in runs.items()}
    table(
        ("case", "seconds", "of the processor", "rows/s", "MB"),
        [
            (
                name,
                f"{seconds[name]:.1f}",
                f"{processor[name]:.1f}",
                f"{rows[name] / seconds[name]:,.0f}",
                f"{memory[name]:.0f}",
            )
            for name in runs
        ],
    )
    table(
        ("measure", "measured", "target", "met"),
        [
            (
                "import / floor, rows per second of the processor",
                *ratio(speed["import"] / speed["floor"], 0.5),
            ),
            (f"import / {PEER}, the same", *ratio(speed["import"] / speed[PEER], 2)),
            ("import, MB resident", *ratio(memory["import"], 300, at_most=True)),
        ],
    )


if __name__ == "__main__":
    main()
