"""Every answer leaves with the same headers, whatever was asked and whatever went wrong."""

from __future__ import annotations

import gzip
import logging
from collections.abc import Iterator
from html.parser import HTMLParser

import brotli
import pytest
from litestar import Litestar, get
from litestar.exceptions import ImproperlyConfiguredException
from litestar.testing import TestClient

from app.instance import Instance
from app.main import serve
from app.paper import Presses
from app.web.assets import asset_url
from app.web.errors import HANDLERS
from tests.house import Answer, House

CSP = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; font-src 'self';"
    " connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'; object-src 'none'"
)
# A file, whoever made it, may do nothing at all, wherever a browser shows it.
LOCKED = "default-src 'none'; sandbox; frame-ancestors 'none'"
FILES = ("/file", "/view", "/preview", "/refused", "/eml", "/logo", "/pdf", "/xml", "/preview.png")
EVERYWHERE = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
    "strict-transport-security": "max-age=31536000",
}
NAMING_THE_SERVER = ("server", "x-powered-by", "via")


def wrong_headers(answer: Answer, csp: str = CSP, **stricter: str) -> list[str]:
    wanted = EVERYWHERE | {"content-security-policy": csp} | stricter
    wrong = [
        f"{name}: {answer.header(name)}" for name, value in wanted.items() if answer.header(name) != value
    ]
    return wrong + [
        name for name, _ in answer.headers if name in NAMING_THE_SERVER or name.startswith("access-control-")
    ]


def pages(house: House, *, partial: bool = False) -> Iterator[tuple[str, Answer]]:
    """Every route that can be looked at, by somebody who may."""
    for route in house.routes():
        if route.method == "GET":
            name = "adam" if route.right == "admin" else "anna"
            yield str(route), house.get(name, house.address(route), partial=partial)


@pytest.mark.parametrize("partial", [False, True], ids=["page", "part"])
def test_every_page_and_part_has_the_policy(house: House, partial: bool) -> None:
    for route, answer in pages(house, partial=partial):
        # The address of an invitation is a secret that no other page may learn.
        stricter = {"referrer-policy": "no-referrer"} if "{token}" in route else {}
        is_file = route.endswith(FILES) or "/static/" in route
        wrong = wrong_headers(answer, LOCKED if is_file else CSP, **stricter)
        assert (route, wrong) == (route, [])


@pytest.mark.parametrize(
    ("who", "method", "path", "status"),
    [
        ("anna", "GET", "/nothing/here", 404),
        ("anna", "GET", "/de/clients/999", 404),
        ("anna", "GET", "/de/clients/abc", 404),
        ("stranger", "GET", "/nothing/here", 404),
        ("stranger", "GET", "/static/app.js", 404),
        ("stranger", "GET", "/de/clients", 303),
        ("bartek", "GET", "/de/clients/new", 403),
        ("clara", "GET", "/de/clients", 404),
        ("anna", "DELETE", "/de/clients/1", 405),
        ("anna", "PUT", "/de/clients", 405),
        ("stranger", "POST", "/health", 405),
        ("stranger", "OPTIONS", "/login", 204),
        ("stranger", "HEAD", "/login", 405),
        ("anna", "TRACE", "/login", 405),
    ],
)
@pytest.mark.parametrize("partial", [False, True], ids=["page", "part"])
def test_what_is_refused_has_the_policy_too(
    house: House, who: str, method: str, path: str, status: int, partial: bool
) -> None:
    answer = house.ask(who, method, path, partial=partial)
    assert answer.status == (401 if partial and status == 303 else status)
    assert wrong_headers(answer) == []


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_what_the_door_refuses_has_the_policy_too(house: House, scheme: str) -> None:
    foreign = {"sec-fetch-site": "cross-site"}
    answer = house.ask("anna", "POST", "/login", headers=foreign, scheme=scheme, client="192.0.2.7")
    assert answer.status == 403
    assert wrong_headers(answer) == []


@get("/broken", sync_to_thread=False)
def broken() -> None:
    raise ImproperlyConfiguredException("a route that was written wrongly")


def test_what_the_framework_finds_wrong_is_a_failure_and_no_missing_page(
    instance: Instance, presses: Presses, caplog: pytest.LogCaptureFixture
) -> None:
    routes = Litestar([broken], exception_handlers=HANDLERS, logging_config=None)
    app = serve(routes, instance, presses=presses)
    answer = TestClient(app, base_url="https://masaku.test").get("/broken")
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert "/broken failed" in caplog.text


def test_a_failure_shows_no_trace_and_has_the_policy(
    fresh_house: House, caplog: pytest.LogCaptureFixture
) -> None:
    fresh_house.region().write_now(lambda db: db.execute("DROP TABLE saved_view"))
    with caplog.at_level(logging.ERROR):
        answer = fresh_house.get("anna", "/de/clients?q=Geheimnis")
    assert answer.status == 500
    assert wrong_headers(answer) == []
    assert "Something went wrong on our side" in answer.text
    assert not [
        word
        for word in ("Traceback", "saved_view", "sqlite", "litestar", ".py")
        if word in answer.text.lower()
    ]
    assert "/de/clients failed" in caplog.text, "the log tells what happened"
    assert "Geheimnis" not in caplog.records[-1].getMessage(), "and not what was searched for"


@pytest.mark.parametrize(
    ("name", "kind"),
    [
        ("masaku.js", "text/javascript; charset=utf-8"),
        ("app.css", "text/css; charset=utf-8"),
        ("icons-3.51.svg", "image/svg+xml"),
    ],
)
def test_a_static_file_says_what_it_is(house: House, name: str, kind: str) -> None:
    assert house.get("stranger", asset_url(name)).header("content-type") == kind


def test_no_answer_may_be_kept_by_others(house: House) -> None:
    """Personal pages are asked for again each time, files are kept nowhere; only what is named by its content stays."""
    for route, answer in pages(house):
        kept = answer.header("cache-control")
        if "/static/" in route:
            assert kept == "public, max-age=31536000, immutable"
        elif route.endswith(FILES) or "{token}" in route:
            assert kept.endswith("no-store")
        elif answer.status == 200 and answer.header("content-type").startswith("text/html"):
            assert (route, kept) == (route, "private, no-cache")
            assert "HX-Request-Type" in answer.header("vary")


def test_a_page_and_its_part_never_stand_for_each_other(house: House) -> None:
    page, part = (house.get("anna", "/de/clients", partial=partial) for partial in (False, True))
    assert page.header("etag") != part.header("etag")
    assert "<!doctype html>" in page.text and "<!doctype html>" not in part.text


@pytest.mark.parametrize(
    "header", ["hx-request", "hx-request-type", "hx-boosted", "hx-target", "x-requested-with"]
)
@pytest.mark.parametrize("value", ["true", "partial", "full", '"><script>'])
def test_headers_of_htmx_change_no_right(house: House, header: str, value: str) -> None:
    answer = house.get("clara", "/de/clients", headers={header: value})
    assert answer.status == 404 and "Bergmann" not in answer.text


@pytest.mark.parametrize("encoding", ["br", "gzip", "identity", ""])
def test_static_files_come_in_the_encoding_that_was_asked_for(house: House, encoding: str) -> None:
    plain = house.get("stranger", house.address("/static/{path}")).body
    answer = house.get("stranger", house.address("/static/{path}"), headers={"accept-encoding": encoding})
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress}.get(answer.header("content-encoding"), bytes)
    assert unpack(answer.body) == plain
    assert answer.header("vary") == "Accept-Encoding"


class Addresses(HTMLParser):
    """What a page would fetch, and where its forms go."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self.inline: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        names = (
            "src",
            "action",
            "formaction",
            "poster",
            "srcset",
            "data",
            "hx-get",
            "hx-post",
            "hx-delete",
            "hx-put",
        )
        self.found += [given[name] for name in names if name in given]
        if tag == "link":
            self.found.append(given["href"])
        self.inline += [name for name in given if name == "style" or name.startswith(("on", "hx-on"))]
        if tag == "style" or (tag == "script" and "src" not in given):
            self.inline.append(tag)


def test_no_page_asks_anybody_else_or_runs_anything_inline(house: House) -> None:
    for route, answer in pages(house):
        if answer.header("content-type").startswith("text/html"):
            seen = Addresses()
            seen.feed(answer.text)
            assert [
                each
                for each in seen.found
                if not each.startswith(("/", "data:image/svg+xml,")) or each[:2] == "//"
            ] == []
            assert (route, seen.inline) == (route, [])
