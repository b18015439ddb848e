"""kill -9 of an import at any moment: nothing is half there, and run again it brings nobody twice.

MASAKU_IMPORT_CRASH_ROUNDS says how often.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from app import sqlite
from app.history import store as history
from app.instance import Instance
from app.settings import ROOT, Settings

ROUNDS = int(os.environ.get("MASAKU_IMPORT_CRASH_ROUNDS", "20"))
NEW, KNOWN = 200, 40
CITIES = ("Graz", "Ulm", "Łódź", "Bonn")


class Killed:
    """The importing process, and the files it is given: each brings new clients and moves the known ones."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.data, self.generation = folder, folder / "data", 0
        instance = Instance.open(Settings(data=self.data))
        instance.regions.add("de")
        instance.close()
        self._forker = subprocess.Popen(
            [sys.executable, "-m", "tests.crash.import_forker"],
            cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, "MASAKU_DATA": str(self.data)},
        )  # fmt: skip

    def end(self) -> None:
        assert self._forker.stdin and self._forker.stdout
        self._forker.stdin.close()
        self._forker.wait()
        self._forker.stdout.close()

    @property
    def city(self) -> str:
        return CITIES[self.generation % len(CITIES)]

    def file(self) -> Path:
        path = self.folder / f"{self.generation}.csv"
        rows = [f"Known {n};known{n}@firm.example;{self.city}\n" for n in range(KNOWN)]
        rows += [f"New {self.generation}-{n};;Ulm\n" for n in range(NEW)]
        path.write_text("Nazwa;E-mail;Miasto\n" + "".join(rows), encoding="utf-8")
        return path

    def run(self, seconds: float | None = None) -> float:
        """How long it took; killed after so many seconds."""
        assert self._forker.stdin and self._forker.stdout
        began = time.monotonic()
        print(self.file(), file=self._forker.stdin, flush=True)
        pid = int(self._forker.stdout.readline())
        if seconds is not None:
            time.sleep(seconds)
            os.kill(pid, signal.SIGKILL)
        print("ended?", file=self._forker.stdin, flush=True)
        status = int(self._forker.stdout.readline())
        assert seconds is not None or status == 0
        return time.monotonic() - began

    def is_written(self) -> bool:
        """All of the file or nothing of it; what lies in between fails."""
        db = sqlite.connect(self.data / "de.db", readonly=True)
        try:
            new = sqlite.one(db, "SELECT count(*) FROM client WHERE name LIKE ?", f"New {self.generation}-%")
            moved = sqlite.one(
                db, "SELECT count(*) FROM client WHERE name LIKE 'Known %' AND city = ?", self.city
            )
            done = sqlite.one(db, "SELECT count(*) FROM import_batch WHERE state = 'done'")
            assert (new, moved, done) in ((0, 0, self.generation), (NEW, KNOWN, self.generation + 1))
            for table, column in (("client_text", "id"), ("history", "client_id")):
                sql = f"SELECT count(*) FROM client WHERE id NOT IN (SELECT {column} FROM {table})"
                assert sqlite.one(db, sql) == 0
            steps = sqlite.one(db, "SELECT count(*) FROM operation WHERE state <> 'done'")
            assert steps == 0, "an operation is there with its clients or not at all"
            return bool(new)
        finally:
            db.close()


@pytest.fixture
def killed(tmp_path: Path) -> Iterator[Killed]:
    found = Killed(tmp_path)
    yield found
    found.end()


@pytest.mark.slow
def test_a_killed_import_leaves_nothing_half_done_and_can_be_run_again(killed: Killed) -> None:
    took, broken = [], 0
    for _ in range(3):
        took.append(killed.run())
        assert killed.is_written()
        killed.generation += 1
    for _ in range(ROUNDS):
        killed.run(random.uniform(0.0, min(took)))
        if killed.is_written():
            killed.generation += 1
        else:
            broken += 1
    assert broken > ROUNDS // 5, "it was killed too late for this test to mean anything"
    killed.run()
    assert killed.is_written()

    instance = Instance.open(Settings(data=killed.data))
    region = instance.regions.find("de")
    names = region.read(lambda db: [row[0] for row in db.execute("SELECT name FROM client")])
    assert len(names) == len(set(names)) == KNOWN + NEW * (killed.generation + 1)
    verdict = region.read(history.verify, region.keys)
    assert verdict.whole
    assert region.read(sqlite.one, "PRAGMA integrity_check") == "ok"
    instance.close()
