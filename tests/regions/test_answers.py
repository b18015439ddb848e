"""What every request asks is answered from memory until somebody commits."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from app import sqlite
from app.regions.file import File


class Counted:
    """A file with a table of numbers, and how often it was asked for their count."""

    def __init__(self, path: Path) -> None:
        db = sqlite.connect(path, create=True)
        db.execute("CREATE TABLE t (n INTEGER PRIMARY KEY) STRICT")
        db.close()
        self.file, self.path, self.asked = File(path), path, 0

    def count(self) -> int:
        return self.file.ask_again("count", self._count)

    def _count(self, db: sqlite.Connection) -> int:
        self.asked += 1
        return int(sqlite.one(db, "SELECT count(*) FROM t"))

    def add(self, n: int) -> None:
        self.file.write_now(lambda db: db.execute("INSERT INTO t VALUES (?)", (n,)))


@pytest.fixture
def counted(tmp_path: Path) -> Counted:
    return Counted(tmp_path / "x.db")


def test_nobody_is_asked_twice(counted: Counted) -> None:
    counted.add(1)
    time.sleep(0.06)
    assert [counted.count() for _ in range(20)] == [1] * 20 and counted.asked == 1
    counted.file.close()


def test_what_this_process_commits_is_seen_at_once(counted: Counted) -> None:
    for number in range(1, 20):
        counted.add(number)
        assert counted.count() == number
    counted.file.close()


def test_what_another_process_commits_is_seen_a_moment_later(counted: Counted) -> None:
    assert counted.count() == 0
    other = sqlite.connect(counted.path)
    other.execute("INSERT INTO t VALUES (1)")
    other.close()
    time.sleep(0.06)
    assert counted.count() == 1
    counted.file.close()


def test_a_change_that_failed_changes_no_answer(counted: Counted) -> None:
    counted.add(1)
    counted.count()
    with pytest.raises(sqlite.IntegrityError):
        counted.add(1)
    assert counted.count() == 1 and counted.asked == 1
    counted.file.close()
