"""What was chosen on the way of an import: how the file is read, what its columns are, what a known client does."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from app.clients.model import INVOICE_LANGUAGES, KINDS
from app.countries import CODES
from app.errors import Problem
from app.i18n import N_, Message
from app.imports.fields import FIELDS
from app.imports.inspection import Inspection
from app.imports.model import KNOWN_BY, KNOWN_BY_DEFAULT, ON_DUPLICATE, OnDuplicate, Options
from app.imports.reading import ENCODINGS, FileKind, Format
from app.imports.reading.model import DELIMITERS

# One of these says what the client is called.
NAMES = frozenset({"name", "contact_name", "first_name", "last_name"})
DEFAULTS: Mapping[str, frozenset[str]] = {
    "kind": frozenset(KINDS),
    "country": frozenset(CODES),
    "invoice_language": frozenset(INVOICE_LANGUAGES),
}
_HIGHEST_HEADER = 1_000
LEAVE_ALIKE_OUT = "leave-alike-out"
_KNOWN_BY_ASKED = "known-by"  # a form that has no box ticked says so too

Sent = Mapping[str, str]


@dataclass(frozen=True)
class Chosen:
    options: Options
    problems: tuple[Problem, ...] = ()


def field_name(column: int) -> str:
    """The name of the select for a column of the file."""
    return f"column-{column}"


def known_by_name(reason: str) -> str:
    """The name of the checkbox that lets rows be known by this."""
    return f"known-{reason}"


def recognised(inspection: Inspection) -> Options:
    """What was found in the file."""
    known_by = frozenset(KNOWN_BY) if inspection.source else KNOWN_BY_DEFAULT
    return Options(inspection.format, inspection.mapping, known_by=known_by)


def read_mapping(sent: Sent, options: Options, columns: int) -> Chosen:
    """Only known fields can be chosen: no id, version or time is ever written from a file."""
    typed = {column: sent.get(field_name(column), "") for column in range(columns)}
    mapping = {column: field for column, field in typed.items() if field in FIELDS}
    problems = [
        Problem(field_name(column), Message(N_("“{typed}” is none of the choices."), {"typed": field}))
        for column, field in typed.items()
        if field and field not in FIELDS
    ]
    if not NAMES & set(mapping.values()):
        problems.append(Problem(field_name(0), Message(N_("No column holds the name. Please choose one."))))
    defaults = {name: sent[name] for name, known in DEFAULTS.items() if sent.get(name, "") in known}
    known_by, remember = options.known_by, options.remember
    if _KNOWN_BY_ASKED in sent:
        remember = "remember" in sent
        known_by = frozenset(reason for reason in KNOWN_BY if known_by_name(reason) in sent)
        if not known_by:
            text = N_("Please choose by what a client is known, at least one.")
            problems.append(Problem("known_by", Message(text)))
    return Chosen(
        replace(options, mapping=mapping, defaults=defaults, known_by=known_by, remember=remember),
        tuple(problems),
    )


def read_format(sent: Sent, inspection: Inspection) -> tuple[Format, tuple[Problem, ...]]:
    """What is left empty is found anew."""
    problems = []
    header = sent.get("header_line", "").strip()
    if header and not (header.isascii() and header.isdigit() and int(header) <= _HIGHEST_HEADER):
        text = N_("The line of the header is a number; 0 means that there is none.")
        problems.append(Problem("header_line", Message(text)))
        header = ""
    known = (
        ("encoding", ENCODINGS.keys()),
        ("delimiter", DELIMITERS),
        ("sheet", inspection.sheets),
    )
    chosen = {}
    for name, values in known:
        value = sent.get(name, "")
        if value and value not in values:
            problems.append(Problem(name, Message(N_("“{typed}” is none of the choices."), {"typed": value})))
        else:
            chosen[name] = value
    kind: FileKind | None = inspection.format.kind
    return Format(kind, header_line=int(header) if header else None, **chosen), tuple(problems)


def read_duplicates(sent: Sent, options: Options) -> Options:
    """What becomes of duplicates. Where nothing is said of it all stays as it is; a word that is none of the choices is
    read as the one that adds nothing twice."""
    if not sent.get("on_duplicate"):
        return options
    how: OnDuplicate = next((each for each in ON_DUPLICATE if each == sent["on_duplicate"]), "skip")
    return replace(options, on_duplicate=how, leaves_alike_out=LEAVE_ALIKE_OUT in sent)
