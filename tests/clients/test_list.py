"""The list: pages along an index, each client once, in the order both Polish and German readers expect."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app import sqlite
from app.clients import store as clients
from app.clients.derived import keys_of
from app.clients.filters import condition, selection
from app.clients.known import highest_id, identities_since, known_clients
from app.clients.listing import KIND, count_and_cap, count_clients, every_id, list_clients
from app.clients.model import KINDS, STATUSES, Client
from app.lists import ListState, paging
from app.lists.paging import cursor
from app.regions import Region
from tests.clients.conftest import SIZE, many
from tests.clients.walking import backward, forward, found, last_page, listed, state
from tests.house import ANNA, AT, House, encoded

SORTS = [f"{sign}{column.key}" for column in KIND.columns if column.sort for sign in ("", "-")]
FILTERS: dict[str, dict[str, str]] = {
    "none": {}, "all": {"status": "all"}, "archived": {"status": "archived"}, "status": {"status": "inactive"},
    "statuses": {"status": "active,archived"}, "country": {"country": "AT"}, "countries": {"country": "AT,PL,CH"},
    "kind": {"kind": "person"}, "incomplete": {"incomplete": "1"}, "since": {"changed_from": "2026-01-01"},
    "until": {"changed_to": "2026-12-31"}, "vat id": {"vat_id": "DE1"}, "part of vat id": {"vat_id": "1"},
    "name": {"name": "bau"}, "short name": {"name": "ba"}, "words": {"q": "gmbh"}, "short words": {"q": "ba"},
    "short and long": {"q": "a gmbh"}, "number": {"q": "0711 2"}, "everything": {
        "q": "gmbh", "country": "DE", "kind": "company", "status": "all", "incomplete": "1", "name": "bau",
    },
}  # fmt: skip
PEOPLE = many()


def plans(db: sqlite.Connection, state: ListState) -> list[str]:
    """How SQLite answers each statement of these functions, as "what it does: the statement"."""
    said: list[str] = []
    db.set_trace_callback(said.append)
    try:
        list_clients(db, state)
        count_clients(db, state)
    finally:
        db.set_trace_callback(None)
    return _explained(db, said)


def _explained(db: sqlite.Connection, said: list[str]) -> list[str]:
    queries = [
        each for each in said if each.startswith("SELECT") and "'main'." not in each
    ]  # FTS5's own ones
    assert queries
    return [
        f"{row['detail']}: {query}" for query in queries for row in db.execute(f"EXPLAIN QUERY PLAN {query}")
    ]


def scans(found: list[str]) -> list[str]:
    """Those that read a whole table; of the full-text index and of a list of ids SQLite says SCAN, too."""
    return [
        plan for plan in found
        if re.match(r"SCAN (?!s VIRTUAL TABLE INDEX \d+:M|json_each VIRTUAL|\(subquery|CONSTANT)", plan)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query", [{"name": "bau"}, {"q": "s"}, {"q": "sc g"}, FILTERS["everything"]], ids=str
)
def test_what_is_walked_is_what_was_found(
    crowd: Region, query: dict[str, str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Of more hits than are ever sorted, each page is a walk along the order that tries row by row."""
    monkeypatch.setattr("app.clients.listing.FEW", 2)
    walked = forward(crowd, **query, sort="city")
    assert [row.id for row in walked] == list(crowd.read(every_id, state(**query, sort="city")))
    page = listed(crowd, **query, sort="city")
    assert page.capped and crowd.read(count_and_cap, state(**query)) == (page.count, 2)


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
def test_no_page_reads_the_whole_table(crowd: Region, chosen: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """First page and deep page, in every order, with few matches and with many."""
    deep = {sort: cursor("m", 150, 101) for sort in SORTS}
    for few in (2_000, 3):
        monkeypatch.setattr("app.clients.listing.FEW", few)
        for sort in ["", *SORTS]:
            for place in ({}, {"after": deep.get(sort, "50")}, {"before": deep.get(sort, "50")}):
                shown = state(**FILTERS[chosen], sort=sort, **place)
                assert scans(crowd.read(plans, shown)) == []


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("chosen", ["none", "archived", "all"])
def test_a_plain_page_is_never_sorted(crowd: Region, sort: str, chosen: str) -> None:
    """It is read along the index of its order, however deep it lies."""
    for place in ({}, {"after": cursor("m", 150, 101)}, {"before": cursor("m", 150, 101)}):
        shown = state(**FILTERS[chosen], sort=sort, **place)
        found = crowd.read(_plans_of_a_walk, shown)
        assert [plan for plan in found if "TEMP B-TREE" in plan] == []


def _plans_of_a_walk(db: sqlite.Connection, shown: ListState) -> list[str]:
    """As of more matches than are ever sorted."""
    said: list[str] = []
    db.set_trace_callback(said.append)
    list_clients(db, shown, 1_000_000)
    db.set_trace_callback(None)
    return _explained(db, said)


def test_looking_for_the_same_client_reads_no_table(crowd: Region) -> None:
    def looked(db: sqlite.Connection) -> list[str]:
        said: list[str] = []
        db.set_trace_callback(said.append)
        known_clients(db, [keys_of(each) for each in PEOPLE[:20]])
        identities_since(db, 290)
        highest_id(db)
        db.set_trace_callback(None)
        return _explained(db, said)

    assert scans(crowd.read(looked)) == []


def test_a_scan_would_be_noticed(crowd: Region) -> None:
    query = "SELECT id FROM client c ORDER BY street"
    assert scans(crowd.read(_explained, [query])) == [f"SCAN c: {query}"]


@pytest.mark.parametrize("sort", SORTS)
@pytest.mark.parametrize("chosen", ["none", "all"])
def test_pages_visit_every_client_once_forward_and_backward(crowd: Region, sort: str, chosen: str) -> None:
    query = FILTERS[chosen] | {"sort": sort}
    rows = forward(crowd, **query)
    wanted = {each.id for each in PEOPLE if chosen == "all" or each.status != "archived"}
    assert len(rows) == len(wanted) and {row.id for row in rows} == wanted
    keys = [(row.sort_value, row.id) for row in rows]
    assert keys == sorted(keys, reverse=sort.startswith("-"))
    last = last_page(crowd, **query)
    assert [row.id for row in [*backward(crowd, last, **query), *last.rows]] == [row.id for row in rows]
    assert (last.last, last.count) == (len(rows), len(rows))


@pytest.mark.parametrize(
    "query", [{"q": "gmbh"}, {"q": "gmbh", "sort": "-city"}, {"name": "bau"}, {"q": "de gmbh"}]
)
def test_pages_of_a_search_visit_every_hit_once(crowd: Region, query: dict[str, str]) -> None:
    rows = forward(crowd, **query)
    last = last_page(crowd, **query)
    assert len({row.id for row in rows}) == len(rows) == last.count == last.last
    assert [row.id for row in [*backward(crowd, last, **query), *last.rows]] == [row.id for row in rows]


@pytest.mark.parametrize("sort", ["name", "-name", "changed", "-changed", "status", "-country"])
def test_clients_that_come_meanwhile_move_nobody_else(own_crowd: Region, sort: str) -> None:
    before = [row.id for row in forward(own_crowd, sort=sort)]
    names = iter(["Aal AG", "Zzz GmbH", "Müller & Co", "Maas KG", "Łęk sp.j.", *["Mitte"] * 20])

    def another() -> None:
        new = Client(next(names), kind="person", country="DE")
        own_crowd.write_now(clients.add, own_crowd.keys, new, ANNA, AT)

    seen = [row.id for row in forward(own_crowd, sort=sort, between=another)]
    assert len(set(seen)) == len(seen)
    assert [each for each in seen if each <= SIZE] == before


def test_a_client_that_moves_on_is_not_lost_for_the_others(own_crowd: Region) -> None:
    """The one whose key the page ended with is renamed: the next page begins where the old one ended."""
    first = listed(own_crowd, sort="name")
    moved = own_crowd.read(clients.find, first.rows[-1].id)
    own_crowd.write_now(
        clients.change, own_crowd.keys, replace(moved, name="Aal"), ANNA, AT, version=moved.version
    )
    second = listed(own_crowd, sort="name", after=first.next)
    everybody = [row.id for row in forward(own_crowd, sort="name") if row.id != moved.id]
    assert [row.id for row in second.rows] == everybody[49:99]


def test_the_order_suits_polish_and_german_readers(own_crowd: Region) -> None:
    names = [
        "Adler", "Äpfel Ära", "Apfelmus", "Ast", "Łatka", "Las", "Lot", "Maas", "Mäurer", "Mazur", "Müller", "Muller",
        "Öchsle", "Ochsner", "Straße", "Strasser", "Zając", "Zorn", "Źrebak", "Żak",
    ]  # fmt: skip
    expected = [
        "Adler", "Äpfel Ära", "Apfelmus", "Ast", "Las", "Lot", "Łatka", "Maas", "Mäurer", "Mazur", "Muller", "Müller",
        "Öchsle", "Ochsner", "Straße", "Strasser", "Zając", "Zorn", "Źrebak", "Żak",
    ]  # fmt: skip
    for name in names:
        new = Client(name, kind="person", notes="sortierprobe")
        own_crowd.write_now(clients.add, own_crowd.keys, new, ANNA, AT)
    assert [row.name for row in forward(own_crowd, q="sortierprobe", sort="name")] == expected
    assert [row.name for row in forward(own_crowd, q="sortierprobe", sort="-name")] == expected[::-1]


def fits(client: Client, query: dict[str, str]) -> bool:
    """The filters in plain words."""
    status, country, kind = (query.get(name, "") for name in ("status", "country", "kind"))
    shown = status.split(",") if status else [each for each in STATUSES if each != "archived"]
    return (
        (status == "all" or client.status in shown)
        and (not country or client.country in country.split(","))
        and (not kind or client.kind in kind.split(","))
        and query.get("vat_id", "").lower() in client.vat_id.lower()
    )


def some_of(values: list[str]) -> st.SearchStrategy[str]:
    return st.lists(st.sampled_from(values), unique=True, max_size=3).map(",".join)


QUERIES = st.fixed_dictionaries(
    {
        "status": some_of(list(STATUSES)) | st.just("all"),
        "country": some_of(["DE", "AT", "PL", "CH", "XX"]),
        "kind": some_of(list(KINDS)),
        "vat_id": st.sampled_from(["", "DE", "1", "23", "PL7", "de 2", "ATU"]),
        "sort": st.sampled_from(SORTS),
    }
)


@settings(max_examples=60)
@given(QUERIES)
def test_filters_together_leave_exactly_those_that_fit(crowd: Region, query: dict[str, str]) -> None:
    plain = query | {"vat_id": query["vat_id"].replace(" ", "")}
    expected = {each.id for each in PEOPLE if fits(each, plain)}
    assert {row.id for row in forward(crowd, **query)} == expected
    assert crowd.read(count_clients, state(**query)) == len(expected)


def test_incomplete_ones_are_those_an_invoice_would_lack_something_of(crowd: Region) -> None:
    rows = forward(crowd, incomplete="1")
    assert rows and all(row.incomplete for row in rows)
    assert len(rows) + sum(not row.incomplete for row in forward(crowd)) == listed(crowd).count


def test_days_are_those_of_the_region(own_crowd: Region) -> None:
    """What the list shows as changed on the 24th is found on the 24th, also where London still had the 23rd."""
    zone = own_crowd.definition.timezone
    for at in (
        "2030-06-23T21:59:59Z",
        "2030-06-23T22:00:00Z",
        "2030-06-24T21:59:59Z",
        "2030-06-24T22:00:00Z",
    ):
        own_crowd.write_now(clients.add, own_crowd.keys, Client(at, kind="person"), ANNA, at)
    on_that_day = ListState.read(KIND, {"changed_from": "2030-06-24", "changed_to": "2030-06-24"}, zone)
    page = own_crowd.read(list_clients, on_that_day)
    assert [row.name for row in page.rows] == ["2030-06-23T22:00:00Z", "2030-06-24T21:59:59Z"]


@pytest.mark.parametrize("chosen", FILTERS, ids=str)
def test_what_acts_on_a_list_means_the_clients_it_shows(crowd: Region, chosen: str) -> None:
    def meant(db: sqlite.Connection) -> set[int]:
        those = condition(db, selection(db, state(**FILTERS[chosen])))
        return {row["id"] for row in db.execute(f"SELECT id FROM client c WHERE {those.where}", those.values)}

    assert crowd.read(meant) == {row.id for row in forward(crowd, **FILTERS[chosen])}


def test_unknown_values_of_a_filter_hide_nobody(crowd: Region) -> None:
    everybody = listed(crowd).count
    for query in (
        {"kind": "x"},
        {"status": "x"},
        {"status": ","},
        {"changed_to": "x"},
        {"changed_from": "2026-02-30"},
    ):
        assert listed(crowd, **query).count == everybody
    assert listed(crowd, country="XX").count == 0


@pytest.mark.parametrize("cap", [SIZE + 1, SIZE, SIZE - 1, 10])
def test_counts_are_exact_up_to_the_cap(crowd: Region, monkeypatch: pytest.MonkeyPatch, cap: int) -> None:
    monkeypatch.setattr("app.clients.listing.CAPPED_AT", cap)
    assert crowd.read(count_clients, state(status="all")) == min(SIZE, cap + 1)


def test_a_search_counts_up_to_few(crowd: Region, monkeypatch: pytest.MonkeyPatch) -> None:
    exact = len(found(crowd, "gmbh"))
    monkeypatch.setattr("app.clients.listing.FEW", exact)
    assert (listed(crowd, q="gmbh").count, listed(crowd, q="gmbh").capped) == (exact, False)
    monkeypatch.setattr("app.clients.listing.FEW", exact - 1)
    assert listed(crowd, q="gmbh").capped


DAMAGED = [
    "x",
    "W10",
    "bnVsbA",
    "e30",
    "%",
    "====",
    "\U0001f600",
    cursor("m", 1, 0),
    cursor("m", 1, -5),
    "99999999",
]


@pytest.mark.parametrize("text", DAMAGED)
@pytest.mark.parametrize("way", ["after", "before"])
@pytest.mark.parametrize("sort", ["", "-city"])
def test_a_damaged_cursor_starts_at_the_beginning(crowd: Region, text: str, way: str, sort: str) -> None:
    first = listed(crowd, sort=sort)
    page = listed(crowd, sort=sort, **{way: text})
    assert [row.id for row in page.rows] == [row.id for row in first.rows]
    assert (page.first, page.previous, page.next) == (first.first, first.previous, first.next)


def test_a_cursor_of_another_order_is_no_failure(crowd: Region) -> None:
    for sort in ("name", "-status"):
        assert listed(crowd, sort=sort, after="50").first == 1
        assert listed(crowd, sort=sort, q="gmbh", after="50").first == 1
        assert listed(crowd, q="gmbh", after=listed(crowd, sort=sort).next).first == 1


def test_a_page_is_as_long_as_the_others(crowd: Region) -> None:
    page = listed(crowd)
    assert len(page.rows) == paging.PAGE_ROWS and (page.first, page.last) == (1, paging.PAGE_ROWS)
    assert (page.previous, bool(page.next)) == ("", True)


def test_where_nothing_fits_it_says_which_filter_is_in_the_way(fresh_house: House) -> None:
    region = fresh_house.region()
    client = region.read(clients.find, 1)
    region.write_now(clients.set_field, region.keys, 1, "status", "archived", ANNA, AT)
    page = fresh_house.get("anna", f"/de/clients?q={encoded(client.name)}&country=AT").text
    assert "With archived clients there would be" not in page, "the country is in the way as well"
    page = fresh_house.get("anna", f"/de/clients?q={encoded(client.name)}").text
    assert 'status=all">With archived clients there would be 1' in page
    page = fresh_house.get("anna", f"/de/clients?q={encoded(client.name)}&status=all&country=XX").text
    assert "Without the filter “Country” there would be 1 client" in page


def test_a_filter_without_a_letter_finds_nobody(crowd: Region) -> None:
    for query in ({"q": "*"}, {"name": "---"}, {"vat_id": "---"}):
        assert listed(crowd, **query).count == 0


def test_of_very_many_it_says_more_than(fresh_house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("app.clients.listing.CAPPED_AT", 1)
    page = fresh_house.get("anna", "/de/clients?country=XX").text
    assert "Without the filter “Country” there would be more than 1 clients" in page


@pytest.mark.parametrize("query", ["", "?q=qqqq"])
def test_where_no_filter_helps_none_is_named(house: House, query: str) -> None:
    page = house.get("anna", f"/de/clients{query}").text
    assert "there would be" not in page
