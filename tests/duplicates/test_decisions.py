""" "Not a duplicate" is remembered for as long as the two stay what they were."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.clients import store as clients
from app.duplicates import decisions
from app.duplicates.lookup import similar_clients
from app.errors import NotFound
from app.history import store as history
from app.regions import Region
from app.sqlite import Connection
from tests.conftest import Browser
from tests.duplicates.conftest import ANNA, AT, BERGMANN

LATER = "2026-11-24T08:00:00Z"


def similar(region: Region, client_id: int) -> list[int]:
    def look(db: Connection) -> list[int]:
        return [each.id for each in similar_clients(db, clients.find(db, client_id), client_id)]

    return sorted(region.read(look))


def decide(region: Region, one: int, other: int) -> None:
    region.write_now(decisions.decide, region.keys, one, other, ANNA, AT)


def test_who_was_decided_to_be_another_is_shown_no_more(region: Region) -> None:
    assert similar(region, 1) == [2, 3]
    decide(region, 2, 1)
    assert (similar(region, 1), similar(region, 2), similar(region, 3)) == ([3], [3], [1, 2])


def test_it_is_asked_again_when_one_of_them_changes(region: Region) -> None:
    decide(region, 1, 2)
    current = region.read(clients.find, 2)
    changed = replace(current, name="Bergmann & Söhne Maschinenbau GmbH")
    region.write_now(clients.change, region.keys, changed, ANNA, LATER, version=current.version)
    assert similar(region, 1) == [2, 3]


def test_a_change_that_says_nothing_leaves_it(region: Region) -> None:
    decide(region, 1, 2)
    current = region.read(clients.find, 2)
    changed = replace(current, notes="Zahlt pünktlich.", status="archived")
    region.write_now(clients.change, region.keys, changed, ANNA, LATER, version=current.version)
    assert similar(region, 1) == [3]


def test_a_decision_can_be_taken_back(region: Region) -> None:
    decide(region, 1, 2)
    region.write_now(decisions.take_back, region.keys, 2, 1, ANNA, LATER)
    assert similar(region, 1) == [2, 3]
    assert region.read(decisions.listed, 9) == []


def test_the_history_of_both_says_so_once(region: Region) -> None:
    decide(region, 1, 2)
    decide(region, 1, 2)
    for one, other in ((1, 2), (2, 1)):
        [entry] = region.read(history.of_object, region.keys, one, f"duplicate:{other}")
        assert (entry.action, entry.new, entry.actor) == ("create", str(other), ANNA)
    assert region.read(history.verify, region.keys).whole


def test_a_client_that_does_not_exist_is_not_decided_about(region: Region) -> None:
    with pytest.raises(NotFound):
        decide(region, 1, 99)


def test_of_pairs_whose_clients_are_gone_none_is_counted(region: Region) -> None:
    decide(region, 1, 2)
    region.write_now(lambda db: db.execute("UPDATE duplicate_decision SET second_id = 99"))
    assert region.read(decisions.count) == len(region.read(decisions.listed, 9)) == 0


def test_an_erased_client_leaves_no_decision(region: Region) -> None:
    decide(region, 1, 2)
    decide(region, 3, 1)
    decide(region, 2, 3)
    region.write_now(decisions.erase, 1)
    assert list(region.read(decisions.decided)) == [(2, 3)]


def test_it_is_decided_beside_the_form_of_a_client(region: Region, anna: Browser) -> None:
    panel = anna.post("/de/clients/similar", data={"name": BERGMANN.name, "client_id": "4"})
    assert panel.text.count("Not a duplicate") == 3
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    pair = {"first": "4", "second": "2"}
    answer = anna.post("/de/duplicates/decisions", data=pair, headers=part)
    assert "Not a duplicate, remembered" in answer.text and "/decisions/removal" in answer.text
    assert list(region.read(decisions.decided)) == [(2, 4)]
    answer = anna.post("/de/duplicates/decisions/removal", data=pair, headers=part)
    assert "remembered" not in answer.text
    assert region.read(decisions.decided) == {}


@pytest.mark.parametrize("pair", [{}, {"first": "1", "second": "1"}, {"first": "x", "second": "2"}])
def test_one_client_is_no_pair(region: Region, anna: Browser, pair: dict[str, str]) -> None:
    assert anna.post("/de/duplicates/decisions", data=pair).status_code == 403


def test_who_may_only_look_decides_nothing(region: Region, bartek: Browser, clara: Browser) -> None:
    pair = {"first": "1", "second": "2"}
    assert bartek.post("/de/duplicates/decisions", data=pair).status_code == 403
    assert clara.post("/de/duplicates/decisions", data=pair).status_code == 404
    assert region.read(decisions.decided) == {}
