"""All regions of an instance: made, found, opened, closed."""

from __future__ import annotations

import fcntl
import logging
from collections import OrderedDict
from collections.abc import Callable, Sequence
from contextlib import closing, suppress
from pathlib import Path
from threading import RLock

from sqlite_utils.migrations import Migrations

from app import sqlite
from app.clock import Clock, stamp
from app.errors import MasakuError, NotFound, Unavailable
from app.i18n import N_, Message
from app.migrate import migrate, migrate_with_copy, pending, refuse_newer
from app.regions import store
from app.regions.definition import Definition, definitions, find_definition
from app.regions.maintenance import under_maintenance
from app.regions.region import Region
from app.settings import Settings
from app.vault import Vault

log = logging.getLogger("masaku")
MAX_OPEN = 64
_MIGRATED_SOON = N_("Region {code} is being brought to this version of the program. It comes back by itself.")
_NOT_MIGRATED = N_(
    "Region {code} could not be brought to this version of the program and is as it was ({reason}). It is tried again"
    " every five minutes."
)


class Regions:
    """A code is looked up here, never joined into a path by anybody who got it from outside."""

    def __init__(
        self,
        settings: Settings,
        clock: Clock,
        vault: Vault,
        sets: Sequence[Migrations],
        before_serving: Sequence[Callable[[Region, str], None]] = (),
    ) -> None:
        """`before_serving` is asked with (region, now) once each file is checked: what must agree with the vault."""
        self.settings, self.clock, self.vault, self._sets = settings, clock, vault, sets
        self._before_serving = before_serving
        self._known: dict[str, Region] = {}
        self._open: OrderedDict[str, Region] = OrderedDict()
        self._lock = RLock()
        self._seen = 0
        # Where somebody calls `try_again`: whoever comes upon an older file does not wait until it is migrated.
        self.migrates_aside = False
        self.outdated: set[str] = set()

    def codes(self) -> list[str]:
        """Of the regions that exist, in alphabetical order."""
        self._look()
        return sorted(self._known)

    def definition(self, code: str) -> Definition:
        """Of an existing region, whether it can be opened or not."""
        self._look()
        if code not in self._known:
            raise NotFound()
        return self._known[code].definition

    def definitions(self) -> list[Definition]:
        """Of all existing regions, in the order of their codes."""
        return [self._known[code].definition for code in self.codes()]

    def find(self, code: str) -> Region:
        """The open region. Raises NotFound, or Unavailable while it is restored or cannot be used."""
        self._look()
        region = self._known.get(code)
        if region is None:
            self._refuse_undefined(code)
            raise NotFound()
        if code not in self._open or not region.checked:
            with self._lock:
                self._admit(region)
        with self._lock:
            if code in self._open:
                self._open.move_to_end(code)
        return region

    def open_regions(self) -> list[Region]:
        return list(self._open.values())

    def add(self, code: str) -> Region:
        """Makes the region's file, complete or not at all."""
        if find_definition(self.settings.data, code) is None:
            raise MasakuError(
                N_("There is no definition of “{code}”. Known: {known}."),
                code=code,
                known=", ".join(sorted(definitions(self.settings.data))),
            )
        with (self.settings.data / ".regions.lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            path = self.settings.data / f"{code}.db"
            if path.exists() or path.is_symlink():
                raise MasakuError(N_("The region “{code}” exists already."), code=code)
            self._refuse_to_start_over(path, code)
            self._make(path, code)
        return self.find(code)

    def close(self, code: str, *, lock: bool = False) -> None:
        """Lets go of the region's file; locked, whoever holds the region meanwhile is refused.

        What is being read or written there is waited for, and nobody who asks for another region waits along.
        """
        with self._lock:
            region = self._open.pop(code, None) or self._known.get(code)
        if region is not None:
            with region.migrating:
                region.checked, region.refused = False, None
            region.close(lock=lock)

    def tidy(self, *, replicated: bool) -> None:
        """Closes what was opened again behind the limit: a late write to a region that had made room for others.

        Where no Litestream does it, also keeps the regions' write-ahead logs short.
        """
        with self._lock:
            for code, region in self._known.items():
                if region.is_open and code not in self._open and not region.is_busy:
                    region.close()
                elif region.is_open and not replicated:
                    region.shorten_log()

    def try_again(self) -> None:
        """The files that are not migrated. Takes its time, and nobody waits for it: they are refused meanwhile."""
        self.outdated.clear()
        for code in self.codes():
            region = self._known[code]
            with region.migrating, suppress(MasakuError):
                if region.refused is not None:
                    self._check(region)

    def close_all(self) -> None:
        for code in list(self._known):
            self.close(code)

    def _refuse_to_start_over(self, path: Path, code: str) -> None:
        """An empty file would be replicated in the place of one that is lost, and numbers would be given out again."""
        logs = [path.with_name(f"{path.name}{ending}") for ending in ("-wal", "-shm")]
        if left := next((each.name for each in logs if each.exists()), ""):
            raise MasakuError(
                N_("{file} is left of an earlier region. Bring it back with: masaku region restore {code}"),
                file=left,
                code=code,
            )
        if self.vault.knows(code):
            raise MasakuError(
                N_("There was a region “{code}” before. Bring it back with: masaku region restore {code}"),
                code=code,
            )

    def _make(self, path: Path, code: str) -> None:
        beside = path.with_name(f".{code}.new")
        beside.unlink(missing_ok=True)
        db = sqlite.connect(beside, create=True)
        try:
            db.execute("PRAGMA journal_mode=DELETE")
            db.execute(f"PRAGMA application_id={sqlite.APPLICATION_ID}")
            migrate(db, self._sets)
            with sqlite.transaction(db):
                store.add(db, code, stamp(self.clock.now()))
        finally:
            db.close()
        beside.chmod(0o600)
        beside.rename(path)

    def _look(self) -> None:
        """Reads the data directory again when it has changed."""
        with self._lock:
            data = self.settings.data
            seen = data.stat().st_mtime_ns
            if seen == self._seen:
                return
            known = definitions(data)
            for code, definition in known.items():
                path = data / f"{code}.db"
                if path.is_file() and not path.is_symlink():
                    self._known.setdefault(code, Region(self.settings, definition, self.vault))
                elif not under_maintenance(data, code):
                    self.close(code)
                    self._known.pop(code, None)
            self._seen = seen

    def _refuse_undefined(self, code: str) -> None:
        """Raises Unavailable where the file is there, and what is wrong with its definition."""
        try:
            find_definition(self.settings.data, code)
        except MasakuError as error:
            if (self.settings.data / f"{code}.db").exists():
                raise Unavailable(error.message) from error

    def _admit(self, region: Region) -> None:
        data, code = self.settings.data, region.code
        if under_maintenance(data, code):
            raise Unavailable(
                N_("Region {code} is being restored. It comes back by itself."), code=code.upper()
            )
        if region.refused is not None:
            raise Unavailable(region.refused)
        region.locked = False
        if not region.checked:
            self._check(region, aside=self.migrates_aside)
        self._open[code] = region
        for other in list(self._open.values())[:-1]:
            if len(self._open) <= MAX_OPEN:
                break
            if not other.is_busy:
                del self._open[other.code]
                other.close()

    def _check(self, region: Region, *, aside: bool = False) -> None:
        """Refuses a foreign file and one newer than its vault; migrates an older one, or leaves that to `try_again`."""
        with sqlite.clear_errors(region.path.name):
            outdated = self._is_outdated(region)
        if outdated and aside:
            region.refused = Message(_MIGRATED_SOON, {"code": region.code.upper()})
            self.outdated.add(region.code)
            raise Unavailable(region.refused)
        if outdated:
            self._migrate(region)
        for agree in self._before_serving:
            agree(region, stamp(self.clock.now()))
        region.checked, region.refused = True, None

    def _is_outdated(self, region: Region) -> bool:
        reader = sqlite.connect(region.path, readonly=True)
        try:
            if store.code_of(reader) != region.code:
                raise Unavailable(N_("{file} is not the file of this region."), file=region.path.name)
            refuse_newer(reader, self._sets)
            outdated = bool(pending(reader, self._sets))
            if store.vault_mark(reader) > self.vault.mark(region.code):
                raise Unavailable(
                    N_("Region {code} is newer than vault.db. Restore the vault first."),
                    code=region.code.upper(),
                )
        except (sqlite.DatabaseError, UnicodeDecodeError) as error:
            sqlite.damage(error, region.path.name)
            raise Unavailable(N_("{file} is not a usable database."), file=region.path.name) from error
        finally:
            reader.close()
        return outdated

    def _migrate(self, region: Region) -> None:
        moment = stamp(self.clock.now()).replace(":", "")
        copy = safety_copies(self.settings) / f"{region.code}-{moment}-before-migration.copy"
        try:
            with closing(sqlite.connect(region.path)) as db:
                migrate_with_copy(db, self._sets, copy)
        except Exception as error:
            refused = Message(_NOT_MIGRATED, {"code": region.code.upper(), "reason": str(error)})
            if refused != region.refused:
                log.exception("%s could not be migrated and is as it was", region.path.name)
            region.refused = refused
            raise Unavailable(refused) from error


def safety_copies(settings: Settings) -> Path:
    """Where whole copies of a file lie for a week: not among the files that are served or replicated."""
    return settings.data / "safety"
