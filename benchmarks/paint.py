"""First paint, bytes and requests of the list in Chromium with the CPU slowed four times, beside a Django admin.

`python -m benchmarks.paint [--clients 100000] [--rounds 5]`
"""

from __future__ import annotations

import argparse
import statistics
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from benchmarks.common import ratio, table
from benchmarks.http import ADMIN, LIST
from benchmarks.peer.run import peer
from benchmarks.product import ask, product

CHROMIUM = "/usr/bin/chromium"
SLOWED = 4
_FIRST_PAINT = "performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? 0"


@dataclass
class Traffic:
    """What came over the wire, headers included; answers from the browser's own cache do not count."""

    addresses: dict[str, str] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)
    cached: set[str] = field(default_factory=set)

    def watch(self, devtools: CDPSession) -> None:
        devtools.send("Network.enable")
        devtools.on("Network.responseReceived", self._answered)
        devtools.on("Network.requestServedFromCache", lambda event: self.cached.add(event["requestId"]))
        devtools.on("Network.loadingFinished", self._finished)

    def _answered(self, event: dict[str, Any]) -> None:
        response = event["response"]
        cached = response.get("fromDiskCache") or event["requestId"] in self.cached
        if not cached and response["url"].startswith("http"):
            self.addresses[event["requestId"]] = response["url"]

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self.addresses:
            self.sizes[event["requestId"]] = int(event["encodedDataLength"])

    def forget(self) -> None:
        self.addresses.clear()
        self.sizes.clear()

    @property
    def parts(self) -> tuple[tuple[str, int], ...]:
        """(address, bytes) of each answer."""
        return tuple((urlsplit(self.addresses[key]).path, size) for key, size in self.sizes.items())


@dataclass(frozen=True)
class Load:
    first_paint: float
    parts: tuple[tuple[str, int], ...]

    @property
    def kilobytes(self) -> float:
        return sum(size for _, size in self.parts) / 1000

    @property
    def requests(self) -> int:
        return len(self.parts)


def _page(browser: Browser, origin: str, cookie: str) -> tuple[Page, Traffic]:
    """A new, cold browser context, signed in."""
    context = browser.new_context()
    for part in cookie.split("; "):
        name, _, value = part.partition("=")
        # a Secure cookie is set by its https address and sent to loopback all the same
        safe = name.startswith("__Host-")
        url = origin.replace("http:", "https:") if safe else origin
        context.add_cookies([{"name": name, "value": value, "url": url, "secure": safe}])
    page = context.new_page()
    devtools, traffic = context.new_cdp_session(page), Traffic()
    traffic.watch(devtools)
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": SLOWED})
    return page, traffic


def load(browser: Browser, origin: str, path: str, cookie: str) -> Load:
    page, traffic = _page(browser, origin, cookie)
    page.goto(origin + path, wait_until="networkidle")
    painted = float(page.evaluate(_FIRST_PAINT))
    found = Load(painted, traffic.parts)
    page.context.close()
    return found


def search_while_typing(browser: Browser, origin: str, cookie: str) -> Load:
    """One search typed into the product's list: what it costs on the wire."""
    page, traffic = _page(browser, origin, cookie)
    page.goto(origin + LIST, wait_until="networkidle")
    traffic.forget()
    page.locator("input[name=q]:visible").first.fill("bergmann")
    page.wait_for_url("**q=bergmann**")
    page.wait_for_load_state("networkidle")
    found = Load(0, traffic.parts)
    page.context.close()
    return found


def peer_search(browser: Browser, origin: str, cookie: str) -> Load:
    page, traffic = _page(browser, origin, cookie)
    page.goto(origin + ADMIN, wait_until="networkidle")
    traffic.forget()
    page.goto(f"{origin}{ADMIN}?q=bergmann", wait_until="networkidle")
    found = Load(0, traffic.parts)
    page.context.close()
    return found


def report(ours: list[Load], theirs: list[Load], search: Load, their_search: Load) -> None:
    rows = [
        ("first load", ours),
        ("Django: first load", theirs),
        ("search", [search]),
        ("Django: search", [their_search]),
    ]
    table(
        ("case", "first paint ms", "kB", "requests"),
        [
            (
                name,
                f"{_median(loads, 'first_paint'):.0f}",
                f"{_median(loads, 'kilobytes'):.1f}",
                str(loads[0].requests),
            )
            for name, loads in rows
        ],
    )
    rows_of_parts = [
        (what, path, f"{size:,}")
        for what, one in (("first load", ours[0]), ("search", search))
        for path, size in one.parts
    ]
    table(("loaded with", "address", "bytes"), rows_of_parts)
    painted = _median(ours, "first_paint") / _median(theirs, "first_paint")
    table(
        ("measure", "measured", "target", "met"),
        [
            ("first paint / Django", *ratio(painted, 0.5, at_most=True)),
            ("first load, kB", *ratio(_median(ours, "kilobytes"), 30, at_most=True)),
            ("first load, requests", *ratio(ours[0].requests, 4, at_most=True)),
            ("one interaction, kB", *ratio(search.kilobytes, 4, at_most=True)),
            ("one interaction, requests", *ratio(search.requests, 1, at_most=True)),
            (
                "one interaction / Django, bytes",
                *ratio(search.kilobytes / their_search.kilobytes, 0.1, at_most=True),
            ),
        ],
    )


def _median(loads: list[Load], of: str) -> float:
    return float(statistics.median(getattr(each, of) for each in loads))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--clients", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    given = parser.parse_args()
    with product(given.clients) as ours, peer(given.clients) as theirs, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        our_cookie, their_cookie = ours.headers["Cookie"], theirs.headers["Cookie"]
        for side, path in ((ours, LIST), (theirs, ADMIN)):
            ask(side.origin, path, side.headers)  # the browser is cold, the server is not
        our_loads, their_loads = [], []
        for _ in range(given.rounds):
            our_loads.append(load(browser, ours.origin, LIST, our_cookie))
            their_loads.append(load(browser, theirs.origin, ADMIN, their_cookie))
        search = search_while_typing(browser, ours.origin, our_cookie)
        report(our_loads, their_loads, search, peer_search(browser, theirs.origin, their_cookie))
        browser.close()


if __name__ == "__main__":
    main()
