"""What stands in a letter before anybody has typed, in the language of whoever gets it."""

from __future__ import annotations

from app.clients.model import Client
from app.i18n import N_, Message, translate

_GREETING = N_("Dear {name},")
_GREETING_NOBODY = N_("Dear Sir or Madam,")
_REGARDS = N_("Kind regards")


def draft(client: Client, writer: str, text: Message | None = None) -> str:
    """Greeting, `text` or a place for one, and the name of whoever writes."""
    language = client.invoice_language
    name = client.contact_name or (client.name if client.kind == "person" else "")
    greeting = Message(_GREETING, {"name": name}) if name else Message(_GREETING_NOBODY)
    middle = translate(text, language) if text else ""
    regards = f"{translate(Message(_REGARDS), language)}\n{writer}"
    return "\n\n".join([translate(greeting, language), middle, regards])
