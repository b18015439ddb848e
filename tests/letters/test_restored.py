"""After a restore nothing goes out that may have gone out before."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from app import sqlite
from app.instance import Instance
from app.letters import store
from app.regions.migrate import copy_aside
from app.replicas.prepare import prepare
from app.schemas import REGION
from tests.conftest import NOW


def test_a_restored_region_holds_its_mail_back_and_says_so(instance: Instance, tmp_path: Path) -> None:
    region = instance.regions.find("de")
    assert region.read(store.pause_of) is None
    copy = tmp_path / "incoming.db"
    with closing(sqlite.connect(region.path, readonly=True)) as db:
        copy_aside(db, copy)
    notes = prepare(copy, "de", instance.vault, REGION, (NOW, NOW))
    assert any("held back" in str(note) for note in notes)
    with closing(sqlite.connect(copy, readonly=True)) as db:
        found = store.pause_of(db)
    assert found is not None and found.reason == "restore"
