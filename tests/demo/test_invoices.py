"""Invented invoices: as lawful and as frozen as any, numbered on above the real ones."""

from __future__ import annotations

import pytest

from app import sqlite
from app.clients import store as clients
from app.demo.invoices import fill_invoices
from app.demo.load import fill
from app.history import store as history
from app.instance import Instance
from app.invoices import issuing, store
from app.invoices.law import Law
from app.invoices.model import Invoice
from tests.conftest import NOW
from tests.invoices.conftest import ANNA, AT, TODAY, add_draft


@pytest.mark.parametrize("code", ["de", "at", "pl"])
def test_demo_invoices_are_what_issuing_would_have_made(instance: Instance, code: str) -> None:
    if code == "pl":
        instance.regions.add("pl")
    region = instance.regions.find(code)
    fill(region, 30, until=NOW, lively=3)
    fill_invoices(region, 120, seed=1, until=NOW)
    found = region.read(lambda db: [store.find(db, number) for number in range(1, 121)])
    drawn = [each for each in found if not each.is_recorded]
    assert (len(drawn) < len(found)) == (code == "pl")
    numbers = [each.sequence for each in drawn if each.year == 2026]
    assert numbers == [*range(1, 1 + len(numbers))]
    assert sorted(each.issued_on for each in found) == [each.issued_on for each in found]
    for each in found[::7]:
        document = region.read(store.load_document, each.id)
        assert document.totals.gross.minor == each.gross > 0
        assert sum(row.net + row.vat for row in document.vat) == each.gross
        assert document.seller.name.startswith("Nordwerk") and document.buyer.name == each.buyer_name
    paid = region.read(
        lambda db: dict(db.execute("SELECT state, count(*) FROM invoice GROUP BY state").fetchall())
    )
    assert paid["paid"] > 90 and 0 < sum(paid.values()) - paid["paid"] < 30
    assert region.read(history.verify, region.keys).whole
    assert instance.vault.number_marks(code)["invoice", 2026] == drawn[-1].sequence
    with pytest.raises(sqlite.IntegrityError, match="never changes"):
        region.write_now(lambda db: db.execute("UPDATE invoice SET gross = 1 WHERE id = 5").fetchall())


def test_the_next_invoice_goes_on_above_them(instance: Instance) -> None:
    region = instance.regions.find("de")
    fill(region, 5, until=NOW, lively=1)
    fill_invoices(region, 10, seed=1, until=NOW)
    fill_invoices(region, 10, seed=2, until=NOW)
    client = region.read(lambda db: db.execute("SELECT client_id FROM invoice").fetchone()[0])
    draft = add_draft(region, region.read(clients.find, client), issued_on=TODAY)
    law, marks = Law.of(region.definition), instance.vault.number_marks("de")
    done: Invoice = region.write_now(
        issuing.issue, region.keys, draft.id, law, marks, ANNA, AT, version=1, today=TODAY
    )
    assert done.sequence == marks["invoice", 2026] + 1
