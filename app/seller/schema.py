"""The firm of a region: one row, or none yet."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("seller")


@migrations()
def v001_seller(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE seller (
            only INTEGER PRIMARY KEY CHECK (only = 1),
            uuid TEXT NOT NULL CHECK (length(uuid) = 36),
            name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
            street TEXT NOT NULL DEFAULT '',
            postal_code TEXT NOT NULL DEFAULT '',
            city TEXT NOT NULL DEFAULT '',
            country TEXT NOT NULL DEFAULT '' CHECK (country = '' OR length(country) = 2),
            vat_id TEXT NOT NULL DEFAULT '',
            tax_number TEXT NOT NULL DEFAULT '',
            register TEXT NOT NULL DEFAULT '',
            directors TEXT NOT NULL DEFAULT '',
            contact_person TEXT NOT NULL DEFAULT '',
            phone TEXT NOT NULL DEFAULT '',
            email TEXT NOT NULL DEFAULT '',
            website TEXT NOT NULL DEFAULT '',
            bank TEXT NOT NULL DEFAULT '',
            iban TEXT NOT NULL DEFAULT '' CHECK (length(iban) <= 34),
            bic TEXT NOT NULL DEFAULT '' CHECK (length(bic) IN (0, 8, 11)),
            small_business INTEGER NOT NULL DEFAULT 0 CHECK (small_business IN (0, 1)),
            footer TEXT NOT NULL DEFAULT '',
            logo BLOB NOT NULL DEFAULT x'' CHECK (length(logo) <= 512000),
            version INTEGER NOT NULL DEFAULT 1 CHECK (version > 0)
        ) STRICT"""
    )
