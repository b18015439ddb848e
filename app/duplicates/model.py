"""Two clients that may be one: what speaks for it and what against it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import NamedTuple

from app.duplicates.normalisation import Name
from app.i18n import N_, Message

# From here on two clients are shown as possible duplicates; from SURE on as almost surely the same.
POSSIBLE = 60
SURE = 85

# Kind of reason -> what it says. Those of which a part is only alike carry a percentage.
REASONS: Mapping[str, str] = {
    "same_vat_id": N_("same VAT ID"),
    "vat_id_slip": N_("VAT ID that differs by a slip"),
    "other_vat_id": N_("another VAT ID"),
    "foreign_vat_id": N_("a VAT ID of another country"),
    "same_name": N_("same name"),
    "same_but_form": N_("same name but for its legal form"),
    "same_words": N_("same words in another order"),
    "alike_name": N_("name {n} %"),
    "other_words": N_("other words in the name"),
    "other_first_name": N_("another first name"),
    "other_form": N_("another legal form"),
    "other_generation": N_("junior and senior"),
    "same_email": N_("same email address"),
    "same_phone": N_("same phone number"),
    "same_domain": N_("same internet domain"),
    "same_address": N_("same address"),
    "same_postal_code": N_("same postal code"),
    "same_city": N_("same city"),
    "other_number": N_("same street, another house number"),
    "other_street": N_("another street in the same city"),
    "other_city": N_("another city"),
}


class Profile(NamedTuple):
    """What a client is compared by (a tuple: they come in 100,000s). Texts are folded, what is unknown is ""."""

    id: int
    is_person: bool
    is_archived: bool
    name: Name
    vat_id: str
    email: str
    phone: str
    domain: str
    street: str
    number: str
    postal_code: str
    city: str


class Reason(NamedTuple):
    """`points` are added up to the score, those of what speaks against it are negative."""

    kind: str
    points: int
    percent: int = 0

    @property
    def message(self) -> Message:
        return Message(REASONS[self.kind], {"n": self.percent} if self.percent else {})

    @property
    def is_same(self) -> bool:
        return self.kind.startswith("same_")


@dataclass(frozen=True, slots=True)
class Pair:
    """`first` is the lower number."""

    first: int
    second: int
    score: int
    reasons: tuple[Reason, ...]
