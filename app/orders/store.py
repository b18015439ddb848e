"""SQL of orders: each change with its history entry, under the client's key."""

from __future__ import annotations

import json
import uuid
from collections.abc import Sequence
from dataclasses import replace

from app import money, sqlite
from app.actor import Actor
from app.catalogue.lines import LineValues, totals_of
from app.clients import store as clients
from app.errors import Conflict, NotFound, Refused
from app.history import store as history
from app.history.model import Change, Subject
from app.i18n import N_
from app.invoices import numbering
from app.invoices.numbering import Marks
from app.orders.model import Order, OrderLine
from app.text import fold
from app.vat.totals import Beyond
from app.vault import Keyring

_HEAD = (
    "client_id", "ordered_on", "deadline", "priority", "reference", "currency", "terms", "discount_percent",
)  # fmt: skip
SERIES = "order"  # its numbers go on where the vault says, whatever a restore brings back
_SUMS = ("net", "vat", "gross")
_LINE = ("text", "detail", "quantity", "unit", "price", "discount", "category", "rate", "product_id")
_RECORDED = ("ordered_on", "deadline", "priority", "reference", "terms", "discount_percent", "gross")
FIND = (
    f"SELECT o.id, o.uuid, o.number, o.state, o.on_hold, o.version, o.created_at, o.created_by, o.changed_at,"
    f" {', '.join(f'o.{name}' for name in (*_HEAD, *_SUMS))}, c.name AS client_name"
    " FROM client_order o CROSS JOIN client c ON c.id = o.client_id"
)


class Stale(Conflict):
    """Somebody changed this order after the form was opened; `current` is what is there now."""

    def __init__(self, current: Order) -> None:
        super().__init__(N_("Somebody else changed this order meanwhile. Nothing of yours is lost."))
        self.current = current


def find(db: sqlite.Connection, order_id: int) -> Order:
    row = db.execute(f"{FIND} WHERE o.id = ?", (order_id,)).fetchone()
    if row is None:
        raise NotFound()
    return from_row(row)


def find_many(db: sqlite.Connection, ids: Sequence[int]) -> list[Order]:
    """Those of them that are there, in the order of `ids`."""
    rows = db.execute(f"{FIND} WHERE o.id IN (SELECT value FROM json_each(?))", (json.dumps([*ids]),))
    found = {row["id"]: from_row(row) for row in rows}
    return [found[each] for each in ids if each in found]


def from_row(row: sqlite.Row) -> Order:
    return Order(**{**dict(row), "on_hold": bool(row["on_hold"])})


def lines(db: sqlite.Connection, order_id: int) -> list[OrderLine]:
    rows = db.execute("SELECT * FROM client_order_line WHERE order_id = ? ORDER BY position", (order_id,))
    return [
        OrderLine(LineValues(**{name: row[name] for name in _LINE}), row["net"], row["position"], row["id"])
        for row in rows
    ]


def of_client(db: sqlite.Connection, client_id: int, limit: int) -> list[Order]:
    """The newest first."""
    rows = db.execute(
        f"{FIND} WHERE o.client_id = ? ORDER BY o.number_key DESC, o.id DESC LIMIT ?", (client_id, limit)
    )
    return [from_row(row) for row in rows]


def count(db: sqlite.Connection, client_id: int) -> int:
    return int(sqlite.one(db, "SELECT count(*) FROM client_order WHERE client_id = ?", client_id))


def add(
    db: sqlite.Connection, keys: Keyring, order: Order, ordered: Sequence[LineValues], pattern: str, actor: Actor,
    at: str, *, submission: str = "", marks: Marks | None = None,
) -> Order:  # fmt: skip
    """A new order with the year's next number above the vault's `marks`, written as `pattern` says
    ("AU-{year}-{number:04}"). A form sent twice (same `submission`, same order) adds once and gets the first one back;
    one that comes from the browser's memory with something else in it adds another. Raises NotFound for an unknown
    client, Beyond."""
    before = (
        sqlite.one(db, "SELECT id FROM client_order WHERE submission = ?", submission) if submission else None
    )
    if before is not None:
        first = find(db, before)
        if _content(first, [line.values for line in lines(db, before)]) == _content(order, ordered):
            return first
        submission = ""
    client = clients.find(db, order.client_id)
    new = insert(db, order, client.name, ordered, pattern, actor, at, submission=submission, marks=marks)
    record(db, keys, client.uuid, new, "create", [Change("", "", told(new))], actor, at)
    return find(db, new.id)


def _content(order: Order, ordered: Sequence[LineValues]) -> tuple[object, ...]:
    return *(getattr(order, name) for name in _HEAD), *ordered


def insert(
    db: sqlite.Connection, order: Order, client_name: str, ordered: Sequence[LineValues], pattern: str, actor: Actor,
    at: str, *, submission: str = "", marks: Marks | None = None,
) -> Order:  # fmt: skip
    """The rows alone, in whatever state the order is: what is written down about it is the caller's."""
    year = int(order.ordered_on[:4])
    sequence = numbering.draw(db, SERIES, year, (marks or {}).get((SERIES, year), 0), at)
    number = pattern.format(year=year, number=sequence)
    new, nets = _counted(replace(order, number=number, uuid=str(uuid.uuid4())), ordered)
    columns = (
        *_HEAD, *_SUMS, "state", "on_hold", "uuid", "year", "sequence", "number", "search", "created_at", "created_by",
        "changed_at", "submission",
    )  # fmt: skip
    made = db.execute(
        f"INSERT INTO client_order ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        (*_values(new), new.state, int(new.on_hold), new.uuid, year, sequence, number,
         _words(new, client_name, ordered), at, actor.name, at, submission or None),
    )  # fmt: skip
    order_id = int(made.lastrowid or 0)
    _write_lines(db, order_id, ordered, nets)
    return replace(new, id=order_id)


def change(
    db: sqlite.Connection, keys: Keyring, wanted: Order, ordered: Sequence[LineValues], actor: Actor, at: str, *,
    version: int,
) -> Order:  # fmt: skip
    """Saves what differs. Raises Stale when it is newer than `version`, Refused once it is delivered, Beyond."""
    current, before = find(db, wanted.id), [line.values for line in lines(db, wanted.id)]
    new, nets = _counted(
        replace(wanted, client_id=current.client_id, number=current.number, uuid=current.uuid), ordered
    )
    changes = [
        Change(name, str(getattr(current, name)), str(getattr(new, name)))
        for name in _RECORDED
        if getattr(current, name) != getattr(new, name)
    ]
    if [*ordered] != before:
        changes.append(Change("lines", _lines_told(before), _lines_told(ordered)))
    if not changes:
        return current
    if current.version != version:
        raise Stale(current)
    if not current.is_open:
        raise Refused(N_("What is delivered is not changed any more."))
    if is_invoiced(db, current.id):
        raise Refused(N_("Part of it is invoiced: what was ordered is not changed any more."))
    client = clients.find(db, current.client_id)
    sets = ", ".join(f"{name} = ?" for name in (*_HEAD, *_SUMS, "search", "changed_at"))
    db.execute(
        f"UPDATE client_order SET {sets}, version = version + 1 WHERE id = ?",
        (*_values(new), _words(new, client.name, ordered), at, current.id),
    )
    db.execute("DELETE FROM client_order_line WHERE order_id = ?", (current.id,))
    _write_lines(db, current.id, ordered, nets)
    record(db, keys, client.uuid, current, "change", changes, actor, at)
    return find(db, current.id)


def is_invoiced(db: sqlite.Connection, order_id: int, *, cancelled_too: bool = True) -> bool:
    counts = "" if cancelled_too else " AND v.cancelled_by IS NULL"
    sql = (
        "SELECT 1 FROM client_order_line l CROSS JOIN order_line_invoiced i ON i.order_line_id = l.id"
        f" CROSS JOIN invoice v ON v.id = i.invoice_id WHERE l.order_id = ?{counts}"
    )
    return sqlite.one(db, sql, order_id) is not None


def record(
    db: sqlite.Connection, keys: Keyring, owner: str, order: Order, action: str, changes: Sequence[Change],
    actor: Actor, at: str,
) -> None:  # fmt: skip
    history.record(db, keys, Subject(owner, order.client_id, f"order:{order.id}"), action, changes, actor, at)
    clients.touch(db, order.client_id, actor, at)


def _counted(order: Order, ordered: Sequence[LineValues]) -> tuple[Order, list[int]]:
    """With its sums, and what each line comes to."""
    totals = totals_of(ordered, order.currency, order.discount_percent)
    if totals is None:
        raise Beyond
    sums = replace(order, net=totals.net.minor, vat=totals.vat.minor, gross=totals.gross.minor)
    return sums, [line.net.minor for line in totals.lines]


def _write_lines(
    db: sqlite.Connection, order_id: int, ordered: Sequence[LineValues], nets: Sequence[int]
) -> None:
    columns = ("order_id", "position", "net", *_LINE)
    db.executemany(
        f"INSERT INTO client_order_line ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        (
            (order_id, place, net, *(getattr(line, name) for name in _LINE))
            for place, (line, net) in enumerate(zip(ordered, nets, strict=True), start=1)
        ),
    )


def _values(order: Order) -> tuple[object, ...]:
    return tuple(getattr(order, name) for name in (*_HEAD, *_SUMS))


def _words(order: Order, client_name: str, ordered: Sequence[LineValues]) -> str:
    texts = (order.number, order.reference, client_name, order.terms, *(line.text for line in ordered))
    return fold(" ".join(texts))[:4000]


def told(order: Order) -> str:
    return f"{order.number} {money.told(order.gross, order.currency)}"


def _lines_told(ordered: Sequence[LineValues]) -> str:
    return "; ".join(f"{line.quantity / 10_000:g} {line.unit} {line.text}" for line in ordered)
