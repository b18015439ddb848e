"""A region with Bergmann & Söhne, typed in three times, and Huber."""

from __future__ import annotations

from dataclasses import replace

import pytest

from app.actor import Actor
from app.clients import store as clients
from app.clients.model import Client
from app.clock import stamp
from app.instance import Instance
from app.regions import Region
from tests.conftest import NOW
from tests.house import fresh_house, furnished, house

__all__ = ["fresh_house", "furnished", "house"]
AT = stamp(NOW)
ANNA = Actor("staff:1", "Anna Krüger")
BERGMANN = Client(
    "Bergmann & Söhne Maschinenbau GmbH", contact_name="Thomas Bergmann", email="info@bergmann-maschinenbau.example",
    phone="+49 711 2041110", vat_id="DE136695976", street="Heilbronner Straße 128", postal_code="70192",
    city="Stuttgart", country="DE", industry="Maschinen",
)  # fmt: skip
HURRIED = replace(
    BERGMANN, name="Bergmann+Soehne Maschinenbau", contact_name="", email="einkauf@bergmann-maschinenbau.example",
    phone="", street="Heilbronner Str. 12", postal_code="70191", industry="Maschinenbau", status="inactive",
    payment_term_days=30,
)  # fmt: skip
TURNED = replace(
    BERGMANN, name="Maschinenbau Bergmann & Söhne", contact_name="Sabine Bergmann", vat_id="",
    email="s.bergmann@bergmann-maschinenbau.example", street="Industriestraße 4", postal_code="70565",
)  # fmt: skip
HUBER = Client(
    "Huber OHG",
    email="office@huber.example",
    city="Ulm",
    country="DE",
    vat_id_missing_reason="Kleinunternehmer",
)


@pytest.fixture
def region(instance: Instance) -> Region:
    """Clients 1, 2, 3 are one and the same; 4 is not."""
    found = instance.regions.find("de")
    for client in (BERGMANN, HURRIED, TURNED, HUBER):
        found.write_now(clients.add, found.keys, client, ANNA, AT)
    return found
