"""Who sells what to whom decides whether there is VAT, and who owes it."""

import pytest

from app.clients.model import VAT_TREATMENTS
from app.vat.treatment import DOMESTIC, Party, ProductKind, category_for, is_mixed_wrongly, objections

GERMAN = Party("DE", "DE136695976")
AUSTRIAN = Party("AT", "ATU13585627")


def category(
    kind: ProductKind,
    buyer: str,
    vat_id: str = "",
    business: bool = True,
    small: bool = False,
    treatment: str = "automatic",
    seller: str = "DE",
) -> str:
    return category_for(seller, small, buyer, business, vat_id, treatment, kind)


@pytest.mark.parametrize(
    ("who", "goods", "service"),
    [
        (("DE", "DE136695976", True), DOMESTIC, DOMESTIC),
        (("DE", "", False), DOMESTIC, DOMESTIC),
        (("", "", True), DOMESTIC, DOMESTIC),
        (("AT", "ATU13585627", True), "K", "AE"),
        (("AT", "", True), DOMESTIC, DOMESTIC),
        (("AT", "DE136695976", True), DOMESTIC, DOMESTIC),
        (("AT", "ATU13585627", False), DOMESTIC, DOMESTIC),
        (("GR", "EL123456789", True), "K", "AE"),
        (("GB", "XI123456789", True), "K", "O"),
        (("GB", "GB123456789", True), "G", "O"),
        (("CH", "", True), "G", "O"),
        (("CH", "", False), "G", DOMESTIC),
    ],
)
def test_place_and_vat_id_decide(who: tuple[str, str, bool], goods: str, service: str) -> None:
    assert (category("goods", *who), category("service", *who)) == (goods, service)


def test_a_greek_seller_knows_its_own_prefix() -> None:
    assert category("goods", "AT", "EL123456789", seller="GR") == DOMESTIC


@pytest.mark.parametrize(
    ("treatment", "found"),
    [("domestic", DOMESTIC), ("intra_eu", "K"), ("reverse_charge", "AE"), ("export", "G"), ("exempt", "E")],
)
def test_what_a_client_is_set_to_goes_before_everything(treatment: str, found: str) -> None:
    assert category("goods", "DE", treatment=treatment) == found
    assert category("service", "CH", treatment=treatment) == found


def test_every_treatment_a_client_can_have_is_known() -> None:
    decided = {category("goods", "AT", "ATU13585627", treatment=each) for each in VAT_TREATMENTS}
    assert decided == {"S", "K", "AE", "G", "E"}


def test_a_small_business_is_exempt_at_home_and_not_for_services_elsewhere() -> None:
    assert category("goods", "DE", small=True) == "E"
    assert category("goods", "AT", "ATU13585627", small=True) == "E"
    assert category("goods", "CH", small=True) == "E"
    assert category("service", "DE", small=True, treatment="reverse_charge") == "E"
    assert category("service", "AT", "ATU13585627", small=True) == "AE"
    assert category("service", "CH", small=True) == "O"


def said(category: str, seller: Party, buyer: Party) -> list[str]:
    return [str(each.message) for each in objections(category, seller, buyer)]


def test_what_is_lawful_meets_no_objection() -> None:
    for known in ("S", "Z", "E", "AE", "K", "O"):
        assert said(known, GERMAN, AUSTRIAN) == []
    assert said("G", GERMAN, Party("CH")) == []
    assert said("K", GERMAN, Party("GB", "XI123456789")) == []
    assert said("AE", GERMAN, Party("DE", "DE811569869")) == []


def test_reverse_charge_without_vat_ids_is_refused() -> None:
    assert said("AE", Party("DE"), Party("AT")) == [
        "Without the client's VAT ID there is no invoice without VAT.",
        "The firm's VAT ID is missing.",
    ]


@pytest.mark.parametrize(
    ("buyer", "reason"),
    [
        (Party("AT", "DE811569869"), "An intra-EU supply needs a VAT ID of another country of the EU."),
        (Party("AT", "CHE123456789"), "An intra-EU supply needs a VAT ID of another country of the EU."),
        (Party("DE", "ATU13585627"), "An intra-EU supply goes to another country of the EU."),
        (Party("CH", "ATU13585627"), "An intra-EU supply goes to another country of the EU."),
    ],
)
def test_an_intra_eu_supply_goes_to_another_member_state(buyer: Party, reason: str) -> None:
    assert said("K", GERMAN, buyer) == [reason]


def test_an_export_leaves_the_eu() -> None:
    for country in ("DE", "AT"):
        assert said("G", GERMAN, Party(country)) == ["An export leaves the EU."]


def test_a_small_business_with_a_taxed_line_is_refused() -> None:
    for category in ("S", "Z"):
        assert said(category, Party("DE", is_small=True), GERMAN) == [
            "A small business charges no VAT: its lines are exempt."
        ]


def test_what_is_outside_the_scope_is_supplied_elsewhere() -> None:
    assert said("O", GERMAN, GERMAN) == ["What is outside VAT is supplied in another country."]


def test_what_is_outside_the_scope_of_vat_stands_alone() -> None:
    assert is_mixed_wrongly({"O", "S"})
    assert not is_mixed_wrongly({"O"})
    assert not is_mixed_wrongly({"S", "AE", "E"})
