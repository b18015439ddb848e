"""How a client is reached: email address, phone number, website."""

from app.contact_points.email import FREEMAIL, Email, check_email, on_the_wire
from app.contact_points.phone import Phone, check_phone, e164
from app.contact_points.website import Website, check_website, domain_of, host_of

__all__ = [
    "FREEMAIL",
    "Email",
    "Phone",
    "Website",
    "check_email",
    "check_phone",
    "check_website",
    "domain_of",
    "e164",
    "host_of",
    "on_the_wire",
]
