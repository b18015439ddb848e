"""The product over demo clients, signed in: data made once and copied for every run."""

from __future__ import annotations

import hashlib
import http.client
import os
import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from app import sqlite
from app.accounts import passwords, store
from app.accounts.model import Role
from app.clock import Clock, stamp
from app.demo.invoices import fill_invoices
from app.demo.load import fill
from app.instance import Instance
from app.settings import Settings
from benchmarks.common import ROOT, WORK, free_port, serving

EMAIL, PASSWORD = "bench@masaku.example", "four invented words here"
REGION = "de"


@dataclass(frozen=True)
class Product:
    """A running server; `headers` sign one in."""

    origin: str
    headers: dict[str, str]
    pid: int
    data: Path


@contextmanager
def product(count: int, invoices: int = 0) -> Iterator[Product]:
    """Serves a copy of a region with `count` clients and so many issued invoices."""
    with copied(prepared(count, invoices)) as data, served(data) as running:
        yield running


@contextmanager
def copied(original: Path) -> Iterator[Path]:
    """Measuring changes the data: the original is kept for the next run."""
    copy = WORK / f"run-{time.monotonic_ns()}"
    shutil.copytree(original, copy)
    os.sync()  # else the first writes wait until the copy has reached the disk
    try:
        yield copy
    finally:
        shutil.rmtree(copy)


@contextmanager
def served(data: Path) -> Iterator[Product]:
    origin = f"http://127.0.0.1:{(port := free_port())}"
    command = [sys.executable, "-m", "app.cli.main", "serve", "--port", str(port), "--no-replication"]
    with serving(command, f"{origin}/health", {"MASAKU_DATA": str(data)}) as pid:
        yield Product(origin, {"Cookie": sign_in(origin)}, pid, data)


def sign_in(origin: str) -> str:
    """The session cookie; it is Secure, so that no client but a browser on loopback would send it by itself."""
    form = urlencode({"email": EMAIL, "password": PASSWORD})
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Sec-Fetch-Site": "same-origin"}
    status, answered, _ = ask(origin, "/login", headers, form)
    cookie = answered.get("set-cookie", "").partition(";")[0]
    if status != 303 or not cookie:
        raise SystemExit(f"signing in failed with status {status}")
    return cookie


def ask(
    origin: str, path: str, headers: dict[str, str], body: str | None = None
) -> tuple[int, dict[str, str], bytes]:
    """(status, headers by small name, body) without following redirects."""
    connection = http.client.HTTPConnection(urlsplit(origin).netloc, timeout=60)
    connection.request("POST" if body is not None else "GET", path, body, headers)
    answer = connection.getresponse()
    found: dict[str, str] = {}
    for name, value in answer.getheaders():
        found[name.lower()] = f"{found[name.lower()]}, {value}" if name.lower() in found else value
    content = answer.read()
    connection.close()
    return answer.status, found, content


def prepared(count: int, invoices: int = 0) -> Path:
    """A region with `count` clients, issued invoices and one editor; made anew when the schema or the demo changes."""
    sources = sorted([*ROOT.glob("app/*/schema.py"), *ROOT.glob("app/demo/*.py")])
    digest = hashlib.sha256(b"".join(path.read_bytes() for path in sources)).hexdigest()[:8]
    kind = f"invoices-{invoices}-data-{count}" if invoices else f"data-{count}"
    data = WORK / f"{kind}-{digest}"
    if not data.exists():
        for stale in WORK.glob(f"{kind}-*"):
            shutil.rmtree(stale)
        making = WORK / "making"
        shutil.rmtree(making, ignore_errors=True)
        _make(making, count, invoices)
        making.rename(data)
    return data


def _make(data: Path, count: int, invoices: int) -> None:
    print(f"  making {count:,} demo clients, {invoices:,} invoices ...", file=sys.stderr, flush=True)
    instance = Instance.open(Settings(data=data))
    add_editor(instance, [REGION])
    region = instance.regions.add(REGION)
    fill(region, count)
    fill_invoices(region, invoices, seed=1, until=instance.clock.now())
    instance.close()
    checkpoint(data)


def checkpoint(data: Path) -> None:
    """Everything in the files themselves, nothing in their logs."""
    for file in data.glob("*.db"):
        db = sqlite.connect(file)
        db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()


def add_editor(instance: Instance, regions: list[str]) -> None:
    granted = [Role(region, "editor") for region in regions]
    at = stamp(Clock().now())
    staff_id = instance.accounts.write_now(
        store.add, email=EMAIL, name="Bench", admin=False, locale="en", granted=granted, actor="bench", at=at
    )
    instance.accounts.write_now(store.set_password, staff_id, passwords.hash_password(PASSWORD))
