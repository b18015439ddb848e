"""Mail that the instance sends."""

from app.mail.send import MailNotSent, send

__all__ = ["MailNotSent", "send"]
