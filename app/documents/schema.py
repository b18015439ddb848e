"""Documents: what they are called stands in the clear, what they hold is sealed in parts."""

from __future__ import annotations

from sqlite_utils import Database
from sqlite_utils.migrations import Migrations

from app.clients.search_index import as_indexed, fill, merge_seldom

migrations = Migrations("documents")


@migrations()
def v001_documents(db: Database) -> None:
    # AUTOINCREMENT: a removed document's number never names another one in the change history.
    # `upload` is the form's random key: files sent together share it, and a form sent twice stores them once.
    # key_owner stays what it was when clients are merged: the rows move, the seal does not.
    db.conn.execute(
        """CREATE TABLE document (
            id INTEGER PRIMARY KEY AUTOINCREMENT,
            uuid TEXT NOT NULL UNIQUE CHECK (length(uuid) = 36),
            client_id INTEGER NOT NULL REFERENCES client(id),
            note_id INTEGER REFERENCES note(id),
            filename TEXT NOT NULL CHECK (length(filename) BETWEEN 1 AND 255),
            folded TEXT NOT NULL,
            media_type TEXT NOT NULL,
            inline_safe INTEGER NOT NULL CHECK (inline_safe IN (0, 1)),
            size INTEGER NOT NULL CHECK (size BETWEEN 1 AND 26214400),
            parts INTEGER NOT NULL CHECK (parts BETWEEN 1 AND 25),
            key_owner TEXT NOT NULL,
            upload TEXT NOT NULL CHECK (length(upload) BETWEEN 16 AND 64),
            preview_width INTEGER,
            preview_height INTEGER,
            added_by_id TEXT NOT NULL,
            added_by_name TEXT NOT NULL,
            added_at TEXT NOT NULL,
            CHECK ((preview_width IS NULL) = (preview_height IS NULL))
        ) STRICT"""
    )
    db.conn.execute("CREATE INDEX document_client ON document(client_id, added_at, id)")
    db.conn.execute("CREATE INDEX document_note ON document(note_id) WHERE note_id IS NOT NULL")
    # The space taken is summed before every upload.
    db.conn.execute("CREATE INDEX document_size ON document(client_id, size)")
    db.conn.execute("CREATE INDEX document_upload ON document(upload)")
    db.conn.execute("CREATE INDEX document_key_owner ON document(key_owner)")
    db.conn.execute(
        """CREATE TABLE document_part (
            document_id INTEGER NOT NULL REFERENCES document(id),
            part INTEGER NOT NULL CHECK (part >= 0),
            sealed BLOB NOT NULL,
            PRIMARY KEY (document_id, part)
        ) STRICT"""
    )
    db.conn.execute(
        """CREATE TABLE document_preview (
            document_id INTEGER PRIMARY KEY REFERENCES document(id),
            sealed BLOB NOT NULL
        ) STRICT"""
    )


@migrations()
def v002_attached_words(_: Database) -> None:
    """What v003 makes. Some files have it since then, without blanks in front of the texts."""


@migrations()
def v003_beginnings_of_words(db: Database) -> None:
    # What hangs on clients has words in one index, each note and each document a row, so that one of them costs the
    # same however many there are. The view is its content: no text lies there twice, and a row that gets another client
    # needs nothing. Even numbers are notes, odd ones documents; app.clients.attached reads them.
    db.conn.execute("DROP TABLE IF EXISTS attached_search")
    db.conn.execute("DROP VIEW IF EXISTS attached_text")
    words = as_indexed("folded")
    db.conn.execute(
        f"""CREATE VIEW attached_text (id, client_id, folded) AS
            SELECT 2 * id, client_id, {words} FROM note UNION ALL SELECT 2 * id + 1, client_id, {words} FROM document"""
    )
    db.conn.execute(
        """CREATE VIRTUAL TABLE attached_search USING fts5(
            folded, content = 'attached_text', content_rowid = 'id', tokenize = 'trigram'
        )"""
    )
    for table, odd in (("note", 0), ("document", 1)):
        fill(db.conn, "attached_search", table, "folded", rowid=f"2 * id + {odd}")
        old, new = (f"2 * {row}.id + {odd}, {as_indexed('folded', f'{row}.')}" for row in ("old", "new"))
        add = f"INSERT INTO attached_search (rowid, folded) VALUES ({new});"
        remove = f"INSERT INTO attached_search (attached_search, rowid, folded) VALUES ('delete', {old});"
        for name, moment, steps in (
            ("added", "INSERT", add),
            ("removed", "DELETE", remove),
            ("changed", "UPDATE OF folded", f"{remove} {add}"),
        ):
            trigger = f"{table}_words_{name}"
            db.conn.execute(f"DROP TRIGGER IF EXISTS {trigger}")
            db.conn.execute(f"CREATE TRIGGER {trigger} AFTER {moment} ON {table} BEGIN {steps} END")


@migrations()
def v004_merged_seldom(db: Database) -> None:
    merge_seldom(db.conn, "attached_search")
