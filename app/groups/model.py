"""What a tag and a group are, and how their names are read."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from app.i18n import N_
from app.text import clean_line, forbidden_characters

MAX_NAME = 60
# Tones of the style sheet: each has its contrast measured, light and dark.
COLOURS: Mapping[str, str] = {
    "": N_("Grey"),
    "info": N_("Blue"),
    "ok": N_("Green"),
    "warn": N_("Amber"),
    "bad": N_("Red"),
}
Kind = Literal["static", "dynamic"]
KINDS: Mapping[str, str] = {"static": N_("Static"), "dynamic": N_("Dynamic")}


@dataclass(frozen=True)
class Tag:
    id: int
    name: str
    colour: str


@dataclass(frozen=True)
class Group:
    """A static group has members; a dynamic one is a filter: whoever fits `query`, an address of the list, is in it."""

    id: int
    name: str
    kind: Kind
    query: str
    made_by: str
    made_at: str

    @property
    def is_static(self) -> bool:
        return self.kind == "static"


def names_in(text: str) -> list[str]:
    """ "#agency, VIP" are two names, each written as it was first. Commas part names, so that none holds one."""
    found: dict[str, str] = {}
    for part in text.split(","):
        name = clean_line(part).lstrip("#").strip()
        if name:
            found.setdefault(key_of(name), name)
    return list(found.values())


def key_of(name: str) -> str:
    """Two names with the same key are the same name. Marks stay: C and C++ are two."""
    return clean_line(name).lstrip("#").strip().casefold()


def wrong_with(name: str) -> str:
    """Why this cannot be a name, as a message id; empty where it can."""
    if not name:
        return N_("The name is missing.")
    if len(name) > MAX_NAME:
        return N_("A name has up to 60 characters.")
    if forbidden_characters(name):
        return N_("Control characters are not accepted.")
    return ""
