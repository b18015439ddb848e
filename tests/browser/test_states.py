"""axe-core finds nothing on what a page becomes: after each swap, with menus open, with problems, between two steps."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser.axe import examine
from tests.browser.conftest import SitDown
from tests.browser.test_first_day import MALFORMED, fill_company
from tests.browser.test_import import check, upload
from tests.browser.watch import settle

_TABLE = """Firma;E-Mail;USt-IdNr.;PLZ;Ort;Land
Bergmann & Söhne Maschinenbau GmbH;info@bergmann.example;DE136695976;70192;Stuttgart;Deutschland
Segelschule Axe GmbH;info@segelschule.example;DE136695977;20457;Hamburg;Deutschland
Glashaus Axe KG;info@glashaus.example;DE1366;36129;Gersfeld;Deutschland
"""


def _after_a_search(page: Page) -> None:
    page.goto("/de/clients")
    page.locator("#search").fill("bergmann")
    expect(page.locator("mark").first).to_be_visible()


def _with_open_filter(page: Page) -> None:
    page.goto("/de/clients?country=AT")
    page.locator("#clients summary", has_text="Filter").click()
    expect(page.get_by_role("button", name="Apply filters")).to_be_visible()


def _with_open_columns(page: Page) -> None:
    page.goto("/de/clients")
    page.locator("#clients summary", has_text="Columns").click()
    expect(page.get_by_role("button", name="Show these columns")).to_be_visible()


def _with_a_current_row(page: Page) -> None:
    page.goto("/de/clients")
    page.keyboard.press("j")


def _with_the_keys_shown(page: Page) -> None:
    page.goto("/de/clients")
    page.keyboard.press("?")


def _with_the_status_menu(page: Page) -> None:
    page.goto("/de/clients/2")
    settle(page)
    page.locator("summary.pill").click()


def _with_the_account_menu(page: Page) -> None:
    page.goto("/de/clients")
    page.locator(".me summary").click()


def _with_errors_and_similar_clients(page: Page) -> None:
    fill_company(page, "Brückner Logistik AG", MALFORMED)
    page.get_by_role("button", name="Save client").click()
    expect(page.locator("#similar article").first).to_be_visible()


def _with_a_warning_after_its_check(page: Page) -> None:
    page.goto("/de/clients/new")
    page.locator("#f-vat_id").fill("DE136695977")
    page.locator("#f-vat_id").press("Tab")
    expect(page.locator("#f-vat_id-help.warn")).to_be_visible()


def _in_a_conflict(page: Page) -> None:
    page.goto("/de/clients/3/edit")
    page.evaluate(
        "document.querySelectorAll('[name=version], [name=shown]').forEach(each => { each.value = '' })"
    )
    page.locator("#f-city").fill("Anderswo")
    page.get_by_role("button", name="Save client").click()
    expect(page.get_by_role("region", name="Both values")).to_be_visible()


def _after_a_refused_note(page: Page) -> None:
    page.goto("/de/clients/2/timeline")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.locator("#composer-problems [role=alert]")).to_be_visible()


def _while_a_note_is_edited(page: Page) -> None:
    page.goto("/de/clients/2/timeline")
    entry = page.locator(".timeline li.entry:has(details)").first
    entry.hover()
    entry.locator("summary").click()
    entry.get_by_role("link", name="Edit").click()
    expect(page.locator(".entry.editing")).to_be_visible()


def _through_an_import_and_back(page: Page) -> None:
    upload(page, _TABLE)
    examine(page)
    check(page)
    for tab, told in (("Errors", "DE1366"), ("Changes", "Known by")):
        if tab == "Changes":
            page.get_by_label("update what differs").check()
        page.get_by_role("navigation", name="Rows").get_by_role("link", name=tab).click()
        expect(page.get_by_role("region", name="Rows")).to_contain_text(told)
        examine(page)
    page.locator(".bottom").get_by_role("button", name="Import").click()
    expect(page.locator(".note.ok")).to_contain_text("finished")
    examine(page)
    page.get_by_role("button", name="Undo:").click()
    expect(page.locator("#undo")).to_contain_text("as before")


def _in_a_stored_draft(page: Page) -> None:
    page.goto("/de/invoices/new?client=2")
    page.locator("#f-line_1_text").fill("Wartung")
    page.locator("#f-line_1_price").fill("100.00")
    expect(page.locator("#outcome")).to_contain_text("100.00")
    page.get_by_role("button", name="Save draft").click()
    expect(page).to_have_url(re.compile("/edit"))


def _after_a_failed_sign_in(page: Page) -> None:
    page.goto("/login")
    page.get_by_label("Email").fill("nobody@masaku.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#f-password[aria-invalid=true]")).to_be_visible()


STATES: tuple[Callable[[Page], None], ...] = (
    _after_a_search, _with_open_filter, _with_open_columns, _with_a_current_row, _with_the_keys_shown,
    _with_the_status_menu, _with_the_account_menu, _with_errors_and_similar_clients, _with_a_warning_after_its_check,
    _in_a_conflict, _after_a_refused_note, _while_a_note_is_edited, _through_an_import_and_back, _in_a_stored_draft,
    _after_a_failed_sign_in,
)  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__.strip("_").replace("_", " "))
def test_axe_finds_nothing(state: Callable[[Page], None], come_back: SitDown) -> None:
    page = come_back("stranger" if state is _after_a_failed_sign_in else "anna")
    state(page)
    examine(page)
