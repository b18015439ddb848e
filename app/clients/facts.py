"""A client's fields as a person reads them: label and value, empty ones left out."""

from __future__ import annotations

from markupsafe import Markup

from app.clients.model import CLIENT_FIELDS, Client
from app.countries import name as country_name
from app.i18n import Message, translate
from app.text import visible
from app.vat_id import display as vat_id_display
from app.web.formats import percent
from app.web.links import email_link, phone_link, website_link

_BASIC = (
    "email",
    "phone",
    "website",
    "street",
    "postal_code",
    "city",
    "country",
    "vat_id",
    "industry",
    "payment_term_days",
)
_LINKS = {"email": email_link, "phone": phone_link, "website": website_link}


def facts_of(client: Client, locale: str, *, everything: bool) -> tuple[tuple[str, str], ...]:
    """(label, value) in the user's language; a value that can be opened is a link."""
    shown = []
    for field in CLIENT_FIELDS:
        value = getattr(client, field.name)
        if value in ("", None) or (not everything and field.name not in _BASIC):
            continue
        label = translate(Message(field.label), locale)
        link = _LINKS.get(field.name)
        text = link(value) if link else visible(_shown(field.name, value, field.shown(str(value)), locale))
        if field.multiline:
            text = Markup('<span class="pre">{}</span>').format(text)
        shown.append((label, text))
    return tuple(shown)


def _shown(name: str, value: object, plain: Message | str, locale: str) -> str:
    if name == "country":
        return country_name(str(value), locale)
    if name == "vat_id":
        return vat_id_display(str(value))
    if name == "discount":
        return percent(int(str(value)), locale)
    return translate(plain, locale) if isinstance(plain, Message) else plain
