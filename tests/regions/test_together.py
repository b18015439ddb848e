"""Writes that wait for one disk share a commit, and none of them feels the others."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from threading import Event

import pytest

from app import sqlite
from app.errors import Refused, Unavailable
from app.regions.file import File


@pytest.fixture
def file(tmp_path: Path) -> File:
    path = tmp_path / "x.db"
    db = sqlite.connect(path, create=True)
    db.execute("CREATE TABLE t (n INTEGER PRIMARY KEY, by TEXT NOT NULL) STRICT")
    db.close()
    return File(path)


def add(db: sqlite.Connection, n: int, by: str = "") -> int:
    db.execute("INSERT INTO t VALUES (?, ?)", (n, by))
    return n


def numbers(db: sqlite.Connection) -> list[int]:
    return [row[0] for row in db.execute("SELECT n FROM t ORDER BY n")]


async def _all(file: File, *wanted: int) -> list[object]:
    return await asyncio.gather(*(file.write(add, each) for each in wanted), return_exceptions=True)


def test_every_author_gets_the_own_result(file: File) -> None:
    assert asyncio.run(_all(file, *range(100))) == list(range(100))
    assert file.read(numbers) == list(range(100))
    file.close()


def test_one_that_fails_takes_nobody_along(file: File) -> None:
    file.write_now(add, 7)
    results = asyncio.run(_all(file, *range(20)))
    assert isinstance(results[7], sqlite.IntegrityError)
    assert [each for each in results if isinstance(each, int)] == [n for n in range(20) if n != 7]
    assert file.read(numbers) == list(range(20))
    file.close()


def test_what_a_failing_one_did_before_is_undone(file: File) -> None:
    def half(db: sqlite.Connection) -> None:
        add(db, 50)
        raise Refused("no")

    async def both() -> list[object]:
        return await asyncio.gather(
            file.write(add, 1), file.write(half), file.write(add, 2), return_exceptions=True
        )

    results = asyncio.run(both())
    assert results[0] == 1 and isinstance(results[1], Refused) and results[2] == 2
    assert file.read(numbers) == [1, 2]
    file.close()


def test_many_at_once_share_commits(file: File) -> None:
    file.write_now(add, 1000)
    began = _transactions(file)
    asyncio.run(_all(file, *range(64)))
    assert _transactions(file) - began < 40, "64 changes, fewer commits"
    file.close()


def test_who_gives_up_while_waiting_changes_nothing(file: File) -> None:
    begun, go_on = Event(), Event()

    def slow(db: sqlite.Connection) -> None:
        begun.set()
        go_on.wait(5)

    async def try_three() -> list[object]:
        holding = asyncio.create_task(asyncio.to_thread(file.write_now, slow))
        await asyncio.to_thread(begun.wait, 5)
        waiting = [asyncio.create_task(file.write(add, n)) for n in (1, 2, 3)]
        await asyncio.sleep(0)
        waiting[1].cancel()
        await asyncio.sleep(0)
        go_on.set()
        await holding
        return await asyncio.gather(*waiting, return_exceptions=True)

    first, second, third = asyncio.run(try_three())
    assert (first, third) == (1, 3) and isinstance(second, asyncio.CancelledError)
    assert file.read(numbers) == [1, 3]
    file.close()


def _transactions(file: File) -> int:
    """Frames of the log that end a transaction: bytes 4 to 8 of a frame's head are then not zero."""
    log = file.path.with_name(f"{file.path.name}-wal").read_bytes()
    size = int.from_bytes(log[8:12], "big")
    heads = range(32, len(log) - 24, 24 + size)
    return sum(1 for at in heads if int.from_bytes(log[at + 4 : at + 8], "big"))


def noting(db: sqlite.Connection, rows: list[int]) -> None:
    """All in one row, so that one can see what came together."""
    db.execute("INSERT INTO t (by) VALUES (?)", (" ".join(map(str, rows)),))


def notes(db: sqlite.Connection) -> list[str]:
    return [row[0] for row in db.execute("SELECT by FROM t ORDER BY n")]


def test_what_is_put_off_is_written_once_for_all_that_commit_together(file: File) -> None:
    started, go_on = Event(), Event()

    def hold(db: sqlite.Connection) -> None:
        started.set()
        go_on.wait(5)

    async def three() -> None:
        first = asyncio.create_task(file.write(hold))
        await asyncio.to_thread(started.wait, 5)
        others = [asyncio.create_task(file.write(lambda db, n=n: db.put_off(noting, [n]))) for n in range(3)]
        await asyncio.sleep(0)
        go_on.set()
        await asyncio.gather(first, *others)

    asyncio.run(three())
    assert file.read(notes) == ["0 1 2"]
    file.close()


def test_who_must_read_it_before_the_end_catches_up(file: File) -> None:
    def twice(db: sqlite.Connection) -> list[str]:
        db.put_off(noting, [1])
        before = notes(db)
        db.catch_up()
        db.put_off(noting, [2])
        return [*before, "then", *notes(db)]

    assert file.write_now(twice) == ["then", "1"]
    assert file.read(notes) == ["1", "2"]
    file.close()


def test_what_is_put_off_fails_with_its_transaction(file: File) -> None:
    def fail(db: sqlite.Connection) -> None:
        db.put_off(noting, [1])
        raise Refused("no")

    with pytest.raises(Refused):
        file.write_now(fail)
    file.write_now(add, 5, "five")
    assert file.read(notes) == ["five"]
    file.close()


def test_an_attempt_that_fails_takes_only_its_own_along(file: File) -> None:
    def half(db: sqlite.Connection) -> None:
        db.put_off(noting, [1])
        with suppress(Refused), sqlite.attempt(db):
            db.put_off(noting, [2])
            add(db, 50, "fifty")
            raise Refused("no")
        with sqlite.attempt(db):
            db.put_off(noting, [3])

    file.write_now(half)
    assert file.read(notes) == ["1", "3"]
    file.close()


def test_an_attempt_on_a_full_disk_says_so(file: File) -> None:
    def large(db: sqlite.Connection) -> None:
        add(db, 1, "one")
        db.execute("PRAGMA max_page_count=1")  # no page more than there are
        with sqlite.attempt(db):
            add(db, 2, "long " * 100_000)

    with pytest.raises(Unavailable, match="The disk is full"):
        file.write_now(large)
    file.write_now(add, 3, "three")
    assert file.read(notes) == ["three"]
    file.close()


def test_of_very_many_only_some_are_held_in_memory(file: File) -> None:
    def many(db: sqlite.Connection) -> list[int]:
        for number in range(1200):
            db.put_off(noting, [number])
        return [len(each.split()) for each in notes(db)]

    assert file.write_now(many) == [500, 500]
    assert [len(each.split()) for each in file.read(notes)] == [500, 500, 200]
    file.close()


def test_outside_of_a_transaction_nothing_is_put_off(file: File) -> None:
    db = sqlite.connect(file.path)
    db.put_off(noting, [1, 2])
    assert notes(db) == ["1 2"]
    db.close()
