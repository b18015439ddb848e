"""Invoices, orders and accounts on their way out: all that the list shows, the same figures in every kind of file."""

from __future__ import annotations

import csv
import io
import re
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pypdfium2
import pytest
import python_calamine
from litestar.testing import TestClient

from app import sqlite
from app.catalogue.lines import LineValues
from app.clients import store as clients
from app.clients.model import Client
from app.exports.formats import FORMATS, Context
from app.exports.model import Wanted
from app.exports.subjects import SUBJECTS, When
from app.orders import store as orders
from app.orders.model import Order
from app.regions import Region
from tests.conftest import NOW
from tests.exports.test_routes import asked, exported, log
from tests.invoices.conftest import ANNA, AT, BERGMANN, TODAY, add_draft
from tests.payments.conftest import bergmann, book, issue, region

__all__ = ["bergmann", "region"]
HOSTILE = '=HYPERLINK("http://evil.example";"<b>x")'


def written(region: Region, key: str, of: str, query: str = "", locale: str = "en") -> io.BytesIO:
    """What the process of an export writes."""

    def write(db: sqlite.Connection) -> None:
        when = When(NOW, region.definition.timezone)
        found = SUBJECTS[of].find(db, Wanted(key, "Bilanz", query=query, subject=of), when)
        context = Context(
            "Deutschland",
            locale,
            when.zone,
            NOW,
            "Anna Krüger",
            "Bilanz",
            found.total,
            found.table,
            found.paper,
        )
        FORMATS[key].write(file, found.rows(FORMATS[key].most), context)

    file = io.BytesIO()
    region.read(write)
    file.seek(0)
    return file


def csv_rows(*given: Any) -> list[dict[str, str]]:
    text = written(given[0], "csv", *given[1:]).read().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(text), delimiter=";"))


def sheet(*given: Any) -> list[dict[str, Any]]:
    book = python_calamine.load_workbook(written(given[0], "xlsx", *given[1:]))
    head, *rows = book.get_sheet_by_index(0).to_python()
    return [dict(zip(map(str, head), row, strict=True)) for row in rows]


def printed(*given: Any) -> str:
    with pypdfium2.PdfDocument(written(given[0], "pdf", *given[1:])) as document:
        return "\n".join(page.get_textpage().get_text_bounded() for page in document)


@pytest.fixture
def furnished(region: Region, bergmann: Client) -> Region:
    """Two invoices in euro, of which one is paid in part, one in zloty, and a draft."""
    issue(region, bergmann)
    book(region, issue(region, bergmann, discount_percent=5000), 50_000)
    issue(region, bergmann, currency="PLN")
    add_draft(region, bergmann)
    return region


def test_the_figures_of_invoices_agree_in_every_kind_of_file(anna: TestClient, furnished: Region) -> None:
    query = (furnished, "invoices", "?currency=EUR&sort=gross")
    assert "Export 3 invoices" in anna.get("/de/exports/new?of=invoices&currency=EUR").text
    texts, cells, paper = csv_rows(*query), sheet(*query), printed(*query)
    assert [row["Gross"] for row in texts] == ["3421.25", "6842.50", "6842.50"]
    for text, cell in zip(texts, cells, strict=True):
        for name in ("Net", "VAT", "Gross", "Paid so far", "Outstanding"):
            assert Decimal(text[name]) == Decimal(str(cell[name]))
            assert f"{Decimal(text[name]):,}" in paper
        assert text["Number"] == cell["Number"] and text["Number"] in paper
    assert (texts[0]["Paid so far"], texts[0]["Outstanding"], texts[0]["Status"]) == (
        "500.00",
        "2921.25",
        "Partly paid",
    )
    assert (texts[0]["VAT ID"], texts[0]["Currency"]) == (BERGMANN.vat_id, "EUR")
    assert str(cells[0]["Issued on"]).startswith(TODAY) and texts[0]["Issued on"] == TODAY
    assert sorted(row["Status"] for row in texts) == ["Draft", "Issued", "Partly paid"]


def test_an_export_of_invoices_is_logged_with_its_filter_and_whose_they_are(
    anna: TestClient, furnished: Region, bergmann: Client
) -> None:
    address = exported(anna, of="invoices", query="?currency=EUR&status=issued")
    assert "Exported 1 of 1 invoice." in anna.get(address).text
    assert furnished.read(log) == [("staff:1", f"[{bergmann.id}]", "export:1")]
    page = anna.get("/de/exports").text
    assert "Invoices" in page and "Status: Issued · Currency: EUR" in page
    file = anna.get(f"{address}/file")
    assert file.headers["content-disposition"].startswith(
        'attachment; filename="DE-invoices-2026-11-23-1.csv"'
    )


def test_the_lists_lead_to_their_exports(anna: TestClient, bartek: TestClient, furnished: Region) -> None:
    found = re.search(
        r'href="(/de/exports/new\?[^"]*of=invoices[^"]*)"', anna.get("/de/invoices?status=draft").text
    )
    assert found and "Export 1 invoice" in anna.get(found[1].replace("&amp;", "&")).text
    assert "/exports/new" not in bartek.get("/de/invoices").text


def test_the_rows_that_are_ticked_are_exported_and_no_others(
    anna: TestClient, bartek: TestClient, furnished: Region
) -> None:
    page = anna.get("/de/invoices").text
    assert (
        '<form id="selection" action="/de/exports/new"><input type="hidden" name="of" value="invoices">'
        in page
    )
    ids = re.findall(r'class="select" type="checkbox" name="id" title="Select" value="(\d+)"', page)[:2]
    assert "Export 2 invoices" in anna.get("/de/exports/new", params={"of": "invoices", "id": ids}).text
    assert 'class="select"' not in bartek.get("/de/invoices").text


def test_a_kind_of_file_that_only_clients_can_be_is_none_for_invoices(anna: TestClient) -> None:
    assert asked(anna, of="invoices", format="vcf").status_code == 422
    assert asked(anna, of="secrets").status_code == 404
    assert asked(anna, of="statement", query="?client=7&from=x").status_code == 404


def test_what_a_buyer_is_called_is_never_computed(region: Region) -> None:
    client = region.write_now(
        clients.add,
        region.keys,
        Client(HOSTILE, street="A 1", postal_code="10115", city="B", country="DE"),
        ANNA,
        AT,
    )
    add_draft(region, client)
    assert [row["Client"] for row in csv_rows(region, "invoices")] == [f"'{HOSTILE}"]
    assert [row["Client"] for row in sheet(region, "invoices")] == [HOSTILE]


def test_the_figures_of_an_account_agree_in_every_kind_of_file(
    anna: TestClient, bartek: TestClient, furnished: Region, bergmann: Client
) -> None:
    there = f"/de/clients/{bergmann.id}/statement?from=2026-01-01&until=2027-01-31&currency=EUR"
    page = anna.get(there).text
    query = re.search(r'name="query" value="([^"]+)"', page)
    assert query and 'value="pdf"' in page and 'value="pdf"' not in bartek.get(there).text
    account = (furnished, "statement", query[1].replace("&amp;", "&"))
    texts, cells, paper = csv_rows(*account), sheet(*account), printed(*account)
    assert [(row["Movement"], row["Amount"], row["Balance"]) for row in texts[:5]] == [
        ("Opening balance", "", "0.00"), ("Invoice", "6842.50", "6842.50"), ("Invoice", "3421.25", "10263.75"),
        ("Payment", "-500.00", "9763.75"), ("Closing balance", "", "9763.75"),
    ]  # fmt: skip
    assert [(row["Outstanding"], row["Days late"]) for row in texts[5:]] == [
        ("6842.50", "55"),
        ("2921.25", "55"),
    ]
    assert [cell["Balance"] for cell in cells[:5]] == [0, 6842.5, 10263.75, 9763.75, 9763.75]
    # In the client's language, under the firm's head.
    assert "Kontoauszug" in paper and "Nordwerk Software GmbH" in paper and "Seite 1 von 1" in paper
    assert all(each in paper for each in ("6.842,50", "−500,00", "9.763,75"))
    form = {"of": "statement", "query": account[2], "purpose": "Account statement"}
    assert "Exported 7 of 7 rows." in anna.get(exported(anna, **form)).text
    assert furnished.read(log) == [("staff:1", f"[{bergmann.id}]", "export:1")]


def test_an_account_without_a_movement_is_a_file_too(region: Region, bergmann: Client) -> None:
    query = f"?client={bergmann.id}&from=&until=2026-11-23&currency=EUR"
    rows = csv_rows(region, "statement", query)
    assert [(row["Movement"], row["Balance"]) for row in rows] == [
        ("Opening balance", "0.00"),
        ("Closing balance", "0.00"),
    ]


def test_orders_come_out_with_how_far_they_are(anna: TestClient, region: Region, bergmann: Client) -> None:
    line = LineValues("Schlüssel", price=100_000, rate=1900)
    kept = Order(bergmann.id, ordered_on="2026-11-01", deadline="2026-11-20", reference=HOSTILE)
    for order in (kept, replace(kept, deadline="2026-12-24", priority="urgent", reference="")):
        region.write_now(orders.add, region.keys, order, [line], "AU-{year}-{number:04}", ANNA, AT)
    late, other = csv_rows(region, "orders", "?sort=deadline")
    assert (late["Late"], late["Gross"], late["The client's number"]) == ("yes", "11.90", f"'{HOSTILE}")
    assert (other["Late"], other["Priority"], other["Status"]) == ("", "Urgent", "New")
    assert [row["Gross"] for row in sheet(region, "orders", "?late=1")] == [11.9]
    assert "11.90" in printed(region, "orders", "?priority=urgent")
    assert "of=orders" in anna.get("/de/orders").text
