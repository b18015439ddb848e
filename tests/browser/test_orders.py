"""The way of an order, pressed by a person: from the client's card to the day it is paid, and nothing for axe."""

from __future__ import annotations

import re

from playwright.sync_api import APIResponse, Page, Route, expect

from tests.browser.axe import examine
from tests.browser.conftest import SitDown


def test_an_order_is_invoiced_in_two_parts_paid_and_closed(sit_down: SitDown) -> None:
    page = sit_down("anna")
    page.goto("/de/clients/1")
    page.locator("#orders").get_by_role("link", name="New order").click()
    for name, typed in (("text", "Beratung vor Ort"), ("quantity", "10"), ("price", "100.00")):
        page.locator(f"#f-line_1_{name}").fill(typed)
    page.locator("#f-line_1_vat").select_option("S 1900")
    expect(page.locator("#order-sums")).to_contain_text("1,190.00")
    page.get_by_role("button", name="Save order").click()
    address = page.url
    for state in ("In verification", "Approved", "In progress", "Completed"):
        page.locator("summary").filter(has_text="Move on").click()
        page.get_by_role("button", name=state).click()
        expect(page.locator("main .pill, header .pill").filter(has_text=state).first).to_be_visible()

    page.get_by_label("Quantity now, Beratung vor Ort").fill("4")
    page.get_by_role("button", name="Make a draft of these quantities").click()
    first = issue_while_saving(page)
    page.get_by_role("link", name="AU-").click()
    expect(page).to_have_url(address)
    expect(page.locator("main")).to_contain_text("1,190.00")
    expect(page.get_by_label("Quantity now, Beratung vor Ort")).to_have_value("6")
    examine(page)
    page.get_by_role("button", name="Make a draft of all that is left").click()
    second = issue(page)

    page.goto(address)
    expect(page.get_by_role("button", name=re.compile("Make a draft"))).to_have_count(0)
    for invoice, amount in ((first, "476.00"), (second, "714.00")):
        page.goto(f"{invoice}/payments")
        expect(page.locator("#f-amount")).to_have_value(amount)
        page.get_by_role("button", name="Book payment").click()
        expect(page.locator("main")).to_contain_text("Still open0.00")
    page.goto(address)
    expect(page.locator("main")).to_contain_text("Left to be invoiced0.00")
    expect(page.get_by_text("Closed").first).to_be_visible()


def issue(page: Page) -> str:
    """The address of what is issued now."""
    page.get_by_role("button", name=re.compile("^Issue it")).click()
    expect(page).to_have_url(re.compile(r"/invoices/\d+$"))
    return page.url


def issue_while_saving(page: Page) -> str:
    """The same while the draft is being saved: the server has each save at once, and its answers come late."""
    held: list[tuple[Route, APIResponse]] = []

    def hold(route: Route) -> None:
        if "hx-request" in route.request.headers:
            held.append((route, route.fetch()))
        else:
            route.continue_()

    def answer(number: int) -> None:
        while len(held) < number:
            page.wait_for_timeout(20)
        route, response = held[number - 1]
        assert response.status == 200
        route.fulfill(response=response)

    page.wait_for_load_state()  # nobody types before the script is there
    page.route("**/de/invoices", hold)
    with page.expect_request("**/de/invoices"):
        page.locator("#f-notes").fill("Danke")
    page.locator("#f-notes").fill("Danke sehr")
    page.wait_for_timeout(450)
    with page.expect_request("**/de/invoices"):
        answer(1)
    page.locator("#f-notes").fill("Danke sehr!")
    page.get_by_role("button", name=re.compile("^Issue it")).click()
    answer(2)
    expect(page).to_have_url(re.compile(r"/invoices/\d+$"))
    expect(page.locator("main")).to_contain_text("Danke sehr!")
    page.unroute("**/de/invoices")
    return page.url
