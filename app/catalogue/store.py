"""SQL of the catalogue."""

from __future__ import annotations

import json
import uuid
from collections.abc import Iterable
from dataclasses import replace

from app import sqlite
from app.actor import Actor
from app.catalogue.model import PARTS, Product, Status, in_order
from app.errors import Conflict, NotFound
from app.history import store as history
from app.history.model import Change, Entry, Subject
from app.i18n import LOCALES, N_
from app.text import clean_line, fold, query_terms, sort_key
from app.vault import Keyring

# In the history an entry without a client: there is none with this number.
_NO_CLIENT = 0
_NAMES = tuple(f"name_{language}" for language in LOCALES)
_PLAIN = ("code", "kind", "detail", "unit", "category", "rate_key", "status")
_COLUMNS = (*_PLAIN, *_NAMES, "first_language", "code_key", "name_key", "search")
_FIND = f"SELECT id, uuid, version, changed_at, first_language, {', '.join((*_PLAIN, *_NAMES))} FROM product"


class Stale(Conflict):
    """Somebody saved this product after the form was opened; `current` is what they saved."""

    def __init__(self, current: Product) -> None:
        super().__init__(N_("Somebody else changed this product meanwhile. Nothing of yours is lost."))
        self.current = current


class CodeTaken(Conflict):
    def __init__(self) -> None:
        super().__init__(N_("Another product has this item number."))


def find(db: sqlite.Connection, product_id: int) -> Product:
    found = find_many(db, [product_id])
    if not found:
        raise NotFound()
    return found[0]


def find_many(db: sqlite.Connection, ids: Iterable[int]) -> list[Product]:
    """Those of them that are there, in the order of `ids`."""
    wanted = [*ids]
    rows = db.execute(
        f"{_FIND} WHERE id IN (SELECT value FROM json_each(?))", (json.dumps(wanted),)
    ).fetchall()
    prices: dict[int, dict[str, int]] = {}
    for row in db.execute(
        "SELECT product_id, currency, price FROM product_price"
        " WHERE product_id IN (SELECT value FROM json_each(?)) ORDER BY currency",
        (json.dumps(wanted),),
    ):
        prices.setdefault(row[0], {})[row[1]] = row[2]
    found = {row["id"]: _product(row, prices.get(row["id"], {})) for row in rows}
    return [found[each] for each in wanted if each in found]


def search(db: sqlite.Connection, text: str, limit: int) -> list[Product]:
    """What is for sale and has all these words in it, an exact item number first."""
    terms = query_terms(text)
    if not terms:
        return []
    conditions = " AND ".join("instr(search, ?) > 0" for _ in terms)
    rows = db.execute(
        f"SELECT id FROM product WHERE status = 'active' AND {conditions} ORDER BY code_key <> ?, name_key, id LIMIT ?",
        (*terms, _code_key(text), limit),
    )
    return find_many(db, [row[0] for row in rows])


def add(
    db: sqlite.Connection, keys: Keyring, product: Product, actor: Actor, at: str, *, submission: str = ""
) -> Product:
    """A form sent twice (same `submission`, same values) adds once and gets the first one back; one that comes from
    the browser's memory with something else in it adds another. Raises CodeTaken."""
    before = sqlite.one(db, "SELECT id FROM product WHERE submission = ?", submission) if submission else None
    if before is not None:
        first = find(db, before)
        if as_text(first) == as_text(product):
            return first
        submission = ""
    _free(db, product)
    new = replace(product, uuid=str(uuid.uuid4()))
    columns = (*_COLUMNS, "uuid", "changed_at", "submission")
    made = db.execute(
        f"INSERT INTO product ({', '.join(columns)}) VALUES ({', '.join('?' * len(columns))})",
        (*_values(new), new.uuid, at, submission or None),
    )
    number = int(made.lastrowid or 0)
    _set_prices(db, number, new)
    created = Change("", "", json.dumps(as_text(new), ensure_ascii=False))
    history.record(db, keys, _subject(new.uuid, number), "create", [created], actor, at)
    return find(db, number)


def change(
    db: sqlite.Connection, keys: Keyring, wanted: Product, actor: Actor, at: str, *, version: int
) -> Product:
    """Saves what differs. Raises Stale when the row is newer than `version`, CodeTaken."""
    current = find(db, wanted.id)
    old, new = as_text(current), as_text(wanted)
    changes = [Change(name, old[name], new[name]) for name in new if new[name] != old[name]]
    if not changes:
        return current
    if current.version != version:
        raise Stale(current)
    _free(db, wanted)
    sets = ", ".join(f"{name} = ?" for name in _COLUMNS)
    db.execute(
        f"UPDATE product SET {sets}, version = version + 1, changed_at = ? WHERE id = ?",
        (*_values(wanted), at, wanted.id),
    )
    _set_prices(db, wanted.id, wanted)
    history.record(db, keys, _subject(current.uuid, current.id), "change", changes, actor, at)
    return find(db, wanted.id)


def set_status(
    db: sqlite.Connection, keys: Keyring, product_id: int, status: Status, actor: Actor, at: str
) -> Product:
    """Nothing is ever removed: what it was sold on still names it."""
    current = find(db, product_id)
    return change(db, keys, replace(current, status=status), actor, at, version=current.version)


def changes(db: sqlite.Connection, keys: Keyring, product_id: int) -> list[Entry]:
    """The newest 200."""
    return history.of_object(db, keys, _NO_CLIENT, f"product:{product_id}")


def as_text(product: Product) -> dict[str, str]:
    """Every field as the history records it."""
    prices = ", ".join(f"{code} {amount / PARTS:.4f}" for code, amount in sorted(product.prices.items()))
    names = {f"name_{language}": product.names.get(language, "") for language in LOCALES}
    plain = {name: str(getattr(product, name)) for name in ("code", "detail", "kind", "unit", "status")}
    return {**plain, **names, "rate": f"{product.category} {product.rate_key}", "prices": prices}


def _subject(owner: str, number: int) -> Subject:
    return Subject(owner, _NO_CLIENT, f"product:{number}")


def _product(row: sqlite.Row, prices: dict[str, int]) -> Product:
    names = in_order({language: row[f"name_{language}"] for language in LOCALES}, [row["first_language"]])
    plain = {name: row[name] for name in (*_PLAIN, "id", "uuid", "version", "changed_at")}
    return Product(names=names, prices=prices, **plain)


def _values(product: Product) -> tuple[object, ...]:
    first = next(iter(product.names))
    words = fold(" ".join((product.code, *product.names.values(), product.detail)))
    return (
        *(getattr(product, name) for name in _PLAIN),
        *(product.names.get(language, "") for language in LOCALES),
        first, _code_key(product.code), sort_key(product.names[first]), words,
    )  # fmt: skip


def _set_prices(db: sqlite.Connection, number: int, product: Product) -> None:
    db.execute("DELETE FROM product_price WHERE product_id = ?", (number,))
    db.executemany(
        "INSERT INTO product_price (product_id, currency, price) VALUES (?, ?, ?)",
        ((number, currency, price) for currency, price in product.prices.items()),
    )


def _free(db: sqlite.Connection, product: Product) -> None:
    key = _code_key(product.code)
    if key and sqlite.one(db, "SELECT 1 FROM product WHERE code_key = ? AND id <> ?", key, product.id):
        raise CodeTaken()


def _code_key(code: str) -> str:
    return clean_line(code).casefold()
