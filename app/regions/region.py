"""One region: the door to its file, with its definition."""

from __future__ import annotations

from app import sqlite
from app.regions import store
from app.regions.definition import Definition
from app.regions.file import File
from app.settings import Settings
from app.vault import Keyring, Vault


class Region(File):
    """Handlers and the command line hold a Region, store functions only ever its connection."""

    def __init__(self, settings: Settings, definition: Definition, vault: Vault) -> None:
        super().__init__(settings.data / f"{definition.code}.db")
        self.code = definition.code
        self.definition = definition
        self.vault = vault
        self.keys = Keyring(vault, definition.code)
        self.checked = False

    def change(self) -> int:
        """The change counter: equal means that no page of this region looks different."""
        return self.read(store.change)

    def _before_commit(self, db: sqlite.Connection) -> None:
        store.bump(db, self.vault.mark(self.code))
