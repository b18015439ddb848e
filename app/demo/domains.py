"""Domains under .example, which nobody can own (RFC 2606): demo mail can never reach anybody."""

import re
import unicodedata

_SPELLED_OUT = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ł": "l", "ø": "oe", "å": "aa"})
_NOT_IN_DOMAINS = re.compile(r"[^a-z0-9]+")
# everything from the legal form on; what stands before it is the name
_LEGAL_FORM = re.compile(
    r" ((gmbh|ag|kg|ohg|og|ug|eg|se|partgmbb|bv|nv|sarl|sas|sa|kft|zrt|aps|a/s)(?![\w&])|e\.[ku]\.|sp\. ?[zj]"
    r"|s\.[ac]\.|s\.r\.[lo]\.|s\.p\.a\.|p\.s\.a\.|[bn]\.v\.|a\.s\.).*$",
    re.IGNORECASE,
)


def slug(name: str) -> str:
    """'Brückner & Söhne' -> 'brueckner-soehne'."""
    spelled = name.lower().translate(_SPELLED_OUT)
    if not spelled.isascii():
        spelled = unicodedata.normalize("NFKD", spelled).encode("ascii", "ignore").decode("ascii")
    return _NOT_IN_DOMAINS.sub("-", spelled).strip("-")


def without_legal_form(company: str) -> str:
    return _LEGAL_FORM.sub("", company)


def domain(company: str) -> str:
    return f"{slug(without_legal_form(company))}.example"
