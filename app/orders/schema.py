"""Orders and their lines. The file itself knows which moves are legal."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from app.clients.search_index import merge_seldom

migrations = Migrations("orders")

_DAY = "GLOB '[0-9][0-9][0-9][0-9]-[01][0-9]-[0-3][0-9]'"
# "new>verification", ...: those of app.orders.model, and the two that invoices and payments make.
_LEGAL = (
    "new>verification", "new>cancelled", "verification>approved", "verification>new", "verification>cancelled",
    "approved>in_progress", "approved>verification", "approved>cancelled", "in_progress>completed",
    "in_progress>approved", "in_progress>cancelled", "completed>in_progress", "completed>invoiced",
    "invoiced>completed", "invoiced>closed", "closed>invoiced",
)  # fmt: skip


@migrations()
def v001_order(db: Database) -> None:
    states = (
        "'new', 'verification', 'approved', 'in_progress', 'completed', 'invoiced', 'closed', 'cancelled'"
    )
    # `urgency` is what a list by priority is sorted by; `search` holds every word, folded.
    db.conn.execute(
        f"""CREATE TABLE client_order (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
            client_id INTEGER NOT NULL REFERENCES client(id),
            year INTEGER NOT NULL CHECK (year BETWEEN 1900 AND 9999),
            sequence INTEGER NOT NULL CHECK (sequence > 0),
            number TEXT NOT NULL UNIQUE CHECK (length(number) BETWEEN 1 AND 40),
            number_key TEXT NOT NULL GENERATED ALWAYS AS (printf('%04d %09d', year, sequence)) STORED,
            ordered_on TEXT NOT NULL CHECK (ordered_on {_DAY}),
            deadline TEXT NOT NULL DEFAULT '' CHECK (deadline = '' OR deadline {_DAY}),
            priority TEXT NOT NULL DEFAULT 'normal' CHECK (priority IN ('normal', 'high', 'urgent')),
            urgency INTEGER NOT NULL GENERATED ALWAYS AS (
                CASE priority WHEN 'urgent' THEN 2 WHEN 'high' THEN 1 ELSE 0 END
            ) STORED,
            reference TEXT NOT NULL DEFAULT '' CHECK (length(reference) <= 60),
            currency TEXT NOT NULL CHECK (currency GLOB '[A-Z][A-Z][A-Z]'),
            terms TEXT NOT NULL DEFAULT '' CHECK (length(terms) <= 2000),
            discount_percent INTEGER NOT NULL DEFAULT 0 CHECK (discount_percent BETWEEN 0 AND 10000),
            state TEXT NOT NULL DEFAULT 'new' CHECK (state IN ({states})),
            on_hold INTEGER NOT NULL DEFAULT 0 CHECK (on_hold IN (0, 1)),
            net INTEGER NOT NULL DEFAULT 0,
            vat INTEGER NOT NULL DEFAULT 0,
            gross INTEGER NOT NULL DEFAULT 0,
            search TEXT NOT NULL,
            created_at TEXT NOT NULL,
            created_by TEXT NOT NULL,
            changed_at TEXT NOT NULL,
            version INTEGER NOT NULL DEFAULT 1,
            submission TEXT UNIQUE CHECK (length(submission) BETWEEN 16 AND 64),
            UNIQUE (year, sequence),
            CHECK (on_hold = 0 OR state IN ('new', 'verification', 'approved', 'in_progress'))
        ) STRICT"""
    )
    for column in ("number_key", "ordered_on", "deadline", "urgency", "state", "gross", "changed_at"):
        db.conn.execute(f"CREATE INDEX client_order_{column} ON client_order({column}, id)")
    for column in ("client_id", "state"):
        db.conn.execute(
            f"CREATE INDEX client_order_{column}_number ON client_order({column}, number_key, id)"
        )
    legal = ", ".join(f"'{each}'" for each in _LEGAL)
    db.conn.execute(
        f"""CREATE TRIGGER client_order_moves BEFORE UPDATE OF state ON client_order
            WHEN old.state <> new.state AND old.state || '>' || new.state NOT IN ({legal})
            BEGIN SELECT RAISE(ABORT, 'an order does not move like this'); END"""
    )
    db.conn.execute(
        """CREATE TRIGGER client_order_number_stays BEFORE UPDATE OF number, year, sequence, uuid ON client_order
            BEGIN SELECT RAISE(ABORT, 'an order keeps its number'); END"""
    )


@migrations()
def v002_line(db: Database) -> None:
    db.conn.execute(
        """CREATE TABLE client_order_line (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            order_id INTEGER NOT NULL REFERENCES client_order(id),
            position INTEGER NOT NULL CHECK (position BETWEEN 1 AND 1000),
            product_id INTEGER REFERENCES product(id),
            text TEXT NOT NULL CHECK (length(text) BETWEEN 1 AND 500),
            detail TEXT NOT NULL DEFAULT '' CHECK (length(detail) <= 2000),
            quantity INTEGER NOT NULL CHECK (quantity BETWEEN 0 AND 10000000000000),
            unit TEXT NOT NULL CHECK (length(unit) BETWEEN 1 AND 3),
            price INTEGER NOT NULL CHECK (price BETWEEN 0 AND 10000000000000),
            discount INTEGER NOT NULL DEFAULT 0 CHECK (discount BETWEEN 0 AND 10000),
            category TEXT NOT NULL CHECK (category IN ('S', 'Z', 'E', 'AE', 'K', 'G', 'O')),
            rate INTEGER NOT NULL CHECK (rate BETWEEN 0 AND 10000 AND (category = 'S') = (rate > 0)),
            net INTEGER NOT NULL,
            UNIQUE (order_id, position)
        ) STRICT"""
    )
    db.conn.execute(
        "CREATE INDEX client_order_line_product ON client_order_line(product_id) WHERE product_id IS NOT NULL"
    )


@migrations()
def v003_invoiced(db: Database) -> None:
    # How much of a line went onto which invoice. A draft's lines are written anew each time it is saved, so that the
    # invoice itself is named; one that is cancelled counts no more, a draft that is removed takes its rows along.
    db.conn.execute(
        """CREATE TABLE order_line_invoiced (
            order_line_id INTEGER NOT NULL REFERENCES client_order_line(id),
            invoice_id INTEGER NOT NULL REFERENCES invoice(id),
            quantity INTEGER NOT NULL CHECK (quantity > 0),
            PRIMARY KEY (order_line_id, invoice_id)
        ) STRICT, WITHOUT ROWID"""
    )
    db.conn.execute("CREATE INDEX order_line_invoiced_invoice ON order_line_invoiced(invoice_id)")
    counts = (
        "SELECT coalesce(sum(i.quantity), 0) FROM order_line_invoiced i CROSS JOIN invoice v ON v.id = i.invoice_id"
        " WHERE v.cancelled_by IS NULL AND i.order_line_id ="
    )
    db.conn.execute(
        f"""CREATE TRIGGER order_line_invoiced_once BEFORE INSERT ON order_line_invoiced
            WHEN new.quantity + ({counts} new.order_line_id)
                > (SELECT quantity FROM client_order_line WHERE id = new.order_line_id)
            BEGIN SELECT RAISE(ABORT, 'more than was ordered'); END"""
    )
    db.conn.execute(
        """CREATE TRIGGER order_line_invoiced_stays BEFORE UPDATE ON order_line_invoiced
            BEGIN SELECT RAISE(ABORT, 'what was invoiced is not changed'); END"""
    )
    db.conn.execute(
        f"""CREATE VIEW client_order_billing AS SELECT o.id AS order_id,
            NOT EXISTS (
                SELECT 1 FROM client_order_line l WHERE l.order_id = o.id AND l.quantity > ({counts} l.id)
            ) AS whole,
            NOT EXISTS (
                SELECT 1 FROM client_order_line l CROSS JOIN order_line_invoiced i ON i.order_line_id = l.id
                CROSS JOIN invoice v ON v.id = i.invoice_id
                WHERE l.order_id = o.id AND v.cancelled_by IS NULL AND v.state <> 'paid'
            ) AS settled FROM client_order o"""
    )
    # An order follows its invoices wherever they change, in the same transaction: payments know nothing of orders.
    of_line = "SELECT order_id FROM client_order_line WHERE id = {row}.order_line_id"
    of_invoice = (
        "SELECT l.order_id FROM order_line_invoiced i CROSS JOIN client_order_line l ON l.id = i.order_line_id"
        " WHERE i.invoice_id = new.id"
    )
    for name, event, ids in (
        ("added", "AFTER INSERT ON order_line_invoiced", of_line.format(row="new")),
        ("gone", "AFTER DELETE ON order_line_invoiced", of_line.format(row="old")),
        ("paid", "AFTER UPDATE OF paid, cancelled_by ON invoice", of_invoice),
        ("completed", "AFTER UPDATE OF state ON client_order WHEN new.state = 'completed'", "new.id"),
    ):
        db.conn.execute(f"CREATE TRIGGER client_order_follows_{name} {event} BEGIN {_follow(ids)} END")
    db.conn.execute(
        """CREATE TRIGGER invoice_leaves_orders BEFORE DELETE ON invoice
            BEGIN DELETE FROM order_line_invoiced WHERE invoice_id = old.id; END"""
    )


@migrations()
def v004_document(db: Database) -> None:
    # A document that is removed or erased takes its row along.
    db.conn.execute(
        """CREATE TABLE order_document (
            document_id INTEGER PRIMARY KEY REFERENCES document(id),
            order_id INTEGER NOT NULL REFERENCES client_order(id)
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX order_document_order ON order_document(order_id)")
    db.conn.execute(
        """CREATE TRIGGER document_leaves_order BEFORE DELETE ON document
            BEGIN DELETE FROM order_document WHERE document_id = old.id; END"""
    )


@migrations()
def v005_something_is_ordered(db: Database) -> None:
    # Of nothing all would be invoiced at once, and the order closed without an invoice.
    for name, event in (("added", "INSERT"), ("changed", "UPDATE OF quantity")):
        db.conn.execute(
            f"""CREATE TRIGGER client_order_line_{name} BEFORE {event} ON client_order_line WHEN new.quantity = 0
                BEGIN SELECT RAISE(ABORT, 'an order of nothing'); END"""
        )


@migrations()
def v006_credited(db: Database) -> None:
    ids = (
        "SELECT l.order_id FROM order_line_invoiced i CROSS JOIN client_order_line l ON l.id = i.order_line_id"
        " WHERE i.invoice_id = new.id"
    )
    db.conn.execute("DROP TRIGGER client_order_follows_paid")
    db.conn.execute(
        "CREATE TRIGGER client_order_follows_paid AFTER UPDATE OF paid, credited, cancelled_by ON invoice"
        f" BEGIN {_follow(ids)} END"
    )
    db.conn.execute("UPDATE invoice SET credited = credited WHERE credited <> 0")


@migrations()
def v007_lines_of_drafts(db: Database) -> None:
    # A draft's lines are written anew each time it is saved: what they invoice of an order follows what stands in them.
    db.conn.execute(
        """CREATE TRIGGER invoice_line_of_own_client BEFORE INSERT ON invoice_line WHEN new.order_line_id IS NOT NULL
            AND (SELECT client_id FROM invoice WHERE id = new.invoice_id) IS NOT (
                SELECT o.client_id FROM client_order_line l CROSS JOIN client_order o ON o.id = l.order_id
                WHERE l.id = new.order_line_id)
            BEGIN SELECT RAISE(ABORT, 'a line of no order of this client'); END"""
    )
    for name, event, row in (("added", "INSERT", "new"), ("gone", "DELETE", "old")):
        db.conn.execute(
            f"""CREATE TRIGGER invoice_line_{name}_to_order AFTER {event} ON invoice_line
                WHEN {row}.order_line_id IS NOT NULL BEGIN
                DELETE FROM order_line_invoiced
                WHERE order_line_id = {row}.order_line_id AND invoice_id = {row}.invoice_id;
                INSERT INTO order_line_invoiced (order_line_id, invoice_id, quantity)
                SELECT order_line_id, invoice_id, sum(quantity) FROM invoice_line
                WHERE order_line_id = {row}.order_line_id AND invoice_id = {row}.invoice_id
                GROUP BY order_line_id HAVING sum(quantity) > 0; END"""
        )


@migrations()
def v008_credited_as_a_whole(db: Database) -> None:
    # Nothing is open of an invoice that was credited as a whole: it settles its part of the order like a paid one.
    (settled,) = db.conn.execute(
        "SELECT sql FROM sqlite_master WHERE name = 'client_order_billing'"
    ).fetchone()
    db.conn.execute("DROP VIEW client_order_billing")
    db.conn.execute(settled.replace("v.state <> 'paid'", "v.state NOT IN ('paid', 'credited')"))


@migrations()
def v009_numbers_of_a_series(db: Database) -> None:
    db.conn.execute(
        "INSERT INTO number_series (series, year, last)"
        " SELECT 'order', year, max(sequence) FROM client_order GROUP BY year"
    )


@migrations()
def v010_search(db: Database) -> None:
    # Trigrams, as for invoices; the index reads the order as its content.
    db.conn.execute(
        "CREATE VIRTUAL TABLE client_order_search USING fts5("
        "search, content = 'client_order', content_rowid = 'id', tokenize = 'trigram')"
    )
    db.conn.execute("INSERT INTO client_order_search (client_order_search) VALUES ('rebuild')")
    add = "INSERT INTO client_order_search (rowid, search) VALUES (new.id, new.search);"
    remove = (
        "INSERT INTO client_order_search (client_order_search, rowid, search)"
        " VALUES ('delete', old.id, old.search);"
    )
    for name, statement in {
        "client_order_search_added": f"AFTER INSERT ON client_order BEGIN {add} END",
        "client_order_search_removed": f"AFTER DELETE ON client_order BEGIN {remove} END",
        "client_order_search_changed": f"AFTER UPDATE OF search ON client_order BEGIN {remove} {add} END",
    }.items():
        db.conn.execute(f"CREATE TRIGGER {name} {statement}")


@migrations()
def v011_found_by_the_client_of_now(db: Database) -> None:
    # `search` holds the client's name as it was when the order was saved; what the client is called since finds it too.
    _put_in_front(db, "instr(search, {name}) = 0")


@migrations()
def v012_found_by_a_name_that_is_in_another_word(db: Database) -> None:
    # "IT" stands in "Kapitel", but no word begins with it there.
    for trigger in ("renamed", "moved"):
        db.conn.execute(f"DROP TRIGGER client_order_client_{trigger}")
    _put_in_front(db, "instr(' ' || search || ' ', ' ' || {name} || ' ') = 0")


def _put_in_front(db: Database, lacks: str) -> None:
    """The name of the client, of all orders and whenever it changes, where the order `lacks` it."""
    name = "(SELECT name FROM client_text WHERE id = client_order.client_id)"
    add = f"UPDATE client_order SET search = {name} || ' ' || search WHERE {lacks.format(name=name)}"
    db.conn.execute(add)
    for trigger, event, of in (
        ("renamed", "UPDATE OF name ON client_text WHEN new.name <> old.name", "client_id = new.id"),
        ("moved", "UPDATE OF client_id ON client_order", "id = new.id"),
    ):
        db.conn.execute(
            f"CREATE TRIGGER client_order_client_{trigger} AFTER {event} BEGIN {add} AND {of}; END"
        )


def _follow(ids: str) -> str:
    """Step by step, so that each step is a legal move."""
    billing = "FROM client_order_billing b WHERE b.order_id = client_order.id"
    steps = (
        ("closed", "invoiced", f"NOT EXISTS (SELECT 1 {billing} AND whole AND settled)"),
        ("invoiced", "completed", f"NOT EXISTS (SELECT 1 {billing} AND whole)"),
        ("completed", "invoiced", f"EXISTS (SELECT 1 {billing} AND whole)"),
        ("invoiced", "closed", f"EXISTS (SELECT 1 {billing} AND whole AND settled)"),
    )
    return " ".join(
        f"UPDATE client_order SET state = '{to}', version = version + 1"
        f" WHERE state = '{start}' AND id IN ({ids}) AND {when};"
        for start, to, when in steps
    )


@migrations()
def v013_merged_seldom(db: Database) -> None:
    merge_seldom(db.conn, "client_order_search")
