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
    notes = [*found.get("notes", ())]
    notes += [f"E-mail: {email}" for email in dict.fromkeys(emails[1:]) if email != emails[0]]
    notes += [f"Tel.: {phone}" for phone in dict.fromkeys(phones[1:]) if phone != phones[0]]
    values = {"email": emails[:1], "phone": phones[:1], "notes": notes}
    return {field: "\n".join(texts) for field, texts in values.items() if texts}


def _emails(text: str) -> list[str]:
    """The addresses in a cell without names around them; a cell without any as it stands."""
    if len(text) > _LONGEST or (text.count("@") < 2 and " " not in text):
        return [text]
    parts = (part.strip("<>()[]\"',;") for part in _EMAIL_SEPARATORS.split(text))
    return [part for part in parts if "@" in part] or [text]


def _phones(text: str) -> list[str]:
    if len(text) > _LONGEST or text.isdecimal():
        return [text]
    parts = [part for part in _PHONE_SEPARATORS.split(text) if part]
    if all(sum(map(str.isdecimal, part)) >= _DIGITS_OF_A_PHONE for part in parts):
        return [vat_id.from_number(part) for part in parts]
    return [vat_id.from_number(text)]
