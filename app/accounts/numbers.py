"""An account's number is given out once, whatever instance.db is restored to: what belongs to `staff:7` in the regions
must not become somebody else's."""

from __future__ import annotations

from app import sqlite
from app.accounts import store
from app.regions import File
from app.vault import Vault

_FILE, _SERIES, _YEAR = "instance", "staff", 0


def draw(vault: Vault, accounts: File) -> int:
    """For a new account: the vault knows it before the account can be committed."""
    return vault.draw_number(_FILE, _SERIES, _YEAR, above=accounts.read(store.last_number))


def agree(vault: Vault, db: sqlite.Connection) -> None:
    """The vault learns of accounts that were added without it."""
    last = store.last_number(db)
    if last > vault.number_marks(_FILE).get((_SERIES, _YEAR), 0):
        vault.raise_number_mark(_FILE, _SERIES, _YEAR, last)
