"""A list's state is its address: whatever is read from one is written back into the same one."""

from __future__ import annotations

from dataclasses import replace
from urllib.parse import parse_qsl

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.lists import Column, ListKind, ListState, a_day, a_number, one_of, some_of
from app.lists.state import MAX_VALUE_LENGTH

KIND = ListKind(
    name="houses",
    title="Houses",
    columns=(Column("name", "Name", "name_key"), Column("city", "City", "city_key"), Column("tags", "Tags")),
    default_columns=("name", "city"),
    filters=("country", "status"),
    default_sort="name",
)
TEXT = st.text(st.characters(exclude_categories=["Cs"]), max_size=250) | st.sampled_from(
    ["", " ", "\0", "a\0 "]
)
SORTS = st.sampled_from(
    ["", "name", "-name", "city", "-city", "--name", "tags", "street", "name; DROP TABLE client"]
)
COLUMNS = st.lists(st.sampled_from(["name", "city", "tags", "street", ""]), max_size=4).map(",".join)


def read(**query: str) -> ListState:
    return ListState.read(KIND, query)


def of(address: str) -> ListState:
    return ListState.read(KIND, dict(parse_qsl(address.removeprefix("?"))))


@given(TEXT, TEXT, TEXT, SORTS, COLUMNS)
@example("a" * (MAX_VALUE_LENGTH - 1) + " b", "\0", "", "", "")
def test_a_state_comes_back_from_its_address(
    q: str, country: str, status: str, sort: str, columns: str
) -> None:
    state = read(q=q, country=country, status=status, sort=sort, columns=columns)
    assert of(state.query()) == state
    assert of(state.query()).query() == state.query()


@given(
    st.dictionaries(st.text(max_size=8) | st.sampled_from(["q", "sort", "columns", "after", "before"]), TEXT)
)
def test_no_address_breaks_a_list(query: dict[str, str]) -> None:
    state = ListState.read(KIND, query)
    assert len(state.q) <= MAX_VALUE_LENGTH
    assert state.sorting[0].sort and state.shown_columns


def test_nothing_of_a_long_address_is_cut_off() -> None:
    state = read(q="ä" * 200, country="ü" * 200, status="ö" * 200)
    assert ListState.of_query(KIND, state.query()) == state


def test_only_known_columns_and_filters_are_read() -> None:
    state = read(columns="tags,street,name", street="x", country="DE", sort="tags")
    assert [column.key for column in state.shown_columns] == ["name", "tags"]
    assert (state.filters, state.sort) == ({"country": "DE"}, "")


def test_the_column_that_opens_a_row_is_always_there() -> None:
    assert [column.key for column in read(columns="tags,city").shown_columns] == ["name", "city", "tags"]


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ({"status": "foo", "since": "abc", "owner": "me", "late": "yes"}, {}),
        ({"status": "new,foo,old", "since": "20261001"}, {"status": "new,old", "since": "2026-10-01"}),
        ({"since": "2026-02-30", "owner": "7", "late": "1"}, {"owner": "7", "late": "1"}),
    ],
)
def test_what_would_filter_nothing_is_no_filter(given: dict[str, str], kept: dict[str, str]) -> None:
    kind = replace(
        KIND,
        filters=dict.fromkeys(("status", "since", "owner", "late"), "…"),
        readings={
            "status": some_of(("new", "old")), "since": a_day, "owner": a_number, "late": one_of(("1",)),
        },
    )  # fmt: skip
    assert ListState.read(kind, given).filters == kept


def test_a_changed_list_starts_at_its_first_page() -> None:
    state = read(q="a", after="cursor", country="DE")
    assert (state.after, of(state.query()).after, of(state.query(sort="-name")).after) == ("cursor", "", "")
    assert state.without("country").after == ""
    assert of(state.query(after="next")).after == "next"


def test_a_filter_is_taken_away_alone() -> None:
    state = read(q="a", country="DE", status="active", sort="city")
    assert state.without("country").query() == "?q=a&status=active&sort=city"
    assert state.without("q").query() == "?country=DE&status=active&sort=city"
    assert state.without("q", "country", "status").is_plain


def test_a_column_sorts_and_then_turns() -> None:
    name, city, _ = KIND.columns
    assert (read().sorted_by(name), read().sorted_by(city)) == ("?sort=-name", "?sort=city")
    assert read(sort="city").sorted_by(city) == "?sort=-city"
    assert read(sort="-city").sorted_by(city) == "?sort=city"


def test_hits_are_in_no_columns_order_until_it_is_chosen() -> None:
    assert read(q="a").sorted_by(KIND.columns[0]) == "?q=a&sort=name"
    assert read(q="a", sort="name").sorted_by(KIND.columns[0]) == "?q=a&sort=-name"


@pytest.mark.parametrize("q", ["", " ", "\0", "\t"])
def test_an_empty_search_is_none(q: str) -> None:
    assert read(q=q, country=q).is_plain
