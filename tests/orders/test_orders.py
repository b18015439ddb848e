"""Orders: typed from the catalogue, moved on legally, late by the calendar, never doubled and never lost."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from litestar.testing import TestClient

from app import sqlite
from app.catalogue.lines import LineValues
from app.clients import store as clients
from app.clients.model import Client
from app.errors import Refused
from app.history import store as history
from app.instance import Instance
from app.invoices import numbering
from app.lists import PAGE_ROWS, ListState, words
from app.orders import belonging, moving, schema, store
from app.orders.listing import KIND, list_orders
from app.orders.model import MOVES, STATES, Order, State
from app.regions import Region
from tests.catalogue.test_catalogue import new as add_product
from tests.clients.test_first_day import add as add_client
from tests.house import ANNA, AT

TYPED = {
    "ordered_on": "2026-11-20", "deadline": "2026-12-01", "priority": "high", "reference": "4500183377",
    "currency": "EUR", "discount_percent": "", "terms": "Lieferung frei Haus",
    "line_1_text": "Weiterentwicklung", "line_1_quantity": "24", "line_1_unit": "HUR", "line_1_price": "100",
    "line_1_discount": "5", "line_1_vat": "S 1900",
    "line_2_text": "Handbuch, gedruckt", "line_2_quantity": "19", "line_2_unit": "C62", "line_2_price": "8.78",
    "line_2_vat": "S 700", "submission": "a-random-key-of-a-form", "act": "save",
}  # fmt: skip


@pytest.fixture
def region(instance: Instance) -> Region:
    return instance.regions.find("de")


def client_of(address: str) -> str:
    return address.rpartition("/")[2]


def new(browser: TestClient, **typed: str) -> str:
    client = client_of(add_client(browser)) if "client_id" not in typed else typed.pop("client_id")
    answer = browser.post("/de/orders", data={**TYPED, "client_id": client, **typed}, follow_redirects=False)
    assert answer.status_code == 303, re.findall(r'help bad"[^>]*>(.*?)<', answer.text)
    return str(answer.headers["location"])


def press(browser: TestClient, address: str, state: str, version: int) -> int:
    sent = {"state": state, "version": str(version)}
    return browser.post(f"{address}/state", data=sent, follow_redirects=False).status_code


def added(region: Region, client_id: int = 0, **fields: object) -> Order:
    client_id = client_id or region.write_now(clients.add, region.keys, Client("Huber OHG"), ANNA, AT).id
    order = Order(client_id, **{"ordered_on": "2026-11-20", **fields})  # type: ignore[arg-type]
    lines = [LineValues("Schulung", price=1_000_000, rate=1900)]
    return region.write_now(store.add, region.keys, order, lines, "AU-{year}-{number:04}", ANNA, AT)


def test_a_number_that_was_given_out_is_not_given_out_again_after_a_restore(
    anna: TestClient, instance: Instance
) -> None:
    region = instance.regions.find("de")
    instance.vault.raise_number_mark("de", "order", 2026, 7)
    address = new(anna, client_id=client_of(add_client(anna)))
    assert "AU-2026-0008" in anna.get(address).text
    assert instance.vault.number_marks("de") == {("order", 2026): 8}
    assert [each.message for each in region.read(numbering.lost_numbers)]


def test_an_order_is_typed_counted_and_shown_everywhere(anna: TestClient, bartek: TestClient) -> None:
    client = add_client(anna)
    address = new(anna, client_id=client_of(client))
    page = bartek.get(address).text
    for shown in (
        "AU-2026-0001",
        "2,280.00",
        "166.82",
        "433.20",
        "11.68",
        "2,891.70 EUR",
        "Lieferung frei Haus",
        "High",
    ):
        assert shown in page, shown
    assert "AU-2026-0001" in bartek.get("/de/orders").text
    assert 'class="select"' not in bartek.get("/de/orders").text
    assert "AU-2026-0001" in bartek.get(f"{client}/orders").text
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    panel = bartek.get(f"{client}/orders", headers=part).text
    assert 'id="orders"' in panel and "AU-2026-0001" in panel and "<html" not in panel
    for search in ("4500183377", "handbuch", "maschinenbau"):
        assert "AU-2026-0001" in bartek.get("/de/orders", params={"q": search}).text
    assert "AU-2026-0001" not in bartek.get("/de/orders?q=nichts").text


def test_numbers_count_on_within_the_year(region: Region) -> None:
    numbers = [added(region, ordered_on=day).number for day in ("2026-01-02", "2026-11-20", "2027-01-01")]
    assert numbers == ["AU-2026-0001", "AU-2026-0002", "AU-2027-0001"]


def test_a_viewer_changes_nothing(anna: TestClient, bartek: TestClient) -> None:
    address = new(anna)
    assert bartek.post("/de/orders", data=TYPED).status_code == 403
    assert bartek.post(address, data=TYPED).status_code == 403
    assert press(bartek, address, "verification", 1) == 403
    assert bartek.post(f"{address}/hold", data={"on_hold": "1"}).status_code == 403
    assert "Move on" not in bartek.get(address).text


def test_another_regions_orders_are_not_there(anna: TestClient, clara: TestClient) -> None:
    address = new(anna)
    assert clara.get(address).status_code == 404
    assert clara.get(address.replace("/de/", "/at/")).status_code == 404
    answer = clara.post("/at/orders", data={**TYPED, "client_id": "1"})
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("ordered_on", "", "Please give a day."),
        ("ordered_on", "0001-01-01", "Please give a day."),
        ("deadline", "2026-11-19", "The deadline lies before the order."),
        ("deadline", "tomorrow", "Please give a day."),
        ("priority", "whenever", "none of the choices"),
        ("currency", "XXX", "none of the choices"),
        ("discount_percent", "101", "The discount is a number"),
        ("discount_percent", "1,234", "The discount is a number"),
        ("reference", "x" * 61, "Up to 60 characters"),
        ("terms", "a\x00", "Control characters"),
        ("line_1_text", "", "Say what it is."),
        ("line_1_text", "x" * 501, "Up to 500 characters"),
        ("line_1_quantity", "-1", "A number from 0 on"),
        ("line_1_quantity", "0", "Say how much of it."),
        ("line_1_quantity", "1e5", "This is no number."),
        ("line_1_price", "0.00001", "At most four decimals."),
        ("line_1_price", "9" * 30, "too large"),
        ("line_1_discount", "100.001", "The discount is a number"),
        ("line_1_unit", "'; DROP TABLE client_order", "none of the choices"),
        ("line_1_vat", "S 1800", "choose the VAT rate"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_everything_typed(
    anna: TestClient, field: str, typed: str, says: str
) -> None:
    client = client_of(add_client(anna))
    answer = anna.post("/de/orders", data={**TYPED, "client_id": client, field: typed})
    assert answer.status_code == 422 and says in answer.text
    assert 'value="Handbuch, gedruckt"' in answer.text
    assert 'aria-invalid="true"' in answer.text or field == "priority"
    assert "No orders yet" in anna.get("/de/orders").text


def test_an_order_without_a_line_is_none(anna: TestClient) -> None:
    client = client_of(add_client(anna))
    typed = {name: value for name, value in TYPED.items() if not name.startswith("line_")}
    answer = anna.post("/de/orders", data={**typed, "client_id": client})
    assert answer.status_code == 422 and "An order needs a line." in answer.text


def test_an_order_of_nothing_is_none_in_the_file_either(region: Region) -> None:
    order = added(region)
    with pytest.raises(sqlite.IntegrityError, match="an order of nothing"):
        region.write_now(lambda db: db.execute("UPDATE client_order_line SET quantity = 0"))
    nothing = [LineValues("Schulung", 0, 1_000_000, rate=1900)]
    with pytest.raises(sqlite.IntegrityError, match="an order of nothing"):
        region.write_now(store.change, region.keys, order, nothing, ANNA, AT, version=order.version)


def test_amounts_beyond_all_reason_are_refused(anna: TestClient) -> None:
    client = client_of(add_client(anna))
    huge = {"line_1_quantity": "999999999", "line_1_price": "999999999"}
    answer = anna.post("/de/orders", data={**TYPED, "client_id": client, **huge})
    assert answer.status_code == 422 and "The amounts are too large." in answer.text


def test_the_same_form_sent_twice_orders_once(anna: TestClient) -> None:
    client = client_of(add_client(anna))
    assert new(anna, client_id=client) == new(anna, client_id=client)
    assert anna.get("/de/orders").text.count("data-row") == 1
    assert new(anna, client_id=client, line_1_quantity="7") != new(anna, client_id=client)
    page = anna.get("/de/orders").text
    assert page.count("data-row") == page.count('name="id" title="Select"') == 2
    assert (
        '<form id="selection" action="/de/exports/new"><input type="hidden" name="of" value="orders">' in page
    )
    assert "Export 1 order" in anna.get("/de/exports/new?of=orders&id=1").text


def test_two_people_at_once_lose_nothing(anna: TestClient) -> None:
    address = new(anna)
    first = {**TYPED, "version": "1", "deadline": "2026-12-24"}
    assert anna.post(address, data=first, follow_redirects=False).status_code == 303
    assert anna.post(address, data=first, follow_redirects=False).status_code == 303  # sent twice
    answer = anna.post(address, data={**TYPED, "version": "1", "line_1_quantity": "25"})
    assert answer.status_code == 409
    assert (
        "2026-12-24" in answer.text
        and 'value="25"' in answer.text
        and 'name="version" value="2"' in answer.text
    )


def test_buttons_of_the_grid_change_the_form_and_nothing_else(anna: TestClient) -> None:
    client = client_of(add_client(anna))
    sent = {**TYPED, "client_id": client}
    assert _texts(anna.post("/de/orders", data={**sent, "act": "down:1"}).text) == [
        "Handbuch, gedruckt", "Weiterentwicklung", "",
    ]  # fmt: skip
    assert _texts(anna.post("/de/orders", data={**sent, "act": "remove:1"}).text) == [
        "Handbuch, gedruckt",
        "",
    ]
    assert _texts(anna.post("/de/orders", data={**sent, "act": "add"}).text)[-1] == ""
    for act in ("up:1", "remove:99", "down:2", "nonsense", "remove:'"):
        assert len(_texts(anna.post("/de/orders", data={**sent, "act": act}).text)) == 3
    assert "No orders yet" in anna.get("/de/orders").text


def test_a_product_brings_along_what_was_not_typed(anna: TestClient) -> None:
    add_product(anna)
    client = client_of(add_client(anna))
    sent = {
        **TYPED,
        "client_id": client,
        "act": "fill",
        "line_3_text": "s-300",
        "line_3_unit": "C62",
        "line_3_vat": "S 700",
    }
    text = anna.post("/de/orders", data=sent).text
    assert _texts(text)[2] == "Schulung, online"
    assert 'name="line_3_price" value="120.00"' in text and 'name="line_3_product" value="1"' in text
    sent = {**sent, "line_3_price": "99"}
    assert _texts(anna.post("/de/orders", data=sent).text)[2] == "s-300"  # what was typed stays


def test_the_server_counts_while_one_types_and_saves_nothing(anna: TestClient) -> None:
    add_product(anna)
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    sent = {**TYPED, "client_id": client_of(add_client(anna)), "line_1_quantity": "", "line_4_text": "s-300"}
    filled = anna.post("/de/orders", data=sent | {"line_4_vat": "AE 0"}, headers=part).text
    assert 'id="line-grid"' in filled and 'value="AE 0" selected' in filled and "120.00" in filled
    counted = anna.post(
        "/de/orders", data=sent | {"line_4_price": "1.5", "line_4_vat": "S 1900"}, headers=part
    ).text
    assert '<output id="net-4" hx-swap-oob="true">1.50</output>' in counted and "263.32" in counted
    assert "line-grid" not in counted and "<html" not in counted
    assert "No orders yet" in anna.get("/de/orders").text


@pytest.mark.parametrize("state", STATES)
def test_only_legal_moves_are_offered_and_done(region: Region, state: State) -> None:
    order = added(region)
    region.write_now(_put, order.id, state)
    for wanted in STATES:
        current = region.read(store.find, order.id)
        if wanted in MOVES[state] or wanted == state:
            continue
        with pytest.raises(Refused):
            region.write_now(moving.move, region.keys, order.id, wanted, ANNA, AT, version=current.version)
    assert region.read(store.find, order.id).state == state


def test_the_way_from_new_to_completed(anna: TestClient) -> None:
    address = new(anna)
    for version, state in enumerate(("verification", "approved", "in_progress", "completed"), start=1):
        assert press(anna, address, state, version) == 303
    assert STATES["completed"] in anna.get(address).text
    assert press(anna, address, "closed", 5) == 403 and press(anna, address, "cancelled", 5) == 403
    assert anna.post(address, data={**TYPED, "version": "5", "reference": "other"}).status_code == 403


def test_a_move_pressed_twice_moves_once_and_an_old_page_moves_nothing(anna: TestClient) -> None:
    address = new(anna)
    assert press(anna, address, "verification", 1) == 303 and press(anna, address, "verification", 1) == 303
    assert press(anna, address, "cancelled", 1) == 409
    assert press(anna, address, "nonsense", 2) == 403
    assert "In verification" in anna.get(address).text


def test_on_hold_it_keeps_its_state_and_goes_on(anna: TestClient) -> None:
    address = new(anna)
    press(anna, address, "verification", 1)
    anna.post(f"{address}/hold", data={"on_hold": "1"})
    assert "On hold (In verification)" in anna.get(address).text
    assert press(anna, address, "approved", 3) == 403
    anna.post(f"{address}/hold", data={"on_hold": "0"})
    assert press(anna, address, "approved", 4) == 303
    for version, state in enumerate(("in_progress", "completed"), start=5):
        press(anna, address, state, version)
    assert anna.post(f"{address}/hold", data={"on_hold": "1"}).status_code == 403


def test_an_order_on_hold_can_be_cancelled(anna: TestClient) -> None:
    address = new(anna)
    anna.post(f"{address}/hold", data={"on_hold": "1"})
    assert press(anna, address, "cancelled", 2) == 303
    assert "Order cancelled" in anna.get(address).text and "On hold" not in anna.get(address).text


@pytest.mark.parametrize(
    ("deadline", "state", "late"),
    [
        ("2026-11-22", "new", True), ("2026-11-23", "new", False), ("", "new", False),
        ("2026-11-22", "in_progress", True), ("2026-11-22", "completed", False), ("2026-11-22", "cancelled", False),
    ],
)  # fmt: skip
def test_late_is_what_is_not_delivered_after_its_deadline(
    region: Region, deadline: str, state: State, late: bool
) -> None:
    order = added(region, deadline=deadline)
    region.write_now(_put, order.id, state)
    order = region.read(store.find, order.id)
    assert order.is_late("2026-11-23") is late
    found = region.read(list_orders, ListState(KIND, filters={"late": "1"}), "2026-11-23")
    assert [each.id for each in found.rows] == ([order.id] if late else [])


def test_the_file_itself_refuses_an_illegal_move_and_another_number(region: Region) -> None:
    order = added(region)
    for change in ("state = 'closed'", "number = 'X'", "state = 'invoiced'", "on_hold = 2"):
        with pytest.raises(sqlite.Error):
            region.write_now(lambda db, change=change: db.execute(f"UPDATE client_order SET {change}"))
    assert region.read(store.find, order.id) == order


def test_the_moves_of_the_file_are_those_of_the_model() -> None:
    by_hand = {f"{state}>{other}" for state, others in MOVES.items() for other in others}
    by_invoices = {"completed>invoiced", "invoiced>completed", "invoiced>closed", "closed>invoiced"}
    assert set(schema._LEGAL) == by_hand | by_invoices


def test_every_change_is_in_the_clients_history(anna: TestClient, region: Region) -> None:
    client = add_client(anna)
    address = new(anna, client_id=client_of(client))
    press(anna, address, "verification", 1)
    text = anna.get(f"{client}/history").text
    assert "Order" in text and "AU-2026-0001" in text and "In verification" in text
    assert region.read(history.verify, region.keys).whole


def test_pages_join_without_gap_or_double(region: Region) -> None:
    first = added(region)
    for _ in range(PAGE_ROWS + 2):
        added(region, first.client_id)
    state = ListState(KIND)
    page = region.read(list_orders, state, "2026-11-23")
    following = region.read(list_orders, ListState(KIND, after=page.next), "2026-11-23")
    numbers = [each.number for each in (*page.rows, *following.rows)]
    assert len(numbers) == len(set(numbers)) == PAGE_ROWS + 3 and numbers == sorted(numbers, reverse=True)


@pytest.mark.parametrize("sort", ["number", "ordered", "-deadline", "-priority", "state", "gross"])
def test_every_order_of_the_list_is_a_walk_along_an_index(region: Region, sort: str) -> None:
    column, _ = ListState(KIND, sort=sort).sorting
    plan = region.read(
        lambda db: db.execute(
            f"EXPLAIN QUERY PLAN SELECT {column.sort}, id FROM client_order o ORDER BY {column.sort}, id LIMIT 51"
        ).fetchall()
    )
    [step] = [row["detail"] for row in plan]
    assert step.startswith("SCAN o USING") and step.endswith(f"INDEX client_order_{column.sort}")


def test_a_search_asks_the_index_of_words_and_has_the_same_pages_however_many_fit(
    region: Region, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = added(region)
    for number in range(PAGE_ROWS + 2):
        added(region, first.client_id, reference=f"Los {number}")
    everything = _found(region)
    for few in (2_000, 10):
        monkeypatch.setattr(words, "FEW", few)
        asked = _asked(region, lambda db: list_orders(db, ListState(KIND, q="ulung 2026"), "2026-11-23"))
        assert any("client_order_search" in each for each in asked) == (few < len(everything))
        for q, fits in (
            ("schulung", everything),
            ("ulung HUB", everything),
            ("los", everything[:-1]),
            ("ulu xyz", []),
        ):
            assert _found(region, q=q) == fits, (few, q)
    assert _found(region, q="lo") == everything[:-1] and _found(region, q="ng") == []


def test_an_order_is_found_by_what_its_client_is_called_now(region: Region) -> None:
    order = added(region)
    region.write_now(clients.set_field, region.keys, order.client_id, "name", "Łódź Möbel AG", ANNA, AT)
    assert _found(region, q="lodz mobel") == [order.number]
    other = region.write_now(clients.add, region.keys, Client("Krause KG"), ANNA, AT)
    region.write_now(belonging.reassign_client, order.client_id, other.id)
    assert _found(region, q="krause schulung") == [order.number]
    region.write_now(clients.set_field, region.keys, other.id, "name", "Ulu", ANNA, AT)  # as in "Schulung"
    assert _found(region, q="ul") == [order.number]


def _found(region: Region, **query: str) -> list[str]:
    """The numbers on all pages."""
    page = region.read(list_orders, ListState(KIND, **query), "2026-11-23")  # type: ignore[arg-type]
    seen = [each.number for each in page.rows]
    while page.next:
        page = region.read(list_orders, ListState(KIND, **query, after=page.next), "2026-11-23")  # type: ignore[arg-type]
        seen += [each.number for each in page.rows]
    return seen


def _asked(region: Region, read: Callable[[sqlite.Connection], object]) -> list[str]:
    statements: list[str] = []

    def traced(db: sqlite.Connection) -> None:
        db.set_trace_callback(statements.append)
        try:
            read(db)
        finally:
            db.set_trace_callback(None)

    region.read(traced)
    return statements


def _texts(html: str) -> list[str]:
    return re.findall(r'name="line_\d+_text" value="([^"]*)"', html)


def _put(db: sqlite.Connection, order_id: int, state: str) -> None:
    """Straight into a state, past the trigger."""
    db.execute("DROP TRIGGER client_order_moves")
    db.execute("UPDATE client_order SET state = ? WHERE id = ?", (state, order_id))
