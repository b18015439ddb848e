"""The hash chain: each entry's hash covers the one before, and a commitment to the values instead of the values.

So values can be erased (their salt goes with their key) and the chain still proves that nothing else was touched.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os

from app.vault import Key

GENESIS = bytes(32)
_SALT_BYTES = 16


def commit(old: str, new: str, key: Key) -> tuple[bytes, bytes]:
    """(commitment, sealed values with their salt)."""
    salt = os.urandom(_SALT_BYTES)
    values = json.dumps([old, new], ensure_ascii=False, separators=(",", ":")).encode()
    return hmac.digest(salt, values, "sha256"), key.seal(salt + values)


def reveal(sealed: bytes, key: Key) -> tuple[str, str, bytes]:
    """(old, new, the commitment these values have)."""
    plain = key.open(sealed)
    salt, values = plain[:_SALT_BYTES], plain[_SALT_BYTES:]
    old, new = json.loads(values)
    return old, new, hmac.digest(salt, values, "sha256")


def link(previous: bytes, seq: int, parts: tuple[str, ...], commitment: bytes) -> bytes:
    """SHA-256 over the previous hash and every stored column of this entry, each with its length."""
    digest = hashlib.sha256(previous)
    digest.update(b"%d\n" % seq)
    for part in parts:
        encoded = part.encode("utf-8", "surrogatepass")
        digest.update(b"%d:" % len(encoded) + encoded)
    digest.update(commitment)
    return digest.digest()
