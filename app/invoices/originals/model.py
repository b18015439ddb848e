"""What an original is, and under which key it lies for how long."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.i18n import N_

KINDS: Mapping[str, str] = {"pdf": N_("PDF"), "xml": N_("XML (EN 16931)"), "xrechnung": N_("XRechnung")}
MEDIA_TYPES: Mapping[str, str] = {
    "pdf": "application/pdf",
    "xml": "application/xml",
    "xrechnung": "application/xml",
}


@dataclass(frozen=True)
class Original:
    """`bytes` and `sha256` (hex) are of the document itself; `owner` names the key that seals it."""

    invoice_id: int
    kind: str
    owner: str
    sha256: str
    bytes: int
    retained_until: str
    made_at: str


@dataclass(frozen=True)
class Sealed:
    """An original on its way into the file."""

    original: Original
    sealed: bytes


def retained_until(issued_on: str, years: int) -> str:
    """The last day: so many years after the end of the year of issue (§ 147 AO, § 132 BAO, art. 112 of the VAT Act)."""
    return f"{int(issued_on[:4]) + years}-12-31"


def owner_of(region: str, until: str) -> str:
    """One key for all that may go on the same day: destroying it is the purge."""
    return f"originals:{region}:{until[:4]}"
