"""The labels of other programs become tags."""

from __future__ import annotations

import pytest

from app.clients.model import Client
from app.groups import carried
from app.imports.model import Counts
from app.instance import Instance
from tests.imports.desk import Desk

HEAD = "Nazwa;NIP;Tagi\n"


@pytest.fixture
def desk(instance: Instance) -> Desk:
    return Desk(instance)


def tags(desk: Desk, client: Client) -> list[str]:
    return desk.region.read(carried.names_of, carried.TAG, client.id)


def test_a_new_client_carries_the_tags_of_its_row_and_is_found_by_them(desk: Desk) -> None:
    assert desk.run(HEAD + "Huber OHG;;VIP ::: * myContacts ::: Messe 2026\nNeu GmbH;;\n") == Counts(
        2, created=2
    )
    assert tags(desk, desk.named("Huber OHG")) == ["Messe 2026", "VIP"]
    assert tags(desk, desk.named("Neu GmbH")) == []
    found = "SELECT rowid FROM client_search WHERE client_search MATCH '\"messe\"'"
    assert len(desk.region.read(lambda db: db.execute(found).fetchall())) == 1


def test_updating_adds_tags_and_takes_none_off(desk: Desk) -> None:
    desk.run(HEAD + "Huber OHG;DE136695976;VIP\n")
    text = HEAD + "Huber OHG;DE136695976;vip, Messe\n"
    [shown] = desk.check(text)["ways"]["update"]["shown"]["updated"]
    assert shown["changes"] == [{"field": "tags", "old": "VIP", "new": "VIP, Messe"}]
    assert desk.run(text, "update") == Counts(1, updated=1)
    assert tags(desk, desk.named("Huber OHG")) == ["Messe", "VIP"]
    assert desk.run(text, "update") == Counts(1, unchanged=1)


def test_filling_gives_tags_only_where_there_are_none(desk: Desk) -> None:
    desk.run(HEAD + "Huber OHG;DE136695976;VIP\nNeu GmbH;DE811907980;\n")
    text = HEAD + "Huber OHG;DE136695976;Messe\nNeu GmbH;DE811907980;Messe\n"
    assert desk.run(text, "fill") == Counts(2, updated=1, unchanged=1)
    assert tags(desk, desk.named("Neu GmbH")) == ["Messe"]


def test_what_cannot_be_a_tag_is_told_and_left_out(desk: Desk) -> None:
    text = HEAD + f"Huber OHG;;{'x' * 61}, VIP\n"
    result = desk.check(text)
    assert result["doubtful"] == 1 and result["shown"]["new"][0]["reasons"][0]["field"] == "tags"
    desk.run(text)
    assert tags(desk, desk.named("Huber OHG")) == ["VIP"]
