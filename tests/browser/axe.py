"""What axe-core says of a page as it stands: light and dark, on a desk and on a phone."""

from __future__ import annotations

from functools import cache
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from tests.browser.conftest import DESKTOP, PHONE
from tests.browser.watch import settle

RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
# Style sheets are loaded once more for rules of none of these kinds: a quarter of the time.
_LEAN = {"resultTypes": ["violations"], "preload": False}
EVERYTHING = {"runOnly": {"type": "tag", "values": RULES}, **_LEAN}
# What dark differs in.
COLOURS = {"runOnly": {"type": "rule", "values": ["color-contrast"]}, **_LEAN}


@cache
def _script() -> str:
    return str(Axe().axe_script)


def violations(page: Page, rules: dict[str, Any]) -> list[str]:
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_script())
    found = page.evaluate("async rules => (await axe.run(document, rules)).violations", rules)
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
        found = violations(page, rules)
        assert not found, "\n".join([f"{page.url}, {size['width']} px, {scheme}", *found])
    lay_flat(page)


def lay_flat(page: Page) -> None:
    """As a page is when somebody sits down."""
    page.set_viewport_size(DESKTOP)
    page.emulate_media(color_scheme="light")
