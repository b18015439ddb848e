"""A region with a few clients, and the words of the tests for what they carry."""

from __future__ import annotations

import time

import pytest
from litestar.testing import TestClient

from app.actor import Actor
from app.clients import store as clients
from app.clients.model import Client
from app.clock import stamp
from app.groups import carried, tags
from app.groups.carried import TAG
from app.instance import Instance
from app.regions import Region
from tests.conftest import NOW

AT = stamp(NOW)
ANNA = Actor("staff:1", "Anna Krüger")


@pytest.fixture
def region(instance: Instance) -> Region:
    return instance.regions.find("de")


def add(region: Region, name: str, **fields: str) -> int:
    return region.write_now(clients.add, region.keys, Client(name, **fields), ANNA, AT).id  # type: ignore[arg-type]


def tag(region: Region, client_id: int, *names: str) -> bool:
    return region.write_now(tags.attach, region.keys, client_id, names, ANNA, AT)


def tags_of(region: Region, client_id: int) -> list[str]:
    return region.read(carried.names_of, TAG, client_id)


def changed(browser: TestClient, path: str, **form: str) -> str:
    """What changes a tag is a mass action: sent, and waited for until it is done. Where it has led to."""
    answer = browser.post(path, data=form, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    address = str(answer.headers["location"])
    deadline = time.monotonic() + 10
    while 'role="progressbar"' in browser.get(address).text and time.monotonic() < deadline:
        time.sleep(0.01)
    return address
