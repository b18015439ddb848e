"""The VAT categories of EN 16931 (UNCL5305) and what each of them asks of an invoice.

Sources: EN 16931-1, rules BR-S, BR-Z, BR-E, BR-AE, BR-IC, BR-G and BR-O, as in the published Schematron
(ConnectingEurope/eInvoicing-EN16931).
"""

from __future__ import annotations

from dataclasses import dataclass

from app.i18n import N_


@dataclass(frozen=True, slots=True)
class Category:
    """`needs_reason`: something says why there is no VAT (BT-120, BT-121); `alone`: no other category beside it."""

    code: str
    label: str
    has_vat: bool = False
    needs_reason: bool = True
    needs_both_vat_ids: bool = False
    alone: bool = False

    def allows(self, rate: int) -> bool:
        """A standard rated line has a rate above zero, every other one none (BR-S-05, BR-Z-05, ...)."""
        return rate > 0 if self.has_vat else rate == 0


CATEGORIES = {
    category.code: category
    for category in (
        Category("S", N_("Taxed"), has_vat=True, needs_reason=False),
        Category("Z", N_("Zero rate"), needs_reason=False),
        Category("E", N_("Exempt from VAT")),
        Category("AE", N_("Reverse charge"), needs_both_vat_ids=True),
        Category("K", N_("Intra-EU supply"), needs_both_vat_ids=True),
        Category("G", N_("Export outside the EU")),
        Category("O", N_("Outside the scope of VAT"), alone=True),
    )
}
