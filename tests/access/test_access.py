"""The access log: who saw whose data and when, written a moment later and never lost."""

from __future__ import annotations

import asyncio
import json
import time
from typing import Any

import pytest

from app import sqlite
from app.access import log as access_log
from app.access.log import EVERY_SECONDS, AccessLog
from app.clock import FixedClock
from app.instance import Instance
from app.regions import Region
from app.web.user import User
from tests.conftest import NOW
from tests.house import AT, House, fresh_house, furnished, house

__all__ = ["fresh_house", "furnished", "house"]

BARTEK = User(
    id=2, email="", name="Bartek Lis", admin=False, locale="en", theme="", density="", version=1,
    roles={"de": "viewer"}, grants=frozenset(), session=b"", confirmed_at="",
)  # fmt: skip


def rows(region: Region) -> list[dict[str, Any]]:
    found = region.read(lambda db: db.execute("SELECT * FROM access ORDER BY id").fetchall())
    return [dict(row) | {"client_ids": json.loads(row["client_ids"])} for row in found]


def looked(house: House, path: str, who: str = "bartek", **given: Any) -> list[dict[str, Any]]:
    """What this one look leaves in the log."""
    before = len(rows(house.region()))
    assert house.get(who, path, **given).status in (200, 304)
    house.written()
    return rows(house.region())[before:]


def test_what_was_looked_at_is_never_changed_or_removed(fresh_house: House) -> None:
    looked(fresh_house, "/de/clients/1")
    for sql in ("UPDATE access SET actor_name = 'somebody else'", "DELETE FROM access"):
        with pytest.raises(sqlite.IntegrityError, match="append-only"):
            fresh_house.region().note_now(lambda db, sql=sql: db.execute(sql))


def test_a_card_leaves_who_saw_whom_and_when(fresh_house: House) -> None:
    [row] = looked(fresh_house, "/de/clients/1")
    staff = f"staff:{fresh_house.instance.accounts.read(lambda db: _id_of(db, 'bartek'))}"
    assert row == {
        "id": row["id"], "at": AT, "actor_id": staff, "actor_name": "Bartek Lis", "act": "card", "client_ids": [1],
        "detail": "overview", "times": 1,
    }  # fmt: skip


def _id_of(db: Any, name: str) -> int:
    return int(db.execute("SELECT id FROM staff WHERE email = ?", (f"{name}@masaku.example",)).fetchone()[0])


@pytest.mark.parametrize(
    ("path", "act", "ids"),
    [
        ("/de/clients", "list", [1, 2]),
        ("/de/clients?sort=-name", "list", [2, 1]),
        ("/de/clients?country=PL", "list", []),
        ("/de/clients?q=huber", "search", [2]),
        ("/de/clients?name=bergmann", "search", [1]),
        ("/de/clients?vat_id=136", "search", [1, 2]),
        ("/de/clients/1/data", "card", [1]),
        ("/de/clients/1/history", "card", [1]),
        ("/de/clients/1/documents/1", "document", [1]),
    ],
)
def test_every_look_leaves_those_who_were_seen(
    fresh_house: House, path: str, act: str, ids: list[int]
) -> None:
    [row] = looked(fresh_house, path)
    assert (row["act"], row["client_ids"]) == (act, ids)


def test_similar_clients_that_were_shown_are_in_the_log(fresh_house: House) -> None:
    fresh_house.post("anna", "/de/clients/similar", name="Huber OHG")
    fresh_house.written()
    assert [(row["act"], row["client_ids"], row["detail"]) for row in rows(fresh_house.region())] == [
        ("search", [2], "similar")
    ]


def test_what_a_refused_form_shows_is_in_the_log(fresh_house: House) -> None:
    for path, form, status in (
        ("/de/clients/1/notes", {"body": ""}, 422),
        ("/de/clients/1", {"kind": "person", "name": "x", "version": "0"}, 409),
    ):
        before = len(rows(fresh_house.region()))
        assert fresh_house.post("anna", path, **form).status == status
        fresh_house.written()
        assert [row["client_ids"] for row in rows(fresh_house.region())[before:]] == [[1]]


def test_the_same_look_within_a_second_is_counted(fresh_house: House) -> None:
    for who in ("anna", "bartek", "bartek", "bartek"):
        fresh_house.get(who, "/de/clients/1")
    fresh_house.instance.clock.advance(seconds=1)  # type: ignore[attr-defined]
    fresh_house.get("bartek", "/de/clients/1")
    fresh_house.written()
    assert [(row["actor_name"], row["times"]) for row in rows(fresh_house.region())] == [
        ("Anna Krüger", 1), ("Bartek Lis", 3), ("Bartek Lis", 1),
    ]  # fmt: skip


def test_a_page_that_was_shown_again_names_the_page_that_was_sent(fresh_house: House) -> None:
    etag = fresh_house.get("bartek", "/de/clients").header("etag")
    [row] = looked(fresh_house, "/de/clients", headers={"if-none-match": etag})
    assert (row["client_ids"], row["times"], row["detail"]) == ([1, 2], 2, etag)


def test_a_page_nobody_remembers_names_the_page_that_was_sent(fresh_house: House) -> None:
    """A browser may hold a page from before the server was started again: the log names it by its ETag."""
    etag = fresh_house.get("bartek", "/de/clients").header("etag")
    fresh_house.litestar.state.shelf._kept.clear()
    first, again = looked(fresh_house, "/de/clients", headers={"if-none-match": etag})
    assert (first["client_ids"], again["client_ids"]) == ([1, 2], [])
    assert first["detail"] == again["detail"] == etag


def test_a_card_that_was_shown_again_is_a_look_as_well(fresh_house: House) -> None:
    etag = fresh_house.get("bartek", "/de/clients/1").header("etag")
    [row] = looked(fresh_house, "/de/clients/1", headers={"if-none-match": etag})
    assert (row["client_ids"], row["times"]) == ([1], 2)


def test_what_was_not_shown_is_in_no_log(fresh_house: House) -> None:
    for who, path in (("clara", "/de/clients/1"), ("stranger", "/de/clients"), ("bartek", "/de/clients/99")):
        assert fresh_house.get(who, path).status in (303, 401, 403, 404)
    fresh_house.written()
    assert rows(fresh_house.region()) == rows(fresh_house.region("at")) == []


def test_each_region_has_its_own_log(fresh_house: House) -> None:
    fresh_house.get("clara", "/at/clients/1001")
    fresh_house.written()
    assert [row["client_ids"] for row in rows(fresh_house.region("at"))] == [[1001]]
    assert rows(fresh_house.region()) == []


def test_a_look_changes_no_page(fresh_house: House) -> None:
    before = fresh_house.region().change()
    looked(fresh_house, "/de/clients/1")
    assert fresh_house.region().change() == before


@pytest.fixture
def log() -> AccessLog:
    return AccessLog(FixedClock(NOW))


def note(log: AccessLog, region: Region, *ids: int) -> None:
    log.note(region, BARTEK, "card", ids, "overview")


def test_many_looks_are_one_write(log: AccessLog, instance: Instance) -> None:
    de, asked = instance.regions.find("de"), list[str]()
    de.note_now(lambda db: db.set_trace_callback(asked.append))
    for number in range(100):
        note(log, de, number)
    asyncio.run(log.flush())
    de.note_now(lambda db: db.set_trace_callback(None))
    assert sum(statement.startswith("BEGIN") for statement in asked) <= 2  # the other one takes the ear away
    assert [row["client_ids"] for row in rows(de)] == [[number] for number in range(100)]


def test_it_is_written_within_a_second_by_itself(
    log: AccessLog, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert EVERY_SECONDS <= 1
    monkeypatch.setattr(access_log, "EVERY_SECONDS", 0.001)
    de = instance.regions.find("de")

    async def live() -> None:
        task = asyncio.create_task(log.run())
        note(log, de, 1)
        end = time.monotonic() + 10
        while not rows(de) and time.monotonic() < end:
            await asyncio.sleep(0.001)
        task.cancel()

    asyncio.run(live())
    assert [row["client_ids"] for row in rows(de)] == [[1]]


def test_a_region_that_cannot_be_written_waits_and_holds_up_no_other(
    log: AccessLog, instance: Instance
) -> None:
    de, at = instance.regions.find("de"), instance.regions.find("at")
    note(log, de, 1)
    note(log, at, 1001)
    de.close(lock=True)
    asyncio.run(log.flush())
    assert [row["client_ids"] for row in rows(at)] == [[1001]]
    de.locked = False
    note(log, de, 1)
    asyncio.run(log.flush())
    asyncio.run(log.flush())
    assert [(row["client_ids"], row["times"]) for row in rows(de)] == [([1], 2)]


def test_a_failure_of_any_kind_loses_nothing_of_the_other_regions(log: AccessLog, instance: Instance) -> None:
    de, at = instance.regions.find("de"), instance.regions.find("at")
    log.note(de, BARTEK, "an act that the table does not know", [1])
    note(log, at, 1001)
    asyncio.run(log.flush())
    assert [row["client_ids"] for row in rows(at)] == [[1001]]


def test_stopping_while_it_is_written_loses_nothing(
    log: AccessLog, instance: Instance, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As the server does at its end: the loop is cancelled, then everything is written."""
    monkeypatch.setattr(access_log, "EVERY_SECONDS", 0)
    regions = [instance.regions.find("de"), instance.regions.find("at")]

    async def live() -> None:
        for region in regions:
            note(log, region, 1)
        task = asyncio.create_task(log.run())
        for _ in range(4):  # so far that the first region is being written
            await asyncio.sleep(0)
        task.cancel()
        await log.flush()

    asyncio.run(live())
    assert [[row["times"] for row in rows(region)] for region in regions] == [[1], [1]]


def test_what_a_full_memory_drops_is_said(
    log: AccessLog, instance: Instance, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(access_log, "_MOST_WAITING", 2)
    for number in range(5):
        note(log, instance.regions.find("de"), number)
    asyncio.run(log.flush())
    asyncio.run(log.flush())
    assert len(rows(instance.regions.find("de"))) == 2
    assert [record.getMessage() for record in caplog.records] == [
        "access log: 3 looks were not kept, too many were waiting"
    ]
