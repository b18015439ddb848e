"""VAT IDs as people type them, brought to the form that invoices and VIES want.

Three things are told apart: a number that cannot be one of its country (an error), one whose
check digit does not fit (a warning: such numbers exist), and one where both fit. Whether it belongs to
anybody, only VIES knows. Formats: VIES; check digits: python-stdnum, and our own for DE, AT
and PL because files with 100,000 of them are read.
"""

from app.vat_id.formats import country_of, display, key
from app.vat_id.reading import VatId, check, from_number, is_shortened

__all__ = ["VatId", "check", "country_of", "display", "from_number", "is_shortened", "key"]
