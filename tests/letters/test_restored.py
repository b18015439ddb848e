"""After a restore nothing goes out that may have gone out before."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from app import sqlite
from app.clients import store as clients
from app.clients.model import Client
from app.instance import Instance
from app.letters import store
from app.letters.model import Letter
from app.migrate import copy_aside
from app.replicas.prepare import prepare
from app.schemas import REGION
from tests.conftest import NOW
from tests.house import ANNA, AT


def test_a_restored_region_holds_its_mail_back_and_says_so(instance: Instance, tmp_path: Path) -> None:
    region = instance.regions.find("de")
    assert region.read(store.pause_of) is None
    region.write_now(clients.add, region.keys, Client("Bergmann & Söhne GmbH"), ANNA, AT)
    letter = Letter(1, "info@bergmann.example", "Rechnung", "Anbei.")
    letter = region.write_now(store.add, region.keys, letter, ANNA, AT)
    region.write_now(store.begin, letter.id, letter.version)
    copy = tmp_path / "incoming.db"
    with closing(sqlite.connect(region.path, readonly=True)) as db:
        copy_aside(db, copy)
    notes = prepare(copy, "de", instance.vault, REGION, (NOW, NOW))
    assert any("held back" in str(note) for note in notes)
    with closing(sqlite.connect(copy, readonly=True)) as db:
        found, in_hand = store.pause_of(db), store.find(db, letter.id)
    assert found is not None and found.reason == "restore"
    assert (in_hand.state, in_hand.doubtful) == ("waiting", True)
    assert in_hand.error is not None and "nobody knows" in str(in_hand.error)
