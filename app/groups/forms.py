"""What was typed about tags and groups, as values."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from app.errors import Problem
from app.groups.model import COLOURS, Kind, names_in, wrong_with
from app.i18n import N_, Message
from app.lists import MAX_QUERY_LENGTH, ListState

MOST_AT_ONCE = 20


@dataclass(frozen=True)
class ReadNames:
    names: tuple[str, ...]
    problems: tuple[Problem, ...]


def read_names(text: str) -> ReadNames:
    """One or several names, parted by commas."""
    names = names_in(text)
    wrong = next(filter(None, map(wrong_with, names or [""])), "")
    if len(names) > MOST_AT_ONCE:
        wrong = N_("Up to 20 at once.")
    return ReadNames(tuple(names), (Problem("name", Message(wrong)),) if wrong else ())


def read_name(text: str) -> ReadNames:
    """Exactly one."""
    read = read_names(text)
    if len(read.names) > 1:
        return ReadNames((), (Problem("name", Message(N_("A name cannot hold a comma."))),))
    return read


def read_colour(form: Mapping[str, str]) -> str:
    colour = form.get("colour", "")
    return colour if colour in COLOURS else ""


def read_definition(form: Mapping[str, str], state: ListState) -> tuple[Kind, str, tuple[Problem, ...]]:
    """(kind, query, problems); `state` is the list that a dynamic group is made of."""
    if form.get("kind") != "dynamic":
        return "static", "", ()
    query = state.query(sort="", columns="")
    if state.is_plain:
        return "dynamic", "", (Problem("query", Message(N_("A dynamic group needs a filter or a search."))),)
    if len(query) > MAX_QUERY_LENGTH:
        return "dynamic", "", (Problem("query", Message(N_("This filter is too long to be kept."))),)
    return "dynamic", query, ()
