"""Judges the rows of a file: by the form's own rules, by what the region knows, and by the rows before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from itertools import islice

from app.clients.derived import Keys, keys_of
from app.clients.forms import ClientForm, Defaults, read_client, read_clients, read_contact
from app.clients.known import REASONS, Known
from app.clients.labels import Label
from app.clients.model import Client, ContactPerson
from app.groups.model import key_of, names_in, wrong_with
from app.i18n import N_, Message
from app.imports.conversion import convert
from app.imports.model import Options
from app.imports.origins import SAME_EXTERNAL_ID
from app.imports.people import people_of
from app.imports.reading import Row
from app.imports.rows import ROW, Lookup, Outcome, Person, Reason, Twin, reason_of, reasons_of
from app.imports.seen import Seen

_AT_ONCE = 1_000
_LONGEST_ID, _LONGEST_LIST = 100, 2_000
_PEOPLE = frozenset({"position", "contacts"})
# What is said of these was found out before a row is read once more.
_BESIDES = _PEOPLE | {"tags", "in_groups", "organization_id"}
_UNKNOWN_ORGANISATION = Message(
    N_("This organisation is not known here: the person becomes a client. Import the organisations first.")
)

_NO_TAGS = Message(N_("A contact person has no tags; they are left out."))
_DYNAMIC = Message(N_("Who is in a dynamic group is decided by its filter."))


def outcomes(rows: Iterable[Row], options: Options, defaults: Defaults, lookup: Lookup) -> Iterator[Outcome]:
    """In the order of the file."""
    waiting, judge = iter(rows), Judge(options, defaults, lookup)
    while some := list(islice(waiting, _AT_ONCE)):
        yield from judge.judged(_read(some, options, defaults))


def _read(some: Sequence[Row], options: Options, defaults: Defaults) -> list[Outcome]:
    """One step after the other for all of them, which is a fifth faster than row by row (`clients.bulk.ready`)."""
    fine = [row for row in some if not row.problem]
    sent = [convert(row.cells, options.mapping, options.defaults) for row in fine]
    forms = read_clients(sent, defaults)
    clients = [form.client for form in forms]
    keys = [keys_of(client) if client else None for client in clients]
    read = map(_outcome, fine, forms, clients, keys)
    return [_broken(row, row.problem) if row.problem else next(read) for row in some]


def _broken(row: Row, problem: Message) -> Outcome:
    return Outcome(row.line, row.cells, "", None, (Reason(ROW, str(len(row.cells)), problem),))


def _outcome(row: Row, form: ClientForm, client: Client | None, keys: Keys | None) -> Outcome:
    sent = form.sent
    name, number = sent.get("name", ""), sent.get("external_id", "")[:_LONGEST_ID]
    read = Outcome(row.line, row.cells, name, client, reasons_of(form), keys, None, number)
    return read if _BESIDES.isdisjoint(sent) else _with_besides(read, sent)


def _with_besides(read: Outcome, sent: Mapping[str, str]) -> Outcome:
    """With what is no field of a client: organisations, tags, groups, contact persons."""
    read = read._replace(organizations=_several(sent.get("organization_id", "")))
    if read.client is None:
        return read
    tags, wrong = _names("tags", sent["tags"]) if "tags" in sent else ((), ())
    groups, more = _names("in_groups", sent["in_groups"]) if "in_groups" in sent else ((), ())
    people, odd = ((), ()) if _PEOPLE.isdisjoint(sent) else people_of(read.client, sent)
    reasons = read.reasons + wrong + more + odd
    return read._replace(reasons=reasons, tags=tags, groups=groups, people=people)


def _names(field: str, text: str) -> tuple[tuple[str, ...], tuple[Reason, ...]]:
    """Those that can be tags or groups, and a warning for each other one."""
    names = names_in(text)
    wrong = {name: wrong_with(name) for name in names}
    fine = tuple(name for name in names if not wrong[name])
    return fine, tuple(Reason(field, name, Message(text)) for name, text in wrong.items() if text)


def _several(text: str) -> tuple[str, ...]:
    """HubSpot joins the numbers of several organisations with ";"."""
    parts = map(str.strip, text[:_LONGEST_LIST].split(";")) if text else ()
    return tuple(part[:_LONGEST_ID] for part in parts if part)


class Judge:
    """Compares the rows with what the region knows and with those before them."""

    def __init__(self, options: Options, defaults: Defaults, lookup: Lookup) -> None:
        self._options, self._defaults, self._lookup = options, defaults, lookup
        self._ids_count = "external_id" in options.known_by
        self._seen = Seen(
            frozenset(REASONS[name] for name in options.known_by if name in REASONS),
            ids_count=self._ids_count,
            with_organizations="organization_id" in options.mapping.values(),
        )
        self._current: Mapping[int, Client] = {}
        self._firms: Mapping[str, Known] = {}
        self._people: Mapping[int, Sequence[ContactPerson]] = {}
        self._labels: Mapping[int, Sequence[Label]] = {}
        self._dynamic: Set[str] = frozenset()

    def judged(self, read: Sequence[Outcome]) -> Iterator[Outcome]:
        fine = [each for each in read if each.keys]
        ids = [each.external_id for each in fine] if self._ids_count else []
        known = self._lookup.clients([each.keys for each in fine if each.keys], ids)
        numbers = {number for each in fine for number in each.organizations}
        self._firms = self._lookup.organizations([*numbers]) if numbers else {}
        firms = {firm.id for firm in self._firms.values()}
        sure = {each.id for each in known if each and each.sure}
        asked = firms | sure if any(each.people for each in fine) else firms
        self._people = self._lookup.people(asked) if asked else {}
        self._current = self._lookup.load(sure | firms)
        self._labels = self._lookup.labels(sure) if any(each.tags or each.groups for each in fine) else {}
        named = {name for each in fine for name in each.groups}
        self._dynamic = self._lookup.dynamic(named) if named else frozenset()
        answers = iter(known)
        for each in read:
            yield self._compared(each, each.keys, next(answers)) if each.keys else each

    def _compared(self, each: Outcome, keys: Keys, known: Known | None) -> Outcome:
        if each.organizations:
            found = self._joined(each)
            if found:
                return self._without_tags(found)
            each = self._with_warning(each)
        if not self._dynamic.isdisjoint(map(key_of, each.groups)):
            each = self._without_dynamic(each)
        earlier = self._seen.find_or_add(keys, each)
        if known:
            line = self._seen.client(known.id, each.line)
            each = each._replace(twin=Twin(known.reason, known.id, known.name, line))
            current = self._current.get(known.id) if known.sure and not line else None
            return self._changing(each, current) if current else each
        if earlier:
            reason, line = earlier
            return each._replace(twin=Twin(reason, 0, "", line))
        alike = self._lookup.alike(each.client, keys) if each.client else None
        return each._replace(alike=alike) if alike else each

    def _changing(self, each: Outcome, current: Client) -> Outcome:
        """Read once more: as a row about this client, whose country decides and whom no defaults concern."""
        options = self._options
        sent = convert(each.cells, options.mapping, {"country": current.country})
        form = read_client(sent, _At(self._defaults, current.country), complete=False)
        if form.errors:
            return each._replace(client=None, keys=None, twin=None, reasons=reasons_of(form))
        values = {name: value for name, value in form.values.items() if name in sent}
        if "kind" not in options.mapping.values():
            values.pop("kind", None)
        besides = tuple(reason for reason in each.reasons if reason.field in _BESIDES)
        labels = self._labels.get(current.id, ())
        there, groups = ([one.name for one in labels if one.kind == kind] for kind in ("tag", "group"))
        people = self._people.get(current.id, ())
        return each._replace(
            current=current,
            values=values,
            reasons=reasons_of(form) + besides,
            there=there,
            groups_there=groups,
            people_there=people,
        )

    def _joined(self, each: Outcome) -> Outcome | None:
        """A person of an organisation that is here or stands above in the file."""
        for number in each.organizations:
            if number in self._firms:
                firm = self._firms[number]
                twin = Twin(SAME_EXTERNAL_ID, firm.id, firm.name)
                return self._person(each, number, twin, self._people.get(firm.id, ()))
            if number in self._seen.own_ids:
                return self._person(
                    each, number, Twin(SAME_EXTERNAL_ID, 0, "", self._seen.own_ids[number]), ()
                )
        return None

    def _person(
        self, each: Outcome, organization: str, twin: Twin, there: Sequence[ContactPerson]
    ) -> Outcome:
        sent = convert(each.cells, self._options.mapping, {})
        is_person = sent.get("kind") in ("person", "sole_trader")
        name = sent.get("contact_name") or (sent.get("name", "") if is_person else "")
        notes = each.client.notes if each.client else ""
        if not name:
            more = self._new_notes(twin.client_id, notes.splitlines())
            return each._replace(twin=twin, person=Person(organization, twin.client_id, None, more))
        form = read_contact(
            {"name": name, **{field: sent.get(field, "") for field in ("position", "email", "phone")}},
            self._defaults.country,
        )
        if form.contact is None:
            reasons = tuple(reason_of(problem, form.typed[problem.field]) for problem in form.problems)
            return each._replace(client=None, keys=None, reasons=reasons)
        more = self._new_notes(twin.client_id, [f"{name}: {line}" for line in notes.splitlines()])
        same = self._seen.person(organization, form.contact, there)
        person = Person(organization, twin.client_id, form.contact, more, same)
        return each._replace(name=name, twin=twin, person=person)

    def _new_notes(self, client_id: int, lines: Sequence[str]) -> str:
        current = self._current.get(client_id)
        there = set(current.notes.splitlines()) if current else set()
        return "\n".join(line for line in lines if line not in there)

    def _without_tags(self, each: Outcome) -> Outcome:
        if not (each.tags or each.groups):
            return each
        reason = Reason("tags", ", ".join((*each.tags, *each.groups)), _NO_TAGS)
        return each._replace(tags=(), groups=(), reasons=(*each.reasons, reason))

    def _without_dynamic(self, each: Outcome) -> Outcome:
        static = tuple(name for name in each.groups if key_of(name) not in self._dynamic)
        reasons = (Reason("in_groups", name, _DYNAMIC) for name in each.groups if name not in static)
        return each._replace(groups=static, reasons=(*each.reasons, *reasons))

    def _with_warning(self, each: Outcome) -> Outcome:
        reason = Reason("organization_id", "; ".join(each.organizations), _UNKNOWN_ORGANISATION)
        return each._replace(reasons=(*each.reasons, reason))


@dataclass(frozen=True)
class _At:
    """The region's defaults, in a client's own country."""

    _region: Defaults
    country: str

    @property
    def currency(self) -> str:
        return self._region.currency

    @property
    def payment_term_days(self) -> int:
        return self._region.payment_term_days

    @property
    def languages(self) -> tuple[str, ...]:
        return self._region.languages
