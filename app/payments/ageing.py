"""What is still to be paid, by how long it has been due: per client, each currency apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from urllib.parse import urlencode

from app import sqlite
from app.i18n import N_
from app.money import Money, total


@dataclass(frozen=True)
class Bucket:
    """Days since the due date, both ends within; None: without an end."""

    key: str
    label: str
    first: int | None
    last: int | None

    def days(self, today: date) -> tuple[str, str]:
        """The first and last due date in it, "" without an end."""
        oldest = "" if self.last is None else (today - timedelta(self.last)).isoformat()
        newest = "" if self.first is None else (today - timedelta(self.first)).isoformat()
        return oldest, newest


BUCKETS = (
    Bucket("not_due", N_("Not due yet"), None, 0),
    Bucket("d30", N_("Up to 30 days"), 1, 30),
    Bucket("d60", N_("31 to 60 days"), 31, 60),
    Bucket("d90", N_("61 to 90 days"), 61, 90),
    Bucket("older", N_("More than 90 days"), 91, None),
)
# More clients than that on one page help nobody; how many there are is said.
MOST = 500


@dataclass(frozen=True)
class Row:
    """`amounts` and `counts` in the order of BUCKETS."""

    client_id: int
    name: str
    amounts: tuple[Money, ...]
    counts: tuple[int, ...]

    @property
    def whole(self) -> Money:
        return total(self.amounts, self.amounts[0].currency)


@dataclass(frozen=True)
class Ageing:
    """One currency; `rows` are the clients who owe most, `clients` how many owe anything."""

    currency: str
    rows: tuple[Row, ...]
    clients: int
    amounts: tuple[Money, ...]
    counts: tuple[int, ...]

    @property
    def whole(self) -> Money:
        return total(self.amounts, self.currency)


def ageing(db: sqlite.Connection, today: str) -> list[Ageing]:
    """One per currency, in the order of their codes; what has no due date is not due."""
    day = date.fromisoformat(today)
    edges = {f"from{place}": bucket.days(day)[0] for place, bucket in enumerate(BUCKETS)}
    older = [f"WHEN i.due_on >= :from{place} OR i.due_on = '' THEN {place}" for place in range(len(BUCKETS))]
    found = db.execute(
        f"SELECT i.currency, i.client_id, c.name, CASE {' '.join(older)} END AS bucket,"
        " sum(i.open) AS amount, count(*) AS count FROM invoice i JOIN client c ON c.id = i.client_id"
        " WHERE i.state IN ('open', 'partly_paid') GROUP BY i.currency, i.client_id, bucket"
        " ORDER BY i.currency, i.client_id",
        edges,
    ).fetchall()
    currencies = dict.fromkeys(row["currency"] for row in found)
    return [_of_currency(code, [row for row in found if row["currency"] == code]) for code in currencies]


def _of_currency(currency: str, found: Sequence[sqlite.Row]) -> Ageing:
    clients: dict[int, list[sqlite.Row]] = {}
    for each in found:
        clients.setdefault(each["client_id"], []).append(each)
    rows = [
        Row(client_id, parts[0]["name"], *_by_bucket(currency, parts)) for client_id, parts in clients.items()
    ]
    rows.sort(key=lambda row: -row.whole.minor)
    return Ageing(currency, tuple(rows[:MOST]), len(rows), *_by_bucket(currency, found))


def _by_bucket(currency: str, parts: Iterable[sqlite.Row]) -> tuple[tuple[Money, ...], tuple[int, ...]]:
    amounts, counts = [0] * len(BUCKETS), [0] * len(BUCKETS)
    for part in parts:
        amounts[part["bucket"]] += part["amount"]
        counts[part["bucket"]] += part["count"]
    return tuple(Money(each, currency) for each in amounts), tuple(counts)


def invoices_query(currency: str, today: str, bucket: Bucket | None = None, client_id: int = 0) -> str:
    """The invoices that a figure counts, as the address of their list: "?status=..."."""
    oldest, newest = bucket.days(date.fromisoformat(today)) if bucket else ("", "")
    is_due = bucket is not None and bucket.first is not None
    wanted = {
        "status": "overdue" if is_due else "issued,partly_paid" + ("" if bucket else ",overdue"),
        "type": "invoice,debit_note,corrective",
        "currency": currency,
        "client": str(client_id) if client_id else "",
        "due_from": oldest if is_due else "",
        "due_to": newest if is_due else "",
    }
    return "?" + urlencode({name: value for name, value in wanted.items() if value})
