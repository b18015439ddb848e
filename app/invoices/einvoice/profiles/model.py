"""What a kind of e-invoice is."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from app.i18n import Message
from app.invoices.model import Document


@dataclass(frozen=True)
class Profile:
    """`guideline` is BT-24, `process` BT-23; `type_codes` are UNTDID 1001 by our types."""

    key: str
    label: str
    guideline: str
    type_codes: Mapping[str, str]
    missing: Callable[[Document], list[Message]]
    process: str = ""

    def type_code(self, document: Document) -> str:
        """What cancels a credit note charges again: as a credit note itself it would give back twice."""
        named = document.reference
        charges_again = document.invoice.type == "cancellation" and named and named.type == "credit_note"
        return self.type_codes["corrective" if charges_again else document.invoice.type]
