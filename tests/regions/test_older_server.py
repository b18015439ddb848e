"""A command of a newer version changes no file under the feet of a server that still runs the older one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from app import sqlite
from app.cli.main import cli
from app.instance import Instance
from app.regions.maintenance import claim_server

_LAST = "(SELECT max(rowid) FROM _sqlite_migrations)"


@pytest.fixture
def data(instance: Instance, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """Of a server that runs."""
    data = instance.settings.data
    instance.close()
    monkeypatch.setenv("MASAKU_DATA", str(data))
    with claim_server(data):
        yield data


def take_a_step_back(path: Path) -> None:
    """As an earlier version left it, as far as anybody can tell."""
    db = sqlite.connect(path)
    db.execute(f"DELETE FROM _sqlite_migrations WHERE rowid = {_LAST}")
    db.close()


def masaku(*words: str) -> Result:
    return CliRunner().invoke(cli, words)


@pytest.mark.parametrize("name", ["instance", "vault"])
def test_beside_an_older_server_commands_are_refused(data: Path, name: str) -> None:
    take_a_step_back(data / f"{name}.db")
    refused = masaku("region", "list")
    assert refused.exit_code and "Restart it first" in refused.output


def test_beside_a_server_a_command_migrates_no_region(data: Path) -> None:
    take_a_step_back(data / "at.db")
    before = (data / "at.db").read_bytes()
    refused = masaku("verify", "AT")
    assert refused.exit_code and "is being brought to this version" in refused.output
    assert (data / "at.db").read_bytes() == before
    assert masaku("verify", "DE").exit_code == 0


def test_beside_a_server_of_the_same_version_they_work(data: Path) -> None:
    assert masaku("verify", "AT").exit_code == 0
