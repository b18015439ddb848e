"""The client's form: every problem at once, nothing typed is lost, nothing unknown is read."""

from dataclasses import asdict, dataclass, fields, replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from app.clients.forms import ClientForm, as_typed, check_field, read_client, read_clients, read_contact
from app.clients.model import (
    FIELDS,
    INVOICE_LANGUAGES,
    KINDS,
    STATUSES,
    VAT_TREATMENTS,
    Client,
    ContactPerson,
)


@dataclass(frozen=True)
class Region:
    country: str = "DE"
    currency: str = "EUR"
    payment_term_days: int = 14
    languages: tuple[str, ...] = ("de", "en")


GERMANY = Region()
BERGMANN = {
    "kind": "company",
    "name": "Bergmann & Söhne Maschinenbau GmbH",
    "contact_name": "Sabine Bergmann",
    "email": "info@bergmann.example",
    "phone": "0711 204 11 40",
    "vat_id": "DE 136 695 976",
    "street": "Heilbronner Straße 128",
    "postal_code": "70192",
    "city": "Stuttgart",
    "country": "DE",
}
HOSTILE = [
    "<script>alert(1)</script>", "{{7*7}}", "{% raw %}", "{0.__class__}", "%s%n", "' OR 1=1 --", '"><img src=x>',
    "=1+1", "../../etc/passwd", "\u202egpj.exe", "a" * 1000, "🙂", "{n}",
]  # fmt: skip
ANY_TEXT = st.text(st.characters(exclude_categories=[]), max_size=40)


def read(complete: bool = True, **changes: str) -> ClientForm:
    return read_client(BERGMANN | changes, GERMANY, complete=complete)


def texts(form: ClientForm) -> list[tuple[str, str, str]]:
    return [(problem.field, str(problem.message), problem.kind) for problem in form.problems]


def test_a_whole_client_is_read() -> None:
    assert read().problems == ()
    assert read().client == Client(
        name="Bergmann & Söhne Maschinenbau GmbH",
        contact_name="Sabine Bergmann",
        email="info@bergmann.example",
        phone="+49 711 2041140",
        vat_id="DE136695976",
        street="Heilbronner Straße 128",
        postal_code="70192",
        city="Stuttgart",
        country="DE",
        invoice_language="de",
    )


def test_all_problems_come_at_once_in_the_order_of_the_form_and_nothing_typed_is_lost() -> None:
    wrong = {
        "name": " ",
        "email": "info@@x",
        "phone": "abc",
        "vat_id": "DE1",
        "postal_code": "7019",
        "discount": "150",
    }
    form = read(**wrong)
    assert [problem.field for problem in form.errors] == list(wrong)
    assert form.client is None
    assert {name: form.typed[name] for name in wrong} == wrong
    assert form.draft.city == "Stuttgart"


def test_warnings_never_block() -> None:
    form = read(vat_id="DE136695977", phone="+49 123 456 789", email="s@bergmann.con")
    assert [problem.field for problem in form.warnings] == ["email", "phone", "vat_id"]
    assert form.client is not None and form.client.vat_id == "DE136695977"


def test_a_company_needs_its_vat_id_or_a_reason() -> None:
    wanted = ("vat_id", "A company needs its VAT ID, or the reason why it has none.", "error")
    assert texts(read(vat_id="")) == [wanted]
    assert texts(read(vat_id="brak")) == [wanted]
    assert read(vat_id="", vat_id_missing_reason="Small business").problems == ()
    assert read(vat_id="", kind="person").problems == ()
    assert read(vat_id="", kind="sole_trader").problems == ()


def test_a_company_that_came_without_its_vat_id_is_corrected_without_it() -> None:
    known = Client("Bergmann GmbH", city="Stutgart", country="DE")
    sent = as_typed(known) | {"city": "Stuttgart"}
    changed = read_client(sent, GERMANY, complete=True, current=known)
    assert changed.changing(known) == replace(known, city="Stuttgart")
    assert check_field("vat_id", sent, GERMANY, known) == ()


@pytest.mark.parametrize(
    "known",
    [
        Client("Bergmann GmbH", vat_id="DE136695976", country="DE"),
        Client("Bergmann GmbH", vat_id_missing_reason="Small business", country="DE"),
        Client("Bergmann", kind="person", country="DE"),
    ],
)
def test_a_company_without_a_vat_id_is_not_made_of_another_client(known: Client) -> None:
    sent = as_typed(known) | {"kind": "company", "vat_id": "", "vat_id_missing_reason": ""}
    form = read_client(sent, GERMANY, complete=True, current=known)
    assert [problem.field for problem in form.errors] == ["vat_id"]
    assert check_field("vat_id", sent, GERMANY, known) == form.errors


def test_a_file_may_lack_the_vat_id() -> None:
    form = read(complete=False, vat_id="")
    assert form.problems == ()
    assert form.client is not None and form.client.vat_id == ""


def test_a_file_without_countries_takes_them_from_the_vat_id_or_the_region() -> None:
    row = {"name": "Tirol Sport KG", "vat_id": "ATU13585627", "phone": "0664 1234567", "postal_code": "1010"}
    client = read_client(row, GERMANY, complete=False).client
    assert client is not None and (client.country, client.phone) == ("AT", "+43 664 1234567")
    client = read_client({"name": "Schön", "country": ""}, GERMANY, complete=False).client
    assert client is not None and client.country == "DE"


def test_the_rows_of_a_file_are_read_like_one_form_each() -> None:
    rows = [
        BERGMANN,
        {"vat_treatment": "intra_eu", "phone": "12", "email": "nobody", "tags": "new"},
        {"name": "Tirol Sport KG", "country": "", "vat_id": "ATU13585627"},
        {},
    ]
    assert read_clients(rows, GERMANY) == [read_client(row, GERMANY, complete=False) for row in rows]


@pytest.mark.parametrize(("word", "code"), [("Polska", "PL"), ("Österreich", "AT"), ("EL", "GR")])
def test_a_country_may_be_a_word(word: str, code: str) -> None:
    assert read(country=word, postal_code="", vat_id="", kind="person").values["country"] == code


def test_numbers_are_read_as_those_of_the_clients_country() -> None:
    form = read(country="Polska", phone="600 123 456", postal_code="00111", vat_id="525-224-84-81")
    assert form.problems == ()
    assert [form.values[name] for name in ("phone", "postal_code", "vat_id")] == [
        "+48 600 123 456",
        "00-111",
        "PL5252248481",
    ]


@pytest.mark.parametrize(
    ("name", "typed", "text"),
    [
        ("country", "Deutchland", "Unknown country. Did you mean Deutschland?"),
        ("country", "Atlantis", "Unknown country."),
        ("postal_code", "7019", "In Germany 5 digits, 4 typed."),
        ("payment_term_days", "po 30 dniach", "A number of days from 0 to 365."),
        ("payment_term_days", "366", "A number of days from 0 to 365."),
        ("discount", "150", "The discount is a number from 0 to 100 %, with at most two decimals."),
        ("discount", "-1", "The discount is a number from 0 to 100 %, with at most two decimals."),
        ("discount", "1,234", "The discount is a number from 0 to 100 %, with at most two decimals."),
        ("currency", "euro", "“euro” is no currency code such as EUR or PLN."),
        ("kind", "firma", "“firma” is none of the choices."),
        ("status", "erased", "“erased” is none of the choices."),
        ("vat_treatment", "none", "“none” is none of the choices."),
        ("name", "x" * 201, "Up to 200 characters, 201 typed."),
        ("buyer_reference", "x" * 61, "Up to 60 characters, 61 typed."),
        ("phone", "1" * 5000, "Up to 40 characters, 5000 typed."),
        ("city", "Ulm\x00", "Control characters (U+0000) are not accepted."),
        ("notes", "bell\x07", "Control characters (U+0007) are not accepted."),
        ("website", "javascript:alert(1)", "Only addresses with http:// or https:// are accepted."),
    ],
)  # fmt: skip
def test_each_field_says_what_is_wrong_with_it(name: str, typed: str, text: str) -> None:
    assert (name, text, "error") in texts(read(**{name: typed}))
    assert [str(problem.message) for problem in check_field(name, BERGMANN | {name: typed}, GERMANY)] == [
        text
    ]


@pytest.mark.parametrize(
    ("name", "typed", "value"),
    [
        ("payment_term_days", "30", 30), ("payment_term_days", "30.0", 30), ("payment_term_days", "0", 0),
        ("discount", "2,5", 250), ("discount", "2.5 %", 250), ("discount", "100", 10_000), ("discount", "0", 0),
        ("currency", "pln", "PLN"), ("status", "Problematic", "problematic"), ("website", "bergmann.de", "https://bergmann.de"),
        ("notes", " one \r\ntwo ", "one\ntwo"), ("name", "  Bergmann\n GmbH ", "Bergmann GmbH"),
    ],
)  # fmt: skip
def test_values_are_brought_to_one_form(name: str, typed: str, value: object) -> None:
    assert read(**{name: typed}).values[name] == value


def test_what_is_left_empty_is_the_regions_choice() -> None:
    client = read(payment_term_days="", currency="", invoice_language="", kind="", status="").client
    assert client is not None
    assert (client.payment_term_days, client.currency, client.invoice_language) == (14, "EUR", "de")
    assert (client.kind, client.status, client.discount) == ("company", "active", 0)


def test_reverse_charge_without_a_vat_id_is_a_warning() -> None:
    form = read(kind="person", vat_id="", vat_treatment="reverse_charge")
    assert texts(form) == [("vat_treatment", "Reverse charge needs the client's VAT ID.", "warning")]


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("991-03730-19", []),
        ("991-03730-91", [("buyer_reference", "The check digits of this Leitweg-ID do not fit.", "warning")]),
        ("PO 4711", []),
    ],
)
def test_only_what_looks_like_a_leitweg_id_is_checked_as_one(
    typed: str, told: list[tuple[str, str, str]]
) -> None:
    form = read(buyer_reference=typed)
    assert (texts(form), form.values["buyer_reference"]) == (told, typed)


def test_only_known_fields_are_ever_read() -> None:
    sent = {"id": "7", "uuid": "x", "version": "99", "added_at": "2000", "region": "at", "incomplete": "0"}
    form = read(**sent)
    assert set(form.values) <= set(FIELDS) and set(form.typed) == set(FIELDS)
    assert form.client == read().client


def test_a_change_touches_only_what_was_sent() -> None:
    stored = Client("Bergmann GmbH", status="problematic", discount=250, id=7, uuid="u", version=3)
    changed = read_client({"name": "Bergmann AG", "kind": "person"}, GERMANY, complete=True).changing(stored)
    assert changed == replace(stored, name="Bergmann AG", kind="person")


@pytest.mark.parametrize("text", HOSTILE)
@pytest.mark.parametrize("name", FIELDS)
def test_hostile_markup_is_only_text(name: str, text: str) -> None:
    form = read(**{name: text})
    assert form.typed[name] == text
    assert all(str(problem.message) for problem in form.problems)  # shown without being filled in twice
    if form.client is not None and name in {"name", "contact_name", "street", "city", "industry", "notes"}:
        assert getattr(form.client, name) == text


@given(st.dictionaries(st.sampled_from([*FIELDS, "id", "x"]), ANY_TEXT), st.booleans())
@example({"name": "\ud800", "vat_id": "\x00", "phone": "+", "website": "http://["}, True)
@example({"discount": "9" * 40, "payment_term_days": "99999"}, False)
def test_no_text_breaks_the_form(sent: dict[str, str], complete: bool) -> None:
    form = read_client(sent, GERMANY, complete=complete)
    assert all(problem.field in FIELDS and str(problem.message) for problem in form.problems)
    if form.client is not None:
        assert all(len(str(value)) <= FIELDS[name].max_length for name, value in form.values.items())
        assert isinstance(form.client.discount, int) and isinstance(form.client.payment_term_days, int)


CLIENTS = st.builds(
    Client,
    name=st.sampled_from(["Bergmann & Söhne", "Łódzka Fabryka S.A."]),
    kind=st.sampled_from(list(KINDS)),
    status=st.sampled_from(list(STATUSES)),
    vat_id=st.sampled_from(["DE136695976", "ATU13585627", "PL5252248481"]),
    phone=st.sampled_from(["", "+49 711 2041140", "+48 22 833 12 34 ext. 4"]),
    country=st.sampled_from(["DE", "AT", "PL", "AE"]),
    notes=st.sampled_from(["", "one\n\ntwo"]),
    payment_term_days=st.integers(0, 365),
    currency=st.sampled_from(["EUR", "PLN", "JPY"]),
    invoice_language=st.sampled_from(list(INVOICE_LANGUAGES)),
    vat_treatment=st.sampled_from(list(VAT_TREATMENTS)),
    discount=st.integers(0, 10_000),
    buyer_reference=st.sampled_from(["", "04011000-12345-67", "Bestellung 7"]),
)


@given(CLIENTS, st.sampled_from(["en", "de", "pl"]))
def test_a_stored_client_is_edited_without_changing_by_itself(client: Client, locale: str) -> None:
    form = read_client(as_typed(client, locale), GERMANY, complete=True)
    assert form.changing(client) == client


def test_what_still_stands_as_it_was_shown_is_not_judged_anew() -> None:
    """A number that was good enough once does not keep somebody from correcting the name."""
    known = Client("Weiß", kind="person", country="DE", phone="12", postal_code="1234")
    sent = {**as_typed(known), "name": "Weiss"}
    assert read_client(sent, GERMANY, complete=True).errors
    read = read_client(sent, GERMANY, complete=True, current=known)
    assert read.changing(known) == replace(known, name="Weiss")
    abroad = read_client({**sent, "country": "FR"}, GERMANY, complete=True, current=known)
    assert [problem.field for problem in abroad.errors] == ["phone", "postal_code"]


def test_every_field_of_the_form_is_a_field_of_the_client() -> None:
    assert set(FIELDS) <= {field.name for field in fields(Client)}


def test_a_contact_person_is_read_like_a_client() -> None:
    form = read_contact(
        {
            "name": "Sabine Bergmann",
            "email": "s@bergmann.con",
            "phone": "600 123 456",
            "main": "on",
            "client_id": "9",
        },
        "PL",
    )
    assert form.contact == ContactPerson(
        "Sabine Bergmann", email="s@bergmann.con", phone="+48 600 123 456", main=True
    )
    assert [(problem.field, problem.kind) for problem in form.problems] == [("email", "warning")]


def test_a_contact_person_has_a_name() -> None:
    form = read_contact({"email": "x", "position": "Chef"}, "DE")
    assert form.contact is None
    assert [problem.field for problem in form.problems] == ["name", "email"]
    assert form.typed == {"name": "", "position": "Chef", "email": "x", "phone": "", "main": ""}


@given(st.dictionaries(st.sampled_from(["name", "position", "email", "phone", "main", "id"]), ANY_TEXT))
def test_no_text_breaks_the_form_of_a_contact_person(sent: dict[str, str]) -> None:
    form = read_contact(sent, "DE")
    assert form.contact is None or asdict(form.contact)["id"] == 0


def test_an_unknown_field_has_no_problems() -> None:
    assert check_field("id", {"id": "x"}, GERMANY) == ()


def test_what_many_have_in_common_is_wrong_for_each_of_them() -> None:
    """Read once and remembered: the value and the problem, and another country reads the same code in its own way."""
    form = {"name": "A", "city": " Stuttgart ", "postal_code": "7019", "industry": "x" * 121}
    first, second = (read_client(form, GERMANY, complete=False) for _ in range(2))
    assert [problem.field for problem in second.problems] == ["postal_code", "industry"]
    assert first == second and second.values["city"] == "Stuttgart"
    austrian = read_client({**form, "industry": "", "country": "AT"}, GERMANY, complete=False)
    assert not austrian.problems and austrian.values["postal_code"] == "7019"
