"""Tags and groups as rows and cards show them; the feature that keeps them hands its functions to the server."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Literal, NamedTuple
from urllib.parse import urlencode

from app import sqlite

LabelKind = Literal["tag", "group"]


class Label(NamedTuple):
    """A tag or a group (a tuple: rows of the list are kept by what they show). `kind` is also the name of the list's
    filter; `colour` is a tone of the style sheet, empty for grey."""

    kind: LabelKind
    name: str
    colour: str = ""

    @property
    def query(self) -> str:
        """The list of all clients with this label."""
        return f"?{urlencode([(self.kind, self.name)])}"


# (db, ids of clients) -> each one's groups and tags, in the order in which they are shown.
LabelsOf = Callable[[sqlite.Connection, Sequence[int]], Mapping[int, tuple[Label, ...]]]
