from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from app import sqlite
from app.actor import Actor
from app.clock import FixedClock
from app.demo.load import fill
from app.demo.staff import ANNA
from app.history import store as history
from app.instance import Instance
from app.regions import Region
from app.settings import Settings

UNTIL = datetime(2026, 11, 23, 17, tzinfo=UTC)


@pytest.fixture(scope="module")
def region(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    """Austria with 30 clients, of which 20 have a life."""
    data: Path = tmp_path_factory.mktemp("demo")
    instance = Instance.open(Settings(data=data), FixedClock(UNTIL))
    made = instance.regions.add("at")
    fill(made, 30, until=UNTIL, actors={ANNA.email: Actor("staff:7", ANNA.name)}, lively=20)
    yield made
    instance.close()


def column(region: Region, sql: str) -> list[object]:
    return [row[0] for row in region.read(lambda db: db.execute(sql).fetchall())]


def test_all_clients_are_there(region: Region) -> None:
    assert column(region, "SELECT count(*) FROM client") == [30]


def test_they_are_found_whether_they_have_a_life_or_not(region: Region) -> None:
    for name in column(region, "SELECT name FROM client_text WHERE id IN (1, 30)"):
        found = column(region, f"SELECT rowid FROM client_search WHERE client_search MATCH '\"{name}\"'")
        assert found


def test_the_history_tells_two_years_and_is_whole(region: Region) -> None:
    assert region.read(history.verify, region.keys).whole
    days = column(region, "SELECT at FROM history WHERE client_id <= 20 ORDER BY seq")
    assert days == sorted(days)
    assert str(days[0]) < "2025" and str(days[-1]) > "2026-06"


def test_changes_are_signed_by_the_staff_s_accounts(region: Region) -> None:
    signed = dict(region.read(lambda db: db.execute("SELECT actor_name, actor_id FROM history").fetchall()))
    assert signed[ANNA.name] == "staff:7"


def test_notes_calls_emails_and_meetings_are_on_the_timeline(region: Region) -> None:
    assert set(column(region, "SELECT DISTINCT kind FROM note")) == {"note", "call", "email", "meeting"}


def test_documents_are_attached_and_some_have_a_picture(region: Region) -> None:
    assert region.read(lambda db: sqlite.one(db, "SELECT count(*) FROM document")) >= 2
