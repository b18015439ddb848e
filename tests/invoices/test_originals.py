"""What was issued is sealed as it was, for as long as the law says, whatever happens in between."""

from __future__ import annotations

import asyncio
import hashlib
from dataclasses import replace

import facturx
import pytest

from app import sqlite
from app.clients.model import Client
from app.clock import FixedClock
from app.doctor import verify_region
from app.errors import NotFound
from app.instance import Instance
from app.invoices import issuing
from app.invoices.law import Law
from app.invoices.model import Document, Invoice
from app.invoices.originals import owner_of, retained_until, sealing, store
from app.invoices.originals.sealer import Sealer
from app.invoices.printing import Printing
from app.paper import NotPrinted, Presses
from app.regions import Region
from app.vault.keys import WrongKey
from tests.invoices.conftest import ANNA, AT, TODAY, add_draft


def issued(region: Region, client: Client, **other: object) -> Invoice:
    draft = add_draft(region, client, **other)
    law, marks = Law.of(region.definition), region.vault.number_marks(region.code)
    return region.write_now(
        issuing.issue, region.keys, draft.id, law, marks, ANNA, AT, version=draft.version, today=TODAY
    )


@pytest.fixture
def sealer(instance: Instance, presses: Presses) -> Sealer:
    return Sealer(instance.regions, instance.clock, Printing(presses))


def seal(sealer: Sealer, region: Region) -> None:
    sealer.call(region.code)
    asyncio.run(sealer.go_round())


def opened(region: Region, invoice: Invoice, kind: str) -> bytes:
    return sealing.opened(region.read(store.find, invoice.id, kind), region.keys)


def test_what_is_issued_is_sealed_once_and_opens_as_it_was(
    sealer: Sealer, region: Region, bergmann: Client
) -> None:
    invoice = issued(region, bergmann)
    assert region.read(store.unsealed) == [invoice.id]
    seal(sealer, region)
    seal(sealer, region)
    assert region.read(store.unsealed) == []
    found = region.read(store.of_invoice, invoice.id)
    assert [(each.kind, each.retained_until, each.owner) for each in found] == [
        ("pdf", "2034-12-31", "originals:de:2034"), ("xml", "2034-12-31", "originals:de:2034"),
    ]  # fmt: skip
    pdf, xml = opened(region, invoice, "pdf"), opened(region, invoice, "xml")
    assert facturx.get_facturx_xml_from_pdf(pdf, check_xsd=False)[1] == xml
    assert invoice.number.encode() in xml
    assert [(each.sha256, each.bytes) for each in found] == [
        (hashlib.sha256(data).hexdigest(), len(data)) for data in (pdf, xml)
    ]


def test_a_public_buyer_gets_an_xrechnung_which_is_sealed_too(
    sealer: Sealer, region: Region, bergmann: Client
) -> None:
    invoice = issued(region, bergmann, buyer_reference="04011000-12345-67")
    seal(sealer, region)
    assert [each.kind for each in region.read(store.of_invoice, invoice.id)] == ["pdf", "xml", "xrechnung"]
    assert b"xrechnung_3.0" in opened(region, invoice, "xrechnung")


def test_a_pro_forma_is_sealed_without_xml(sealer: Sealer, region: Region, bergmann: Client) -> None:
    invoice = issued(region, bergmann, type="proforma")
    seal(sealer, region)
    assert [each.kind for each in region.read(store.of_invoice, invoice.id)] == ["pdf"]


def test_an_invoice_issued_before_a_crash_is_sealed_at_the_next_start(
    instance: Instance, sealer: Sealer, region: Region, bergmann: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    invoice = issued(region, bergmann)

    async def no_paper(*_: object) -> bytes:
        raise NotPrinted("no paper")

    with monkeypatch.context() as broken:
        broken.setattr(sealer._printing, "originals", no_paper)
        seal(sealer, region)
    assert region.read(store.unsealed) == [invoice.id], "it is not forgotten"

    async def start() -> None:
        running = asyncio.create_task(sealer.run())
        while region.read(store.unsealed):
            await asyncio.sleep(0.01)
        running.cancel()
        await sealer.close()

    asyncio.run(asyncio.wait_for(start(), 30))
    assert [each.kind for each in region.read(store.of_invoice, invoice.id)] == ["pdf", "xml"]


def test_one_that_cannot_be_printed_holds_up_no_other_and_is_tried_later(
    sealer: Sealer, region: Region, bergmann: Client, clock: FixedClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    bad, good, tried = issued(region, bergmann), issued(region, bergmann), []

    async def made(document: Document) -> dict[str, bytes]:
        tried.append(document.invoice.id)
        if document.invoice.id == bad.id and len(tried) < 4:
            raise NotPrinted("no paper")
        return {"pdf": b"PDF"}

    monkeypatch.setattr(sealer._printing, "originals", made)
    for _ in range(2):
        seal(sealer, region)
    assert (region.read(store.unsealed), tried) == ([bad.id], [bad.id, good.id])
    for seconds in (61, 61, 60):
        clock.advance(seconds=seconds)
        seal(sealer, region)
    assert (region.read(store.unsealed), tried[2:]) == ([], [bad.id, bad.id])
    assert region.code not in sealer.codes


def test_an_original_cannot_be_changed_or_removed(sealer: Sealer, region: Region, bergmann: Client) -> None:
    issued(region, bergmann)
    seal(sealer, region)
    for statement in (
        "UPDATE invoice_original SET sha256 = 'x'",
        "UPDATE invoice_original SET retained_until = '2000-12-31'",
        "DELETE FROM invoice_original",
    ):
        with pytest.raises(sqlite.DatabaseError, match="an original never changes"):
            region.write_now(lambda db, sql=statement: db.execute(sql))


def test_bytes_of_another_invoice_or_kind_do_not_open(
    sealer: Sealer, region: Region, bergmann: Client
) -> None:
    first, second = issued(region, bergmann), issued(region, bergmann)
    seal(sealer, region)
    one, other = (region.read(store.find, each.id, "pdf") for each in (first, second))
    with pytest.raises(WrongKey):
        sealing.opened(replace(one, sealed=other.sealed), region.keys)
    with pytest.raises(WrongKey):
        sealing.opened(replace(one, sealed=region.read(store.find, first.id, "xml").sealed), region.keys)


def test_verify_opens_every_original_and_names_the_one_that_is_not_as_it_was(
    instance: Instance, sealer: Sealer, region: Region, bergmann: Client
) -> None:
    invoice = issued(region, bergmann)
    issued(region, bergmann)
    assert "2 invoices not sealed yet" in verify_region(instance, region)[-1].text
    seal(sealer, region)
    finding = verify_region(instance, region)[-1]
    assert (
        finding.good
        and finding.text == "4 originals whole, 0 past their time, 0 invoices not sealed yet, 0 letters kept"
    )

    def damage(db: sqlite.Connection) -> None:
        db.execute("DROP TRIGGER invoice_original_stays")
        db.execute(
            "UPDATE invoice_original SET sealed = zeroblob(100) WHERE invoice_id = ? AND kind = 'xml'",
            (invoice.id,),
        )

    region.write_now(damage)
    finding = verify_region(instance, region)[-1]
    assert not finding.good and f"xml of invoice {invoice.id}" in finding.text


def test_an_original_whose_time_is_over_opens_no_more(region: Region) -> None:
    until = retained_until("2018-03-01", 8)
    assert (until, owner_of("de", until)) == ("2026-12-31", "originals:de:2026")
    [sealed] = sealing.seal(1, "2018-03-01", {"pdf": b"%PDF-"}, region.keys, "de", 8, AT)

    class Destroyed:
        def find(self, _: str) -> None:
            return None

    with pytest.raises(NotFound, match="time"):
        sealing.opened(sealed, Destroyed())  # type: ignore[arg-type]
