"""Rows of files, turned into what would have been typed into the form."""

from __future__ import annotations

import time
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.clients.forms import ClientForm, read_client
from app.imports.addresses import Address, split_address
from app.imports.conversion import convert
from app.imports.fields import FIELDS
from app.imports.recognition import recognise


@dataclass(frozen=True)
class Poland:
    country: str = "PL"
    currency: str = "PLN"
    payment_term_days: int = 14
    languages: tuple[str, ...] = ("pl",)


def converted(*pairs: tuple[str, str], **defaults: str) -> dict[str, str]:
    """One row, given as (field of the column, cell)."""
    mapping = {place: field for place, (field, _) in enumerate(pairs)}
    return convert([cell for _, cell in pairs], mapping, defaults)


def one(field: str, cell: str) -> str:
    return converted((field, cell)).get(field, "")


def form(*pairs: tuple[str, str]) -> ClientForm:
    return read_client(converted(*pairs), Poland(), complete=False)


def test_a_row_becomes_a_client() -> None:
    read = form(
        ("name", "Żółw sp. z o.o."),
        ("email", "biuro@zolw.example"),
        ("vat_id", "NIP: 525-224-84-81"),
        ("street", "ul. Długa 5"),
        ("postal_code", "00111"),
        ("city", "Warszawa"),
        ("country", "Polska"),
        ("payment_term_days", "30 dni"),
        ("discount", "5,5 %"),
    )
    client = read.client
    assert client is not None and read.problems == ()
    assert (client.vat_id, client.postal_code, client.country) == ("PL5252248481", "00-111", "PL")
    assert (client.payment_term_days, client.discount, client.currency) == (30, 550, "PLN")


def test_only_mapped_and_filled_cells_arrive() -> None:
    assert convert(["Ada", "x", " ", "y"], {0: "name", 2: "city", 9: "notes"}, {}) == {"name": "Ada"}


def test_nothing_but_fields_can_be_written_to() -> None:
    assert converted(("name", "Ada"), ("id", "7"), ("version", "3"), ("uuid", "x"), ("region", "at")) == {
        "name": "Ada"
    }


def test_the_users_defaults_fill_what_a_row_leaves_empty() -> None:
    assert converted(("name", "Ada"), ("country", ""), country="AT", kind="company") == {
        "name": "Ada",
        "country": "AT",
        "kind": "company",
    }
    assert converted(("name", "Ada"), ("country", "Niemcy"), country="AT")["country"] == "DE"


@pytest.mark.parametrize("cell", ["-", "brak", "N/A", "keine", "#N/A", "nie dotyczy", " — ", "\xa0"])
def test_words_for_nothing_are_nothing(cell: str) -> None:
    assert converted(("name", "Ada"), ("phone", cell), ("vat_id", cell)) == {"name": "Ada"}


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ("'=1+1", "=1+1"),
        ("'+48 22", "+48 22"),
        ("'@x", "@x"),
        ('="0012"', "0012"),
        ("=1+1", "=1+1"),
        ("'n Beck", "'n Beck"),
    ],
)
def test_what_protected_a_cell_from_being_computed_is_taken_off(cell: str, text: str) -> None:
    assert one("notes", cell) == text


class TestEmailAndPhone:
    @pytest.mark.parametrize("mark", [";", ",", ", ", "\n", " ", " | ", "/"])
    def test_further_emails_are_kept_in_the_notes(self, mark: str) -> None:
        values = converted(("email", f"a@b.pl{mark}c@d.pl"), ("notes", "VIP"))
        assert values == {"email": "a@b.pl", "notes": "VIP\nE-mail: c@d.pl"}

    def test_so_are_those_of_further_columns(self) -> None:
        values = converted(("email", "a@b.pl"), ("email", ""), ("email", "c@d.pl"), ("email", "a@b.pl"))
        assert values == {"email": "a@b.pl", "notes": "E-mail: c@d.pl"}

    def test_a_name_around_the_address_goes(self) -> None:
        assert one("email", "Jan Kowalski <jan@b.pl>") == "jan@b.pl"

    @pytest.mark.parametrize("cell", ["info@@froehlich.example", "brak maila", "office@tirol-sport"])
    def test_what_is_no_address_is_for_the_form_to_say(self, cell: str) -> None:
        assert one("email", cell) == cell

    @pytest.mark.parametrize("mark", ["; ", ", ", " / ", "\n", " lub ", " oder "])
    def test_further_numbers_are_kept_in_the_notes(self, mark: str) -> None:
        values = converted(("phone", f"22 833 11 22{mark}601 222 333"))
        assert values == {"phone": "22 833 11 22", "notes": "Tel.: 601 222 333"}

    @pytest.mark.parametrize("cell", ["22/833 11 22", "+49 711 2041140, 12", "+49 (0)711 / 20 41 140"])
    def test_one_number_stays_one(self, cell: str) -> None:
        assert one("phone", cell) == cell

    def test_a_number_that_excel_shortened_is_refused_by_the_form(self) -> None:
        problems = form(("name", "Ada"), ("phone", "4.91E+11")).problems
        assert [(problem.field, problem.kind) for problem in problems] == [("phone", "error")]

    def test_a_number_that_a_program_took_for_a_float(self) -> None:
        assert one("phone", "601222333.0") == "601222333"
        assert one("vat_id", "5252248481.0") == "5252248481"


class TestWhoTheClientIs:
    def test_first_and_last_name_speak_for_the_firm(self) -> None:
        values = converted(("name", "Ada s.c."), ("first_name", "Jan"), ("last_name", "Kos"))
        assert values == {"name": "Ada s.c.", "contact_name": "Jan Kos"}

    def test_without_a_firm_the_person_is_the_client(self) -> None:
        assert converted(("first_name", "Jan"), ("last_name", "Kos")) == {"name": "Jan Kos", "kind": "person"}
        assert converted(("contact_name", "Jan Kos"), ("name", ""), kind="company")["kind"] == "person"

    def test_a_person_with_a_vat_id_is_a_sole_trader(self) -> None:
        assert converted(("last_name", "Kos"), ("vat_id", "5252248481"))["kind"] == "sole_trader"

    def test_a_client_who_is_called_like_the_contact_is_that_person(self) -> None:
        values = converted(("name", "Jan Kos"), ("first_name", "JAN"), ("last_name", "Kos"))
        assert values == {"name": "Jan Kos", "kind": "person"}


@pytest.mark.parametrize(
    ("field", "cell", "value"),
    [
        ("kind", "1", "company"),
        ("kind", "Osoba prywatna", "person"),
        ("kind", "Einzelunternehmen", "sole_trader"),
        ("kind", "Partner", "Partner"),
        ("status", "Aktywny", "active"),
        ("status", "archiviert", "archived"),
        ("country", "Deutschland", "DE"),
        ("country", "Deutchland", "Deutchland"),
        ("currency", "zł", "PLN"),
        ("currency", "€", "EUR"),
        ("invoice_language", "niemiecki", "de"),
        ("payment_term_days", "14 Tage netto", "14"),
        ("payment_term_days", "30.0", "30"),
        ("payment_term_days", "po 30 dniach", "po 30 dniach"),
        ("tags", "* myContacts ::: Navy ::: #vip; Navy", "Navy, vip"),
        ("external_id", "4481920.0", "4481920"),
    ],
)
def test_words_become_the_products_own(field: str, cell: str, value: str) -> None:
    assert one(field, cell) == value


class TestAddresses:
    @pytest.mark.parametrize(
        ("text", "street", "code", "city", "country"),
        [
            ("ul. Długa 5, 00-111 Warszawa", "ul. Długa 5", "00-111", "Warszawa", ""),
            ("ul. Długa 5/7; 00-111 Warszawa; Polska", "ul. Długa 5/7", "00-111", "Warszawa", "PL"),
            ("00-111 Warszawa, ul. Długa 5", "ul. Długa 5", "00-111", "Warszawa", ""),
            ("Długa 5, Warszawa 00-111", "Długa 5", "00-111", "Warszawa", ""),
            ("Długa 5, 00-111, Warszawa", "Długa 5", "00-111", "Warszawa", ""),
            ("Hauptstr. 5a, D-10115 Berlin, Germany", "Hauptstr. 5a", "10115", "Berlin", "DE"),
            (
                "Hauptstr. 5\nHinterhaus\n1010 Wien\nÖsterreich",
                "Hauptstr. 5, Hinterhaus",
                "1010",
                "Wien",
                "AT",
            ),
            ("Hauptstraße 5 10115 Berlin", "Hauptstraße 5", "10115", "Berlin", ""),
            ("10115 Berlin", "", "10115", "Berlin", ""),
        ],
    )
    def test_a_whole_address_is_taken_apart(
        self, text: str, street: str, code: str, city: str, country: str
    ) -> None:
        assert split_address(text) == Address(street, code, city, country)

    @pytest.mark.parametrize(
        "text", ["ul. Długa 5", "Straße des 17. Juni 135", "Plac 3 Maja 10, lok. 2", "Rynek 12345"]
    )
    def test_a_street_stays_one(self, text: str) -> None:
        assert split_address(text) == Address(text)

    def test_a_whole_address_fills_the_fields_beside_it(self) -> None:
        values = converted(("name", "Ada"), ("street", "ul. Długa 5, 00-111 Warszawa, Polska"))
        assert values == {
            "name": "Ada",
            "street": "ul. Długa 5",
            "postal_code": "00-111",
            "city": "Warszawa",
            "country": "PL",
        }

    def test_what_stands_twice_is_taken_once(self) -> None:
        pairs = [("street", "ul. Długa 5, 00-111 Warszawa"), ("postal_code", "00-111"), ("city", "Warszawa")]
        assert converted(*pairs)["street"] == "ul. Długa 5"

    def test_own_columns_outweigh_the_whole_address(self) -> None:
        values = converted(
            ("address", "Rynek 1, 30-001 Kraków"), ("street", "ul. Długa 5"), ("city", "Warszawa")
        )
        assert (values["street"], values["city"]) == ("ul. Długa 5", "Warszawa")

    def test_the_house_number_joins_the_street(self) -> None:
        assert converted(("street", "Hauptstr."), ("house_number", "5a"))["street"] == "Hauptstr. 5a"
        assert (
            converted(("street", "Długa"), ("house_number", "5"), ("house_number", "7"))["street"]
            == "Długa 5/7"
        )
        assert converted(("street", "Długa 5"), ("house_number", "5"))["street"] == "Długa 5"

    def test_lines_of_a_street_join(self) -> None:
        assert converted(("street", "Hauptstr. 5"), ("street", "Hof 2"))["street"] == "Hauptstr. 5, Hof 2"

    def test_zeros_that_excel_took_come_back_where_the_country_is_known(self) -> None:
        assert converted(("postal_code", "1067"), ("country", "Niemcy"))["postal_code"] == "01067"
        assert converted(("postal_code", "1067.0"), country="DE")["postal_code"] == "01067"
        assert converted(("postal_code", "4020"), ("country", "AT"))["postal_code"] == "4020"
        assert converted(("postal_code", "1067.0"))["postal_code"] == "1067"


@pytest.mark.parametrize(
    "cell", [" " * 50_000 + "x", "@ " * 30_000, "1 " * 30_000, "a," * 30_000, "'" * 60_000]
)
def test_cells_made_to_be_looked_through_again_cost_no_time(cell: str) -> None:
    started = time.process_time()
    for field in FIELDS:
        converted(("name", "Ada"), (field, f"x{cell}"))
    recognise([cell], [[cell]])
    assert time.process_time() - started < 1


@given(
    cells=st.lists(st.text(max_size=60), min_size=1, max_size=8),
    fields=st.lists(st.sampled_from([*FIELDS, "id", ""]), min_size=8, max_size=8),
)
def test_whatever_stands_in_a_row_the_form_gets_texts(cells: list[str], fields: list[str]) -> None:
    values = convert(cells, dict(enumerate(fields)), {})
    assert all(field in FIELDS and text for field, text in values.items())
    read_client(values, Poland(), complete=False)
