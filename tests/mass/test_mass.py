"""Mass actions: said before, done in whole batches, undone after, and nobody else touched."""

from __future__ import annotations

import asyncio
import re
import shutil
import time
import uuid
from collections.abc import Iterator, Sequence
from datetime import UTC
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from litestar.testing import TestClient

from app import sqlite
from app.clients import store as clients
from app.clients.model import STATUSES
from app.clock import FixedClock
from app.groups import carried, groups, tags
from app.groups.carried import GROUP, TAG
from app.history import store as history
from app.instance import Instance
from app.mass import store
from app.mass.forms import read_scope
from app.mass.model import Action, Scope
from app.mass.runs import Runs
from app.regions import Region
from app.settings import Settings
from app.undo import store as undo
from tests.clients.test_first_day import add as add_client
from tests.conftest import NOW
from tests.groups.conftest import ANNA, AT, add, region, tag, tags_of

__all__ = ["region"]
LATER = "2026-12-24T00:00:00Z"
PART = {"HX-Request": "true", "HX-Request-Type": "partial"}


def run(region: Region, scope: Scope, action: Action, at: str = AT, batches: int = 1_000) -> int:
    """Begins and does it, as far as that many batches lead."""
    expected = region.read(store.plan, scope, action).touched
    number = region.write_now(store.begin, scope, action, expected, str(uuid.uuid4()), ANNA, at)
    _steps(region, store.step, number, at, batches)
    return number


def take_back(region: Region, number: int, at: str = LATER, batches: int = 1_000) -> None:
    region.write_now(store.begin_undo, number, ANNA, at)
    _steps(region, store.step_back, number, at, batches)


def _steps(region: Region, step: object, number: int, at: str, batches: int) -> None:
    while batches and region.write_now(step, region.keys, number, ANNA, at):  # type: ignore[arg-type]
        batches -= 1


def status_of(region: Region, client: int) -> str:
    return region.read(clients.find, client).status


@pytest.fixture
def three(region: Region) -> list[int]:
    return [
        add(region, "Anker", country="DE"),
        add(region, "Berg", country="AT"),
        add(region, "Cello", country="AT"),
    ]


def test_a_plan_says_how_many_and_which_before_anything_happens(region: Region, three: list[int]) -> None:
    tag(region, three[1], "vip")
    plan = region.read(store.plan, Scope(query="?country=AT"), Action("tag", "VIP"))
    assert (plan.clients, plan.touched, plan.same) == (2, 1, 1)
    assert [name for _, name in plan.first] == ["Berg", "Cello"] and plan.by_status == {"active": 2}
    assert region.read(store.plan, Scope((three[0], 999)), Action("untag", "vip")).touched == 0
    assert region.read(store.plan, Scope(query="?q=cello"), Action("archive")).touched == 1
    assert region.read(store.plan, Scope(query="?tag=vip"), Action("status", "active")).touched == 0


@pytest.mark.parametrize(
    "action",
    [
        Action("status", "problematic"), Action("archive"), Action("tag", "neu"), Action("untag", "alt"),
        Action("group", "Stamm"), Action("ungroup", "Stamm"),
    ],
)  # fmt: skip
def test_every_action_is_undone_to_what_was_before(region: Region, three: list[int], action: Action) -> None:
    group_id = region.write_now(groups.add, "Stamm", "static", "", ANNA, AT)
    region.write_now(carried.change, region.keys, GROUP, three[0], ANNA, AT, add=(group_id,))
    tag(region, three[0], "alt")
    before = [_look(region, client) for client in three]
    number = run(region, Scope(tuple(three)), action)
    changed = region.read(undo.find, number).clients
    assert changed == sum(_look(region, client) != old for client, old in zip(three, before, strict=True)) > 0
    take_back(region, number)
    assert [_look(region, client) for client in three] == before
    found = region.read(store.find, number)
    assert (found.operation.state, found.operation.kept, found.operation.can_be_undone) == (
        "undone",
        0,
        False,
    )
    assert region.read(history.verify, region.keys).whole


def _look(region: Region, client: int) -> tuple[str, list[str], list[str]]:
    names = region.read(carried.names_of, GROUP, client)
    return status_of(region, client), tags_of(region, client), names


def test_whoever_was_changed_since_stays_and_is_listed(region: Region, three: list[int]) -> None:
    number = run(region, Scope(query="?country=AT"), Action("status", "inactive"))
    region.write_now(tags.attach, region.keys, three[1], ["seitdem"], ANNA, "2026-12-01T00:00:00Z")
    take_back(region, number)
    assert [status_of(region, client) for client in three] == ["active", "inactive", "active"]
    assert tags_of(region, three[1]) == ["seitdem"]
    assert region.read(undo.kept, number) == [three[1]]
    assert region.read(store.names, [three[1]]) == [(three[1], "Berg")]


def test_those_are_touched_who_were_meant_and_nobody_who_came_later(region: Region, three: list[int]) -> None:
    scope, action = Scope(query="?country=AT&status=active"), Action("status", "inactive")
    number = region.write_now(store.begin, scope, action, 2, "a-random-key-of-a-form", ANNA, AT)
    late = add(region, "Dorn", country="AT")
    assert not region.write_now(store.step, region.keys, number, ANNA, AT)
    assert [status_of(region, each) for each in (*three, late)] == [
        "active",
        "inactive",
        "inactive",
        "active",
    ]


def test_other_clients_than_were_told_of_are_not_changed_unasked(region: Region, three: list[int]) -> None:
    scope, action = Scope(query="?country=AT"), Action("archive")
    with pytest.raises(store.Changed):
        region.write_now(store.begin, scope, action, 1, "a-random-key-of-a-form", ANNA, AT)
    assert region.read(undo.listed, before=99, limit=9) == []


def test_a_form_sent_twice_begins_once(region: Region, three: list[int]) -> None:
    once = [
        region.write_now(
            store.begin, Scope(tuple(three)), Action("archive"), 3, "the-same-key-twice", ANNA, AT
        )
        for _ in range(2)
    ]
    assert once[0] == once[1] and len(region.read(undo.listed, before=99, limit=9)) == 1


def test_killed_between_two_batches_it_goes_on_or_is_undone(
    region: Region, three: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "AT_ONCE", 1)
    number = run(region, Scope(tuple(three)), Action("tag", "neu"), batches=2)
    found = region.read(store.find, number)
    assert (found.operation.state, found.operation.clients, found.waiting, found.is_open) == (
        "under_way",
        2,
        1,
        True,
    )
    assert [tags_of(region, client) for client in three] == [["neu"], ["neu"], []]
    take_back(region, number, batches=1)
    assert region.read(store.find, number).operation.state == "undoing"
    assert [tags_of(region, client) for client in three] == [["neu"], [], []]
    take_back(region, number)
    assert [tags_of(region, client) for client in three] == [[], [], []]
    assert region.read(store.find, number).waiting == 0, "what it had not come to, it does no more"

    again = run(region, Scope(tuple(three)), Action("tag", "wieder"), batches=1)
    _steps(region, store.step, again, AT, 1_000)
    assert [tags_of(region, client) for client in three] == [["wieder"]] * 3
    assert region.read(store.find, again).operation.state == "done"


def test_an_erased_client_never_comes_back_by_undo(
    region: Region, three: list[int], instance: Instance
) -> None:
    number = run(region, Scope(tuple(three)), Action("archive"))
    uuid = region.read(clients.find, three[0]).uuid
    instance.vault.close()
    db = sqlite.connect(instance.settings.data / "vault.db")
    db.execute("UPDATE data_key SET wrapped = NULL WHERE owner = ?", (uuid,))
    db.close()
    take_back(region, number)
    assert [status_of(region, client) for client in three] == ["archived", "active", "active"]
    assert region.read(undo.kept, number) == [three[0]]


def test_what_undoing_needs_is_sealed(region: Region, three: list[int]) -> None:
    run(region, Scope(tuple(three)), Action("status", "inactive"))
    sealed = region.read(lambda db: [row[0] for row in db.execute("SELECT sealed FROM operation_step")])
    assert len(sealed) == 3 and not any(b"active" in each for each in sealed)


ACTIONS = st.one_of(
    st.builds(Action, st.just("status"), st.sampled_from(sorted(STATUSES))),
    st.builds(Action, st.sampled_from(["tag", "untag"]), st.sampled_from(["a", "b"])),
    st.builds(Action, st.just("archive")),
)


@given(
    worn=st.lists(
        st.tuples(st.sets(st.sampled_from("ab")), st.sampled_from(sorted(STATUSES))), min_size=1, max_size=5
    ),
    actions=st.lists(ACTIONS, min_size=1, max_size=3),
    chosen=st.sets(st.integers(0, 4), min_size=1),
)
def test_undoing_in_turn_is_as_if_nothing_had_been(
    worn: list[tuple[set[str], str]], actions: list[Action], chosen: set[int], instances: Region
) -> None:
    ids = [add(instances, f"Client {n}", status=status) for n, (_, status) in enumerate(worn)]
    for client, (names, _) in zip(ids, worn, strict=True):
        tag(instances, client, *sorted(names))
    before = [_look(instances, client) for client in ids]
    scope = Scope(tuple(ids[place] for place in sorted(chosen) if place < len(ids)) or (ids[0],))
    numbers = []
    for turn, action in enumerate(actions):
        if instances.read(store.plan, scope, action).touched:
            numbers.append(run(instances, scope, action, f"2026-12-0{turn + 1}T00:00:00Z{ids[0]}"[:20]))
    outside = [client for client in ids if client not in scope.ids]
    assert [_look(instances, client) for client in outside] == [
        look for client, look in zip(ids, before, strict=True) if client in outside
    ]
    for number in reversed(numbers):
        _settle_moment(instances, number)
        take_back(instances, number)
    assert [_look(instances, client) for client in ids] == before


def _settle_moment(region: Region, number: int) -> None:
    """The undoing of a later action touched the client too: for the one before it, that is what it left."""

    def settle(db: sqlite.Connection) -> None:
        db.execute(
            "UPDATE operation_step SET (version, changed_at) ="
            " (SELECT version, changed_at FROM client WHERE id = client_id) WHERE operation_id = ?",
            (number,),
        )

    region.write_now(settle)


@pytest.fixture(scope="module")
def instances(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    """One region for all examples of a property."""
    data = shutil.copytree(prepared, tmp_path_factory.mktemp("property") / "data")
    opened = Instance.open(Settings(data=data), FixedClock(NOW))
    yield opened.regions.find("de")
    opened.close()


# In the browser


def start(browser: TestClient, status: int = 303, **form: object) -> str:
    """From the plan to the page of the action, as its button does."""
    plan = browser.post("/de/mass/new", data=form)
    assert plan.status_code == 200, plan.text
    fields = dict(_hidden(plan.text))
    answer = browser.post(
        "/de/mass",
        data=form | {"expected": fields["expected"], "submission": fields["submission"]},
        follow_redirects=False,
    )
    assert answer.status_code == status, answer.text
    return str(answer.headers.get("location", ""))


def _hidden(html: str) -> Sequence[tuple[str, str]]:
    return re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', html)


def wait_for(browser: TestClient, address: str, text: str) -> str:
    """The page of an action, once it says so."""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline:
        page = browser.get(address).text
        if text in page:
            return page
        time.sleep(0.1)
    raise AssertionError(f"{address} never said {text}")


def test_ids_may_stand_in_one_field_or_in_many() -> None:
    for sent in ([("ids", "3,1")], [("id", "3"), ("id", "1"), ("query", "?country=DE")]):
        assert read_scope(sent, UTC).ids == (3, 1)


def test_a_selection_is_tagged_and_undone(anna: TestClient) -> None:
    address = add_client(anna)
    bar = anna.get("/de/mass/bar?country=DE", headers=PART).text
    assert (
        'role="toolbar"' in bar and "/de/mass/new?country=DE" in bar and 'formaction="/de/exports/new"' in bar
    )
    page = anna.post("/de/mass/new", data={"id": "1", "query": "?country=DE", "action": "tag"}).text
    assert "Change 1 client" in page and "Maschinenbau" in page
    assert (
        "Add #Messe to 1 client"
        in anna.post("/de/mass/new", data={"id": "1", "action": "tag", "tag": "Messe"}).text
    )
    run_at = start(anna, id="1", action="tag", tag="Messe")
    wait_for(anna, run_at, "1 client was changed.")
    assert "#Messe" in anna.get(address).text and "Mass action" in anna.get(f"{address}/history").text
    assert "Add #Messe to 1 client" in anna.get("/de/operations").text
    anna.post(f"{run_at}/undoing")
    wait_for(anna, run_at, "1 client is as before.")
    assert "#Messe" not in anna.get(address).text


def test_what_is_wrong_with_an_action_is_said_before(anna: TestClient) -> None:
    add_client(anna)
    anna.post("/de/groups", data={"name": "Deutsche", "kind": "dynamic", "query": "?country=DE"})
    for form, why in (
        ({"action": "status", "status": "dead"}, "Choose a status."),
        ({"action": "untag", "tag": "nie"}, "There is no tag of this name."),
        ({"action": "tag", "tag": " # "}, "The name is missing."),
        ({"action": "group", "group": "nie"}, "There is no group of this name."),
        ({"action": "group", "group": "Deutsche"}, "decided by its filter"),
    ):
        for path in ("/de/mass/new", "/de/mass"):
            answer = anna.post(path, data=form | {"id": "1"})
            assert answer.status_code == 422 and why in answer.text, (path, form)


def test_a_list_that_has_changed_meanwhile_is_shown_again(anna: TestClient) -> None:
    add_client(anna)
    form = {"query": "?country=DE", "action": "archive", "expected": "7", "submission": "x" * 20}
    answer = anna.post("/de/mass", data=form)
    assert (
        answer.status_code == 409 and "Please look again" in answer.text and "Archive 1 client" in answer.text
    )


def test_a_viewer_does_nothing_to_many(anna: TestClient, bartek: TestClient) -> None:
    add_client(anna)
    run_at = start(anna, id="1", action="archive")
    wait_for(anna, run_at, "1 client was changed.")
    for method, path in (
        ("GET", "/de/mass/new"), ("POST", "/de/mass/new"), ("POST", "/de/mass"), ("POST", f"{run_at}/undoing"),
        ("POST", f"{run_at}/removal"), ("GET", run_at), ("GET", "/de/operations"),
    ):  # fmt: skip
        assert bartek.request(method, path, data={"id": "1", "action": "archive"}).status_code == 403
    assert 'class="select"' not in bartek.get("/de/clients?status=archived").text
    assert 'class="select"' in anna.get("/de/clients?status=archived").text


def test_numbers_of_another_region_are_nobody_here(anna: TestClient, clara: TestClient) -> None:
    address = add_client(anna)
    page = clara.post("/at/mass/new", data={"id": "1", "action": "archive"}).text
    assert "Nobody is meant" in page and "Maschinenbau" not in page
    run_at = start(anna, id="1", action="tag", tag="x")
    wait_for(anna, run_at, "1 client was changed.")
    assert clara.get(run_at.replace("/de/", "/at/")).status_code == 404
    assert "#x" in anna.get(address).text


def test_how_far_it_is_can_be_watched_and_the_rest_left(
    anna: TestClient, region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "AT_ONCE", 1)
    ids = [add(region, f"Client {number}") for number in range(60)]
    run_at = start(anna, query="?status=active", action="archive")
    page = anna.get(run_at).text
    assert (
        'role="progressbar"' in page
        and "of 60 clients" in page
        and f'hx-sse:connect="{run_at}/events"' in page
    )
    assert anna.get(f"{run_at}/progress", headers=PART).text.lstrip().startswith('<div class="progress">')
    assert anna.post(f"{run_at}/removal", follow_redirects=False).status_code == 303
    archived = sum(status_of(region, client) == "archived" for client in ids)
    assert 0 < archived < 60
    page = anna.get(run_at).text
    assert (
        f"{archived} clients were changed." in page and f"{60 - archived} clients stayed as they were" in page
    )
    events = anna.get(f"{run_at}/events").text
    assert "event: finished" in events


def test_two_people_who_change_the_same_clients_undo_only_their_own(region: Region, three: list[int]) -> None:
    first = run(region, Scope(tuple(three)), Action("tag", "anna"), "2026-12-01T00:00:00Z")
    second = run(region, Scope(tuple(three[:2])), Action("tag", "emil"), "2026-12-02T00:00:00Z")
    take_back(region, first)
    assert [tags_of(region, client) for client in three] == [["anna", "emil"], ["anna", "emil"], []]
    take_back(region, second)
    assert [tags_of(region, client) for client in three] == [["anna"], ["anna"], []]
    assert region.read(undo.kept, first) == three[:2] and region.read(undo.kept, second) == []


def test_giving_up_leaves_whole_batches(
    instance: Instance, region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(store, "AT_ONCE", 1)
    ids = [add(region, f"Client {number}") for number in range(30)]

    async def work() -> int:
        number = await region.write(
            store.begin, Scope(tuple(ids)), Action("archive"), 30, "a-random-key-of-a-form", ANNA, AT
        )
        runs = Runs(instance.clock)
        runs.go_on(region, number, ANNA)
        runs.go_on(region, number, ANNA)
        await asyncio.sleep(0.1)
        assert runs.is_busy(region, number)
        await runs.close()
        assert not runs.is_busy(region, number)
        return number

    found = region.read(store.find, asyncio.run(work()))
    archived = sum(status_of(region, client) == "archived" for client in ids)
    assert 0 < archived < 30 and (found.operation.clients, found.waiting) == (archived, 30 - archived)
    region.write_now(store.give_up, found.operation.id)
    assert region.read(store.find, found.operation.id).operation.state == "done"


def test_tags_stay_the_names_that_the_list_knows(region: Region, three: list[int]) -> None:
    run(region, Scope(tuple(three)), Action("tag", "Neu"))
    assert region.read(carried.ids_named, TAG, ["neu"]) and tags_of(region, three[0]) == ["Neu"]
