"""Opening the instance for one command."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from app.instance import Instance
from app.settings import Settings


@contextmanager
def opened(settings: Settings | None = None) -> Iterator[Instance]:
    instance = Instance.open(settings or Settings.from_env())
    try:
        yield instance
    finally:
        instance.close()
