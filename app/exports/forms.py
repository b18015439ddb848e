"""What somebody wants to export, as it was sent; all problems at once."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from app.errors import NotFound, Problem
from app.exports.formats import FORMATS
from app.exports.model import DELIMITERS, ENCODINGS, MAX_PURPOSE, Options, Wanted
from app.exports.subjects import SUBJECTS
from app.i18n import N_, Message
from app.text import clean_line, forbidden_characters

_MOST_IDS = 100_000
Pairs = Sequence[tuple[str, str]]


@dataclass(frozen=True)
class Chosen:
    """`wanted` holds what could be read; it is only to be used where there are no problems. `submission` is the form's
    random number: sent twice, it exports once."""

    wanted: Wanted
    problems: tuple[Problem, ...] = ()
    submission: str = field(default_factory=lambda: str(uuid.uuid4()))


def which(sent: Pairs) -> Wanted:
    """What an address or a form names: `ids=1,2`, any number of `id=1`, else all of a list; `of` says which list.
    Raises NotFound for what cannot be exported."""
    texts = [text for name, value in sent if name in ("id", "ids") for text in value.split(",")]
    numbers = [int(text) for text in texts if text.isascii() and text.isdigit() and len(text) < 19]
    ids = tuple(dict.fromkeys(numbers))[:_MOST_IDS]
    last = dict(sent)
    subject = last.get("of", "clients")
    if subject not in SUBJECTS:
        raise NotFound()
    query = "" if ids else SUBJECTS[subject].query(last.get("query", ""))
    return Wanted("", last.get("purpose", ""), query=query, ids=ids, subject=subject)


def read(sent: Pairs) -> Chosen:
    last = dict(sent)
    meant = which(sent)
    problems: list[Problem] = []
    known = {key: FORMATS[key] for key in SUBJECTS[meant.subject].formats}
    format = _one_of(last, "format", known, "", problems)
    options = Options(
        _one_of(last, "delimiter", DELIMITERS, Options.delimiter, problems),
        _one_of(last, "encoding", ENCODINGS, Options.encoding, problems),
    )
    purpose = _purpose(last.get("purpose", ""), problems)
    wanted = replace(meant, format=format, purpose=purpose, options=options)
    return Chosen(wanted, tuple(problems), _submission(last.get("submission", "")))


def _submission(text: str) -> str:
    try:
        return str(uuid.UUID(text))
    except ValueError:
        return str(uuid.uuid4())


def _one_of(
    sent: Mapping[str, str], name: str, known: Mapping[str, object], usual: str, problems: list[Problem]
) -> str:
    value = sent.get(name, "") or usual
    if value in known:
        return value
    text = Message(N_("“{typed}” is none of the choices."), {"typed": value})
    problems.append(Problem(name, text if value else Message(N_("Please choose the kind of file."))))
    return usual


def _purpose(typed: str, problems: list[Problem]) -> str:
    purpose = clean_line(typed)
    if not purpose:
        problems.append(
            Problem("purpose", Message(N_("Please say what the data are for; the log keeps it.")))
        )
    elif forbidden_characters(typed):
        problems.append(Problem("purpose", Message(N_("Control characters are not accepted."))))
    elif len(purpose) > MAX_PURPOSE:
        text = N_("Up to {n} characters, {typed} typed.")
        problems.append(Problem("purpose", Message(text, {"n": MAX_PURPOSE, "typed": len(purpose)})))
    return purpose
