"""Invoices, their lines, and what is written down when one is issued: from then on nothing of it changes."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from app.clients.search_index import merge_seldom

migrations = Migrations("invoices")

_DAY = "CHECK ({0} = '' OR {0} GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]')"
# In basis points and minor units; beyond is a typing error (app.money.MAX_MINOR).
_AMOUNT = "CHECK ({0} BETWEEN -1000000000000 AND 1000000000000)"


@migrations()
def v001_invoice(db: Database) -> None:
    days = "".join(
        f"{name} TEXT NOT NULL DEFAULT '' {_DAY.format(name)}, "
        for name in ("issued_on", "supplied_from", "supplied_until", "due_on")
    )
    amounts = "".join(
        f"{name} INTEGER NOT NULL DEFAULT 0 {_AMOUNT.format(name)}, "
        for name in ("net", "vat", "gross", "paid")
    )
    # `submission` is the form's random key: a form sent twice makes one draft.
    # `state` is the status without the calendar: what is open is overdue once its day has passed.
    # `number_key` puts drafts above all numbers, and the tenthousandth invoice behind the ninethousandth.
    db.conn.execute(
        f"""CREATE TABLE invoice (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
            client_id INTEGER NOT NULL REFERENCES client(id),
            type TEXT NOT NULL CHECK (
                type IN ('invoice', 'proforma', 'corrective', 'credit_note', 'debit_note', 'cancellation')
            ),
            series TEXT NOT NULL DEFAULT '' CHECK (length(series) <= 20),
            year INTEGER NOT NULL DEFAULT 0,
            sequence INTEGER NOT NULL DEFAULT 0 CHECK (sequence >= 0),
            number TEXT UNIQUE CHECK (length(number) BETWEEN 1 AND 40),
            currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
            language TEXT NOT NULL CHECK (language IN ('de', 'en', 'pl')),
            {days}
            buyer_reference TEXT NOT NULL DEFAULT '' CHECK (length(buyer_reference) <= 60),
            order_reference TEXT NOT NULL DEFAULT '' CHECK (length(order_reference) <= 60),
            intro TEXT NOT NULL DEFAULT '' CHECK (length(intro) <= 2000),
            notes TEXT NOT NULL DEFAULT '' CHECK (length(notes) <= 2000),
            discount_percent INTEGER NOT NULL DEFAULT 0 CHECK (discount_percent BETWEEN 0 AND 10000),
            discount_amount INTEGER NOT NULL DEFAULT 0 CHECK (discount_amount BETWEEN 0 AND 1000000000000),
            {amounts}
            reference_id INTEGER REFERENCES invoice(id),
            reason TEXT NOT NULL DEFAULT '' CHECK (length(reason) <= 500),
            ksef_number TEXT NOT NULL DEFAULT '' CHECK (length(ksef_number) <= 60),
            cancelled_by INTEGER REFERENCES invoice(id),
            buyer_name TEXT NOT NULL DEFAULT '',
            buyer_key TEXT NOT NULL DEFAULT '',
            search TEXT NOT NULL DEFAULT '',
            created_at TEXT NOT NULL,
            created_by TEXT NOT NULL,
            changed_at TEXT NOT NULL,
            issued_at TEXT NOT NULL DEFAULT '',
            issued_by TEXT NOT NULL DEFAULT '',
            version INTEGER NOT NULL DEFAULT 1,
            submission TEXT UNIQUE CHECK (length(submission) BETWEEN 16 AND 64),
            state TEXT NOT NULL GENERATED ALWAYS AS (
                CASE WHEN number IS NULL THEN 'draft' WHEN cancelled_by IS NOT NULL THEN 'cancelled'
                WHEN type NOT IN ('invoice', 'debit_note', 'corrective') OR gross < 0 THEN 'issued'
                WHEN paid >= gross THEN 'paid' WHEN paid <> 0 THEN 'partly_paid' ELSE 'open' END
            ) STORED,
            number_key TEXT NOT NULL GENERATED ALWAYS AS (
                CASE WHEN number IS NULL THEN '~' ELSE printf('%04d %s %09d', year, series, sequence) END
            ) STORED,
            CHECK (discount_percent = 0 OR discount_amount = 0),
            CHECK (number IS NULL OR (issued_at <> '' AND issued_on <> '' AND sequence > 0 AND buyer_name <> '')),
            CHECK (number IS NOT NULL OR (paid = 0 AND cancelled_by IS NULL))
        ) STRICT"""
    )
    db.conn.execute(
        "CREATE UNIQUE INDEX invoice_sequence ON invoice(series, year, sequence) WHERE number IS NOT NULL"
    )
    # Every order of the list is a walk along one of these; the commonest filters have their own in the commonest order.
    for column in ("number_key", "buyer_key", "issued_on", "due_on", "gross", "type", "state"):
        db.conn.execute(f"CREATE INDEX invoice_{column} ON invoice({column}, id)")
    for column in ("client_id", "state", "type"):
        db.conn.execute(f"CREATE INDEX invoice_{column}_number ON invoice({column}, number_key, id)")
    # Overdue is what is open and has passed its day.
    db.conn.execute("CREATE INDEX invoice_state_due ON invoice(state, due_on, id)")
    for column in ("reference_id", "cancelled_by"):
        db.conn.execute(f"CREATE INDEX invoice_{column} ON invoice({column}) WHERE {column} IS NOT NULL")
    # One whole cancellation, once.
    db.conn.execute(
        "CREATE UNIQUE INDEX invoice_cancelled_once ON invoice(cancelled_by) WHERE cancelled_by IS NOT NULL"
    )


@migrations()
def v002_lines(db: Database) -> None:
    db.conn.execute(
        f"""CREATE TABLE invoice_line (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            invoice_id INTEGER NOT NULL REFERENCES invoice(id),
            position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 1000),
            product_id INTEGER,
            text TEXT NOT NULL CHECK (length(text) <= 500),
            detail TEXT NOT NULL DEFAULT '' CHECK (length(detail) <= 2000),
            quantity INTEGER NOT NULL CHECK (quantity BETWEEN -10000000000000 AND 10000000000000),
            unit TEXT NOT NULL CHECK (length(unit) BETWEEN 1 AND 3),
            price INTEGER NOT NULL CHECK (price BETWEEN -10000000000000 AND 10000000000000),
            discount INTEGER NOT NULL DEFAULT 0 CHECK (discount BETWEEN 0 AND 10000),
            category TEXT NOT NULL CHECK (category IN ('S', 'Z', 'E', 'AE', 'K', 'G', 'O')),
            rate INTEGER NOT NULL CHECK (rate BETWEEN 0 AND 10000 AND (category = 'S') = (rate > 0)),
            net INTEGER NOT NULL {_AMOUNT.format("net")},
            UNIQUE (invoice_id, position)
        ) STRICT"""
    )
    db.conn.execute(
        "CREATE INDEX invoice_line_product ON invoice_line(product_id) WHERE product_id IS NOT NULL"
    )


@migrations()
def v003_written_at_issue(db: Database) -> None:
    texts = ", ".join(f"{name} TEXT NOT NULL DEFAULT ''" for name in PARTY_TEXTS)
    db.conn.execute(
        f"""CREATE TABLE invoice_party (
            invoice_id INTEGER NOT NULL REFERENCES invoice(id),
            role TEXT NOT NULL CHECK (role IN ('seller', 'buyer')),
            {texts},
            small_business INTEGER NOT NULL DEFAULT 0 CHECK (small_business IN (0, 1)),
            PRIMARY KEY (invoice_id, role)
        ) STRICT, WITHOUT ROWID"""
    )
    db.conn.execute(
        f"""CREATE TABLE invoice_vat (
            invoice_id INTEGER NOT NULL REFERENCES invoice(id),
            category TEXT NOT NULL CHECK (category IN ('S', 'Z', 'E', 'AE', 'K', 'G', 'O')),
            rate INTEGER NOT NULL CHECK (rate BETWEEN 0 AND 10000),
            net INTEGER NOT NULL {_AMOUNT.format("net")},
            vat INTEGER NOT NULL {_AMOUNT.format("vat")},
            note TEXT NOT NULL DEFAULT '',
            code TEXT NOT NULL DEFAULT '',
            PRIMARY KEY (invoice_id, category, rate)
        ) STRICT, WITHOUT ROWID"""
    )


@migrations()
def v004_numbers(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE number_series (
            series TEXT NOT NULL CHECK (length(series) BETWEEN 1 AND 20),
            year INTEGER NOT NULL CHECK (year = 0 OR year BETWEEN 1900 AND 9999),
            last INTEGER NOT NULL CHECK (last >= 0),
            PRIMARY KEY (series, year)
        ) STRICT, WITHOUT ROWID"""
    )
    # Numbers that had been given to somebody before a restore put the file back to a moment before that.
    db.conn.execute(
        """CREATE TABLE lost_number (
            series TEXT NOT NULL,
            year INTEGER NOT NULL,
            first INTEGER NOT NULL CHECK (first > 0),
            last INTEGER NOT NULL CHECK (last >= first),
            found_at TEXT NOT NULL,
            PRIMARY KEY (series, year, first)
        ) STRICT, WITHOUT ROWID"""
    )


PARTY_TEXTS = (
    "name", "contact_name", "street", "postal_code", "city", "country", "vat_id", "tax_number", "register", "directors",
    "phone", "email", "website", "bank", "iban", "bic", "footer", "number",
)  # fmt: skip
# The client changes when clients become one; payments, cancellation and the number of KSeF come later.
_FIXED = (
    "id", "uuid", "type", "series", "year", "sequence", "number", "issued_on", "supplied_from", "supplied_until",
    "due_on", "currency", "language", "buyer_reference", "order_reference", "intro", "notes", "discount_percent",
    "discount_amount", "net", "vat", "gross", "reference_id", "reason", "buyer_name", "buyer_key", "search",
    "created_at", "created_by", "issued_at", "issued_by",
)  # fmt: skip


_REFUSE = "BEGIN SELECT RAISE(ABORT, 'an issued invoice never changes'); END"


def _keep(db: Database, fixed: tuple[str, ...]) -> None:
    differs = " OR ".join(f"new.{name} IS NOT old.{name}" for name in fixed)
    once = (
        "(old.cancelled_by IS NOT NULL AND new.cancelled_by IS NOT old.cancelled_by)"
        " OR (old.ksef_number <> '' AND new.ksef_number <> old.ksef_number)"
    )
    db.conn.execute("DROP TRIGGER IF EXISTS invoice_stays")
    db.conn.execute(
        f"CREATE TRIGGER invoice_stays BEFORE UPDATE ON invoice WHEN old.number IS NOT NULL AND ({differs} OR {once})"
        f" {_REFUSE}"
    )


@migrations()
def v005_what_is_issued_stays(db: Database) -> None:
    _keep(db, _FIXED)
    refuse = _REFUSE
    db.conn.execute(
        f"CREATE TRIGGER invoice_is_kept BEFORE DELETE ON invoice WHEN old.number IS NOT NULL {refuse}"
    )
    # INSERT OR REPLACE would take the old row away without asking the trigger above.
    there = "EXISTS (SELECT 1 FROM invoice WHERE id = new.id AND number IS NOT NULL)"
    db.conn.execute(f"CREATE TRIGGER invoice_once BEFORE INSERT ON invoice WHEN {there} {refuse}")
    for table in ("invoice_line", "invoice_party", "invoice_vat"):
        for act, rows in (
            ("INSERT", "new.invoice_id"),
            ("UPDATE", "old.invoice_id, new.invoice_id"),
            ("DELETE", "old.invoice_id"),
        ):
            issued = f"EXISTS (SELECT 1 FROM invoice WHERE id IN ({rows}) AND number IS NOT NULL)"
            db.conn.execute(
                f"CREATE TRIGGER {table}_{act.lower()} BEFORE {act} ON {table} WHEN {issued} {refuse}"
            )


@migrations()
def v006_search(db: Database) -> None:
    # Trigrams, as for clients; the index reads the invoice as its content.
    db.conn.execute(
        "CREATE VIRTUAL TABLE invoice_search USING fts5("
        "search, content = 'invoice', content_rowid = 'id', tokenize = 'trigram')"
    )
    add = "INSERT INTO invoice_search (rowid, search) VALUES (new.id, new.search);"
    remove = (
        "INSERT INTO invoice_search (invoice_search, rowid, search) VALUES ('delete', old.id, old.search);"
    )
    for name, statement in {
        "invoice_search_added": f"AFTER INSERT ON invoice BEGIN {add} END",
        "invoice_search_removed": f"AFTER DELETE ON invoice BEGIN {remove} END",
        "invoice_search_changed": f"AFTER UPDATE OF search ON invoice BEGIN {remove} {add} END",
    }.items():
        db.conn.execute(f"CREATE TRIGGER {name} {statement}")


# What credit notes and corrections below zero take off the invoice they name; neither bears payments itself.
_TAKEN_OFF = (
    "SELECT coalesce(sum(CASE k.type WHEN 'credit_note' THEN k.gross ELSE -k.gross END), 0) FROM invoice k"
    " WHERE k.reference_id = invoice.id AND k.number IS NOT NULL AND k.cancelled_by IS NULL"
    " AND (k.type = 'credit_note' OR (k.type = 'corrective' AND k.gross < 0))"
)


@contextmanager
def _stepped_aside(db: Database) -> Iterator[None]:
    """A column that is counted cannot be changed but replaced: whatever names `state` is away for that moment."""
    aside = db.conn.execute(
        "SELECT type, name, sql FROM sqlite_master WHERE type IN ('trigger', 'view')"
        " OR (type = 'index' AND name IN ('invoice_state', 'invoice_state_number', 'invoice_state_due'))"
        " ORDER BY rowid"
    ).fetchall()
    for kind, name, _ in aside:
        db.conn.execute(f"DROP {kind} {name}")
    yield
    for _, _, sql in aside:
        db.conn.execute(sql)


@migrations()
def v007_credited(db: Database) -> None:
    with _stepped_aside(db):
        for change in (
            "DROP COLUMN state",
            f"ADD COLUMN credited INTEGER NOT NULL DEFAULT 0 {_AMOUNT.format('credited')}",
            "ADD COLUMN open INTEGER NOT NULL GENERATED ALWAYS AS (gross - credited - paid) VIRTUAL",
            """ADD COLUMN state TEXT NOT NULL GENERATED ALWAYS AS (
                CASE WHEN number IS NULL THEN 'draft' WHEN cancelled_by IS NOT NULL THEN 'cancelled'
                WHEN type NOT IN ('invoice', 'debit_note', 'corrective') OR gross < 0 THEN 'issued'
                WHEN open <= 0 THEN 'paid' WHEN paid <> 0 THEN 'partly_paid' ELSE 'open' END
            ) VIRTUAL""",
        ):
            db.conn.execute(f"ALTER TABLE invoice {change}")
    reduces = "new.type IN ('credit_note', 'corrective') AND new.reference_id IS NOT NULL"
    keep = f"UPDATE invoice SET credited = ({_TAKEN_OFF}), version = version + 1 WHERE id"
    db.conn.execute(
        f"CREATE TRIGGER invoice_is_credited AFTER UPDATE OF number, cancelled_by ON invoice WHEN {reduces}"
        f" BEGIN {keep} = new.reference_id; END"
    )
    db.conn.execute(
        f"{keep} IN (SELECT reference_id FROM invoice WHERE type IN ('credit_note', 'corrective')"
        " AND number IS NOT NULL)"
    )


@migrations()
def v008_line_of_order(db: Database) -> None:
    # Orders come after invoices: their triggers say what may stand here.
    db.conn.execute("ALTER TABLE invoice_line ADD COLUMN order_line_id INTEGER")
    db.conn.execute(
        "CREATE INDEX invoice_line_order_line ON invoice_line(order_line_id) WHERE order_line_id IS NOT NULL"
    )


@migrations()
def v009_credited_as_a_whole(db: Database) -> None:
    with _stepped_aside(db):
        db.conn.execute("ALTER TABLE invoice DROP COLUMN state")
        db.conn.execute(
            """ALTER TABLE invoice ADD COLUMN state TEXT NOT NULL GENERATED ALWAYS AS (
                CASE WHEN number IS NULL THEN 'draft' WHEN cancelled_by IS NOT NULL THEN 'cancelled'
                WHEN type NOT IN ('invoice', 'debit_note', 'corrective') OR gross < 0 THEN 'issued'
                WHEN credited > 0 AND credited >= gross THEN 'credited'
                WHEN open <= 0 THEN 'paid' WHEN paid <> 0 THEN 'partly_paid' ELSE 'open' END
            ) VIRTUAL"""
        )


@migrations()
def v010_client_of_what_it_refers_to(db: Database) -> None:
    # Clients that become one move their documents in the order of these: what is referred to before what refers to it.
    for name, event in (("begins", "INSERT"), ("stays", "UPDATE OF client_id, reference_id, number")):
        db.conn.execute(
            f"""CREATE TRIGGER invoice_{name}_with_its_client BEFORE {event} ON invoice
                WHEN new.reference_id IS NOT NULL AND {"old.number IS NULL AND" if event != "INSERT" else ""}
                    new.client_id IS NOT (SELECT client_id FROM invoice WHERE id = new.reference_id)
                BEGIN SELECT RAISE(ABORT, 'it stays with the client of the document it refers to'); END"""
        )


@migrations()
def v011_issued_elsewhere(db: Database) -> None:
    # What another program issued keeps the number it got there: `number` is unique over those and ours alike.
    db.conn.execute(
        "ALTER TABLE invoice ADD COLUMN number_elsewhere TEXT NOT NULL DEFAULT ''"
        " CHECK (length(number_elsewhere) <= 40)"
    )
    db.conn.execute(
        "CREATE UNIQUE INDEX invoice_ksef ON invoice(ksef_number) WHERE number IS NOT NULL AND ksef_number <> ''"
    )
    _keep(db, (*_FIXED, "number_elsewhere"))


@migrations()
def v012_vat_in_own_currency(db: Database) -> None:
    # `exchange_rate` in hundred-millionths: what one unit of `currency` is in `vat_currency`.
    for column in (
        "vat_currency TEXT NOT NULL DEFAULT '' CHECK (vat_currency = '' OR vat_currency GLOB '[A-Z][A-Z][A-Z]')",
        "exchange_rate INTEGER NOT NULL DEFAULT 0 CHECK (exchange_rate BETWEEN 0 AND 100000000000000)"
        " CHECK ((exchange_rate > 0) = (vat_currency <> ''))",
        f"exchange_on TEXT NOT NULL DEFAULT '' {_DAY.format('exchange_on')}",
        "exchange_source TEXT NOT NULL DEFAULT '' CHECK (length(exchange_source) <= 60)",
    ):
        db.conn.execute(f"ALTER TABLE invoice ADD COLUMN {column}")
    exchange = ("vat_currency", "exchange_rate", "exchange_on", "exchange_source")
    _keep(db, (*_FIXED, "number_elsewhere", *exchange))


@migrations()
def v013_corrected_buyer(db: Database) -> None:
    # Correctives have named the client of their day until now, all but its VAT ID.
    db.conn.execute(
        "ALTER TABLE invoice ADD COLUMN corrects_buyer INTEGER NOT NULL DEFAULT 0 CHECK (corrects_buyer IN (0, 1))"
    )
    db.conn.execute("UPDATE invoice SET corrects_buyer = 1 WHERE type = 'corrective'")
    exchange = ("vat_currency", "exchange_rate", "exchange_on", "exchange_source")
    _keep(db, (*_FIXED, "number_elsewhere", *exchange, "corrects_buyer"))


@migrations()
def v014_merged_seldom(db: Database) -> None:
    merge_seldom(db.conn, "invoice_search")
