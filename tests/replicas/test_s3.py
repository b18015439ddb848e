"""Against a real S3 server: replication, an outage, and a restore with the server's own credentials only."""

from __future__ import annotations

import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from app.regions.maintenance import under_maintenance
from app.replicas import replica
from app.replicas.canary import Canary
from app.replicas.control import Control, ReplicaFailure
from app.replicas.destination import destination
from app.replicas.litestream import Litestream
from app.replicas.replica import CannotRestore
from tests.replicas.conftest import Machine, wait_until


class Store:
    """rclone as an S3 server on loopback, which can be ended and started again."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        (folder / "firm").mkdir(parents=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start()

    def start(self) -> None:
        program = Path(sys.executable).with_name("rclone")  # Debian's is too old to serve S3
        address = ["--addr", f"127.0.0.1:{self.port}", "--auth-key", "key,secret"]
        self._server = subprocess.Popen(
            [program, "serve", "s3", *address, str(self._folder)], stderr=subprocess.DEVNULL
        )
        wait_until(self._answers)

    def stop(self) -> None:
        self._server.kill()
        self._server.wait()

    def _answers(self) -> bool:
        with socket.socket() as probe:
            return probe.connect_ex(("127.0.0.1", self.port)) == 0


@pytest.fixture
def store(tmp_path: Path, machine: Machine) -> Iterator[Store]:
    running = Store(tmp_path / "s3")
    (machine.data / "litestream.yml").write_text(
        f"""replica:
  type: s3
  bucket: firm
  path: replicas
  endpoint: http://127.0.0.1:{running.port}
  region: us-east-1
  force-path-style: true
  access-key-id: key
  secret-access-key: secret
"""
    )
    yield running
    running.stop()


def test_a_region_comes_back_from_s3_as_it_was(
    machine: Machine, store: Store, litestream: Litestream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("AWS_ACCESS_KEY_ID", raising=False)
    for n in range(20):
        machine.add_firm("de", f"Firma {n}")
    report = machine.restore("de")
    assert report.verified, report.doubt
    assert len(machine.firms("de")) == 20
    assert "key" not in str(report)


@pytest.mark.slow  # Litestream notices after ten seconds that S3 is back
def test_an_outage_of_s3_shows_and_passes_by_itself(
    machine: Machine, store: Store, litestream: Litestream
) -> None:
    canary = Canary(machine.settings, machine.clock, machine.regions, destination(machine.settings))
    canary.probe("de")
    assert canary.replica_state("de").error == ""
    store.stop()
    machine.add_firm("de", "written during the outage")
    with pytest.raises(ReplicaFailure):
        Control(machine.data).sync(machine.path("de"), timeout=1)
    canary.probe("de")
    assert "secret" not in canary.replica_state("de").error != ""
    store.start()
    wait_until(lambda: (canary.probe("de"), canary.replica_state("de").error == "")[1], seconds=15)


def test_a_restore_while_s3_is_away_changes_nothing(
    machine: Machine, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(replica, "ANSWER_SECONDS", 0.5)
    machine.add_firm("de", "ours")
    store.stop()
    with pytest.raises(CannotRestore, match="no answer"):
        machine.restore("de")
    assert machine.firms("de") == ["ours"]
    assert not under_maintenance(machine.data, "de")
