"""Clients, their contact persons, saved views, and the text they are found by."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from app.clients.search_index import SEARCH_TRIGGERS, as_indexed, fill, merge_seldom

migrations = Migrations("clients")


@migrations()
def v001_client(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE client (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
            kind TEXT NOT NULL CHECK (kind IN ('company', 'sole_trader', 'person')),
            name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
            email TEXT NOT NULL DEFAULT '',
            phone TEXT NOT NULL DEFAULT '',
            vat_id TEXT NOT NULL DEFAULT '',
            vat_id_missing_reason TEXT NOT NULL DEFAULT '',
            street TEXT NOT NULL DEFAULT '',
            postal_code TEXT NOT NULL DEFAULT '',
            city TEXT NOT NULL DEFAULT '',
            country TEXT NOT NULL DEFAULT '' CHECK (length(country) IN (0, 2)),
            website TEXT NOT NULL DEFAULT '',
            industry TEXT NOT NULL DEFAULT '',
            notes TEXT NOT NULL DEFAULT '' CHECK (length(notes) <= 10000),
            status TEXT NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'inactive', 'problematic', 'archived')),
            payment_term_days INTEGER NOT NULL DEFAULT 14 CHECK (payment_term_days BETWEEN 0 AND 365),
            currency TEXT NOT NULL DEFAULT 'EUR' CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
            invoice_language TEXT NOT NULL DEFAULT 'en' CHECK (invoice_language IN ('de', 'en', 'pl')),
            vat_treatment TEXT NOT NULL DEFAULT 'automatic',
            discount INTEGER NOT NULL DEFAULT 0 CHECK (discount BETWEEN 0 AND 10000),
            version INTEGER NOT NULL DEFAULT 1,
            added_at TEXT NOT NULL,
            changed_at TEXT NOT NULL,
            changed_by TEXT NOT NULL,
            incomplete INTEGER NOT NULL CHECK (incomplete IN (0, 1)),
            archived INTEGER NOT NULL GENERATED ALWAYS AS (status = 'archived') STORED,
            name_key TEXT NOT NULL,
            city_key TEXT NOT NULL,
            contact_key TEXT NOT NULL,
            industry_key TEXT NOT NULL,
            name_fold TEXT NOT NULL,
            vat_key TEXT NOT NULL,
            email_key TEXT NOT NULL,
            phone_key TEXT NOT NULL,
            domain TEXT NOT NULL
        ) STRICT"""
    )
    # Every order of the list is a walk along one of these, archived clients apart.
    for column in (
        "name_key", "vat_key", "contact_key", "email_key", "phone_key", "city_key", "country", "industry_key", "status",
        "added_at", "changed_at",
    ):  # fmt: skip
        db.conn.execute(f"CREATE INDEX client_{column} ON client(archived, {column}, id)")
    # The commonest filters in the commonest order.
    for column in ("country", "status"):
        db.conn.execute(f"CREATE INDEX client_{column}_name ON client(archived, {column}, name_key, id)")
    for column in ("email_key", "phone_key", "domain", "vat_key", "name_fold"):
        db.conn.execute(f"CREATE INDEX client_same_{column} ON client({column}) WHERE {column} <> ''")
    db.conn.execute("CREATE INDEX client_incomplete ON client(archived, incomplete, id)")


@migrations()
def v002_contact(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE contact (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            client_id INTEGER NOT NULL REFERENCES client(id),
            name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 120),
            position TEXT NOT NULL DEFAULT '',
            email TEXT NOT NULL DEFAULT '',
            phone TEXT NOT NULL DEFAULT '',
            main INTEGER NOT NULL DEFAULT 0 CHECK (main IN (0, 1)),
            email_key TEXT NOT NULL DEFAULT '',
            phone_key TEXT NOT NULL DEFAULT ''
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX contact_client ON contact(client_id, main DESC, id)")
    db.conn.execute("CREATE UNIQUE INDEX contact_one_main ON contact(client_id) WHERE main = 1")
    for column in ("email_key", "phone_key"):
        db.conn.execute(f"CREATE INDEX contact_same_{column} ON contact({column}) WHERE {column} <> ''")


@migrations()
def v003_search(db: Database) -> None:
    # One row per client, one column per feature that adds words; the index reads it as its content, so that what is
    # deleted here leaves the index too. Trigrams find parts of words and fragments of numbers.
    db.conn.execute(
        """CREATE TABLE client_text (
            id INTEGER PRIMARY KEY REFERENCES client(id),
            name TEXT NOT NULL DEFAULT '',
            basics TEXT NOT NULL DEFAULT '',
            contacts TEXT NOT NULL DEFAULT '',
            notes TEXT NOT NULL DEFAULT '',
            tags TEXT NOT NULL DEFAULT ''
        ) STRICT"""
    )
    db.conn.execute(
        """CREATE VIRTUAL TABLE client_search USING fts5(
            name, basics, contacts, notes, tags,
            content = 'client_text', content_rowid = 'id', tokenize = 'trigram'
        )"""
    )
    for name, statement in SEARCH_TRIGGERS.items():
        db.conn.execute(f"CREATE TRIGGER {name} {statement}")


@migrations()
def v004_saved_view(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE saved_view (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            staff_id INTEGER,
            name TEXT NOT NULL CHECK (length(name) BETWEEN 1 AND 60),
            query TEXT NOT NULL CHECK (length(query) <= 2000),
            made_at TEXT NOT NULL
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX saved_view_staff ON saved_view(staff_id, name)")


@migrations()
def v005_submission(db: Database) -> None:
    # Forms that create carry a random key: sent twice, they create once.
    db.conn.execute(
        """CREATE TABLE submission (
            key TEXT PRIMARY KEY CHECK (length(key) BETWEEN 16 AND 64),
            client_id INTEGER NOT NULL,
            at TEXT NOT NULL
        ) STRICT, WITHOUT ROWID"""
    )


@migrations()
def v006_shared_view(db: Database) -> None:
    # Who made a shared view stays visible to all.
    db.conn.execute("ALTER TABLE saved_view ADD COLUMN staff_name TEXT NOT NULL DEFAULT ''")
    db.conn.execute(
        "ALTER TABLE saved_view ADD COLUMN shared INTEGER NOT NULL DEFAULT 0 CHECK (shared IN (0, 1))"
    )
    db.conn.execute("CREATE INDEX saved_view_shared ON saved_view(name) WHERE shared = 1")


@migrations()
def v007_country_and_status(db: Database) -> None:
    # The two filters most often set together, in the commonest order: counted and sorted in the index alone.
    db.conn.execute("CREATE INDEX client_country_status ON client(archived, country, status, name_key, id)")


@migrations()
def v008_client_merge(db: Database) -> None:
    # `owner` is the absorbed client's UUID: what its key has sealed is the survivor's now, and goes with it.
    db.conn.execute(
        """CREATE TABLE client_merge (
            absorbed_id INTEGER PRIMARY KEY,
            owner TEXT NOT NULL UNIQUE CHECK (length(owner) = 36),
            survivor_id INTEGER NOT NULL CHECK (survivor_id <> absorbed_id),
            operation_id INTEGER NOT NULL REFERENCES operation(id),
            merged_at TEXT NOT NULL
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX client_merge_survivor ON client_merge(survivor_id)")
    db.conn.execute("CREATE INDEX client_merge_operation ON client_merge(operation_id)")


@migrations()
def v009_buyer_reference(db: Database) -> None:
    # EN 16931 BT-10; as long as on an invoice.
    db.conn.execute(
        "ALTER TABLE client ADD COLUMN buyer_reference TEXT NOT NULL DEFAULT ''"
        " CHECK (length(buyer_reference) <= 60)"
    )


@migrations()
def v010_view_of_any_list(db: Database) -> None:
    # Before it had a name there was only one.
    db.conn.execute("ALTER TABLE saved_view ADD COLUMN list TEXT NOT NULL DEFAULT 'clients'")


# What is brought into a form of its own (numbers, addresses) may be longer than it was typed.
_LONGEST = {
    "client": {
        "email": 320, "phone": 100, "vat_id": 100, "vat_id_missing_reason": 200, "street": 200, "postal_code": 20,
        "city": 120, "website": 600, "industry": 120
    },
    "contact": {"position": 120, "email": 320, "phone": 100},
}  # fmt: skip


@migrations()
def v011_values(db: Database) -> None:
    # As CHECKs they would have to be added by writing every region's largest table anew.
    for table, longest in _LONGEST.items():
        too_long = " OR ".join(f"length(new.{column}) > {most}" for column, most in longest.items())
        _refuse(db, table, "length", ", ".join(longest), too_long)
    treatments = "'automatic', 'domestic', 'intra_eu', 'reverse_charge', 'export', 'exempt'"
    _refuse(db, "client", "treatment", "vat_treatment", f"new.vat_treatment NOT IN ({treatments})")


def _refuse(db: Database, table: str, name: str, columns: str, wrong: str) -> None:
    for act, event in (("made", "INSERT"), ("changed", f"UPDATE OF {columns}")):
        db.conn.execute(
            f"""CREATE TRIGGER {table}_{name}_{act} BEFORE {event} ON {table} WHEN {wrong}
                BEGIN SELECT RAISE(ABORT, 'a {table} cannot have this {name}'); END"""
        )


@migrations()
def v012_words_of_its_own(db: Database) -> None:
    # What hangs on a client (notes, documents) has rows in an index of its own: see documents.schema.
    for name in SEARCH_TRIGGERS:
        db.conn.execute(f"DROP TRIGGER {name}")
    db.conn.execute("DROP TABLE client_search")
    db.conn.execute("ALTER TABLE client_text DROP COLUMN notes")


@migrations()
def v013_beginnings_of_words(db: Database) -> None:
    for name in SEARCH_TRIGGERS:
        db.conn.execute(f"DROP TRIGGER IF EXISTS {name}")
    db.conn.execute("DROP TABLE IF EXISTS client_search")
    columns = "name, basics, contacts, tags"
    db.conn.execute(
        f"CREATE VIEW client_words (id, {columns}) AS SELECT id, {as_indexed(columns)} FROM client_text"
    )
    db.conn.execute(
        f"""CREATE VIRTUAL TABLE client_search USING fts5(
            {columns}, content = 'client_words', content_rowid = 'id', tokenize = 'trigram'
        )"""
    )
    fill(db.conn, "client_search", "client_text", columns)
    for name, statement in SEARCH_TRIGGERS.items():
        db.conn.execute(f"CREATE TRIGGER {name} {statement}")


@migrations()
def v014_merged_seldom(db: Database) -> None:
    merge_seldom(db.conn, "client_search")


@migrations()
def v015_one_index_each(db: Database) -> None:
    # What clients are recognised by stands in the indexes of the list too, active and archived ones apart: a change
    # of an email address, a phone or a VAT ID writes a quarter less.
    for column in ("email_key", "phone_key", "vat_key"):
        db.conn.execute(f"DROP INDEX client_same_{column}")
