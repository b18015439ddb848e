"""The people one talks to at a client."""

from random import Random

from app.clients.model import ContactPerson, Kind
from app.demo.chance import any_of
from app.demo.domains import slug
from app.demo.names import names
from app.demo.places import Place

_MAILBOXES = ("info", "office", "kontakt", "buchhaltung")
_POLISH_MAILBOXES = ("info", "biuro", "kontakt", "ksiegowosc")
_MAIL_HOSTS = ("post.example", "mail.example", "webpost.example")


def address_of(name: str, host: str) -> str:
    return f"{slug(name).replace('-', '.')}@{host}"


def mailbox(kind: Kind, owner: str, host: str, country: str, chance: Random) -> str:
    """The client's own email address: a mailbox of the firm, or the person's."""
    if kind == "person":
        return address_of(owner, any_of(_MAIL_HOSTS, chance))
    if kind == "sole_trader" or chance.random() < 0.35:
        return address_of(owner, host)
    return f"{any_of(_POLISH_MAILBOXES if country == 'PL' else _MAILBOXES, chance)}@{host}"


def contacts_of(
    kind: Kind, owner: str, place: Place, host: str, positions: tuple[str, ...], number: int, chance: Random
) -> tuple[ContactPerson, ...]:
    """One to three people; a private person needs none beside themselves."""
    if kind == "person":
        return ()
    extra = int(chance.random() ** 2 * 3) if kind == "company" else 0
    people = [owner, *(names(place.country).person(chance) for _ in range(extra))]
    return tuple(
        ContactPerson(
            name=name,
            position=positions[index] if kind == "company" else "",
            email=address_of(name, host) if chance.random() < 0.8 else "",
            phone=place.phone(number + 5_000 + index) if chance.random() < 0.4 else "",
            main=index == 0,
        )
        for index, name in enumerate(people)
    )
