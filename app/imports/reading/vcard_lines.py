"""The properties of vCards 2.1, 3.0 and 4.0, with their folded and quoted-printable lines put together again."""

from __future__ import annotations

import quopri
import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

# Pictures, sounds and keys fill thousands of lines of base64; nothing that is read is as long as this.
_LONGEST = 65_536
_HEAD = re.compile(r'(?:[\w-]+\.)?([\w-]+)((?:;(?:[^:;"]|"[^"]*")*+)*+):', re.ASCII)
_LONGEST_HEAD = 1_000
_CHARSET = re.compile(r'CHARSET="?([\w-]+)', re.IGNORECASE)
_ESCAPED = re.compile(r"\\(.)", re.DOTALL)
# A backslash that ends the value escapes nothing and is text: what fits everywhere is never tried again.
_PARTS = {mark: re.compile(rf"((?:\\.?|[^\\{mark}])*+)(?:{mark}|$)", re.DOTALL) for mark in ";,"}


class Property(NamedTuple):
    """One property; `value` is still escaped, because ";" and "," may part it."""

    line: int
    name: str
    parameters: str
    value: str

    @property
    def text(self) -> str:
        return _ESCAPED.sub(lambda match: "\n" if match[1] in "nN" else match[1], self.value).strip()

    def parts(self, mark: str) -> list[str]:
        """The value between marks; one that was escaped parts nothing."""
        return [self._replace(value=part).text for part in _PARTS[mark].findall(self.value)]


def properties(lines: Iterable[str]) -> Iterator[Property]:
    """What is no property is left out."""
    begin, parts, length = 1, [""], 0
    for number, raw in enumerate(lines, 1):
        line = raw.rstrip("\r\n")
        soft = parts[-1].endswith("=") and _is_quoted_printable(parts[0])
        if soft or line[:1] in (" ", "\t"):
            parts[-1] = parts[-1][:-1] if soft else parts[-1]
            length += len(line)
            if length < _LONGEST:
                parts.append(line if soft else line[1:])
            continue
        yield from _property(begin, "".join(parts))
        begin, parts, length = number, [line[:_LONGEST]], len(line)
    yield from _property(begin, "".join(parts))


def _is_quoted_printable(line: str) -> bool:
    return "QUOTED-PRINTABLE" in line[:_LONGEST_HEAD].upper().partition(":")[0]


def _property(line: int, text: str) -> Iterator[Property]:
    head = _HEAD.match(text[:_LONGEST_HEAD])
    if head is None:
        return
    value = text[head.end() :]
    if _is_quoted_printable(text):
        value = _decoded(value, head[2])
    yield Property(line, head[1].upper(), head[2].upper(), value)


def _decoded(value: str, parameters: str) -> str:
    data = quopri.decodestring(value.encode("ascii", "replace"))
    charset = _CHARSET.search(parameters)
    try:
        return data.decode(charset[1] if charset else "utf-8", "replace")
    except LookupError:
        return data.decode("utf-8", "replace")
