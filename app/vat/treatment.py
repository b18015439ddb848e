"""Which VAT category an invoice line has, by who sells what to whom, and what speaks against one that was chosen.

Place of supply: VAT Directive 2006/112/EC, Art. 31 to 33 (goods), 44 and 45 (services); who owes the tax: Art. 196;
supplies to other Member States: Art. 138. Distance sales to consumers beyond 10 000 € (OSS, Art. 59c) are not covered.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

from app.countries import is_eu
from app.i18n import N_, Message
from app.vat.categories import CATEGORIES

ProductKind = Literal["goods", "service"]
About = Literal["category", "seller", "buyer"]
DOMESTIC = "S"  # as a product says itself: its own category, its own rate
# What a client's own VAT treatment says, whatever its country and VAT ID.
_CHOSEN = {"domestic": DOMESTIC, "intra_eu": "K", "reverse_charge": "AE", "export": "G", "exempt": "E"}
_VAT_PREFIX_OF_GREECE = "EL"
_NORTHERN_IRELAND = "XI"  # in the EU for goods, outside for services (protocol of the withdrawal agreement)


@dataclass(frozen=True, slots=True)
class Party:
    """`country` as ISO 3166 alpha-2; `vat_id` in its stored form, with its prefix, or ""."""

    country: str
    vat_id: str = ""
    is_small: bool = False


class Objection(NamedTuple):
    about: About
    message: Message


def category_for(
    seller_country: str,
    seller_is_small: bool,
    buyer_country: str,
    buyer_is_business: bool,
    buyer_vat_id: str,
    vat_treatment: str,
    product_kind: ProductKind,
) -> str:
    """DOMESTIC means: the product's own category and rate. So is taxed what lacks a VAT ID for anything better."""
    chosen = _CHOSEN.get(vat_treatment)
    found = chosen or _by_place(
        seller_country, buyer_country, buyer_is_business, buyer_vat_id, product_kind == "goods"
    )
    # The exemption of a small business is for what is supplied at home; services elsewhere follow that place's law.
    is_at_home = found in (DOMESTIC, "K", "G") or (found == "AE" and buyer_country == seller_country)
    return "E" if seller_is_small and is_at_home else found


def _by_place(seller: str, buyer: str, is_business: bool, vat_id: str, is_goods: bool) -> str:
    if buyer in ("", seller):
        return DOMESTIC
    if is_eu(buyer) or (is_goods and vat_id.startswith(_NORTHERN_IRELAND)):
        if not (is_business and is_foreign_eu_vat_id(vat_id, seller)):
            return DOMESTIC
        return "K" if is_goods else "AE"
    if is_goods:
        return "G"
    return "O" if is_business else DOMESTIC


def is_foreign_eu_vat_id(vat_id: str, own_country: str) -> bool:
    prefix = vat_id[:2]
    country = "GR" if prefix == _VAT_PREFIX_OF_GREECE else prefix
    return (is_eu(country) or prefix == _NORTHERN_IRELAND) and country != own_country


def objections(category: str, seller: Party, buyer: Party) -> Iterator[Objection]:
    """What makes an invoice with this category unlawful; nothing where nothing does."""
    known = CATEGORIES[category]
    if seller.is_small and category in ("S", "Z"):
        yield _objection("category", N_("A small business charges no VAT: its lines are exempt."))
    if known.needs_both_vat_ids and not buyer.vat_id:
        yield _objection("buyer", N_("Without the client's VAT ID there is no invoice without VAT."))
    if known.needs_both_vat_ids and not seller.vat_id:
        yield _objection("seller", N_("The firm's VAT ID is missing."))
    if category == "K":
        yield from _not_to_another_member_state(seller, buyer)
    if category == "G" and (is_eu(buyer.country) or buyer.country == seller.country):
        yield _objection("category", N_("An export leaves the EU."))
    if category == "O" and buyer.country == seller.country:
        yield _objection("category", N_("What is outside VAT is supplied in another country."))


def _objection(about: About, text: str) -> Objection:
    return Objection(about, Message(text))


def _not_to_another_member_state(seller: Party, buyer: Party) -> Iterator[Objection]:
    if buyer.vat_id and not is_foreign_eu_vat_id(buyer.vat_id, seller.country):
        yield _objection("buyer", N_("An intra-EU supply needs a VAT ID of another country of the EU."))
    is_inside = is_eu(buyer.country) or buyer.vat_id.startswith(_NORTHERN_IRELAND)
    if buyer.country == seller.country or not is_inside:
        yield _objection("category", N_("An intra-EU supply goes to another country of the EU."))


def is_mixed_wrongly(categories: set[str]) -> bool:
    """What is outside the scope of VAT stands on an invoice of its own (BR-O-11 to BR-O-14)."""
    return len(categories) > 1 and any(CATEGORIES[category].alone for category in categories)
