"""What a browser sent, as plain text by field name."""

from __future__ import annotations

from app.web.user import WebRequest


async def sent(request: WebRequest) -> dict[str, str]:
    """The last value of every text field; files are left to who expects them."""
    form = await request.form()
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}


def whole_number(text: str) -> int:
    """What was sent as a version, a number or a place; 0 where it is none, or larger than any column holds."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else 0
