"""Changing many clients, by keyboard and by mouse: selected, told before, done, undone."""

from __future__ import annotations

import re

from playwright.sync_api import Page, expect

from tests.browser.axe import examine
from tests.browser.conftest import PHONE, SitDown
from tests.browser.test_budgets import INTERACTION_BYTES
from tests.browser.watch import settle, traffic


def test_clients_are_selected_tagged_and_set_back_by_keyboard(anna: Page) -> None:
    anna.goto("/de/clients?country=DE")
    settle(anna)
    for key in "jx":
        anna.keyboard.press(key)
    toolbar = anna.get_by_role("toolbar", name="Selection")
    expect(toolbar).to_be_visible()
    for _ in range(2):
        anna.keyboard.press("j")
    anna.keyboard.press("Shift+X")
    expect(toolbar.locator("[data-count]")).to_have_text("3")
    names = anna.locator("[data-row]:has(.select:checked) [data-open]").all_inner_texts()
    assert len(names) == 3
    toolbar.get_by_role("button", name="Tags").focus()
    anna.keyboard.press("Enter")
    expect(anna.get_by_role("heading", name="Change 3 clients", level=1)).to_be_visible()
    for name in names:
        expect(anna.get_by_role("link", name=name, exact=True)).to_be_visible()
    anna.get_by_label("Tag", exact=True).focus()
    anna.keyboard.type("Tastatur")
    anna.keyboard.press("Enter")
    do = anna.get_by_role("button", name="Add #Tastatur to 3 clients")
    expect(do).to_be_visible()
    examine(anna)
    do.focus()
    anna.keyboard.press("Enter")
    expect(anna.locator(".note.ok")).to_contain_text("3 clients were changed.")
    here = anna.url
    anna.goto("/de/clients?tag=tastatur")
    expect(anna.locator("[data-row]")).to_have_count(3)
    anna.goto(here)
    undo = anna.get_by_role("button", name="Undo for 3 clients")
    undo.focus()
    anna.keyboard.press("Enter")
    expect(anna.locator(".note.ok")).to_contain_text("3 clients are as before.")
    examine(anna)
    anna.goto("/de/clients?tag=tastatur")
    expect(anna.get_by_role("heading", name="No client fits")).to_be_visible()


def test_escape_and_the_cross_clear_the_selection(anna: Page) -> None:
    anna.goto("/de/clients")
    settle(anna)
    anna.get_by_label("Select all on this page").check()
    toolbar = anna.get_by_role("toolbar", name="Selection")
    expect(toolbar.locator("[data-count]")).to_have_text("50")
    anna.keyboard.press("Escape")
    expect(toolbar).not_to_be_visible()
    anna.locator(".select").nth(3).check()
    expect(toolbar.locator("[data-count]")).to_have_text("1")
    toolbar.get_by_role("button", name="Clear selection").click()
    expect(toolbar).not_to_be_visible()


def test_the_bar_comes_with_the_first_row_and_once(anna: Page) -> None:
    anna.goto("/de/clients?country=AT")
    settle(anna)
    with traffic(anna) as carried:
        anna.locator(".select").first.check()
        expect(anna.get_by_role("toolbar", name="Selection")).to_be_visible()
        anna.locator(".select").nth(1).check()
        expect(anna.locator("[data-count]")).to_have_text("2")
    assert len(carried.transfers) == 1 and carried.body <= INTERACTION_BYTES, carried
    examine(anna)


def test_rows_are_selected_on_a_phone_too(sit_down: SitDown) -> None:
    page = sit_down("anna", viewport=PHONE)
    page.goto("/de/clients?country=AT")
    settle(page)
    page.locator(".select").nth(1).check()
    toolbar = page.get_by_role("toolbar", name="Selection")
    expect(toolbar.get_by_role("button", name="Archive")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    toolbar.get_by_role("button", name="Archive").click()
    expect(page.get_by_role("button", name="Archive 1 client")).to_be_visible()


def test_all_that_a_filter_shows_are_archived_and_come_back(anna: Page) -> None:
    anna.goto("/de/clients?country=AT&status=active")
    settle(anna)
    count = anna.locator("[data-row]").count()
    anna.locator(".select").first.check()
    toolbar = anna.get_by_role("toolbar", name="Selection")
    toolbar.get_by_role("link", name=f"All {count}").click()
    expect(anna.get_by_role("heading", name=f"Change {count} clients", level=1)).to_be_visible()
    anna.get_by_role("button", name="Archive", exact=True).click()
    anna.get_by_role("button", name=f"Archive {count} clients").click()
    expect(anna.locator(".note.ok")).to_contain_text(f"{count} clients were changed.")
    anna.get_by_role("button", name=f"Undo for {count} clients").click()
    expect(anna.locator(".note.ok")).to_contain_text(f"{count} clients are as before.")
    anna.goto("/de/clients?country=AT&status=active")
    expect(anna.locator("[data-row]")).to_have_count(count)


def test_without_javascript_the_same_is_done_with_forms(sit_down: SitDown) -> None:
    page = sit_down("anna", java_script_enabled=False)
    page.goto("/de/clients")
    page.locator(".select").first.check()
    page.get_by_role("button", name="Change the selected ones").click()
    page.get_by_label("Tag", exact=True).fill("ohne Skript")
    page.get_by_role("button", name="Add a tag").click()
    page.get_by_role("button", name="Add #ohne Skript to 1 client").click()
    page.wait_for_url(re.compile(r"/mass/\d+$"))
    page.reload()
    page.get_by_role("button", name="Undo for 1 client").click()


def test_a_tag_is_typed_on_the_card_chosen_from_what_is_there_and_removed(anna: Page) -> None:
    anna.goto("/de/clients/2")
    settle(anna)
    panel = anna.locator("#labels-panel")
    panel.get_by_label("Tags").fill("Neuling")
    panel.get_by_role("button", name="Add tag").click()
    expect(panel.get_by_role("link", name="#Neuling")).to_be_visible()
    expect(anna.locator("#labels")).to_contain_text("#Neuling")
    panel.get_by_label("Tags").press_sequentially("neul", delay=15)
    expect(anna.locator("#tag-names option")).to_have_count(1)
    expect(anna.locator("#tag-names option")).to_have_attribute("value", "Neuling")
    panel.get_by_role("button", name="Remove tag Neuling").click()
    expect(anna.locator("#labels")).not_to_contain_text("#Neuling")
    anna.set_viewport_size(PHONE)
    assert anna.evaluate("document.documentElement.scrollWidth <= innerWidth")
