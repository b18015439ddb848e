from collections import Counter
from itertools import islice

import phonenumbers
import pytest
from stdnum import get_cc_module

from app.clients.model import STATUSES, gaps
from app.countries import check_postal_code
from app.demo.people import clients

REGIONS = ("de", "at", "pl")


@pytest.mark.parametrize("region", REGIONS)
def test_the_same_seed_makes_the_same_clients(region: str) -> None:
    assert list(clients(region, 120, seed=7)) == list(clients(region, 120, seed=7))
    assert list(clients(region, 120, seed=7)) != list(clients(region, 120, seed=8))


def test_germany_opens_with_the_clients_of_the_pictures() -> None:
    names = [each.client.name for each in islice(clients("de", 300), 4)]
    assert names == [
        "Löwenstein Pharma SE",
        "Brückner Logistik AG",
        "Ulmer Präzisionsteile GmbH",
        "Bergmann & Söhne Maschinenbau GmbH",
    ]


@pytest.mark.parametrize("region", REGIONS)
def test_every_vat_id_has_a_right_checksum(region: str) -> None:
    for client in (each.client for each in clients(region, 500)):
        if client.vat_id:
            assert get_cc_module(client.country, "vat").is_valid(client.vat_id), client


@pytest.mark.parametrize("region", REGIONS)
def test_nobody_shares_a_vat_id_but_those_typed_in_twice(region: str) -> None:
    seen = Counter(each.client.vat_id for each in clients(region, 1_500) if each.client.vat_id)
    assert max(seen.values()) == 2
    assert 3 < sum(1 for times in seen.values() if times == 2) < 30


@pytest.mark.parametrize("region", REGIONS)
def test_phones_and_postal_codes_are_of_the_client_s_country(region: str) -> None:
    for client in (each.client for each in clients(region, 400)):
        assert check_postal_code(client.postal_code, client.country) is None, client
        if client.phone:
            number = phonenumbers.parse(client.phone)
            assert phonenumbers.is_possible_number(number), client


def test_nobody_real_can_be_written_to() -> None:
    for each in clients("de", 800):
        addresses = [each.client.email, *(contact.email for contact in each.contacts)]
        assert all(not address or address.endswith(".example") for address in addresses)


def test_most_are_of_the_region_and_the_rest_are_neighbours() -> None:
    countries = Counter(each.client.country for each in clients("at", 1_000))
    assert countries["AT"] > 750
    assert {"DE", "IT", "CH"} <= set(countries)


def test_every_status_occurs_and_some_are_incomplete() -> None:
    everybody = [each.client for each in clients("pl", 1_000)]
    assert {client.status for client in everybody} == set(STATUSES)
    assert 30 < sum(bool(gaps(client)) for client in everybody) < 200


def test_they_came_one_after_the_other_over_two_years() -> None:
    days = [each.client.added_at for each in clients("de", 500)]
    assert days == sorted(days)
    assert days[0].startswith("2024-11") and days[-1].startswith("2026-11")


def test_a_region_of_one_s_own_making_gets_german_clients() -> None:
    assert next(clients("fr", 10)).client.name == "Löwenstein Pharma SE"
