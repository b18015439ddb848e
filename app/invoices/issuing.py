"""From a draft to an invoice: checked, numbered and written down in one transaction, and never changed again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from app import sqlite
from app.actor import Actor
from app.clients import store as clients
from app.clients.model import Client
from app.errors import MasakuError, Problem
from app.history import store as history
from app.history.model import Change
from app.i18n import N_, Message
from app.invoices import corrections, drafts, numbering, store
from app.invoices.checks import missing
from app.invoices.drafts import Stale, derived, subject
from app.invoices.law import Law
from app.invoices.model import Document, Invoice, Party
from app.invoices.parties import buyer_party
from app.money import told
from app.seller import store as sellers
from app.vault import Keyring


class NotReady(MasakuError):
    """Something is missing; nothing was numbered."""

    status = 422

    def __init__(self, problems: list[Problem]) -> None:
        super().__init__(N_("It cannot be issued yet. Nothing was numbered."))
        self.problems = problems


class BuyerChanged(Stale):
    """The client is not what the person who issues has seen: `seen` stands beside what is there now."""

    def __init__(self, current: Invoice, seen: Party, now: Party) -> None:
        super().__init__(current)
        self.message = Message(N_("The client was changed since you opened this draft."))
        self.seen, self.now = seen, now


def problems(db: sqlite.Connection, invoice_id: int, law: Law, today: str) -> list[Problem]:
    """What is missing before it can be issued."""
    document = store.load_document(db, invoice_id, today, law.notes)
    client = clients.find(db, document.invoice.client_id)
    found = [*missing(document, sellers.load(db), client, law, today), *corrections.problems(db, document)]
    return [*found, *_of_numbers(db, document.invoice, client, law)]


def _of_numbers(db: sqlite.Connection, invoice: Invoice, client: Client, law: Law) -> Iterator[Problem]:
    if invoice.ksef_number and store.is_taken(db, "ksef_number", invoice.ksef_number):
        yield Problem("ksef_number", Message(N_("There is an invoice with this KSeF number already.")))
    if law.wants_clearance(invoice, client):
        if invoice.number_elsewhere and store.is_taken(db, "number", invoice.number_elsewhere):
            yield Problem("number_elsewhere", Message(N_("There is an invoice with this number already.")))
        return
    name = numbering.series_of(law.formats, invoice.type)
    last = numbering.last_day(db, name)
    if invoice.issued_on < last:
        text = N_(
            "The last number of this series is of {day}: an earlier date of issue would stand behind it."
        )
        yield Problem("issued_on", Message(text, {"day": last}))


def issue(
    db: sqlite.Connection,
    keys: Keyring,
    invoice_id: int,
    law: Law,
    marks: numbering.Marks,
    actor: Actor,
    at: str,
    *,
    version: int,
    today: str,
    buyer_seen: str = "",
) -> Invoice:
    """Raises Stale, BuyerChanged or NotReady; the number is drawn last, so that none of them leaves a gap.

    `marks` are the vault's; whoever calls raises them once this is committed.
    """
    current = store.find(db, invoice_id)
    if current.version != version or not current.is_draft:
        raise Stale(current)
    document = store.load_document(db, invoice_id, today, law.notes)
    client_now = buyer_party(clients.find(db, current.client_id))
    if buyer_seen and buyer_seen != drafts.digest(client_now):
        raise BuyerChanged(current, drafts.buyer_seen(db, invoice_id), client_now)
    found = problems(db, invoice_id, law, today)
    if found:
        raise NotReady(found)
    return _issue(db, keys, document, law, marks, actor, at)


def _issue(
    db: sqlite.Connection,
    keys: Keyring,
    document: Document,
    law: Law,
    marks: numbering.Marks,
    actor: Actor,
    at: str,
) -> Invoice:
    invoice, totals = document.invoice, document.totals
    client = clients.find(db, invoice.client_id)
    _write_down(db, document)
    numbered = replace(
        numbering.numbered(db, invoice, client, law, marks, at), net=totals.net.minor, vat=totals.vat.minor,
        gross=totals.gross.minor, buyer_name=document.buyer.name, supplied_from=_first_day_of_supply(invoice),
    )  # fmt: skip
    _number(db, numbered, actor, at)
    if invoice.type == "cancellation":
        _cancel(db, invoice)
    change = Change("number", "", f"{numbered.number} {told(numbered.gross, numbered.currency)}")
    history.record(db, keys, subject(client.uuid, client.id, invoice.id), "change", [change], actor, at)
    clients.touch(db, client.id, actor, at)
    return store.find(db, invoice.id)


def _first_day_of_supply(invoice: Invoice) -> str:
    """The day of issue where none was given; of a pro forma none, for the invoice made of it has its own."""
    return invoice.supplied_from or ("" if invoice.type == "proforma" else invoice.last_day_of_supply)


def _write_down(db: sqlite.Connection, document: Document) -> None:
    """Seller, buyer and VAT as they are at this moment."""
    for role, party in (("seller", document.seller), ("buyer", document.buyer)):
        drafts.keep_party(db, document.invoice.id, role, party)
    db.executemany(
        "INSERT INTO invoice_vat (invoice_id, category, rate, net, vat, note, code) VALUES (?, ?, ?, ?, ?, ?, ?)",
        [
            (document.invoice.id, row.category, row.rate, row.net, row.vat, row.note, row.code)
            for row in document.vat
        ],
    )


def _number(db: sqlite.Connection, invoice: Invoice, actor: Actor, at: str) -> None:
    buyer_key, search = derived(invoice)
    db.execute(
        "UPDATE invoice SET series = ?, year = ?, sequence = ?, number = ?, issued_on = ?, supplied_from = ?, net = ?,"
        " vat = ?, gross = ?, buyer_name = ?, buyer_key = ?, search = ?, issued_at = ?, issued_by = ?,"
        " version = version + 1 WHERE id = ?",
        (
            invoice.series, invoice.year, invoice.sequence, invoice.number, invoice.issued_on,
            invoice.supplied_from, invoice.net, invoice.vat, invoice.gross, invoice.buyer_name, buyer_key,
            search, at, actor.name, invoice.id,
        ),
    )  # fmt: skip


def _cancel(db: sqlite.Connection, cancellation: Invoice) -> None:
    """The whole of it, once: a second cancellation was refused before it had a number."""
    db.execute(
        "UPDATE invoice SET cancelled_by = ?, version = version + 1 WHERE id = ?",
        (cancellation.id, cancellation.reference_id),
    )
