"""The whole search, over clients of whom the truth is known."""

from __future__ import annotations

import pytest

from app.clients.model import Client
from app.duplicates.blocking import candidates
from app.duplicates.scan import find_pairs
from app.duplicates.store import profile_of
from tests.duplicates.labelled import LIKENESSES, SLIPS, labelled
from tests.duplicates.measure import Measured, measure

# The weights were chosen with other seeds.
SEED = 2026


@pytest.fixture(scope="module")
def measured() -> Measured:
    truth = labelled(SEED)
    assert len(truth.duplicates) >= 500 and len(SLIPS) >= 8
    assert len(truth.others) == 60 * len(LIKENESSES)
    return measure(truth)


def test_nearly_all_are_found_and_hardly_anybody_else(measured: Measured) -> None:
    assert measured.f1 >= 0.93
    assert measured.precision >= 0.93 and measured.recall >= 0.93


def test_no_kind_of_slip_is_overlooked(measured: Measured) -> None:
    assert {kind: recall for kind, recall in measured.recall_of.items() if recall < 0.8} == {}


def test_the_same_seed_makes_the_same_set() -> None:
    assert labelled(5, each=2, ordinary=5) == labelled(5, each=2, ordinary=5)
    assert labelled(5, each=2, ordinary=5) != labelled(6, each=2, ordinary=5)


def test_a_pair_is_found_once_the_likeliest_first() -> None:
    firm = Client(
        "Bergmann GmbH", vat_id="DE136695976", city="Ulm", postal_code="89073", street="Talstraße 1"
    )
    bare = Client("Bergmann", city="Ulm", postal_code="89073")
    profiles = [profile_of(each)._replace(id=number) for number, each in ((7, bare), (9, firm), (12, firm))]
    assert [(pair.first, pair.second) for pair in find_pairs(profiles)] == [(9, 12), (7, 9), (7, 12)]


def test_two_archived_clients_are_nobodys_concern() -> None:
    one = profile_of(Client("Bergmann GmbH", vat_id="DE136695976", status="archived"))
    active = one._replace(id=3, is_archived=False)
    assert find_pairs([one._replace(id=1), one._replace(id=2)]) == []
    assert len(find_pairs([one._replace(id=1), active])) == 1


def test_a_thousand_clients_at_one_domain_cost_no_million_comparisons() -> None:
    everybody = [
        profile_of(
            Client(f"Filiale {number} Kette", email=f"f{number}@kette.example", city=f"Ort{number}")
        )._replace(id=number)
        for number in range(1000)
    ]
    assert sum(1 for _ in candidates(everybody)) < 20_000


def test_progress_comes_to_its_end() -> None:
    heard: list[tuple[int, int]] = []
    find_pairs([], tell=lambda done, total: heard.append((done, total)))
    assert heard and heard[-1][0] == heard[-1][1]
