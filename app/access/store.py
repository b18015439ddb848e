"""SQL of the access log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass

from app import sqlite


@dataclass(frozen=True)
class Look:
    at: str
    actor_id: str
    actor_name: str
    act: str
    client_ids: tuple[int, ...]
    detail: str


def write(db: sqlite.Connection, looks: Mapping[Look, int]) -> None:
    """One row per look, with how often it happened within its second."""
    db.executemany(
        "INSERT INTO access (at, actor_id, actor_name, act, client_ids, detail, times) VALUES (?, ?, ?, ?, ?, ?, ?)",
        (
            (
                each.at,
                each.actor_id,
                each.actor_name,
                each.act,
                json.dumps(each.client_ids),
                each.detail,
                times,
            )
            for each, times in looks.items()
        ),
    )
