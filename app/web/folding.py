"""Texts without parameters become constants when a template is compiled: looking them up took a tenth of a page."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator

from jinja2.ext import Extension
from jinja2.lexer import Token, TokenStream

_CALL = ["name", "lparen", "string", "rparen"]


class FoldedTexts(Extension):
    """Replaces `_("text")` by its translation, for an environment that speaks one language only."""

    def filter_stream(self, stream: TokenStream) -> Iterable[Token]:
        gettext = self.environment.globals["gettext_plain"]
        waiting: deque[Token] = deque()
        for token in _tokens(stream):
            waiting.append(token)
            if len(waiting) < len(_CALL):
                continue
            if [each.type for each in waiting] == _CALL and waiting[0].value == "_":
                text = waiting[2]
                waiting.clear()
                yield Token(text.lineno, "string", gettext(text.value) % {})  # type: ignore[operator]
            else:
                yield waiting.popleft()
        yield from waiting


def _tokens(stream: TokenStream) -> Iterator[Token]:
    while stream:
        yield next(stream)
