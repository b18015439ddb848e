"""The tag itself while its clients are changed: what it was, the filters that name it, when it goes and comes back.

In between both tags are there, and each client carries one of them; filters that named the old one name both, so that
they find the same clients all the time. With its last client the old tag goes. As long as anybody carries it, because
the rest was given up or because they got it meanwhile, it stays, and so do both names in the filters.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import Any

from app import sqlite
from app.errors import Conflict
from app.groups import carried, queries, tags
from app.groups.carried import TAG
from app.groups.model import Tag
from app.i18n import N_
from app.mass.model import Action, Run

Detail = Mapping[str, Any]


class NameTaken(Conflict):
    def __init__(self) -> None:
        super().__init__(N_("There is a tag of this name. Merge the two below, if they mean the same."))


class NoOtherTag(Conflict):
    def __init__(self) -> None:
        super().__init__(N_("Choose another tag that exists."))


class InUse(Conflict):
    """Somebody renames, merges or removes one of the two just now, or has broken off doing so."""

    def __init__(self) -> None:
        super().__init__(
            N_("This tag is being changed just now. Please wait until that is done, or give it up.")
        )


def open_run(db: sqlite.Connection, *names: str) -> int:
    """The operation that is changing one of these tags, 0 where there is none."""
    rows = db.execute(
        "SELECT id, detail ->> 'tag', detail ->> 'value' FROM operation"
        " WHERE kind = 'mass' AND state IN ('under_way', 'undoing') AND detail ->> 'tag' IS NOT NULL ORDER BY id"
    )
    wanted = set(carried.ids_named(db, TAG, names))
    return next((row[0] for row in rows if wanted & set(carried.ids_named(db, TAG, row[1:]))), 0)


def prepare(db: sqlite.Connection, tag: Tag, key: str, name: str, colour: str) -> tuple[Action, Detail]:
    """What is to be done to each client, and what is remembered of the tag. Raises NameTaken, NoOtherTag, InUse,
    TooLong."""
    others = carried.ids_named(db, TAG, [name] if name else [])
    if key == "rename" and others:
        raise NameTaken()
    if key == "merge" and others in ([], [tag.id]):
        raise NoOtherTag()
    if open_run(db, tag.name, name):
        raise InUse()
    if name:
        name = tags.find(db, tags.made_with(db, name, colour)).name
    places = queries.places_of(db, "tag", tag.name) if name else {}
    action = Action(key, name, tag.name)
    queries.turn(db, places, _first, _both(action))
    return action, {"tag": tag.name, "tag_id": tag.id, "colour": tag.colour, "filters": places}


def finish(db: sqlite.Connection, action: Action) -> None:
    if tags.remove_unused(db, action.tag) and action.value:
        with suppress(
            queries.TooLong
        ):  # it has become so since: both names are in it, and it finds the same clients
            queries.follow(db, "tag", action.tag, action.value)


def begin_undo(db: sqlite.Connection, run: Run) -> None:
    detail = run.operation.detail
    tags.bring_back(db, Tag(detail["tag_id"], detail["tag"], detail["colour"]))
    queries.turn(db, detail["filters"], _after(run.action), _both(run.action))


def finish_undo(db: sqlite.Connection, run: Run) -> None:
    """Whoever was kept carries the new tag still: then the filters name both."""
    if run.operation.kept:
        return
    with suppress(queries.TooLong):
        queries.turn(db, run.operation.detail["filters"], _both(run.action), _first)
    if run.action.key == "rename":
        tags.remove_unused(db, run.action.value)


def left_with(db: sqlite.Connection, run: Run) -> int:
    """How many carry the old tag although all was done that will be."""
    [tag_id] = carried.ids_named(db, TAG, [run.action.tag]) or [0]
    return carried.count(db, TAG, tag_id) if run.operation.state == "done" else 0


def _first(names: str) -> str:
    return names


def _both(action: Action) -> Callable[[str], str]:
    return lambda names: queries.replaced(names, action.tag, f"{action.tag},{action.value}")


def _after(action: Action) -> Callable[[str], str]:
    return lambda names: queries.replaced(names, action.tag, action.value)
