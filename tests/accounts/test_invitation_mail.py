"""The invitation link by mail: in the language of who gets it, and never lost when the mail is."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.header import decode_header, make_header

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.handlers import Message
from litestar.testing import TestClient

from app.accounts import invitations, store
from app.i18n import translate
from app.instance import Instance
from app.main import create_app
from app.web.door import SESSION_COOKIE
from tests.accounts.conftest import Account
from tests.conftest import session_of

Adam = Callable[..., TestClient]


class Post(Message):
    """Keeps what was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.letters: list[tuple[str, str, str]] = []

    def handle_message(self, message: object) -> None:
        subject = str(make_header(decode_header(message["Subject"])))  # type: ignore[index]
        self.letters.append((message["To"], subject, message.get_payload(decode=True).decode()))  # type: ignore[index,attr-defined]


def free_port() -> int:
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


@pytest.fixture
def post() -> Iterator[tuple[Post, int]]:
    keeps, port = Post(), free_port()
    server = Controller(keeps, hostname="127.0.0.1", port=port)
    server.start()
    yield keeps, port
    server.stop()


@pytest.fixture
def adam(instance: Instance) -> Iterator[Adam]:
    """The admin of an instance that has a mail server."""
    opened: list[TestClient] = []

    def browser(port: int, public_url: str = "https://masaku.firma.example") -> TestClient:
        settings = replace(
            instance.settings, public_url=public_url, smtp_host="127.0.0.1", smtp_port=port, smtp_starttls=False,
            mail_from="masaku@firma.example",
        )  # fmt: skip
        client = TestClient(create_app(replace(instance, settings=settings)), base_url="https://masaku.test")
        client.headers["Sec-Fetch-Site"] = "same-origin"
        client.cookies.set(SESSION_COOKIE, session_of(instance, "adam"), domain="masaku.test")
        opened.append(client.__enter__())
        return client

    yield browser
    for client in opened:
        client.__exit__(None, None, None)


def test_the_link_is_mailed_in_the_language_of_who_gets_it(
    adam: Adam, post: tuple[Post, int], instance: Instance, account: Account
) -> None:
    keeps, port = post
    instance.accounts.write_now(store.set_preferences, account("anna").id, locale="de")
    answer = adam(port).post("/admin/staff/1/invitation")
    link = re.search(r'value="(https://masaku.firma.example/invitation/[^"]+)"', answer.text)
    assert link and "The link was mailed to anna@masaku.example." in answer.text
    ((to, subject, text),) = keeps.letters
    expected = invitations.mail(account("anna"), "Adam Admin", link[1])
    assert (to, subject) == ("anna@masaku.example", translate(expected[0], "de"))
    assert text.replace("\r\n", "\n") == translate(expected[1], "de") and link[1] in text


def test_a_link_that_cannot_be_mailed_is_shown_with_the_reason(adam: Adam, instance: Instance) -> None:
    form = {"name": "Dora Neu", "email": "dora@masaku.example", "locale": "de"}
    answer = adam(free_port()).post("/admin/staff", data=form)
    assert answer.status_code == 200
    assert "https://masaku.firma.example/invitation/" in answer.text
    assert "The link was not mailed." in answer.text and "127.0.0.1" in answer.text
    assert instance.accounts.read(store.find_by_email, "dora@masaku.example").invited_until


def test_nothing_is_mailed_while_nobody_said_what_the_instance_is_called(
    adam: Adam, post: tuple[Post, int]
) -> None:
    keeps, port = post
    answer = adam(port, public_url="").post("/admin/staff/1/invitation", headers={"Host": "evil.example"})
    assert "MASAKU_PUBLIC_URL" in answer.text and keeps.letters == []
