"""What was exported can be imported again, and every client is what it was."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.clients.model import INVOICE_LANGUAGES, KINDS, STATUSES, VAT_TREATMENTS, Client, ContactPerson
from app.exports.model import Options, Row
from app.i18n import LOCALES
from app.imports.forms import recognised
from app.imports.inspection import inspect
from app.imports.judging import outcomes
from app.imports.reading import TO_BE_FOUND, Format, read
from app.imports.reading.confinement import run_confined
from app.imports.rows import Outcome
from app.text import clean_line
from tests.exports.rows import PAYLOADS, lines, people, row, texts, written
from tests.house import BERGMANN


@dataclass(frozen=True)
class Germany:
    country: str = "DE"
    currency: str = "EUR"
    payment_term_days: int = 14
    languages: tuple[str, ...] = ("de",)


class Nobody:
    """A region that knows nobody yet."""

    def clients(self, wanted: Sequence[object], external_ids: Sequence[str]) -> Sequence[None]:
        return [None] * len(wanted)

    def nothing(self, _: object) -> Mapping[Any, Any]:
        return {}

    def alike(self, client: object, keys: object) -> None:
        return None

    organizations = load = people = nothing


def came_back(path: Path, wanted: Format) -> list[Outcome]:
    """Every row as an import judges it, its columns found by themselves."""
    options = recognised(inspect(path, wanted))
    assert options.format.kind is not None
    rows = read(path, options.format).rows
    return list(outcomes(rows, options, Germany(), Nobody()))


def again(content: bytes, wanted: Format = TO_BE_FOUND) -> list[Client | None]:
    with tempfile.NamedTemporaryFile() as file:
        file.write(content)
        file.flush()
        if content[:2] == b"PK":
            found = run_confined(came_back, Path(file.name), wanted)
        else:
            found = came_back(Path(file.name), wanted)
    assert [each.reasons for each in found if each.client is None] == []
    return [each.client for each in found]


def clients() -> st.SearchStrategy[Client]:
    """As the form lets them in; the street without what would be taken for a whole address."""
    return st.builds(
        Client,
        name=lines(), kind=st.sampled_from(sorted(KINDS)), contact_name=st.just("") | lines(),
        email=st.sampled_from(["", "info@bergmann.example"]),
        phone=st.sampled_from(["", "+49 711 2041140", "+49 711 2041140 ext. 12", "+1 201-555-0123"]),
        vat_id=st.sampled_from(["", "DE136695976", "ATU33864707"]), vat_id_missing_reason=st.just("") | lines(),
        street=lines(), postal_code=st.sampled_from(["70192", "01067"]), city=lines(), country=st.just("DE"),
        website=st.sampled_from(["", "https://bergmann.example"]), industry=st.just("") | lines(),
        notes=st.just("") | texts(), status=st.sampled_from(sorted(STATUSES)),
        payment_term_days=st.integers(0, 365), currency=st.sampled_from(["EUR", "PLN"]),
        invoice_language=st.sampled_from(sorted(INVOICE_LANGUAGES)),
        vat_treatment=st.sampled_from(sorted(VAT_TREATMENTS)), discount=st.integers(0, 10_000),
    ).filter(lambda client: client.postal_code not in client.street)  # fmt: skip


def rows_of(some: Iterable[Client]) -> list[Row]:
    return [row(each, id=number, uuid=f"{number:036}") for number, each in enumerate(some, 1)]


@given(
    st.lists(clients(), min_size=1, max_size=4), st.sampled_from(LOCALES), st.sampled_from([";", ",", "\t"])
)
@settings(max_examples=150)
def test_csv(some: list[Client], locale: str, delimiter: str) -> None:
    some = [*some, BERGMANN]  # of a column that held nothing but ones and zeros, no heading would be believed
    content = written("csv", rows_of(some), locale, Options(delimiter))
    assert again(content) == some


@pytest.mark.parametrize(
    ("encoding", "name"), [("cp1250", "Źródło & Söhne"), ("cp1252", "Crème & Söhne"), ("utf-8", "日本")]
)
def test_csv_in_other_encodings(encoding: str, name: str) -> None:
    some = [replace(BERGMANN, name=name), replace(BERGMANN, name="=1+1")]
    content = written("csv", rows_of(some), "pl", Options("\t", encoding))
    assert name.encode(encoding) in content
    assert again(content, Format(encoding=encoding if encoding != "utf-8" else "utf-8-sig")) == some


def hostile() -> list[Client]:
    """Every payload in every field that takes any text."""
    fields = ("name", "contact_name", "vat_id_missing_reason", "city", "industry", "notes")
    return [
        replace(BERGMANN, **{field: payload if field == "notes" else clean_line(payload)})
        for field in fields
        for payload in PAYLOADS
    ]


@pytest.mark.parametrize(("locale", "key"), [("en", "xlsx"), ("de", "ods"), ("pl", "xlsx")])
def test_workbooks(locale: str, key: str) -> None:
    some = [*hostile(), replace(BERGMANN, notes="a\n\nb", discount=250, payment_term_days=0)]
    assert again(written(key, rows_of(some), locale)) == some


@pytest.mark.parametrize("key", ["vcf", "vcf4"])
def test_vcards_bring_back_what_an_address_book_holds(key: str) -> None:
    some = [
        each for each in hostile() if each.vat_id_missing_reason == "" and each.industry == BERGMANN.industry
    ]
    some.append(replace(BERGMANN, contact_name=""))
    back = again(written(key, rows_of(some), "de"))
    assert [_of_address_book(each) for each in back if each] == [_of_address_book(each) for each in some]


def _of_address_book(client: Client) -> Sequence[str]:
    return (
        client.name, client.kind, client.contact_name, client.email, client.phone, client.vat_id, client.street,
        client.postal_code, client.city, client.country, client.website, client.notes,
    )  # fmt: skip


@pytest.mark.parametrize("key", ["vcf", "vcf4"])
def test_further_contact_persons_come_back_with_their_client(key: str) -> None:
    persons = people(("Tom Ober", "Einkauf", "tom@bergmann.example", "", 0))
    with tempfile.NamedTemporaryFile() as file:
        file.write(written(key, [row(contacts=persons)]))
        file.flush()
        first, second = came_back(Path(file.name), TO_BE_FOUND)
    assert (
        first.twin is None and first.client and _of_address_book(first.client) == _of_address_book(BERGMANN)
    )
    assert second.twin is not None and second.twin.line == first.line
    assert second.person is not None
    assert second.person.contact == ContactPerson("Tom Ober", "Einkauf", "tom@bergmann.example")


def test_a_private_person_is_one_again() -> None:
    anna = replace(BERGMANN, name="Anna Nowak", kind="person", contact_name="", vat_id="")
    [back] = again(written("vcf4", [row(anna)]))
    assert back is not None and (back.name, back.kind, back.contact_name) == ("Anna Nowak", "person", "")


def test_notes_of_thousands_of_lines() -> None:
    long = replace(BERGMANN, notes="\n".join(["ein", "zwei", "", "=drei"] * 500))
    assert again(written("csv", rows_of([long, BERGMANN]))) == [long, BERGMANN]
