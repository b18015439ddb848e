"""What a document is called as a file."""

from __future__ import annotations

from app.documents.filenames import safe_filename
from app.i18n import translate
from app.invoices.model import Document
from app.invoices.paper import words


def name_of(document: Document, ending: str) -> str:
    """ "Rechnung RE-2026-0412.pdf", in the document's language; a slash in a number would be a folder."""
    title = translate(words.title(document), document.invoice.language)
    number = document.invoice.number or str(document.invoice.id)
    return safe_filename(f"{title} {number}.{ending}".replace("/", "-"))
