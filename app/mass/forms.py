"""What was chosen and typed for a mass action, as values."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import tzinfo

from app import sqlite
from app.clients.model import STATUSES
from app.errors import Problem
from app.groups import groups
from app.groups.carried import TAG, ids_named
from app.groups.filters import CLIENT_LIST
from app.groups.forms import read_name
from app.i18n import N_, Message
from app.lists import ListState
from app.mass.model import ACTIONS, NEEDS, Action, Scope
from app.web.forms import whole_number


@dataclass(frozen=True)
class Asked:
    """`action` is None as long as none is chosen or something about it is wrong."""

    scope: Scope
    action: Action | None
    problems: tuple[Problem, ...]


def read_scope(sent: Iterable[tuple[str, str]], zone: tzinfo) -> Scope:
    pairs = list(sent)
    texts = [text for name, value in pairs if name in ("id", "ids") for text in value.split(",")]
    ids = tuple(dict.fromkeys(filter(None, map(whole_number, texts))))
    query = next((value for name, value in pairs if name == "query"), "")
    return Scope(ids, ListState.of_query(CLIENT_LIST, query).query(sort="", columns=""), zone)


def read_asked(db: sqlite.Connection, sent: Sequence[tuple[str, str]], zone: tzinfo) -> Asked:
    form = dict(sent)
    if "set" in form:  # a status of the bar's menu
        form |= {"action": "status", "status": form["set"]}
    scope, key = read_scope(sent, zone), form.get("action", "")
    if key not in ACTIONS:
        return Asked(scope, None, ())
    need = NEEDS[key]
    if need and need not in form:
        return Asked(scope, None, ())
    value, problems = _value(db, key, form)
    return Asked(scope, None if problems else Action(key, value), problems)


def _value(db: sqlite.Connection, key: str, form: Mapping[str, str]) -> tuple[str, tuple[Problem, ...]]:
    need = NEEDS[key]
    typed = form.get(need, "")
    if not need:
        return "", ()
    if need == "status":
        wrong = "" if typed in STATUSES else N_("Choose a status.")
        return typed, _problems(need, wrong)
    read = read_name(typed)
    if read.problems:
        return "", tuple(Problem(need, each.message) for each in read.problems)
    [name] = read.names
    return name, _problems(need, _unknown_tag(db, key, name) if need == "tag" else _unknown_group(db, name))


def _unknown_tag(db: sqlite.Connection, key: str, name: str) -> str:
    return N_("There is no tag of this name.") if key == "untag" and not ids_named(db, TAG, [name]) else ""


def _unknown_group(db: sqlite.Connection, name: str) -> str:
    found = groups.named(db, [name])
    if not found:
        return N_("There is no group of this name.")
    return "" if found[0].is_static else N_("Who is in a dynamic group is decided by its filter.")


def _problems(field: str, wrong: str) -> tuple[Problem, ...]:
    return (Problem(field, Message(wrong)),) if wrong else ()
