"""Documents of an order: kept like any of the client's, named by the order, and gone where it goes."""

from __future__ import annotations

import pytest
from litestar.testing import TestClient

from app.belongings import BELONGINGS
from app.clients import store as clients
from app.clients.model import Client
from app.documents import store as documents
from app.documents.forms import accept
from app.documents.sealing import seal_all
from app.duplicates import merging
from app.errors import NotFound
from app.history import store as history
from app.instance import Instance
from app.orders import attachments, store
from app.orders.model import Order
from app.regions import Region
from tests.clients.test_first_day import add as add_client
from tests.documents.test_documents import HTML, photo, upload
from tests.house import ANNA, AT
from tests.orders.test_orders import added, client_of, new

PLAN = ("Bauplan.png", photo())


@pytest.fixture
def region(instance: Instance) -> Region:
    return instance.regions.find("de")


def attach(region: Region, order: Order, name: str) -> None:
    owner = region.read(clients.find, region.read(store.find, order.id).client_id).uuid
    sealed = seal_all(accept([(name, b"Wie besprochen.")])[0], owner, region.keys)
    region.write_now(
        attachments.attach, region.keys, order.id, sealed, ANNA, AT, upload=f"a-random-key-{name:0>10}"
    )


def names(region: Region, order: Order) -> list[str]:
    return [each.filename for each in region.read(attachments.of_order, order.id)]


def test_it_stands_on_the_order_and_with_the_clients_documents(
    anna: TestClient, bartek: TestClient, clara: TestClient
) -> None:
    client = add_client(anna)
    address = new(anna, client_id=client_of(client))
    for _ in range(2):
        upload(anna, address, PLAN, submission="a-random-key-of-the-form")
    page = bartek.get(address).text
    assert page.count("Bauplan.png</a>") == 1 and f"{client}/documents/1/file" in page
    for there in (f"{client}/documents", f"{client}/documents/1"):
        assert f'href="{address}"' in bartek.get(there).text and "AU-2026-0001" in bartek.get(there).text
    assert bartek.get(f"{client}/documents/1/file").content == PLAN[1]
    upload(bartek, address, PLAN, status=403)
    upload(clara, address, PLAN, status=404)
    assert anna.post(f"{client}/documents/1/removal").status_code == 200
    assert "Bauplan.png" not in anna.get(address).text


def test_what_is_refused_of_a_client_is_refused_here(anna: TestClient) -> None:
    address = new(anna)
    text = upload(anna, address, ("vertrag.pdf", HTML), status=422)
    assert "is not a .pdf file" in text and "AU-2026-0001" in text
    upload(anna, address, ("gross.txt", b"x" * 26_300_000), status=413)
    assert "No documents yet." in anna.get(address).text


def test_a_merge_takes_them_along_and_undoing_gives_them_back(region: Region) -> None:
    stays, goes = (
        region.read(clients.find, added(region).client_id),
        region.write_now(clients.add, region.keys, Client("Huber KG"), ANNA, AT),
    )
    order = added(region, goes.id)
    attach(region, order, "vorher.txt")
    number = region.write_now(merging.merge, region.keys, BELONGINGS, stays, [goes], ANNA, AT)
    attach(region, order, "seitdem.txt")
    assert names(region, order) == ["vorher.txt", "seitdem.txt"]
    assert region.read(documents.count, stays.id) == 2
    region.write_now(merging.take_back, region.keys, BELONGINGS, number, ANNA, AT)
    assert names(region, order) == ["vorher.txt", "seitdem.txt"]
    assert (region.read(documents.count, stays.id), region.read(documents.count, goes.id)) == (0, 2)
    assert region.read(history.verify, region.keys).whole


def test_an_erasure_of_the_clients_documents_empties_the_order(region: Region) -> None:
    order = added(region)
    attach(region, order, "plan.txt")
    region.write_now(documents.erase, order.client_id)
    assert names(region, order) == []
    with pytest.raises(NotFound):
        attach(region, Order(order.client_id, id=999), "plan.txt")
