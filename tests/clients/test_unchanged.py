"""A page that did not change is a 304, and no page is ever another person's."""

from __future__ import annotations

import pytest

from tests.house import House

PAGES = [
    "/de/clients",
    "/de/clients?q=bergmann",
    "/de/clients?sort=-changed",
    "/de/clients/1",
    "/de/clients/1/data",
]
WRITES = [
    ("/de/clients/2/status", {"status": "inactive"}),
    ("/de/clients/2/contacts", {"name": "Tom Ober"}),
    ("/de/clients/2/notes", {"body": "Angerufen."}),
    ("/de/clients/views", {"view": "Nord", "query": "?q=kiel"}),
    ("/de/clients", {"kind": "person", "name": "Carla Neu", "country": "DE"}),
]


def tag(house: House, who: str, path: str, partial: bool = False) -> str:
    answer = house.get(who, path, partial=partial)
    assert answer.status == 200 and answer.header("etag")
    assert answer.header("cache-control") == "private, no-cache"
    return answer.header("etag")


def again(house: House, who: str, path: str, etag: str, partial: bool = False) -> int:
    return house.get(who, path, headers={"if-none-match": etag}, partial=partial).status


@pytest.mark.parametrize("partial", [False, True], ids=["page", "part"])
@pytest.mark.parametrize("path", PAGES)
def test_a_page_that_did_not_change_is_not_sent_again(house: House, path: str, partial: bool) -> None:
    etag = tag(house, "anna", path, partial)
    answer = house.get("anna", path, headers={"if-none-match": etag}, partial=partial)
    assert (answer.status, answer.body, answer.header("etag")) == (304, b"", etag)
    house.written()  # what was looked at shows on no page
    assert again(house, "anna", path, etag, partial) == 304


@pytest.mark.parametrize(("write", "form"), WRITES)
def test_every_write_makes_every_page_a_new_one(fresh_house: House, write: str, form: dict[str, str]) -> None:
    tags = {path: tag(fresh_house, "anna", path) for path in PAGES}
    assert fresh_house.post("anna", write, **form).status == 303
    assert {again(fresh_house, "anna", path, etag) for path, etag in tags.items()} == {200}


def test_a_write_that_is_refused_changes_no_page(fresh_house: House) -> None:
    etag = tag(fresh_house, "anna", "/de/clients")
    assert fresh_house.post("anna", "/de/clients", name="").status == 422
    assert again(fresh_house, "anna", "/de/clients", etag) == 304


@pytest.mark.parametrize("path", PAGES)
def test_no_page_is_shared(house: House, path: str) -> None:
    """Between two people, a page and its part, or two addresses."""
    tags = [tag(house, who, path, partial) for who in ("anna", "bartek") for partial in (False, True)]
    others = [tag(house, "anna", other) for other in PAGES if other != path]
    assert len({*tags, *others}) == len(tags) + len(others)
    assert again(house, "bartek", path, tags[0]) == 200


def test_another_language_is_another_page(fresh_house: House) -> None:
    etag = tag(fresh_house, "anna", "/de/clients")
    assert fresh_house.post("anna", "/preferences", locale="pl").status == 303
    answer = fresh_house.get("anna", "/de/clients", headers={"if-none-match": etag})
    assert (answer.status, "Klienci" in answer.text) == (200, True)


def test_another_day_is_another_page(fresh_house: House) -> None:
    etag = tag(fresh_house, "anna", "/de/clients")
    fresh_house.instance.clock.advance(hours=14)  # type: ignore[attr-defined]
    fresh_house._sessions.clear()  # the old one was left alone for too long
    assert again(fresh_house, "anna", "/de/clients", etag) == 200
