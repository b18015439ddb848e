"""What Litestream is told: which files, where to, how often, how long."""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from app.errors import MasakuError
from app.i18n import N_
from app.replicas.destination import Destination

# How long a replica remembers: the window of `restore --at`, and how long an erased person outlives the erasure there.
RETENTION_DAYS = 14
SNAPSHOT_EVERY_HOURS = 24
# Litestream opens each file this often; 100 ms costs about half a percent of a core for each of them.
_MONITOR_BY_FILES = ((12, "100ms"), (60, "500ms"))
_MONITOR_MANY = "1s"
_FINAL_SYNC_SECONDS = 4

CONFIG, SOCKET, LOCK = ".litestream.generated.yml", ".litestream.sock", ".litestream.lock"


def binary() -> str:
    """The litestream that came with this program, else the one on the PATH."""
    bundled = Path(getattr(sys, "_MEIPASS", Path(sys.executable).parent)) / "litestream"
    found = str(bundled) if bundled.exists() else shutil.which("litestream")
    if not found:
        raise MasakuError(N_("The program litestream is missing. Run bin/setup again."))
    return found


def configuration(target: Destination, data: Path, files: int) -> dict[str, Any]:
    """Of the running Litestream: every *.db of the data directory, old and new, to its own place."""
    interval = next((text for most, text in _MONITOR_BY_FILES if files <= most), _MONITOR_MANY)
    watched = {
        "dir": str(data),
        "pattern": "*.db",
        "watch": True,
        "monitor-interval": interval,
        "replica": {**target.replica, "sync-interval": interval},
    }
    # Relative, because a Unix socket's path is at most 107 bytes long; the child's working directory is `data`.
    reached = {"enabled": True, "path": SOCKET, "permissions": 0o600}
    return {**_common(target), "socket": reached, "dbs": [watched]}


def configuration_of_one(target: Destination, path: Path) -> dict[str, Any]:
    """Of a single command about one file: Litestream's commands do not look into watched directories."""
    return {**_common(target), "dbs": [{"path": str(path), "replica": target.of(path.name)}]}


def _common(target: Destination) -> dict[str, Any]:
    return {
        **target.shared,
        "snapshot": {"interval": f"{SNAPSHOT_EVERY_HOURS}h", "retention": f"{RETENTION_DAYS * 24}h"},
        "shutdown-sync-timeout": f"{_FINAL_SYNC_SECONDS}s",
        "logging": {"type": "json", "level": "info"},
    }


def write_configuration(path: Path, content: Mapping[str, Any]) -> None:
    """As JSON, which is YAML; it holds the replica's credentials, so that only the owner may read it."""
    beside = path.with_name(path.name + ".new")
    beside.unlink(missing_ok=True)
    with os.fdopen(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump(content, file, indent=1)
    beside.rename(path)


def environment() -> dict[str, str]:
    """AWS_CA_BUNDLE stops Litestream's S3 client; our own settings hold secrets that are none of its business."""
    hidden = {"AWS_CA_BUNDLE", "LITESTREAM_CONFIG", "LOG_LEVEL"}
    return {
        key: value for key, value in os.environ.items() if not key.startswith("MASAKU_") and key not in hidden
    }
