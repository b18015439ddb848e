"""Products and their prices."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

migrations = Migrations("catalogue")


@migrations()
def v001_product(db: Database) -> None:
    # AUTOINCREMENT: a line of an old invoice never points to another product.
    # `name` is the one the list shows; `search` holds every word, folded.
    db.conn.execute(
        """CREATE TABLE product (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
            code TEXT NOT NULL DEFAULT '' CHECK (length(code) <= 40),
            code_key TEXT NOT NULL DEFAULT '',
            kind TEXT NOT NULL CHECK (kind IN ('goods', 'service')),
            name_de TEXT NOT NULL DEFAULT '' CHECK (length(name_de) <= 200),
            name_en TEXT NOT NULL DEFAULT '' CHECK (length(name_en) <= 200),
            name_pl TEXT NOT NULL DEFAULT '' CHECK (length(name_pl) <= 200),
            first_language TEXT NOT NULL CHECK (first_language IN ('de', 'en', 'pl')),
            name_key TEXT NOT NULL,
            search TEXT NOT NULL,
            detail TEXT NOT NULL DEFAULT '' CHECK (length(detail) <= 2000),
            unit TEXT NOT NULL CHECK (length(unit) BETWEEN 1 AND 3),
            category TEXT NOT NULL CHECK (category IN ('S', 'Z', 'E', 'AE', 'K', 'G', 'O')),
            rate_key TEXT NOT NULL CHECK (length(rate_key) BETWEEN 1 AND 30),
            status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'retired')),
            version INTEGER NOT NULL DEFAULT 1,
            changed_at TEXT NOT NULL,
            submission TEXT UNIQUE CHECK (length(submission) BETWEEN 16 AND 64),
            CHECK (name_de <> '' OR name_en <> '' OR name_pl <> '')
        ) STRICT"""
    )
    for column in ("name_key", "code_key", "changed_at"):
        db.conn.execute(f"CREATE INDEX product_{column} ON product({column}, id)")
    db.conn.execute("CREATE UNIQUE INDEX product_one_code ON product(code_key) WHERE code_key <> ''")
    db.conn.execute(
        """CREATE TABLE product_price (
            product_id INTEGER NOT NULL REFERENCES product(id),
            currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
            price INTEGER NOT NULL CHECK (price BETWEEN 0 AND 10000000000000),
            PRIMARY KEY (product_id, currency)
        ) STRICT, WITHOUT ROWID"""
    )
