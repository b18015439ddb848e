"""Every setting of an instance, read once from the environment. docs/settings.md lists them."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import ip_network
from pathlib import Path

from app.errors import Misuse
from app.i18n import N_

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Settings:
    data: Path
    host: str = "127.0.0.1"
    port: int = 8000
    master_key: str = ""
    master_key_file: Path | None = None
    litestream_config: Path | None = None
    trusted_proxies: tuple[str, ...] = ()
    public_url: str = ""
    smtp_host: str = ""
    smtp_port: int = 587
    smtp_user: str = ""
    smtp_password: str = ""
    smtp_starttls: bool = True
    mail_from: str = ""

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> Settings:
        def get(name: str, default: str = "") -> str:
            return env.get(f"MASAKU_{name}", default)

        def path(name: str) -> Path | None:
            return Path(get(name)).expanduser().absolute() if get(name) else None

        return cls(
            data=path("DATA") or ROOT / "regions",
            host=get("HOST", "127.0.0.1"),
            port=_port("PORT", get("PORT", "8000")),
            master_key=get("MASTER_KEY"),
            master_key_file=path("MASTER_KEY_FILE"),
            litestream_config=path("LITESTREAM_CONFIG"),
            trusted_proxies=_networks("TRUSTED_PROXIES", get("TRUSTED_PROXIES")),
            public_url=get("PUBLIC_URL").rstrip("/"),
            smtp_host=get("SMTP_HOST"),
            smtp_port=_port("SMTP_PORT", get("SMTP_PORT", "587")),
            smtp_user=get("SMTP_USER"),
            smtp_password=get("SMTP_PASSWORD"),
            smtp_starttls=get("SMTP_STARTTLS", "yes") not in ("no", "0", "false"),
            mail_from=get("MAIL_FROM"),
        )


def _port(name: str, text: str) -> int:
    """0 is any that is free."""
    if not text.isascii() or not text.isdigit() or len(text) > 5 or int(text) > 65_535:
        raise Misuse(
            N_("MASAKU_{name} must be a number from 0 to 65535, not “{value}”."), name=name, value=text
        )
    return int(text)


def _networks(name: str, text: str) -> tuple[str, ...]:
    """Addresses and networks, with blanks or commas in between."""
    found = tuple(text.replace(",", " ").split())
    for each in found:
        try:
            ip_network(each, strict=False)
        except ValueError as error:
            text = N_(
                "MASAKU_{name} must be addresses or networks, such as 10.0.0.2 or 10.0.0.0/24, not “{value}”."
            )
            raise Misuse(text, name=name, value=each) from error
    return found
