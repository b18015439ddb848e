"""The search of a whole region: in a process of its own, one at a time, its pairs kept until they are decided."""

from __future__ import annotations

import time
import uuid
from dataclasses import replace

import pytest

from app.clients import store as clients
from app.clock import FixedClock
from app.duplicates import decisions, pairs, process, scans
from app.duplicates.grouping import LARGEST, groups_of, members_of
from app.duplicates.model import Pair
from app.duplicates.staging import SHELF, Books
from app.errors import Conflict, Unavailable
from app.i18n import Message
from app.jobs.staging import Folder
from app.regions import Region
from app.regions.maintenance import marker
from tests.conftest import NOW, Browser
from tests.duplicates.conftest import ANNA, AT, HUBER

LATER = "2026-11-24T08:00:00Z"


def begun(region: Region) -> Folder:
    folder = Folder(SHELF.path(region.path.parent, region.code, str(uuid.uuid4())))
    folder.make()
    region.note_now(scans.begin, folder.uuid, ANNA, AT)
    return folder


def scanned(region: Region) -> list[list[tuple[int, int]]]:
    """Searches, in this process; the groups that are open then."""
    process.scan(region, begun(region), FixedClock(NOW))
    return shown(region)


def shown(region: Region) -> list[list[tuple[int, int]]]:
    groups, _ = region.read(pairs.page, 0, 50)
    return [sorted((pair.first, pair.second) for pair in group) for group in groups]


def test_three_entries_of_one_firm_are_one_group(region: Region) -> None:
    assert scanned(region) == [[(1, 2), (1, 3)]]
    done = region.read(scans.last_done)
    assert done and (done.clients, done.pairs, done.staff_name) == (4, 2, "Anna Krüger")


def test_what_was_decided_is_found_no_more(region: Region) -> None:
    region.write_now(decisions.decide, region.keys, 1, 2, ANNA, AT)
    assert scanned(region) == [[(1, 3)]]


def test_a_decision_takes_its_pair_off_the_list_and_back(region: Region) -> None:
    scanned(region)
    region.write_now(decisions.decide, region.keys, 3, 1, ANNA, AT)
    assert shown(region) == [[(1, 2)]]
    region.write_now(decisions.take_back, region.keys, 1, 3, ANNA, LATER)
    assert shown(region) == [[(1, 2), (1, 3)]]


def test_who_has_changed_since_the_decision_is_found_again(region: Region) -> None:
    region.write_now(decisions.decide, region.keys, 1, 2, ANNA, AT)
    current = region.read(clients.find, 2)
    moved = replace(current, street="Heilbronner Straße 128", postal_code="70192")
    region.write_now(clients.change, region.keys, moved, ANNA, LATER, version=current.version)
    assert (1, 2) in scanned(region)[0]


def test_pairs_of_a_client_that_is_gone_are_left_out(region: Region) -> None:
    scanned(region)
    region.write_now(pairs.erase, 2)
    assert shown(region) == [[(1, 3)]]
    assert region.read(pairs.count) == 1


def test_groups_come_page_by_page(region: Region) -> None:
    for number in range(4):
        for name in ("Alster Segel GmbH", "Alster Segel"):
            one = replace(HUBER, name=f"{name} {number}", email=f"info@segel{number}.example", city="Kiel")
            region.write_now(clients.add, region.keys, one, ANNA, AT)
    assert len(scanned(region)) == 5
    first, following = region.read(pairs.page, 0, 3)
    rest, end = region.read(pairs.page, following, 3)
    assert (len(first), len(rest), end) == (3, 2, 0)


def test_a_chain_of_likenesses_joins_no_whole_trade() -> None:
    chain = [Pair(number, number + 1, 80, ()) for number in range(1, 60)]
    groups = groups_of(chain)
    assert sum(map(len, groups)) == len(chain)
    assert max(len(members_of(group)) for group in groups) <= LARGEST + 1


def test_one_region_is_searched_once_at_a_time(region: Region) -> None:
    first = begun(region)
    with pytest.raises(Conflict):
        begun(region)
    region.note_now(scans.begin, str(uuid.uuid4()), ANNA, LATER, gone=first.uuid)
    found = region.read(scans.by_uuid, first.uuid)
    assert found and found.state == "failed"


def test_a_search_that_was_given_up_changes_nothing(region: Region) -> None:
    scanned(region)
    folder = begun(region)
    region.note_now(scans.give_up, folder.uuid, LATER)
    with pytest.raises(Conflict):
        process.scan(region, folder, FixedClock(NOW))
    assert shown(region) == [[(1, 2), (1, 3)]]


def test_nothing_is_written_into_a_region_that_is_being_restored(region: Region) -> None:
    folder = begun(region)
    marker(region.path.parent, region.code).touch()
    with pytest.raises(Unavailable):
        process.scan(region, folder, FixedClock(NOW))
    assert shown(region) == []


def test_a_search_whose_server_was_killed_is_told_as_broken_off(region: Region) -> None:
    folder, books = begun(region), Books()
    assert region.read(books.is_running, folder.uuid) and region.read(books.last_used, folder.uuid) == AT
    region.note_now(books.broke_off, folder.uuid, LATER)
    found = region.read(scans.last)
    assert found and found.state == "failed" and isinstance(found.error, Message)


def settled(browser: Browser) -> str:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        page = browser.get("/de/duplicates").text
        if "hx-sse:connect" not in page:
            return page
        time.sleep(0.05)
    raise AssertionError("the search does not come to an end")


def test_a_region_is_searched_by_a_process_of_its_own(region: Region, anna: Browser) -> None:
    assert "Not searched yet" in anna.get("/de/duplicates").text
    assert anna.post("/de/duplicates", follow_redirects=False).status_code == 303
    page = settled(anna)
    assert "2 pairs" in page and "same VAT ID" in page and "Bergmann+Soehne Maschinenbau" in page
    assert "Huber" not in page


def test_the_page_leads_on_without_a_script(region: Region, anna: Browser) -> None:
    scanned(region)
    answer = anna.post("/de/duplicates/decisions", data={"first": "1", "second": "3"})
    assert answer.url.path == "/de/duplicates" and "1 pair" in answer.text
    remembered = anna.get("/de/duplicates/decisions").text
    assert "Maschinenbau Bergmann &amp; Söhne" in remembered and "Take back" in remembered
    answer = anna.post("/de/duplicates/decisions/removal", data={"first": "1", "second": "3"})
    assert "Nothing is remembered" in answer.text


def test_a_broken_search_says_so_and_keeps_what_was_found(region: Region, anna: Browser) -> None:
    scanned(region)
    region.note_now(scans.fail, begun(region).uuid, Message("Region {code} is gone.", {"code": "DE"}), LATER)
    page = anna.get("/de/duplicates").text
    assert "has broken off" in page and "Region DE is gone." in page and "2 pairs" in page


def test_who_may_only_look_searches_nothing(region: Region, bartek: Browser) -> None:
    assert bartek.get("/de/duplicates").status_code == 403
    assert bartek.post("/de/duplicates").status_code == 403
