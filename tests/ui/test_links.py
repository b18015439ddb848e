"""Email addresses, phones and websites are opened with one click, and only they."""

from __future__ import annotations

import pytest
from markupsafe import escape

from app.web.links import email_link, phone_link, website_link


def test_each_opens_what_it_names() -> None:
    assert email_link("info@müller.example") == (
        '<a href="mailto:info@m%C3%BCller.example">info@müller.example</a>'
    )
    assert phone_link("+49 711 204 11-40") == '<a href="tel:+497112041140">+49 711 204 11-40</a>'
    assert website_link("https://müller.example/a?b=1&c=2") == (
        '<a href="https://müller.example/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">'
        "https://müller.example/a?b=1&amp;c=2</a>"
    )


def test_an_extension_is_not_dialled() -> None:
    assert 'href="tel:+497112041140"' in phone_link("+49 711 2041140 ext. 12")


def test_an_address_adds_nothing_to_the_mail() -> None:
    assert 'href="mailto:a%3Fbcc%3Dc%26x@d.example"' in email_link("a?bcc=c&x@d.example")


@pytest.mark.parametrize(
    "website",
    [
        "javascript:alert(1)",
        "https://good.example@evil.example",
        "//evil.example",
        "data:text/html,x",
        "nonsense",
        "",
    ],
)
def test_what_is_no_website_is_plain_text(website: str) -> None:
    assert website_link(website) == website


@pytest.mark.parametrize("text", ["0711 2041140", "ask Ms Novák", ""])
def test_what_cannot_be_dialled_from_everywhere_is_plain_text(text: str) -> None:
    assert phone_link(text) == text


@pytest.mark.parametrize("text", ["nobody", "Anna <anna@firm.example>", "a@b@c.example", ""])
def test_what_is_no_single_address_is_plain_text(text: str) -> None:
    assert email_link(text) == escape(text)


def test_what_somebody_typed_stays_text() -> None:
    for link in (email_link, phone_link, website_link):
        shown = link('+49"><b>@x\u202e')
        assert "<b>" not in shown and "\u202e" not in shown
