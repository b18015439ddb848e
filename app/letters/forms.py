"""What was typed into a letter's form."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.contact_points.email import check_email
from app.errors import Problem
from app.i18n import N_, Message
from app.letters.model import MAX_BODY, MAX_SUBJECT

FIELDS: Mapping[str, str] = {"recipient": N_("To"), "subject": N_("Subject"), "body": N_("Text")}


@dataclass(frozen=True)
class Typed:
    """`values` stay as they were typed until they are right."""

    recipient: str
    subject: str
    body: str
    problems: tuple[Problem, ...] = ()

    @property
    def errors(self) -> tuple[Problem, ...]:
        return tuple(each for each in self.problems if each.kind == "error")


def read(form: Mapping[str, str]) -> Typed:
    recipient, problems = read_recipient(form.get("recipient", ""))
    subject = " ".join(form.get("subject", "").split())
    body = form.get("body", "").replace("\r\n", "\n").strip()
    if not subject:
        problems.append(Problem("subject", Message(N_("The subject is missing."))))
    for name, text, most in (("subject", subject, MAX_SUBJECT), ("body", body, MAX_BODY)):
        if len(text) > most:
            problems.append(Problem(name, Message(N_("At most {n} characters, please."), {"n": most})))
    if not body:
        problems.append(Problem("body", Message(N_("The text is missing."))))
    return Typed(recipient, subject, body, tuple(problems))


def read_recipient(text: str) -> tuple[str, list[Problem]]:
    """The address as it is stored, and what is wrong or doubtful about it."""
    if not text.strip():
        return "", [Problem("recipient", Message(N_("Please say to whom.")))]
    checked = check_email(text)
    return checked.normal, [replace(each, field="recipient") for each in checked.problems]
