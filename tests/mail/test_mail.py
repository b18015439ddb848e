"""Mail against a real server: what arrives, and what happens when it does not."""

from __future__ import annotations

import asyncio
import ssl
from dataclasses import replace
from datetime import timedelta
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.clock import Clock
from app.mail import MailNotSent, send
from app.settings import Settings

TEXT = "Cześć Łukasz,\nzażółć gęślą jaźń.\n"


class Server:
    """Takes every message but those for nobody@..., and keeps them; with a certificate only over TLS."""

    def __init__(self, certificate: Path | None = None) -> None:
        self.messages: list[EmailMessage] = []
        self.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER) if certificate else None
        if self.context and certificate:
            self.context.load_cert_chain(certificate)

    def talk(self) -> SMTP:
        tls = self.context is not None
        return SMTP(
            self,
            tls_context=self.context,
            require_starttls=tls,
            auth_require_tls=tls,
            authenticator=self.knows,
        )

    def knows(self, _: SMTP, __: Session, ___: Envelope, ____: str, login: object) -> AuthResult:
        return AuthResult(success=getattr(login, "password", b"") == b"secret", handled=False)

    async def handle_RCPT(
        self, _: SMTP, __: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if address.startswith("nobody"):
            return "550 No such person here"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _: SMTP, __: Session, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        self.messages.append(message_from_bytes(envelope.content, _class=EmailMessage, policy=default))
        return "250 OK"


def post(server: Server, to: str = "anna@masaku.example", subject: str = "Grüße", **changes: object) -> None:
    async def exchange() -> None:
        running = await asyncio.get_running_loop().create_server(server.talk, "127.0.0.1", 0)
        settings = Settings(
            data=Path("/nowhere"), smtp_host="localhost", smtp_port=running.sockets[0].getsockname()[1],
            smtp_starttls=server.context is not None, mail_from="Masaku <masaku@firma.example>",
        )  # fmt: skip
        try:
            await send(replace(settings, **changes), to, subject, TEXT)  # type: ignore[arg-type]
        finally:
            running.close()

    asyncio.run(exchange())


@pytest.fixture
def server() -> Server:
    return Server()


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """Of "localhost", by nobody in particular, with its key in the same file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = Clock().now()
    made = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(1).not_valid_before(now - timedelta(days=1)).not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    kinds = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    path = tmp_path / "server.pem"
    path.write_bytes(key.private_bytes(*kinds) + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.fixture
def tls_server(certificate: Path) -> Server:
    return Server(certificate)


def test_a_message_arrives_with_every_letter(server: Server) -> None:
    post(server)
    (message,) = server.messages
    assert message["Subject"] == "Grüße"
    assert (message["From"], message["To"]) == ("Masaku <masaku@firma.example>", "anna@masaku.example")
    assert message.get_content().replace("\r\n", "\n") == TEXT
    assert message["Auto-Submitted"] == "auto-generated" and message["Message-ID"].endswith("@firma.example>")


def test_a_line_end_in_a_subject_or_an_address_adds_no_header(server: Server) -> None:
    for fields in ({"subject": "a\nBcc: evil@evil.example"}, {"to": "a@b.example\nBcc: evil@evil.example"}):
        with pytest.raises(MailNotSent):
            post(server, **fields)
    assert server.messages == []


def test_the_server_s_reason_for_refusing_is_told(server: Server) -> None:
    with pytest.raises(MailNotSent, match="No such person here"):
        post(server, to="nobody@masaku.example")


def test_a_server_that_is_not_there_is_named(server: Server) -> None:
    with pytest.raises(MailNotSent, match="localhost"):
        post(server, smtp_port=1)


@pytest.mark.parametrize("missing", ["smtp_host", "mail_from"])
def test_without_the_settings_nothing_is_tried(server: Server, missing: str) -> None:
    with pytest.raises(MailNotSent, match="MASAKU_SMTP_HOST"):
        post(server, **{missing: ""})


def test_over_tls_one_signs_in_and_the_message_arrives(
    tls_server: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    post(tls_server, smtp_user="masaku", smtp_password="secret")
    assert len(tls_server.messages) == 1


def test_a_wrong_password_is_told_but_not_shown(
    tls_server: Server, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with pytest.raises(MailNotSent) as refused:
        post(tls_server, smtp_user="masaku", smtp_password="other-secret")
    assert "Authentication" in str(refused.value)
    assert "other-secret" not in str(refused.value)


def test_a_certificate_that_nobody_vouches_for_is_refused(tls_server: Server) -> None:
    with pytest.raises(MailNotSent, match=r"(?i)certificate"):
        post(tls_server)
    assert tls_server.messages == []


def test_a_server_without_tls_gets_nothing_when_tls_is_wanted(server: Server) -> None:
    with pytest.raises(MailNotSent):
        post(server, smtp_starttls=True)
    assert server.messages == []
