"""AES-256-GCM: one data key per owner, wrapped by the master key."""

from __future__ import annotations

import base64
import binascii
import os
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from app.errors import MasakuError
from app.i18n import N_
from app.settings import Settings

KEY_BYTES = 32
_NONCE_BYTES = 12


class WrongKey(MasakuError):
    """The key does not open this: wrong master key, wrong owner, or the bytes were changed."""


class Key:
    """Seals for one owner; what it sealed opens for nobody else, because the owner is authenticated with it."""

    __slots__ = ("_aead", "_owner", "raw")

    def __init__(self, raw: bytes, owner: str) -> None:
        self.raw = raw
        self._aead = AESGCM(raw)
        self._owner = owner.encode()

    def seal(self, plain: bytes, extra: bytes = b"") -> bytes:
        nonce = os.urandom(_NONCE_BYTES)
        return nonce + self._aead.encrypt(nonce, plain, self._owner + b"\0" + extra)

    def open(self, sealed: bytes, extra: bytes = b"") -> bytes:
        try:
            return self._aead.decrypt(
                sealed[:_NONCE_BYTES], sealed[_NONCE_BYTES:], self._owner + b"\0" + extra
            )
        except (InvalidTag, ValueError) as error:
            raise WrongKey(N_("This data cannot be opened: its key does not fit.")) from error


def master_key_path(settings: Settings) -> Path:
    return settings.master_key_file or settings.data / "master.key"


def read_master_key(settings: Settings) -> Key | None:
    """The master key from the environment or its file; None where there is none yet."""
    path = master_key_path(settings)
    if settings.master_key:
        return _decode(settings.master_key)
    if not path.exists():
        return None
    if path.stat().st_mode & 0o077:
        raise MasakuError(
            N_("The master key file {path} can be read by others. Run: chmod 600 {path}"), path=path
        )
    return _decode(path.read_text())


def make_master_key(settings: Settings) -> str:
    """A new master key in its 0600 file. Returned once, to be shown and kept elsewhere by the admin."""
    text = base64.urlsafe_b64encode(os.urandom(KEY_BYTES)).decode()
    path = master_key_path(settings)
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text + "\n")
        file.flush()
        os.fsync(file.fileno())
    return text


def _decode(text: str) -> Key:
    try:
        raw = base64.urlsafe_b64decode(text.strip())
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != KEY_BYTES:
        raise MasakuError(N_("The master key is damaged: it must be 32 bytes in base64."))
    return Key(raw, "master")
