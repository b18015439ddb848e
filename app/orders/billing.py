"""From an order to invoices: wholly or in part, in one transaction, never more than was ordered."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace

from app import money, sqlite
from app.actor import Actor
from app.catalogue.lines import totals_of
from app.clients import store as clients
from app.clients.model import Client
from app.errors import Refused
from app.history import store as history
from app.history.model import Change, Subject
from app.i18n import N_
from app.invoices import drafts
from app.invoices import store as invoices
from app.invoices.beginning import draft_for
from app.invoices.model import Invoice, InvoiceLine
from app.orders import store
from app.orders.model import Order, OrderLine
from app.references import Reference, References
from app.vat.totals import Totals
from app.vault import Keyring

# Where something may be invoiced: what is agreed on, and not stopped.
BILLABLE = frozenset({"approved", "in_progress", "completed"})


@dataclass(frozen=True)
class Billing:
    """What is left of each line (by its id, in ten-thousandths), and the invoices it went onto."""

    left: Mapping[int, int]
    invoices: tuple[Invoice, ...]

    @property
    def any_left(self) -> bool:
        return any(self.left.values())

    def invoiced(self, currency: str) -> int:
        """Gross, drafts too, in minor units; what is cancelled counts no more."""
        return sum(each.gross for each in self._standing(currency))

    def paid(self, currency: str) -> int:
        return sum(each.paid for each in self._standing(currency))

    def _standing(self, currency: str) -> list[Invoice]:
        return [each for each in self.invoices if each.cancelled_by is None and each.currency == currency]


def billing(db: sqlite.Connection, order_id: int) -> Billing:
    """Cancelled invoices are among them, and count no more."""
    rows = db.execute(
        "SELECT l.id, l.quantity - coalesce((SELECT sum(i.quantity) FROM order_line_invoiced i"
        " CROSS JOIN invoice v ON v.id = i.invoice_id WHERE i.order_line_id = l.id AND v.cancelled_by IS NULL), 0)"
        " FROM client_order_line l WHERE l.order_id = ? ORDER BY l.position",
        (order_id,),
    )
    left = {row[0]: row[1] for row in rows}
    ids = db.execute(
        "SELECT DISTINCT i.invoice_id FROM client_order_line l"
        " CROSS JOIN order_line_invoiced i ON i.order_line_id = l.id WHERE l.order_id = ? ORDER BY i.invoice_id",
        (order_id,),
    ).fetchall()
    return Billing(left, tuple(invoices.find(db, row[0]) for row in ids))


def left_of(lines: Sequence[OrderLine], order: Order, billing: Billing) -> Totals | None:
    """What the quantities that are left come to; None where that is beyond all reason."""
    values = [replace(line.values, quantity=billing.left[line.id]) for line in lines]
    return totals_of(values, order.currency, order.discount_percent)


def of_invoices(db: sqlite.Connection, ids: Sequence[int]) -> References:
    """The orders that invoices came from."""
    found: dict[int, list[Reference]] = {}
    for row in db.execute(
        "SELECT DISTINCT i.invoice_id, o.id, o.number FROM order_line_invoiced i"
        " CROSS JOIN client_order_line l ON l.id = i.order_line_id CROSS JOIN client_order o ON o.id = l.order_id"
        " WHERE i.invoice_id IN (SELECT value FROM json_each(?)) ORDER BY o.id",
        (json.dumps([*ids]),),
    ):
        found.setdefault(row[0], []).append(Reference(row[2], f"/orders/{row[1]}"))
    return found


def invoice(
    db: sqlite.Connection, keys: Keyring, order_id: int, wanted: Mapping[int, int] | None, actor: Actor, at: str, *,
    version: int, today: str, submission: str = "",
) -> Invoice:  # fmt: skip
    """A draft with so much of each line (`wanted` None: all that is left). Pressed twice, it makes one; with something
    else in it, it is another press.

    Raises Stale, and Refused where nothing is left, more is asked for than is left, or the order is not so far.
    """
    before = sqlite.one(db, "SELECT id FROM invoice WHERE submission = ?", submission) if submission else None
    if before is not None:
        if _is_said_by(db, order_id, before, wanted):
            return invoices.find(db, before)
        submission = ""
    order = store.find(db, order_id)
    if order.version != version:
        raise store.Stale(order)
    if order.state not in BILLABLE or order.on_hold:
        raise Refused(N_("Only what is approved and not on hold is invoiced."))
    left = billing(db, order_id).left
    parts = {
        line: quantity for line, quantity in (left if wanted is None else wanted).items() if quantity > 0
    }
    if not parts:
        raise Refused(N_("Nothing is left to be invoiced."))
    if any(quantity > left.get(line, 0) for line, quantity in parts.items()):
        raise Refused(N_("That is more than is left of the order. Nothing was invoiced."))
    taken = [line for line in store.lines(db, order_id) if line.id in parts]
    client = clients.find(db, order.client_id)
    lines = [_line(line, parts[line.id]) for line in taken]
    made = drafts.add(db, keys, _head(order, client, today), lines, actor, at, submission=submission)
    db.execute("UPDATE client_order SET version = version + 1, changed_at = ? WHERE id = ?", (at, order_id))
    told = Change("invoiced", "", money.told(made.gross, made.currency))
    history.record(
        db, keys, Subject(client.uuid, client.id, f"order:{order_id}"), "change", [told], actor, at
    )
    return made


def _is_said_by(
    db: sqlite.Connection, order_id: int, invoice_id: int, wanted: Mapping[int, int] | None
) -> bool:
    """Whether this invoice is what was asked for; whoever wants all that is left has it where nothing is."""
    if wanted is None:
        return not billing(db, order_id).any_left
    rows = db.execute(
        "SELECT order_line_id, quantity FROM order_line_invoiced WHERE invoice_id = ?", (invoice_id,)
    )
    return dict(rows.fetchall()) == {line: quantity for line, quantity in wanted.items() if quantity > 0}


def went_onto(db: sqlite.Connection, invoice_id: int, parts: Mapping[int, int]) -> None:
    """So much of these lines of an order, where the invoice was issued before there was an order; its state follows."""
    db.executemany(
        "INSERT INTO order_line_invoiced (order_line_id, invoice_id, quantity) VALUES (?, ?, ?)",
        ((line, invoice_id, quantity) for line, quantity in parts.items() if quantity > 0),
    )


def _head(order: Order, client: Client, today: str) -> Invoice:
    return replace(
        draft_for(client, today), currency=order.currency, order_reference=order.reference or order.number,
        discount_percent=order.discount_percent,
    )  # fmt: skip


def _line(line: OrderLine, quantity: int) -> InvoiceLine:
    return InvoiceLine(**asdict(replace(line.values, quantity=quantity)), order_line_id=line.id)
