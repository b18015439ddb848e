"""What happens to a restored region before its first reader: nothing that must stay gone comes back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import ExitStack, closing
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from sqlite_utils.migrations import Migrations

from app import sqlite
from app.actor import SYSTEM
from app.clock import stamp
from app.history import store as history
from app.history.model import Change, Subject
from app.i18n import N_, Message
from app.invoices import numbering
from app.invoices.schema import migrations as invoice_migrations
from app.letters import store as letters
from app.letters.schema import migrations as outbox_migrations
from app.regions import store as region_store
from app.replicas import store
from app.replicas.checks import check_region
from app.vault import Keyring, Vault

# More changes than a region sees between two restores: used where the replaced file can no longer tell its number.
_CHANGES_LOST_AT_MOST = 1_000_000_000
_IN_HAND = Message(
    N_("At the moment that was restored the mail server had this letter: whether it was taken, nobody knows.")
)


@dataclass(frozen=True)
class Restored:
    """What a feature gets to see: the file before it serves, and the one it replaces where that is readable.

    In a rehearsal (a drill) the file is thrown away afterwards, so that nothing outside it may be changed.
    """

    code: str
    db: sqlite.Connection
    before: sqlite.Connection | None
    vault: Vault
    point: datetime
    now: datetime
    rehearsal: bool = False


# Each runs in a transaction of its own, in this order, and returns what to tell the admin: erasures done again,
# number series continued, mail and synchronisation held back.
AfterRestore = Callable[[Restored], Iterable[Message]]
after_restore: list[AfterRestore] = []


def prepare(
    path: Path,
    code: str,
    vault: Vault,
    sets: Sequence[Migrations],
    moments: tuple[datetime, datetime],
    *,
    replaces: Path | None = None,
    rehearsal: bool = False,
) -> tuple[Message, ...]:
    """Checks and migrates the file at `path`, then lets every feature bring it forward. `moments` are the one it was
    restored to and now. Raises CannotRestore."""
    notes: list[Message] = []
    with ExitStack() as stack:
        before = stack.enter_context(closing(sqlite.connect(replaces, readonly=True))) if replaces else None
        db = stack.enter_context(closing(sqlite.connect(path)))
        check_region(db, code, sets, vault.mark(code))
        restored = Restored(code, db, before, vault, *moments, rehearsal)
        numbers = (_continue_numbers,) if invoice_migrations in sets else ()
        outbox = (_hold_letters_back,) if outbox_migrations in sets else ()
        for hook in (*after_restore, *numbers, *outbox, _continue_history, _continue_counters):
            with sqlite.transaction(db):
                notes += hook(restored)
        store.empty_wal(db)
    return tuple(notes)


def _hold_letters_back(restored: Restored) -> Iterable[Message]:
    """What waits here may have gone out since: a person looks first."""
    letters.take_up(restored.db, _IN_HAND)
    letters.pause(restored.db, "restore", stamp(restored.now))
    waiting = letters.counts(restored.db).get("waiting", 0)
    yield Message(
        N_("Outgoing mail is held back until somebody lets it go; letters that wait: {n}"), {"n": waiting}
    )


def _continue_history(restored: Restored) -> Iterable[Message]:
    """The vault learns where the chain ends now, and the chain says that it went back."""
    verdict = history.verify(restored.db)
    if not verdict.whole:
        yield Message(N_("The change history is broken at entry {n}."), {"n": verdict.broken_at})
    lost = history.last(restored.before)[0] - verdict.entries if restored.before else 0
    if lost > 0:
        yield Message(N_("Entries of the change history that are gone: {n}"), {"n": lost})
    if restored.rehearsal:
        return
    restored.vault.set_history_mark(restored.code, verdict.entries, verdict.head)
    keys = Keyring(restored.vault, restored.code)
    subject = Subject(f"region:{restored.code}", 0, "region")
    change = Change("", "", stamp(restored.point))
    history.record(restored.db, keys, subject, "restore", [change], SYSTEM, stamp(restored.now))


def _continue_numbers(restored: Restored) -> Iterable[Message]:
    """What was given out after the point in time stays given out; the series goes on above."""
    marks = restored.vault.number_marks(restored.code)
    for lost in numbering.reconcile(restored.db, marks, stamp(restored.now)):
        yield lost.message


def _continue_counters(restored: Restored) -> Iterable[Message]:
    """Change numbers are never given twice: a browser would take a page of the lost days for today's."""
    before = restored.before
    seen = region_store.change(before) if before else region_store.change(restored.db) + _CHANGES_LOST_AT_MOST
    store.skip_changes(restored.db, seen)
    region_store.bump(restored.db, restored.vault.mark(restored.code))
    return ()
