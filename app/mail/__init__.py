"""Mail that the instance sends."""

from app.mail.delivery import MailRefused, MailUncertain, deliver
from app.mail.send import MailNotSent, send, without_server

__all__ = ["MailNotSent", "MailRefused", "MailUncertain", "deliver", "send", "without_server"]
