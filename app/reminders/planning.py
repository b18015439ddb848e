"""Whom to remind: what is overdue and was never reminded of, or whose last reminder's term has passed.

A fixed number of statements, however many there are.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from app import sqlite
from app.clients import store as clients
from app.clients.model import Client
from app.i18n import N_, Message
from app.invoices.model import Invoice
from app.invoices.store import COLUMNS, from_row
from app.letters.forms import read_recipient
from app.money import Money
from app.reminders import store
from app.reminders.model import LAST, Reminder, why_not

# As many letters as one person looks through at once; how many more there are is said.
MOST = 200
COUNTED = 10_000
_AMONG = "IN (SELECT value FROM json_each(?))"
_DUE = (
    " FROM invoice i LEFT JOIN reminder r ON r.invoice_id = i.id AND r.withdrawn = 0"
    " AND r.level = (SELECT max(level) FROM reminder WHERE invoice_id = i.id AND withdrawn = 0)"
    " WHERE i.state IN ('open', 'partly_paid') AND i.due_on > '' AND i.due_on < :today"
    f" AND (r.id IS NULL OR (r.level < {LAST} AND r.due_on < :today))"
)


@dataclass(frozen=True)
class Planned:
    """One reminder that could go out: `level` is the next one, `reason` why it does not go with the others."""

    invoice: Invoice
    client: Client
    level: int
    recipient: str
    last: Reminder | None = None
    reason: Message | None = None

    @property
    def still_open(self) -> int:
        return self.invoice.still_open

    @property
    def key(self) -> str:
        """What a person has seen of it and wants: "12-2-119000". Equal means that nothing has changed."""
        return f"{self.invoice.id}-{self.level}-{self.still_open}"


@dataclass(frozen=True)
class Together:
    """What goes in one letter: of one client, to one address, in one language; each invoice at its own level."""

    parts: tuple[Planned, ...]

    @property
    def client(self) -> Client:
        return self.parts[0].client

    @property
    def recipient(self) -> str:
        return self.parts[0].recipient

    @property
    def language(self) -> str:
        return self.parts[0].invoice.language

    @property
    def totals(self) -> list[Money]:
        """One per currency, in the order of their codes."""
        sums: Counter[str] = Counter()
        for each in self.parts:
            sums[each.invoice.currency] += each.still_open
        return [Money(sums[code], code) for code in sorted(sums)]


def letters_for(planned: Sequence[Planned]) -> list[Together]:
    """Of those that can go, in their order."""
    found: dict[tuple[int, str, str], list[Planned]] = {}
    for each in planned:
        if each.reason is None:
            found.setdefault((each.client.id, each.recipient, each.invoice.language), []).append(each)
    return [Together(tuple(parts)) for parts in found.values()]


def due(db: sqlite.Connection, today: str) -> list[Planned]:
    """What has been due longest comes first."""
    rows = db.execute(
        f"SELECT i.id{_DUE} ORDER BY i.due_on, i.id LIMIT :most", {"today": today, "most": MOST}
    )
    return plan(db, [row["id"] for row in rows], today)


def count_due(db: sqlite.Connection, today: str) -> int:
    """COUNTED and one where there are more."""
    return int(
        sqlite.one(
            db, f"SELECT count(*) FROM (SELECT 1{_DUE} LIMIT :most)", {"today": today, "most": COUNTED + 1}
        )
    )


def due_of_client(db: sqlite.Connection, client_id: int, today: str) -> list[int]:
    """Their invoices."""
    rows = db.execute(
        f"SELECT i.id{_DUE} AND i.client_id = :client ORDER BY i.due_on, i.id LIMIT :most",
        {"today": today, "client": client_id, "most": MOST},
    )
    return [row["id"] for row in rows]


def plan(db: sqlite.Connection, ids: Sequence[int], today: str) -> list[Planned]:
    """Those of them that are there, in the order of `ids`."""
    among = (json.dumps([*ids]),)
    rows = db.execute(f"SELECT {', '.join(COLUMNS)} FROM invoice WHERE id {_AMONG}", among)
    invoices = {row["id"]: from_row(row) for row in rows}
    last = store.last_ones(db, ids)
    known = clients.find_many(db, {each.client_id for each in invoices.values()})
    emails = dict(
        db.execute(
            f"SELECT invoice_id, email FROM invoice_party WHERE role = 'buyer' AND invoice_id {_AMONG}", among
        ).fetchall()
    )
    return [
        _planned(invoice, known[invoice.client_id], last.get(each), emails.get(each, ""), today)
        for each in ids
        if (invoice := invoices.get(each)) is not None
    ]


def corrections_of(db: sqlite.Connection, invoice_id: int) -> bool:
    """Whether something was issued that takes a part of it back: what is open may be less than it says."""
    found = sqlite.one(
        db,
        "SELECT 1 FROM invoice WHERE reference_id = ? AND type IN ('credit_note', 'corrective')"
        " AND number IS NOT NULL AND cancelled_by IS NULL",
        invoice_id,
    )
    return found is not None


def _planned(
    invoice: Invoice, client: Client, last: Reminder | None, buyer_email: str, today: str
) -> Planned:
    level = last.level + 1 if last else 1
    recipient, problems = read_recipient(client.email or buyer_email)
    text = why_not(invoice, today) or (_why_not_again(last, today) if last else "")
    if not text and not recipient:
        text = N_("The client has no email address.")
    wrong = next((each.message for each in problems if each.kind == "error"), None)
    reason = Message(text) if text else wrong
    return Planned(invoice, client, min(level, LAST), recipient, last, reason)


def _why_not_again(last: Reminder, today: str) -> str:
    if last.level == LAST:
        return N_("All three reminders were sent.")
    if last.never_arrived:
        return N_("The last reminder did not go out. Please look at its letter first.")
    return N_("The term of the last reminder has not passed yet.") if last.due_on >= today else ""
