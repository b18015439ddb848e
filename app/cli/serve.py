"""masaku serve: the server with its replication, from the first start on."""

from __future__ import annotations

import gc
import signal
import sys
from dataclasses import replace

import click
import uvicorn

from app import schemas, sqlite
from app.accounts import passwords
from app.accounts import store as accounts
from app.accounts.model import Role
from app.cli.common import act_as_owner, opened
from app.clients import store as clients
from app.clock import stamp
from app.demo.load import fill_all
from app.instance import Instance
from app.main import create_app
from app.regions.maintenance import claim_server
from app.replicas.keeper import Keeper
from app.settings import Settings
from app.vault.keys import master_key_path

FIRST_REGIONS = ("de", "at", "pl")
DEMO_CLIENTS = {"de": 412, "at": 301, "pl": 340}
ADMIN_EMAIL = "admin@masaku.local"
# Requests leave hardly any circles behind; looking for them after each 700 new objects costs a saved client 5 %.
_OBJECTS_BETWEEN_LOOKS = 10_000
# How long a thread keeps the interpreter while another one waits for it. The writer of a region needs it only for
# moments; waiting for it Python's 5 ms each time, it writes when the event loop has nothing left to do.
_GIVE_WAY_SECONDS = 0.000_1


@click.command()
@click.option("--host", default=None, help="Address to listen on (MASAKU_HOST, 127.0.0.1).")
@click.option(
    "--port", default=None, type=click.IntRange(0, 65_535), help="Port to listen on (MASAKU_PORT, 8000)."
)
@click.option("--empty", is_flag=True, help="First start without demo data.")
@click.option("--no-replication", is_flag=True, help="Without Litestream: for tests and benchmarks.")
def serve(host: str | None, port: int | None, empty: bool, no_replication: bool) -> None:
    """Starts server and replication; makes regions, an admin and demo data on the first start."""
    settings = _settings(host, port)
    settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
    act_as_owner(settings.data)  # before the first file is made in it
    lock = claim_server(settings.data)
    try:
        with opened(settings) as instance:
            _first_start(instance, empty)
            run(instance, replicate=not no_replication)
    finally:
        lock.close()


def _settings(host: str | None, port: int | None) -> Settings:
    """An empty host would be every address of the machine, port 0 is any that is free: only the latter is meant."""
    found = Settings.from_env()
    return replace(found, host=host or found.host, port=found.port if port is None else port)


def run(instance: Instance, *, replicate: bool) -> None:
    """Until a signal; then the last requests, the files, and the last sync, in this order, and exit status 0."""
    settings = instance.settings
    keeper = Keeper(settings, instance.clock, instance.regions, schemas.REGION) if replicate else None
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))  # uvicorn raises the signal again when it is done
    click.echo(f"Masaku answers at http://{settings.host}:{settings.port} (Ctrl-C stops it)")
    config = uvicorn.Config(
        create_app(instance, keeper), host=settings.host, port=settings.port, log_level="warning", access_log=False,
        server_header=False, proxy_headers=False, timeout_keep_alive=15, timeout_graceful_shutdown=8, loop="uvloop",
        http="httptools", ws="none",
    )  # fmt: skip
    if keeper:
        keeper.start()
    try:
        gc.freeze()  # what lives as long as the server need not be looked through again and again
        gc.set_threshold(_OBJECTS_BETWEEN_LOOKS)
        sys.setswitchinterval(_GIVE_WAY_SECONDS)
        uvicorn.Server(config).run()
    except KeyboardInterrupt:
        pass
    finally:
        instance.close()
        if keeper:
            keeper.end_replication()


def _first_start(instance: Instance, empty: bool) -> None:
    """Regions, an admin who may work in all of them, and demo data; nothing where accounts exist already."""
    if instance.accounts.read(accounts.list_all):
        return
    for code in FIRST_REGIONS:
        if code not in instance.regions.codes():
            instance.regions.add(code)
        region = instance.regions.find(code)
        if not empty and not region.read(clients.count):  # an earlier first start may have been ended
            fill_all(region, DEMO_CLIENTS[code], until=instance.clock.now())
    password = passwords.one_time()
    instance.accounts.write_now(_add_admin, passwords.hash_password(password), stamp(instance.clock.now()))
    click.echo(
        f"Sign in as {ADMIN_EMAIL} with the password {password} (shown only now; change it under My account)."
    )
    if instance.vault.new_master_key:
        click.echo(
            f"Master key: {instance.vault.new_master_key}\n"
            f"It lies in {master_key_path(instance.settings)} and in no backup: keep a copy elsewhere."
        )


def _add_admin(db: sqlite.Connection, hashed: str, at: str) -> None:
    granted = [Role(code, "manager") for code in FIRST_REGIONS]
    staff_id = accounts.add(
        db,
        email=ADMIN_EMAIL,
        name="Admin",
        admin=True,
        locale="en",
        actor="first start",
        granted=granted,
        at=at,
    )
    accounts.set_password(db, staff_id, hashed)
