"""What is to be done with one file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from app.actor import SYSTEM, Actor
from app.imports.exchange import of_options, to_options
from app.imports.model import NOTHING_CHOSEN, Options
from app.jobs.messages import Json

Task = Literal["inspect", "check", "run"]


@dataclass(frozen=True)
class Job:
    """`number` is the import's, 0 for a file that is only looked at; `rows` is what an inspection has counted.
    Reports are written in `locale`."""

    task: Task
    filename: str
    options: Options = NOTHING_CHOSEN
    source: str = ""
    number: int = 0
    rows: int = 0
    actor: Actor = SYSTEM
    locale: str = "en"

    def as_json(self) -> Json:
        return {
            "task": self.task,
            "filename": self.filename,
            "options": of_options(self.options),
            "source": self.source,
            "number": self.number,
            "rows": self.rows,
            "actor": [self.actor.id, self.actor.name],
            "locale": self.locale,
        }


def to_job(found: Json) -> Job:
    return Job(**{**found, "options": to_options(found["options"]), "actor": Actor(*found["actor"])})
