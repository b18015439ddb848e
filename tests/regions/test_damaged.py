"""A region whose file is damaged says so; the others serve, and what goes round all regions goes on."""

from __future__ import annotations

import asyncio
from contextlib import closing
from pathlib import Path

import pytest

from app import sqlite
from app.doctor import examine
from app.errors import Unavailable
from app.instance import Instance
from app.letters import store as letters
from app.letters.postman import Postman
from app.replicas.checks import is_sound
from app.replicas.views import replicated


async def _nothing(*_: object) -> bytes:
    return b""


@pytest.fixture(params=["a schema that is no text", "a page of junk"])
def damaged(instance: Instance, request: pytest.FixtureRequest) -> Path:
    region = instance.regions.find("de")
    index = region.read(sqlite.one, "SELECT rootpage FROM sqlite_schema WHERE name = 'letter_state'") - 1
    instance.regions.close("de")
    db = sqlite.connect(region.path)
    db.execute("PRAGMA journal_mode=DELETE")
    db.close()
    content = bytearray(region.path.read_bytes())
    if request.param == "a page of junk":
        content[index * 4096 : (index + 1) * 4096] = b"\x5a" * 4096
    else:
        content[content.index(b"NOT NULL", content.index(b"CREATE TABLE letter ("))] = 0xCD
    region.path.write_bytes(content)
    return region.path


def test_it_is_told_from_a_whole_one(damaged: Path) -> None:
    assert not is_sound(damaged) and is_sound(damaged.with_name("at.db"))


def test_the_doctor_names_it_and_looks_at_the_others(damaged: Path, instance: Instance) -> None:
    found = examine(instance)
    assert {each.subject for each in found if not each.good} == {"DE"}
    assert "AT" in {each.subject for each in found}


@pytest.mark.parametrize(("name", "table"), [("instance", "session"), ("vault", "history_mark")])
def test_the_doctor_names_a_damaged_file_beside_the_regions(
    instance: Instance, name: str, table: str
) -> None:
    instance.accounts.close()
    instance.vault.close()
    path = instance.settings.data / f"{name}.db"
    with closing(sqlite.connect(path)) as db:
        db.execute("PRAGMA journal_mode=DELETE")
        index = sqlite.one(db, "SELECT rootpage FROM sqlite_schema WHERE name = ?", table) - 1
    content = bytearray(path.read_bytes())
    content[index * 4096 : (index + 1) * 4096] = b"\x5a" * 4096
    path.write_bytes(content)
    findings = {each.subject: each.good for each in examine(instance)}
    assert not findings[f"{name}.db"]
    assert {"AT", "DE"} < findings.keys()


def test_the_page_of_regions_is_shown_all_the_same(damaged: Path, instance: Instance) -> None:
    assert [each.code for each in replicated(instance.regions, None, "en")][:2] == ["at", "de"]


def test_whoever_goes_round_all_regions_goes_on(damaged: Path, instance: Instance) -> None:
    async def go() -> Postman:
        man = Postman(instance.regions, instance.clock, _nothing)
        await man.begin()
        return man

    assert "de" in asyncio.run(go()).codes, "it is asked again once it is restored"


def test_who_asks_for_what_is_damaged_is_told(damaged: Path, instance: Instance) -> None:
    with pytest.raises(Unavailable, match=r"damaged|not a usable database"):
        instance.regions.find("de").read(letters.counts)
