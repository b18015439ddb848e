"""Every known set of headings is recognised by itself: its source, each of its columns, and nothing besides."""

from __future__ import annotations

import random

import pytest

from app.imports.fields import FIELDS
from app.imports.recognition import recognise
from app.imports.sources import SOURCES
from tests.imports.header_sets import HEADER_SETS, HeaderSet


def _columns(headings: list[str]) -> tuple[str, dict[str, str]]:
    """The source, and heading -> field."""
    found = recognise(headings, [])
    return found.source, {headings[place]: field for place, field in found.mapping.items()}


def _expected(known: HeaderSet) -> tuple[str, dict[str, str]]:
    columns = {heading: field for field, text in known.columns.items() for heading in text.split("|")}
    return known.source, columns


@pytest.mark.parametrize("known", HEADER_SETS, ids=lambda known: known.title)
def test_the_columns_of_an_export_are_recognised_without_a_hand(known: HeaderSet) -> None:
    assert _columns(known.headings.split(",")) == _expected(known)


@pytest.mark.parametrize("known", HEADER_SETS, ids=lambda known: known.title)
def test_in_any_order(known: HeaderSet) -> None:
    headings = known.headings.split(",")
    random.Random(known.title).shuffle(headings)
    source, columns = _expected(known)
    found = _columns(headings)
    assert (found[0], found[1].keys()) == (source, columns.keys())


def test_every_source_is_among_them_in_every_language_it_is_known_in() -> None:
    assert {known.source for known in HEADER_SETS} == {"", *SOURCES}
    in_german = {known.source for known in HEADER_SETS if known.title.endswith("German")}
    in_polish = {known.source for known in HEADER_SETS if known.title.endswith("Polish")}
    assert in_german == in_polish == {"salesforce", "hubspot", "pipedrive", "google", "outlook"}


def test_the_sets_name_real_fields_and_columns() -> None:
    for known in HEADER_SETS:
        assert known.columns.keys() <= FIELDS.keys()
        assert {h for text in known.columns.values() for h in text.split("|")} <= set(
            known.headings.split(",")
        )


def test_the_number_of_an_organisation_is_the_rows_own_where_no_row_is_a_person() -> None:
    assert _columns(["Account Name", "Account ID"])[1]["Account ID"] == "external_id"
    assert _columns(["Account Name", "Account ID", "Last Name"])[1]["Account ID"] == "organization_id"
