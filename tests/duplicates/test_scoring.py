"""What makes two clients one, pair by pair."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.clients.model import Client
from app.duplicates.model import POSSIBLE, SURE
from app.duplicates.scoring import compare
from app.duplicates.store import profile_of
from app.i18n import translate

FIRM = Client(
    "Bergmann & Söhne Maschinenbau GmbH", email="info@bergmann.example", phone="+49 711 2041140", vat_id="DE136695976",
    street="Heilbronner Straße 128", postal_code="70192", city="Stuttgart", country="DE",
)  # fmt: skip
BARE = replace(FIRM, email="", phone="", vat_id="")
PERSON = Client(
    "Hans Müller", kind="person", email="hans.mueller@gmx.de", phone="+49 731 1234567", street="Lindenstraße 3",
    postal_code="89073", city="Ulm", country="DE",
)  # fmt: skip


def score(one: Client, **other: Any) -> int:
    return compare(profile_of(one), profile_of(replace(one, **other)))[0]


def told(one: Client, **other: Any) -> list[str]:
    return [str(reason.message) for reason in compare(profile_of(one), profile_of(replace(one, **other)))[1]]


def test_the_same_client_once_more() -> None:
    assert score(FIRM) == 100


def test_the_reasons_say_why() -> None:
    assert told(FIRM, name="Bergmann+Soehne Maschinenbau", street="Industriestr. 4") == [
        "same name but for its legal form", "same VAT ID", "same email address", "same phone number",
        "another street in the same city",
    ]  # fmt: skip
    assert told(BARE, name="Maschinenbau Bergmann & Söhne") == ["same words in another order", "same address"]
    assert told(BARE, name="Bergmnan & Söhne Maschinenbau") == ["name 97 %", "same address"]


def test_reasons_are_told_in_the_readers_language() -> None:
    reasons = compare(profile_of(FIRM), profile_of(FIRM))[1]
    assert translate(reasons[1].message, "de") == "gleiche USt-IdNr."


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Bergmann und Soehne Maschinenbau"},
        {"name": "Maschinenbau Bergmann & Söhne"},
        {"name": "Bergmann & Söhne Maschienenbau"},
        {"name": "Bergmann & Söhne Masch."},
        {"name": "Bergmann Maschinenbau"},
        {"street": "Heilbronner Str. 128 (Hof)"},
        {"postal_code": "70129"},
    ],
)
def test_a_slip_hides_nobody_at_the_same_address(other: dict[str, str]) -> None:
    assert score(BARE, **other) >= POSSIBLE


def test_a_vat_id_is_proof_whatever_the_name() -> None:
    assert (
        score(FIRM, name="Neue Werke AG", email="", phone="", street="", city="", postal_code="") >= POSSIBLE
    )


def test_two_vat_ids_of_one_country_are_two_firms() -> None:
    assert score(FIRM, name="Bergmann & Söhne Maschinenbau GmbH & Co. KG", vat_id="DE811907980") < POSSIBLE
    assert score(FIRM, vat_id="DE136695967") >= SURE
    assert score(FIRM, vat_id="ATU33145361") >= SURE


@pytest.mark.parametrize(
    "other",
    [
        {"name": "Bergmann Metallbau e.K.", "street": "Talstraße 1"},
        {"name": "Elektro Bergmann GmbH", "street": "Talstraße 1"},
        {"name": "Zimmermann Haustechnik GmbH"},
        {"name": "Bergmann Holding GmbH"},
        {"street": "Hafenstraße 2", "postal_code": "20095", "city": "Hamburg"},
    ],
)
def test_a_likeness_is_no_identity(other: dict[str, str]) -> None:
    assert score(BARE, **other) < POSSIBLE


def test_branches_of_a_chain_share_their_name_and_domain() -> None:
    branch = {
        "email": "ulm@bergmann.example",
        "city": "Ulm",
        "postal_code": "89073",
        "street": "Talstraße 1",
        "phone": "",
    }
    assert score(replace(FIRM, vat_id=""), **branch) < POSSIBLE


@pytest.mark.parametrize("name", ["Peter Müller", "Hans Müller jun.", "Hanna Müller", "H. Maier"])
def test_a_family_under_one_roof_is_not_one_person(name: str) -> None:
    assert score(PERSON, name=name, email="") < POSSIBLE


@pytest.mark.parametrize("name", ["Müller, Hans", "H. Müller", "Hans Mueller", "Dr. Hans Müller"])
def test_a_person_is_recognised(name: str) -> None:
    assert score(PERSON, name=name, email="") >= POSSIBLE


def test_mail_at_a_provider_says_nothing() -> None:
    away = {"street": "", "postal_code": "", "city": "Kiel", "phone": ""}
    assert score(PERSON, name="Jan Müller", email="jan@gmx.de", **away) == 0


names = st.sampled_from(
    ["Bergmann", "Söhne", "Maschinenbau", "GmbH", "Ulm", "Müller", "Hans", "sp. z o.o.", "H.", "7"]
)
clients = st.builds(
    Client,
    name=st.lists(names, min_size=1, max_size=4).map(" ".join),
    kind=st.sampled_from(["company", "person"]),
    email=st.sampled_from(["", "a@gmx.de", "info@x.example", "b@x.example"]),
    phone=st.sampled_from(["", "+49 711 2041140"]),
    vat_id=st.sampled_from(["", "DE136695976", "DE136695967", "DE811907980", "ATU33145361"]),
    street=st.sampled_from(["", "Talstraße 1", "Talstr. 1", "Talstraße 2", "Hof"]),
    postal_code=st.sampled_from(["", "70192", "89073"]),
    city=st.sampled_from(["", "Ulm", "Stuttgart", "Stutgart"]),
    country=st.sampled_from(["", "DE"]),
)


@given(clients, clients)
@settings(max_examples=300)
def test_who_is_compared_with_whom_makes_no_difference(one: Client, other: Client) -> None:
    a, b = profile_of(one), profile_of(other)
    assert compare(a, b) == compare(b, a)


@given(clients, clients, st.sampled_from([1, 46, POSSIBLE, SURE, 100]))
@settings(max_examples=300)
def test_the_short_way_out_loses_nothing(one: Client, other: Client, at_least: int) -> None:
    a, b = profile_of(one), profile_of(other)
    whole = compare(a, b)
    assert compare(a, b, at_least) == (whole if whole[0] >= at_least else (0, []))
