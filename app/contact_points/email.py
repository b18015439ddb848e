"""Email addresses: whether one can exist, and whether it looks mistyped. Nothing is asked of the network."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from string import ascii_lowercase, digits
from typing import NamedTuple

from app.errors import Problem
from app.i18n import N_, Message

MAX_LENGTH = 254  # RFC 5321 by way of RFC 3696, erratum 1690

# The letters that nearly all addresses are made of; whatever is outside goes to email-validator.
_PLAIN_NAME = re.compile("[A-Za-z0-9_+-]+(?:[.'&][A-Za-z0-9_+-]+)*")
_PLAIN_DOMAIN = re.compile("(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z]{2,24}")
# Endings reserved for networks that no mail leaves (RFC 6761, 6762, 7686).
_NEVER_DELIVERED = (".local", ".localhost", ".invalid", ".test", ".arpa", ".onion")
_IN_BRACKETS = re.compile("[^<>@]*<([^<>\\s]+@[^<>\\s]+)>")
_TWO_ADDRESSES = re.compile("@.*[\\s,;].*@", re.DOTALL)

# Providers at which private people have their address: their domain says nothing about a firm.
FREEMAIL = frozenset(
    "gmail.com googlemail.com outlook.com outlook.de outlook.at hotmail.com hotmail.de hotmail.at live.com live.de "
    "live.at msn.com yahoo.com yahoo.de yahoo.at yahoo.pl ymail.com icloud.com me.com mac.com aol.com aol.de mail.com "
    "email.com proton.me protonmail.com pm.me tutanota.com tutanota.de tuta.io gmx.de gmx.at gmx.net gmx.ch gmx.com "
    "gmx.eu web.de t-online.de freenet.de arcor.de email.de mail.de posteo.de posteo.net mailbox.org online.de "
    "vodafone.de unitybox.de kabelmail.de a1.net aon.at chello.at drei.at utanet.at inode.at kabsi.at liwest.at "
    "bluewin.ch sunrise.ch hispeed.ch wp.pl o2.pl tlen.pl go2.pl onet.pl onet.eu op.pl poczta.onet.pl vp.pl spoko.pl "
    "interia.pl interia.eu interia.com poczta.fm gazeta.pl poczta.pl buziaczek.pl autograf.pl seznam.cz centrum.cz "
    "email.cz post.cz azet.sk zoznam.sk orange.fr wanadoo.fr free.fr laposte.net libero.it virgilio.it tiscali.it "
    "mail.ru yandex.ru yandex.com qq.com 163.com zoho.com hey.com fastmail.com".split()
)
_OFTEN_MISTYPED = (
    "gmail.com googlemail.com outlook.com outlook.de hotmail.com hotmail.de yahoo.com yahoo.de icloud.com t-online.de "
    "freenet.de interia.pl gazeta.pl poczta.onet.pl"
).split()
_MISTYPED_ENDINGS = {
    "con": "com", "cmo": "com", "ocm": "com", "vom": "com", "xom": "com", "comm": "com", "coom": "com",
    "dee": "de", "ed": "de", "pll": "pl", "lp": "pl", "att": "at", "nett": "net", "ner": "net", "orgg": "org",
}  # fmt: skip


class Email(NamedTuple):
    """`normal` is stored: the domain in small letters, the name before it as typed."""

    normal: str
    problems: tuple[Problem, ...] = ()


def check_email(raw: str) -> Email:
    """Reads one address; the problems are of the field `email`."""
    text = raw.strip().removeprefix("mailto:")
    if not text:
        return Email("")
    bracketed = _IN_BRACKETS.fullmatch(text) if "<" in text else None
    name, at, domain = (bracketed[1] if bracketed else text).rpartition("@")
    known = _domain(domain) if at and len(text) <= MAX_LENGTH else None
    if known is None or "@" in name or not _is_name(name):
        return Email(text, (Problem("email", _explanation(text, name, at, domain)),))
    normal, meant = known
    if not meant:
        return Email(f"{name}@{normal}")
    hint = Message(N_("Did you mean {suggestion}?"), {"suggestion": f"{name}@{meant}"})
    return Email(f"{name}@{normal}", (Problem("email", hint, "warning"),))


def on_the_wire(address: str) -> str:
    """As mail servers know it: an international domain in ASCII letters. Raises ValueError for what is no domain."""
    from email_validator import validate_email

    name, _, domain = address.rpartition("@")
    if domain.isascii():
        return address
    return f"{name}@{validate_email(f'a@{domain}', check_deliverability=False).ascii_domain}"


def _is_name(name: str) -> bool:
    if not name or len(name) > 64:
        return False
    return bool(_PLAIN_NAME.fullmatch(name)) or _accepted(name, "masaku.io") is not None


@lru_cache(maxsize=16_384)
def _domain(domain: str) -> tuple[str, str] | None:
    """(the domain in small letters, what was probably meant or ""); None when it cannot be one."""
    normal: str | None = domain.lower()
    if not _PLAIN_DOMAIN.fullmatch(domain.lower()) or "xn--" in domain.lower() or len(domain) > 253:
        normal = _accepted("a", domain)
    return None if normal is None or normal.endswith(_NEVER_DELIVERED) else (normal, _meant(normal))


def _accepted(name: str, domain: str) -> str | None:
    """The domain as email-validator writes it (international ones in their own letters)."""
    from email_validator import EmailNotValidError, validate_email  # 80 ms that most processes never need

    try:
        return validate_email(f"{name}@{domain}", check_deliverability=False).domain
    except (EmailNotValidError, UnicodeError):
        return None


def _meant(domain: str) -> str:
    """The domain that this one is probably a slip of the finger from, else ""."""
    rest, _, ending = domain.rpartition(".")
    if ending in _MISTYPED_ENDINGS:
        domain = f"{rest}.{_MISTYPED_ENDINGS[ending]}"
        return _slips().get(domain, domain)
    return _slips().get(domain, "")


@cache
def _slips() -> dict[str, str]:
    """Every one-letter slip in the name of a well-known provider -> its domain."""
    found: dict[str, str] = {}
    for domain in _OFTEN_MISTYPED:
        name, _, ending = domain.rpartition(".")
        found |= {f"{slip}.{ending}": domain for slip in _one_letter_off(name)}
        if ending == "com":
            found |= {f"{name}.{cut}": domain for cut in ("co", "cm", "om")}
    return {slip: domain for slip, domain in found.items() if slip not in FREEMAIL}


def _one_letter_off(name: str) -> set[str]:
    cuts = [(name[:place], name[place:]) for place in range(len(name) + 1)]
    letters = ascii_lowercase + digits + "-"
    left_out = {before + after[1:] for before, after in cuts if after}
    swapped = {before + after[1] + after[0] + after[2:] for before, after in cuts if len(after) > 1}
    replaced = {before + letter + after[1:] for before, after in cuts if after for letter in letters}
    added = {before + letter + after for before, after in cuts for letter in letters}
    return left_out | swapped | replaced | added


def _explanation(text: str, name: str, at: str, domain: str) -> Message:
    if not at:
        return Message(N_("The @ is missing."))
    if _TWO_ADDRESSES.search(text):
        return Message(N_("One address only; further ones belong to contact persons."))
    if "@" in name:
        return Message(N_("Two @ signs."))
    if not name:
        return Message(N_("The part before the @ is missing."))
    if not domain:
        return Message(N_("The domain after the @ is missing."))
    if "." not in domain:
        return Message(N_("The domain has no ending such as .com or .de."))
    if len(text) > MAX_LENGTH:
        return Message(N_("An email address has up to {n} characters."), {"n": MAX_LENGTH})
    if _domain(domain) is None:
        return Message(N_("“{domain}” cannot be a domain."), {"domain": domain})
    return Message(N_("“{name}” cannot stand before the @."), {"name": name})
