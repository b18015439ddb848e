"""The environment is read once, and what cannot be meant is said at the start and not at the first request."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Misuse
from app.settings import Settings


def test_a_relative_path_means_the_same_file_wherever_a_process_works(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    names = ("MASAKU_DATA", "MASAKU_MASTER_KEY_FILE", "MASAKU_LITESTREAM_CONFIG")
    settings = Settings.from_env(dict.fromkeys(names, "here/it"))
    found = {settings.data, settings.master_key_file, settings.litestream_config}
    assert found == {tmp_path / "here" / "it"}


def test_proxies_are_addresses_and_networks() -> None:
    proxies = "127.0.0.1, 10.0.0.0/24 fd00::1"
    settings = Settings.from_env({"MASAKU_TRUSTED_PROXIES": proxies})
    assert settings.trusted_proxies == ("127.0.0.1", "10.0.0.0/24", "fd00::1")


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("MASAKU_TRUSTED_PROXIES", "localhost"),
        ("MASAKU_TRUSTED_PROXIES", "10.0.0.1 10.0.0.0/99"),
        ("MASAKU_PORT", "http"),
        ("MASAKU_SMTP_PORT", "-1"),
        ("MASAKU_PORT", "99999"),  # some systems would listen on 34463
    ],
)
def test_a_slip_names_the_setting_and_what_stands_there(name: str, value: str) -> None:
    with pytest.raises(Misuse) as told:
        Settings.from_env({name: value})
    assert name in str(told.value) and value.split()[-1] in str(told.value)
