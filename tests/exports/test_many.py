"""Thousands of clients: all of them come out, in the list's order, and what is broken off leaves nothing."""

from __future__ import annotations

import asyncio
import csv
import io
import subprocess
import sys
import time
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
import python_calamine
from litestar.testing import TestClient

from app import sqlite
from app.clients.bulk import add_many
from app.clients.listing import FEW, every_id, list_clients
from app.clients.model import Client
from app.clock import FixedClock, stamp
from app.exports import store
from app.exports.job import Job
from app.exports.model import Wanted
from app.exports.selection import state_of
from app.exports.staging import SHELF, folder_of
from app.exports.sweep import Books
from app.groups.filters import CLIENT_LIST
from app.instance import Instance
from app.jobs.staging import Folder
from app.jobs.sweep import KEPT, Sweep
from app.lists import ListState
from app.regions import Region
from app.settings import ROOT
from tests.conftest import NOW
from tests.exports.test_routes import asked, exported
from tests.house import ANNA

MANY = 5_000


@pytest.fixture
def region(instance: Instance) -> Region:
    """More than a search ranks; every tenth in Austria, every hundredth archived, the last ones called alike."""
    found = instance.regions.find("de")
    some = [
        Client(
            f"Firma {number % 4_000:04} GmbH", country="AT" if number % 10 == 0 else "DE",
            status="archived" if number % 100 == 0 else "active", uuid=str(uuid.uuid4()),
        )
        for number in range(MANY)
    ]  # fmt: skip
    keys = found.keys.make([each.uuid for each in some])
    found.write_now(add_many, keys, some, [ANNA] * len(some), stamp(NOW))
    return found


def pages(db: sqlite.Connection, query: str) -> Iterator[int]:
    """The ids of the list at this address, page after page."""
    state = state_of(query)
    while True:
        page = list_clients(db, state)
        yield from (each.id for each in page.rows)
        if not page.next:
            return
        state = replace(state, after=page.next)


@pytest.mark.parametrize(
    "query",
    [
        "", "?sort=-changed", "?country=AT", "?country=AT&status=all&sort=-name", "?status=archived", "?q=firma+12",
        "?name=0012",
    ],
)  # fmt: skip
def test_an_export_holds_what_the_list_shows_page_by_page(region: Region, query: str) -> None:
    ids = list(region.read_aside(lambda db: every_id(db, state_of(query))))
    assert ids == list(region.read_aside(lambda db: list(pages(db, query))))
    assert ids


def test_a_search_is_exported_whole_though_a_page_ranks_only_the_first_hits(region: Region) -> None:
    state = ListState.read(CLIENT_LIST, {"q": "firma gmbh", "status": "all"})
    assert region.read_aside(list_clients, state).count == FEW + 1
    assert len(region.read_aside(every_id, state)) == MANY


def test_thousands_become_a_file_each_once(anna: TestClient, region: Region) -> None:
    address = exported(anna, query="?status=all")
    assert "Exported 5,000 of 5,000 clients." in anna.get(address).text
    text = anna.get(f"{address}/file").content.decode("utf-8-sig")
    uuids = [each["UUID"] for each in csv.DictReader(io.StringIO(text), delimiter=";")]
    assert len(uuids) == len(set(uuids)) == MANY
    logged = region.read(
        lambda db: db.execute("SELECT client_ids FROM access WHERE act = 'export'").fetchall()
    )
    assert sum(row[0].count(",") + 1 for row in logged) == MANY


def test_thousands_become_a_workbook(anna: TestClient, region: Region) -> None:
    address = exported(anna, format="xlsx", query="?status=all")
    content = io.BytesIO(anna.get(f"{address}/file").content)
    assert len(python_calamine.load_workbook(content).get_sheet_by_index(0).to_python()) == MANY + 1


def test_a_report_of_too_many_says_so_on_the_page_too(anna: TestClient, region: Region) -> None:
    assert "the first 2,000 only" in anna.get("/de/exports/new").text


@pytest.fixture
def begun(instance: Instance, region: Region) -> Folder:
    """An export of everybody that waits for its process."""
    folder = folder_of(instance.settings.data, "de", str(uuid.uuid4()))
    folder.make()
    wanted = Wanted("xlsx", "Weihnachtskarten", query="?status=all")
    folder.write("job", Job(wanted, ANNA, "en").as_json())
    region.note_now(store.add, folder.uuid, wanted, MANY, ANNA, stamp(NOW))
    return folder


def working(data: Path, folder: Folder) -> subprocess.Popen[bytes]:
    """The process of the server, without the server."""
    command = [sys.executable, "-m", "app.exports.process", str(data), "de", folder.uuid]
    return subprocess.Popen(command, stdin=subprocess.PIPE, cwd=ROOT)


def test_killed_in_the_middle_it_leaves_no_file_and_says_so(
    anna: TestClient, instance: Instance, region: Region, begun: Folder
) -> None:
    part = begun.path / "file.part"
    with working(instance.settings.data, begun) as process:
        deadline = time.monotonic() + 30
        while not part.exists() and time.monotonic() < deadline:
            time.sleep(0.002)
        process.kill()
    assert part.exists() and not begun.file.exists()
    export = region.read(store.by_uuid, begun.uuid)
    assert export is not None and export.state == "running"
    assert anna.get(f"/de/exports/{export.id}/file").status_code == 404
    assert "broke off" in anna.get(f"/de/exports/{export.id}").text
    logged = region.read(lambda db: sqlite.one(db, "SELECT count(*) FROM access WHERE act = 'export'"))
    assert logged == 0


def test_a_day_later_no_file_is_left_and_the_record_stays(
    instance: Instance, region: Region, begun: Folder, clock: FixedClock
) -> None:
    sweep = Sweep(instance.regions, clock, SHELF, Books())
    asyncio.run(sweep.sweep(region))
    export = region.read(store.by_uuid, begun.uuid)
    assert export is not None and export.state == "failed" and begun.path.exists()
    clock.advance(seconds=KEPT.total_seconds() + 1)
    asyncio.run(sweep.sweep(region))
    assert not begun.path.exists()
    assert region.read(store.by_uuid, begun.uuid) == export


def test_the_process_ends_with_whoever_started_it(instance: Instance, begun: Folder) -> None:
    process = working(instance.settings.data, begun)
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(30) == 1 or begun.file.exists()


def test_an_export_under_way_is_given_up_without_a_trace(
    anna: TestClient, instance: Instance, region: Region
) -> None:
    address = asked(anna, format="pdf").headers["location"]
    assert "Cancel the export" in anna.get(address).text
    assert anna.post(f"{address}/removal", follow_redirects=False).status_code == 303
    assert "This export was given up." in anna.get(address).text
    assert list((instance.settings.data / "exports" / "de").iterdir()) == []
    assert region.read(lambda db: sqlite.one(db, "SELECT count(*) FROM access WHERE act = 'export'")) == 0
