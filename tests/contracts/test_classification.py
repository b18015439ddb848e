"""Every text and every blob has an owner, and everybody knows what becomes of it."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from sqlite_utils.migrations import Migrations

from app import classification, schemas, sqlite
from app.classification import Tables, by_column
from app.migrate import migrate
from app.vault.schema import migrations as vault

FILES = {
    "region": (schemas.REGION, classification.REGION),
    "instance": (schemas.INSTANCE, classification.INSTANCE),
    "vault": ((vault,), classification.VAULT),
}
# SQLite's and sqlite-utils' own tables hold no data of anybody.
OWN = ("sqlite_", "_sqlite_")


@pytest.fixture
def empty(tmp_path: Path, sets: Sequence[Migrations]) -> sqlite.Connection:
    db = sqlite.connect(tmp_path / "empty.db", create=True)
    migrate(db, sets)
    return db


def texts_and_blobs(db: sqlite.Connection) -> set[str]:
    tables = db.execute(
        "SELECT name FROM pragma_table_list WHERE schema = 'main' AND type IN ('table', 'virtual')"
    ).fetchall()
    return {
        f"{table}.{column['name']}"
        for (table,) in tables
        if not table.startswith(OWN)
        for column in db.execute("SELECT * FROM pragma_table_xinfo(?)", (table,))
        if column["type"] not in ("INTEGER", "REAL") and column["hidden"] != 1
    }


@pytest.mark.parametrize(("sets", "tables"), FILES.values(), ids=FILES)
def test_every_column_is_classified_and_none_that_is_gone(empty: sqlite.Connection, tables: Tables) -> None:
    found, classified = texts_and_blobs(empty), set(by_column(tables))
    assert sorted(found - classified) == [], "add these to app/classification.py"
    assert sorted(classified - found) == [], "these are gone"
    empty.close()


@pytest.mark.parametrize("tables", [tables for _, tables in FILES.values()], ids=FILES)
def test_no_column_is_classified_twice(tables: Tables) -> None:
    for groups in tables.values():
        columns = " ".join(groups).split()
        assert len(columns) == len(set(columns))


def test_what_a_client_left_never_outlives_the_client_in_the_clear() -> None:
    """Only the traces of the history and the access log stay: numbers, times and who of the staff acted. Issued
    invoices stay without a name."""
    staying = {
        name.partition(".")[0]
        for name, handling in by_column(classification.REGION).items()
        if handling.whose == "client" and handling.erased not in ("deleted", "locked", "anonymised")
    }
    assert staying == {"history", "access"}


def test_no_client_data_stands_beside_the_regions() -> None:
    """vault.db holds a client's key, which is random; instance.db knows staff only."""
    beside = by_column(classification.INSTANCE) | by_column(classification.VAULT)
    assert [name for name, handling in beside.items() if handling.whose == "client"] == ["data_key.wrapped"]
