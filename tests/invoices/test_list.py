"""The list of invoices: every order along an index, every filter, and statuses as the model says them."""

from __future__ import annotations

import pytest

from app import sqlite
from app.clients.model import Client
from app.invoices import drafts, store
from app.invoices.listing import KIND, count_invoices, every_id, list_invoices
from app.invoices.model import STATUSES, status
from app.lists import ListState, words
from app.regions import Region
from tests.invoices.conftest import ANNA, AT, LINES, TODAY, draft_for

ORDERS = [f"{sign}{column.key}" for column in KIND.columns if column.sort for sign in ("", "-")]


def state(**query: str) -> ListState:
    return ListState.read(KIND, query)


@pytest.fixture
def many(region: Region, bergmann: Client) -> Region:
    """120 invoices of every kind and state."""

    def number(db: sqlite.Connection) -> None:
        for place in range(1, 111):
            kind = ("invoice", "credit_note", "proforma", "corrective", "debit_note")[place % 5]
            db.execute(
                "UPDATE invoice SET type = ?, number = ?, series = 'invoice', year = 2026, sequence = ?, issued_on = ?,"
                " due_on = ?, currency = ?, issued_at = ? WHERE id = ?",
                (
                    kind, f"RE-2026-{place:04}", place, f"2026-{1 + place % 11:02}-05", f"2026-{2 + place % 11:02}-20",
                    ("EUR", "PLN")[place % 2], AT, place,
                ),
            )  # fmt: skip
        db.execute("UPDATE invoice SET paid = gross WHERE number IS NOT NULL AND id % 3 = 0")
        db.execute("UPDATE invoice SET paid = 100 WHERE number IS NOT NULL AND id % 7 = 0")
        db.execute("UPDATE invoice SET cancelled_by = 120 WHERE id = 10")
        db.execute("UPDATE invoice SET credited = gross WHERE id = 20")

    def add(db: sqlite.Connection) -> None:
        for _ in range(120):
            drafts.add(db, region.keys, draft_for(bergmann), LINES, ANNA, AT)

    region.write_now(add)
    region.write_now(number)
    return region


@pytest.mark.parametrize("order", ORDERS)
def test_pages_forwards_and_back_hold_every_invoice_once(many: Region, order: str) -> None:
    seen, after, back = [], "", ""
    while True:
        page = many.read(list_invoices, state(sort=order, after=after), TODAY)
        seen += [row.id for row in page.rows]
        if not page.next:
            break
        after, back = page.next, page.previous
    assert len(seen) == len(set(seen)) == page.count == 120
    before = many.read(list_invoices, state(sort=order, before=page.previous), TODAY)
    assert [row.id for row in before.rows] == seen[50:100]
    assert back


@pytest.mark.parametrize("value", STATUSES)
def test_a_status_in_sql_is_that_of_the_model(many: Region, value: str) -> None:
    rows = many.read(list_invoices, state(status=value), TODAY).rows
    everything = many.read(lambda db: [store.find(db, number) for number in range(1, 121)])
    expected = [each.id for each in everything if status(each, TODAY) == value]
    assert expected and len(rows) == min(50, len(expected))
    assert {row.id for row in rows} <= set(expected)
    assert {row.status(TODAY) for row in rows} == {value}
    assert many.read(count_invoices, state(status=value), TODAY) == len(expected)


def test_all_statuses_together_are_everything(many: Region) -> None:
    assert sum(many.read(count_invoices, state(status=each), TODAY) for each in STATUSES) == 120


def test_an_invoice_is_found_by_parts_of_the_buyers_name(many: Region) -> None:
    for typed, count in (("maschinenbau", 120), ("BERGM sohne", 120), ("so", 120), ("nobody", 0)):
        assert many.read(count_invoices, state(q=typed), TODAY) == count, typed


def test_hits_stand_in_the_lists_order_however_many_they_are(
    many: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Few are found from the words, of many the order's index is walked: the same pages."""
    for order in ORDERS:
        plain = _paged(many, sort=order, type="corrective")
        assert _paged(many, sort=order, type="corrective", q="bergm") == plain and len(plain) == 22
    monkeypatch.setattr(words, "FEW", 60)
    for order in ORDERS:
        assert _paged(many, sort=order, q="BERGM sohne") == _paged(many, sort=order)
    page = many.read(list_invoices, state(q="bergm"), TODAY)
    assert page.capped and page.count == 61


def _paged(region: Region, **query: str) -> list[int]:
    seen, page = [], region.read(list_invoices, state(**query), TODAY)
    seen += [row.id for row in page.rows]
    while page.next:
        page = region.read(list_invoices, state(**query, after=page.next), TODAY)
        seen += [row.id for row in page.rows]
    return seen


def test_all_hits_are_exported_in_the_lists_order(many: Region) -> None:
    wanted = state(q="bergm", sort="-gross")
    assert list(many.read(every_id, wanted, TODAY)) == _paged(many, sort="-gross")


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ({"type": "proforma"}, 22), ({"currency": "pln"}, 55), ({"client": "1"}, 120), ({"client": "2"}, 0),
        ({"issued_from": "2026-11-01"}, 10), ({"issued_to": "2026-01-31"}, 10), ({"due_from": "2026-12-01"}, 20),
        ({"status": "nonsense"}, 120), ({"issued_from": "yesterday"}, 120), ({"client": "1; DROP TABLE"}, 120),
    ],
)  # fmt: skip
def test_filters_narrow_and_nonsense_does_not(many: Region, query: dict[str, str], expected: int) -> None:
    assert many.read(count_invoices, state(**query), TODAY) == expected


@pytest.mark.parametrize("order", ORDERS)
def test_every_order_is_a_walk_along_its_index(region: Region, order: str) -> None:
    page = _plan(region, state(sort=order))
    assert "USING INDEX invoice_" in page and "TEMP B-TREE" not in page, page


def test_a_clients_invoices_are_found_from_the_client(region: Region) -> None:
    assert "invoice_client_id_number (client_id=?)" in _plan(region, state(client="7"))


def _plan(region: Region, wanted: ListState) -> str:
    """What SQLite does for the first page, as the list asks for it."""

    def explained(db: sqlite.Connection) -> str:
        asked: list[str] = []
        db.set_trace_callback(asked.append)
        try:
            list_invoices(db, wanted, TODAY, total=words.FEW + 1)
        finally:
            db.set_trace_callback(None)
        [sql] = [each for each in asked if "FROM invoice c" in each]
        return " ".join(row[3] for row in db.execute(f"EXPLAIN QUERY PLAN {sql}"))

    return region.read(explained)
