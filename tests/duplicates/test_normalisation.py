"""Names and addresses without the ways of writing them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.duplicates.normalisation import address_of, city_of, name_of


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Bergmann & Söhne Maschinenbau GmbH", "Bergmann+Soehne Maschinenbau"),
        ("Bergmann & Söhne Maschinenbau GmbH", "BERGMANN UND SOHNE MASCHINENBAU G.m.b.H."),
        ("Straßenbau Weiß GmbH", "Strassenbau Weiss Gesellschaft mit beschränkter Haftung"),
        ("Elektro Hoffmann GmbH & Co. KG", "Elektro Hoffmann, gmbh u. co kg"),
        ("Fabryka Okien Wiśniewski sp. z o.o.", "Fabryka Okien Wisniewski Spółka z o. o."),
        (
            "Fabryka Okien Wiśniewski sp. z o.o.",
            "Fabryka Okien Wiśniewski spółka z ograniczoną odpowiedzialnością",
        ),
        ("Śląskie Zakłady Ceramiczne S.A.", "Slaskie Zaklady Ceramiczne SA"),
        ("P.P.H.U. Kowalski s.c.", "Kowalski"),
        ("Van der Berg Bloemen B.V.", "van der berg bloemen bv"),
        ("Nordlicht Energieberatung UG (haftungsbeschränkt)", "Nordlicht Energieberatung"),
        ("Dr. Anna Müller", "Anna Mueller"),
        ("Müller GmbH Ulm", "Müller Ulm"),
    ],
)
def test_one_name_written_in_two_ways(one: str, other: str) -> None:
    assert name_of(one).tokens == name_of(other).tokens


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Brückner Logistik AG", "ag"),
        ("Elektro Hoffmann GmbH & Co. KG", "gmbh & co. kg"),
        ("Okna sp. z o.o. sp.k.", "sp. z o.o. sp.k."),
        ("Huber OHG Filiale Ulm", "ohg"),
        ("Weingut Sonnenhang", ""),
    ],
)
def test_the_legal_form_is_kept_apart(name: str, form: str) -> None:
    assert name_of(name).form == form


@pytest.mark.parametrize(
    ("name", "tokens"),
    [
        ("AG", ("ag",)),
        ("GmbH", ("gmbh",)),
        ("S.C. Johnson", ("sc", "johnson")),
        ("AS Transport", ("as", "transport")),
        ("Zoo Wrocław sp. z o.o.", ("zoo", "wroclaw")),
        ("Hotel SE am See", ("hotel", "se", "am", "see")),
    ],
)
def test_what_looks_like_a_legal_form_may_be_the_name(name: str, tokens: tuple[str, ...]) -> None:
    assert name_of(name).tokens == tokens


def test_the_order_of_words_is_kept_and_left_out_of_the_key() -> None:
    one, other = name_of("Müller, Hans"), name_of("Hans Müller")
    assert one.tokens != other.tokens and one.key == other.key


def test_generations_are_told_apart_from_the_name() -> None:
    father, son = name_of("Hans Müller sen."), name_of("Hans Müller jun.")
    assert father.tokens == son.tokens and father.generation != son.generation
    assert name_of("Junior Trading").tokens == ("junior", "trading")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Heilbronner Straße 128", "Heilbronner Str. 128"),
        ("Hauptstraße 5", "Hauptstr 5"),
        ("ul. Polna 5/3", "Polna 5 m. 3"),
        ("Am Markt 3-5", "Am Markt 3"),
        ("Feldweg 3 a", "Feldweg 3a"),
    ],
)
def test_one_address_written_in_two_ways(one: str, other: str) -> None:
    assert address_of(one) == address_of(other)


@pytest.mark.parametrize(
    ("street", "number"),
    [("12 rue de la Gare", "12"), ("Straße des 17. Juni 135", "135"), ("Q7, 24", "24"), ("Feld", "")],
)
def test_the_house_number_is_found(street: str, number: str) -> None:
    assert address_of(street).number == number


def test_a_city_goes_by_its_first_word() -> None:
    assert city_of("Freiburg im Breisgau") == city_of("Freiburg")
    assert city_of("St. Pölten") != city_of("St. Gallen")


@given(st.text(max_size=80))
def test_any_text_is_a_name_and_an_address(text: str) -> None:
    assert name_of(text).key.split() == sorted(name_of(text).tokens)
    address_of(text)
    city_of(text)
