"""Where replicas go: read from litestream.yml, by default a folder in the data directory."""

from __future__ import annotations

import ipaddress
import os
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit, urlunsplit

import msgspec

from app.errors import Misuse
from app.i18n import N_
from app.settings import ROOT, Settings

# A file system of these kinds is another machine's disk.
_NETWORK_FILE_SYSTEMS = (
    "nfs",
    "nfs4",
    "cifs",
    "smb3",
    "fuse.sshfs",
    "fuse.rclone",
    "ceph",
    "glusterfs",
    "9p",
)
# What of litestream.yml is the self-hoster's; all the rest is generated (see litestream.py).
_NOT_THEIRS = frozenset(
    ("socket", "snapshot", "retention", "dbs", "replica", "exec", "addr", "mcp-addr", "logging", "levels")
)
_TIMING = frozenset(("sync-interval", "off-machine", "name"))


@dataclass(frozen=True)
class Destination:
    """One place for the replicas of all files. `replica` and `shared` are as Litestream spells them."""

    replica: Mapping[str, Any]
    shared: Mapping[str, Any]
    # The self-hoster's word for where a gateway on this machine (rclone crypt) forwards to.
    off_machine: str = ""

    @property
    def kind(self) -> str:
        scheme = urlsplit(self._text("url")).scheme
        return self._text("type") or scheme or "file"

    @property
    def host(self) -> str:
        """Empty for a file replica and for Amazon's own S3, which has no endpoint."""
        for key in ("endpoint", "webdav-url"):
            if self._text(key):
                text = self._text(key)
                return urlsplit(text if "//" in text else f"//{text}").hostname or ""
        if self._text("host"):
            return urlsplit(f"//{self._text('host')}").hostname or ""
        if self.kind in ("sftp", "webdav", "nats"):
            return urlsplit(self._text("url")).hostname or ""
        return ""

    @property
    def folder(self) -> Path:
        """Of a file replica."""
        path = self._text("path") or urlsplit(self._text("url")).path
        return Path(path).expanduser()

    @property
    def label(self) -> str:
        """What the admin reads: never a key or a password."""
        if self.kind == "file":
            return str(self.folder)
        place = self.host or self._text("bucket") or urlsplit(self._text("url")).netloc.rpartition("@")[2]
        name = {"s3": "S3", "sftp": "SFTP", "webdav": "WebDAV"}.get(self.kind, self.kind)
        return f"{name}, {self.off_machine or place}"

    def off_this_machine(self) -> bool:
        """Whether a burnt-down machine leaves the replica whole. May look the host's name up."""
        if self.off_machine:
            return True
        if self.kind == "file":
            return _file_system(self.folder) in _NETWORK_FILE_SYSTEMS
        return not (self.host and _is_this_machine(self.host))

    def of(self, file_name: str) -> dict[str, Any]:
        """The replica of one file, at the place where Litestream's directory watch puts it too."""
        replica = dict(self.replica)
        if self._own("url"):
            parts = urlsplit(self._own("url"))
            replica["url"] = urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{file_name}"))
        else:
            replica["path"] = "/".join(filter(None, (self._own("path").rstrip("/"), file_name)))
        return replica

    def _text(self, key: str) -> str:
        value = self.replica.get(key) or self.shared.get(key)
        return "" if value is None else str(value)

    def _own(self, key: str) -> str:
        return str(self.replica.get(key) or "")


def destination(settings: Settings, env: Mapping[str, str] = os.environ) -> Destination:
    """MASAKU_LITESTREAM_CONFIG, else litestream.yml in the data directory, else the one of this checkout."""
    candidates = (settings.data / "litestream.yml", ROOT / "litestream.yml")
    path = settings.litestream_config or next((path for path in candidates if path.exists()), None)
    text = _read(path) if path else ""
    return parse(text, settings.data, env, str(path))


def parse(
    text: str, data: Path, env: Mapping[str, str] = os.environ, name: str = "litestream.yml"
) -> Destination:
    """Accepts Litestream's own form (`dbs: - replica: ...`) and a bare `replica:`."""
    try:
        config = msgspec.yaml.decode(_expanded(text, env), type=dict[str, Any] | None) or {}
        entries = [entry for entry in config.get("dbs") or () if isinstance(entry, dict)]
        found = [config["replica"]] if config.get("replica") else []
        for entry in entries:
            found += [entry["replica"]] if entry.get("replica") else entry.get("replicas") or []
        replicas = [dict(replica) for replica in found]
    except (msgspec.DecodeError, TypeError, ValueError) as error:
        raise Misuse(N_("{file} cannot be read: {error}"), file=name, error=error) from error
    if any(replica != replicas[0] for replica in replicas):
        raise Misuse(N_("{file} names more than one replica; every region goes to one."), file=name)
    given = replicas[0] if replicas else {}
    replica = {key: value for key, value in given.items() if key not in _TIMING}
    shared = {key: value for key, value in config.items() if key not in _NOT_THEIRS | _TIMING}
    result = Destination(replica, shared, str(given.get("off-machine") or ""))
    return _with_folder(result, data) if result.kind == "file" else result


def _with_folder(given: Destination, data: Path) -> Destination:
    """A file replica lies in the data directory unless told otherwise; a relative path starts there."""
    url, path = urlsplit(given._own("url")).path, given._own("path")
    folder = data / Path(path or url or "replica").expanduser()
    return Destination({"type": "file", "path": str(folder.absolute())}, given.shared, given.off_machine)


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise Misuse(N_("{file} cannot be read: {error}"), file=str(path), error=error) from error


def _expanded(text: str, env: Mapping[str, str]) -> str:
    """$NAME and ${NAME} as Litestream expands them: unknown names become empty."""
    return re.sub(r"\$(?:\{(\w+)\}|(\w+))", lambda found: env.get(found[1] or found[2], ""), text)


def _is_this_machine(host: str) -> bool:
    try:
        addresses = {str(entry[4][0]).partition("%")[0] for entry in socket.getaddrinfo(host, None)}
    except OSError:
        return False  # unknown is not here; that it does not answer shows in the canary
    return any(ipaddress.ip_address(address).is_loopback or _is_ours(address) for address in addresses)


def _is_ours(address: str) -> bool:
    """Only an address of this machine can be bound."""
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    with socket.socket(family, socket.SOCK_DGRAM) as probe:
        try:
            probe.bind((address, 0))
        except OSError:
            return False
    return True


def _file_system(folder: Path) -> str:
    """The kind of file system a folder lies on, by its longest mount point."""
    real, best, kind = os.path.realpath(folder), "", ""
    for line in Path("/proc/self/mounts").read_text(encoding="utf-8", errors="replace").splitlines():
        _, mount, found, *_ = line.split(" ")
        mount = mount.replace("\\040", " ")
        inside = real == mount or real.startswith(mount.rstrip("/") + "/")
        if inside and len(mount) >= len(best):
            best, kind = mount, found
    return kind
