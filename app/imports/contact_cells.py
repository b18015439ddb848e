"""Cells with several emails or phone numbers: the first is the client's, the others are kept in the notes."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence

from app import vat_id

_EMAIL_SEPARATORS = re.compile(r"[\s;,|]+|(?<=\w)/(?=\w[^/]*@)")
_PHONE_SEPARATORS = re.compile(r"\s*[;|\n,]\s*|\s+(?:/|lub|oder|or|und|and|i)\s+")
_DIGITS_OF_A_PHONE = 7
# A longer cell holds no addresses or numbers, and looking for where to part it could take minutes.
_LONGEST = 1_000


def reached_at(found: Mapping[str, Sequence[str]]) -> dict[str, str]:
    """Email, phone and notes; further addresses and numbers are kept in the notes."""
    emails = [email for text in found.get("email", ()) for email in _emails(text)]
    phones = [phone for text in found.get("phone", ()) for phone in _phones(text)]
    notes = [*found.get("notes", ()), *_further("E-mail", emails), *_further("Tel.", phones)]
    values = {"email": emails[0]} if emails else {}
    if phones:
        values["phone"] = phones[0]
    if notes:
        values["notes"] = "\n".join(notes)
    return values


def _further(label: str, reached: Sequence[str]) -> list[str]:
    """All but the first, each once."""
    if len(reached) < 2:
        return []
    return [f"{label}: {each}" for each in dict.fromkeys(reached[1:]) if each != reached[0]]


def _emails(text: str) -> list[str]:
    """The addresses in a cell without names around them; a cell without any as it stands."""
    if len(text) > _LONGEST or (text.count("@") < 2 and " " not in text):
        return [text]
    parts = (part.strip("<>()[]\"',;") for part in _EMAIL_SEPARATORS.split(text))
    return [part for part in parts if "@" in part] or [text]


def _phones(text: str) -> list[str]:
    if len(text) > _LONGEST or text.isdecimal():
        return [text]
    if not _PHONE_SEPARATORS.search(text):
        return [vat_id.from_number(text)]
    parts = [part for part in _PHONE_SEPARATORS.split(text) if part]
    if all(sum(map(str.isdecimal, part)) >= _DIGITS_OF_A_PHONE for part in parts):
        return [vat_id.from_number(part) for part in parts]
    return [vat_id.from_number(text)]
