"""Against real S3 and SFTP servers: replication, an outage, and restores with the configured credentials only."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat, PublicFormat

from app.regions.maintenance import under_maintenance
from app.replicas import replica
from app.replicas.canary import Canary
from app.replicas.control import Control, ReplicaFailure
from app.replicas.destination import destination
from app.replicas.litestream import Litestream
from app.replicas.replica import CannotRestore
from tests.replicas.conftest import Machine, wait_until


class Store:
    """rclone as a server on loopback, which can be ended and started again."""

    def __init__(self, folder: Path, protocol: str, *options: str) -> None:
        self._folder, self._protocol, self._options = folder, protocol, options
        (folder / "firm").mkdir(parents=True)
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.start()

    def start(self) -> None:
        program = Path(sys.executable).with_name("rclone")  # Debian's is too old to serve S3
        address = ["--addr", f"127.0.0.1:{self.port}", *self._options]
        self._server = subprocess.Popen(
            [program, "serve", self._protocol, *address, str(self._folder)], stderr=subprocess.DEVNULL
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
    running = Store(tmp_path / "s3", "s3", "--auth-key", "key,secret")
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


@pytest.fixture
def sftp(tmp_path: Path, machine: Machine) -> Iterator[Store]:
    key = Ed25519PrivateKey.generate()
    (tmp_path / "host_key").write_bytes(
        key.private_bytes(Encoding.PEM, PrivateFormat.OpenSSH, NoEncryption())
    )
    public = key.public_key().public_bytes(Encoding.OpenSSH, PublicFormat.OpenSSH).decode()
    options = ("--user", "masaku", "--pass", "secret", "--key", str(tmp_path / "host_key"))
    running = Store(tmp_path / "sftp", "sftp", *options)
    (machine.data / "litestream.yml").write_text(
        f"""replica:
  type: sftp
  host: 127.0.0.1:{running.port}
  user: masaku
  password: secret
  host-key: {public}
  path: /firm
"""
    )
    yield running
    running.stop()


def test_a_region_comes_back_over_sftp(machine: Machine, sftp: Store, litestream: Litestream) -> None:
    machine.add_firm("de", "far away")
    report = machine.restore("de")
    assert report.verified, report.doubt
    assert machine.firms("de") == ["far away"]


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
    wait_until(lambda: (canary.probe("de"), canary.replica_state("de").error == "")[1], seconds=60)


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


@pytest.mark.slow  # the last tries are given their time
def test_a_server_whose_s3_is_away_ends_all_the_same(
    machine: Machine, store: Store, litestream: Litestream
) -> None:
    machine.add_firm("de", "replicated later")
    store.stop()
    machine.close()
    began = time.monotonic()
    litestream.stop()
    assert time.monotonic() - began < 20 and not litestream.is_running
