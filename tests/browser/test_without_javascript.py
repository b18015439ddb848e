"""Every link and form works where no script runs."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SitDown
from tests.browser.test_first_day import MALFORMED, VALID_VAT_ID, fill_company


@pytest.fixture
def plain(sit_down: SitDown) -> Page:
    return sit_down("nina", java_script_enabled=False)


def test_a_client_is_added_corrected_and_given_a_note(plain: Page) -> None:
    fill_company(plain, "Ohne Skript GmbH", MALFORMED)
    plain.get_by_role("button", name="Save client").click()
    expect(plain.locator("#f-vat_id-help")).to_be_visible()
    expect(plain.locator("#f-name")).to_have_value("Ohne Skript GmbH")
    plain.locator("#f-vat_id").fill(VALID_VAT_ID)
    plain.get_by_role("button", name="Save client").click()
    plain.get_by_role("link", name="Edit").first.click()
    plain.locator("#f-phone").fill("+49 40 2000200")
    plain.get_by_role("button", name="Save client").click()
    expect(plain.locator("#card")).to_contain_text("+49 40 2000200")
    plain.get_by_role("navigation", name="Card").get_by_role("link", name="Timeline").click()
    plain.get_by_role("textbox", name="Text").fill("Geht auch ohne.")
    plain.get_by_role("button", name="Add", exact=True).click()
    expect(plain.locator(".timeline")).to_contain_text("Geht auch ohne.")
    plain.locator("summary.pill").click()
    plain.get_by_role("button", name="Inactive").click()
    expect(plain.locator("summary.pill")).to_have_text("Inactive")


def test_the_list_is_searched_sorted_filtered_and_paged(plain: Page) -> None:
    plain.goto("/de/clients")
    plain.get_by_role("link", name="City").click()
    expect(plain.locator("th[aria-sort=ascending]")).to_contain_text("City")
    plain.get_by_role("link", name="Next").click()
    expect(plain.locator("#pager")).to_contain_text("51–")
    plain.locator("#search").fill("bergmann")
    plain.locator("#search").press("Enter")
    expect(plain.locator("mark").first).to_have_text("Bergmann")
    plain.locator("summary", has_text="Filter").click()
    plain.locator("details[open]").get_by_role("link", name="Filter").click()
    plain.get_by_label("Status").select_option("active")
    plain.get_by_role("button", name="Apply filters").click()
    expect(plain.locator(".chip")).to_have_count(2)


def test_documents_and_the_account_are_within_reach(plain: Page) -> None:
    plain.goto("/de/clients/2")
    plain.locator("section.panel", has_text="Documents").get_by_role("link", name="Open").click()
    expect(plain.get_by_label("Add documents")).to_be_visible()
    plain.locator(".me summary").click()
    plain.get_by_role("link", name="My account").last.click()
    expect(plain.get_by_role("heading", name="My account", level=1)).to_be_visible()
