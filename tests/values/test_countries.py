"""Countries as people write them, and their postal codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.countries import (
    CODES,
    EU,
    CountryName,
    check_postal_code,
    choices,
    country_by_name,
    has_postal_codes,
    is_eu,
    name,
    normal_postal_code,
    restored_postal_code,
    suggest,
    vat_prefix,
)
from app.i18n import Message, translate

ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=30)


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Polska", "PL"), ("POLEN", "PL"), ("Poland", "PL"), ("pl", "PL"), ("POL", "PL"),
        ("Niemcy", "DE"), ("Deutschland", "DE"), ("BRD", "DE"), ("D", "DE"), (" Germany ", "DE"),
        ("Österreich", "AT"), ("Oesterreich", "AT"), ("Austria", "AT"), ("A", "AT"),
        ("Czechy", "CZ"), ("Tschechien", "CZ"), ("Česká republika", "CZ"),
        ("EL", "GR"), ("Hellas", "GR"), ("XI", "GB"), ("UK", "GB"), ("Großbritannien", "GB"),
        ("U.S.A.", "US"), ("Wielka Brytania", "GB"), ("Holandia", "NL"), ("Schweiz", "CH"),
        ("Atlantis", ""), ("", ""), ("EU", ""),
    ],
)  # fmt: skip
def test_a_country_is_known_by_its_names_and_codes(word: str, code: str) -> None:
    assert country_by_name(word) == code


def test_every_country_is_known_by_its_names_in_all_our_languages() -> None:
    strangers = [
        (code, locale)
        for code in CODES
        for locale in ("en", "de", "pl")
        if country_by_name(name(code, locale)) != code
    ]
    assert strangers == []


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Deutchland", "Deutschland"),
        ("Polsca", "Polska"),
        ("Östereich", "Österreich"),
        ("Atlantis", ""),
        ("X", ""),
    ],
)
def test_a_misspelt_country_is_guessed(typed: str, meant: str) -> None:
    assert suggest(typed) == meant


@given(ANY_TEXT)
def test_no_text_breaks_the_country_words(text: str) -> None:
    assert country_by_name(text) in CODES | {""}
    assert country_by_name(suggest(text)) in CODES | {""}


def test_the_union_and_its_vat_prefixes() -> None:
    assert len(EU) == 27 and EU < CODES
    assert is_eu("GR") and not is_eu("GB") and not is_eu("CH")
    assert (vat_prefix("GR"), vat_prefix("DE")) == ("EL", "DE")


def test_the_choices_are_in_the_order_of_their_language() -> None:
    german = [text for _, text in choices("de")]
    assert german.index("Norwegen") < german.index("Österreich") < german.index("Polen")
    assert len(german) == len(CODES) == 250  # ISO 3166-1 and Kosovo


def test_a_country_in_a_message_is_named_in_its_language() -> None:
    message = Message("{country}: {n}", {"country": CountryName("DE"), "n": 1})
    assert [translate(message, locale) for locale in ("en", "de", "pl")] == [
        "Germany: 1",
        "Deutschland: 1",
        "Niemcy: 1",
    ]


@pytest.mark.parametrize(
    ("typed", "country", "normal"),
    [
        ("70192", "DE", "70192"), ("D-70192", "DE", "70192"), ("DE 70192", "DE", "70192"),
        ("A-1010", "AT", "1010"),
        ("00111", "PL", "00-111"), ("00-111", "PL", "00-111"), ("PL 00 111", "PL", "00-111"),
        ("8000", "CH", "8000"),
        ("11455", "SE", "114 55"), ("lt-01100", "LT", "LT-01100"), ("sw1a1aa", "GB", "SW1A 1AA"),
        ("1012ab", "NL", "1012 AB"), ("D6W XY00", "IE", "D6W XY00"), ("1000001", "JP", "100-0001"),
        ("Dubai 1", "AE", "Dubai 1"), ("", "DE", ""), ("1234", "", "1234"),
    ],
)  # fmt: skip
def test_a_postal_code_is_written_as_in_its_country(typed: str, country: str, normal: str) -> None:
    assert normal_postal_code(typed, country) == normal
    assert normal_postal_code(normal, country) == normal
    assert check_postal_code(typed, country) is None


@pytest.mark.parametrize(
    ("typed", "country", "text"),
    [
        ("7019", "DE", "In Germany 5 digits, 4 typed."),
        ("101", "AT", "In Austria 4 digits, 3 typed."),
        ("00-11", "PL", "In Poland 5 digits (00-000), 4 typed."),
        ("3O159", "DE", "Letter O instead of digit 0."),
        ("1l4 55", "SE", "Letter L instead of digit 1."),
        ("123", "FR", "France: 5 digits, 3 typed."),
        ("70192x", "DE", "Germany: postal codes look like 00000."),
        ("12345", "NL", "Netherlands: postal codes look like 0000 AA."),
        ("<b>", "AE", "A postal code has up to 12 letters and digits."),
    ],
)
def test_a_wrong_postal_code_is_explained(typed: str, country: str, text: str) -> None:
    problem = check_postal_code(typed, country)
    assert problem is not None
    assert (problem.field, str(problem.message), problem.kind) == ("postal_code", text, "error")


@pytest.mark.parametrize(
    ("number", "country", "code"),
    [
        ("1067.0", "DE", "01067"),
        ("111", "PL", "00-111"),
        ("1010", "AT", "1010"),
        ("SW1A 1AA", "GB", "SW1A 1AA"),
    ],
)
def test_leading_zeros_lost_in_a_spreadsheet_come_back(number: str, country: str, code: str) -> None:
    assert restored_postal_code(number, country) == code


@given(ANY_TEXT, st.sampled_from(sorted(CODES | {""})))
def test_no_text_breaks_the_postal_codes(text: str, country: str) -> None:
    normal = normal_postal_code(text, country)
    assert check_postal_code(text, country) == check_postal_code(normal, country)


def test_countries_without_postal_codes_are_known() -> None:
    assert has_postal_codes("DE") and not has_postal_codes("AE")
