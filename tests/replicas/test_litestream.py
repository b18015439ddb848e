"""Litestream lives and ends with the server, and never twice on one directory."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from app import sqlite
from app.replicas.configuration import CONFIG, LOCK, SOCKET, configuration, configuration_of_one, environment
from app.replicas.control import Control
from app.replicas.destination import parse
from app.replicas.litestream import Litestream, after_an_end
from tests.replicas.conftest import Machine, wait_until


def test_every_file_old_and_new_is_replicated_and_nothing_else(
    machine: Machine, litestream: Litestream
) -> None:
    (machine.data / "safety").mkdir(exist_ok=True)
    (machine.data / "safety" / "de.copy").write_bytes(machine.path("de").read_bytes())
    machine.regions.add("pl")
    control = Control(machine.data)
    control.await_known(machine.path("pl"))
    assert {entry.path.name for entry in control.list()} == {"de.db", "at.db", "pl.db", "vault.db"}


def test_nobody_else_may_read_what_replication_writes(machine: Machine, litestream: Litestream) -> None:
    Control(machine.data).sync(machine.path("de"))
    places = (CONFIG, SOCKET, LOCK, "replica", ".de.db-litestream")
    replicated = list((machine.data / "replica").rglob("*.ltx"))
    assert replicated
    for path in [*(machine.data / place for place in places), *replicated]:
        assert path.stat().st_mode & 0o077 == 0, path


def test_a_killed_litestream_is_started_again(machine: Machine, litestream: Litestream) -> None:
    control = Control(machine.data)
    first = control.pid()
    os.kill(first, signal.SIGKILL)
    wait_until(lambda: control.is_running() and control.pid() != first)
    machine.add_firm("de", "after")
    control.await_known(machine.path("de"))
    assert control.sync(machine.path("de")) > 0


def test_one_that_ran_steadily_is_back_at_once_and_one_that_cannot_start_waits_longer_and_longer() -> None:
    assert after_an_end(0, 3600.0) == after_an_end(5, 3600.0) == (1, 0.5)
    waits = [after_an_end(failures, 0.1) for failures in range(8)]
    assert waits == [(1, 0.5), (2, 1.0), (3, 2.0), (4, 5.0), (5, 15.0), (6, 60.0), (7, 60.0), (8, 60.0)]


def test_ending_brings_the_last_write_to_the_replica(machine: Machine, litestream: Litestream) -> None:
    for n in range(50):
        machine.add_firm("de", f"Firma {n}")
    machine.regions.close_all()
    litestream.stop()
    assert not litestream.is_running
    machine.replica("de").fetch(machine.data / "copy")
    with closing(sqlite.connect(machine.data / "copy")) as db:
        assert sqlite.one(db, "SELECT count(*) FROM firm") == 50


def test_only_litestream_moves_the_log_into_the_file(machine: Machine, litestream: Litestream) -> None:
    """Litestream 0.5.17 loses pages without a word when another program checkpoints the file it replicates."""
    for n in range(200):
        machine.add_firm("de", f"Firma {n}" * 40)
    pragma = "PRAGMA wal_autocheckpoint"
    assert machine.regions.find("de").note_now(lambda db: sqlite.one(db, pragma)) == 0
    Control(machine.data).sync(machine.path("de"))
    machine.replica("de").fetch(machine.data / "copy")


def test_a_killed_server_takes_its_litestream_along(tmp_path: Path) -> None:
    script = (
        "import sys, time; from pathlib import Path\n"
        "from app.replicas.litestream import Litestream; from app.settings import Settings\n"
        "Litestream(Settings(data=Path(sys.argv[1]))).start(); time.sleep(60)"
    )
    server = subprocess.Popen([sys.executable, "-c", script, str(tmp_path)])
    control = Control(tmp_path)
    wait_until(control.is_running)
    child = control.pid()
    server.kill()
    server.wait()
    wait_until(lambda: not Path(f"/proc/{child}").exists())


def test_a_second_litestream_waits_until_the_first_has_ended(
    machine: Machine, litestream: Litestream
) -> None:
    first = Control(machine.data).pid()
    second = Litestream(machine.settings)
    second.start()
    time.sleep(0.3)
    assert not second.is_running and Control(machine.data).pid() == first
    assert "waiting" in second.last_error
    litestream.stop()
    wait_until(lambda: second.is_running)
    second.stop()


def test_many_files_are_looked_at_less_often() -> None:
    target = parse("", Path("/d"))
    intervals = [
        configuration(target, Path("/d"), files)["dbs"][0]["monitor-interval"] for files in (5, 50, 500)
    ]
    assert intervals == ["100ms", "500ms", "1s"]


def test_retention_is_ours_and_not_the_self_hosters() -> None:
    target = parse("snapshot: {retention: 1h}\nreplica: {type: s3, bucket: b}", Path("/d"))
    made = configuration(target, Path("/d"), 1)
    assert made["snapshot"] == {"interval": "24h", "retention": "336h"}
    assert "snapshot" not in target.shared


def test_one_file_has_the_same_place_as_under_the_watch() -> None:
    for text, place in (
        ("", {"type": "file", "path": "/d/replica/de.db"}),
        ("replica: {url: 's3://b/p?region=x'}", {"url": "s3://b/p/de.db?region=x"}),
        ("replica: {type: s3, bucket: b}", {"type": "s3", "bucket": "b", "path": "de.db"}),
    ):
        made = configuration_of_one(parse(text, Path("/d")), Path("/d/de.db"))
        assert made["dbs"] == [{"path": "/d/de.db", "replica": place}], json.dumps(made)


def test_the_child_gets_none_of_our_secrets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MASAKU_SMTP_PASSWORD", "x")
    monkeypatch.setenv("AWS_CA_BUNDLE", "/nowhere")
    assert not {"MASAKU_SMTP_PASSWORD", "AWS_CA_BUNDLE"} & environment().keys()
