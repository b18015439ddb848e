"""Tags and groups as filters of the list: who is found, and by which way."""

from __future__ import annotations

from datetime import UTC
from zoneinfo import ZoneInfo

import pytest
from litestar.testing import TestClient

from app import sqlite
from app.clients import listing
from app.clients import store as clients
from app.clients.listing import FEW, count_clients, list_clients
from app.clients.store import touch
from app.errors import Refused
from app.exports.model import Wanted
from app.exports.selection import ids_of
from app.groups import carried, groups
from app.groups.carried import GROUP, TAG
from app.groups.figures import figures
from app.groups.filters import CLIENT_LIST, dynamic_within
from app.lists import ListState
from app.mass import of_tags
from app.mass import store as mass
from app.regions import Region
from tests.clients.test_first_day import add as add_client
from tests.conftest import NOW
from tests.groups.conftest import ANNA, AT, add, tag


def shown(region: Region, **query: str) -> list[str]:
    state = ListState.read(CLIENT_LIST, query, region.definition.timezone)
    page = region.read(list_clients, state)
    assert page.count == region.read(count_clients, state)
    return [row.name for row in page.rows]


def group(region: Region, name: str, query: str = "", members: tuple[int, ...] = ()) -> int:
    group_id = region.write_now(groups.add, name, "dynamic" if query else "static", query, ANNA, AT)
    for client in members:
        region.write_now(carried.change, region.keys, GROUP, client, ANNA, AT, add=(group_id,))
    return group_id


@pytest.fixture
def people(region: Region) -> dict[str, int]:
    ids = {
        "Anker": add(region, "Anker", country="DE"),
        "Berg": add(region, "Berg", country="AT"),
        "Cello": add(region, "Cello", country="AT", kind="person"),
        "Dorn": add(region, "Dorn", country="AT", status="archived"),
    }
    tag(region, ids["Anker"], "Bau", "VIP")
    tag(region, ids["Berg"], "bau")
    tag(region, ids["Dorn"], "VIP")
    return ids


def test_any_of_several_tags_and_all_of_several_filters(region: Region, people: dict[str, int]) -> None:
    assert shown(region, tag="bau") == ["Anker", "Berg"]
    assert shown(region, tag="#VIP, Bau", country="AT") == ["Berg"]
    assert shown(region, tag="vip", status="all") == ["Anker", "Dorn"]
    assert shown(region, tag="vip", q="ank") == ["Anker"]
    assert shown(region, tag="vip", q="an") == ["Anker"]
    assert shown(region, tag="unknown") == []


def test_of_many_long_tags_every_one_counts(region: Region, people: dict[str, int]) -> None:
    names = [letter * 60 for letter in "abcdef"]
    for client_id in people.values():
        tag(region, client_id, names[-1])
    state = ListState.of_query(CLIENT_LIST, f"?status=all&without={','.join(names)}")
    assert region.read(list_clients, state).rows == []


def test_whoever_lacks_a_tag_is_found_too(region: Region, people: dict[str, int]) -> None:
    assert shown(region, without="bau") == ["Cello"]
    assert shown(region, without="#vip", status="all") == ["Berg", "Cello"]
    assert shown(region, without="vip, bau", status="all") == ["Cello"]
    assert shown(region, tag="bau", without="vip") == ["Berg"]
    assert shown(region, without="vip", q="ber") == ["Berg"]
    assert shown(region, without="nobody has it") == ["Anker", "Berg", "Cello"]


def test_a_dynamic_group_and_a_saved_filter_know_without_and_follow_the_tag(
    region: Region, people: dict[str, int]
) -> None:
    number = group(region, "Ohne VIP", "?without=vip")
    assert shown(region, group="Ohne VIP") == ["Berg", "Cello"]
    tag_id = region.read(carried.ids_named, TAG, ["VIP"])[0]
    number_of_run = region.write_now(of_tags.begin, tag_id, "rename", "Premium", "", "x" * 20, ANNA, AT)
    region.write_now(mass.step, region.keys, number_of_run, ANNA, AT)
    assert region.read(groups.find, number).query == "?without=Premium"
    assert shown(region, group="Ohne VIP") == ["Berg", "Cello"]


def test_the_chip_says_without_and_takes_it_off(anna: TestClient) -> None:
    page = anna.get("/de/clients?without=vip").text
    assert "Without tag" in page and "vip" in page
    assert 'name="without"' in anna.get("/de/clients/options/filter?without=vip").text


def test_a_static_group_has_those_who_were_put_in(region: Region, people: dict[str, int]) -> None:
    group(region, "Stamm", members=(people["Berg"], people["Dorn"]))
    assert shown(region, group="stamm") == ["Berg"]
    assert shown(region, group="Stamm", status="archived") == ["Dorn"]
    assert shown(region, group="Stamm", tag="vip", status="all") == ["Dorn"]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?country=AT", ["Berg", "Cello"]),
        ("?country=AT&status=all", ["Berg", "Cello"]),
        ("?country=AT&kind=person", ["Cello"]),
        ("?tag=bau", ["Anker", "Berg"]),
        ("?tag=bau&country=DE", ["Anker"]),
        ("?q=cell", ["Cello"]),
        ("?q=ce", ["Cello"]),
        ("?q=cello&country=DE", []),
        ("?name=erg", ["Berg"]),
        ("?group=Stamm", ["Berg"]),
        ("?group=Nobody", []),
    ],
)
def test_a_dynamic_group_has_whoever_fits(
    region: Region, people: dict[str, int], query: str, names: list[str]
) -> None:
    group(region, "Stamm", members=(people["Berg"], people["Dorn"]))
    group(region, "Fitting", query)
    assert shown(region, group="fitting") == names
    assert shown(region, group="fitting", country="AT") == [name for name in names if name != "Anker"]
    assert sorted({*names, "Berg"}) == shown(region, group="fitting, stamm")


def test_no_dynamic_group_can_contain_itself(region: Region, people: dict[str, int]) -> None:
    group(region, "Inner", "?country=AT")
    assert [each.name for each in region.read(dynamic_within, "?group=inner")] == ["Inner"]
    group(region, "Loop", "?group=Loop")
    assert shown(region, group="Loop") == []


@pytest.mark.parametrize("query", [{"tag": "bau"}, {"group": "Stamm"}, {"tag": "bau", "status": "all"}])
def test_few_are_found_from_the_tag_and_many_by_asking_each_row(
    region: Region, people: dict[str, int], query: dict[str, str]
) -> None:
    group(region, "Stamm", members=(people["Berg"],))
    state = ListState.read(CLIENT_LIST, query, region.definition.timezone)
    counting = plan(region, count_clients, state)
    few = plan(region, list_clients, state, 2)
    many = plan(region, list_clients, state, FEW + 1)
    for steps in (counting, few, many):
        assert not [step for step in steps if step.startswith("SCAN c")]
    for steps in (counting, few):
        assert any("SEARCH c USING INTEGER PRIMARY KEY" in step for step in steps), steps
    assert any("USING INDEX client_name_key" in step for step in many), many
    link = "client_tag" if "tag" in query else "group_member"
    assert any(step.startswith(f"SEARCH {link} EXISTS") and "client_id=?" in step for step in many), many


def test_many_ids_beside_a_filter_with_an_index_are_left_to_it(
    region: Region, people: dict[str, int], monkeypatch: pytest.MonkeyPatch
) -> None:
    state = ListState.read(CLIENT_LIST, {"tag": "bau", "country": "AT"})
    assert any("SEARCH c USING INTEGER PRIMARY KEY" in step for step in plan(region, count_clients, state))
    monkeypatch.setattr(listing, "CAPPED_AT", 1)
    for steps in (plan(region, count_clients, state), plan(region, list_clients, state, 1)):
        assert any("USING INDEX client_country" in step for step in steps), steps
    assert shown(region, tag="bau", country="AT") == ["Berg"]


def plan(region: Region, fn: object, *args: object) -> list[str]:
    """The steps of every statement that `fn` runs."""

    def explained(db: sqlite.Connection) -> list[str]:
        statements: list[str] = []
        db.set_trace_callback(statements.append)
        try:
            fn(db, *args)  # type: ignore[operator]
        finally:
            db.set_trace_callback(None)
        asked = [each for each in statements if " FROM client c" in each]
        assert asked
        return [row["detail"] for sql in asked for row in db.execute(f"EXPLAIN QUERY PLAN {sql}")]

    return region.read(explained)


def test_a_dynamic_group_and_an_export_cut_days_where_the_list_does(
    region: Region, people: dict[str, int]
) -> None:
    """Half past eleven at night in UTC is the next day in Berlin."""
    region.write_now(touch, people["Berg"], ANNA, "2026-11-25T23:30:00Z")
    group(region, "Neulich", "?changed_from=2026-11-26")
    assert shown(region, group="Neulich") == shown(region, changed_from="2026-11-26") == ["Berg"]
    wanted = Wanted("", "", query="?changed_from=2026-11-26")
    assert list(region.read(ids_of, wanted, region.definition.timezone)) == [people["Berg"]]


def test_the_figures_of_a_group_count_everybody_in_it(region: Region, people: dict[str, int]) -> None:
    group(region, "Stamm", members=tuple(people.values()))
    found = region.read(lambda db: figures(db, groups.named(db, ["Stamm"])[0], NOW))
    assert (found.clients, found.business, found.incomplete) == (4, 3, 4)
    assert dict(found.status) == {"active": 3, "archived": 1}
    assert list(found.country.items()) == [("AT", 3), ("DE", 1)]
    assert len(found.added) == 12 and found.added[-1] == ("2026-11", 4)


def test_months_begin_in_the_region_and_not_in_greenwich(region: Region, people: dict[str, int]) -> None:
    """Half past eleven at night of the last of October in UTC is the first of November in Berlin."""
    for name, at in (("Berg", "2026-10-31T23:30:00Z"), ("Anker", "2026-10-31T22:30:00Z")):
        region.write_now(
            lambda db, name=name, at=at: db.execute(
                "UPDATE client SET added_at = ? WHERE id = ?", (at, people[name])
            )
        )
    group(region, "Zwei", members=(people["Berg"], people["Anker"]))
    now = NOW.astimezone(region.definition.timezone)
    found = region.read(lambda db: figures(db, groups.named(db, ["Zwei"])[0], now))
    assert found.added[-2:] == (("2026-10", 1), ("2026-11", 1))


def test_an_earlier_group_that_is_not_there_any_more_is_refused_by_name(
    region: Region, people: dict[str, int]
) -> None:
    group(region, "Stamm", members=(people["Berg"],))
    with pytest.raises(Refused, match="Fort"):
        region.write_now(groups.set_names, region.keys, people["Berg"], ["Stamm", "Fort"], ANNA, AT)
    assert region.read(carried.names_of, GROUP, people["Berg"]) == ["Stamm"]


def test_the_list_shows_filters_and_labels_by_name(anna: TestClient) -> None:
    address = add_client(anna)
    anna.post(f"{address}/labels", data={"name": "vip, bau, neu"})
    anna.post("/de/groups", data={"name": "Stamm"})
    anna.post(f"{address}/labels", data={"kind": "group", "name": "stamm"})
    page = anna.get("/de/clients?tag=vip&group=Stamm&columns=name&columns=labels").text
    assert '<span class="tag of-group">Stamm</span>' in page and "#bau" in page and "+2" in page
    assert 'aria-label="Tag: vip"' in page and 'aria-label="Group: Stamm"' in page
    menu = anna.get("/de/clients/options/filter?tag=vip").text
    assert 'name="tag"' in menu and 'value="vip"' in menu and 'list="tag-names"' in menu


def test_nobody_is_put_into_a_dynamic_group_or_one_that_is_not_there(anna: TestClient) -> None:
    address = add_client(anna)
    anna.post("/de/groups", data={"name": "Deutsche", "kind": "dynamic", "query": "?country=DE"})
    for name, why in (("Deutsche", "decided by its filter"), ("Niemand", "no group of this name")):
        answer = anna.post(f"{address}/labels", data={"kind": "group", "name": name})
        assert answer.status_code == 422 and why in answer.text and f'value="{name}"' in answer.text


def test_a_group_is_made_renamed_shown_and_removed(anna: TestClient) -> None:
    add_client(anna)
    form = {"name": "Süden", "kind": "dynamic", "query": "?country=DE&sort=city"}
    address = anna.post("/de/groups", data=form, follow_redirects=False).headers["location"]
    page = anna.get(address).text
    assert "Country: <b>Germany</b>" in page and "made by Anna Krüger" in page and "B2B" in page
    assert anna.post("/de/groups", data={"name": "SÜDEN"}).status_code == 422
    assert anna.post("/de/groups", data=form | {"name": "Leer", "query": "?sort=city"}).status_code == 422
    again = anna.post("/de/groups", data=form | {"name": "Zweite", "query": "?group=s%C3%BCden"})
    assert again.status_code == 422 and "cannot be made of another" in again.text
    anna.post(address, data={"name": "Norden"})
    assert "Norden" in anna.get("/de/groups").text and "Süden" not in anna.get("/de/groups").text
    assert anna.post(f"{address}/removal", follow_redirects=False).status_code == 303
    assert anna.get(address).status_code == 404


def test_a_viewer_reads_groups_and_changes_none(anna: TestClient, bartek: TestClient) -> None:
    anna.post("/de/groups", data={"name": "Stamm"})
    assert "Stamm" in bartek.get("/de/groups").text and bartek.get("/de/groups/1").status_code == 200
    for path in ("/de/groups", "/de/groups/1", "/de/groups/1/removal"):
        assert bartek.post(path, data={"name": "x"}).status_code == 403


def test_the_days_of_a_dynamic_group_are_those_of_the_region(region: Region) -> None:
    """Added at half past midnight in Berlin, which is the day before in UTC."""
    client = add(region, "Anker")
    region.write_now(clients.touch, client, ANNA, "2026-11-30T23:30:00Z")
    group(region, "Dezember", "?changed_from=2026-12-01")
    for zone, names in ((ZoneInfo("Europe/Berlin"), ["Anker"]), (UTC, [])):
        state = ListState.read(CLIENT_LIST, {"group": "dezember"}, zone)
        assert [row.name for row in region.read(list_clients, state).rows] == names
