"""One region: the door to its file, with its definition."""

from __future__ import annotations

from collections.abc import Hashable
from threading import Lock
from typing import Any, ParamSpec, TypeVar

from app import sqlite
from app.i18n import Message
from app.regions import store
from app.regions.definition import Definition
from app.regions.file import File, Statement
from app.settings import Settings
from app.vault import Keyring, Vault

P = ParamSpec("P")
T = TypeVar("T")
_MOST_CACHED = 500


class Region(File):
    """Handlers and the command line hold a Region, store functions only ever its connection."""

    def __init__(self, settings: Settings, definition: Definition, vault: Vault) -> None:
        super().__init__(settings.data / f"{definition.code}.db")
        self.code = definition.code
        self.definition = definition
        self.vault = vault
        self.keys = Keyring(vault, definition.code)
        self.checked = False
        # Why its file is not migrated: whoever asks for it is told so until that was tried.
        self.refused: Message | None = None
        self.migrating = Lock()
        self._cache: dict[Hashable, Any] = {}
        self._cached_at = -1

    def change(self) -> int:
        """The change counter: equal means that no page of this region looks different."""
        return self.ask(store.change)

    def cached(self, key: Hashable, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read`, remembered until anything in the region changes: for counts that every page shows."""
        cache = self._current_cache()
        if key not in cache:
            cache[key] = self.read(fn, *args, **kwargs)
        found: T = cache[key]
        return found

    async def cached_slow(self, key: Hashable, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same beside the event loop: for searches, whose further pages then cost nothing."""
        cache = self._current_cache()
        if key not in cache:
            cache[key] = await self.read_slow(fn, *args, **kwargs)
        found: T = cache[key]
        return found

    def _current_cache(self) -> dict[Hashable, Any]:
        change = self.change()
        if self._cached_at != change or len(self._cache) > _MOST_CACHED:
            self._cache, self._cached_at = {}, change
        return self._cache

    def _before_commit(self, db: sqlite.Connection) -> None:
        store.bump(db, self.vault.mark_of_used(self.code))
