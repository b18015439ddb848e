"""From orders to invoices: wholly or in part, never twice, and back again when an invoice is cancelled."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest
from litestar.testing import TestClient

from app import sqlite
from app.catalogue.lines import LineValues
from app.clients import store as clients
from app.clients.model import Client
from app.errors import MasakuError, Refused
from app.history import store as history
from app.instance import Instance
from app.invoices import drafts
from app.invoices import store as invoices
from app.invoices.model import Invoice, InvoiceLine
from app.orders import billing, moving, store
from app.orders.model import Order
from app.references import Reference
from app.regions import Region
from tests.house import ANNA, AT
from tests.invoices.test_pages import form_of, send
from tests.orders.test_orders import new, press

HALF, ONE = 5_000, 10_000


@pytest.fixture
def region(instance: Instance) -> Region:
    return instance.regions.find("de")


@pytest.fixture
def order(region: Region) -> Order:
    """Approved: ten hours and two pieces."""
    client = region.write_now(clients.add, region.keys, Client("Huber OHG", discount=0), ANNA, AT)
    lines = [
        LineValues("Schulung", quantity=10 * ONE, unit="HUR", price=100 * ONE, discount=1000, rate=1900),
        LineValues("Handbuch", quantity=2 * ONE, price=8 * ONE, rate=700),
    ]
    new = Order(client.id, "2026-11-20", reference="4500183377")
    added = region.write_now(store.add, region.keys, new, lines, "AU-{year}-{number:04}", ANNA, AT)
    return moved(region, moved(region, added, "verification"), "approved")


def moved(region: Region, order: Order, *states: str) -> Order:
    for state in states:
        version = region.read(store.find, order.id).version
        order = region.write_now(moving.move, region.keys, order.id, state, ANNA, AT, version=version)  # type: ignore[arg-type]
    return order


def bill(region: Region, order: Order, wanted: dict[int, int] | None = None, submission: str = "") -> Invoice:
    version = region.read(store.find, order.id).version
    return region.write_now(
        billing.invoice,
        region.keys,
        order.id,
        wanted,
        ANNA,
        AT,
        version=version,
        today="2026-11-23",
        submission=submission,
    )


def state(region: Region, order: Order) -> str:
    return region.read(store.find, order.id).state


def ids(region: Region, order: Order) -> list[int]:
    return [line.id for line in region.read(store.lines, order.id)]


def issue_and_pay(region: Region, invoice: Invoice, paid: int) -> None:
    """Straight into the row: issuing and paying have their own tests."""

    def act(db: sqlite.Connection) -> None:
        number = f"RE-{invoice.id}"
        db.execute(
            "UPDATE invoice SET number = ?, sequence = id, issued_at = ?, issued_on = '2026-11-23' WHERE id = ?",
            (number, AT, invoice.id),
        )
        db.execute("UPDATE invoice SET paid = ? WHERE id = ?", (paid, invoice.id))

    region.write_now(act)


def test_all_of_it_becomes_one_draft_with_everything_carried_over(region: Region, order: Order) -> None:
    made = bill(region, order)
    lines = region.read(invoices.lines_of, made.id)
    assert [(each.text, each.quantity, each.unit, each.discount, each.rate) for each in lines] == [
        ("Schulung", 10 * ONE, "HUR", 1000, 1900), ("Handbuch", 2 * ONE, "C62", 0, 700),
    ]  # fmt: skip
    assert (made.gross, made.order_reference, made.is_draft) == (order.gross, "4500183377", True)
    assert [each.id for each in region.read(billing.billing, order.id).invoices] == [made.id]
    assert region.read(billing.of_invoices, [made.id]) == {
        made.id: [Reference(order.number, f"/orders/{order.id}")]
    }


def test_in_parts_until_nothing_is_left(region: Region, order: Order) -> None:
    first, second = ids(region, order)
    bill(region, order, {first: 35_000})
    bill(region, order, {first: 65_000, second: ONE})
    assert region.read(billing.billing, order.id).left == {first: 0, second: ONE}
    bill(region, order)
    assert not region.read(billing.billing, order.id).any_left
    with pytest.raises(Refused, match="Nothing is left"):
        bill(region, order)


@pytest.mark.parametrize("too_much", [10 * ONE + 1, 10**13])
def test_never_more_than_was_ordered(region: Region, order: Order, too_much: int) -> None:
    first, _ = ids(region, order)
    with pytest.raises(Refused, match="more than is left"):
        bill(region, order, {first: too_much})
    with pytest.raises(Refused):
        bill(region, order, {999: ONE})
    assert region.read(billing.billing, order.id).invoices == ()


def test_the_file_itself_refuses_more_than_was_ordered(region: Region, order: Order) -> None:
    first, _ = ids(region, order)
    made = bill(region, order, {first: 9 * ONE})
    other = region.write_now(drafts.add, region.keys, Invoice(order.client_id), [], ANNA, AT)
    row = (first, other.id, ONE + 1)
    with pytest.raises(sqlite.Error, match="more than was ordered"):
        region.write_now(lambda db: db.execute("INSERT INTO order_line_invoiced VALUES (?, ?, ?)", row))
    with pytest.raises(sqlite.Error, match="not changed"):
        region.write_now(lambda db: db.execute("UPDATE order_line_invoiced SET quantity = 1"))
    assert region.read(billing.billing, order.id).left[first] == ONE and made.id != other.id


def _edited(region: Region, draft: Invoice, *lines: InvoiceLine) -> Invoice:
    current = region.read(invoices.find, draft.id)
    return region.write_now(drafts.save, current, lines, AT, version=current.version)


def test_what_is_invoiced_follows_the_lines_of_the_draft(region: Region, order: Order) -> None:
    first, second = ids(region, order)
    draft = bill(region, order)
    hours, books = region.read(invoices.lines_of, draft.id)
    _edited(region, draft, replace(hours, quantity=4 * ONE), InvoiceLine("Anfahrt", price=ONE, rate=1900))
    assert region.read(billing.billing, order.id).left == {first: 6 * ONE, second: 2 * ONE}
    _edited(region, draft, replace(hours, quantity=6 * ONE), replace(hours, quantity=4 * ONE), books)
    assert region.read(billing.billing, order.id).left == {first: 0, second: 0}
    _edited(region, draft, replace(hours, quantity=-ONE))
    assert region.read(billing.billing, order.id).left == {first: 10 * ONE, second: 2 * ONE}


def test_a_draft_takes_no_more_than_was_ordered_and_nothing_of_another_client(
    region: Region, order: Order
) -> None:
    first, _ = ids(region, order)
    draft = bill(region, order, {first: 5 * ONE})
    bill(region, order, {first: 4 * ONE})
    [hours] = region.read(invoices.lines_of, draft.id)
    with pytest.raises(Refused, match="a line of its own"):
        _edited(region, draft, replace(hours, quantity=7 * ONE))
    assert region.read(invoices.lines_of, draft.id) == (hours,)
    stranger = region.write_now(clients.add, region.keys, Client("Fremd AG"), ANNA, AT)
    with pytest.raises(Refused):
        region.write_now(
            drafts.add, region.keys, Invoice(stranger.id), [replace(hours, quantity=ONE)], ANNA, AT
        )


def test_the_editor_knows_which_line_of_the_order_it_invoices(
    anna: TestClient, region: Region, order: Order
) -> None:
    first, second = ids(region, order)
    draft = bill(region, order)
    form = form_of(anna.get(f"/de/invoices/{draft.id}/edit").text)
    assert (form["line_1_order"], form["line_2_order"]) == (str(first), str(second))
    too_much = send(anna, form | {"line_1_quantity": "11", "act": "save"}, 422).text
    assert "more than is left of the order" in too_much and 'value="11"' in too_much
    send(anna, form | {"line_1_quantity": "3", "line_2_text": "", "line_2_quantity": "", "line_2_price": ""})
    assert region.read(billing.billing, order.id).left == {first: 7 * ONE, second: 2 * ONE}


def test_the_button_pressed_twice_makes_one_draft(region: Region, order: Order) -> None:
    first = bill(region, order, submission="a-random-key-of-a-form")
    assert bill(region, order, submission="a-random-key-of-a-form") == first
    assert region.read(lambda db: sqlite.one(db, "SELECT count(*) FROM invoice")) == 1


def test_the_same_form_with_another_quantity_is_another_press(region: Region, order: Order) -> None:
    line, _ = ids(region, order)
    one, two = (
        bill(region, order, {line: quantity}, "a-random-key-of-a-form") for quantity in (ONE, 2 * ONE)
    )
    assert one.id != two.id
    assert bill(region, order, {line: ONE}, "a-random-key-of-a-form") == one


def test_two_people_at_once_invoice_it_once(region: Region, order: Order) -> None:
    def press_it(_: int) -> bool:
        try:
            region.write_now(
                billing.invoice,
                region.keys,
                order.id,
                None,
                ANNA,
                AT,
                version=order.version,
                today="2026-11-23",
            )
        except MasakuError:
            return False
        return True

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(press_it, range(8))) == 1
    assert region.read(lambda db: sqlite.one(db, "SELECT count(*) FROM invoice")) == 1


def test_only_what_is_approved_and_not_on_hold_is_invoiced(region: Region, order: Order) -> None:
    region.write_now(moving.hold, region.keys, order.id, ANNA, AT, on_hold=True)
    with pytest.raises(Refused):
        bill(region, order)
    region.write_now(moving.hold, region.keys, order.id, ANNA, AT, on_hold=False)
    moved(region, order, "verification")
    with pytest.raises(Refused):
        bill(region, order)


def test_it_is_invoiced_when_completed_and_closed_when_paid(region: Region, order: Order) -> None:
    first, _ = ids(region, order)
    one = bill(region, order, {first: ONE})
    moved(region, order, "in_progress", "completed")
    assert state(region, order) == "completed"
    two = bill(region, order)
    assert state(region, order) == "invoiced"
    issue_and_pay(region, one, one.gross)
    issue_and_pay(region, two, two.gross - 1)
    assert state(region, order) == "invoiced"
    pay = "UPDATE invoice SET paid = gross WHERE id = ?"
    region.write_now(lambda db: db.execute(pay, (two.id,)))
    assert state(region, order) == "closed"
    region.write_now(
        lambda db: db.execute("UPDATE invoice SET paid = 0 WHERE id = ?", (two.id,))
    )  # paid back
    assert state(region, order) == "invoiced"
    region.write_now(lambda db: db.execute("UPDATE invoice SET credited = gross WHERE id = ?", (two.id,)))
    assert state(region, order) == "closed"


def test_what_was_invoiced_before_counts_when_the_order_is_completed(region: Region, order: Order) -> None:
    bill(region, order)
    assert state(region, order) == "approved"
    moved(region, order, "in_progress", "completed")
    assert state(region, order) == "invoiced"


def test_a_removed_draft_and_a_cancelled_invoice_give_their_quantities_back(
    region: Region, order: Order
) -> None:
    moved(region, order, "in_progress", "completed")
    made = bill(region, order)
    region.write_now(drafts.remove, region.keys, made.id, ANNA, AT)
    assert state(region, order) == "completed" and region.read(billing.billing, order.id).any_left
    made = bill(region, order)
    issue_and_pay(region, made, made.gross)
    assert state(region, order) == "closed"
    cancel = "UPDATE invoice SET cancelled_by = ? WHERE id = ?"
    other = region.write_now(drafts.add, region.keys, Invoice(order.client_id), [], ANNA, AT)
    region.write_now(lambda db: db.execute(cancel, (other.id, made.id)))
    assert state(region, order) == "completed"
    assert bill(region, order).gross == made.gross


def test_an_invoiced_order_is_neither_changed_nor_cancelled(region: Region, order: Order) -> None:
    first, _ = ids(region, order)
    bill(region, order, {first: ONE})
    current = region.read(store.find, order.id)
    lines = [LineValues("Anderes", price=ONE, rate=1900)]
    with pytest.raises(Refused, match="invoiced"):
        region.write_now(store.change, region.keys, current, lines, ANNA, AT, version=current.version)
    with pytest.raises(Refused, match="cancel the invoices first"):
        moved(region, order, "cancelled")


def test_from_the_orders_page(anna: TestClient, bartek: TestClient, region: Region) -> None:
    address = new(anna)
    sent = {"version": "1", "submission": "another-random-key-1", "all": "1"}
    assert anna.post(f"{address}/invoices", data=sent).status_code == 403  # not approved
    press(anna, address, "verification", 1)
    press(anna, address, "approved", 2)
    assert "Make a draft of all that is left" not in bartek.get(address).text
    assert bartek.post(f"{address}/invoices", data={**sent, "version": "3"}).status_code == 403
    assert anna.post(f"{address}/invoices", data={**sent, "version": "2"}).status_code == 409
    part = {**sent, "version": "3", "all": "", "quantity_1": "12.5", "quantity_2": ""}
    assert anna.post(f"{address}/invoices", data={**part, "quantity_1": "many"}).status_code == 403
    draft = anna.post(f"{address}/invoices", data=part)
    assert draft.url.path == "/de/invoices/1/edit"
    assert f'<a href="{address}">AU-2026-0001</a>' in draft.text
    assert f'<a href="{address}">AU-2026-0001</a>' in bartek.get("/de/invoices/1").text
    text = anna.get(address).text
    assert "Draft 1" in text and "/de/invoices/1" in text and "11.5" in text
    assert re.search(r"Left to be invoiced</dt><dd>1,478.58", text), text
    assert region.read(history.verify, region.keys).whole
