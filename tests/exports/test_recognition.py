"""Our own files are read for what they are, in each language, without anybody choosing a column."""

from __future__ import annotations

import pytest

from app.clients.model import FIELDS
from app.countries import CODES, country_by_name
from app.countries import name as country_name
from app.exports.table import COLUMNS, OUTGOING, headings
from app.i18n import LOCALES, Message, translate
from app.imports.conversion import convert
from app.imports.recognition import recognise

# What a file of ours holds besides the fields of a client's form.
KNOWN_AS = {
    **{name: name for name in OUTGOING},
    "groups": "in_groups",
    "added_at": "",
    "changed_at": "",
    "uuid": "external_id",
}


@pytest.mark.parametrize("locale", LOCALES)
def test_each_heading_is_its_field(locale: str) -> None:
    found = recognise(headings(locale), [[]] * len(COLUMNS))
    assert [match.field for match in found.columns] == [KNOWN_AS.get(name, name) for name in COLUMNS]
    assert found.source == ""


@pytest.mark.parametrize("locale", LOCALES)
def test_what_is_no_field_is_never_taken_for_one_by_its_values(locale: str) -> None:
    cells = {
        "added_at": "2026-11-23T09:30:00Z",
    }
    found = recognise(headings(locale), [[cells.get(name, "")] for name in COLUMNS])
    assert [found.columns[COLUMNS.index(name)].field for name in cells] == [""]


@pytest.mark.parametrize("locale", LOCALES)
@pytest.mark.parametrize("field", ["kind", "status", "invoice_language", "vat_treatment"])
def test_each_choice_is_read_by_its_label(field: str, locale: str) -> None:
    for value, label in FIELDS[field].choices.items():
        cell = translate(Message(label), locale)
        assert convert(["Ada", cell], {0: "name", 1: field}, {})[field] == value


@pytest.mark.parametrize("locale", LOCALES)
def test_each_country_is_read_by_its_name(locale: str) -> None:
    assert [code for code in CODES if country_by_name(country_name(code, locale)) != code] == []
