"""SQLite, opened the one way this product opens it. The only module that imports the driver."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from app.errors import Unavailable
from app.i18n import N_

if TYPE_CHECKING:
    import sqlite3 as driver
else:
    import pysqlite3.dbapi2 as driver

T = TypeVar("T")
# As sqlite-utils hands it to a migration.
Plain = driver.Connection
Row = driver.Row
Error = driver.Error
IntegrityError = driver.IntegrityError
OperationalError = driver.OperationalError
DatabaseError = driver.DatabaseError

log = logging.getLogger("masaku")
# "MSKU": marks a file as ours, so that a foreign one is refused.
APPLICATION_ID = 0x4D534B55
BUSY_TIMEOUT_MS = 15_000
_MOST_PUT_OFF = 500

# Versions with the fix for the WAL reset bug, which a program that shares its file with Litestream can meet.
_FIXED_FROM = (3, 51, 3)
_BACKPORTS = ((3, 50, 7), (3, 44, 6))


def version() -> tuple[int, ...]:
    return tuple(int(part) for part in driver.sqlite_version.split("."))


def check_version(found: tuple[int, ...] | None = None) -> None:
    found = found or version()
    backported = any(found[:2] == fixed[:2] and found >= fixed for fixed in _BACKPORTS)
    if found < _FIXED_FROM and not backported:
        raise SystemExit(
            f"SQLite {'.'.join(map(str, found))} can corrupt a replicated file; 3.51.3 is needed."
        )


check_version()


class Connection(driver.Connection):
    """A connection that can leave to the end of a transaction what is cheaper to write once for all of it."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._put_off: dict[Callable[[Connection, list[Any]], None], list[Any]] = {}

    def put_off(self, write: Callable[[Connection, list[T]], None], rows: Iterable[T]) -> None:
        """Before the transaction is committed, `write` gets these rows together with others that it is to write: many
        at once, and few enough to be held in memory."""
        waiting = self._put_off.pop(write, [])
        waiting.extend(rows)
        if self.in_transaction and len(waiting) < _MOST_PUT_OFF:
            self._put_off[write] = waiting
        else:
            write(self, waiting)

    def catch_up(self) -> None:
        """Writes what was put off: for who reads it in the same transaction."""
        while self._put_off:
            write = next(iter(self._put_off))
            write(self, self._put_off.pop(write))

    def let_go(self) -> None:
        """Forgets what was put off, with the transaction it belongs to."""
        self._put_off.clear()


def connect(path: Path, *, readonly: bool = False, create: bool = False) -> Connection:
    """A connection that any one thread at a time may use; the caller sees to it that only one does."""
    mode = "ro" if readonly else "rwc" if create else "rw"
    quoted = str(path).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    db = driver.connect(
        f"file:{quoted}?mode={mode}",
        uri=True,
        isolation_level=None,
        check_same_thread=False,
        cached_statements=256,
        factory=Connection,
    )
    db.row_factory = Row
    db.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
    db.execute("PRAGMA foreign_keys=ON")
    db.execute("PRAGMA trusted_schema=OFF")
    if readonly:
        db.execute("PRAGMA query_only=ON")
    else:
        db.execute("PRAGMA journal_mode=WAL")
        db.execute("PRAGMA synchronous=FULL")
        db.execute("PRAGMA secure_delete=ON")
        db.execute("PRAGMA temp_store=MEMORY")
        # Litestream moves the log into the file, nobody else: a checkpoint of ours at the wrong moment leaves its
        # replica silently damaged (0.5.17: half of all tries with two writers). See Watch.tidy for when none runs.
        db.execute("PRAGMA wal_autocheckpoint=0")
    db.set_authorizer(_no_attach)
    return db


def log_bytes(path: Path) -> int:
    """How long the write-ahead log of a file is."""
    try:
        return path.with_name(f"{path.name}-wal").stat().st_size
    except FileNotFoundError:
        return 0


def _no_attach(action: int, *_: object) -> int:
    """No statement can reach a second file, whatever it is made of."""
    return driver.SQLITE_DENY if action == driver.SQLITE_ATTACH else driver.SQLITE_OK


@contextmanager
def transaction(db: Connection) -> Iterator[Connection]:
    """One IMMEDIATE transaction: committed at the end, rolled back by any exception."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield db
        db.catch_up()
        db.execute("COMMIT")
    except BaseException:
        db.let_go()
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


@contextmanager
def attempt(db: Connection) -> Iterator[None]:
    """Part of a transaction that may fail by itself: an exception takes back what was done in here, and only that."""
    db.catch_up()
    db.execute("SAVEPOINT attempt")
    try:
        yield
    except BaseException:
        db.let_go()
        if db.in_transaction:  # after some errors, as of a full disk, SQLite has taken back all of it already
            db.execute("ROLLBACK TO attempt")
            db.execute("RELEASE attempt")
        raise
    db.execute("RELEASE attempt")


def inode_of(path: Path) -> int:
    """0 where there is none."""
    try:
        return path.stat().st_ino
    except FileNotFoundError:
        return 0


def refuse_replaced(path: Path, inode: int) -> None:
    """What is written into a file that has no name any more is lost with the process that holds it."""
    if inode_of(path) != inode:
        raise Unavailable(
            N_("{file} was removed or replaced by another program. Nothing was saved."), file=path.name
        )


def damage(error: Exception, file: str = "") -> str:
    """What a damaged file made SQLite say, written to the log; "" for any other error."""
    # About a schema that is damaged it may say what is no text at all.
    said = error.object if isinstance(error, UnicodeDecodeError) else str(error).encode()
    if b"malformed" not in said and b"not a database" not in said:
        return ""
    text = said.decode("utf-8", "replace")
    log.error("%s is damaged: %s", file or "A database", text)
    return text


class ClearErrors:
    """`with` it the disk's refusals become a sentence for the person; one will do for all times."""

    def __init__(self, file: str, tell: Callable[[Exception, str], None]) -> None:
        self._file, self._tell = file, tell

    def __enter__(self) -> None:
        pass

    def __exit__(self, _: object, error: BaseException | None, __: object) -> None:
        if isinstance(error, (DatabaseError, UnicodeDecodeError)):
            self._tell(error, self._file)


def clear_errors(file: str = "") -> ClearErrors:
    """For who wanted to save."""
    return ClearErrors(file, _not_written)


def clear_read_errors(file: str = "") -> ClearErrors:
    """For who wanted to look."""
    return ClearErrors(file, _not_read)


def _not_written(error: Exception, file: str) -> None:
    if damage(error, file):
        raise Unavailable(
            N_("The file is damaged, so nothing was saved. An admin has to restore it.")
        ) from error
    text = str(error).lower() if isinstance(error, OperationalError) else ""
    if "full" in text:
        raise Unavailable(N_("The disk is full, so nothing was saved. What you typed is kept.")) from error
    if "readonly" in text or "read-only" in text or "disk i/o" in text or "unable to open" in text:
        raise Unavailable(
            N_("The data cannot be written at the moment, so nothing was saved. What you typed is kept.")
        ) from error
    if "locked" in text or "busy" in text:
        raise Unavailable(N_("The region is busy. Nothing was saved; please try again.")) from error


def _not_read(error: Exception, file: str) -> None:
    if damage(error, file):
        raise Unavailable(N_("The file is damaged. An admin has to restore it.")) from error
    text = str(error).lower() if isinstance(error, OperationalError) else ""
    if "disk i/o" in text or "unable to open" in text or "full" in text or "locked" in text:
        raise Unavailable(N_("The data cannot be read at the moment. Please try again.")) from error


def one(db: Plain, sql: str, *args: Any) -> Any:
    """The first column of the first row, or None. A single dict holds named values."""
    row = db.execute(sql, args[0] if len(args) == 1 and isinstance(args[0], dict) else args).fetchone()
    return row[0] if row else None
