"""What was typed about the firm, brought to values; and its logo, looked at before it is kept."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass, replace
from importlib import import_module
from typing import Any

from PIL import Image

from app import vat_id
from app.clients.reading import FieldReader
from app.documents.images import is_only_an_image
from app.errors import Problem
from app.i18n import N_, Message
from app.seller.model import MAX_LOGO_KILOBYTES, MAX_LOGO_PIXELS, SELLER_FIELDS, Seller
from app.text import compact

Sent = Mapping[str, str]
_TYPES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}


@dataclass(frozen=True)
class SellerForm:
    """`values` are those that could be read."""

    values: Mapping[str, Any]
    problems: tuple[Problem, ...]
    typed: Mapping[str, str]

    def changing(self, current: Seller) -> Seller | None:
        """None while there are errors."""
        if any(problem.kind == "error" for problem in self.problems):
            return None
        return replace(current, **self.values)


class _Reader(FieldReader):
    def read(self, name: str) -> Any:
        if name == "small_business":
            return self.form.get(name) == "1"
        value = super().read(name)
        if name in ("iban", "bic") and value:
            return self._bank_number(name, value)
        return value

    def _bank_number(self, name: str, typed: str) -> str:
        """ISO 13616 with its check digits and each country's own, ISO 9362."""
        number = compact(typed).upper()
        if not import_module(f"stdnum.{name}").is_valid(number):
            text = (
                N_("This is no IBAN: a digit is wrong or missing.")
                if name == "iban"
                else N_("This is no BIC.")
            )
            self.problems.append(Problem(name, Message(text)))
        return number


def read_seller(form: Sent, country: str) -> SellerForm:
    """The whole form; `country` is the region's, by which numbers are read that do not say whose they are."""
    reader = _Reader(form, SELLER_FIELDS, country)
    read = ((name, reader.read(name)) for name in SELLER_FIELDS)
    values = {name: value for name, value in read if value is not None}
    if not values.get("name") and not reader.has_error("name"):
        reader.problems.append(Problem("name", Message(N_("Please fill in the name."))))
    return SellerForm(values, reader.in_order(), {name: form.get(name, "") for name in SELLER_FIELDS})


def as_typed(seller: Seller) -> dict[str, str]:
    """The stored firm as the form shows it; `read_seller` reads it back unchanged."""
    typed = {name: str(getattr(seller, name)) for name in SELLER_FIELDS}
    grouped = " ".join(seller.iban[at : at + 4] for at in range(0, len(seller.iban), 4))
    small = "1" if seller.small_business else ""
    return typed | {"vat_id": vat_id.display(seller.vat_id), "iban": grouped, "small_business": small}


def wrong_with_logo(content: bytes) -> Message | None:
    """Only what is a small PNG or JPEG from its first to its last byte goes on paper."""
    media_type = next((found for start, found in _TYPES.items() if content.startswith(start)), "")
    if len(content) > MAX_LOGO_KILOBYTES * 1000:
        return Message(N_("A logo may have {n} kB."), {"n": MAX_LOGO_KILOBYTES})
    if not media_type or not is_only_an_image(content, media_type):
        return Message(N_("A logo is a PNG or JPEG picture."))
    try:
        size = Image.open(io.BytesIO(content), formats=("PNG", "JPEG")).size
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return Message(N_("A logo is a PNG or JPEG picture."))
    if max(size) > MAX_LOGO_PIXELS:
        return Message(N_("A logo may have {n} pixels a side."), {"n": MAX_LOGO_PIXELS})
    return None
