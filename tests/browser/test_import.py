"""A spreadsheet becomes clients: columns, a look at what would happen, the import, its report."""

from __future__ import annotations

import re
import time
from itertools import count

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import SitDown

_numbers = count(1)


@pytest.fixture
def table() -> str:
    """A file of its own for each test: two new clients, one known one, one that is wrong."""
    n = next(_numbers)
    return f"""Firma;E-Mail;USt-IdNr.;Straße;PLZ;Ort;Land;Farbe
Importeur {n} GmbH;info@importeur{n}.example;;Kai {n};20457;Hamburg;Deutschland;blau
Sauerbrot {n} OHG;info@sauerbrot{n}.example;;Letterweg 9;99084;Erfurt;Deutschland;rot
Bergmann & Söhne Maschinenbau GmbH;info@bergmann.example;DE136695976;Allee 1;70192;Stuttgart;Deutschland;
Glashaus {n} KG;info@glashaus{n}.example;DE1366;Am Ofen 2;36129;Gersfeld;Deutschland;
"""


def upload(page: Page, table: str) -> None:
    page.goto("/de/imports/new")
    file = {"name": "kunden.csv", "mimeType": "text/csv", "buffer": table.encode("cp1252")}
    page.get_by_label("File").set_input_files(file)
    page.get_by_role("button", name="Upload and choose columns").click()
    expect(page.get_by_label("Field for Firma")).to_be_visible()
    columns = page.get_by_role("region", name="Columns").bounding_box()
    assert columns and columns["width"] > 300, "the columns have the width of the page"


def check(page: Page) -> None:
    page.get_by_role("button", name="Check without writing").click()
    expect(page.get_by_text("Nothing has been written yet.")).to_be_visible()


def figure(page: Page, label: str) -> str:
    return page.locator(".figures > div", has_text=label).locator("dd").first.inner_text()


def test_a_table_becomes_clients_step_by_step(sit_down: SitDown, table: str) -> None:
    page = sit_down("nina")
    upload(page, table)
    expect(page.get_by_label("Field for Firma")).to_have_value("name")
    expect(page.get_by_label("Field for USt-IdNr.")).to_have_value("vat_id")
    expect(page.get_by_label("Field for Farbe")).to_have_value("")
    page.get_by_label("Field for Farbe").select_option("notes")
    check(page)
    assert [figure(page, label) for label in ("Will be created", "Known already", "Errors")] == [
        "2",
        "1",
        "1",
    ]
    page.get_by_role("navigation", name="Rows").get_by_role("link", name="Errors").click()
    expect(page.get_by_role("region", name="Rows")).to_contain_text("DE1366")
    page.get_by_role("button", name="Import 2 rows").click()
    expect(page.locator(".note.ok")).to_contain_text("finished")
    assert [figure(page, label) for label in ("Created", "skipped", "Refused")] == ["2", "1", "1"]
    with page.expect_download() as refused:
        page.get_by_role("link", name="Download as CSV").click()
    assert "Glashaus" in refused.value.path().read_text("utf-8-sig")
    page.get_by_role("link", name="Show the newest clients").click()
    newest = page.locator("[data-open]").first
    expect(newest).to_contain_text("Sauerbrot")
    newest.click()
    expect(page.locator("#card")).to_contain_text("rot")
    page.get_by_role("navigation", name="Card").get_by_role("link", name="Change history").click()
    expect(page.locator("#history")).to_contain_text(re.compile(r"Import \d+, row 3"))


def test_a_duplicate_is_created_only_where_one_says_so(sit_down: SitDown, table: str) -> None:
    page = sit_down("nina")
    upload(page, table)
    check(page)
    page.get_by_label("create it anyway").check()
    expect(page.get_by_role("button", name="Import 3 rows")).to_be_enabled()
    expect(page.get_by_label("create it anyway")).to_be_checked()
    expect(page.get_by_label("create it anyway")).to_be_focused()
    assert "on_duplicate=create" in page.url


def test_a_known_client_is_updated_field_by_field_and_gets_its_values_back(
    sit_down: SitDown, table: str
) -> None:
    page = sit_down("nina")
    upload(page, table.replace("info@bergmann.example", f"neu{next(_numbers)}@bergmann.example"))
    check(page)
    page.get_by_label("update what differs").check()
    page.get_by_role("navigation", name="Rows").get_by_role("link", name="Changes 1").click()
    rows = page.get_by_role("region", name="Rows")
    expect(rows.locator("ins", has_text="@bergmann.example")).to_be_visible()
    before = rows.locator("tr:has(ins:has-text('@bergmann.example')) del").inner_text()
    page.get_by_role("button", name="Import 3 rows").click()
    expect(page.locator(".note.ok")).to_contain_text("finished")
    page.get_by_role("button", name="Undo: 2 clients go, 1 client gets its earlier values back").click()
    expect(page.locator("#undo")).to_contain_text("3 clients are as before.")
    page.goto(f"/de/clients?q={before}")
    expect(page.locator("#clients")).to_contain_text("Bergmann & Söhne Maschinenbau GmbH")


def test_an_import_without_names_is_refused_at_its_columns(sit_down: SitDown, table: str) -> None:
    page = sit_down("nina")
    upload(page, table)
    page.get_by_label("Field for Firma").select_option("")
    page.get_by_role("button", name="Check without writing").click()
    expect(page.get_by_label("Field for Firma")).to_be_visible()
    expect(page.locator(".bottom")).to_contain_text("The name is missing.")


def test_an_import_is_given_up_without_a_trace(sit_down: SitDown, table: str) -> None:
    page = sit_down("nina")
    upload(page, table)
    page.get_by_role("button", name="Give up").click()
    page.wait_for_url("**/de/imports")
    page.goto("/de/clients?q=importeur+sauerbrot")
    expect(page.get_by_role("heading", name="No client fits")).to_be_visible()


def test_a_file_that_is_no_table_is_told_at_its_field(sit_down: SitDown) -> None:
    page = sit_down("nina")
    page.goto("/de/imports/new")
    picture = {"name": "kunden.xlsx", "mimeType": "text/csv", "buffer": b"\x89PNG\r\n\x1a\n" + b"\0" * 200}
    page.get_by_label("File").set_input_files(picture)
    page.get_by_role("button", name="Upload and choose columns").click()
    expect(page.locator("#f-file-help.bad")).to_be_visible()


def _ask_until(page: Page, there: Locator) -> None:
    """Nothing comes by itself where no script runs."""
    until = time.monotonic() + 30
    while not there.is_visible() and time.monotonic() < until:
        page.get_by_role("link", name="Show how far it is").click()
        page.wait_for_timeout(200)


def test_a_table_becomes_clients_without_a_script(sit_down: SitDown, table: str) -> None:
    page = sit_down("nina", java_script_enabled=False)
    upload(page, table)
    page.get_by_role("button", name="Check without writing").click()
    _ask_until(page, page.get_by_text("Nothing has been written yet."))
    page.get_by_role("button", name="Import 2 rows").click()
    done = page.locator(".note.ok")
    _ask_until(page, done)
    expect(done).to_contain_text("finished")
