"""kill -9 while twenty invoices are issued at once: no number twice, none left out, none that was told is gone."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

from app import sqlite
from app.clients import store as clients
from app.instance import Instance
from app.invoices import numbering
from app.seller import store as sellers
from app.settings import ROOT, Settings
from tests.invoices.conftest import ANNA, AT, BERGMANN, NORDWERK

# A short form in every run; a long one by MASAKU_CRASH_ROUNDS.
ROUNDS = int(os.environ.get("MASAKU_CRASH_ROUNDS", "3"))


def killed_at_random(data: Path) -> list[str]:
    """The numbers it had said before it was killed."""
    command = [sys.executable, "-m", "tests.crash.issuer", str(data)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout
        while process.stdout.readline().strip() != "ready":
            assert process.poll() is None, "it did not start"
        time.sleep(random.uniform(0.05, 0.5))
        process.send_signal(signal.SIGKILL)
        return process.stdout.read().split()


def test_numbers_have_no_gap_and_no_twin_whenever_it_is_killed(tmp_path: Path) -> None:
    data = tmp_path / "data"
    instance = Instance.open(Settings(data=data))
    region = instance.regions.add("de")
    region.write_now(sellers.change, region.keys, NORDWERK, ANNA, AT, version=0)
    region.write_now(clients.add, region.keys, BERGMANN, ANNA, AT)
    instance.close()
    told = [number for _ in range(ROUNDS) for number in killed_at_random(data)]
    assert told, "it was killed before it said anything: this test means nothing"

    instance = Instance.open(Settings(data=data))
    region = instance.regions.find("de")
    rows = region.read(
        lambda db: db.execute(
            "SELECT number, year, sequence FROM invoice WHERE number IS NOT NULL ORDER BY year, sequence"
        ).fetchall()
    )
    assert [row["sequence"] for row in rows] == [*range(1, len(rows) + 1)]
    assert {*told} <= {row["number"] for row in rows}
    assert len(told) == len({*told})
    assert instance.vault.number_marks("de") == region.read(numbering.series)
    assert region.read(sqlite.one, "SELECT count(*) FROM lost_number") == 0
    instance.close()
