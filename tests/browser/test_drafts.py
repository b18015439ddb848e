"""What was typed and not saved: it survives accidents, says that it is back, and gets in nobody's way."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import SitDown
from tests.conftest import PASSWORD

BACK = "What you had typed here before is back."


@pytest.fixture
def nina(sit_down: SitDown) -> Page:
    return sit_down("nina")


def add_client(page: Page, name: str) -> str:
    """A person, who needs no VAT ID. Returns the card's address."""
    page.goto("/de/clients/new")
    page.locator("#f-kind input[value=person]").check(force=True)
    page.locator("#f-name").fill(name)
    page.locator("#f-city").fill("Kiel")
    page.get_by_role("button", name="Save client").click()
    expect(page.get_by_role("heading", name=name, level=1)).to_be_visible()
    return page.url


def test_what_was_typed_survives_an_accident_and_says_so(nina: Page) -> None:
    nina.goto("/de/clients/new")
    expect(nina.get_by_text(BACK)).not_to_be_visible()
    nina.locator("#f-name").fill("Halb getippt KG")
    nina.locator("#f-kind input[value=sole_trader]").check(force=True)
    nina.reload()
    expect(nina.locator("#f-name")).to_have_value("Halb getippt KG")
    expect(nina.locator("#f-kind input[value=sole_trader]")).to_be_checked()
    expect(nina.get_by_text(BACK)).to_be_visible()
    nina.get_by_role("button", name="Discard it").click()
    expect(nina.locator("#f-name")).to_have_value("")
    expect(nina.get_by_text(BACK)).not_to_be_visible()


def test_cancelling_drops_it(nina: Page) -> None:
    nina.goto("/de/clients/new")
    nina.locator("#f-name").fill("Doch nicht GmbH")
    nina.get_by_role("link", name="Cancel").click()
    nina.goto("/de/clients/new")
    expect(nina.locator("#f-name")).to_have_value("")


def test_a_saved_client_leaves_no_draft(nina: Page) -> None:
    add_client(nina, "Elbe Tauwerk")
    nina.goto("/de/clients/new")
    expect(nina.locator("#f-name")).to_have_value("")


def test_what_comes_back_writes_over_nobody_else(nina: Page, anna: Page) -> None:
    card = add_client(nina, "Förde Segel")
    nina.goto(f"{card}/edit")
    nina.locator("#f-city").fill("Flensburg")
    nina.goto("/de/clients")
    anna.goto(f"{card}/edit")
    anna.locator("#f-city").fill("Potsdam")
    anna.get_by_role("button", name="Save client").click()
    expect(anna.get_by_role("heading", level=1)).to_have_text("Förde Segel")
    nina.goto(f"{card}/edit")
    expect(nina.locator("#f-city")).to_have_value("Flensburg")
    nina.get_by_role("button", name="Save client").click()
    row = nina.get_by_role("row", name="City")
    expect(row).to_contain_text("Potsdam")
    expect(row).to_contain_text("Flensburg")
    nina.get_by_role("button", name="Save client").click()
    expect(nina.locator(".head .facts")).to_contain_text("Flensburg")


def test_an_account_never_begins_with_what_another_was_given(sit_down: SitDown) -> None:
    adam = sit_down("adam", expected=(422,))
    adam.goto("/admin/staff/new")
    adam.get_by_label("Full name").fill("Erste Person")
    adam.get_by_label("Email").fill("anna@masaku.example")
    adam.get_by_label("Admin: regions").check()
    adam.get_by_role("button", name="Add and invite").click()
    adam.get_by_label("Email").fill("erste@masaku.example")
    adam.get_by_role("button", name="Add and invite").click()
    expect(adam.get_by_role("heading", level=1)).to_contain_text("Erste Person")
    adam.goto("/admin/staff/new")
    expect(adam.get_by_label("Full name")).to_have_value("")
    expect(adam.get_by_label("Admin: regions")).not_to_be_checked()


def test_an_account_that_the_password_was_asked_for_leaves_no_draft(sit_down: SitDown) -> None:
    olga = sit_down("olga", expected=(403,))
    olga.goto("/admin/staff/new")
    olga.get_by_label("Full name").fill("Zweite Person")
    olga.get_by_label("Email").fill("zweite@masaku.example")
    olga.get_by_label("Admin: regions").check()
    olga.get_by_role("button", name="Add and invite").click()
    olga.get_by_label("Your password").fill(PASSWORD)
    olga.get_by_role("button", name="Confirm and go on").click()
    expect(olga.get_by_role("heading", level=1)).to_contain_text("Zweite Person")
    olga.goto("/admin/staff/new")
    expect(olga.get_by_label("Full name")).to_have_value("")
    expect(olga.get_by_label("Admin: regions")).not_to_be_checked()


def test_what_an_order_counts_is_no_save(anna: Page) -> None:
    anna.goto("/de/orders/new?client=2")
    anna.locator("#f-reference").fill("Bestellung 7")
    with anna.expect_response("**/de/orders**"):
        anna.locator("#f-reference").press("End")
        anna.locator("#f-reference").type("1")
    anna.wait_for_timeout(300)
    anna.reload()
    expect(anna.locator("#f-reference")).to_have_value("Bestellung 71")


def test_a_note_half_typed_in_the_panel_comes_back_there_and_nowhere_else(nina: Page) -> None:
    one, other = add_client(nina, "Eider Boote"), add_client(nina, "Schlei Boote")
    nina.goto(one)
    text = nina.locator("#composer textarea")
    text.fill("Ruft morgen an.")
    nina.reload()
    expect(text).to_have_value("Ruft morgen an.")
    nina.goto(other)
    expect(text).to_have_value("")
    nina.goto(one)
    expect(text).to_have_value("Ruft morgen an.")
    nina.locator("#composer").get_by_role("button", name="Add").click()
    expect(nina.locator(".entry", has_text="Ruft morgen an.").first).to_be_visible()
    expect(text).to_have_value("")
    nina.reload()
    expect(text).to_have_value("")
