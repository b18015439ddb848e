"""Which tables are in which file: the migrations of every feature, in the order of the house."""

from __future__ import annotations

from sqlite_utils.migrations import Migrations

from app.access.schema import migrations as access
from app.accounts.schema import migrations as accounts
from app.catalogue.schema import migrations as catalogue
from app.clients.schema import migrations as clients
from app.documents.schema import migrations as documents
from app.duplicates.schema import migrations as duplicates
from app.exports.schema import migrations as exports
from app.groups.schema import migrations as groups
from app.history.schema import migrations as history
from app.imports.schema import migrations as imports
from app.invoices.originals.schema import migrations as invoice_originals
from app.invoices.schema import migrations as invoices
from app.letters.schema import migrations as letters
from app.mass.schema import migrations as mass
from app.notes.schema import migrations as notes
from app.orders.schema import migrations as orders
from app.payments.schema import migrations as payments
from app.regions.schema import migrations as regions
from app.reminders.schema import migrations as reminders
from app.seller.schema import migrations as seller
from app.undo.schema import migrations as undo

REGION: tuple[Migrations, ...] = (
    regions,
    history,
    access,
    undo,
    clients,
    groups,
    mass,
    notes,
    documents,
    duplicates,
    invoices,
    invoice_originals,
    payments,
    letters,
    reminders,
    imports,
    exports,
    seller,
    catalogue,
    orders,
)
INSTANCE: tuple[Migrations, ...] = (accounts,)
