"""What no page may do while a test uses it, and what it costs on the wire."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import CDPSession, ConsoleMessage, Page, Request, Response, expect

# Chromium reports every refused form on the console; that is the answer we mean.
_REFUSED = re.compile(r"Failed to load resource: the server responded with a status of (\d+)")


@dataclass
class Watch:
    """Complaints about one page: errors, broken policies, foreign hosts. A test fails on any."""

    origin: str
    expected: set[int] = field(default_factory=lambda: {409, 422})
    complaints: list[str] = field(default_factory=list)

    def over(self, page: Page) -> None:
        page.on("console", self._said)
        page.on("pageerror", lambda error: self.complaints.append(f"script error: {error}"))
        page.on("request", self._asked)
        page.on("response", self._answered)

    def _said(self, message: ConsoleMessage) -> None:
        refused = _REFUSED.match(message.text)
        if message.type == "error" and not (refused and int(refused[1]) in self.expected):
            self.complaints.append(f"console: {message.text}")

    def _asked(self, request: Request) -> None:
        if not request.url.startswith((self.origin, "data:", "blob:", "about:")):
            self.complaints.append(f"asked a foreign host: {request.url}")

    def _answered(self, response: Response) -> None:
        if response.status >= 400 and response.status not in self.expected:
            self.complaints.append(f"{response.status} for {response.request.method} {response.url}")


@dataclass(frozen=True)
class Transfer:
    address: str
    body: int
    headers: int

    @property
    def bytes(self) -> int:
        return self.body + self.headers


@dataclass
class Traffic:
    """What came over the wire; what the browser had already does not count."""

    _cached: set[str] = field(default_factory=set)
    _answers: dict[str, tuple[str, int]] = field(default_factory=dict)
    transfers: list[Transfer] = field(default_factory=list)

    def _answered(self, event: dict[str, Any]) -> None:
        response = event["response"]
        cached = event["requestId"] in self._cached or response.get("fromDiskCache")
        if response["url"].startswith("http") and not cached:
            self._answers[event["requestId"]] = (response["url"], int(response["encodedDataLength"]))

    def _finished(self, event: dict[str, Any]) -> None:
        if event["requestId"] in self._answers:
            url, headers = self._answers.pop(event["requestId"])
            self.transfers.append(Transfer(url, int(event["encodedDataLength"]) - headers, headers))

    @property
    def body(self) -> int:
        return sum(each.body for each in self.transfers)

    @property
    def bytes(self) -> int:
        return sum(each.bytes for each in self.transfers)

    def __str__(self) -> str:
        return "; ".join(f"{each.address}: {each.body} + {each.headers}" for each in self.transfers)


def settle(page: Page) -> None:
    """Until every panel that a page asks for by itself has come."""
    expect(page.locator(".skeleton, .htmx-request")).to_have_count(0)


@contextmanager
def traffic(page: Page) -> Iterator[Traffic]:
    """Everything fetched inside; waits at the end until nothing more comes."""
    devtools: CDPSession = page.context.new_cdp_session(page)
    counted = Traffic()
    devtools.send("Network.enable")
    devtools.on("Network.responseReceived", counted._answered)
    devtools.on("Network.requestServedFromCache", lambda event: counted._cached.add(event["requestId"]))
    devtools.on("Network.loadingFinished", counted._finished)
    yield counted
    page.wait_for_load_state("networkidle")
    devtools.detach()
