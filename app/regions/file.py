"""The door to one SQLite file: readers for questions, one writer thread for changes."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Hashable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from queue import Empty, LifoQueue, SimpleQueue
from threading import Condition, Lock, RLock
from typing import Any, Concatenate, Generic, ParamSpec, TypeVar

from app import sqlite
from app.errors import Unavailable
from app.i18n import N_
from app.regions.maintenance import under_maintenance

log = logging.getLogger("masaku")
P = ParamSpec("P")
T = TypeVar("T")
Statement = Callable[Concatenate[sqlite.Connection, P], T]

# Broad searches, reports and files: few threads, so that they cannot starve the short reads on the event loop.
_slow = ThreadPoolExecutor(3, thread_name_prefix="slow-read")
_WAIT_FOR_READERS_SECONDS = 25.0
# Few enough that nobody waits noticeably for the others.
_MOST_TOGETHER = 32
_LONG_LOG_BYTES = 16_000_000
_MOST_ANSWERS = 1000


class File:
    """Nobody outside gets a connection: functions are passed in and get one for as long as they run."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._reader: sqlite.Connection | None = None
        self._reader_lock = Lock()
        self._spare_readers: LifoQueue[sqlite.Connection] = LifoQueue()
        self._writer: sqlite.Connection | None = None
        self._writer_thread: ThreadPoolExecutor | None = None
        # The thread of a file that is being closed and the one of a file that is opened again may meet.
        self._writer_lock = RLock()
        self._waiting: SimpleQueue[_Change[Any]] = SimpleQueue()
        self._lock = Lock()
        self._idle = Condition(self._lock)
        self._busy = 0
        self._inode = 0
        self._answers: dict[Hashable, Any] = {}
        self._answers_at = -1
        self.locked = False

    def read(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A short bounded question, answered from one snapshot in the calling thread."""
        with self._at_work(), self._reader_lock, sqlite.clear_read_errors(self.path.name):
            if self._reader is None:
                self._reader = self._connect(readonly=True)
            return _snapshot(self._reader, fn, *args, **kwargs)

    def ask(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`read` for a single statement, which is a snapshot by itself: half the work on the busiest paths."""
        with self._at_work(), self._reader_lock, sqlite.clear_read_errors(self.path.name):
            if self._reader is None:
                self._reader = self._connect(readonly=True)
            return fn(self._reader, *args, **kwargs)

    def ask_again(self, key: Hashable, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """`ask`, remembered under `key` until anybody commits to the file: for what every request asks."""
        with self._at_work(), self._reader_lock, sqlite.clear_read_errors(self.path.name):
            if self._reader is None:
                self._reader = self._connect(readonly=True)
            now = sqlite.one(self._reader, "PRAGMA data_version")
            if now != self._answers_at or len(self._answers) > _MOST_ANSWERS:
                self._answers, self._answers_at = {}, now
            if key not in self._answers:
                self._answers[key] = fn(self._reader, *args, **kwargs)
            found: T = self._answers[key]
            return found

    async def read_slow(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same beside the event loop, for questions without a small bound."""
        return await asyncio.get_running_loop().run_in_executor(
            _slow, lambda: self.read_aside(fn, *args, **kwargs)
        )

    def read_aside(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """For worker threads and long questions: a reader of its own, so that nobody waits for it."""
        with self._at_work(), sqlite.clear_read_errors(self.path.name):
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
        return await asyncio.wrap_future(self._queue(lambda db: fn(db, *args, **kwargs), visible=True))

    def write_now(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """The same for the command line and worker threads, which wait. Never committed together with others: it may
        take long, as an import does."""
        return self._submit(lambda: self._commit(fn, True, *args, **kwargs)).result()

    async def note(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        """A write that no page shows (access log, canary, progress): pages stay unchanged for their readers."""
        return await asyncio.wrap_future(self._queue(lambda db: fn(db, *args, **kwargs), visible=False))

    def note_now(self, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        return self._submit(lambda: self._commit(fn, False, *args, **kwargs)).result()

    def shorten_log(self) -> None:
        """Moves a long write-ahead log into the file. Never while a Litestream replicates it (see sqlite.connect)."""
        log = self.path.with_name(f"{self.path.name}-wal")
        if log.exists() and log.stat().st_size > _LONG_LOG_BYTES:
            self._submit(self._checkpoint)

    def close(self, *, lock: bool = False) -> None:
        """Lets the write in hand finish, then closes every connection; locked, nothing opens one until unlocked.

        Locked also waits for slow readers, which may hold the file for a while. Raises Unavailable when one stays.
        """
        with self._lock:
            self.locked = self.locked or lock
            thread, self._writer_thread = self._writer_thread, None
        if thread is not None:
            thread.shutdown(wait=True)
        if lock:
            self._wait_for_readers()
        with self._writer_lock:
            self._drop_writer()
            self._inode = 0
        with self._reader_lock:
            if self._reader is not None:
                self._reader.close()
            self._reader, self._answers_at = None, -1
        with suppress(Empty):
            while True:
                self._spare_readers.get_nowait().close()

    def _wait_for_readers(self) -> None:
        with self._idle:
            if not self._idle.wait_for(lambda: self._busy == 0, _WAIT_FOR_READERS_SECONDS):
                raise Unavailable(N_("{file} is still being read."), file=self.path.name)

    @property
    def is_open(self) -> bool:
        return self._reader is not None or self._writer is not None

    @property
    def is_busy(self) -> bool:
        return self._busy > 0

    def _before_commit(self, db: sqlite.Connection) -> None:
        """For subclasses: what belongs to every transaction that people see something of."""

    def _submit(self, task: Callable[[], T]) -> Future[T]:
        with self._lock:
            if self._writer_thread is None:
                self._writer_thread = ThreadPoolExecutor(1, thread_name_prefix=f"writer-{self.path.stem}")
            return self._writer_thread.submit(task)

    def _queue(self, fn: Callable[[sqlite.Connection], T], *, visible: bool) -> Future[T]:
        """Writes that wait for the same disk are committed together: one fsync for all of them."""
        change = _Change(fn, visible)
        self._waiting.put(change)
        self._submit(self._commit_waiting)
        return change.done

    def _commit_waiting(self) -> None:
        changes = _taken(self._waiting, _MOST_TOGETHER)
        if len(changes) > 1:
            try:
                self._commit_together(changes)
                return
            except Exception:
                log.debug("%s: one of several changes could not be written; now one by one", self.path.name)
        for change in changes:
            change.settle(partial(self._commit, change.fn, change.visible))

    def _commit_together(self, changes: Sequence[_Change[Any]]) -> None:
        """All of them, or none and an exception: then nothing has been promised to anybody yet."""
        with self._writing() as db:
            results = [each.fn(db) for each in changes]
            if any(each.visible for each in changes):
                self._before_commit(db)
        for change, result in zip(changes, results, strict=True):
            change.done.set_result(result)

    def _commit(self, fn: Statement[P, T], visible: bool, *args: P.args, **kwargs: P.kwargs) -> T:
        with self._writing() as db:
            result = fn(db, *args, **kwargs)
            if visible:
                self._before_commit(db)
            return result

    @contextmanager
    def _writing(self) -> Iterator[sqlite.Connection]:
        """The one writer inside a transaction."""
        with self._at_work(), self._writer_lock, sqlite.clear_errors(self.path.name):
            try:
                if self._writer is None:
                    self._writer = self._connect()
                with sqlite.transaction(self._writer) as db:
                    self._refuse_replaced()
                    yield db
            except sqlite.OperationalError:
                # After a failed fsync a handle may claim success for what never reached the disk: never reuse it.
                self._drop_writer()
                raise

    def _connect(self, *, readonly: bool = False) -> sqlite.Connection:
        db = sqlite.connect(self.path, readonly=readonly)
        self._inode = self._inode or self.path.stat().st_ino
        return db

    def _refuse_replaced(self) -> None:
        """What is written into a file that has no name any more is lost; a command that takes long knows nothing of a
        restore, so that each looks by itself."""
        if under_maintenance(self.path.parent, self.path.stem):
            raise Unavailable(
                N_("{name} is being restored. It comes back by itself."), name=self.path.stem.upper()
            )
        if not self.path.exists() or self.path.stat().st_ino != self._inode:
            raise Unavailable(
                N_("{file} was removed or replaced by another program. Nothing was saved."),
                file=self.path.name,
            )

    def _checkpoint(self) -> None:
        with self._writer_lock:
            if self._writer is not None:
                self._writer.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def _drop_writer(self) -> None:
        if self._writer is not None:
            self._writer.close()
        self._writer = None

    @contextmanager
    def _at_work(self) -> Iterator[None]:
        with self._lock:
            if self.locked:
                raise Unavailable(
                    N_("{name} is being restored. It comes back by itself."), name=self.path.stem.upper()
                )
            self._busy += 1
        try:
            yield
        finally:
            with self._idle:
                self._busy -= 1
                if self._busy == 0:
                    self._idle.notify_all()


@dataclass(frozen=True)
class _Change(Generic[T]):
    """A write that waits for its turn, and what its author waits for."""

    fn: Callable[[sqlite.Connection], T]
    visible: bool
    done: Future[T] = field(default_factory=Future)

    def settle(self, outcome: Callable[[], T]) -> None:
        try:
            result = outcome()
        except BaseException as error:
            self.done.set_exception(error)
        else:
            self.done.set_result(result)


def _taken(waiting: SimpleQueue[_Change[Any]], most: int) -> list[_Change[Any]]:
    """Without those whose author has given up."""
    taken: list[_Change[Any]] = []
    while len(taken) < most:
        try:
            change = waiting.get_nowait()
        except Empty:
            break
        if change.done.set_running_or_notify_cancel():
            taken.append(change)
    return taken


def _snapshot(db: sqlite.Connection, fn: Statement[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    db.execute("BEGIN")
    try:
        return fn(db, *args, **kwargs)
    finally:
        db.execute("ROLLBACK")
