"""XRechnung 3.0, which public buyers in Germany want: EN 16931 with more that must be there (rules BR-DE-1 to 31)."""

from __future__ import annotations

from app.i18n import N_, Message
from app.invoices.einvoice.profiles import en16931
from app.invoices.einvoice.profiles.model import Profile
from app.invoices.model import Document

# BR-DE-17 knows no debit note.
TYPE_CODES = {**en16931.TYPE_CODES, "debit_note": "380"}


def missing(document: Document) -> list[Message]:
    seller, buyer, invoice = document.seller, document.buyer, document.invoice
    wanted = (
        (invoice.buyer_reference, N_("The client's reference (Leitweg-ID) is missing.")),
        (seller.contact_name, N_("Your contact person is missing in the settings.")),
        (seller.phone, N_("Your phone number is missing in the settings.")),
        (seller.email, N_("Your email address is missing in the settings.")),
        (seller.postal_code and seller.city, N_("Your postal code or city is missing in the settings.")),
        (buyer.postal_code and buyer.city, N_("The client's postal code or city is missing.")),
        (buyer.email, N_("The client's email address is missing.")),
        (invoice.supplied_from or invoice.supplied_until, N_("The date of supply is missing.")),
    )
    return [*en16931.missing(document), *(Message(text) for value, text in wanted if not value)]


PROFILE = Profile(
    "xrechnung",
    N_("XRechnung"),
    "urn:cen.eu:en16931:2017#compliant#urn:xeinkauf.de:kosit:xrechnung_3.0",
    TYPE_CODES,
    missing,
    process="urn:fdc:peppol.eu:2017:poacc:billing:01:1.0",
)
