"""What was sent -> a note, or everything that is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import cast
from zoneinfo import ZoneInfo

from app.clock import parse_stamp, stamp
from app.errors import Problem
from app.i18n import N_, Message
from app.notes.model import KINDS, MAX_BODY, MAX_LINE, MAX_MINUTES, Kind, Note
from app.text import clean_line, clean_text, forbidden_characters

FIELDS = ("kind", "subject", "body", "people", "minutes", "at")
LABELS = {
    "subject": N_("Subject"),
    "body": N_("Text"),
    "people": N_("With whom"),
    "minutes": N_("Duration in minutes"),
    "at": N_("When"),
    "files": N_("Documents"),
    "kind": N_("Kind"),
    "pinned": N_("Pinned"),
}
_LONGEST = {"subject": MAX_LINE, "people": MAX_LINE, "body": MAX_BODY}
# What one can know about: an old letter typed in, a meeting of next season.
_EARLIEST_YEAR = 1950
_AHEAD = timedelta(days=366)


@dataclass(frozen=True)
class Read:
    """`note` is None where a problem is an error; `typed` shows the form again as it was sent."""

    note: Note | None
    typed: dict[str, str]
    problems: list[Problem]


def read_note(
    form: Mapping[str, str],
    client_id: int,
    zone: ZoneInfo,
    now: datetime,
    *,
    has_files: bool = False,
    was_at: str = "",
) -> Read:
    """`at` is local time of the region; without one the note is of now. A note may be its documents alone.

    The form knows no seconds, and not which of the two hours it means that autumn has twice: what it shows of `was_at`
    is that time.
    """
    typed = {name: form.get(name, "") for name in (*FIELDS, "pinned")}
    kind = typed["kind"] or "note"
    subject = clean_line(typed["subject"]) if kind == "email" else ""
    body, people = clean_text(typed["body"]), clean_line(typed["people"])
    at, when_problem = _moment(typed["at"], zone, now)
    at = was_at if was_at and typed["at"].strip() == _local(was_at, zone) else at
    minutes, minutes_problem = _minutes(typed["minutes"])
    problems = _text_problems({"subject": subject, "body": body, "people": people})
    problems += [problem for problem in (when_problem, minutes_problem) if problem]
    if kind not in KINDS:
        problems.append(Problem("kind", Message(N_("This kind of note does not exist."))))
    if not (subject or body) and (not has_files or _says_more(typed)):
        problems.append(Problem("body", Message(N_("Write what was said or agreed."))))
    if problems:
        return Read(None, typed, problems)
    lasted = minutes if kind in ("call", "meeting") else None
    note = Note(client_id, cast(Kind, kind), body, at, subject, people, lasted, bool(typed["pinned"]))
    return Read(note, typed, [])


def _says_more(typed: Mapping[str, str]) -> bool:
    """Than documents alone can say: without a text there would be no note to keep it."""
    return typed["kind"] not in ("", "note") or any(
        typed[name].strip() for name in ("people", "minutes", "at", "pinned")
    )


def typed_note(note: Note, zone: ZoneInfo) -> dict[str, str]:
    """A note as its form shows it."""
    return {
        "kind": note.kind,
        "subject": note.subject,
        "body": note.body,
        "people": note.people,
        "minutes": "" if note.minutes is None else str(note.minutes),
        "at": _local(note.at, zone),
        "pinned": "1" if note.pinned else "",
    }


def _local(at: str, zone: ZoneInfo) -> str:
    return parse_stamp(at).astimezone(zone).strftime("%Y-%m-%dT%H:%M")


def _text_problems(texts: Mapping[str, str]) -> list[Problem]:
    found = []
    for name, text in texts.items():
        forbidden = forbidden_characters(text)
        if forbidden:
            message = Message(
                N_("Contains characters that cannot be stored: {codes}."), {"codes": ", ".join(forbidden)}
            )
            found.append(Problem(name, message))
        if len(text) > _LONGEST[name]:
            found.append(Problem(name, Message(N_("At most {n} characters."), {"n": _LONGEST[name]})))
    return found


def _minutes(text: str) -> tuple[int | None, Problem | None]:
    text = text.strip()
    if not text:
        return None, None
    if text.isascii() and text.isdigit() and len(text) <= 5 and int(text) <= MAX_MINUTES:
        return int(text), None
    return None, Problem("minutes", Message(N_("Whole minutes, at most {n}."), {"n": MAX_MINUTES}))


def _moment(text: str, zone: ZoneInfo, now: datetime) -> tuple[str, Problem | None]:
    text = text.strip()
    if not text:
        return stamp(now), None
    try:
        moment = datetime.fromisoformat(text).replace(tzinfo=zone)
    except ValueError:
        return "", Problem("at", Message(N_("Not a date and time.")))
    if moment.year < _EARLIEST_YEAR or moment > now + _AHEAD:
        return "", Problem("at", Message(N_("This is too long ago or too far ahead.")))
    return stamp(moment), None
