"""A letter: whom, what, with which attachments, and how far it has got."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from app.i18n import N_, Message

State = Literal["waiting", "sending", "sent", "failed", "withdrawn"]
STATES: Mapping[str, str] = {
    "waiting": N_("Waiting"),
    "sending": N_("Being handed over"),
    "sent": N_("Sent"),
    "failed": N_("Not delivered"),
    "withdrawn": N_("Withdrawn"),
}
# The first minutes for a server that restarts, then hours for one that is being repaired; after that a person decides.
BACK_OFF = tuple(timedelta(minutes=each) for each in (1, 5, 15, 60, 180, 360, 720, 1440, 1440))
MAX_SUBJECT = 200
MAX_BODY = 20_000


@dataclass(frozen=True)
class Letter:
    """`attachments` are references ("invoice:pdf", of another invoice "invoice:pdf:12", "document:5"), loaded when the
    letter goes out. `doubtful` says that the server's answer was lost once, so that it may arrive twice. Times are
    stamps, "" where nothing happened yet."""

    client_id: int
    recipient: str
    subject: str
    body: str
    language: str = "en"
    invoice_id: int | None = None
    attachments: tuple[str, ...] = ()
    id: int = 0
    uuid: str = ""
    state: State = "waiting"
    tries: int = 0
    next_try_at: str = ""
    doubtful: bool = False
    error: Message | None = None
    created_at: str = ""
    created_by_id: str = ""
    created_by_name: str = ""
    sent_at: str = ""
    version: int = 1

    @property
    def may_go_again(self) -> bool:
        """At once, because a person wants it."""
        return self.state in ("waiting", "failed", "withdrawn")

    @property
    def may_be_withdrawn(self) -> bool:
        return self.state in ("waiting", "failed")


@dataclass(frozen=True)
class Attachment:
    filename: str
    media_type: str
    data: bytes


@dataclass(frozen=True)
class Pause:
    """Nothing goes out since then, until a person lets it go; `reason` is what that person is told."""

    since: str
    reason: str


PAUSES: Mapping[str, str] = {
    "restore": N_(
        "This region was restored from its replica. Some of these letters may have gone out before."
    ),
    "person": N_("Somebody has stopped all outgoing mail."),
}


def wait_after(tries: int) -> timedelta | None:
    """Until the next try; None where there have been enough."""
    return BACK_OFF[tries - 1] if 0 < tries <= len(BACK_OFF) else None
