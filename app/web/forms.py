"""What a browser sent, as plain text by field name."""

from __future__ import annotations

from app.web.user import WebRequest


async def sent(request: WebRequest) -> dict[str, str]:
    """The last value of every text field; files are left to who expects them."""
    form = await request.form()
    return {name: value for name, value in form.multi_items() if isinstance(value, str)}
