"""axe-core finds nothing on any page: light and dark, on a desk and on a phone, and after each swap."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests.browser.conftest import DESKTOP, PHONE, SitDown
from tests.browser.test_first_day import MALFORMED, fill_company
from tests.browser.test_import import check, upload
from tests.browser.watch import settle

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
EVERYTHING = {"runOnly": {"type": "tag", "values": RULES}, "resultTypes": ["violations"]}
# What dark differs in.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, "resultTypes": ["violations"]}

READER = {
    "the list": "/de/clients",
    "a search": "/de/clients?q=gmbh&status=active",
    "an empty list": "/at/clients",
    "a search without a hit": "/de/clients?q=qqqq",
    "the filter without script": "/de/clients/options/filter",
    "a card": "/de/clients/2",
    "all data": "/de/clients/2/data",
    "the change history": "/de/clients/2/history",
    "the timeline": "/de/clients/2/timeline",
    "documents": "/de/clients/2/documents",
    "a new client": "/de/clients/new",
    "a client being edited": "/de/clients/2/edit",
    "a new contact person": "/de/clients/2/contacts/new",
    "the groups": "/de/groups",
    "a group": "/de/groups/1",
    "the tags": "/de/tags",
    "a tag": "/de/tags/1",
    "a client's groups and tags": "/de/clients/2/labels",
    "changing many": "/de/mass/new?country=AT",
    "what was done to many": "/de/operations",
    "invoices": "/de/invoices",
    "a new invoice": "/de/invoices/new?client=2",
    "a client's invoices": "/de/clients/2/invoices",
    "a client's account": "/de/clients/2/statement",
    "orders": "/de/orders",
    "a new order": "/de/orders/new?client=2",
    "what is open by age": "/de/invoices/ageing",
    "what is due to be reminded of": "/de/invoices/reminders",
    "outgoing mail": "/de/letters",
    "a new email": "/de/clients/2/letters/new",
    "the firm": "/de/settings/seller",
    "products and services": "/de/products",
    "a new product": "/de/products/new",
    "imports": "/de/imports",
    "a new import": "/de/imports/new",
    "my account": "/account",
    "a page that does not exist": "/de/clients/987654",
    "sign-in": "/login",
    "the staff": "/admin/staff",
    "a new account": "/admin/staff/new",
    "the staff's history": "/admin/staff/history",
    "the regions": "/admin/regions",
}
_TABLE = """Firma;E-Mail;USt-IdNr.;PLZ;Ort;Land
Bergmann & Söhne Maschinenbau GmbH;info@bergmann.example;DE136695976;70192;Stuttgart;Deutschland
Segelschule Axe GmbH;info@segelschule.example;DE136695977;20457;Hamburg;Deutschland
Glashaus Axe KG;info@glashaus.example;DE1366;36129;Gersfeld;Deutschland
"""
_numbers = count(1)  # an import adds to what everybody sees: nobody twice
# A list with its pager, a card with its tabs, a form with its save bar, an admin's page, one without the frame.
FRAMES = {"the list", "a card", "a client being edited", "a new invoice", "the staff", "sign-in"}
WHO = {"an empty list": "clara", "sign-in": "stranger"}


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(Axe().axe_script)
    found = page.evaluate("rules => axe.run(document, rules)", rules)["violations"]
    return [
        f"{each['id']}: {node['html'][:160]} {node['failureSummary'].splitlines()[1:]}"
        for each in found
        for node in each["nodes"][:3]
    ]


def examine(page: Page, *, dark_phone: bool = False) -> None:
    """As it stands: at both sizes, in light and dark. Of a long list the first rows stand for all. What a phone alone
    shows is the frame: its dark colours are looked at where they are first."""
    settle(page)
    page.evaluate("document.querySelectorAll('tbody tr:nth-child(n+9)').forEach(row => row.remove())")
    looks = [(DESKTOP, "light", EVERYTHING), (DESKTOP, "dark", COLOURS), (PHONE, "light", EVERYTHING)]
    if dark_phone:
        looks.append((PHONE, "dark", COLOURS))
    for size, scheme, rules in looks:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        assert not violations(page, rules), f"{page.url}, {size['width']} px, {scheme}"


@pytest.mark.parametrize("name", READER)
def test_axe_finds_nothing_on(name: str, sit_down: SitDown) -> None:
    address = READER[name]
    who = WHO.get(name, "adam" if address.startswith("/admin") else "anna")
    page = sit_down(who, expected=(404,) if "not exist" in name else ())
    page.goto(address)
    examine(page, dark_phone=name in FRAMES)


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
    page.evaluate("document.querySelector('[name=version]').value = 0")
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


def _among_the_columns_of_an_import(page: Page) -> None:
    upload(page, _TABLE)


def _before_an_import(page: Page) -> None:
    upload(page, _TABLE)
    check(page)
    page.get_by_role("navigation", name="Rows").get_by_role("link", name="Errors").click()
    expect(page.get_by_role("region", name="Rows")).to_contain_text("DE1366")


def _after_an_import(page: Page) -> None:
    upload(page, _TABLE.replace("egelschule", f"egelschule{next(_numbers)}").replace("DE136695977", ""))
    check(page)
    page.get_by_role("button", name="Import 1 row").click()
    expect(page.locator(".note.ok")).to_contain_text("finished")


def _before_and_after_an_import_is_undone(page: Page) -> None:
    upload(page, _TABLE.replace("egelschule", f"egelschule{next(_numbers)}").replace("DE136695977", ""))
    check(page)
    page.get_by_label("update what differs").check()
    page.get_by_role("navigation", name="Rows").get_by_role("link", name="Changes").click()
    expect(page.get_by_role("region", name="Rows")).to_contain_text("Known by")
    examine(page)
    page.set_viewport_size(DESKTOP)
    page.locator(".bottom").get_by_role("button", name="Import").click()
    expect(page.locator(".note.ok")).to_contain_text("finished")
    examine(page)
    page.get_by_role("button", name="Undo:").click()
    expect(page.locator("#undo")).to_contain_text("as before")


def _after_a_failed_sign_in(page: Page) -> None:
    page.context.clear_cookies()
    page.goto("/login")
    page.get_by_label("Email").fill("nobody@masaku.example")
    page.get_by_label("Password").fill("wrong")
    page.get_by_role("button", name="Sign in").click()
    expect(page.locator("#f-password[aria-invalid=true]")).to_be_visible()


STATES: tuple[Callable[[Page], None], ...] = (
    _after_a_search, _with_open_filter, _with_open_columns, _with_a_current_row, _with_the_keys_shown,
    _with_the_status_menu, _with_the_account_menu, _with_errors_and_similar_clients, _with_a_warning_after_its_check,
    _in_a_conflict, _after_a_refused_note, _while_a_note_is_edited, _among_the_columns_of_an_import,
    _before_an_import, _after_an_import, _before_and_after_an_import_is_undone, _after_a_failed_sign_in,
)  # fmt: skip


@pytest.mark.parametrize("state", STATES, ids=lambda state: state.__name__.strip("_").replace("_", " "))
def test_axe_finds_nothing(state: Callable[[Page], None], anna: Page) -> None:
    state(anna)
    examine(anna)
