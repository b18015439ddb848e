"""litestream.yml says where replicas go; the admin must not be told that a copy beside the file is a backup."""

from __future__ import annotations

from pathlib import Path

import pytest

from app.errors import Misuse
from app.replicas.destination import destination, parse
from app.settings import ROOT, Settings

DATA = Path("/srv/masaku")


@pytest.mark.parametrize(
    ("text", "label", "off"),
    [
        ("", "/srv/masaku/replica", False),
        ("replica: {type: file, path: /mnt/usb}", "/mnt/usb", False),
        ("replica: {path: backup}", "/srv/masaku/backup", False),
        ("replica: {url: 'file:///mnt/usb'}", "/mnt/usb", False),
        ("replica: {type: s3, bucket: firm, path: p}", "S3, firm", True),
        ("replica: {type: s3, bucket: firm, endpoint: 'https://192.0.2.7:9000'}", "S3, 192.0.2.7", True),
        ("replica: {type: s3, bucket: firm, endpoint: 'http://127.0.0.1:9802'}", "S3, 127.0.0.1", False),
        ("replica: {type: s3, bucket: firm, endpoint: 'localhost:9802'}", "S3, localhost", False),
        (
            "replica: {type: s3, bucket: f, endpoint: 'http://[::1]:1', off-machine: Hetzner}",
            "S3, Hetzner",
            True,
        ),
        ("replica: {url: 's3://firm/path'}", "S3, firm", True),
        ("replica: {type: sftp, host: '192.0.2.7:22', user: u, password: p}", "SFTP, 192.0.2.7", True),
        ("replica: {url: 'sftp://user:secret@127.0.0.1:22/path'}", "SFTP, 127.0.0.1", False),
        ("access-key-id: k\ndbs:\n- dir: /x\n  replica: {type: s3, bucket: b}", "S3, b", True),
        ("dbs: [{path: a.db, replicas: [{url: 's3://b/x'}]}]", "S3, b", True),
    ],
)
def test_the_admin_reads_where_replicas_lie(text: str, label: str, off: bool) -> None:
    target = parse(text, DATA)
    assert (target.label, target.off_this_machine()) == (label, off)


def test_secrets_come_from_the_environment() -> None:
    target = parse(
        "replica: {type: s3, bucket: $B, secret-access-key: '${KEY}'}", DATA, {"B": "b", "KEY": "s3cret"}
    )
    assert target.of("de.db") == {"type": "s3", "bucket": "b", "secret-access-key": "s3cret", "path": "de.db"}


@pytest.mark.parametrize(
    "text", ["replica: [", "replica: 7", "- a", "dbs: [{replica: {path: a}}, {replica: {path: b}}]"]
)
def test_a_file_that_cannot_be_used_is_refused_by_name(text: str) -> None:
    with pytest.raises(Misuse, match=r"litestream\.yml"):
        parse(text, DATA)


def test_the_data_directorys_file_goes_before_the_one_that_comes_along(tmp_path: Path) -> None:
    settings = Settings(data=tmp_path)
    assert destination(settings).folder == tmp_path / "replica"
    (tmp_path / "litestream.yml").write_text("replica: {type: s3, bucket: mine}")
    assert destination(settings).label == "S3, mine"
    elsewhere = Settings(data=tmp_path, litestream_config=ROOT / "litestream.yml")
    assert destination(elsewhere).kind == "file"


def test_a_configured_file_that_is_missing_is_no_default(tmp_path: Path) -> None:
    with pytest.raises(Misuse, match="cannot be read"):
        destination(Settings(data=tmp_path, litestream_config=tmp_path / "nowhere.yml"))
