"""Countries (ISO 3166-1 alpha-2): their names, the words people write for them, their postal codes."""

from app.countries.names import (
    CODES,
    EU,
    CountryName,
    choices,
    country_by_name,
    is_eu,
    name,
    suggest,
    vat_prefix,
)
from app.countries.postal import (
    check_postal_code,
    has_postal_codes,
    normal_postal_code,
    restored_postal_code,
)

__all__ = [
    "CODES",
    "EU",
    "CountryName",
    "check_postal_code",
    "choices",
    "country_by_name",
    "has_postal_codes",
    "is_eu",
    "name",
    "normal_postal_code",
    "restored_postal_code",
    "suggest",
    "vat_prefix",
]
