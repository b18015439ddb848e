"""The door to one SQLite file: readers for questions, one writer thread for changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from queue import Empty, LifoQueue
from threading import Lock, RLock
from typing import Any, Concatenate, ParamSpec, TypeVar

from app import sqlite
from app.errors import Unavailable
from app.i18n import N_
from app.regions.answers import Answers
from app.regions.maintenance import under_maintenance
from app.regions.queue import Change, Outcome, Queue
from app.regions.use import Use

log = logging.getLogger("masaku")
P = ParamSpec("P")
T = TypeVar("T")
Statement = Callable[Concatenate[sqlite.Connection, P], T]

# Broad searches, reports and files: few threads, so that they cannot starve the short reads on the event loop.
_slow = ThreadPoolExecutor(3, thread_name_prefix="slow-read")
_LONG_LOG_BYTES = 16_000_000
# Taken as it is needed: in SQLite's 2 MB not even the upper levels of a million clients' trees find room together, and
# each page deep in their list is read from the file again.
_READERS_CACHE_KIB = 8_000


class File:
    """Nobody outside gets a connection: functions are passed in and get one for as long as they run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._use = Use(path.name)
        self._clear_errors = sqlite.clear_errors(path.name)
        self._clear_read_errors = sqlite.clear_read_errors(path.name)
        self._reader: sqlite.Connection | None = None
        self._reader_lock = Lock()
        self._spare_readers: LifoQueue[sqlite.Connection] = LifoQueue()
        self._writer: sqlite.Connection | None = None
        # The thread of a file that is being closed and the one of a file that is opened again may meet.
        self._writer_lock = RLock()
        self._queue = Queue(f"writer-{path.stem}", self._commit_each)
        self._shortening = Lock()
        self._inode = 0
        self._answers = Answers()

    def read(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A short bounded question, answered from one snapshot in the calling thread."""
        with self._use, self._reader_lock, self._clear_read_errors:
            if self._reader is None:
                self._reader = self._connect(readonly=True)
            return _snapshot(self._reader, fn, *args, **kwargs)

    def ask(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` for a single statement, which is a snapshot by itself: half the work on the busiest paths."""
        with self._use, self._reader_lock, self._clear_read_errors:
            if self._reader is None:
                self._reader = self._connect(readonly=True)
            return fn(self._reader, *args, **kwargs)

    def ask_again(self, key: Hashable, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`ask`, remembered under `key` until anybody commits to the file: for what every request asks. Of what
        another process commits it learns a moment later."""
        with self._use, self._reader_lock, self._clear_read_errors:
            if self._reader is None:
                self._reader = self._connect(readonly=True)
            db = self._reader
            return self._answers.of(db, key, lambda: fn(db, *args, **kwargs))

    async def read_slow(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same beside the event loop, for questions without a small bound."""
        return await asyncio.get_running_loop().run_in_executor(
            _slow, lambda: self.read_aside(fn, *args, **kwargs)
        )

    def read_aside(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """For worker threads and long questions: a reader of its own, so that nobody waits for it."""
        with self._use, self._clear_read_errors:
            try:
                db = self._spare_readers.get_nowait()
            except Empty:
                db = self._connect(readonly=True)
            try:
                return _snapshot(db, fn, *args, **kwargs)
            finally:
                if self._spare_readers.qsize() < 2:
                    self._spare_readers.put(db)
                else:
                    db.close()

    async def write(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """Everything `fn` does is committed together or not at all."""
        return await self._queue.add(lambda db: fn(db, *args, **kwargs), visible=True)

    def write_now(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for the command line and worker threads, which wait. Never committed together with others: it may
        take long, as an import does."""
        return self._queue.run(lambda: self._commit(lambda db: fn(db, *args, **kwargs), True))

    async def note(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A write that no page shows (access log, canary, progress): pages stay unchanged for their readers."""
        return await self._queue.add(lambda db: fn(db, *args, **kwargs), visible=False)

    def note_now(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return self._queue.run(lambda: self._commit(lambda db: fn(db, *args, **kwargs), False))

    def shorten_log(self) -> None:
        """Moves a long write-ahead log into the file. Never while a Litestream replicates it (see sqlite.connect)."""
        if sqlite.log_bytes(self.path) > _LONG_LOG_BYTES and self._shortening.acquire(blocking=False):
            _slow.submit(self._shorten_log)

    def close(self, *, lock: bool = False) -> None:
        """Lets the write in hand finish, then closes every connection; locked, nothing opens one until unlocked.

        Locked also waits for slow readers, which may hold the file for a while. Raises Unavailable when one stays.
        """
        if lock:
            self._use.lock()
        self._queue.finish()
        if lock:
            self._use.wait()
            self._queue.finish()  # who was at work may have had one more write
        with self._writer_lock:
            self._drop_writer()
            self._inode = 0
        with self._reader_lock:
            if self._reader is not None:
                self._reader.close()
            self._reader = None
            self._answers.forget()
        with suppress(Empty):
            while True:
                self._spare_readers.get_nowait().close()

    @property
    def locked(self) -> bool:
        return self._use.locked

    @locked.setter
    def locked(self, locked: bool) -> None:
        self._use.locked = locked

    @property
    def is_open(self) -> bool:
        return self._reader is not None or self._writer is not None

    @property
    def is_busy(self) -> bool:
        return self._use.is_busy

    def _before_commit(self, db: sqlite.Connection) -> None:
        """For subclasses: what belongs to every transaction that people see something of."""

    def _commit_each(self, changes: Sequence[Change[Any]]) -> Sequence[Outcome]:
        """Writes that wait for the same disk are committed together: one fsync for all of them."""
        if len(changes) > 1:
            try:
                return self._commit_together(changes)
            except Exception:
                log.debug("%s: one of several changes could not be written; now one by one", self.path.name)
        return [self._outcome(change) for change in changes]

    def _outcome(self, change: Change[Any]) -> Outcome:
        try:
            return self._commit(change.fn, change.visible)
        except BaseException as error:
            return error

    def _commit_together(self, changes: Sequence[Change[Any]]) -> Sequence[Outcome]:
        """All of them, or none and an exception: then nothing has been promised to anybody yet."""
        with self._writing() as db:
            results = [each.fn(db) for each in changes]
            if any(each.visible for each in changes):
                self._before_commit(db)
        return results

    def _commit(self, fn: Callable[[sqlite.Connection], T], visible: bool) -> T:
        with self._writing() as db:
            result = fn(db)
            if visible:
                self._before_commit(db)
            return result

    @contextmanager
    def _writing(self) -> Iterator[sqlite.Connection]:
        """The one writer inside a transaction."""
        with self._use, self._writer_lock, self._clear_errors:
            try:
                if self._writer is None:
                    self._writer = self._connect()
                with sqlite.transaction(self._writer) as db:
                    self._refuse_replaced()
                    yield db
                self._answers.committed()
            except sqlite.OperationalError:
                # After a failed fsync a handle may claim success for what never reached the disk: never reuse it.
                self._drop_writer()
                raise

    def _connect(self, *, readonly: bool = False) -> sqlite.Connection:
        db = sqlite.connect(self.path, readonly=readonly)
        if readonly:
            db.execute(f"PRAGMA cache_size=-{_READERS_CACHE_KIB}")
        self._inode = self._inode or sqlite.inode_of(self.path)
        return db

    def _refuse_replaced(self) -> None:
        """A command that takes long knows nothing of a restore, so that each looks by itself."""
        if under_maintenance(self.path.parent, self.path.stem):
            raise Unavailable(
                N_("{name} is being restored. It comes back by itself."), name=self.path.stem.upper()
            )
        sqlite.refuse_replaced(self.path, self._inode)

    def _shorten_log(self) -> None:
        """Most of it beside the writer, which goes on meanwhile and waits for the rest only."""
        try:
            with self._use:
                with closing(self._connect()) as db:
                    db.execute("PRAGMA wal_checkpoint(PASSIVE)")
                self._queue.run(self._checkpoint)
        except (Unavailable, OSError, sqlite.Error) as error:
            log.warning("%s keeps its long log for now: %s", self.path.name, error)
        finally:
            self._shortening.release()

    def _checkpoint(self) -> None:
        with self._writer_lock:
            if self._writer is not None:
                self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _drop_writer(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._writer = None


def _snapshot(db: sqlite.Connection, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    db.execute("BEGIN")
    try:
        return fn(db, *args, **kwargs)
    finally:
        db.execute("ROLLBACK")
