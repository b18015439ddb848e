"""When clients become one, nothing that belongs to them is forgotten."""

from __future__ import annotations

from pathlib import Path

from app import schemas, sqlite
from app.belongings import BELONGINGS
from app.migrate import migrate

# What stays where it is, and why.
KEPT = {
    "history": "entries never change; the survivor's page shows those of all it absorbed",
    "operation_step": "says what was done to whom, and undoing it needs the number it had",
    "mass_target": "a mass action passes over whoever is gone when their turn comes",
    "client_merge": "is the memory of merges itself",
}
# Columns that name a client without being called client_id.
OTHER_NAMES = ("first_id", "second_id", "absorbed_id", "survivor_id")
DERIVED = {"client_text": "made anew for the survivor, and for everybody when it is undone"}


def tables_with_clients(db: sqlite.Connection) -> set[str]:
    tables = [
        row[0] for row in db.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT NULL")
    ]
    found = set()
    for table in tables:
        columns = {row["name"] for row in db.execute("SELECT name FROM pragma_table_info(?)", (table,))}
        refers = {row["table"] for row in db.execute("SELECT * FROM pragma_foreign_key_list(?)", (table,))}
        if "client" in refers or columns & {"client_id", *OTHER_NAMES}:
            found.add(table)
    return found


def test_every_table_with_a_client_in_it_is_answered_for(tmp_path: Path) -> None:
    db = sqlite.connect(tmp_path / "empty.db", create=True)
    migrate(db, schemas.REGION)
    answered = [table for each in BELONGINGS for table in each.tables]
    assert sorted(tables_with_clients(db)) == sorted([*answered, *KEPT, *DERIVED])
    db.close()


def test_each_table_has_one_feature_that_answers_for_it() -> None:
    answered = [table for each in BELONGINGS for table in each.tables]
    assert len(answered) == len(set(answered))
    assert len({each.key for each in BELONGINGS}) == len(BELONGINGS)


def test_notes_come_back_before_the_documents_on_them() -> None:
    keys = [each.key for each in BELONGINGS]
    assert keys.index("notes") < keys.index("documents")


def test_what_is_counted_on_a_page_has_words() -> None:
    assert [each.key for each in BELONGINGS if (each.count is None) != (each.words is None)] == []
