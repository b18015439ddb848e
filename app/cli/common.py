"""Opening the instance for one command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from app import schemas, sqlite
from app.actor import Actor
from app.errors import Misuse, Refused
from app.i18n import N_
from app.instance import Instance
from app.migrate import pending
from app.regions import Region
from app.regions.maintenance import server_is_running
from app.settings import Settings
from app.vault.schema import migrations as vault_migrations

ACTOR = Actor("command line", "command line")


def act_as_owner(data: Path) -> None:
    """Run by root, a command works as the owner of the data directory: the server must be able to write its files."""
    if os.geteuid() != 0 or not data.exists():
        return
    owner = data.stat()
    if owner.st_uid != 0:
        os.setgroups([])
        os.setgid(owner.st_gid)
        os.setuid(owner.st_uid)


def find_region(instance: Instance, code: str) -> Region:
    """Raises Misuse, with the regions there are."""
    known = instance.regions.codes()
    if code.lower() not in known:
        raise Misuse(N_("There is no region “{code}”. Known: {known}."), code=code, known=", ".join(known))
    return instance.regions.find(code.lower())


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Instance]:
    """Beside a running server no file is brought to another version: it would go on writing into it by the old one."""
    settings = settings or Settings.from_env()
    act_as_owner(settings.data)
    is_served = server_is_running(settings.data)
    if is_served:
        _refuse_older_server(settings.data)
    instance = Instance.open(settings)
    instance.regions.migrates_aside = is_served
    try:
        yield instance
    finally:
        instance.close()


def _refuse_older_server(data: Path) -> None:
    for name, sets in (("instance", schemas.INSTANCE), ("vault", (vault_migrations,))):
        path = data / f"{name}.db"
        if not path.exists():
            continue
        with closing(sqlite.connect(path, readonly=True)) as db:
            if pending(db, sets):
                raise Refused(N_("The server still runs an older version of the program. Restart it first."))
