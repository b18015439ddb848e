"""Issuing: checked, numbered without a gap, frozen; and refused, with everything that is missing, before any number."""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlite_utils import Database

from app import sqlite
from app.clients import store as clients
from app.clients.model import Client
from app.clock import FixedClock
from app.history import store as history
from app.instance import Instance
from app.invoices import beginning, drafts, issuing, ksef, numbering, store
from app.invoices.counting import own_vat
from app.invoices.drafts import Stale
from app.invoices.einvoice import has_xml
from app.invoices.forms import as_typed, read_draft
from app.invoices.issuing import BuyerChanged, NotReady
from app.invoices.law import Law
from app.invoices.model import Invoice, InvoiceLine, status
from app.invoices.numbering import Lost
from app.invoices.schema import migrations
from app.money import Money
from app.regions import Region
from app.seller import store as sellers
from app.seller.model import Seller
from app.settings import Settings
from app.vault import Vault
from app.vault.merge import merge
from tests.conftest import NOW
from tests.invoices.conftest import ANNA, AT, BERGMANN, LINES, NORDWERK, TODAY, add_draft, draft_for, issue

LATER = "2026-12-24T00:00:00Z"
ONE = InvoiceLine("Beratung", price=1_000_000, rate=1900)
FREE = InvoiceLine("Beratung", price=1_000_000, category="AE")


def refusals(region: Region, draft: Invoice, today: str = TODAY) -> str:
    with pytest.raises(NotReady) as refused:
        issue(region, draft, today)
    assert region.read(numbering.series) == {}, "a number was drawn for what was refused"
    return " ".join(str(each.message) for each in refused.value.problems)


def test_an_issued_invoice_has_its_number_and_all_it_says_for_good(region: Region, bergmann: Client) -> None:
    done = issue(region, add_draft(region, bergmann))
    assert (done.number, done.sequence, done.year, done.series) == ("RE-2026-0001", 1, 2026, "invoice")
    assert (done.issued_on, done.issued_by, status(done, TODAY)) == (TODAY, "Anna Krüger", "issued")
    before = region.read(store.load_document, done.id)
    region.write_now(
        clients.change, region.keys, replace(bergmann, name="Anders AG", city="Ulm"), ANNA, LATER, version=1
    )
    region.write_now(sellers.change, region.keys, replace(NORDWERK, iban=""), ANNA, LATER, version=1)
    after = region.read(store.load_document, done.id)
    assert replace(after, logo=b"") == replace(before, logo=b"")
    assert (after.buyer.city, after.seller.iban) == ("Stuttgart", "DE89370400440532013000")
    entry = region.read(history.of_object, region.keys, bergmann.id, f"invoice:{done.id}")[0]
    assert (entry.field, entry.new) == ("number", "RE-2026-0001 6842.50 EUR")


def test_numbers_follow_each_other_in_every_series(region: Region, bergmann: Client) -> None:
    numbers = [issue(region, add_draft(region, bergmann)).number for _ in range(3)]
    numbers.append(issue(region, add_draft(region, bergmann, type="proforma")).number)
    numbers.append(issue(region, add_draft(region, bergmann, due_on="2027-01-18"), "2027-01-04").number)
    assert numbers == ["RE-2026-0001", "RE-2026-0002", "RE-2026-0003", "PF-2026-0001", "RE-2027-0001"]


def test_whoever_issues_second_learns_that_it_is_issued(region: Region, bergmann: Client) -> None:
    draft = add_draft(region, bergmann)
    issue(region, draft)
    with pytest.raises(Stale) as stale:
        issue(region, draft)
    assert stale.value.current.number == "RE-2026-0001"
    assert region.read(numbering.series) == {("invoice", 2026): 1}


def test_a_draft_changed_meanwhile_is_not_issued(region: Region, bergmann: Client) -> None:
    draft = add_draft(region, bergmann)
    region.write_now(drafts.save, draft, [ONE], AT, version=1)
    with pytest.raises(Stale):
        issue(region, draft)
    assert region.read(numbering.series) == {}


def test_a_client_changed_meanwhile_is_shown_beside_what_was_seen(region: Region, bergmann: Client) -> None:
    draft = add_draft(region, bergmann)
    seen = drafts.digest(region.read(store.load_document, draft.id, TODAY).buyer)
    region.write_now(clients.change, region.keys, replace(bergmann, city="Ulm"), ANNA, LATER, version=1)
    with pytest.raises(BuyerChanged) as changed:
        issue(region, draft, buyer_seen=seen)
    assert (changed.value.seen.city, changed.value.now.city) == ("Stuttgart", "Ulm")
    now = drafts.digest(changed.value.now)
    assert region.read(store.load_document, issue(region, draft, buyer_seen=now).id).buyer.city == "Ulm"


def test_all_that_is_missing_is_said_at_once_and_nothing_is_numbered(region: Region) -> None:
    region.write_now(
        sellers.change,
        region.keys,
        replace(NORDWERK, street="", vat_id="", tax_number=""),
        ANNA,
        AT,
        version=1,
    )
    nobody = region.write_now(clients.add, region.keys, Client("Nur ein Name"), ANNA, AT)
    empty = region.write_now(drafts.add, region.keys, draft_for(nobody, due_on="2026-11-01"), (), ANNA, AT)
    said = refusals(region, empty)
    for each in ("firm's street", "tax number", "The city is missing", "due before", "no lines"):
        assert each in said


def test_a_region_without_a_firm_issues_nothing(instance: Instance) -> None:
    bare = instance.regions.find("at")
    client = bare.write_now(clients.add, bare.keys, replace(BERGMANN, country="AT"), ANNA, AT)
    line = InvoiceLine("Beratung", price=1_000_000, rate=2000)
    assert "firm's name is missing" in refusals(bare, add_draft(bare, client, line))


@pytest.mark.parametrize(
    ("line", "other", "client", "expected"),
    [
        (InvoiceLine("x", price=1, rate=1800), {}, {}, "VAT rate does not hold"),
        (InvoiceLine("x", price=1, rate=1600), {}, {}, "VAT rate does not hold"),
        (ONE, {"supplied_from": "2020-08-01", "supplied_until": "2020-08-01"}, {}, "VAT rate does not hold"),
        (InvoiceLine(" ", price=1, rate=1900), {}, {}, "says nothing"),
        (InvoiceLine("x", 0, 1, rate=1900), {}, {}, "no quantity"),
        (InvoiceLine("x", -10_000, 1_000_000, rate=1900), {}, {}, "below zero"),
        (ONE, {"discount_amount": 99_999}, {}, "below zero"),
        (ONE, {"issued_on": "2026-11-24"}, {}, "future"),
        (ONE, {"type": "credit_note"}, {}, "name the invoice"),
        (FREE, {}, {"vat_id": "", "country": "FR", "postal_code": "75001"}, "client's VAT ID"),
        (replace(FREE, category="K"), {}, {}, "goes to another country of the EU"),
        (replace(FREE, category="K"), {}, {"country": "AT", "postal_code": "1010"}, "VAT ID of another country"),
        (replace(FREE, category="K"), {}, {"country": "FR", "vat_id": "CHE107787577"}, "VAT ID of another country"),
        (replace(FREE, category="O"), {}, {}, "supplied in another country"),
        (replace(FREE, category="G"), {}, {}, "leaves the EU"),
    ],
)  # fmt: skip
def test_what_the_law_forbids_is_refused(
    region: Region, line: InvoiceLine, other: dict[str, Any], client: dict[str, Any], expected: str
) -> None:
    buyer = region.write_now(clients.add, region.keys, replace(BERGMANN, **client), ANNA, AT)
    assert expected in refusals(region, add_draft(region, buyer, line, **other))


def test_goods_go_to_northern_ireland_as_within_the_eu(region: Region) -> None:
    belfast = replace(BERGMANN, country="GB", city="Belfast", postal_code="BT1 5GS", vat_id="XI110305878")
    client = region.write_now(clients.add, region.keys, belfast, ANNA, AT)
    assert issue(region, add_draft(region, client, replace(FREE, category="K"))).number


def test_a_small_business_charges_no_vat(region: Region, bergmann: Client) -> None:
    region.write_now(sellers.change, region.keys, replace(NORDWERK, small_business=True), ANNA, AT, version=1)
    assert "small business" in refusals(region, add_draft(region, bergmann))
    done = issue(region, add_draft(region, bergmann, replace(ONE, category="E", rate=0)))
    [row] = region.read(store.load_document, done.id).vat
    assert "§ 19 UStG" in row.note


def test_reverse_charge_says_so_in_the_language_of_the_invoice(region: Region) -> None:
    abroad = replace(BERGMANN, country="FR", postal_code="75001", vat_id="FR40303265045")
    client = region.write_now(clients.add, region.keys, abroad, ANNA, AT)
    done = issue(region, add_draft(region, client, FREE, language="de"))
    [row] = region.read(store.load_document, done.id).vat
    assert row.note.startswith("Steuerschuldnerschaft des Leistungsempfängers") and row.code == "VATEX-EU-AE"


KSEF = ksef.numbered("5260250274-20261123-0100001AF629")
POLISH = InvoiceLine("Doradztwo", price=1_000_000, rate=2300)


@pytest.fixture
def poland(instance: Instance) -> Region:
    found = instance.regions.add("pl")
    firm = replace(NORDWERK, country="PL", vat_id="PL5260250274", postal_code="00-950")
    found.write_now(sellers.change, found.keys, firm, ANNA, AT, version=0)
    return found


def buyer_in(region: Region, **other: Any) -> Client:
    plain = replace(
        BERGMANN, country="PL", vat_id="PL5260250274", postal_code="00-950", invoice_language="pl"
    )
    return region.write_now(clients.add, region.keys, replace(plain, **other), ANNA, AT)


def test_what_the_state_numbers_is_recorded_with_the_numbers_it_got_elsewhere(poland: Region) -> None:
    """Our series is not drawn for it, and what is recorded is as final as what is issued."""
    firm = buyer_in(poland)
    bare = refusals(poland, add_draft(poland, firm, POLISH, currency="PLN"))
    assert "number it got there" in bare and "number from KSeF first" in bare
    numbers = {"currency": "PLN", "ksef_number": KSEF, "number_elsewhere": "12/11/2026"}
    done = issue(poland, add_draft(poland, firm, POLISH, issued_on="2026-11-20", **numbers))
    assert (done.number, done.ksef_number, done.is_recorded) == ("12/11/2026", KSEF, True)
    assert poland.read(numbering.series) == {} == poland.vault.number_marks("pl")
    assert status(done, TODAY) == "issued" and not has_xml(poland.read(store.load_document, done.id))
    again = refusals(poland, add_draft(poland, firm, POLISH, **numbers))
    assert "with this number already" in again and "with this KSeF number already" in again
    with pytest.raises(sqlite.IntegrityError, match="never changes"):
        poland.write_now(lambda db: db.execute("UPDATE invoice SET number_elsewhere = 'x'"))
    abroad = buyer_in(poland, country="FR", vat_id="FR40303265045", postal_code="75001")
    assert "KSeF" in refusals(poland, add_draft(poland, abroad, FREE, currency="PLN"))


def test_a_wrong_nip_in_ksef_is_corrected_to_zero_and_never_to_another(poland: Region) -> None:
    firm = buyer_in(poland)
    numbers = {"currency": "PLN", "ksef_number": KSEF, "number_elsewhere": "12/11/2026"}
    original = issue(poland, add_draft(poland, firm, POLISH, issued_on="2026-11-20", **numbers))
    right = replace(poland.read(clients.find, firm.id), vat_id="PL7792369887")
    poland.write_now(clients.change, poland.keys, right, ANNA, AT, version=firm.version)
    head, lines = beginning.following(
        original, poland.read(store.lines_of, original.id), "corrective", right, TODAY
    )
    second = ksef.numbered("5260250274-20261123-0100001AF630")
    head = replace(head, reason="NIP", ksef_number=second, number_elsewhere="K/1/11/2026")
    assert "to zero" in refusals(poland, poland.write_now(drafts.add, poland.keys, head, lines, ANNA, AT))
    done = issue(poland, poland.write_now(drafts.add, poland.keys, *beginning.to_zero(head, lines), ANNA, AT))
    buyer = poland.read(store.load_document, done.id).buyer
    assert (done.gross, buyer.vat_id) == (-original.gross, firm.vat_id)


def test_consumers_pro_formas_and_the_time_before_are_numbered_here(poland: Region) -> None:
    firm, person = buyer_in(poland), buyer_in(poland, kind="person", vat_id="")
    march = {"issued_on": "2026-03-31", "supplied_from": "2026-03-31", "supplied_until": ""}
    drafts_ = [
        add_draft(poland, firm, POLISH, currency="PLN", **march),
        add_draft(poland, person, POLISH, currency="PLN", number_elsewhere="7/2026"),
        add_draft(poland, firm, POLISH, currency="PLN", type="proforma"),
    ]
    assert [issue(poland, each).number for each in drafts_] == [
        "FV/2026/0001",
        "FV/2026/0002",
        "PF/2026/0001",
    ]


@pytest.mark.parametrize(
    ("numbers", "expected"),
    [
        ({"ksef_number": KSEF[:-1] + "3"}, "no KSeF number"),
        ({"ksef_number": ksef.numbered("5260250274-20261323-0100001AF629")}, "no KSeF number"),
        (
            {"ksef_number": ksef.numbered("7792369887-20261123-0100001AF629")},
            "another seller, NIP 7792369887",
        ),
        ({"number_elsewhere": "FV/2026/0009"}, "gives out itself"),
    ],
)
def test_numbers_that_cannot_be_are_refused(poland: Region, numbers: dict[str, str], expected: str) -> None:
    typed = {"ksef_number": KSEF, "number_elsewhere": "12/11/2026"} | numbers
    assert expected in refusals(poland, add_draft(poland, buyer_in(poland), POLISH, currency="PLN", **typed))


def test_the_file_itself_keeps_both_numbers_apart(poland: Region) -> None:
    numbers = {"currency": "PLN", "ksef_number": KSEF, "number_elsewhere": "12/11/2026"}
    issue(poland, add_draft(poland, buyer_in(poland), POLISH, **numbers))
    other = add_draft(poland, buyer_in(poland), POLISH, currency="PLN").id
    number = (
        "UPDATE invoice SET series = 'elsewhere', sequence = 9, issued_at = 'x', issued_on = '2026-11-23', "
    )
    for same in ("number = '12/11/2026'", f"number = '13', ksef_number = '{KSEF}'"):
        with pytest.raises(sqlite.IntegrityError, match="UNIQUE"):
            poland.write_now(lambda db, same=same: db.execute(f"{number}{same} WHERE id = {other}"))


def test_vat_in_another_currency_needs_the_rate_of_the_working_day_before(poland: Region) -> None:
    person = buyer_in(poland, kind="person", vat_id="", currency="EUR")
    day = {"issued_on": "2026-11-20", "supplied_from": "2026-11-18", "supplied_until": ""}
    rate = {"vat_currency": "PLN", "exchange_rate": 425_370_000, "exchange_source": "221/A/NBP/2026"}
    assert "VAT must stand in PLN" in refusals(poland, add_draft(poland, person, POLISH, **day))
    assert "day of the rate" in refusals(poland, add_draft(poland, person, POLISH, **day, **rate))
    late = add_draft(poland, person, POLISH, **day, **rate, exchange_on="2026-11-18")
    assert "last working day before the supply" in refusals(poland, late)
    done = issue(poland, add_draft(poland, person, POLISH, **day, **rate, exchange_on="2026-11-17"))
    assert own_vat(done, poland.read(store.load_document, done.id).totals) == Money(97_84, "PLN")
    with pytest.raises(sqlite.IntegrityError, match="never changes"):
        poland.write_now(lambda db: db.execute("UPDATE invoice SET exchange_on = '2026-11-16'"))
    for without in ({"currency": "PLN"}, {"type": "proforma"}):
        assert issue(poland, add_draft(poland, person, POLISH, **without)).number
    following_ = beginning.following(done, LINES, "corrective", person, TODAY)[0]
    assert (following_.exchange_rate, following_.exchange_on) == (425_370_000, "2026-11-17")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ({"exchange_rate": "4,2537", "exchange_on": "2026-11-17"}, ("PLN", 425_370_000, "2026-11-17")),
        ({"exchange_rate": "4,2537", "currency": "PLN"}, ("", 0, "")),
        ({"exchange_rate": ""}, ("", 0, "")),
    ],
)
def test_a_rate_of_exchange_is_read_as_it_is_shown(
    typed: dict[str, str], expected: tuple[str, int, str]
) -> None:
    read = read_draft(typed, (), Invoice(1, currency="EUR", language="pl"), "pl", "PLN")
    assert (read.invoice.vat_currency, read.invoice.exchange_rate, read.invoice.exchange_on) == expected
    again = read_draft(as_typed(read.invoice, "pl"), (), read.invoice, "pl", "PLN")
    assert (again.invoice, again.problems) == (read.invoice, ())
    for wrong in ("0", "-4", "viel", "4,123456789", "1000001"):
        said = read_draft({"exchange_rate": wrong}, (), Invoice(1), "pl", "PLN").problems
        assert [each.field for each in said] == ["exchange_rate"], wrong


def test_a_ksef_number_is_read_however_it_is_written() -> None:
    """The example of the Ministry of Finance, and the older way with the technical part in two halves."""
    published = "5265877635-20250826-0100001AF629-AF"
    assert ksef.is_valid(published) and ksef.normal(" 5265877635-20250826-010000-1af629-af ") == published
    assert ksef.normal("FV  12") == "FV 12" and not ksef.is_valid("FV 12")


def test_no_number_goes_back_in_time(region: Region, bergmann: Client) -> None:
    issue(region, add_draft(region, bergmann), "2026-11-23")
    with pytest.raises(NotReady, match="cannot be issued"):
        issue(region, add_draft(region, bergmann, issued_on="2026-11-20"))
    assert issue(region, add_draft(region, bergmann)).sequence == 2


def test_a_hundred_at_once_get_a_hundred_numbers_in_a_row(region: Region, bergmann: Client) -> None:
    waiting = [add_draft(region, bergmann, ONE) for _ in range(100)]
    law, marks = Law.of(region.definition), region.vault.number_marks("de")

    async def all_at_once() -> list[Invoice | BaseException]:
        return await asyncio.gather(
            *(
                region.write(
                    issuing.issue, region.keys, each.id, law, marks, ANNA, AT, version=1, today=TODAY
                )
                for each in [*waiting, *waiting[::7]]
            ),
            return_exceptions=True,
        )

    results = asyncio.run(all_at_once())
    done = [each for each in results if isinstance(each, Invoice)]
    assert sorted(each.sequence for each in done) == [*range(1, 101)]
    assert all(isinstance(each, Stale) for each in results if not isinstance(each, Invoice))


def test_a_crash_before_the_mark_is_made_good_at_the_next_start(
    instance: Instance, region: Region, bergmann: Client
) -> None:
    draft, law = add_draft(region, bergmann), Law.of(region.definition)
    region.write_now(issuing.issue, region.keys, draft.id, law, {}, ANNA, AT, version=1, today=TODAY)
    assert instance.vault.number_marks("de") == {}
    instance.regions.close("de")
    instance.regions.find("de")
    assert instance.vault.number_marks("de") == {("invoice", 2026): 1}


def test_no_number_is_drawn_that_the_vault_knows_to_be_given_out(region: Region, bergmann: Client) -> None:
    """Also where the region was not opened anew since its file went back."""
    region.vault.raise_number_mark("de", "invoice", 2026, 7)
    assert issue(region, add_draft(region, bergmann)).number == "RE-2026-0008"
    assert region.read(numbering.lost_numbers) == [Lost("invoice", 2026, 1, 7)]


def test_after_a_restore_the_series_goes_on_above_and_says_what_is_lost(
    instance: Instance, region: Region, bergmann: Client, tmp_path: Path
) -> None:
    issue(region, add_draft(region, bergmann))
    instance.regions.close("de")
    file = instance.settings.data / "de.db"
    aside = {path: shutil.copy(path, tmp_path) for path in file.parent.glob("de.db*")}
    region = instance.regions.find("de")
    for _ in range(3):
        issue(region, add_draft(region, bergmann))
    instance.regions.close("de")
    for path in file.parent.glob("de.db*"):
        path.unlink()
    for path, copy in aside.items():
        shutil.copy(copy, path)
    region = instance.regions.find("de")
    [lost] = region.read(numbering.lost_numbers)
    assert lost == Lost("invoice", 2026, 2, 4)
    assert "2 to 4" in str(lost.message)
    assert issue(region, add_draft(region, bergmann)).number == "RE-2026-0005"


def test_a_vault_of_yesterday_merges_to_the_higher_number(instance: Instance) -> None:
    for last in (7, 3, 5):
        instance.vault.raise_number_mark("de", "invoice", 2026, last)
    assert instance.vault.number_marks("de") == {("invoice", 2026): 7}
    assert instance.vault.number_marks("at") == {}


@pytest.fixture(scope="module")
def series_file(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite.Connection]:
    db = sqlite.connect(tmp_path_factory.mktemp("series") / "numbers.db", create=True)
    migrations.apply(Database(db))
    yield db
    db.close()


@given(steps=st.lists(st.tuples(st.booleans(), st.integers(1, 3)), max_size=12))
def test_no_number_is_ever_given_out_twice(
    series_file: sqlite.Connection, steps: list[tuple[bool, int]]
) -> None:
    """Draws, some of them rolled back by a restore that only the vault's mark survives."""
    db = series_file
    db.execute("BEGIN")
    given_out: list[int] = []
    known: list[int] = []
    for restored, count in steps:
        if restored:
            known = known[:-count]
            db.execute("DELETE FROM lost_number WHERE last > ?", (max(known, default=0),))
            db.execute("UPDATE number_series SET last = ?", (max(known, default=0),))
        mark = max(given_out, default=0)
        drawn = [numbering.draw(db, "invoice", 2026, mark, AT) for _ in range(count)]
        given_out += drawn
        known += drawn
    lost = [n for each in numbering.lost_numbers(db) for n in range(each.first, each.last + 1)]
    db.execute("ROLLBACK")
    assert given_out == sorted(set(given_out))
    assert sorted([*known, *lost]) == [*range(1, max(given_out, default=0) + 1)], "a gap that is not listed"


def test_the_marks_of_two_vaults_become_the_higher(tmp_path: Path) -> None:
    found = []
    for name, last in (("one", 5), ("two", 9)):
        vault = Vault(Settings(data=tmp_path / name), FixedClock(NOW))
        vault.open()
        vault.raise_number_mark("de", "invoice", 2026, last)
        vault.close()
        found.append(sqlite.connect(tmp_path / name / "vault.db"))
    for one, other in (found, found[::-1]):
        merge(one, other)
        assert sqlite.one(one, "SELECT last FROM number_mark") == 9
    for each in found:
        each.close()


def test_the_law_is_read_from_the_region(region: Region, instance: Instance) -> None:
    law = Law.of(region.definition)
    assert (law.country, law.clearance_from) == ("DE", None)
    assert Law.of(instance.regions.add("pl").definition).clearance_from == date(2026, 4, 1)
    assert Seller() == instance.regions.find("at").read(sellers.load)
    assert LINES and numbering.year_of("{number}", TODAY) == 0
