"""The status is set by hand, recorded, and taken back with one click."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor, wait
from threading import Event

import pytest
from litestar.testing import TestClient

from app import sqlite
from app.clients import store as clients
from app.clients.model import STATUSES
from app.history import store as history
from app.instance import Instance
from app.regions import Region
from tests.clients.test_first_day import SOEHNE, add
from tests.house import ANNA, AT


@pytest.fixture
def de(instance: Instance) -> Region:
    return instance.regions.find("de")


def set_status(browser: TestClient, address: str, status: str) -> int:
    return browser.post(f"{address}/status", data={"status": status}, follow_redirects=False).status_code


def newest(region: Region) -> tuple[str, str, str | None, str | None]:
    entry = region.read(history.of_client, region.keys, 1)[0]
    return entry.action, entry.field, entry.old, entry.new


@pytest.mark.parametrize("status", [each for each in STATUSES if each != "active"])
def test_a_status_is_set_and_recorded(anna: TestClient, de: Region, status: str) -> None:
    address = add(anna)
    assert set_status(anna, address, status) == 303
    assert de.read(clients.find, 1).status == status
    assert newest(de) == ("change", "status", "active", status)


@pytest.mark.parametrize("act", ["status", "history/2/restoration"])
def test_what_others_save_at_the_same_moment_stays_and_is_no_conflict(
    anna: TestClient, de: Region, act: str
) -> None:
    """Somebody's write is under way while this one has been asked for: it waits, and both count."""
    address, begun, going_on = add(anna), Event(), Event()
    set_status(anna, address, "problematic")

    def other(db: sqlite.Connection) -> None:
        clients.set_field(db, de.keys, 1, "city", "Ulm", ANNA, AT)
        begun.set()
        going_on.wait(5)

    with ThreadPoolExecutor() as threads:
        theirs = threads.submit(de.write_now, other)
        begun.wait(5)
        ours = threads.submit(
            anna.post, f"{address}/{act}", data={"status": "active"}, follow_redirects=False
        )
        wait([ours], 0.1)
        going_on.set()
        assert ours.result().status_code == 303 and theirs.result() is None
    found = de.read(clients.find, 1)
    assert (found.status, found.city) == ("active", "Ulm")


def test_an_archived_client_leaves_the_list_and_keeps_its_card(anna: TestClient) -> None:
    address = add(anna)
    set_status(anna, address, "archived")
    assert "Bergmann" not in anna.get("/de/clients").text
    assert "Bergmann" in anna.get("/de/clients?status=archived").text
    assert "Archived" in anna.get(address).text
    set_status(anna, address, "active")
    assert "Bergmann" in anna.get("/de/clients").text


def test_a_status_is_taken_back_with_one_click(anna: TestClient, de: Region) -> None:
    address = add(anna)
    set_status(anna, address, "problematic")
    page = anna.get(f"{address}/history").text
    assert "<del>Active</del>" in page and "<ins>Problematic</ins>" in page
    anna.post(f"{address}/history/2/restoration")
    assert de.read(clients.find, 1).status == "active"
    assert newest(de) == ("restore", "status", "problematic", "active")


def test_the_same_status_again_records_nothing(anna: TestClient, de: Region) -> None:
    address = add(anna)
    assert set_status(anna, address, "active") == 303
    assert (de.read(history.count, 1), de.read(clients.find, 1).version) == (1, 1)


@pytest.mark.parametrize("status", ["", "erased", "ACTIVE", "restricted"])
def test_an_unknown_status_is_refused(anna: TestClient, de: Region, status: str) -> None:
    address = add(anna)
    assert set_status(anna, address, status) == 403
    assert de.read(clients.find, 1).status == "active"


def test_who_only_reads_sets_no_status(anna: TestClient, bartek: TestClient, de: Region) -> None:
    address = add(anna)
    assert set_status(bartek, address, "archived") == 403
    assert de.read(clients.find, 1).status == "active"


def test_a_status_set_meanwhile_is_not_undone_by_a_form_that_was_open(anna: TestClient, de: Region) -> None:
    address = add(anna)
    set_status(anna, address, "problematic")
    answer = anna.post(address, data=SOEHNE | {"city": "Ulm", "status": "active", "version": "1"})
    assert answer.status_code == 409 and "Problematic" in answer.text
    assert de.read(clients.find, 1).status == "problematic"
