"""The card of a client: status, notes, documents, contact persons, change history."""

from __future__ import annotations

from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, expect

from tests.browser.conftest import SitDown
from tests.browser.test_first_day import VALID_VAT_ID, fill_company


@pytest.fixture
def card(sit_down: SitDown, request: pytest.FixtureRequest) -> Page:
    """Nina's page with the card of a client of its own."""
    page = sit_down("nina")
    fill_company(page, f"{request.node.name} GmbH", VALID_VAT_ID)
    page.get_by_role("button", name="Save client").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text(request.node.name)
    return page


def test_the_status_is_changed_in_its_menu(card: Page) -> None:
    card.locator("summary.pill").click()
    card.get_by_role("button", name="Inactive").click()
    expect(card.locator("summary.pill")).to_have_text("Inactive")
    expect(card.get_by_role("heading", level=1)).to_be_visible()


def test_a_note_is_added_from_the_overview_and_announced(card: Page) -> None:
    text = card.get_by_role("textbox", name="Text")
    text.fill("Rückruf am Montag, nur vormittags.")
    text.press("Control+Enter")
    expect(card.locator("#newest-entries")).to_contain_text("Rückruf am Montag, nur vormittags.")
    expect(card.locator("#announce")).to_have_text("Added to the timeline.")
    expect(card.locator("#count-timeline")).to_have_text("1")
    expect(card.locator("#newest")).to_contain_text("All 1")
    expect(card.get_by_role("textbox", name="Text")).to_have_value("")
    card.reload()
    expect(card.locator("#newest-entries .entry")).to_have_count(1)
    expect(card.get_by_role("textbox", name="Text")).to_have_value("")


def test_an_empty_note_is_refused_and_nothing_typed_is_lost(card: Page) -> None:
    card.get_by_label("Call").check(force=True)
    card.get_by_role("textbox", name="Text").press("Control+Enter")
    expect(card.locator("#composer-problems [role=alert]")).to_be_visible()
    expect(card.get_by_label("Call")).to_be_checked()


def test_every_field_of_the_composer_has_room_in_the_narrow_column(card: Page) -> None:
    card.get_by_text("Date, people, duration").click()
    for kind, names in (("Call", ("When", "With whom", "Duration in minutes")), ("E-mail", ("Subject",))):
        card.get_by_label(kind, exact=True).check(force=True)
        for width in (1440, 1100, 390):
            card.set_viewport_size({"width": width, "height": 844})
            for name in names:
                box = card.locator("#composer").get_by_label(name).bounding_box()
                assert box and box["width"] >= 190, (name, width)


def test_a_note_is_pinned_changed_and_deleted(card: Page) -> None:
    card.goto(f"{card.url}/timeline")
    text = card.get_by_role("textbox", name="Text")
    text.fill("Erste Fassung")
    text.press("Control+Enter")
    entry = card.locator("#timeline .entry, .timeline .entry").filter(has_text="Erste Fassung")
    entry.hover()
    entry.get_by_role("button", name="Pin").click()
    expect(card.locator("#pinned")).to_contain_text("Erste Fassung")
    entry.hover()
    entry.locator("summary").click()
    entry.get_by_role("link", name="Edit").click()
    form = card.locator(".entry.editing")
    expect(form.get_by_label("Text")).to_be_focused()
    form.get_by_label("Text").fill("Zweite Fassung")
    form.get_by_role("button", name="Save entry").click()
    changed = card.locator("li.entry").filter(has_text="Zweite Fassung").first
    expect(changed).to_contain_text("edited")
    expect(card.locator("#pinned")).to_contain_text("Zweite Fassung")
    changed.hover()
    changed.locator("summary").click()
    changed.get_by_role("link", name="Delete").click()
    card.get_by_role("button", name="Delete entry").click()
    expect(card.locator("li.entry")).to_have_count(0)
    expect(card.locator("#count-timeline")).to_have_text("0")
    expect(card.locator("#timeline-filter")).to_contain_text("Everything 0")


def test_documents_are_added_shown_and_removed(card: Page, tmp_path: Path) -> None:
    (tmp_path / "lageplan.png").write_bytes(picture())
    card.locator("#documents summary").click()
    card.get_by_label("Add documents").set_input_files(tmp_path / "lageplan.png")
    card.get_by_role("button", name="Upload").click()
    expect(card.locator("#documents li")).to_contain_text("lageplan.png")
    expect(card.locator("#announce")).to_have_text("1 document added")
    card.locator("#documents").get_by_role("link", name="lageplan.png", exact=True).click()
    shown = card.get_by_role("img", name="First page of lageplan.png")
    expect(shown).to_be_visible()
    assert shown.evaluate("image => image.decode().then(() => image.naturalWidth)") > 0
    card.get_by_role("link", name="Remove document").click()
    expect(card.get_by_role("button", name="Remove document")).to_be_focused()
    card.get_by_role("link", name="Keep it").click()
    expect(shown).to_be_visible()
    card.get_by_role("link", name="Remove document").click()
    card.get_by_role("button", name="Remove document").click()
    expect(card.get_by_text("No documents yet.")).to_be_visible()


def test_a_file_of_a_refused_kind_is_told_and_the_panel_stays(card: Page, tmp_path: Path) -> None:
    (tmp_path / "programm.pdf").write_bytes(b"MZ\x90\x00" * 64)
    card.locator("#documents summary").click()
    card.get_by_label("Add documents").set_input_files(tmp_path / "programm.pdf")
    card.get_by_role("button", name="Upload").click()
    expect(card.locator("#documents .help.bad, #documents .help.error").first).to_be_visible()


def test_an_earlier_value_is_restored_from_the_history(card: Page) -> None:
    overview = card.url
    card.get_by_role("link", name="Edit").first.click()
    card.locator("#f-city").fill("Falschstadt")
    card.locator("#f-city").press("Control+s")
    expect(card.locator(".head .facts")).to_contain_text("Falschstadt")
    card.get_by_role("navigation", name="Card").get_by_role("link", name="Change history").click()
    row = card.get_by_role("row").filter(has_text="Falschstadt")
    expect(row.locator("del")).to_have_text("Hamburg")
    row.hover()
    row.get_by_role("button", name="Restore").click()
    expect(card.locator("tr:has(del)").first.locator("ins")).to_have_text("Hamburg")
    card.goto(overview)
    expect(card.locator(".head .facts")).to_contain_text("Hamburg")


def test_contact_persons_come_change_and_go(card: Page) -> None:
    card.locator("#contacts").get_by_role("link", name="Add").click()
    card.get_by_role("button", name="Save contact").click()
    expect(card.locator("#f-name")).to_be_focused()
    card.locator("#f-name").fill("Tom Ober")
    card.locator("#f-email").fill("tom@ober.example")
    card.locator("#f-main").check()
    card.get_by_role("button", name="Save contact").click()
    person = card.locator("#contacts li").filter(has_text="Tom Ober")
    expect(person).to_contain_text("main contact")
    card.get_by_role("link", name="Edit Tom Ober").click()
    card.locator("#f-position").fill("Einkauf")
    card.get_by_role("button", name="Save contact").click()
    expect(person).to_contain_text("Einkauf")
    card.get_by_role("link", name="Overview").click()
    card.get_by_role("link", name="Remove Tom Ober").click()
    expect(card.get_by_role("button", name="Remove contact")).to_be_focused()
    card.get_by_role("link", name="Keep it").click()
    card.get_by_role("link", name="Remove Tom Ober").click()
    card.get_by_role("button", name="Remove contact").click()
    expect(person).to_have_count(0)
    expect(card.get_by_role("link", name="Overview")).to_have_attribute("aria-current", "page")


def picture() -> bytes:
    buffer = BytesIO()
    Image.new("RGB", (320, 200), "#1d4f91").save(buffer, "PNG")
    return buffer.getvalue()
