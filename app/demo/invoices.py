"""Invented invoices of two years, in bulk: numbered, written down and paid as real ones, without a person's clicks."""

from __future__ import annotations

import uuid
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import islice
from random import Random

from app import sqlite
from app.actor import Actor
from app.catalogue.model import PARTS, Product
from app.clients.model import Client
from app.clock import stamp
from app.demo.buyers import buyers, invoices_there
from app.demo.payments import paid
from app.demo.products import products
from app.history import store as history
from app.history.model import Change
from app.invoices import ksef, numbering
from app.invoices.beginning import draft_for, vat_for
from app.invoices.bulk import Ready, add_many
from app.invoices.counting import counted, totals_of, vat_rows
from app.invoices.drafts import subject
from app.invoices.law import Law
from app.invoices.model import Invoice, InvoiceLine
from app.invoices.originals import store as originals
from app.invoices.parties import buyer_party, seller_party
from app.money import told
from app.payments.bulk import add_many as add_payments
from app.payments.store import words
from app.regions import Region
from app.seller import store as sellers
from app.seller.model import Seller
from app.vat.conversion import RATE_PARTS
from app.vat.rates import RateNotValid, rate_on
from app.vault import Keyring

_SOMEBODY = Actor("demo", "Demo")
_DAYS = 730
_AT_ONCE = 2_000
_RATE: int = 42_537 * RATE_PARTS // 10_000  # an invented euro in złoty


def fill_invoices(region: Region, n: int, *, seed: int, until: datetime) -> None:
    """Adds `n` issued invoices of three lines on average, in the order of their days, above the numbers there are, most
    of them paid by now."""
    found = region.read_aside(buyers)
    if not found or not n:
        return
    law, seller = Law.of(region.definition), region.read(sellers.load)
    series = numbering.series_of(law.formats, "invoice")
    last = region.read(numbering.last_day, series)
    first = max(last, (until.date() - timedelta(_DAYS)).isoformat())
    before = region.read(invoices_there)
    made = _invoices(n, before, found, seller, law, Random(seed), date.fromisoformat(first), until.date())
    paying = Random(f"{seed}:paid")
    while some := list(islice(made, _AT_ONCE)):
        region.write_now(_write, region.keys, some, law, paying, until)
    for (name, year), number in region.read(numbering.series).items():
        region.vault.raise_number_mark(region.code, name, year, number)


def _invoices(
    n: int,
    before: int,
    buyers: Sequence[Client],
    seller: Seller,
    law: Law,
    chance: Random,
    first: date,
    until: date,
) -> Iterator[tuple[Client, Ready]]:
    catalogue = tuple(products(("de", "en", "pl")))
    days = (until - first).days
    for number in range(n):
        client = buyers[int(chance.random() ** 2 * len(buyers))]
        day = first + timedelta(days * number // n)
        yield client, _ready(before + number, client, seller, law, catalogue, chance, day)


def _ready(
    number: int,
    client: Client,
    seller: Seller,
    law: Law,
    catalogue: Sequence[Product],
    chance: Random,
    day: date,
) -> Ready:
    head = replace(
        draft_for(client, day.isoformat()), issued_on=day.isoformat(), supplied_from=day.isoformat()
    )
    if law.wants_clearance(head, client):
        taken_in = ksef.numbered(f"{seller.vat_id[2:]}-{day:%Y%m%d}-{chance.getrandbits(48):012X}")
        head = replace(head, ksef_number=taken_in, number_elsewhere=f"K/{number + 1}/{day:%m/%Y}")
    usual = vat_for(client, seller, law, head.issued_on)
    wanted = chance.sample(catalogue, k=min(len(catalogue), 1 + int(chance.random() * 5)))
    head, lines = counted(head, [line_of(each, head, usual, law, chance, day) for each in wanted])
    if law.wants_own_currency(head) and head.vat:
        before = (day - timedelta(1)).isoformat()
        head = replace(head, vat_currency=law.currency, exchange_rate=_RATE, exchange_on=before)
    party = seller_party(seller)
    vat = vat_rows(head, totals_of(head, lines), party, law.notes)
    return Ready(head, lines, party, buyer_party(client), vat)


def line_of(
    product: Product, head: Invoice, usual: tuple[str, int], law: Law, chance: Random, day: date
) -> InvoiceLine:
    category, rate = usual
    if category == "S":
        try:
            found = rate_on(law.rates, product.rate_key, day)
            category, rate = found.category, found.basis_points
        except RateNotValid:
            pass
    price = product.prices.get(head.currency) or next(iter(product.prices.values()), 100 * PARTS)
    quantity = (1 + int(chance.random() * 20)) * PARTS
    return InvoiceLine(product.name(head.language), quantity, price, product.unit, 0, category, rate)


def _write(
    db: sqlite.Connection,
    keys: Keyring,
    some: Sequence[tuple[Client, Ready]],
    law: Law,
    paying: Random,
    until: datetime,
) -> None:
    at = stamp(until)
    numbered = []
    for client, ready in some:
        head = replace(ready.head, uuid=str(uuid.uuid4()))
        head = numbering.numbered(db, head, client, law, {}, at)
        numbered.append(replace(ready, head=head))
    ids = add_many(db, numbered, _SOMEBODY, at)
    originals.pass_over(db, ids)
    entries: list[history.Recorded] = []
    payments = []
    for (client, _), ready, row_id in zip(some, numbered, ids, strict=True):
        invoice, key = replace(ready.head, id=row_id), keys.key(client.uuid)
        of_it = subject(client.uuid, client.id, row_id)
        issued = Change("number", "", f"{invoice.number} {told(invoice.gross, invoice.currency)}")
        entries.append((of_it, "create", issued, _SOMEBODY, key))
        if payment := paid(invoice, client, paying, until.date()):
            payments.append(payment)
            entries.append((of_it, "change", Change("payment", "", words(payment, invoice)), _SOMEBODY, key))
    add_payments(db, payments, _SOMEBODY, at)
    history.record_many(db, entries, at)
