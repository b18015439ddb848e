"""Which of several clients stays, and whose value each field gets."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from app.clients.model import FIELDS, Client

# What is chosen together: half of one address and half of another is none.
ROWS: tuple[tuple[str, ...], ...] = (
    ("name",), ("kind",), ("vat_id", "vat_id_missing_reason"), ("contact_name",), ("email",), ("phone",), ("street",),
    ("postal_code", "city"), ("country",), ("website",), ("industry",), ("payment_term_days",), ("currency",),
    ("invoice_language",), ("vat_treatment",), ("discount",), ("buyer_reference",), ("status",), ("notes",),
)  # fmt: skip
# Instead of a client's number: everybody's, one below the other.
ALL = 0
_JOINED = "notes"
_CHOICE = "take-"


@dataclass(frozen=True)
class Cell:
    """`text` is "" where the client has nothing there, and then there is nothing to take."""

    client_id: int
    values: Mapping[str, Any]
    chosen: bool

    @property
    def is_empty(self) -> bool:
        return not any(str(value) for value in self.values.values())


@dataclass(frozen=True)
class Row:
    """`is_open` where there is something to choose; `joined` where all of it can be kept."""

    key: str
    fields: tuple[str, ...]
    cells: tuple[Cell, ...]
    is_open: bool
    can_be_joined: bool
    is_joined: bool

    @property
    def name(self) -> str:
        return f"{_CHOICE}{self.key}"


@dataclass(frozen=True)
class Choice:
    survivor: Client
    others: tuple[Client, ...]
    rows: tuple[Row, ...]
    wanted: Client


def choose(clients: Sequence[Client], sent: Mapping[str, str], likely: int) -> Choice:
    """`likely` stays unless another one was chosen. Fields nobody has chosen are the survivor's, or the first that is
    filled in. `all` in what was sent takes everything from one of them."""
    ids = [client.id for client in clients]
    wanted = _number(sent.get("survivor", ""), ids) or likely
    survivor = next(client for client in clients if client.id == wanted)
    whole = _number(sent.get("all", ""), ids)
    rows = tuple(_row(fields, clients, survivor, sent, whole) for fields in ROWS)
    values: dict[str, Any] = {}
    for row in rows:
        for cell in row.cells:
            if cell.chosen:
                values |= cell.values
        if row.is_joined:
            values[_JOINED] = joined(clients)
    return Choice(
        survivor,
        tuple(client for client in clients if client is not survivor),
        rows,
        replace(survivor, **values),
    )


def joined(clients: Sequence[Client]) -> str:
    return "\n\n".join(dict.fromkeys(client.notes for client in clients if client.notes))


def _row(
    fields: tuple[str, ...], clients: Sequence[Client], survivor: Client, sent: Mapping[str, str], whole: int
) -> Row:
    values = {client.id: {name: getattr(client, name) for name in fields} for client in clients}
    filled = [each for each, value in values.items() if any(str(part) for part in value.values())]
    is_open = len({tuple(values[each].values()) for each in filled}) > 1
    can_be_joined = is_open and fields == (_JOINED,) and len(joined(clients)) <= FIELDS[_JOINED].max_length
    asked = sent.get(f"{_CHOICE}{fields[0]}", "")
    is_joined = can_be_joined and not whole and asked in ("", str(ALL))
    usual = survivor.id if survivor.id in filled else next(iter(filled), survivor.id)
    taken = (whole if whole in filled else 0) or _number(asked, filled) or usual
    cells = tuple(Cell(each, values[each], not is_joined and each == taken) for each in values)
    return Row(fields[0], fields, cells, is_open, can_be_joined, is_joined)


def _number(text: str, known: Sequence[int]) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 and int(text) in known else 0
