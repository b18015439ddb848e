"""A group that many are in: removed in batches, given up, and undone."""

from __future__ import annotations

import pytest

from app.errors import NotFound
from app.groups import carried, groups
from app.groups.carried import GROUP
from app.history import store as history
from app.mass import dissolving, of_groups, store
from app.regions import Region
from tests.groups.conftest import ANNA, AT, add, region
from tests.groups.test_filters import group, shown
from tests.mass.test_tag_runs import go_on, take_back

__all__ = ["region"]


@pytest.fixture
def three(region: Region, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two a batch."""
    monkeypatch.setattr(store, "AT_ONCE", 2)
    return [add(region, name) for name in ("Anker", "Berg", "Cello")]


def begin(region: Region, group_id: int, form: str = "a-random-key-of-a-form") -> int:
    return region.write_now(of_groups.begin, group_id, form, ANNA, AT)


def groups_of(region: Region, ids: list[int]) -> list[str]:
    return [" ".join(region.read(carried.names_of, GROUP, each)) for each in ids]


def test_a_group_goes_with_its_last_member_and_comes_back_as_it_was(region: Region, three: list[int]) -> None:
    group_id = group(region, "Stamm", members=tuple(three))
    before = region.read(groups.find, group_id)
    number = begin(region, group_id)
    go_on(region, number, batches=1)
    assert groups_of(region, three) == ["", "", "Stamm"] and region.read(groups.find, group_id) == before
    region.write_now(groups.rename, group_id, "Stammkunden")
    assert go_on(region, number).operation.clients == 3
    with pytest.raises(NotFound):
        region.read(groups.find, group_id)
    assert len(shown(region)) == 3
    [entry, *_] = region.read(history.of_client, region.keys, three[2])
    assert (entry.field, entry.old, entry.new) == ("groups", "Stammkunden", "")
    run = take_back(region, number)
    assert (run.operation.state, run.operation.kept) == ("undone", 0)
    assert groups_of(region, three) == ["Stamm"] * 3 and region.read(groups.find, group_id) == before


def test_whoever_is_left_in_a_group_keeps_it(region: Region, three: list[int]) -> None:
    group_id = group(region, "Stamm", members=tuple(three))
    number = begin(region, group_id)
    assert begin(region, group_id, "another-key-of-a-form") == number
    go_on(region, number, batches=1)
    region.write_now(store.give_up, number)
    assert groups_of(region, three) == ["", "", "Stamm"]
    assert region.read(dissolving.left_with, region.read(store.find, number)) == 1
    late = add(region, "Dorn")
    again = begin(region, group_id, "a-third-key-of-a-form")
    region.write_now(carried.change, region.keys, GROUP, late, ANNA, AT, add=(group_id,))
    assert go_on(region, again).operation.clients == 1
    assert groups_of(region, [*three, late]) == ["", "", "", "Stamm"]


def test_a_group_without_members_goes_at_once(region: Region) -> None:
    for query in ("", "?country=DE"):
        group_id = group(region, "Leer", query)
        assert begin(region, group_id) == 0
        with pytest.raises(NotFound):
            region.read(groups.find, group_id)
