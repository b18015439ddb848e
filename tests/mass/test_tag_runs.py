"""A tag that many carry: renamed, merged and removed in batches, given up, gone on with, and undone."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from app import sqlite
from app.clock import FixedClock
from app.errors import Conflict, NotFound
from app.groups import carried, groups, queries, tags
from app.groups.carried import TAG
from app.groups.model import key_of
from app.history import store as history
from app.instance import Instance
from app.lists import views
from app.mass import of_tags, store, tagging
from app.mass.model import Run
from app.regions import Region
from app.settings import Settings
from app.undo import store as undo
from tests.clients.test_first_day import add as add_client
from tests.conftest import NOW
from tests.groups.conftest import ANNA, AT, add, changed, region, tag, tags_of
from tests.groups.test_filters import shown

__all__ = ["region"]
LATER = "2026-12-24T00:00:00Z"
KEY = "a-random-key-of-a-form"


@pytest.fixture
def five(region: Region, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two a batch; the first carries both tags already."""
    monkeypatch.setattr(store, "AT_ONCE", 2)
    ids = [add(region, name) for name in ("Anker", "Berg", "Cello", "Dorn", "Esche")]
    for client in ids:
        tag(region, client, "alt")
    tag(region, ids[0], "neu")
    return ids


def begin(region: Region, key: str = "merge", name: str = "neu", form: str = KEY, old: str = "alt") -> int:
    return region.write_now(of_tags.begin, id_of(region, old), key, name, "ok", form, ANNA, AT)


def go_on(region: Region, number: int, batches: int = 99) -> Run:
    while batches and region.write_now(store.step, region.keys, number, ANNA, AT):
        batches -= 1
    return region.read(store.find, number)


def take_back(region: Region, number: int, batches: int = 99) -> Run:
    region.write_now(store.begin_undo, number, ANNA, LATER)
    while batches and region.write_now(store.step_back, region.keys, number, ANNA, LATER):
        batches -= 1
    return region.read(store.find, number)


def id_of(region: Region, name: str) -> int:
    [found] = region.read(carried.ids_named, TAG, [name]) or [0]
    return found


def worn(region: Region, ids: list[int]) -> list[str]:
    return [" ".join(tags_of(region, each)) for each in ids]


def keep(region: Region, query: str) -> int:
    """A dynamic group and a view with this filter."""
    region.write_now(views.add, "clients", 1, "View", query, AT)
    return region.write_now(groups.add, "Gruppe", "dynamic", query, ANNA, AT)


def kept(region: Region, group: int) -> str:
    [view] = region.read(views.list_views, "clients", 1)
    query = region.read(groups.find, group).query
    assert view.query == query
    return query


def test_a_filter_that_would_be_cut_off_with_the_new_name_keeps_the_tag_as_it_is(
    region: Region, five: list[int]
) -> None:
    """Both names stand in it for a while; six hundred characters are read."""
    query = f"?tag=alt,{','.join(f'{number:058}' for number in range(10))}"
    group = keep(region, query)
    with pytest.raises(queries.TooLong, match="Gruppe"):
        begin(region, "rename", "b" * 60)
    assert kept(region, group) == query and id_of(region, "alt") and not id_of(region, "b" * 60)


@pytest.mark.parametrize("carriers", [4, 5])
def test_in_batches_each_client_carries_one_of_the_two_and_the_last_takes_the_tag_along(
    region: Region, five: list[int], carriers: int
) -> None:
    for client in five[carriers:]:
        region.write_now(carried.change, region.keys, TAG, client, ANNA, AT, remove=(id_of(region, "alt"),))
    number, some = begin(region), five[:carriers]
    for done in range(0, carriers + 1, 2):
        assert worn(region, some) == ["neu"] * done + ["alt neu"][done:1] + ["alt"] * (
            carriers - max(done, 1)
        )
        assert bool(id_of(region, "alt")), done
        found = go_on(region, number, 1)
    assert worn(region, some) == ["neu"] * carriers and not id_of(region, "alt")
    assert (found.operation.state, found.operation.clients, found.waiting) == ("done", carriers, 0)
    assert region.read(history.count, five[1]) == 3 and region.read(history.verify, region.keys).whole


def test_filters_find_the_same_clients_before_meanwhile_and_after(region: Region, five: list[int]) -> None:
    group = keep(region, "?tag=alt&sort=city")
    everybody = shown(region, group="Gruppe")
    number = begin(region, "rename", "Jung")
    for _ in range(3):
        assert shown(region, group="Gruppe") == everybody and len(everybody) == 5
        assert kept(region, group) == "?tag=alt%2CJung&sort=city"
        go_on(region, number, 1)
    assert shown(region, group="Gruppe") == everybody and kept(region, group) == "?tag=Jung&sort=city"
    take_back(region, number, 1)
    assert shown(region, group="Gruppe") == everybody
    take_back(region, number)
    assert shown(region, group="Gruppe") == everybody and kept(region, group) == "?tag=alt&sort=city"


def test_undoing_brings_the_tag_back_under_its_address_with_its_colour(
    region: Region, five: list[int]
) -> None:
    old, before = id_of(region, "alt"), worn(region, five)
    region.write_now(tags.respell, old, "Alt", "warn")
    group = keep(region, "?tag=x%2Calt%2Cneu")
    for key, name in (("rename", "Jung"), ("merge", "neu"), ("remove", "")):
        number = begin(region, key, name, f"{KEY} {key}")
        go_on(region, number)
        assert not id_of(region, "alt")
        found = take_back(region, number)
        assert (found.operation.state, found.operation.kept) == ("undone", 0)
        assert [each.lower() for each in worn(region, five)] == before
        assert region.read(tags.find, old) == tags.Tag(old, "Alt", "warn")
        assert kept(region, group) == "?tag=x%2Calt%2Cneu"
        assert not id_of(region, "Jung"), "made for the renaming only"


def test_killed_between_two_batches_it_goes_on_or_is_undone(region: Region, five: list[int]) -> None:
    before, number = worn(region, five), begin(region)
    found = go_on(region, number, 1)
    assert found.is_open and (found.operation.clients, found.waiting) == (2, 3)
    assert worn(region, five) == ["neu", "neu", "alt", "alt", "alt"]
    take_back(region, number, 1)
    assert region.read(store.find, number).operation.state == "undoing"
    take_back(region, number)
    assert worn(region, five) == before

    again = begin(region, form="another-key-of-a-form")
    go_on(region, again, 2)
    assert go_on(region, again).operation.state == "done" and worn(region, five) == ["neu"] * 5


def test_given_up_both_tags_stay_and_so_do_both_names_in_the_filters(region: Region, five: list[int]) -> None:
    group, number = keep(region, "?without=alt"), begin(region)
    go_on(region, number, 1)
    region.write_now(store.give_up, number)
    found = region.read(store.find, number)
    assert (found.operation.state, region.read(tagging.left_with, found)) == ("done", 3)
    assert worn(region, five) == ["neu", "neu", "alt", "alt", "alt"]
    assert kept(region, group) == "?without=alt%2Cneu"
    begin(region, form="for-the-rest-of-them")
    region.write_now(store.give_up, number + 1)
    take_back(region, number)
    assert worn(region, five)[:2] == ["alt neu", "alt"] and kept(region, group) == "?without=alt"


def test_given_up_before_its_first_client_nothing_is_left_of_it(region: Region, five: list[int]) -> None:
    group, number = keep(region, "?tag=alt"), begin(region, "rename", "Jung")
    region.write_now(store.give_up, number)
    assert kept(region, group) == "?tag=alt" and not id_of(region, "Jung")


def test_whoever_gets_the_tag_meanwhile_keeps_it(region: Region, five: list[int]) -> None:
    group, number = keep(region, "?tag=alt"), begin(region)
    late = add(region, "Farn")
    tag(region, late, "alt")
    found = go_on(region, number)
    assert worn(region, [*five, late]) == ["neu"] * 5 + ["alt"]
    assert region.read(tagging.left_with, found) == 1 and kept(region, group) == "?tag=alt%2Cneu"


def test_whoever_was_changed_since_keeps_the_new_tag_and_is_listed(region: Region, five: list[int]) -> None:
    group, number = keep(region, "?tag=alt"), begin(region, "rename", "Jung")
    go_on(region, number)
    region.write_now(tags.attach, region.keys, five[1], ["seitdem"], ANNA, LATER)
    found = take_back(region, number)
    assert worn(region, five) == ["alt neu", "Jung seitdem", "alt", "alt", "alt"]
    assert region.read(undo.kept, number) == [five[1]] and found.operation.state == "undone"
    assert kept(region, group) == "?tag=alt%2CJung"


def test_a_tag_goes_one_way_at_a_time(region: Region, five: list[int]) -> None:
    number = begin(region)
    tag(region, five[4], "dritte")
    assert begin(region) == number, "the same form, sent twice"
    for key, name, old in (("merge", "neu", "alt"), ("remove", "", "alt"), ("merge", "dritte", "neu")):
        with pytest.raises(tagging.InUse):
            begin(region, key, name, f"somebody else's {key}", old)
    with pytest.raises(tagging.InUse):
        begin(region, "merge", "alt", "into what is going", "dritte")
    go_on(region, number)
    assert begin(region) == number, "and once more when it is done"
    with pytest.raises(NotFound):
        begin(region, "remove", "", "another form than that")


def test_a_name_that_was_taken_meanwhile_is_not_taken_twice(region: Region, five: list[int]) -> None:
    for key, name, wrong in (
        ("rename", "NEU", tagging.NameTaken),
        ("merge", "nie", tagging.NoOtherTag),
        ("merge", "Alt", tagging.NoOtherTag),
    ):
        with pytest.raises(wrong):
            begin(region, key, name)
    with pytest.raises(Conflict):
        region.write_now(store.begin_undo, begin(region), ANNA, AT)


@pytest.fixture(scope="module")
def crew(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Region, list[int]]]:
    """Clients for all examples of a property; each is rolled back."""
    data = shutil.copytree(prepared, tmp_path_factory.mktemp("property") / "data")
    opened = Instance.open(Settings(data=data), FixedClock(NOW))
    there = opened.regions.find("de")
    yield there, [add(there, f"Client {number}") for number in range(5)]
    opened.close()


class _Enough(Exception):
    """Ends an example without a trace."""


NAMES = st.sampled_from(["a", "b", "c", "C", "d e"])


@given(worn=st.lists(st.sets(NAMES, max_size=4), min_size=1, max_size=5), source=NAMES, target=NAMES)
def test_merging_keeps_the_union_and_is_undone_to_what_was(
    crew: tuple[Region, list[int]], worn: list[set[str]], source: str, target: str
) -> None:
    there, ids = crew

    def example(db: sqlite.Connection) -> None:
        for client, names in zip(ids, worn, strict=False):
            tags.attach(db, there.keys, client, sorted(names), ANNA, AT)
        before = [_carried(db, client) for client in ids]
        [old, _] = tags.made(db, [source, target])
        if key_of(source) != key_of(target):
            number = of_tags.begin(db, old, "merge", target, "", KEY, ANNA, AT)
            while store.step(db, there.keys, number, ANNA, AT):
                pass
        for client, names in zip(ids, worn, strict=False):
            wanted = {key_of(target) if key_of(name) == key_of(source) else key_of(name) for name in names}
            assert sorted(map(key_of, _carried(db, client))) == sorted(wanted)
        if key_of(source) != key_of(target) and undo.find(db, number).can_be_undone:
            store.begin_undo(db, number, ANNA, LATER)
            while store.step_back(db, there.keys, number, ANNA, LATER):
                pass
            assert [_carried(db, client) for client in ids] == before
        raise _Enough

    with pytest.raises(_Enough):
        there.write_now(example)


def _carried(db: sqlite.Connection, client: int) -> list[str]:
    """And what the search knows of it."""
    found = carried.names_of(db, TAG, client)
    db.catch_up()
    assert sqlite.one(db, "SELECT tags FROM client_text WHERE id = ?", client) == " ".join(found).lower()
    return found


# In the browser


def test_a_few_clients_are_renamed_at_once_and_the_page_undoes_it(anna: TestClient) -> None:
    address = add_client(anna)
    anna.post(f"{address}/labels", data={"name": "alt"})
    run_at = changed(anna, "/de/tags/1", name="Jung", colour="ok")
    page = anna.get(run_at).text
    assert "Rename #alt to #Jung for 1 client" in page and "1 client was changed." in page
    assert "Mass action" in anna.get(f"{address}/history?field=tags").text
    assert "1 client is as before." in anna.get(changed(anna, f"{run_at}/undoing")).text
    assert "#alt" in anna.get(address).text and "#Jung" not in anna.get("/de/tags").text


def test_a_tag_that_nobody_carries_goes_without_a_word(anna: TestClient) -> None:
    address = add_client(anna)
    anna.post(f"{address}/labels", data={"name": "alt"})
    anna.post(f"{address}/labels/removal", data={"kind": "tag", "id": "1"})
    assert changed(anna, "/de/tags/1/removal") == "/de/tags"
    assert anna.get("/de/tags/1").status_code == 404


def test_a_tag_that_is_being_changed_says_so_and_keeps_what_was_typed(
    anna: TestClient, region: Region, five: list[int]
) -> None:
    number = begin(region)
    here = f"/de/tags/{id_of(region, 'alt')}"
    answer = anna.post(here, data={"name": "Jung & neu"})
    assert answer.status_code == 409 and "Jung &amp; neu" in answer.text
    assert f'href="/de/mass/{number}"' in anna.get(here).text
    assert "Broken off." in anna.get(f"/de/mass/{number}").text
    changed(anna, f"/de/mass/{number}/continuation")
    assert worn(region, five) == ["neu"] * 5
