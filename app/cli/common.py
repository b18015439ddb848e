"""Opening the instance for one command."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from app.actor import Actor
from app.errors import Misuse
from app.i18n import N_
from app.instance import Instance
from app.regions import Region
from app.settings import Settings

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
    settings = settings or Settings.from_env()
    act_as_owner(settings.data)
    instance = Instance.open(settings)
    try:
        yield instance
    finally:
        instance.close()
