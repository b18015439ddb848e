"""The open vault: thread-safe, small, and asked often."""

from __future__ import annotations

import logging
import os
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from threading import RLock

from app import sqlite
from app.clock import Clock, stamp
from app.errors import MasakuError, Unavailable
from app.i18n import N_
from app.migrate import migrate
from app.settings import Settings
from app.vault import store
from app.vault.keys import KEY_BYTES, Key, WrongKey, make_master_key, read_master_key
from app.vault.schema import migrations

log = logging.getLogger("masaku")
_CACHED_KEYS = 4096
# Where SQLite too would move it: whoever asks for a key meanwhile hardly waits.
_LONG_LOG_BYTES = 4_000_000


class Keyring:
    """The vault as one region's store functions see it."""

    def __init__(self, vault: Vault, region: str) -> None:
        self._vault, self._region = vault, region

    def find(self, owner: str) -> Key | None:
        """The owner's key; None where there never was one or it was destroyed."""
        return self._vault.find(owner)

    def key(self, owner: str) -> Key:
        """The owner's key, made and committed when first needed."""
        return self._vault.key(owner, self._region)

    def make(self, owners: Iterable[str]) -> dict[str, Key]:
        """Keys for many new owners in one transaction."""
        return self._vault.make(owners, self._region)


class Vault:
    """Keys by owner. A key is committed here before the caller can commit the row it locks."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._settings, self._clock = settings, clock
        self._path = settings.data / "vault.db"
        self._lock = RLock()
        self._cache: OrderedDict[str, Key] = OrderedDict()
        self._used: dict[str, int] = {}
        self._db: sqlite.Connection | None = None
        self._inode = 0
        self.locked = False
        self.new_master_key: str | None = None
        settings.data.mkdir(parents=True, exist_ok=True, mode=0o700)
        self._master = self._read_master()

    def _read_master(self) -> Key:
        master = read_master_key(self._settings)
        if master is None:
            if self._path.exists():
                raise MasakuError(
                    N_("The master key is missing. Put it back: without it nothing can be decrypted.")
                )
            self.new_master_key = make_master_key(self._settings)
            master = read_master_key(self._settings)
        if master is None:
            raise MasakuError(
                N_("The master key is missing. Put it back: without it nothing can be decrypted.")
            )
        return master

    def _open(self, *, create: bool = False) -> sqlite.Connection:
        if self._db is None:
            if self.locked:
                raise Unavailable(N_("The instance is being restored. It comes back by itself."))
            with sqlite.clear_errors():
                db = sqlite.connect(self._path, create=create)
                try:
                    migrate(db, (migrations,))
                    with sqlite.transaction(db):
                        self._check_master(db)
                except BaseException:
                    db.close()
                    raise
            self._db, self._inode = db, sqlite.inode_of(self._path)
        return self._db

    def _check_master(self, db: sqlite.Connection) -> None:
        sealed = store.find_check(db)
        if sealed is None:
            store.add_check(db, self._master.seal(b"masaku"))
            return
        try:
            self._master.open(sealed)
        except WrongKey as error:
            raise MasakuError(N_("The master key does not belong to this vault.db.")) from error

    def close(self, *, lock: bool = False) -> None:
        """Locked, nothing opens the file until it is unlocked."""
        with self._lock:
            self.locked = self.locked or lock
            self._drop()
            self._cache.clear()
            self._used.clear()

    def _drop(self) -> None:
        if self._db is not None:
            self._db.close()
        self._db = None

    def shorten_log(self) -> None:
        """Moves a long write-ahead log into the file, unless another program reads there: then at a later call. Never
        while a Litestream replicates it (see sqlite.connect)."""
        with self._lock:
            if self._db is None or sqlite.log_bytes(self._path) <= _LONG_LOG_BYTES:
                return
            try:
                self._db.execute("PRAGMA busy_timeout=0")
                self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")
                self._db.execute(f"PRAGMA busy_timeout={sqlite.BUSY_TIMEOUT_MS}")
            except sqlite.Error as error:
                self._drop()
                log.warning("%s keeps its long log for now: %s", self._path.name, error)

    @contextmanager
    def _writing(self) -> Iterator[sqlite.Connection]:
        with self._lock, sqlite.clear_errors():
            try:
                with sqlite.transaction(self._open()) as db:
                    sqlite.refuse_replaced(self._path, self._inode)
                    yield db
            except sqlite.OperationalError:
                self._drop()  # for the reason told in File._writing
                raise

    def open(self) -> None:
        """Makes the file if need be, and shows a wrong master key at the start and not at the first save.

        Later a missing file is a failure: a new one in its place would lack every key.
        """
        with self._lock:
            self._open(create=True)

    def find(self, owner: str) -> Key | None:
        """The owner's key; None where there never was one or it was destroyed."""
        with self._lock:
            cached = self._cache.get(owner)
            if cached is None:
                found = store.find_wrapped(self._open(), owner)
                if found is None or not found.sealed:
                    return None
                cached = self._remember(owner, self._unwrap(owner, found.sealed))
                self._note_used(found.region, found.seq)
            return cached

    def key(self, owner: str, region: str) -> Key:
        """The owner's key, made and committed when first needed."""
        with self._lock:
            return self.find(owner) or self.make([owner], region)[owner]

    def make(self, owners: Iterable[str], region: str) -> dict[str, Key]:
        """Keys for many new owners in one transaction; owners that have one already keep it."""
        made = {owner: os.urandom(KEY_BYTES) for owner in owners}
        wrapped = [(owner, self._master.seal(raw, owner.encode())) for owner, raw in made.items()]
        with self._writing() as db:
            added = store.add_keys(db, region, wrapped, stamp(self._clock.now()))
            last = store.mark(db, region)
        self._note_used(region, last)
        if added < len(made):
            return {owner: self._stored(owner) for owner in made}
        return {owner: Key(raw, owner) for owner, raw in made.items()}

    def _stored(self, owner: str) -> Key:
        found = self.find(owner)
        if found is None:
            raise Unavailable(N_("The key of this client was destroyed."))
        return found

    def mark(self, region: str) -> int:
        """Rises with every key made for the region; a region that has seen more is newer than its vault."""
        with self._lock:
            return store.mark(self._open(), region)

    def knows(self, region: str) -> bool:
        """Whether a key, an entry of a history or a number of this region was ever given out."""
        with self._lock:
            db = self._open()
            return bool(
                store.mark(db, region)
                or store.find_history_mark(db, region)
                or store.number_marks(db, region)
            )

    def mark_of_used(self, region: str) -> int:
        """The same of the keys that were found or made here: at least that of each that this process seals with."""
        with self._lock:
            self._open()
            return self._used.get(region, 0)

    def _note_used(self, region: str, seq: int) -> None:
        with self._lock:
            self._used[region] = max(seq, self._used.get(region, 0))

    def history_mark(self, region: str) -> tuple[int, bytes] | None:
        with self._lock:
            return store.find_history_mark(self._open(), region)

    def set_history_mark(self, region: str, seq: int, digest: bytes) -> None:
        with self._writing() as db:
            store.set_history_mark(db, region, seq, digest, stamp(self._clock.now()))

    def number_marks(self, region: str) -> dict[tuple[str, int], int]:
        """The highest number known to be given out, by (series, year)."""
        with self._lock:
            return store.number_marks(self._open(), region)

    def raise_number_mark(self, region: str, series: str, year: int, last: int) -> None:
        """Only ever up."""
        with self._writing() as db:
            store.raise_number_mark(db, region, series, year, last)

    def draw_number(self, region: str, series: str, year: int, *, above: int) -> int:
        """The next number, committed here before anybody has it: where gaps do no harm, it can never come twice."""
        with self._writing() as db:
            number = max(store.number_marks(db, region).get((series, year), 0), above) + 1
            store.raise_number_mark(db, region, series, year, number)
        return number

    def _unwrap(self, owner: str, wrapped: bytes) -> Key:
        return Key(self._master.open(wrapped, owner.encode()), owner)

    def _remember(self, owner: str, key: Key) -> Key:
        self._cache[owner] = key
        if len(self._cache) > _CACHED_KEYS:
            self._cache.popitem(last=False)
        return key
