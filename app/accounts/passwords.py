"""argon2id with the library's defaults; a dummy hash keeps unknown accounts as slow as known ones."""

from __future__ import annotations

import asyncio
import secrets
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

from app.accounts.common_passwords import COMMON, COMMON_WORDS, PADDING
from app.errors import Problem
from app.i18n import N_, Message

MIN_LENGTH = 12
MAX_LENGTH = 256
_hasher = PasswordHasher()
# Each hash takes 64 MiB: no more than two at a time, whatever is thrown at the sign-in.
_aside = ThreadPoolExecutor(2, thread_name_prefix="argon2")


def problems(password: str, field: str = "password", *, own: Sequence[str] = ()) -> list[Problem]:
    """NIST SP 800-63B: length, a list of common ones and the person's own words; no composition rules."""
    if len(password) < MIN_LENGTH:
        return [Problem(field, Message(N_("At least {n} characters."), {"n": MIN_LENGTH}))]
    if len(password) > MAX_LENGTH:
        return [Problem(field, Message(N_("At most {n} characters."), {"n": MAX_LENGTH}))]
    if _is_common(password) or password.casefold() in {word.casefold() for word in own}:
        return [Problem(field, Message(N_("This password is among the first that are guessed.")))]
    return []


def _is_common(password: str) -> bool:
    plain = "".join(password.casefold().split())
    word = "".join(letter for letter in plain if letter.isalpha())
    padded = word in COMMON_WORDS and len(plain) - len(word) <= PADDING
    return plain in COMMON or padded or len(set(plain)) < 5


def hash_password(password: str) -> str:
    return _hasher.hash(password.encode("utf-8", "surrogatepass"))


def verify(stored: str | None, password: str) -> bool:
    if len(password) > MAX_LENGTH:
        return False
    try:
        _hasher.verify(stored or _dummy(), password.encode("utf-8", "surrogatepass"))
    except (VerificationError, InvalidHashError):
        return False
    return stored is not None


def needs_rehash(stored: str) -> bool:
    return _hasher.check_needs_rehash(stored)


async def verify_aside(stored: str | None, password: str) -> bool:
    return await asyncio.get_running_loop().run_in_executor(_aside, verify, stored, password)


async def hash_aside(password: str) -> str:
    return await asyncio.get_running_loop().run_in_executor(_aside, hash_password, password)


@cache
def _dummy() -> str:
    return hash_password("no account has this password")


def one_time() -> str:
    """A readable random password of 96 bits, for the first admin."""
    letters = secrets.token_hex(12)
    return "-".join(letters[start : start + 6] for start in range(0, 24, 6))
