"""What is to be exported, as the server leaves it for the process that does it."""

from __future__ import annotations

from dataclasses import asdict, dataclass

from app.actor import Actor
from app.exports.model import Options, Wanted
from app.jobs.messages import Json


@dataclass(frozen=True)
class Job:
    """`filters` are the set ones as a person reads them, (label, value)."""

    wanted: Wanted
    actor: Actor
    locale: str
    filters: tuple[tuple[str, str], ...] = ()

    def as_json(self) -> Json:
        return {
            "wanted": asdict(self.wanted),
            "actor": [self.actor.id, self.actor.name],
            "locale": self.locale,
            "filters": self.filters,
        }


def to_job(found: Json) -> Job:
    wanted = found["wanted"]
    return Job(
        Wanted(**{**wanted, "options": Options(**wanted["options"]), "ids": tuple(wanted["ids"])}),
        Actor(*found["actor"]),
        found["locale"],
        tuple((label, value) for label, value in found["filters"]),
    )
