"""JSON that the server and a process at work leave for each other, and messages as such."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from app.countries import CountryName
from app.i18n import N_, Message

Json = dict[str, Any]
ENDED_FROM_OUTSIDE = Message(N_("It was ended from outside."))


def dumped(value: Json) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def of_message(message: Message) -> Json:
    params = {name: _of_param(value) for name, value in message.params.items()}
    return {"id": message.id, "params": params, "plural": message.plural}


def to_message(found: Json) -> Message:
    params = {name: _to_param(value) for name, value in found["params"].items()}
    return Message(found["id"], params, found["plural"])


def _of_param(value: object) -> object:
    if isinstance(value, Message):
        return {"message": of_message(value)}
    if isinstance(value, CountryName):
        return {"country": value.code}
    return value if isinstance(value, str | int) else str(value)


def _to_param(found: object) -> object:
    if isinstance(found, Mapping):
        return to_message(found["message"]) if "message" in found else CountryName(found["country"])
    return found
