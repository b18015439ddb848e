"""Which column is which field."""

from __future__ import annotations

import pytest

from app.imports.fields import FIELDS
from app.imports.recognition import recognise
from app.imports.sources import SOURCES
from app.imports.sources.common import COMMON, GUESSES

SEVEN = {
    "Nazwa": "name",
    "Email": "email",
    "NIP": "vat_id",
    "Adres": "street",
    "Kod pocztowy": "postal_code",
    "Miasto": "city",
    "Kraj": "country",
}

FAKTUROWNIA = (
    "Lp,Nazwa skrócona (systemowa),Nazwa firmy,Numer NIP,Miejscowość,Kod pocztowy,Ulica,Kraj,E-mail,Strona WWW,"
    "Telefon,Tel. komórkowy,Fax,Imię,Nazwisko,Bank,Numer rachunku,"
    "Indywidualne konto bankowe (lub końcówka konta),Dodatkowy opis"
)
FAKTUROWNIA_API = (
    "name,shortcut,tax_no,post_code,city,street,country,email,phone,mobile_phone,www,tag_list,note"
)
SALESFORCE_API = (
    "Id,IsDeleted,MasterRecordId,Name,Type,ParentId,BillingStreet,BillingCity,BillingState,BillingPostalCode,"
    "BillingCountry,ShippingStreet,ShippingCity,Phone,Fax,Website,Industry,Description,OwnerId,VAT_ID__c,Tier__c"
)
SALESFORCE_REPORT = (
    "Account Name,Website,Billing City,Billing State/Province,Billing Zip/Postal Code,Account Owner,Type"
)
SALESFORCE_CONTACTS = (
    "Id,AccountId,LastName,FirstName,MailingStreet,MailingCity,MailingPostalCode,Phone,MobilePhone,Email"
)
HUBSPOT_CONTACTS = (
    "Record ID,First Name,Last Name,Email,Phone Number,Lead Status,Associated Company,Country/Region"
)
HUBSPOT_FIRMS = "Record ID,Company name,Company Domain Name,Country/Region,Description"
PIPEDRIVE_FIRMS = (
    "Organization - Name,Organization - Street/road name of Company Address,Organization - Owner,"
    "Organization - ZIP/Postal code of Company Address,Organization - Open deals,"
    "Organization - Full/combined address of Company Address,Organization - Parent,"
    "Organization - City/town/village/locality of Company Address,Organization - TAX ID"
)
PIPEDRIVE_PERSONS = (
    "Person - Name,Person - Email - Work,Person - Email - Home,Person - Organization,Person - Phone - Work"
)
GOOGLE = (
    "First Name,Middle Name,Last Name,Phonetic First Name,File As,Organization Name,Birthday,Notes,Labels,"
    "E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Value,Phone 1 - Value,Address 1 - Formatted,Address 1 - Street,"
    "Address 1 - City,Address 1 - Postal Code,Address 1 - Country,Website 1 - Value,Custom Field 1 - Value"
)
GOOGLE_OLD = (
    "Name,Given Name,Family Name,Group Membership,E-mail 1 - Type,E-mail 1 - Value,Organization 1 - Name"
)
OUTLOOK = (
    "Title,First Name,Last Name,Company,Business Street,Business City,Business Postal Code,Business Country/Region,"
    "Home Street,Business Fax,Business Phone,Mobile Phone,E-mail Address,E-mail Type,E-mail 2 Address,Web Page,"
    "Categories"
)
INFAKT = "company_name,nip,email,phone_number,street,city,postal_code,country,note"

# For each export in which of its columns some of our fields stand.
EXPORTS = [
    (
        "fakturownia",
        FAKTUROWNIA,
        {
            "name": "Nazwa firmy",
            "vat_id": "Numer NIP",
            "city": "Miejscowość",
            "phone": "Telefon",
            "notes": "Dodatkowy opis",
        },
    ),
    (
        "fakturownia",
        FAKTUROWNIA_API,
        {
            "name": "name",
            "vat_id": "tax_no",
            "postal_code": "post_code",
            "website": "www",
            "tags": "tag_list",
        },
    ),
    ("infakt", INFAKT, {"name": "company_name", "vat_id": "nip", "phone": "phone_number", "notes": "note"}),
    (
        "salesforce",
        SALESFORCE_API,
        {
            "name": "Name",
            "external_id": "Id",
            "street": "BillingStreet",
            "vat_id": "VAT_ID__c",
            "notes": "Description",
        },
    ),
    ("salesforce", SALESFORCE_API.upper(), {"name": "NAME", "city": "BILLINGCITY", "vat_id": "VAT_ID__C"}),
    ("salesforce", SALESFORCE_REPORT, {"name": "Account Name", "postal_code": "Billing Zip/Postal Code"}),
    (
        "salesforce",
        SALESFORCE_CONTACTS,
        {"first_name": "FirstName", "last_name": "LastName", "street": "MailingStreet"},
    ),
    (
        "hubspot",
        HUBSPOT_CONTACTS,
        {"external_id": "Record ID", "name": "Associated Company", "country": "Country/Region"},
    ),
    (
        "hubspot",
        HUBSPOT_FIRMS,
        {"name": "Company name", "website": "Company Domain Name", "notes": "Description"},
    ),
    ("pipedrive", PIPEDRIVE_FIRMS, {"name": "Organization - Name", "vat_id": "Organization - TAX ID"}),
    (
        "pipedrive",
        PIPEDRIVE_PERSONS,
        {"name": "Person - Organization", "contact_name": "Person - Name", "email": "Person - Email - Work"},
    ),
    (
        "google",
        GOOGLE,
        {
            "name": "Organization Name",
            "email": "E-mail 1 - Value",
            "street": "Address 1 - Street",
            "tags": "Labels",
        },
    ),
    (
        "google",
        GOOGLE_OLD,
        {"name": "Organization 1 - Name", "last_name": "Family Name", "tags": "Group Membership"},
    ),
    (
        "outlook",
        OUTLOOK,
        {"name": "Company", "email": "E-mail Address", "street": "Business Street", "tags": "Categories"},
    ),
]


def fields(headings: str, *rows: str) -> dict[str, str]:
    """Heading -> field, of a file with these rows; commas part the cells."""
    names = headings.split(",")
    cells = [[row.split(",")[place] for row in rows] for place in range(len(names))]
    return {names[place]: field for place, field in recognise(names, cells).mapping.items()}


def how(heading: str, *cells: str) -> tuple[str, str]:
    match = recognise([heading, "Nazwa"], [cells, ["Ada"]]).columns[0]
    return match.field, match.how


def test_the_seven_columns_are_recognised_by_themselves() -> None:
    found = recognise(list(SEVEN), [])
    assert dict(zip(SEVEN, (match.field for match in found.columns), strict=True)) == SEVEN
    assert {match.how for match in found.columns} == {"heading"} and found.source == ""


@pytest.mark.parametrize(
    "change", [str.upper, str.lower, lambda text: f"\ufeff {text}: ", lambda text: f"„{text}”*"]
)
def test_case_marks_and_punctuation_do_not_matter(change: object) -> None:
    assert callable(change)
    found = recognise([change(heading) for heading in SEVEN], [])
    assert [match.field for match in found.columns] == list(SEVEN.values())


@pytest.mark.parametrize(
    ("heading", "field"),
    [
        ("KOD_POCZTOWY", "postal_code"),
        ("Miejscowosc", "city"),
        ("Imie i nazwisko", "contact_name"),
        ("Firmenname", "name"),
        ("Strasse", "street"),
        ("PLZ", "postal_code"),
        ("USt.-ID-Nr.", "vat_id"),
        ("E-Mail-Adresse", "email"),
        ("Telefon (Büro)", "phone"),
        ("Zahlungsziel (Tage)", "payment_term_days"),
        ("Company name", "name"),
        ("ZIP code", "postal_code"),
        ("VAT number", "vat_id"),
        ("vat_id", "vat_id"),
        ("Discount (%)", "discount"),
        ("Währung", "currency"),
        ("Numer klienta", "external_id"),
    ],
)
def test_people_call_the_same_thing_by_many_names(heading: str, field: str) -> None:
    assert how(heading) == (field, "heading")


@pytest.mark.parametrize("field", FIELDS)
def test_our_own_names_for_the_fields_are_understood(field: str) -> None:
    label = FIELDS[field]
    for heading in (field, label):
        assert recognise([heading, "Street", "Contact person"], []).columns[0].field == field


@pytest.mark.parametrize(("source", "headings", "expected"), EXPORTS)
def test_exports_of_other_programs_are_recognised(
    source: str, headings: str, expected: dict[str, str]
) -> None:
    names = headings.split(",")
    found = recognise(names, [])
    first = {field: names[place] for place, field in reversed(found.mapping.items())}
    assert found.source == source
    assert {field: first.get(field) for field in expected} == expected


@pytest.mark.parametrize("headings", [",".join(SEVEN), "Name,Email,Phone", "ID,Nazwa,Kraj,Telefon", ""])
def test_other_files_come_from_nowhere(headings: str) -> None:
    assert recognise(headings.split(","), []).source == ""


def test_the_user_may_know_better_where_a_file_comes_from() -> None:
    assert recognise(["Name", "Phone"], [], source="salesforce").source == "salesforce"


def test_only_the_address_of_the_firm_is_taken() -> None:
    assert "Home Street" not in fields(OUTLOOK)
    assert "ShippingStreet" not in fields(SALESFORCE_API)
    assert fields("Nazwa,Adres dostawy,Ulica") == {"Nazwa": "name", "Ulica": "street"}


def test_an_address_column_is_the_street_unless_there_is_one() -> None:
    assert fields("Nazwa,Adres")["Adres"] == "street"
    assert fields("Nazwa,Adres,Ulica") == {"Nazwa": "name", "Adres": "address", "Ulica": "street"}


def test_blank_and_repeated_headings_survive() -> None:
    found = recognise(["Nazwa", "", "Nazwa", ""], [["Ada"], [], [], ["x"]])
    assert [match.field for match in found.columns] == ["name", "", "name", ""]


class TestByTheValues:
    @pytest.mark.parametrize(
        ("cells", "field"),
        [
            (["a@b.pl", "c@d.de", "Jan <e@f.at>"], "email"),
            (["525-224-84-81", "PL 1234563218"], "vat_id"),
            (["DE136695976", "ATU13585627"], "vat_id"),
            (["00-111", "D-70192"], "postal_code"),
            (["Niemcy", "Polska", "AT"], "country"),
            (["+48 22 833 11 22", "0711 2041140", "601 222 333"], "phone"),
            (["www.ada.example", "https://bo.example/x"], "website"),
            (["EUR", "zł"], "currency"),
            (["firma", "osoba prywatna"], "kind"),
            (["aktywny", "nieaktywny"], "status"),
        ],
    )
    def test_a_column_without_a_heading(self, cells: list[str], field: str) -> None:
        assert how("", *cells) == (field, "values")

    def test_firma_over_ones_and_zeros_asks_whether_it_is_a_firm(self) -> None:
        assert how("Firma", "1", "0", "1") == ("kind", "values")
        assert how("Firma", "Ada s.c.", "1") == ("name", "heading")

    def test_a_heading_that_its_cells_belie(self) -> None:
        assert how("Status", "Nowy lead", "Zimny") == ("", "none")
        assert how("NIP", "a@b.pl", "c@d.pl") == ("email", "values")

    @pytest.mark.parametrize(
        "cells", [["01.02.2026", "03.04.2026"], ["1", "2"], ["blau", "rot"], ["-", "brak"]]
    )
    def test_what_says_nothing_is_left_out(self, cells: list[str]) -> None:
        assert how("Spalte 7", *cells) == ("", "none")


class TestGuesses:
    @pytest.mark.parametrize(
        ("heading", "cell", "field"),
        [
            ("Opis", "stały klient", "notes"),
            ("Numer telefonu do sekretariatu", "x 12345", "phone"),
            ("", "ul. Długa 5", "street"),
            ("", "Huber GmbH", "name"),
            ("", "70192", "postal_code"),
        ],
    )
    def test_what_is_likely_is_shown_as_a_guess(self, heading: str, cell: str, field: str) -> None:
        match = recognise([heading], [[cell]]).columns[0]
        assert (match.field, match.how) == (field, "guess")

    def test_nothing_is_guessed_that_another_column_is(self) -> None:
        assert fields("Uwagi,Miasto,Ort", "x,Berlin,y")["Ort"] == "city"
        assert how("Nazwa banku", "Deutsche Bank AG") == ("", "none")

    def test_an_empty_column_is_left_out(self) -> None:
        assert how("Opis", "", "  ") == ("", "none")


def test_the_file_in_our_manual() -> None:
    """What the mapping page shows in the design."""
    columns = {
        "Nazwa": ("Löwenstein Pharma AG", "name", "heading"),
        "NIP": ("DE218660246", "vat_id", "heading"),
        "E-mail": ("buchhaltung@loewe.example", "email", "heading"),
        "Firma": ("1", "kind", "values"),
        "Termin płatności": ("14", "payment_term_days", "heading"),
        "Domyślny rabat": ("5", "discount", "heading"),
        "Opis": ("Kontakt tylko mailowo", "notes", "guess"),
        "Id zewnętrzne": ("4481920", "external_id", "heading"),
        "Kod kreskowy": ("", "", "none"),
    }
    found = recognise(list(columns), [[cell] for cell, _, _ in columns.values()])
    assert found.source == "fakturownia"
    assert [(match.field, match.how) for match in found.columns] == [(f, h) for _, f, h in columns.values()]


@pytest.mark.parametrize("source", [*SOURCES.values(), COMMON, GUESSES], ids=lambda source: source.name)
def test_sources_name_real_fields_only(source: object) -> None:
    assert isinstance(source, type(COMMON))
    known = FIELDS.keys() | {""}
    assert source.words.keys() <= known and {field for _, field in source.patterns} <= known
