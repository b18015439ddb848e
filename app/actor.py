"""Who acts: what the change history and the access log write down."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Actor:
    """`id` like "staff:3" or "system"; `source` says by what means, e.g. "import 31, row 884"."""

    id: str
    name: str
    source: str = ""


SYSTEM = Actor("system", "System")
