"""The invoice for machines: Cross Industry Invoice XML (EN 16931), alone (XRechnung) or inside the PDF (ZUGFeRD)."""

from app.invoices.einvoice.building import cii
from app.invoices.einvoice.profiles import EN16931, PROFILES, XRECHNUNG, Profile, best, has_xml, missing
from app.invoices.einvoice.trial import trial

__all__ = ["EN16931", "PROFILES", "XRECHNUNG", "Profile", "best", "cii", "has_xml", "missing", "trial"]
