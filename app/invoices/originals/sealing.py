"""Sealing and opening: bytes that are exactly those that were sealed, or an error."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Mapping
from dataclasses import dataclass

from app import sqlite
from app.errors import NotFound
from app.i18n import N_
from app.invoices.originals import store
from app.invoices.originals.model import Original, Sealed, owner_of, retained_until
from app.vault import Key, Keyring
from app.vault.keys import WrongKey


@dataclass(frozen=True)
class Verdict:
    """What became of a region's originals: `broken` are (invoice, kind); `gone` had their key destroyed in time."""

    whole: int
    gone: int
    broken: tuple[tuple[int, str], ...]


def seal(
    invoice_id: int,
    issued_on: str,
    parts: Mapping[str, bytes],
    keys: Keyring,
    region: str,
    years: int,
    at: str,
) -> list[Sealed]:
    """For so many years after the one of issue."""
    until = retained_until(issued_on, years)
    owner = owner_of(region, until)
    key = keys.key(owner)
    return [
        Sealed(
            Original(invoice_id, kind, owner, hashlib.sha256(data).hexdigest(), len(data), until, at),
            closed(data, key, _place(invoice_id, kind)),
        )
        for kind, data in parts.items()
    ]


def opened(found: Sealed, keys: Keyring) -> bytes:
    """Raises NotFound where its time is over, WrongKey where it is not what was sealed."""
    original = found.original
    place = _place(original.invoice_id, original.kind)
    return unsealed(found.sealed, original.owner, original.sha256, place, keys)


def closed(data: bytes, key: Key, place: bytes) -> bytes:
    """Compressed first: XML shrinks to a fifth."""
    return key.seal(zlib.compress(data), place)


def unsealed(sealed: bytes, owner: str, sha256: str, place: bytes, keys: Keyring) -> bytes:
    """Raises like `opened`."""
    key = keys.find(owner)
    if key is None:
        raise NotFound(N_("The time for which the law keeps this document is over."))
    data = zlib.decompress(key.open(sealed, place))
    if hashlib.sha256(data).hexdigest() != sha256:
        raise WrongKey(N_("This document is not the one that was sealed."))
    return data


def verify(db: sqlite.Connection, keys: Keyring) -> Verdict:
    whole, gone, broken = 0, 0, []
    for found in store.every(db):
        try:
            opened(found, keys)
            whole += 1
        except NotFound:
            gone += 1
        except (WrongKey, zlib.error):
            broken.append((found.original.invoice_id, found.original.kind))
    return Verdict(whole, gone, tuple(broken))


def _place(invoice_id: int, kind: str) -> bytes:
    return f"invoice:{invoice_id}:{kind}".encode()
