"""Prepares and serves the Django admin: its own venv (never our lock), its own database, one worker."""

from __future__ import annotations

import os
import shutil
import subprocess
import venv
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.cookies import SimpleCookie
from pathlib import Path
from urllib.parse import urlencode

from app import sqlite
from app.demo.people import clients
from benchmarks.common import ROOT, WORK, free_port, serving
from benchmarks.product import ask

USER, PASSWORD = "bench", "bench-only-invented-rows"
_PACKAGES = ("django==5.2.*", "gunicorn", "whitenoise", "django-import-export")
_FIELDS = (
    "kind", "name", "contact_name", "email", "phone", "vat_id", "street", "postal_code", "city", "country", "website",
    "industry", "notes", "status", "payment_term_days", "currency", "added_at", "changed_at",
)  # fmt: skip


@dataclass(frozen=True)
class Peer:
    """A running admin; `headers` sign one in, `token` goes into its forms."""

    origin: str
    headers: dict[str, str]
    token: str


@contextmanager
def peer(count: int) -> Iterator[Peer]:
    """Serves a copy of a Django admin's database with `count` clients."""
    database = WORK / f"run-peer-{count}.db"
    shutil.copyfile(prepared(count), database)
    os.sync()
    origin = f"http://127.0.0.1:{(port := free_port())}"
    command = [
        str(_venv() / "bin/gunicorn"), "django.core.wsgi:get_wsgi_application()", "--workers=1", "--threads=2",
        f"--bind=127.0.0.1:{port}",
    ]  # fmt: skip
    try:
        with serving(command, f"{origin}/admin/login/", _environment(database)):
            yield _sign_in(origin)
    finally:
        for file in WORK.glob(f"{database.name}*"):
            file.unlink()


def import_command(file: Path, database: Path) -> tuple[list[str], dict[str, str]]:
    """What imports `file` into a copy of an empty admin at `database`, and its environment."""
    for old in WORK.glob(f"{database.name}*"):
        old.unlink()
    shutil.copyfile(prepared(0), database)
    return [str(_venv() / "bin/python"), "-m", "benchmarks.peer.imports", str(file)], _environment(database)


def _sign_in(origin: str) -> Peer:
    path = "/admin/login/"
    before = _cookies(ask(origin, path, {})[1])
    form = {
        "username": USER,
        "password": PASSWORD,
        "csrfmiddlewaretoken": before["csrftoken"],
        "next": "/admin/",
    }
    headers = {
        "Content-Type": "application/x-www-form-urlencoded",
        "Cookie": f"csrftoken={before['csrftoken']}",
    }
    status, answered, _ = ask(origin, path, headers, urlencode(form))
    if status != 302:
        raise SystemExit(f"signing in to the Django admin failed with status {status}")
    cookies = _cookies(answered)
    return Peer(
        origin,
        {"Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items())},
        cookies["csrftoken"],
    )


def _cookies(headers: dict[str, str]) -> dict[str, str]:
    found = SimpleCookie(headers.get("set-cookie", ""))
    return {name: morsel.value for name, morsel in found.items()}


def _venv() -> Path:
    folder, wanted = WORK / "django", " ".join(_PACKAGES)
    installed = folder / "packages"
    if not installed.exists() or installed.read_text() != wanted:
        venv.create(folder, with_pip=True, clear=True)
        subprocess.run([folder / "bin/pip", "install", "--quiet", *_PACKAGES], check=True)
        installed.write_text(wanted)
    return folder


def _environment(database: Path) -> dict[str, str]:
    return {
        **os.environ,
        "PEER_DATABASE": str(database),
        "DJANGO_SETTINGS_MODULE": "benchmarks.peer.settings",
        "DJANGO_SUPERUSER_PASSWORD": PASSWORD,
        "PYTHONPATH": str(ROOT),
    }


def prepared(count: int) -> Path:
    """The database with its rows, kept for the next run."""
    database = WORK / f"peer-{count}.db"
    if not database.exists():
        making = database.with_suffix(".new")
        making.unlink(missing_ok=True)
        for arguments in (
            ["migrate", "-v0", "--run-syncdb"],
            ["createsuperuser", "--noinput", "--username", USER, "--email", "bench@masaku.example"],
            ["collectstatic", "-v0", "--noinput"],
        ):
            command = [str(_venv() / "bin/python"), "-m", "django", *arguments]
            subprocess.run(command, cwd=ROOT, env=_environment(making), check=True, stdout=subprocess.DEVNULL)
        _fill(making, count)
        making.rename(database)
    return database


def _fill(database: Path, count: int) -> None:
    """The same clients as in the product, by the same seed."""
    db = sqlite.connect(database)
    marks = ", ".join("?" * len(_FIELDS))
    with sqlite.transaction(db):
        for number, demo in enumerate(clients("de", count), 1):
            values = (getattr(demo.client, name) for name in _FIELDS)
            db.execute(
                f"INSERT INTO peer_client (id, {', '.join(_FIELDS)}) VALUES (?, {marks})", (number, *values)
            )
            db.executemany(
                "INSERT INTO peer_contact (client_id, name, position, email, phone) VALUES (?, ?, ?, ?, ?)",
                ((number, each.name, each.position, each.email, each.phone) for each in demo.contacts),
            )
    db.close()
