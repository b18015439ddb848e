"""The catalogue: what is sold, in several languages and currencies, and never removed."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from litestar.testing import TestClient

from app.catalogue import store, units
from app.catalogue.forms import as_typed, rate_choices, read_product
from app.catalogue.listing import KIND, list_products
from app.catalogue.model import Product
from app.catalogue.units import UNITS
from app.demo.products import products
from app.history import store as history
from app.instance import Instance
from app.lists import PAGE_ROWS, ListState
from app.regions import Region
from tests.conftest import NOW
from tests.house import ANNA, AT

TYPED = {
    "name_de": "Schulung, online", "name_en": "Training, online", "code": "S-300", "kind": "service", "unit": "HUR",
    "price_EUR": "120,00", "price_PLN": "515", "rate": "S standard", "detail": "",
    "submission": "a-random-key-of-a-form",
}  # fmt: skip


@pytest.fixture
def region(instance: Instance) -> Region:
    return instance.regions.find("de")


def add(region: Region, name: str, **fields: object) -> Product:
    product = Product({"de": name}, **fields)  # type: ignore[arg-type]
    return region.write_now(store.add, region.keys, product, ANNA, AT)


def new(browser: TestClient, **typed: str) -> str:
    answer = browser.post("/de/products", data={**TYPED, **typed}, follow_redirects=False)
    assert answer.status_code == 303
    return str(answer.headers["location"])


def test_a_product_is_typed_once_and_found_in_the_list(anna: TestClient, bartek: TestClient) -> None:
    address = new(anna)
    page = bartek.get(address).text
    for shown in (
        "Schulung, online",
        "Training, online",
        "S-300",
        "120.00",
        "515.00",
        "Hour",
        "Standard rate (19 %)",
    ):
        assert shown in page
    for search in ("schulung", "TRAINING", "s-300", "onl"):
        assert address in bartek.get("/de/products", params={"q": search}).text
    assert address not in bartek.get("/de/products?q=beratung").text
    assert address not in bartek.get("/de/products?kind=goods").text


def test_a_viewer_adds_and_changes_nothing(anna: TestClient, bartek: TestClient) -> None:
    address = new(anna)
    assert bartek.post("/de/products", data=TYPED).status_code == 403
    assert bartek.post(address, data=TYPED).status_code == 403
    assert bartek.post(f"{address}/status", data={"status": "retired"}).status_code == 403
    assert bartek.get(f"{address}/edit").status_code == 403


def test_another_regions_catalogue_is_another(anna: TestClient, clara: TestClient) -> None:
    address = new(anna)
    assert clara.get(address).status_code == 404
    assert "Schulung" not in clara.get("/at/products").text


@pytest.mark.parametrize(
    ("field", "typed", "says"),
    [
        ("name_de", "", "Please fill in a name"),
        ("name_de", "x" * 201, "Up to 200 characters"),
        ("name_de", "a\x00b", "Control characters"),
        ("unit", "XXX", "none of the choices"),
        ("rate", "S 99", "none of the choices"),
        ("kind", "magic", "none of the choices"),
        ("price_EUR", "much", "A price is a number"),
        ("price_EUR", "-1", "A price is a number"),
        ("price_EUR", "0,00001", "A price is a number"),
        ("price_EUR", "9" * 30, "A price is a number"),
    ],
)
def test_what_cannot_be_is_refused_with_everything_typed(
    anna: TestClient, field: str, typed: str, says: str
) -> None:
    answer = anna.post("/de/products", data={**TYPED, "name_en": "", "price_PLN": "515", field: typed})
    assert answer.status_code == 422 and says in answer.text and 'value="515"' in answer.text
    assert "No products yet" in anna.get("/de/products").text


def test_a_price_in_what_is_no_currency_is_none_of_our_fields(anna: TestClient) -> None:
    address = new(anna, **{"price_EURO": "1", "price_' OR 1": "1", "price_XXX": "1"})
    assert "XXX" not in anna.get(address).text and "EURO" not in anna.get(address).text


def test_all_problems_are_said_at_once(anna: TestClient) -> None:
    answer = anna.post("/de/products", data={"price_EUR": "x", "unit": "?"})
    assert answer.text.count('aria-invalid="true"') >= 3


def test_the_same_form_sent_twice_adds_once(anna: TestClient) -> None:
    assert new(anna) == new(anna)
    assert anna.get("/de/products").text.count("data-row") == 1
    assert new(anna, name_de="Workshop", code="S-301") != new(anna)
    assert anna.get("/de/products").text.count("data-row") == 2


def test_an_item_number_is_given_once_however_it_is_written(anna: TestClient) -> None:
    new(anna)
    again = {**TYPED, "code": "s-300 ", "submission": "another-random-key-1"}
    answer = anna.post("/de/products", data=again)
    assert answer.status_code == 409 and "Another product has this item number." in answer.text
    assert "Schulung, online" in answer.text
    assert new(anna, code="", submission="another-random-key-2") != new(
        anna, code="", submission="another-random-key-3"
    )


def test_two_people_at_once_lose_nothing(anna: TestClient) -> None:
    address = new(anna)
    assert (
        anna.post(
            address, data={**TYPED, "version": "1", "price_EUR": "130"}, follow_redirects=False
        ).status_code
        == 303
    )
    answer = anna.post(address, data={**TYPED, "version": "1", "detail": "Zwei Stunden"})
    assert answer.status_code == 409
    assert (
        "EUR 130.0000" in answer.text
        and "Zwei Stunden" in answer.text
        and 'name="version" value="2"' in answer.text
    )
    again = {**TYPED, "version": "1", "price_EUR": "130"}
    assert anna.post(address, data=again, follow_redirects=False).status_code == 303  # nothing would change


def test_a_retired_product_is_offered_no_more_and_comes_back(anna: TestClient) -> None:
    address = new(anna)
    anna.post(f"{address}/status", data={"status": "retired"})
    assert address not in anna.get("/de/products").text
    assert (
        address in anna.get("/de/products?status=retired").text
        and address in anna.get("/de/products?status=all").text
    )
    assert "Training" not in anna.get("/de/products/suggestions?q=schul").text
    anna.post(f"{address}/status", data={"status": "active"})
    assert "Training" in anna.get("/de/products/suggestions?q=schul").text
    assert anna.post(f"{address}/status", data={"status": "gone"}).status_code == 403


def test_suggestions_are_in_the_language_asked_for(anna: TestClient) -> None:
    new(anna)
    part = {"HX-Request": "true", "HX-Request-Type": "partial"}
    answer = anna.get("/de/products/suggestions?q=s-300&language=en", headers=part)
    assert '<option value="Training, online">' in answer.text and "<html" not in answer.text
    assert (
        '<option value="Schulung, online">'
        in anna.get("/de/products/suggestions?q=s-300&language=pl", headers=part).text
    )


def test_every_change_is_in_the_history_and_the_chain_is_whole(anna: TestClient, region: Region) -> None:
    address = new(anna)
    anna.post(address, data={**TYPED, "version": "1", "price_EUR": "130", "rate": "E exempt"})
    entries = region.read(store.changes, region.keys, int(address.rpartition("/")[2]))
    assert {(each.field, each.new) for each in entries} >= {
        ("prices", "EUR 130.0000, PLN 515.0000"), ("rate", "E exempt"),
    }  # fmt: skip
    assert region.read(history.verify, region.keys).whole
    assert "EUR 130.0000" in anna.get(address).text


def test_an_exact_item_number_stands_first_and_all_words_count(region: Region) -> None:
    add(region, "Alle Wartung", code="B-1000")
    add(region, "Wartung", code="B-100")
    assert [each.code for each in region.read(store.search, "b-100", 9)] == ["B-100", "B-1000"]
    assert [each.code for each in region.read(store.search, "alle wart", 9)] == ["B-1000"]
    assert region.read(store.search, "  ", 9) == [] and region.read(store.search, '"%_', 9) == []
    assert len(region.read(store.search, "wartung", 1)) == 1


def test_pages_join_without_gap_or_double(region: Region) -> None:
    for number in range(2 * PAGE_ROWS + 3):
        add(region, f"Ware {number % 7}")
    seen: list[int] = []
    state = ListState(KIND)
    while True:
        page = region.read(list_products, state)
        seen += [each.id for each in page.rows]
        if not page.next:
            break
        state = replace(state, after=page.next)
    assert len(seen) == len(set(seen)) == 2 * PAGE_ROWS + 3 == page.count


def test_the_list_is_a_walk_along_its_order(region: Region) -> None:
    plan = region.read(
        lambda db: db.execute(
            "EXPLAIN QUERY PLAN SELECT name_key, id FROM product WHERE status = 'active' ORDER BY name_key, id LIMIT 51"
        ).fetchall()
    )
    assert "product_name_key" in plan[0]["detail"] and len(plan) == 1


def test_what_is_stored_reads_back_as_it_was(region: Region) -> None:
    rates = [value for value, _ in rate_choices(region.definition.vat_rates, NOW.date(), "de")]
    for locale in ("de", "en", "pl"):
        for product in products(region.definition.languages):
            read = read_product(as_typed(product, locale), region.definition.languages, rates, locale)
            assert read.problems == () and read.changing(replace(product, prices={})) == product


def test_a_name_stands_in_for_a_language_it_has_none_in() -> None:
    product = Product({"pl": "Szkolenie", "de": "Schulung"})
    assert (product.name("de"), product.name("en")) == ("Schulung", "Szkolenie")
    assert Product().name("de") == ""


def test_every_unit_has_its_word_in_every_language() -> None:
    assert units.short("HUR", "de") == "Std." and units.short("C62", "pl") == "szt."
    assert [units.short("MON", "de", n) for n in (1, 2, Decimal("0.5"))] == ["Monat", "Monate", "Monate"]
    assert [units.short("MON", "pl", n) for n in (1, 2, 5)] == ["miesiąc", "miesiące", "miesięcy"]
    assert units.short("ZZ", "de") == "ZZ"
    assert all(len(code) <= 3 for code in UNITS)


def test_the_file_itself_refuses_two_items_with_one_number(region: Region) -> None:
    add(region, "Eins", code="X")
    with pytest.raises(store.CodeTaken):
        add(region, "Zwei", code="x")
