"""What follows a client when clients become one, of every feature. Documents come after the notes they hang on."""

from __future__ import annotations

from app.clients.belongings import Belonging
from app.clients.contacts import BELONGING as CONTACTS
from app.documents.store import BELONGING as DOCUMENTS
from app.duplicates.belonging import BELONGING as DUPLICATES
from app.groups.carried import BELONGING as LABELS
from app.imports.origins import BELONGING as ORIGINS
from app.invoices.belonging import BELONGING as INVOICES
from app.letters.store import BELONGING as LETTERS
from app.notes.store import BELONGING as NOTES
from app.orders.belonging import BELONGING as ORDERS

BELONGINGS: tuple[Belonging, ...] = (
    CONTACTS,
    LABELS,
    NOTES,
    DOCUMENTS,
    INVOICES,
    ORDERS,
    LETTERS,
    DUPLICATES,
    ORIGINS,
)
