"""Tags: typed on the card, found by the search, renamed and merged without losing anybody."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from app.clients import store as clients
from app.groups import tags
from app.groups.model import key_of, names_in
from app.history import store as history
from app.regions import Region
from tests.clients.test_first_day import add as add_client
from tests.groups.conftest import ANNA, AT, add, changed, tag, tags_of

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def test_a_tag_is_typed_on_the_card_and_finds_the_client(anna: TestClient) -> None:
    address = add_client(anna)
    answer = anna.post(f"{address}/labels", data={"name": "#E-Commerce, Łódź"}, follow_redirects=False)
    assert answer.status_code == 303 and answer.headers["location"] == address
    page = anna.get(address).text
    assert "#E-Commerce" in page and "#Łódź" in page
    for search in ("e-commerce", "lodz"):
        assert "Maschinenbau" in anna.get("/de/clients", params={"q": search}).text.replace("<mark>", "")
    assert "Maschinenbau" in anna.get("/de/clients?tag=%23e-commerce").text
    assert "Maschinenbau" not in anna.get("/de/clients?tag=handel").text


def test_the_panel_of_the_card_answers_with_itself_and_the_head(anna: TestClient) -> None:
    address = add_client(anna)
    answer = anna.post(f"{address}/labels", data={"name": "vip"}, headers=PART)
    assert answer.status_code == 200
    assert 'id="labels-panel"' in answer.text and 'id="labels" class="labels" hx-swap-oob' in answer.text
    answer = anna.post(f"{address}/labels/removal", data={"kind": "tag", "id": "1"}, headers=PART)
    assert "#count-history" in answer.text
    assert "#vip" not in answer.text and "None yet." in answer.text


@pytest.mark.parametrize("name", ["", "#", " , ", "x" * 61, "tab\x00", ",".join("abcdefghijklmnopqrstu")])
def test_what_cannot_be_a_tag_is_refused_and_kept_as_typed(anna: TestClient, name: str) -> None:
    address = add_client(anna)
    answer = anna.post(f"{address}/labels", data={"name": name})
    assert answer.status_code == 422 and 'aria-invalid="true"' in answer.text
    assert anna.get("/de/tags").text.count("data-row") == 0


def test_a_viewer_reads_tags_and_changes_none(anna: TestClient, bartek: TestClient) -> None:
    address = add_client(anna)
    anna.post(f"{address}/labels", data={"name": "vip"})
    assert "#vip" in bartek.get(address).text and "#vip" in bartek.get("/de/tags").text
    for path, form in (
        (f"{address}/labels", {"name": "x"}),
        (f"{address}/labels/removal", {"kind": "tag", "id": "1"}),
        ("/de/tags/1", {"name": "x"}),
        ("/de/tags/1/merger", {"into": "y"}),
        ("/de/tags/1/removal", {}),
    ):
        assert bartek.post(path, data=form).status_code == 403


def test_the_history_says_what_was_carried_and_brings_it_back(anna: TestClient) -> None:
    address = add_client(anna)
    for name in ("alt", "neu"):
        anna.post(f"{address}/labels", data={"name": name})
    anna.post(f"{address}/labels/removal", data={"kind": "tag", "id": "1"})
    page = anna.get(f"{address}/history?field=tags").text
    assert "<del>alt, neu</del>" in page and "<ins>neu</ins>" in page
    assert anna.post(f"{address}/history/4/restoration", follow_redirects=False).status_code == 303
    assert "#alt" in anna.get(address).text and "#neu" in anna.get(address).text


def test_a_new_name_reaches_search_history_and_filter(anna: TestClient) -> None:
    address = add_client(anna)
    anna.post(f"{address}/labels", data={"name": "grosskunde"})
    changed(anna, "/de/tags/1", name="Premium", colour="ok")
    page = anna.get(address).text
    assert (
        '<a class="tag ok" href="/de/clients?tag=Premium">#Premium</a>' in page and "#grosskunde" not in page
    )
    assert "Maschinenbau" in anna.get("/de/clients?q=premium").text
    assert "No client fits" in anna.get("/de/clients?q=grosskunde").text
    assert "<del>grosskunde</del>" in anna.get(f"{address}/history").text


def test_another_spelling_of_the_same_name_is_no_other_tag(anna: TestClient) -> None:
    address = add_client(anna)
    anna.post(f"{address}/labels", data={"name": "vip"})
    anna.post("/de/tags/1", data={"name": "VIP"})
    assert "#VIP" in anna.get(address).text
    anna.post(f"{address}/labels", data={"name": "Vip"})
    assert anna.get("/de/tags").text.count("data-row") == 1


def test_a_name_that_is_taken_leads_to_merging(anna: TestClient) -> None:
    address = add_client(anna)
    anna.post(f"{address}/labels", data={"name": "a, b"})
    answer = anna.post("/de/tags/1", data={"name": "B"})
    assert answer.status_code == 422 and "Merge the two" in answer.text
    assert anna.post("/de/tags/1/merger", data={"into": "a"}).status_code == 422
    changed(anna, "/de/tags/1/merger", into="B")
    assert anna.get("/de/tags/1").status_code == 404
    assert "#b" in anna.get(address).text and "#a<" not in anna.get(address).text


def test_attaching_moves_the_client_and_is_recorded_once(region: Region) -> None:
    client = add(region, "Eins")
    before = region.read(history.count, client)
    at = "2026-12-01T00:00:00Z"
    assert region.write_now(tags.attach, region.keys, client, ["vip"], ANNA, at)
    assert not region.write_now(tags.attach, region.keys, client, ["VIP"], ANNA, "2026-12-02T00:00:00Z")
    assert region.read(clients.find, client).changed_at == at
    assert region.read(history.count, client) == before + 1
    assert region.read(history.verify, region.keys).whole


def test_an_earlier_value_of_many_tags_comes_back_as_it_was(region: Region) -> None:
    client, names = add(region, "Huber"), [f"t{number}" for number in range(45)]
    region.write_now(tags.attach, region.keys, client, names, ANNA, AT)
    region.write_now(tags.set_names, region.keys, client, ["alt"], ANNA, AT)
    assert tags_of(region, client) == ["alt"]


def test_two_people_who_tag_at_once_both_do(region: Region) -> None:
    """Each adds what they mean and sends no list of all, so that nobody takes off what somebody else has put on."""
    client = add(region, "Eins")
    tag(region, client, "von Anna")
    tag(region, client, "von Emil")
    assert tags_of(region, client) == ["von Anna", "von Emil"]


@given(st.lists(st.text(st.characters(exclude_characters=",#", exclude_categories=["C", "Z"]), min_size=1)))
def test_names_are_read_as_they_are_written(names: list[str]) -> None:
    read = names_in(", ".join(f"#{name}" for name in names))
    assert {key_of(name) for name in read} == {key_of(name) for name in names}
    assert names_in(", ".join(read)) == read


def test_a_tag_of_another_region_is_none_here(anna: TestClient, clara: TestClient) -> None:
    address = add_client(anna)
    anna.post(f"{address}/labels", data={"name": "vip"})
    assert "vip" not in clara.get("/at/tags").text
    assert clara.get("/at/tags/1").status_code == 404
    assert "option" not in clara.get("/at/labels/tag?q=v", headers=PART).text
    assert '<option value="vip">' in anna.get("/de/labels/tag?name=v", headers=PART).text
    assert '<option value="x, vip">' in anna.get("/de/labels/tag?name=x, v", headers=PART).text


def test_views_and_groups_follow_a_tag_to_its_new_name(anna: TestClient) -> None:
    address = add_client(anna)
    anna.post(f"{address}/labels", data={"name": "alt, neu"})
    query = "?q=Maschinen&tag=alt%2CNeu&sort=city"
    anna.post("/de/clients/views", data={"view": "Meine", "query": query})
    anna.post("/de/groups", data={"name": "Ihre", "kind": "dynamic", "query": query})
    changed(anna, "/de/tags/1", name="jung")
    assert "/de/clients?q=Maschinen&amp;tag=jung%2CNeu&amp;sort=city" in anna.get("/de/clients").text
    assert "<b>jung,Neu</b>" in anna.get("/de/groups/1").text.replace("jung, Neu", "jung,Neu")
    [jung] = [tag for tag in (2, 3) if "#jung" in anna.get(f"/de/tags/{tag}").text]
    changed(anna, f"/de/tags/{jung}/merger", into="neu")
    assert "tag=neu&amp;" in anna.get("/de/clients").text
    assert "Maschinenbau" in anna.get("/de/clients?group=ihre").text
