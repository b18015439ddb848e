"""The pages of invoices: begun from the client, typed, counted by the server, issued once, corrected and cancelled."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from litestar.testing import TestClient

from app import sqlite
from app.catalogue import store as catalogue
from app.catalogue.model import Product
from app.clients import store as clients
from app.clients.model import Client
from app.invoices import ksef, store
from app.regions import Region
from tests.invoices.conftest import ANNA, AT, BERGMANN, add_draft

PART = {"HX-Request": "true", "HX-Request-Type": "partial"}
HOSTILE = "\"'><script>alert(1)</script>{{7*7}}"


def form_of(page: str) -> dict[str, str]:
    """What a browser would send of the editor's form, unchanged."""
    form = re.search(r'<form id="draft".*?</form>', page, re.DOTALL)
    assert form
    found = {}
    for name, value in re.findall(r'<input[^>]*? name="([^"]+)"(?:[^>]*? value="([^"]*)")?', form[0]):
        found[name] = html.unescape(value)
    for name, options in re.findall(r'<select[^>]*? name="([^"]+)".*?>(.*?)</select>', form[0], re.DOTALL):
        chosen = re.search(r'value="([^"]*)" selected', options) or re.search(r'value="([^"]*)"', options)
        found[name] = chosen[1] if chosen else ""
    return found


def line(number: int, text: str = "Beratung", price: str = "100.00", **other: str) -> dict[str, str]:
    typed = {"text": text, "quantity": "1", "unit": "HUR", "price": price, "vat": "S 1900"} | other
    return {f"line_{number}_{name}": value for name, value in typed.items()}


def send(browser: TestClient, form: dict[str, str], status: int = 303, **more: Any) -> Any:
    answer = browser.post("/de/invoices", data=form, follow_redirects=False, **more)
    assert answer.status_code == status, answer.text[:3000]
    return answer


def begin(browser: TestClient, client: Client, **act: str) -> str:
    """The address of a new draft with one line."""
    form = form_of(browser.get(f"/de/invoices/new?client={client.id}").text)
    answer = send(browser, form | line(1) | {"act": "save"} | act)
    return str(answer.headers["location"].partition("/edit")[0])


def test_an_invoice_begins_with_what_its_client_is_usually_sent(anna: TestClient, region: Region) -> None:
    usual = replace(BERGMANN, payment_term_days=30, currency="PLN", invoice_language="pl", discount=250)
    usual = replace(usual, buyer_reference="991-03730-19")
    client = region.write_now(clients.add, region.keys, usual, ANNA, AT)
    form = form_of(anna.get(f"/de/invoices/new?client={client.id}").text)
    assert (form["due_on"], form["currency"], form["language"], form["discount"]) == (
        "2026-12-23", "PLN", "pl", "2.5 %"
    )  # fmt: skip
    assert (form["line_1_vat"], form["buyer_reference"]) == ("S 1900", "991-03730-19")
    abroad = replace(usual, country="FR", vat_id="FR40303265045")
    client = region.write_now(clients.add, region.keys, abroad, ANNA, AT)
    assert form_of(anna.get(f"/de/invoices/new?client={client.id}").text)["line_1_vat"] == "AE 0"


def test_typed_saved_issued_and_shown(anna: TestClient, bergmann: Client) -> None:
    address = begin(anna, bergmann)
    form = form_of(anna.get(f"{address}/edit").text) | line(
        2, "Schulung", "120", quantity="3.5", discount="5 %"
    )
    answer = send(anna, form | {"act": "issue", "notes": "Danke."})
    assert answer.headers["location"] == address
    page = anna.get(address).text
    for text in ("RE-2026-0001", "Schulung", "Danke.", "499.00", "593.81", "Issued"):
        assert text in page, text
    assert "Supplied" in page, "the law wants the day of supply; where none was typed it is that of the issue"
    for query in ("", "?q=RE-2026-0001", "?q=20260001", "?q=bergmann+0001", "?status=issued&sort=-gross"):
        assert "RE-2026-0001" in anna.get(f"/de/invoices{query}").text, query
    assert "No invoice fits" in anna.get("/de/invoices?q=RE-2026-0002").text
    assert "RE-2026-0001" in anna.get(f"/de/clients/{bergmann.id}/invoices", headers=PART).text


def test_where_the_state_numbers_invoices_the_page_says_why_and_records(
    anna: TestClient, region: Region, bergmann: Client
) -> None:
    """What decides is the law in the region's file, not its name."""
    region.definition = replace(region.definition, clearance_from=date(2026, 4, 1))
    begun = anna.get(f"/de/invoices/new?client={bergmann.id}").text
    assert "issued in KSeF since" in begun and "Record it as" in begun
    form = form_of(begun) | line(1)
    elsewhere = {"number_elsewhere": "7/2026", "ksef_number": "3745521901-20261123-0100001AF629-00"}
    as_proforma = send(anna, form | elsewhere | {"type": "proforma"}, 200, headers=PART).text
    assert "Issue it" in as_proforma and "no KSeF number" in as_proforma
    refused = send(anna, form | elsewhere | {"act": "issue"}, 422).text
    assert 'value="7/2026"' in refused and "no KSeF number" in refused
    ready = form_of(refused) | {
        "ksef_number": ksef.numbered("3745521901-20261123-0100001AF629"),
        "act": "issue",
    }
    recorded = send(anna, ready).headers["location"]
    page = anna.get(recorded).text
    assert "7/2026" in page and "its original lies in KSeF" in page and "/xml" not in page
    assert 'value="to_zero"' in page
    made = [
        anna.post(f"{recorded}/followers", data={"kind": "to_zero"}, follow_redirects=False).headers[
            "location"
        ]
        for _ in range(2)
    ]
    to_zero = region.read(store.find, int(made[0].split("/")[3]))
    assert made[0] == made[1] and (to_zero.type, to_zero.gross, to_zero.corrects_buyer) == (
        "corrective", -11_900, False
    )  # fmt: skip


def test_every_change_is_saved_and_the_server_counts(
    anna: TestClient, region: Region, bergmann: Client
) -> None:
    form = form_of(anna.get(f"/de/invoices/new?client={bergmann.id}").text)
    first = send(anna, form | line(1), 200, headers=PART).text
    assert "119.00" in first and "script" not in first
    state = dict(re.findall(r'<input type="hidden" name="(invoice_id|version|buyer)" value="([^"]*)"', first))
    assert state["version"] == "1"
    second = send(anna, form | state | line(1, price="200"), 200, headers=PART).text
    assert "238.00" in second
    assert region.read(sqlite.one, "SELECT count(*) FROM invoice") == 1


def test_totals_and_numbers_that_are_sent_are_nobody_s_business(
    anna: TestClient, region: Region, bergmann: Client
) -> None:
    tampered = {
        "gross": "1",
        "net": "1",
        "net-1": "1",
        "number": "RE-2026-9999",
        "paid": "100",
    }
    address = begin(anna, bergmann, **tampered)
    form = form_of(anna.get(f"{address}/edit").text)
    send(anna, form | tampered | {"act": "issue", "sequence": "77"})
    done = region.read(store.find, 1)
    assert (done.number, done.gross, done.paid, done.type) == ("RE-2026-0001", 11_900, 0, "invoice")


def test_issuing_twice_issues_once(anna: TestClient, region: Region, bergmann: Client) -> None:
    address = begin(anna, bergmann)
    form = form_of(anna.get(f"{address}/edit").text) | {"act": "issue"}
    for _ in range(3):
        assert send(anna, form).headers["location"] == address
    version = region.read(store.find, 1).version
    again = anna.post(f"{address}/issue", data={"version": str(version)}, follow_redirects=False)
    assert again.headers["location"] == address
    assert region.read(sqlite.one, "SELECT last FROM number_series") == 1


def test_a_form_sent_twice_begins_one_draft(anna: TestClient, region: Region, bergmann: Client) -> None:
    form = form_of(anna.get(f"/de/invoices/new?client={bergmann.id}").text) | line(1) | {"act": "save"}
    assert send(anna, form).headers["location"] == send(anna, form).headers["location"]
    assert region.read(sqlite.one, "SELECT count(*) FROM invoice") == 1
    later = form | line(1, price="900.00") | {"act": "issue"}
    assert send(anna, later).headers["location"] == "/de/invoices/1"
    page = anna.get("/de/invoices/1").text
    assert "1,071.00" in page, "what its page said when it was issued counts, not what was saved before"
    assert send(anna, later | line(1, price="5.00")).headers["location"] == "/de/invoices/1"
    assert "1,071.00" in anna.get("/de/invoices/1").text


def test_a_form_sent_twice_takes_nothing_from_who_has_worked_on_its_draft(
    anna: TestClient, region: Region, bergmann: Client
) -> None:
    form = form_of(anna.get(f"/de/invoices/new?client={bergmann.id}").text) | line(1) | {"act": "save"}
    send(anna, form)
    send(anna, form_of(anna.get("/de/invoices/1/edit").text) | line(1, price="200.00") | {"act": "save"})
    page = send(anna, form | line(1, price="300.00"), 409).text
    assert "200.00" in page and "300.00" in page


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"quantity": "NaN"}, "no number"), ({"quantity": "1e309"}, "no number"), ({"price": "1,2,3"}, "no number"),
        ({"quantity": "1000000000000000000"}, "too large"), ({"price": "0.123456789"}, "four decimals"),
        ({"quantity": "999999999", "price": "999999999"}, "too large"), ({"discount": "101"}, "from 0 to 100"),
        ({"vat": "S 99999"}, "choose the VAT rate"), ({"vat": "S 0"}, "choose the VAT rate"),
        ({"vat": "XX 0"}, "choose the VAT rate"), ({"vat": ""}, "choose the VAT rate"),
    ],
)  # fmt: skip
def test_what_cannot_be_read_is_said_and_stays_typed(
    anna: TestClient, bergmann: Client, typed: dict[str, str], said: str
) -> None:
    form = form_of(anna.get(f"/de/invoices/new?client={bergmann.id}").text)
    page = send(anna, form | line(1, **typed) | {"act": "issue"}, 422).text
    assert said in page
    assert "RE-2026" not in anna.get("/de/invoices").text
    name, value = next(iter(typed.items()))
    assert name == "vat" or f'value="{value}"' in page


def test_what_the_law_wants_is_said_in_the_editor(anna: TestClient, region: Region) -> None:
    client = region.write_now(clients.add, region.keys, replace(BERGMANN, city=""), ANNA, AT)
    address = begin(anna, client)
    page = anna.get(f"{address}/edit").text
    assert "The city is missing" in page
    refused = send(anna, form_of(page) | {"act": "issue"}, 422).text
    assert "The city is missing" in refused and "numbered" not in anna.get("/de/invoices").text


def test_markup_in_an_invoice_is_only_text(anna: TestClient, region: Region) -> None:
    client = region.write_now(clients.add, region.keys, replace(BERGMANN, name=HOSTILE), ANNA, AT)
    address = begin(anna, client, notes=HOSTILE, order_reference="4500'\">", **line(1, HOSTILE))
    for page in (f"{address}/edit", "/de/invoices", f"/de/clients/{client.id}/invoices"):
        assert "<script>alert" not in anna.get(page).text
    send(anna, form_of(anna.get(f"{address}/edit").text) | line(1, HOSTILE) | {"act": "issue"})
    assert "<script>alert" not in anna.get(address).text


def test_two_people_at_one_draft_see_both_and_lose_nothing(anna: TestClient, bergmann: Client) -> None:
    address = begin(anna, bergmann)
    form = form_of(anna.get(f"{address}/edit").text)
    send(anna, form | {"notes": "Von Anna", "act": "save"})
    both = send(anna, form | {"notes": "Von Emil", "act": "save"}, 409).text
    assert "Von Anna" in both and "Von Emil" in both
    meanwhile = send(anna, form | {"notes": "Von Emil"}, 409, headers=PART)
    assert meanwhile.headers["hx-retarget"] == "#main" and "Von Anna" in meanwhile.text
    send(anna, form_of(both) | {"notes": "Von Emil", "act": "save"})
    assert "Von Emil" in anna.get(f"{address}/edit").text


def test_nobody_is_stale_by_their_own_save(anna: TestClient, region: Region, bergmann: Client) -> None:
    address = begin(anna, bergmann)
    form = form_of(anna.get(f"{address}/edit").text) | {"notes": "Von Anna"}
    send(anna, form, 200, headers=PART)
    assert send(anna, form | {"act": "issue"}).headers["location"] == address, (
        "the answer was still on its way"
    )
    assert region.read(store.find, 1).number and not region.read(store.find, 1).is_draft


def test_a_client_changed_before_issuing_is_shown_with_both(
    anna: TestClient, region: Region, bergmann: Client
) -> None:
    address = begin(anna, bergmann)
    form = form_of(anna.get(f"{address}/edit").text)
    region.write_now(
        clients.change, region.keys, replace(bergmann, street="Neuer Weg 1"), ANNA, AT, version=1
    )
    both = send(anna, form | {"act": "issue"}, 409).text
    assert "Neuer Weg 1" in both and "Heilbronner Straße 128" in both
    send(anna, form_of(both) | {"act": "issue"})
    assert "Neuer Weg 1" in anna.get(address).text


def test_lines_are_added_moved_and_removed_without_javascript(
    anna: TestClient, region: Region, bergmann: Client
) -> None:
    address = begin(anna, bergmann)
    form = form_of(anna.get(f"{address}/edit").text) | line(2, "Zweite") | {"act": "up:2"}
    send(anna, form)
    assert [each.text for each in region.read(store.lines_of, 1)] == ["Zweite", "Beratung"]
    send(anna, form_of(anna.get(f"{address}/edit").text) | {"act": "remove:1"})
    assert [each.text for each in region.read(store.lines_of, 1)] == ["Beratung"]


def follow(browser: TestClient, address: str, kind: str, status: int = 303) -> str:
    answer = browser.post(f"{address}/followers", data={"kind": kind}, follow_redirects=False)
    assert answer.status_code == status, answer.text
    return answer.headers.get("location", "").partition("/edit")[0]


def issued(browser: TestClient, client: Client) -> str:
    address = begin(browser, client)
    send(browser, form_of(browser.get(f"{address}/edit").text) | {"act": "issue"})
    return address


def issue(browser: TestClient, address: str, status: int = 303, **more: str) -> str:
    form = form_of(browser.get(f"{address}/edit").text)
    return str(send(browser, form | {"act": "issue"} | more, status).text)


def test_an_invoice_is_cancelled_as_a_whole_and_once(
    anna: TestClient, region: Region, bergmann: Client
) -> None:
    address = issued(anna, bergmann)
    cancellation = follow(anna, address, "cancellation")
    assert follow(anna, address, "cancellation") == cancellation, "a second draft of the same"
    assert "Please say why" in issue(anna, cancellation, 422)
    less = issue(anna, cancellation, 422, reason="Falscher Kunde", **line(1, price="50.00"))
    assert "as a whole" in less
    issue(anna, cancellation, reason="Falscher Kunde", **line(1))
    found = region.read(store.find, 1)
    assert found.cancelled_by == 2
    assert "Cancelled" in anna.get(address).text
    tab = f"/de/clients/{bergmann.id}/invoices"
    assert "RE-2026-0001" in anna.get(f"{tab}?status=cancelled").text
    assert "in this state" in anna.get(f"{tab}?status=overdue").text
    follow(anna, address, "cancellation", 403)
    follow(anna, address, "credit_note", 403)
    panel = anna.get(f"/de/clients/{bergmann.id}/invoices", headers=PART).text
    assert "0.00" in panel


def test_no_more_is_given_back_than_was_charged(anna: TestClient, bergmann: Client) -> None:
    address = issued(anna, bergmann)
    issue(anna, follow(anna, address, "credit_note"), reason="Nachlass", **line(1, price="60.00"))
    assert "given back than" in issue(
        anna, follow(anna, address, "credit_note"), 422, reason="Nachlass", **line(1, price="60.00")
    )
    assert "first" in issue(anna, follow(anna, address, "cancellation"), 422, reason="Doch nicht")


def test_a_corrective_says_the_difference(anna: TestClient, region: Region, bergmann: Client) -> None:
    address = issued(anna, bergmann)
    corrective = follow(anna, address, "corrective")
    issue(anna, corrective, reason="Stundensatz", **line(2, price="80.00"))
    done = region.read(store.find, 2)
    assert (done.gross, done.number, done.reference_id) == (-2_380, "RE-2026-0002", 1)


def test_a_pro_forma_is_chosen_in_the_editor_and_has_its_own_numbers(
    anna: TestClient, region: Region, bergmann: Client
) -> None:
    form = form_of(anna.get(f"/de/invoices/new?client={bergmann.id}").text) | line(1)
    assert "none of the choices" in send(anna, form | {"type": "credit_note", "act": "issue"}, 422).text
    address = send(anna, form | {"type": "proforma", "act": "issue"}).headers["location"]
    assert region.read(store.find, 1).number == "PF-2026-0001"
    assert "Pro forma invoice PF-2026-0001" in anna.get(address).text
    assert (
        form_of(anna.get(f"/de/invoices/new?client={bergmann.id}&type=proforma").text)["type"] == "proforma"
    )


@pytest.mark.parametrize("kind", ["invoices", "orders"])
def test_whose_it_is_to_be_is_found_by_any_part_of_the_name(
    anna: TestClient, bergmann: Client, kind: str
) -> None:
    assert "for whom?" in anna.get(f"/de/{kind}/new").text
    assert f"/de/{kind}/new?client={bergmann.id}" in anna.get(f"/de/{kind}/new?q=maschinen").text
    part = anna.get(f"/de/{kind}/new?q=nobody", headers=PART).text
    assert "No client fits" in part and "<html" not in part


@pytest.mark.parametrize(("kind", "vat"), [("goods", "K 0"), ("service", "AE 0")])
def test_what_the_catalogue_fills_in_is_taxed_by_its_kind_and_the_client(
    anna: TestClient, region: Region, kind: str, vat: str
) -> None:
    product = Product({"de": "Ersatzteil"}, kind=kind, prices={"EUR": 80_000})  # type: ignore[arg-type]
    region.write_now(catalogue.add, region.keys, product, ANNA, AT)
    vienna = replace(BERGMANN, country="AT", vat_id="ATU13585627", postal_code="1010", city="Wien")
    client = region.write_now(clients.add, region.keys, vienna, ANNA, AT)
    form = form_of(anna.get(f"/de/invoices/new?client={client.id}").text)
    address = send(anna, form | {"line_1_text": "Ersatzteil", "act": "save"}).headers["location"]
    assert form_of(anna.get(address).text)["line_1_vat"] == vat


def test_a_pro_forma_becomes_an_invoice_once(anna: TestClient, region: Region, bergmann: Client) -> None:
    draft = add_draft(region, bergmann, type="proforma")
    issue(anna, f"/de/invoices/{draft.id}")
    invoice = follow(anna, f"/de/invoices/{draft.id}", "invoice")
    issue(anna, invoice)
    assert region.read(store.find, 2).number == "RE-2026-0001"
    assert follow(anna, f"/de/invoices/{draft.id}", "invoice") == "/de/invoices/2"


def test_a_viewer_sees_and_changes_nothing(anna: TestClient, bartek: TestClient, bergmann: Client) -> None:
    draft, done = begin(anna, bergmann), issued(anna, bergmann)
    assert "RE-2026-0001" in bartek.get(done).text
    assert "Beratung" in bartek.get(draft).text
    assert "/followers" not in bartek.get(done).text
    for path in (f"{draft}/edit", f"/de/invoices/new?client={bergmann.id}"):
        assert bartek.get(path).status_code == 403
    for path in (f"{draft}/issue", f"{draft}/removal", f"{done}/followers", "/de/invoices"):
        assert bartek.post(path, data={}).status_code == 403
    assert bartek.get("/at/invoices").status_code == 404


def test_the_figures_keep_currencies_apart_and_net_what_was_given_back(
    anna: TestClient, region: Region, bergmann: Client
) -> None:
    issue(
        anna, follow(anna, issued(anna, bergmann), "credit_note"), reason="Nachlass", **line(1, price="50.00")
    )
    issue(anna, f"/de/invoices/{add_draft(region, bergmann, type='proforma').id}")
    issue(anna, f"/de/invoices/{add_draft(region, bergmann, currency='PLN').id}")
    panel = anna.get(f"/de/clients/{bergmann.id}/invoices", headers=PART).text
    for text in ("59.50\u202fEUR", "6,842.50\u202fPLN"):
        assert text in panel, panel
    assert "6,902" not in panel
