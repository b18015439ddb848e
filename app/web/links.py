"""How somebody is reached, one click away. What was stored before it was checked stays plain text."""

from __future__ import annotations

from urllib.parse import quote

from markupsafe import Markup, escape

from app.contact_points import check_email, check_website, e164
from app.text import visible


def email_link(email: str) -> Markup:
    """As of RFC 6068: nothing in an address can add a recipient or a text to the mail."""
    checked = check_email(email)
    is_sound = checked.normal == email and all(problem.kind != "error" for problem in checked.problems)
    return _link(f"mailto:{quote(email, safe='@')}" if email and is_sound else "", email)


def phone_link(phone: str) -> Markup:
    number = e164(phone)
    return _link(f"tel:{number}" if number else "", phone)


def website_link(website: str) -> Markup:
    """In a tab of its own, which learns nothing of where it was opened from."""
    checked = check_website(website)
    is_sound = not checked.problems and checked.normal == website
    return _link(website if is_sound else "", website, Markup(' target="_blank" rel="noopener noreferrer"'))


def _link(address: str, text: str, how: Markup | str = "") -> Markup:
    shown = escape(visible(text))
    return Markup('<a href="{}"{}>{}</a>').format(address, how, shown) if address else shown
