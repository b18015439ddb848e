"""Drafts: working papers that are saved as one types. In the history stand their beginning and their end."""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Sequence
from dataclasses import replace

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.errors import Conflict, Refused
from app.history import store as history
from app.history.model import Change, Subject
from app.i18n import N_
from app.invoices.counting import counted
from app.invoices.model import Invoice, InvoiceLine, Party
from app.invoices.parties import buyer_party
from app.invoices.schema import PARTY_TEXTS
from app.invoices.store import find, lines_of, party_of
from app.money import told
from app.text import compact, fold, sort_key
from app.vault import Keyring

HEAD = (
    "client_id", "type", "currency", "language", "issued_on", "supplied_from", "supplied_until", "due_on",
    "buyer_reference", "order_reference", "intro", "notes", "discount_percent", "discount_amount", "reference_id",
    "reason", "corrects_buyer", "ksef_number", "number_elsewhere", "vat_currency", "exchange_rate", "exchange_on",
    "exchange_source", "net", "vat", "gross", "buyer_name",
)  # fmt: skip
LINE = (
    "position", "product_id", "order_line_id", "text", "detail", "quantity", "unit", "price", "discount", "category",
    "rate", "net",
)  # fmt: skip


class NotOfOrder(Refused):
    """More than was ordered, or a line of no order of this client."""

    def __init__(self) -> None:
        super().__init__(
            N_(
                "That is more than is left of the order. Please put what goes beyond it into a line of its own."
            )
        )


class Stale(Conflict):
    """Somebody saved this draft, or issued it, after the form was opened; `current` is what is there now."""

    def __init__(self, current: Invoice) -> None:
        super().__init__(N_("Somebody else changed this draft meanwhile. Nothing of yours is lost."))
        self.current = current


def add(
    db: sqlite.Connection,
    keys: Keyring,
    draft: Invoice,
    lines: Sequence[InvoiceLine],
    actor: Actor,
    at: str,
    *,
    submission: str = "",
) -> Invoice:
    """A new draft. A form sent twice (same `submission`) adds once: what it says the second time counts, for its page
    may not know yet what the first one made. Raises Stale where somebody has worked on that meanwhile."""
    before = sqlite.one(db, "SELECT id FROM invoice WHERE submission = ?", submission) if submission else None
    if before is not None:
        first = find(db, before)
        return (
            first
            if _says(db, first, draft, lines)
            else save(db, replace(draft, id=before), lines, at, version=1)
        )
    client = clients.find(db, draft.client_id)
    new, placed = counted(replace(draft, uuid=draft.uuid or str(uuid.uuid4()), buyer_name=client.name), lines)
    columns = (*HEAD, "uuid", "buyer_key", "search", "created_at", "created_by", "changed_at", "submission")
    values = (*_values(new), new.uuid, *derived(new), at, actor.name, at, submission or None)
    sql = f"INSERT INTO invoice ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})"
    number = int(db.execute(sql, values).lastrowid or 0)
    _add_lines(db, number, placed)
    keep_party(db, number, "buyer", buyer_party(client))
    created = Change("", "", f"{new.type} {told(new.gross, new.currency)}")
    history.record(db, keys, subject(client.uuid, client.id, number), "create", [created], actor, at)
    clients.touch(db, client.id, actor, at)
    return find(db, number)


def save(
    db: sqlite.Connection,
    draft: Invoice,
    lines: Sequence[InvoiceLine],
    at: str,
    *,
    version: int,
    seen: str = "",
) -> Invoice:
    """Raises Stale when it is no draft any more, or newer than `version` and not word for word the same: a save whose
    answer has not arrived is nobody else's. `seen` is the digest of the client's data that the form has shown: if they
    still are what is there, they count as known."""
    current = find(db, draft.id)
    if not current.is_draft:
        raise Stale(current)
    if current.version != version:
        if _says(db, current, draft, lines):
            return current
        raise Stale(current)
    if draft.client_id != current.client_id and current.reference_id:
        raise Refused(N_("It stays with the client of the document it refers to."))
    wanted, placed = _as_kept(db, draft, lines)
    buyer_key, search = derived(wanted)
    changes = ", ".join(f"{name} = ?" for name in (*HEAD, "buyer_key", "search", "changed_at"))
    db.execute(
        f"UPDATE invoice SET {changes}, version = version + 1 WHERE id = ?",
        (*_values(wanted), buyer_key, search, at, draft.id),
    )
    db.execute("DELETE FROM invoice_line WHERE invoice_id = ?", (draft.id,))
    _add_lines(db, draft.id, placed)
    buyer = buyer_party(clients.find(db, draft.client_id))
    if seen == digest(buyer) or draft.client_id != current.client_id:
        keep_party(db, draft.id, "buyer", buyer)
    return find(db, draft.id)


def _says(db: sqlite.Connection, stored: Invoice, draft: Invoice, lines: Sequence[InvoiceLine]) -> bool:
    wanted, placed = _as_kept(db, draft, lines)
    there = tuple(replace(line, id=0) for line in lines_of(db, stored.id))
    return (_values(wanted), placed) == (_values(stored), there)


def _as_kept(
    db: sqlite.Connection, draft: Invoice, lines: Sequence[InvoiceLine]
) -> tuple[Invoice, tuple[InvoiceLine, ...]]:
    return counted(replace(draft, buyer_name=clients.find(db, draft.client_id).name), lines)


def remove(db: sqlite.Connection, keys: Keyring, invoice_id: int, actor: Actor, at: str) -> None:
    """A draft has no number yet, so that nothing is missing when it goes. Raises Stale for what is issued."""
    current = find(db, invoice_id)
    if not current.is_draft:
        raise Stale(current)
    client = clients.find(db, current.client_id)
    for table in ("invoice_line", "invoice_party"):
        db.execute(f"DELETE FROM {table} WHERE invoice_id = ?", (invoice_id,))
    db.execute("DELETE FROM invoice WHERE id = ?", (invoice_id,))
    gone = Change("", f"{current.type} {told(current.gross, current.currency)}", "")
    history.record(db, keys, subject(client.uuid, client.id, invoice_id), "remove", [gone], actor, at)
    clients.touch(db, client.id, actor, at)


def keep_party(db: sqlite.Connection, invoice_id: int, role: str, party: Party) -> None:
    """Of a draft: the client as the person who wrote it knew them; of what is issued: who it names."""
    columns = (*PARTY_TEXTS, "small_business")
    values = (invoice_id, role, *(getattr(party, name) for name in columns))
    db.execute(
        f"INSERT OR REPLACE INTO invoice_party (invoice_id, role, {', '.join(columns)})"
        f" VALUES ({', '.join('?' * len(values))})",
        values,
    )


def buyer_seen(db: sqlite.Connection, invoice_id: int) -> Party:
    return party_of(db, invoice_id, "buyer")


def digest(party: Party) -> str:
    """Equal means that nothing about them has changed."""
    return hashlib.blake2b(repr(party).encode(), digest_size=12).hexdigest()


def subject(owner: str, client_id: int, invoice_id: int) -> Subject:
    return Subject(owner, client_id, f"invoice:{invoice_id}")


def derived(invoice: Invoice) -> tuple[str, str]:
    """What it is sorted by and found by: (buyer_key, search)."""
    numbers = (invoice.number, invoice.order_reference, invoice.ksef_number, invoice.number_elsewhere)
    known = dict.fromkeys(each for each in numbers if each)
    words = " ".join([fold(invoice.buyer_name), *(f"{fold(each)} {compact(each)}" for each in known)])
    return sort_key(invoice.buyer_name), words


def _values(invoice: Invoice) -> list[object]:
    return [getattr(invoice, name) for name in HEAD]


def _add_lines(db: sqlite.Connection, invoice_id: int, lines: Sequence[InvoiceLine]) -> None:
    """Raises NotOfOrder."""
    try:
        db.executemany(
            f"INSERT INTO invoice_line (invoice_id, {', '.join(LINE)}) VALUES (?{', ?' * len(LINE)})",
            ([invoice_id, *(getattr(line, name) for name in LINE)] for line in lines),
        )
    except sqlite.IntegrityError as error:
        if "order" not in str(error):
            raise
        raise NotOfOrder() from error
