"""From the state of the list to conditions over a client's row and words."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo

from app import sqlite
from app.clients import attached
from app.clients.model import KINDS, STATUSES
from app.clients.search import (
    TextQuery,
    name_condition,
    name_words_condition,
    short_condition,
    text_query,
    word_condition,
)
from app.clock import stamp
from app.i18n import N_
from app.lists import Condition, ListState
from app.text import PART_OF_WORD_LENGTH, compact, fold

_MOST_VALUES = 40


@dataclass(frozen=True)
class Missing:
    """Something a client can lack; `key` is the indexed column that is then empty."""

    label: str
    key: str


MISSING: Mapping[str, Missing] = {
    "email": Missing(N_("Email"), "email_key"),
    "phone": Missing(N_("Phone"), "phone_key"),
    "contact": Missing(N_("Contact person"), "contact_key"),
}


@dataclass(frozen=True)
class Selection:
    """Which clients are meant. `where` is SQL over `c` (client), archived ones apart: `archived` names the halves of
    every order's index to walk. `match` is an FTS5 expression over a client's own words; `among` selects ids from which
    few fitting clients are found, empty where only the rows themselves tell. `text` and `name` are in `match` as far as
    the index holds them; `name` is the filter of that name."""

    where: str
    values: dict[str, object]
    archived: tuple[int, ...]
    text: TextQuery
    name: TextQuery
    match: str
    among: str = ""

    @property
    def by_words(self) -> bool:
        return bool(self.match or self.text)


def selection(db: sqlite.Connection, state: ListState) -> Selection:
    """The one reading of a list's state, for the list, its counts, exports and whatever acts on it."""
    values: dict[str, object] = {}
    archived, status = _status(state.filters.get("status", ""), values)
    parts = [status, *_fields(state, values)]
    text = text_query(state.q)
    text = replace(text, attached=attached.occurring(db, text))
    if state.q and not text:
        parts.append("0")  # nothing that was searched for is a letter or a digit
    matches = [text.match] if text.match else []
    name = text_query(state.filters.get("name", ""), ("name",))
    if name.match:
        matches.append(name.match)
        for index, term in enumerate(name.short):
            values[f"name_word{index}"] = f"* {term}*"
            parts.append(f"' ' || c.name_fold GLOB :name_word{index}")
    elif "name" in state.filters and not name:
        parts.append("0")
    elif name:
        values["name_begins"] = f"{fold(state.filters['name'])}%"
        parts.append("c.name_fold LIKE :name_begins")
    vat_id = compact(state.filters.get("vat_id", ""))
    if "vat_id" in state.filters and not vat_id:
        parts.append("0")
    if vat_id:
        values["vat_part"] = f"%{vat_id}%"
        parts.append("c.vat_key LIKE :vat_part")
        if len(vat_id) >= PART_OF_WORD_LENGTH:
            matches.append(f'{{basics}} : ("{vat_id}")')
    among = ""
    for each in state.kind.more_filters:
        if each.name in state.filters:
            condition = each.condition(db, state.filters[each.name], state.zone).named(each.name)
            parts.append(condition.where)
            values |= condition.values
            among = among or condition.ids
    return Selection(
        " AND ".join(filter(None, parts)) or "1", values, archived, text, name, " AND ".join(matches), among
    )


def condition(db: sqlite.Connection, chosen: Selection) -> Condition:
    """The same clients as a condition of another list."""
    values, parts, among, more = dict(chosen.values), [chosen.where], chosen.among, ""
    if len(chosen.archived) == 1:
        parts.append(f"c.archived = {chosen.archived[0]}")
    if chosen.match:
        values["match"] = chosen.match
        among = "SELECT rowid FROM client_search WHERE client_search MATCH :match"
        more, _ = attached.candidates(db, chosen.text, values)
        if more:
            among += f" UNION {more}"
            parts.append(by_any_words(chosen, values))
        parts.append(f"c.id IN ({among})")
    if chosen.text and not chosen.match:
        parts.append(name_condition(chosen.text, values))
    elif chosen.text.short and not more:
        words = short_condition(chosen.text, values)
        parts.append(f"EXISTS (SELECT 1 FROM client_text t WHERE t.id = c.id AND {words})")
    return Condition(" AND ".join(parts), values, among)


def by_any_words(chosen: Selection, values: dict[str, object]) -> str:
    """SQL over `c` for what was searched for, wherever it stands, and for the name."""
    words = word_condition(chosen.text, values)
    return f"{words} AND {name_words_condition(chosen.name, values)}" if chosen.name.match else words


def _status(wanted: str, values: dict[str, object]) -> tuple[tuple[int, ...], str]:
    """Archived clients are hidden until somebody asks for them."""
    statuses = [each for each in wanted.split(",") if each in STATUSES]
    if wanted == "all":
        return (0, 1), ""
    if not statuses:
        return (0,), ""
    if statuses == ["archived"]:
        return (1,), ""
    return ((0, 1) if "archived" in statuses else (0,)), _among("status", statuses, values)


def _fields(state: ListState, values: dict[str, object]) -> list[str]:
    parts = []
    countries = [each.strip().upper() for each in state.filters.get("country", "").split(",") if each.strip()]
    kinds = [each for each in state.filters.get("kind", "").split(",") if each in KINDS]
    for column, wanted in (("country", countries[:_MOST_VALUES]), ("kind", kinds)):
        if wanted:
            parts.append(_among(column, wanted, values))
    if state.filters.get("incomplete"):
        parts.append("c.incomplete = 1")
    parts += [
        f"c.{MISSING[each].key} = ''"
        for each in state.filters.get("missing", "").split(",")
        if each in MISSING
    ]
    for name, sign, days in (("changed_from", ">=", 0), ("changed_to", "<", 1)):
        moment = _midnight(state.filters.get(name, ""), days, state.zone)
        if moment:
            values[name] = moment
            parts.append(f"c.changed_at {sign} :{name}")
    return parts


def _midnight(day: str, days_later: int, zone: tzinfo) -> str:
    """When this day of the region begins, or one so much later; "" where it is no day."""
    try:
        begins = datetime.combine(date.fromisoformat(day) + timedelta(days_later), time(), zone)
        return stamp(begins.astimezone(UTC))
    except (ValueError, OverflowError):
        return ""


def _among(column: str, wanted: list[str], values: dict[str, object]) -> str:
    values.update({f"{column}{index}": each for index, each in enumerate(wanted)})
    if len(wanted) == 1:
        return f"c.{column} = :{column}0"
    return f"c.{column} IN ({', '.join(f':{column}{index}' for index in range(len(wanted)))})"
