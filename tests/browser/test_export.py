"""What the list shows becomes a file: filter, kind, purpose, download, and the record that stays."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import examine
from tests.browser.conftest import SitDown
from tests.browser.test_first_day import VALID_VAT_ID, fill_company

PURPOSE = "Weihnachtskarten"


def export(page: Page, kind: str) -> None:
    page.get_by_label(kind).check()
    page.get_by_label("Purpose").fill(PURPOSE)
    page.locator(".bottom").get_by_role("button", name="Export").click()
    expect(page.locator(".note")).to_contain_text("Exported", timeout=30_000)


def test_what_a_filter_leaves_becomes_a_file(sit_down: SitDown) -> None:
    page = sit_down("anna")
    page.goto("/de/clients")
    page.locator("#search").fill("gmbh")
    expect(page.locator("mark").first).to_be_visible()
    count = page.locator("#pager [role=status]").inner_text().rpartition(" ")[2]
    page.locator("#clients").get_by_role("link", name="Export", exact=True).click()
    expect(page.locator(".content .strip")).to_contain_text("gmbh")
    export(page, "CSV")
    expect(page.locator(".note.ok")).to_contain_text(f"Exported {count} of {count} clients.")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    lines = download.value.path().read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("Name;Kind;Contact person") and len(lines) > int(count)
    assert download.value.suggested_filename.endswith(".csv")
    page.get_by_role("link", name="All exports").click()
    row = page.locator("[data-row]").first
    expect(row).to_contain_text(PURPOSE)
    expect(row).to_contain_text("Search: gmbh")


def test_one_client_is_exported_from_its_card(sit_down: SitDown) -> None:
    page = sit_down("nina")
    fill_company(page, "Exporteur GmbH", VALID_VAT_ID)
    page.get_by_role("button", name="Save client").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Exporteur")
    page.locator(".actions").get_by_role("link", name="Export", exact=True).click()
    export(page, "vCard 4.0")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert "ORG:Exporteur GmbH" in download.value.path().read_text("utf-8")


def test_a_report_on_paper(sit_down: SitDown) -> None:
    page = sit_down("anna")
    page.goto("/de/exports/new?country=DE")
    export(page, "PDF report")
    with page.expect_download() as download:
        page.get_by_role("link", name="Download").click()
    assert download.value.path().read_bytes().startswith(b"%PDF-")


def test_without_a_purpose_nothing_goes_out_and_nothing_chosen_is_lost(sit_down: SitDown) -> None:
    page = sit_down("anna")
    page.goto("/de/exports/new?country=DE")
    page.get_by_label("CSV").check()
    page.get_by_label("Cells are parted by").select_option("\t")
    page.locator("#f-purpose").evaluate("field => field.removeAttribute('required')")
    page.locator(".bottom").get_by_role("button", name="Export").click()
    expect(page.locator("#f-purpose-help.bad")).to_be_visible()
    expect(page.get_by_label("CSV")).to_be_checked()
    expect(page.get_by_label("Cells are parted by")).to_have_value("\t")
    expect(page.locator(".content .strip")).to_contain_text("Germany")


def test_without_a_script(sit_down: SitDown) -> None:
    page = sit_down("anna", java_script_enabled=False)
    page.goto("/de/clients?country=DE")
    page.locator("#clients").get_by_role("link", name="Export", exact=True).click()
    page.get_by_label("Excel").check()
    page.get_by_label("Purpose").fill(PURPOSE)
    page.locator(".bottom").get_by_role("button", name="Export").click()
    download = page.get_by_role("link", name="Download")
    for _ in range(20):
        if download.is_visible():
            break
        page.get_by_role("link", name="Show how far it is").click()
    expect(download).to_be_visible()


def _new(page: Page) -> None:
    page.goto("/de/exports/new?country=DE")


def _done(page: Page) -> None:
    _new(page)
    export(page, "CSV")


def _refused(page: Page) -> None:
    _new(page)
    page.locator("#f-purpose").evaluate("field => field.removeAttribute('required')")
    page.locator(".bottom").get_by_role("button", name="Export").click()
    expect(page.locator("#f-purpose-help.bad")).to_be_visible()


def _all(page: Page) -> None:
    _done(page)
    page.get_by_role("link", name="All exports").click()
    expect(page.locator("[data-row]").first).to_be_visible()


@pytest.mark.parametrize("go", [_new, _refused, _done, _all])
def test_axe_finds_nothing(go: Callable[[Page], None], sit_down: SitDown) -> None:
    page = sit_down("anna")
    go(page)
    examine(page)
