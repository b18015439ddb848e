"""A region with three hundred clients, made once for all tests that only look."""

from __future__ import annotations

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from app.clients.bulk import add_many
from app.clients.model import Client
from app.clock import FixedClock
from app.demo.people import clients as demo_clients
from app.instance import Instance
from app.regions import Region
from app.settings import Settings
from tests.conftest import NOW
from tests.house import ANNA, AT, fresh_house, furnished, house

__all__ = ["fresh_house", "furnished", "house"]

SIZE = 300


def many() -> list[Client]:
    """The same ones each time; their numbers are their places from 1 on."""
    return [
        replace(each.client, id=number, uuid=str(uuid.uuid4()))
        for number, each in enumerate(demo_clients("de", SIZE), 1)
    ]


def _fill(region: Region) -> None:
    people = many()
    keys = region.keys.make(each.uuid for each in people)
    ids = region.write_now(add_many, keys, people, [ANNA] * SIZE, AT)
    assert ids == range(1, SIZE + 1)


@pytest.fixture(scope="session")
def crowded(prepared: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("crowded") / "data"
    instance = Instance.open(Settings(data=shutil.copytree(prepared, data)), FixedClock(NOW))
    _fill(instance.regions.find("de"))
    instance.close()
    return data


@pytest.fixture(scope="session")
def crowd(crowded: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Region]:
    """For tests that only look."""
    yield from _opened(crowded, tmp_path_factory.mktemp("crowd") / "data")


@pytest.fixture
def own_crowd(crowded: Path, tmp_path: Path) -> Iterator[Region]:
    """For a test that changes something."""
    yield from _opened(crowded, tmp_path / "data")


def _opened(source: Path, data: Path) -> Iterator[Region]:
    instance = Instance.open(Settings(data=shutil.copytree(source, data)), FixedClock(NOW))
    yield instance.regions.find("de")
    instance.close()
