"""The hash chain: each entry's hash covers the one before, and a commitment to the values instead of the values.

So values can be erased (their salt goes with their key) and the chain still proves that nothing else was touched.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import os
from json.encoder import encode_basestring

from app.vault import Key

GENESIS = bytes(32)
_SALT_BYTES = 16


def commit(old: str, new: str, key: Key) -> tuple[bytes, bytes]:
    """(commitment, sealed values with their salt)."""
    salt = os.urandom(_SALT_BYTES)
    values = f"[{encode_basestring(old)},{encode_basestring(new)}]".encode()
    return _commitment(salt, values), key.seal(salt + values)


def reveal(sealed: bytes, key: Key) -> tuple[str, str, bytes]:
    """(old, new, the commitment these values have)."""
    plain = key.open(sealed)
    salt, values = plain[:_SALT_BYTES], plain[_SALT_BYTES:]
    old, new = json.loads(values)
    return old, new, _commitment(salt, values)


def _commitment(salt: bytes, values: bytes) -> bytes:
    """HMAC-SHA256. Not `hmac.digest`, which lets other threads at the interpreter however short the values are, and
    waits for its turn again."""
    return hmac.new(salt, values, "sha256").digest()


def link(previous: bytes, seq: int, parts: tuple[str, ...], commitment: bytes) -> bytes:
    """SHA-256 over the previous hash and every stored column of this entry, each with its length."""
    encoded = [part.encode("utf-8", "surrogatepass") for part in parts]
    columns = b"".join([b"%d:%b" % (len(each), each) for each in encoded])
    return hashlib.sha256(b"%b%d\n%b%b" % (previous, seq, columns, commitment)).digest()
